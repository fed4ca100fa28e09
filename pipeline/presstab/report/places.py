"""Places in a text as a browser counts them, and the sentences that rows repeat, found again in it. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

_WORD = re.compile(r"\S+")


def units_of(text: str) -> Callable[[int], int]:
    r"""Return what turns an offset in characters into one in UTF-16 units, as scripts count.

    >>> [units_of("a\N{ROCKET}b")(at) for at in (0, 1, 2, 3)]
    [0, 1, 3, 4]
    """
    if all(ord(character) < 0x10000 for character in text):
        return int
    shifts = [0]
    for character in text:
        shifts.append(shifts[-1] + (ord(character) > 0xFFFF))
    return lambda at: at + shifts[at]


class Sentences:
    """Finds sentences, of which rows hold the words with white space collapsed, in the text that they are of.

    `spans` are the characters of those found so far, each once, in the order in which they were asked for.
    """

    def __init__(self, text: str) -> None:
        words = list(_WORD.finditer(text))
        self._collapsed = " ".join(word[0] for word in words)
        self._starts = [word.start() for word in words]
        self._collapsed_starts = []
        at = 0
        for word in words:
            self._collapsed_starts.append(at)
            at += len(word[0]) + 1
        self._numbers: dict[tuple[int, int], int] = {}

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each sentence, in characters."""
        return list(self._numbers)

    def number(self, sentence: str, at: int) -> int:
        """Return the number of the sentence around a character; -1 where the text has none of these words there."""
        if not sentence or not self._starts:
            return -1
        here = self._moved(at, self._starts, self._collapsed_starts)
        found = self._collapsed.rfind(sentence, max(0, here - len(sentence)), here + len(sentence))
        if found < 0:
            return -1
        start = self._moved(found, self._collapsed_starts, self._starts)
        end = self._moved(found + len(sentence) - 1, self._collapsed_starts, self._starts) + 1
        return self._numbers.setdefault((start, end), len(self._numbers))

    @staticmethod
    def _moved(at: int, starts: list[int], others: list[int]) -> int:
        """Return where a place of one text stands in the other: in the same word, as far from its start."""
        word = max(0, bisect_right(starts, at) - 1)
        return others[word] + at - starts[word]
