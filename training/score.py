"""Exact-span figures of a model on annotated releases, optional mentions left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import nn

from pipeline.recogniser.decode import best_path, join_windows, spans, transitions, windows
from pipeline.recogniser.encode import Encoded, Encoder, line_starts
from training.data import LABELS, Annotated, Targets, Window, first_pieces, pack

WINDOW, OVERLAP = 190, 48
Spans = set[tuple[int, int, str]]


def probabilities(model: nn.Module, encoder: Encoder, encoded: Encoded) -> Targets:
    """Return one row of label probabilities a word."""
    n = len(encoded.piece_ids)
    parts = []
    with torch.no_grad():
        for start, end in windows(n, line_starts(encoded.shapes), WINDOW, OVERLAP):
            nothing = torch.zeros(end - start, len(LABELS)).numpy()
            ids, shapes, mask, _ = pack(
                [Window(encoded.piece_ids[start:end], encoded.shapes[start:end], nothing)], encoder
            )
            parts.append((start, end, model(ids, shapes, mask).float().softmax(-1)[0, 1:-1].numpy()))
    return join_windows(parts, n, len(LABELS))[first_pieces(encoded)]


def decode(encoded: Encoded, rows: Targets) -> Spans:
    """Return the spans (start, end, label), in characters, of a row of probabilities a word."""
    found = spans(best_path(rows, transitions(LABELS), LABELS), rows, LABELS)
    return {(encoded.words[s.first][0], encoded.words[s.last][1], s.label) for s in found}


def predict(model: nn.Module, encoder: Encoder, text: str) -> Spans:
    """Return what a model finds in a text."""
    encoded = encoder.encode(text)
    return decode(encoded, probabilities(model, encoder, encoded)) if encoded.words else set()


def figures(releases: Sequence[Annotated], find: Callable[[str], Spans]) -> dict[str, tuple[float, float, float]]:
    """Return exact-span precision, recall and F1 a label."""
    counts = {label: [0, 0, 0] for label in ("ORG", "PERSON", "TECH", "DATE", "TITLE")}
    for text, mentions in releases:
        predicted = find(text)
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


def line_of(scores: dict[str, tuple[float, float, float]]) -> str:
    """Return figures as one line: precision, recall, F1 a label."""
    return "  ".join(f"{label} {p:.3f} {r:.3f} {f:.3f}" for label, (p, r, f) in scores.items())
