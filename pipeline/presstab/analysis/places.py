"""Places in a text: where its tokens begin and end, and which stretches hold a character."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from presstab.analysis.record import Place


class Tokens:
    """Where the tokens of a text begin and end, in order; mentions are made of whole ones."""

    def __init__(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> None:
        self.text, self.starts, self.ends = text, starts, ends

    def fit(self, start: int, end: int) -> Place | None:
        """Return the place, if tokens begin and end there.

        A full stop that tokens keep (`Acme N.V.`, `Doe Jr.`, `Studio Q.`) may be left out of `end`.
        """
        if self._bounds(start, end):
            return start, end
        if self.text[end : end + 1] == "." and self._bounds(start, end + 1):
            return start, end + 1
        return None

    def _bounds(self, start: int, end: int) -> bool:
        first, last = bisect_left(self.starts, start), bisect_left(self.ends, end)
        return first <= last < len(self.ends) and self.starts[first] == start and self.ends[last] == end

    def range(self, start: int, end: int) -> range:
        """Return the numbers of the tokens between two places that bound tokens."""
        return range(bisect_left(self.starts, start), bisect_left(self.ends, end) + 1)

    def words(self, start: int, end: int) -> tuple[str, ...]:
        """Return the tokens between two places that are more than white space."""
        found = (self.text[self.starts[at] : self.ends[at]] for at in self.range(start, end))
        return tuple(word for word in found if not word.isspace())


class Intervals:
    """Disjoint stretches of a text in order, to look up which of them holds a place."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._stretches = sorted(stretches)
        self._starts = [start for start, _ in self._stretches]

    def index(self, at: int) -> int | None:
        """Return the number of the stretch that holds the character `at`; None where none does."""
        number = bisect_right(self._starts, at) - 1
        return number if number >= 0 and at < self._stretches[number][1] else None


class Stretches:
    """Stretches of a text that may overlap, to ask whether a place touches one, whatever their number."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(stretches)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(itertools.accumulate((end for _, end in ordered), max))

    def overlap(self, start: int, end: int) -> bool:
        """Return whether one of them shares a character with those from `start` to `end`."""
        number = bisect_left(self._starts, end)
        return number > 0 and self._furthest[number - 1] > start
