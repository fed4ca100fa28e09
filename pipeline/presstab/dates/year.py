"""The year that a release without a date of its own means, by what it says; none where nothing speaks for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from presstab.dates import cues
from presstab.dates.context import point
from presstab.dates.find import DateMention, find_dates
from presstab.dates.words import WEEKDAYS, day_number, month_number

_LEAD = 900  # characters in which a release says what is new
_REACH = 60
_FIRST = 1990  # no release with the days of an earlier year is news: it tells of the past
_TODAY_REACH = 40


def said_day(text: str) -> dt.date | None:
    """Return the day that the lead calls today.

    >>> said_day("Acme today, May 14, 2024, named a chair.")
    datetime.date(2024, 5, 14)
    """
    for today in cues.TODAY.find_all(text, 0, 2 * _LEAD):
        for named in find_dates(text[today.end() : today.end() + _TODAY_REACH]):
            if named.start == 0 and named.granularity == "day" and named.resolution == "explicit":
                return named.start_on
    return None


def meant_year(text: str) -> int | None:
    """Return the year that a release means by its days without a year, if what it says tells.

    A full day in its lead tells, a weekday that fits its day in one year only of those near the
    years named, and the latest year that is named as now; a later year named as past says that they err.

    >>> meant_year("Acme said on May 14, 2024 that it will meet on June 3.")
    2024
    """
    named = [m for m in find_dates(text) if m.resolution == "explicit" and m.start_on and m.granularity != "range"]
    told = [m for m in named if not _is_elsewhere(text, m) and point(text, m.start) != "future"]
    latest = max((m.start_on.year for m in told if m.start_on), default=None)
    if latest is None or latest < _FIRST:
        return None
    votes = {*_full_day(told), *_weekday(text, latest), *_now(text)}
    return votes.pop() if len(votes) == 1 and max(votes) >= latest else None


def _is_elsewhere(text: str, mention: DateMention) -> bool:
    return bool(cues.ELSEWHERE_BEFORE.find(text, max(0, mention.start - _REACH), mention.start))


def _full_day(told: Sequence[DateMention]) -> Iterator[int]:
    """Yield the year of the first full day of the lead."""
    day = next((m for m in told if m.granularity == "day" and m.start < _LEAD), None)
    if day and day.start_on:
        yield day.start_on.year


def _weekday(text: str, latest: int) -> Iterator[int]:
    """Yield the year near the latest named in which all weekdays fit their days, if it is one."""
    years = {latest - 1, latest, latest + 1}
    found = False
    for m in cues.WEEKDAY_AND_DAY.find_all(text):
        found = True
        month, day = month_number(m["month"] or m["month2"]), day_number(m["day"] or m["day2"])
        years = {year for year in years if _falls_on(year, month, day, WEEKDAYS[m["weekday"].lower()])}
    if found and len(years) == 1:
        yield years.pop()


def _falls_on(year: int, month: int, day: int, weekday: int) -> bool:
    try:
        return dt.date(year, month, day).weekday() == weekday
    except ValueError:
        return False


def _now(text: str) -> Iterator[int]:
    """Yield the latest year that the text names as now."""
    years = [int(m["year"]) for m in cues.NOW_BEFORE.find_all(text)]
    if years:
        yield max(years)
