"""What a reader says of a release's offices and relations, in the tie reader's own terms, whoever read it where."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from presstab.analysis.ties.pieces import Sentence
from presstab.analysis.ties.relations import ANSWERS
from presstab.schema import STATUSES, SYMMETRIC


class ToldOffice(NamedTuple):
    """What is said of the words of one office.

    Attributes:
        title: their number in the scene.
        people: numbers (in `Laid.people`) of the mentions of who holds it; none where nobody that is named does.
        organisations: the entities that it is held in, None among them where it is outside the organisations; empty
            where nobody has said.
        action: what becomes of it; None where nobody has said, or two things at once.
    """

    title: int
    people: frozenset[int]
    organisations: frozenset[str | None] = frozenset()
    action: str | None = None


class ToldPair(NamedTuple):
    """What is said of two organisations of a sentence: the number of the answer, and of the status (-1: none)."""

    answer: int
    status: int = -1


NOTHING = ToldPair(0)


class Lesson(NamedTuple):
    """A sentence, what is told of each question to it, in order, and the recogniser's states, a row a piece."""

    sentence: Sentence
    told: list[ToldPair]
    states: NDArray[np.float16]


def told_pairs(kind: str, subject: str, object_: str, status: str) -> dict[tuple[str, str], ToldPair]:
    """Return what a relation says of its two ends in either order of the text."""
    return {
        ends: ToldPair(_answer(kind, reverse and kind not in SYMMETRIC), STATUSES.index(status))
        for reverse, ends in ((False, (subject, object_)), (True, (object_, subject)))
    }


def _answer(kind: str, reverse: bool) -> int:
    return next(number for number, answer in enumerate(ANSWERS) if answer and tuple(answer) == (kind, reverse))
