"""Words that say what becomes of an office: taken, left, held before. Data: `resources/ties/cues.yml`."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

_DATA = Path(__file__).parent.parent.parent / "resources" / "ties" / "cues.yml"


class Cue(NamedTuple):
    """A word that says what becomes of an office, and its class: a letter."""

    start: int
    end: int
    kind: str


class Cues:
    """The cues of a text in order."""

    def __init__(self, text: str) -> None:
        self._all = [Cue(m.start(), m.end(), m.lastgroup or "") for m in _pattern().finditer(text)]
        self._starts = [cue.start for cue in self._all]

    def within(self, start: int, end: int) -> list[Cue]:
        """Return the cues that begin between two places."""
        return self._all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


@cache
def _pattern() -> re.Pattern[str]:
    """Return one pattern of all classes: `appointed`, `steps down`, `formerly`."""
    classes = yaml.safe_load(_DATA.read_text(encoding="utf-8"))["classes"]
    parts = (f"(?P<{c['letter']}>{'|'.join(w.replace(' ', chr(92) + 's+') for w in c['words'])})" for c in classes)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)
