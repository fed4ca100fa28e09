"""The one training loop: whatever the network, from windows with label probabilities to weights."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import torch
from presstab.recogniser.encode import Encoder
from torch import Tensor, nn

from training.data import LABELS, Example, Habits, batches, pack
from training.tagger import DEVICE

_WARM_UP = 0.08  # share of the steps over which the learning rate rises


class Settings(NamedTuple):
    """What a training run is made of."""

    seed: int = 1
    epochs: int = 10
    window: int = 190
    batch: int = 12
    learning_rate: float = 3e-4
    head_rate: float = 1.5e-3
    average: float = 0.995
    habits: Habits = Habits()


def seed_all(seed: int) -> None:
    """Make a run repeatable, as far as the machine's sums are."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def loss_of(logits: Tensor, targets: Tensor) -> Tensor:
    """Return the cross-entropy against label probabilities, over the pieces that are taught."""
    logs = logits.float().view(-1, len(LABELS)).log_softmax(-1)
    wanted = targets.view(-1, len(LABELS))
    return -(wanted * logs).sum() / wanted.sum().clamp(min=1.0)


Network = TypeVar("Network", bound=nn.Module)


def fit(
    model: Network,
    examples_of: Callable[[int], Sequence[Example]],
    encoder: Encoder,
    settings: Settings,
    report: Callable[[nn.Module], str],
) -> Network:
    """Return the model trained on the examples of each epoch, its weights averaged over the last steps.

    `examples_of` gives the examples of an epoch (from 0); `report` a line about the model so far.
    """
    model.to(DEVICE)
    new = {id(p) for p in model.new_parameters()}  # type: ignore[operator]
    groups = [
        {"params": [p for p in model.parameters() if id(p) not in new], "lr": settings.learning_rate},
        {"params": [p for p in model.parameters() if id(p) in new], "lr": settings.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    # The number of steps is that of the first epoch times the epochs: later ones differ by a window or two.
    first = batches(examples_of(0), settings.window, settings.batch, settings.habits)
    total = len(first) * settings.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (_WARM_UP * total)) * max(0.02, (total - step) / total)
    )
    averaged = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(settings.average)
    )
    for epoch in range(settings.epochs):
        model.train()
        began, losses = time.monotonic(), []
        cut = first if epoch == 0 else batches(examples_of(epoch), settings.window, settings.batch, settings.habits)
        for batch in cut:
            ids, shapes, mask, targets = (tensor.to(DEVICE, non_blocking=True) for tensor in pack(batch, encoder))
            with torch.autocast(DEVICE.type, dtype=torch.bfloat16):
                logits = model(ids, shapes, mask)
            loss = loss_of(logits, targets)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(model)
            losses.append(loss.detach())
        took = time.monotonic() - began
        line = report(averaged.module) if epoch % 3 == 2 or epoch == settings.epochs - 1 else ""
        print(f"epoch {epoch + 1}: loss {torch.stack(losses).mean():.4f}, {took:.0f} s {line}", flush=True)
    result: Network = averaged.module
    return result.eval()
