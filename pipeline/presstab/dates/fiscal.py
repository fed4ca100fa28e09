"""Fiscal periods as days, where a release says when its issuer's year ends."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from presstab.dates import cues
from presstab.dates.values import Interval, add_months
from presstab.dates.words import day_number, month_number

_VALUE = re.compile(r"FY(?P<year>\d{4})(?:-(?P<letter>[QH])(?P<number>[1-4]))?")


def fiscal_year_end(text: str) -> tuple[int, int] | None:
    """Return month and day on which the issuer's year ends, if the text says so and says it one way.

    >>> fiscal_year_end("for its fiscal year ended September 30, 2024")
    (9, 30)
    """
    named = set()
    for match in cues.FISCAL_YEAR_END.find_all(text):
        month = month_number(match["month"] or match["month2"])
        named.add((month, min(day_number(match["day"] or match["day2"]), calendar.monthrange(2023, month)[1])))
    return named.pop() if len(named) == 1 else None


def fiscal_interval(value: str, year_end: tuple[int, int]) -> Interval:
    """Return the days of `FY2024` or `FY2024-Q3`: the fiscal year bears the number of the year it ends in.

    >>> fiscal_interval("FY2025-Q1", (9, 30))
    Interval(start_on=datetime.date(2024, 10, 1), end_on=datetime.date(2024, 12, 31))
    """
    match = _VALUE.fullmatch(value)
    if not match:
        return Interval(None, None)
    month, day = year_end
    last = dt.date(int(match["year"]), month, min(day, calendar.monthrange(int(match["year"]), month)[1]))
    if not match["letter"]:
        return Interval(_month_end(add_months(last, -12), day) + dt.timedelta(days=1), last)
    size = 3 if match["letter"] == "Q" else 6
    left = 12 - size * int(match["number"])
    return Interval(
        _month_end(add_months(last, -left - size), day) + dt.timedelta(days=1), _month_end(add_months(last, -left), day)
    )


def _month_end(day: dt.date, stated: int) -> dt.date:
    """Return the last day of the month where the year ends with one: September 30, then December 31."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if stated >= 28 else day
