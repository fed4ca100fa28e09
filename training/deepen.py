"""Adds layers to a trained student between its own, which at first change nothing: it goes on from what it knows.

The idea is that of LLaMA Pro (Wu et al. 2024): a layer whose two sums are multiplied by nothing passes on what it is
given. Here a normalisation follows each sum, which is fitted to pass it on as nearly as one factor a column can.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from presstab.recogniser.encode import Encoder
from torch import Tensor, nn

from training.data import LABELS, Example, Habits, batches, pack
from training.student import Layers, Student, run_layer
from training.tagger import DEVICE

_WINDOW, _TOGETHER = 190, 64


@torch.no_grad()
def deepen(student: Student, wanted: Layers, texts: Sequence[str], encoder: Encoder) -> Student:
    """Return a student with the layers that are wanted, its own among them; the others say nothing yet.

    These have the pretrained attention and weights. `texts` show what passes between layers.
    """
    deeper = Student(wanted).eval()
    own = dict(zip(student.layers.places, student.encoder.encoder.layer, strict=True))
    deeper.encoder.embeddings.load_state_dict(student.encoder.embeddings.state_dict())
    for part in ("shapes", "early", "head"):
        getattr(deeper, part).load_state_dict(getattr(student, part).state_dict())
    for place, layer in zip(wanted.places, deeper.encoder.encoder.layer, strict=True):
        if place in own:
            layer.load_state_dict(own[place].state_dict())
    deeper.to(DEVICE)
    read = [(deeper.embedded(ids, shapes), mask > 0) for ids, shapes, mask in _shown(texts, encoder)]
    for place, layer in zip(wanted.places, deeper.encoder.encoder.layer, strict=True):
        if place not in own:
            _silence(layer, torch.cat([hidden[mask] for hidden, mask in read]))
        read = [(run_layer(layer, hidden, mask[:, None, None]), mask) for hidden, mask in read]
    return deeper


def _shown(texts: Sequence[str], encoder: Encoder) -> list[tuple[Tensor, Tensor, Tensor]]:
    encoded = [encoder.encode(text) for text in texts]
    examples = [Example(e, np.zeros((len(e.piece_ids), len(LABELS)), dtype=np.float16)) for e in encoded]
    packed = (pack(batch, encoder) for batch in batches(examples, _WINDOW, _TOGETHER, Habits()))
    return [(ids.to(DEVICE), shapes.to(DEVICE), mask.to(DEVICE)) for ids, shapes, mask, _ in packed]


def _silence(layer: nn.Module, given: Tensor) -> None:
    """Make a layer pass on what it is given, (pieces, width), as nearly as its two normalisations can."""
    for part in (layer.attention.output, layer.output):
        part.dense.weight.zero_()
        part.dense.bias.zero_()
        norm = part.LayerNorm
        plain = nn.functional.layer_norm(given, given.shape[1:], eps=norm.eps)
        apart = plain - plain.mean(0)
        factor = (apart * (given - given.mean(0))).mean(0) / apart.square().mean(0)
        norm.weight.copy_(factor)
        norm.bias.copy_(given.mean(0) - factor * plain.mean(0))
        given = norm(given)
