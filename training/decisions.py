"""What a reader decided about single spans of the unannotated releases, laid over a teacher's probabilities.

`decisions.csv` names spans by release and characters, and holds no text: the releases belong to their issuers.
A label is ORG, PERSON or TECH; NEITHER is no organisation and nobody; NOTHING is none of the kinds.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from presstab.recogniser.encode import Encoded

from training.data import LABELS, Example, Targets, by_piece, first_pieces

PACKAGED = Path(__file__).parent / "decisions.csv"
_WEIGHT = 3.0  # of a decided word beside one that a teacher labelled
_REACH = 120  # pieces around a decision that are taught with it
_NAMES = ("ORG", "PERSON")

Rows = NDArray[np.float32]


class Decision(NamedTuple):
    """A span in characters, end exclusive, and what it is."""

    start: int
    end: int
    label: str


def load_decisions(path: Path = PACKAGED) -> dict[str, list[Decision]]:
    """Return the decisions of each release."""
    found: dict[str, list[Decision]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["release"]].append(Decision(int(row["start"]), int(row["end"]), row["label"]))
    return found


def decide(example: Example, decisions: Sequence[Decision]) -> Example:
    """Return an example whose decided words say what was decided, and count more than others."""
    encoded, targets = example
    rows: Rows = targets[first_pieces(encoded)].astype(np.float32)
    for start, end, label in decisions:
        inside = [n for n, (a, b) in enumerate(encoded.words) if a < end and start < b]
        if not inside:
            continue
        if label == "NEITHER":
            rows[inside] = _without(rows[inside], _NAMES)
        else:
            _break_off(rows, inside)
            rows[inside] = 0
            for position, word in enumerate(inside):
                named = f"{'I' if position else 'B'}-{label}"
                rows[word, LABELS.index(named) if label != "NOTHING" else 0] = 1
        rows[inside] *= _WEIGHT / rows[inside].sum(axis=1, keepdims=True)
    return Example(encoded, by_piece(encoded, rows.astype(np.float16)))


def around(example: Example) -> list[Example]:
    """Return the stretches of an example in which something was decided."""
    encoded, targets = example
    decided = np.flatnonzero(targets.sum(axis=1, dtype=np.float32) > 1.5)
    parts = np.split(decided, np.flatnonzero(np.diff(decided) > 2 * _REACH) + 1) if len(decided) else []
    return [_stretch(encoded, targets, slice(max(0, part[0] - _REACH), part[-1] + _REACH)) for part in parts]


def _stretch(encoded: Encoded, targets: Targets, part: slice) -> Example:
    pieces = Encoded(encoded.words, encoded.piece_ids[part], encoded.shapes[part], encoded.word_of_piece[part])
    return Example(pieces, targets[part])


def _break_off(rows: Rows, inside: Sequence[int]) -> None:
    """Let no span that the teacher saw reach into the decided one, or go on after it."""
    before, after = inside[0] - 1, inside[-1] + 1
    while after < len(rows) and LABELS[rows[after].argmax()].startswith("I-"):
        rows[after] = _without(rows[after : after + 1], (LABELS[rows[after].argmax()][2:],))[0]
        after += 1
    first = LABELS[rows[inside[0]].argmax()]
    while first.startswith("I-") and before >= 0 and LABELS[rows[before].argmax()][2:] == first[2:]:
        began = LABELS[rows[before].argmax()].startswith("B-")
        rows[before] = _without(rows[before : before + 1], (first[2:],))[0]
        before = -1 if began else before - 1


def _without(rows: Rows, kinds: Sequence[str]) -> Rows:
    """Return probabilities with some kinds ruled out; where nothing is left, it is none."""
    left = rows * np.array([label[2:] not in kinds for label in LABELS])
    left[:, 0] += 1e-3
    kept: Rows = left / left.sum(axis=1, keepdims=True)
    return kept
