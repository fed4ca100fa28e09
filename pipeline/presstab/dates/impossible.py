"""Days that no calendar has: told to the reader of the tables, never guessed at."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from presstab.dates.words import MONTH, month_number

# Only these days can be impossible beside a month's name: Feb 30, 2015; 31 June; February 29, 2023; March 45, 2024
_DAY = r"(?P<day>29|3[0-9]|[4-9]\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH_DAY = re.compile(rf"(?<![\w-]){MONTH}\s+{_DAY}(?:st|nd|rd|th)?\b(?![%-])(?:,?\s+{_YEAR}\b)?")
_DAY_MONTH = re.compile(rf"(?<![\w.,$€£-]){_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}(?:,?\s+{_YEAR}\b)?")
# 2023-02-30, 2024-13-01
_ISO = re.compile(r"(?<![\w-])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])")
# 02/30/2024, 31/04/2024: impossible only if it is either way
_FIGURES = re.compile(r"(?<![\w/.-])(?P<first>\d\d?)/(?P<second>\d\d?)/(?P<year>(?:19|20)\d\d)(?![\w/-])")
_LEAP_YEAR = 2024
_ODD_DAYS = 31  # a greater figure is a day only where a year stands with it


def impossible_days(text: str) -> list[tuple[int, int]]:
    """Return the places of days that do not exist.

    >>> [text for text in ("Feb 30, 2015", "May 31", "31 June") if impossible_days(text)]
    ['Feb 30, 2015', '31 June']
    """
    return sorted({*_named(text), *_in_figures(text)})


def _named(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_MONTH_DAY, _DAY_MONTH):
        for m in pattern.finditer(text):
            is_plain = not m["year"] and (int(m["day"]) > _ODD_DAYS or m["month"].islower())
            if not is_plain and not _exists(int(m["year"] or _LEAP_YEAR), month_number(m["month"]), int(m["day"])):
                yield m.span()


def _in_figures(text: str) -> Iterator[tuple[int, int]]:
    for m in _ISO.finditer(text):
        if not _exists(int(m["year"]), int(m["month"]), int(m["day"])):
            yield m.span()
    for m in _FIGURES.finditer(text):
        year, first, second = int(m["year"]), int(m["first"]), int(m["second"])
        if not _exists(year, first, second) and not _exists(year, second, first):
            yield m.span()


def _exists(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
