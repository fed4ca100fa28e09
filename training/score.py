"""Exact-span figures of a model on annotated releases, optional mentions left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from presstab.recogniser.decode import Floats, best_path, join_windows, spans, transitions, windows
from presstab.recogniser.encode import Encoded, Encoder, line_starts
from torch import nn

from training.data import LABELS, Annotated, Targets, Window, first_pieces, pack
from training.tagger import DEVICE, halved

WINDOW, OVERLAP = 190, 16
_TOGETHER = 64  # windows
Spans = set[tuple[int, int, str]]
Finder = Callable[[Sequence[str]], list[Spans]]  # of each text
Figures = dict[str, tuple[float, float, float]]


def probabilities(model: nn.Module, encoder: Encoder, texts: Sequence[Encoded]) -> list[Targets]:
    """Return one row of label probabilities a word, for each text; windows of like length run together."""
    cut = [
        (number, start, end)
        for number, encoded in enumerate(texts)
        for start, end in windows(len(encoded.piece_ids), line_starts(encoded.shapes), WINDOW, OVERLAP)
    ]
    cut.sort(key=lambda window: window[2] - window[1])
    parts: list[list[tuple[int, int, Floats]]] = [[] for _ in texts]
    with torch.no_grad(), halved():
        for at in range(0, len(cut), _TOGETHER):
            some = cut[at : at + _TOGETHER]
            packed = pack([_window(texts[number], start, end) for number, start, end in some], encoder)
            ids, shapes, mask, _ = (tensor.to(DEVICE) for tensor in packed)
            rows = model(ids, shapes, mask).float().softmax(-1)[:, 1:].cpu().numpy()
            for (number, start, end), row in zip(some, rows, strict=True):
                parts[number].append((start, end, row[: end - start]))
    return [
        join_windows(of_text, len(encoded.piece_ids), len(LABELS))[first_pieces(encoded)]
        for of_text, encoded in zip(parts, texts, strict=True)
    ]


def _window(encoded: Encoded, start: int, end: int) -> Window:
    nothing = np.zeros((end - start, len(LABELS)), dtype=np.float16)
    return Window(encoded.piece_ids[start:end], encoded.shapes[start:end], nothing)


def decode(encoded: Encoded, rows: Targets) -> Spans:
    """Return the spans (start, end, label), in characters, of a row of probabilities a word."""
    found = spans(best_path(rows, transitions(LABELS), LABELS), rows, LABELS)
    return {(encoded.words[s.first][0], encoded.words[s.last][1], s.label) for s in found}


def predict(model: nn.Module, encoder: Encoder, texts: Sequence[str]) -> list[Spans]:
    """Return what a model finds in each text."""
    encoded = [encoder.encode(text) for text in texts]
    return [decode(e, rows) for e, rows in zip(encoded, probabilities(model, encoder, encoded), strict=True)]


def figures(releases: Sequence[Annotated], find: Finder) -> Figures:
    """Return exact-span precision, recall and F1 a label."""
    counts = {label: [0, 0, 0] for label in ("ORG", "PERSON", "TECH", "DATE", "TITLE")}
    for (_, mentions), predicted in zip(releases, find([text for text, _ in releases]), strict=True):
        for label, total in counts.items():
            gold = {(m.start, m.end) for m in mentions if m.label == label and not m.optional}
            optional = [(m.start, m.end) for m in mentions if m.label == label and m.optional]
            ours = {(start, end) for start, end, name in predicted if name == label}
            spurious = [1 for s, e in ours - gold if not any(s < b and a < e for a, b in optional)]
            for at, number in enumerate((len(ours & gold), len(spurious), len(gold - ours))):
                total[at] += number
    return {
        label: (tp / max(1, tp + fp), tp / max(1, tp + fn), 2 * tp / max(1, 2 * tp + fp + fn))
        for label, (tp, fp, fn) in counts.items()
    }


def line_of(scores: Figures) -> str:
    """Return figures as one line: precision, recall, F1 a label."""
    return "  ".join(f"{label} {p:.3f} {r:.3f} {f:.3f}" for label, (p, r, f) in scores.items())
