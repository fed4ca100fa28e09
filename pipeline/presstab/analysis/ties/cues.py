"""Words that say what becomes of an office: taken, left, held before. Data: `resources/ties/cues.yml`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from presstab.text import lowered


class Cue(NamedTuple):
    """A word that says what becomes of an office, and its class: a letter."""

    start: int
    end: int
    kind: str


class Cues:
    """The cues of a text in order, by the pattern of their words in small letters."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        # Small letters before, as a pattern that ignores case takes four times as long.
        found = pattern.finditer(lowered(text))
        self._all = [Cue(match.start(), match.end(), match.lastgroup or "") for match in found]
        self._starts = [cue.start for cue in self._all]

    def within(self, start: int, end: int) -> list[Cue]:
        """Return the cues that begin between two places."""
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def cue_pattern(classes: Iterable[Mapping[str, Any]]) -> re.Pattern[str]:
    """Return one pattern of all classes of `cues.yml`: `appointed`, `steps down`, `formerly`."""
    parts = (f"(?P<{c['letter']}>{'|'.join(w.replace(' ', chr(92) + 's+') for w in c['words'])})" for c in classes)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")
