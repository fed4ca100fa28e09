"""Words that say what becomes of an office: taken, left, held before. Data: `resources/ties/cues.yml`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from presstab.names.people import HONORIFIC

_REACH = 120  # characters before an office in which a wording stands


class Cue(NamedTuple):
    """A word that says what becomes of an office, and its class: a letter."""

    start: int
    end: int
    kind: str


class CueWords(NamedTuple):
    """The words of all classes of cues, with two lists about offices.

    `leaving` are wordings by which one is left, each with its place: `outgoing ` before chair Jane Doe. `public` are
    offices of the state: `Mayor`, `Minister of Trade`.
    """

    offices: re.Pattern[str]
    leaving: tuple[tuple[str, re.Pattern[str]], ...]
    public: re.Pattern[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> CueWords:
        """Return the words of `cues.yml`."""
        written = ((entry["place"], entry["pattern"].replace("{honorific}", HONORIFIC)) for entry in data["leaving"])
        leaving = tuple((place, re.compile(pattern, re.IGNORECASE)) for place, pattern in written)
        public = re.compile(data["public"]["pattern"], re.IGNORECASE)
        return cls(_pattern(data["offices"]), leaving, public)

    def says_left(self, text: str, sentence: tuple[int, int], office: NamedOffice) -> bool:
        """Return whether a wording of the list says that an office is left.

        >>> from presstab.resources import packaged
        >>> text, words = "She succeeds John Roe, chief financial officer.", CueWords.of(packaged().tie_lists["cues"])
        >>> words.says_left(text, (0, len(text)), NamedOffice((23, 46), (13, 21)))
        True
        """
        first, last = min(office.title[0], office.person[0]), max(office.title[1], office.person[1])
        begin, end = sentence
        return any(
            pattern.search(text, max(begin, at - _REACH), at) if place != "after" else pattern.match(text, last, end)
            for place, pattern in self.leaving
            for at in (office.title[0] if place == "to_title" else first,)
        )

    def is_public(self, title: str) -> bool:
        """Return whether an office is one of the state, which no organisation of a release gives.

        >>> from presstab.resources import packaged
        >>> words = CueWords.of(packaged().tie_lists["cues"])
        >>> words.is_public("Mayor"), words.is_public("Minister of Trade"), words.is_public("President")
        (True, True, False)
        """
        return self.public.search(title) is not None


class Cues:
    """The cues of a text in order, by the pattern of their words."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        self._all = [Cue(match.start(), match.end(), match.lastgroup or "") for match in pattern.finditer(text)]
        self._starts = [cue.start for cue in self._all]

    def within(self, start: int, end: int) -> list[Cue]:
        """Return the cues that begin between two places."""
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


class NamedOffice(NamedTuple):
    """Where an office is named: the places of its title and of the person."""

    title: tuple[int, int]
    person: tuple[int, int]


def _pattern(classes: Iterable[Mapping[str, Any]]) -> re.Pattern[str]:
    """Return one pattern of all classes: `appointed`, `steps down`, `formerly`."""
    parts = (f"(?P<{c['letter']}>{'|'.join(w.replace(' ', chr(92) + 's+') for w in c['words'])})" for c in classes)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)
