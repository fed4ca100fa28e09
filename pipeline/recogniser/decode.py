"""From label probabilities to spans: windows joined, the best lawful path, scores."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OUTSIDE = "O"
_FORBIDDEN = -1e4
_SMALL = 1e-9

Floats = NDArray[np.float32]


class ScoredSpan(NamedTuple):
    """A candidate: words `first` to `last` (inclusive), label, mean probability of its words."""

    first: int
    last: int
    label: str
    score: float


def windows(n_pieces: int, size: int, stride: int) -> list[tuple[int, int]]:
    """Return the windows that cover all pieces, overlapping by `size - stride` at least."""
    if n_pieces <= size:
        return [(0, n_pieces)] if n_pieces else []
    starts = [*range(0, n_pieces - size, stride), n_pieces - size]
    return [(start, start + size) for start in starts]


def join_windows(parts: list[tuple[int, int, Floats]], n_pieces: int, n_labels: int) -> Floats:
    """Return one row of probabilities a piece; in overlaps the window in whose middle it stands counts most."""
    total = np.zeros((n_pieces, n_labels), dtype=np.float32)
    weight = np.zeros((n_pieces, 1), dtype=np.float32)
    for start, end, probabilities in parts:
        n = end - start
        at = np.arange(n, dtype=np.float32)
        centred = np.minimum(at + 1, n - at)[:, None]
        total[start:end] += probabilities * centred
        weight[start:end] += centred
    joined: Floats = total / weight
    return joined


def transitions(labels: list[str]) -> Floats:
    """Return the log score of each step between labels: I-X follows only B-X or I-X."""
    table = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for column, label in enumerate(labels):
        if label.startswith("I-"):
            for row, before in enumerate(labels):
                if before[1:] != label[1:]:
                    table[row, column] = _FORBIDDEN
    return table


def best_path(probabilities: Floats, steps: Floats, labels: list[str]) -> list[int]:
    """Return the most probable lawful labels, one a word (Viterbi)."""
    if not len(probabilities):
        return []
    scores = np.log(probabilities + _SMALL)
    inside = np.array([label.startswith("I-") for label in labels])
    best = np.where(inside, scores[0] + _FORBIDDEN, scores[0])
    back: list[NDArray[np.intp]] = []
    for row in scores[1:]:
        options = best[:, None] + steps
        back.append(options.argmax(axis=0))
        best = options.max(axis=0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def spans(path: list[int], probabilities: Floats, labels: list[str]) -> list[ScoredSpan]:
    """Return the labelled spans of a path in order."""
    found: list[ScoredSpan] = []
    first = None
    for at, number in enumerate([*path, labels.index(OUTSIDE)]):
        label = labels[number]
        if first is not None and not label.startswith("I-"):
            kind = labels[path[first]][2:]
            columns = [labels.index(f"B-{kind}"), labels.index(f"I-{kind}")]
            score = float(probabilities[first:at][:, columns].sum(axis=1).mean())
            found.append(ScoredSpan(first, at - 1, kind, round(score, 4)))
            first = None
        if label.startswith("B-"):
            first = at
    return found
