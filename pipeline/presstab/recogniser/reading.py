"""What a recogniser says of a text, and the protocol by which any recogniser says it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from presstab.recogniser.decode import Floats


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A span in characters of the text, end exclusive; `score` is a probability."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The probabilities from which a recogniser is believed; they belong to its weights and are chosen with them.

    `proposed`: of each label, from where a span is a candidate (TITLE: a title). The others judge again by what
    only other components know: `sure_name` an organisation that nothing else vouches for, `lone_word` a person
    of one word, `name_word` a word after an honorific, `thinkable` the least at which a rule may find a
    name, `certain` from where it stands against what the rest of the text says, `sure_abbreviation` one whose
    abbreviation explains a long form. `continued`: an occurrence of a known string before a further capitalised
    word is none below it; `elsewhere`: one of a technology's term is none at all.
    """

    proposed: Mapping[str, float]
    sure_name: float
    thinkable: float
    lone_word: float
    name_word: float
    sure_abbreviation: float
    certain: float
    continued: float
    elsewhere: float


@dataclass(frozen=True, slots=True)
class PieceStates:
    """What a recogniser makes of a text before it decides: a row of numbers a word piece.

    `starts` are the places where the word of each piece begins, in order; `model` tells the weights from all others, as
    rows of different ones have nothing to do with each other.
    """

    starts: NDArray[np.int32]
    rows: NDArray[np.float16]
    model: str

    def of(self, numbers: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return the rows of pieces by number, zeros for a number that is no piece's."""
        known = (numbers >= 0) & (numbers < len(self.rows))
        return self.rows[np.where(known, numbers, 0)] * known[:, None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a recogniser says of a text: its spans in order, and of each word the probability of each kind.

    `kinds` are the labels that it knows at all, each in `of_kind`; against the others it says nothing. `states` are
    those of our own kind of recogniser, until all that reads them has run.
    """

    spans: Sequence[TextSpan]
    words: Sequence[tuple[int, int]]
    of_kind: Mapping[str, Floats]
    thresholds: Thresholds
    kinds: Collection[str]
    states: PieceStates | None = None

    def probability(self, kind: str, start: int, end: int) -> float:
        """Return how probably the words between two places are of a kind, on average; 0 where there are none.

        1 of a kind that the recogniser does not know: what rules find of it stays.
        """
        if kind not in self.kinds:
            return 1.0
        first = bisect_right(self.words, start, key=lambda word: word[1])
        last = bisect_left(self.words, end, key=lambda word: word[0])
        return float(self.of_kind[kind][first:last].mean()) if first < last else 0.0


class TextReader(Protocol):
    """A recogniser: text in, a reading out; `sha256` tells its files and settings from all others."""

    sha256: str

    def read(self, text: str) -> Reading:
        """Return what it says of a text, whatever its length."""
        ...
