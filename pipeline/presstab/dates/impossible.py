"""Days that no calendar has: told to the reader of the tables, never guessed at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from presstab.dates import cues
from presstab.dates.words import month_number

_LEAP_YEAR = 2024
_ODD_DAYS = 31  # a greater figure is a day only where a year stands with it


def impossible_days(text: str) -> list[tuple[int, int]]:
    """Return the places of days that do not exist.

    >>> [text for text in ("Feb 30, 2015", "May 31", "31 June") if impossible_days(text)]
    ['Feb 30, 2015', '31 June']
    """
    return sorted({*_named(text), *_in_figures(text)})


def _named(text: str) -> Iterator[tuple[int, int]]:
    for cue in (cues.ODD_MONTH_DAY, cues.ODD_DAY_MONTH):
        for m in cue.find_all(text):
            is_plain = not m["year"] and (int(m["day"]) > _ODD_DAYS or m["month"].islower())
            if not is_plain and not _exists(int(m["year"] or _LEAP_YEAR), month_number(m["month"]), int(m["day"])):
                yield m.span()


def _in_figures(text: str) -> Iterator[tuple[int, int]]:
    for m in cues.DAY_IN_FIGURES.find_all(text):
        if not _exists(int(m["year"]), int(m["month"]), int(m["day"])):
            yield m.span()
    for m in cues.DAY_EITHER_WAY.find_all(text):
        year, first, second = int(m["year"]), int(m["first"]), int(m["second"])
        if not _exists(year, first, second) and not _exists(year, second, first):
            yield m.span()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
