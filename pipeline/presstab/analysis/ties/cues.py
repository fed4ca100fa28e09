"""Words that say what becomes of an office: taken, left, held before. Data: `resources/ties/cues.yml`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_DATA = Path(__file__).parent.parent.parent / "resources" / "ties" / "cues.yml"
_REACH = 120  # characters before an office in which a wording stands


class Cue(NamedTuple):
    """A word that says what becomes of an office, and its class: a letter."""

    start: int
    end: int
    kind: str


class Cues:
    """The cues of a text in order: those of offices, or of relations; of certain places alone, in order, where told."""

    def __init__(self, text: str, about: str = "offices", places: Iterable[tuple[int, int]] | None = None) -> None:
        pattern = _pattern(about)
        self.kinds = tuple(pattern.groupindex)
        parts = [(0, len(text))] if places is None else places
        found = (match for start, end in parts for match in pattern.finditer(text, start, end))
        self._all = [Cue(m.start(), m.end(), m.lastgroup or "") for m in found]
        self._starts = [cue.start for cue in self._all]

    def within(self, start: int, end: int) -> list[Cue]:
        """Return the cues that begin between two places."""
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


class NamedOffice(NamedTuple):
    """Where an office is named: the places of its title and of the person."""

    title: tuple[int, int]
    person: tuple[int, int]


def says_left(text: str, sentence: tuple[int, int], office: NamedOffice) -> bool:
    """Return whether a wording of the list says that an office is left.

    >>> text = "She succeeds John Roe, chief financial officer."
    >>> says_left(text, (0, len(text)), NamedOffice((23, 46), (13, 21)))
    True
    """
    first, last = min(office.title[0], office.person[0]), max(office.title[1], office.person[1])
    begin, end = sentence
    return any(
        pattern.search(text, max(begin, at - _REACH), at) if place != "after" else pattern.match(text, last, end)
        for place, pattern in _leaving()
        for at in (office.title[0] if place == "to_title" else first,)
    )


def is_public(title: str) -> bool:
    """Return whether an office is one of the state, which no organisation of a release gives.

    >>> is_public("Mayor"), is_public("Minister of Trade"), is_public("President")
    (True, True, False)
    """
    return _public().search(title) is not None


@cache
def _public() -> re.Pattern[str]:
    """Return the pattern of offices of the state: `Mayor`, `Minister of Trade`."""
    return re.compile(_data()["public"]["pattern"], re.IGNORECASE)


@cache
def _leaving() -> list[tuple[str, re.Pattern[str]]]:
    """Return place and pattern of each wording: `outgoing ` before chair Jane Doe."""
    return [(entry["place"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in _data()["leaving"]]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return data


@cache
def _pattern(about: str) -> re.Pattern[str]:
    """Return one pattern of all classes: `appointed`, `steps down`, `formerly`."""
    classes = _data()[about]
    parts = (f"(?P<{c['letter']}>{'|'.join(w.replace(' ', chr(92) + 's+') for w in c['words'])})" for c in classes)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)
