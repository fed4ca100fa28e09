"""From label probabilities to spans: windows joined, the best lawful path, scores."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

OUTSIDE = "O"
_FORBIDDEN = -1e4
_SMALL = 1e-9
_SURELY_OUTSIDE = 0.9

Floats = NDArray[np.float32]


class ScoredSpan(NamedTuple):
    """A candidate: words `first` to `last` (inclusive), label, mean probability of its words."""

    first: int
    last: int
    label: str
    score: float


def windows(n_pieces: int, breaks: Sequence[int], size: int, overlap: int) -> list[tuple[int, int]]:
    """Return windows of at most `size` pieces that cover all of them, cut at line breaks where that wastes little.

    `breaks` are the places, in order, that begin a line. A cut elsewhere overlaps by `overlap`.

    >>> windows(10, [4, 9], 6, 2), windows(10, [], 6, 2)
    ([(0, 4), (4, 10)], [(0, 6), (4, 10)])
    """
    found = []
    start = 0
    while start + size < n_pieces:
        number = bisect_right(breaks, start + size)
        at = breaks[number - 1] if number else 0
        end = at if at > start + size // 2 else start + size
        found.append((start, end))
        start = end if end == at else end - overlap
    if start < n_pieces:
        found.append((start, n_pieces))
    return found


def join_windows(parts: list[tuple[int, int, Floats]], n_pieces: int, n_labels: int) -> Floats:
    """Return one row of probabilities a piece; a window counts more for pieces nearer to its middle."""
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
            table[[before[1:] != label[1:] for before in labels], column] = _FORBIDDEN
    return table


def best_path(probabilities: Floats, steps: Floats, labels: list[str]) -> list[int]:
    """Return the most probable lawful labels, one a word.

    Each word takes its own best label; only stretches where these contradict each other, between
    words that are surely outside, are searched (Viterbi).
    """
    if not len(probabilities):
        return []
    path = probabilities.argmax(axis=1)
    inside = np.array([label.startswith("I-") for label in labels])
    before = np.concatenate(([labels.index(OUTSIDE)], path[:-1]))
    broken = np.flatnonzero(steps[before, path] < 0)
    if len(broken):
        sure = np.flatnonzero(probabilities[:, labels.index(OUTSIDE)] > _SURELY_OUTSIDE)
        done = -1
        for at in broken:
            if at < done:
                continue
            left, right = np.searchsorted(sure, at), np.searchsorted(sure, at, side="right")
            first = int(sure[left - 1]) if left else 0
            done = int(sure[right]) if right < len(sure) else len(path)
            path[first:done] = _viterbi(probabilities[first:done], steps, inside)
    lawful: list[int] = path.tolist()
    return lawful


def _viterbi(probabilities: Floats, steps: Floats, inside: NDArray[np.bool_]) -> list[int]:
    scores = np.log(probabilities + _SMALL)
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
    """Return the labelled spans of a lawful path in order."""
    begins = {number for number, label in enumerate(labels) if label.startswith("B-")}
    found: list[ScoredSpan] = []
    for at in [at for at, number in enumerate(path) if number in begins]:
        kind = labels[path[at]][2:]
        within = labels.index(f"I-{kind}")
        end = at + 1
        while end < len(path) and path[end] == within:
            end += 1
        score = float(probabilities[at:end, [path[at], within]].sum(axis=1).mean())
        found.append(ScoredSpan(at, end - 1, kind, round(score, 4)))
    return found
