"""The one training loop: whatever the network, from windows with label probabilities to weights."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import torch
from presstab.recogniser.encode import Encoder
from torch import Tensor, nn

from training.data import Example, Habits, Window, batches, pack
from training.tagger import DEVICE, halved

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
    """Return the cross-entropy against label probabilities over the pieces taught, the mean of several logits."""
    logs = logits.float().log_softmax(-1)
    wanted = targets.expand_as(logs)
    return -(wanted * logs).sum() / wanted.sum().clamp(min=1.0)


Network = TypeVar("Network", bound=nn.Module)


class _Run(Generic[Network]):
    """A training run between two epochs: weights, their average, and where optimiser and schedule stand."""

    def __init__(self, model: Network, settings: Settings, n_steps: int) -> None:
        self.model, self.done = model, 0
        new = {id(p) for p in model.new_parameters()}  # type: ignore[operator]
        taught = [p for p in model.parameters() if p.requires_grad]
        groups = [
            {"params": [p for p in taught if id(p) not in new], "lr": settings.learning_rate},
            {"params": [p for p in taught if id(p) in new], "lr": settings.head_rate},
        ]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer,
            lambda step: min(1.0, (step + 1) / (_WARM_UP * n_steps)) * max(0.02, (n_steps - step) / n_steps),
        )
        self.averaged = torch.optim.swa_utils.AveragedModel(
            model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(settings.average)
        )
        self._parts = {
            "model": model, "optimizer": self.optimizer, "schedule": self.schedule, "averaged": self.averaged,
        }  # fmt: skip

    def epoch(self, cut: Sequence[Sequence[Window]], encoder: Encoder) -> float:
        """Train on the batches of an epoch; return their mean loss."""
        self.model.train()
        losses = []
        for batch in cut:
            ids, shapes, mask, targets = (tensor.to(DEVICE, non_blocking=True) for tensor in pack(batch, encoder))
            with halved():
                logits = self.model(ids, shapes, mask)
            loss = loss_of(logits, targets)
            self.optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.schedule.step()
            self.averaged.update_parameters(self.model)
            losses.append(loss.detach())
        self.done += 1
        return float(torch.stack(losses).mean())

    def save(self, path: Path) -> None:
        """Write the run to a file, whole or not at all."""
        unfinished = path.with_suffix(".part")
        torch.save({"done": self.done, **{name: part.state_dict() for name, part in self._parts.items()}}, unfinished)
        unfinished.replace(path)

    def load(self, path: Path) -> None:
        """Go on from a file."""
        state = torch.load(path, map_location=DEVICE, weights_only=True)
        self.done = state["done"]
        for name, part in self._parts.items():
            part.load_state_dict(state[name])


def fit(
    model: Network,
    examples_of: Callable[[int], Sequence[Example]],
    encoder: Encoder,
    settings: Settings,
    report: Callable[[nn.Module], str],
    checkpoint: Path | None = None,
) -> Network:
    """Return the model trained on the examples of each epoch, its weights averaged over the last steps.

    `examples_of` gives the examples of an epoch (from 0); `report` a line about the model so far. A run that was cut
    goes on from the last whole epoch in `checkpoint`.
    """

    def cut(epoch: int) -> list[list[Window]]:
        return batches(examples_of(epoch), settings.window, settings.batch, settings.habits)

    # The number of steps is that of the first epoch times the epochs: later ones differ by a window or two.
    first = cut(0)
    run = _Run(model.to(DEVICE), settings, len(first) * settings.epochs)
    if checkpoint and checkpoint.exists():
        run.load(checkpoint)
    for epoch in range(run.done, settings.epochs):
        began = time.monotonic()
        loss = run.epoch(cut(epoch) if epoch else first, encoder)
        took = time.monotonic() - began
        if checkpoint:
            run.save(checkpoint)
        line = report(run.averaged.module) if epoch % 3 == 2 or epoch == settings.epochs - 1 else ""
        print(f"epoch {epoch + 1}: loss {loss:.4f}, {took:.0f} s {line}", flush=True)
    result: Network = run.averaged.module
    return result.eval()
