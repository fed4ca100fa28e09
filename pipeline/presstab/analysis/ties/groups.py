"""Candidates in groups: who of several people holds an office, which of several organisations it is held in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np

from presstab.analysis.ties.items import Ints
from presstab.analysis.ties.model import Floats


class Groups(NamedTuple):
    """Candidates of several questions, one after the other: `sizes` says how many each question has.

    `rows` holds the features, `choices` what each candidate stands for.
    """

    sizes: list[int]
    choices: list[int]
    rows: Ints


def shares(scores: Floats, sizes: Sequence[int]) -> Floats:
    """Return the probability of each candidate within its group.

    >>> shares(np.zeros(3, np.float32), [1, 2]).tolist()
    [1.0, 0.5, 0.5]
    """
    starts = np.cumsum([0, *sizes[:-1]])
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    found: Floats = powers / np.repeat(np.add.reduceat(powers, starts), sizes)
    return found


def hashed(*parts: object) -> int:
    """Return one number for several values that mean something together."""
    return crc32(repr(parts).encode())


def nearest(places: Ints, at: int, before: int, after: int, reach: int) -> list[int]:
    """Return the numbers of the nearest places around one: so many before, so many after, none out of reach.

    >>> nearest(np.array([1, 5, 9, 300]), 6, 1, 2, 100)
    [1, 2]
    """
    here = int(np.searchsorted(places, at))
    around = range(max(0, here - before), min(len(places), here + after))
    return [n for n in around if abs(int(places[n]) - at) <= reach]
