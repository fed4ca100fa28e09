"""Periods known by the day that ends them, and quarters by the figures that report them."""

from __future__ import annotations

import datetime as dt
import re

from presstab.dates import cues
from presstab.dates.context import Context, Match
from presstab.dates.values import add_months, month_value

# the quarter ended June 30, 2024; the first quarter (ended March 31); the 52 weeks to 28 December 2024
LINK = re.compile(r",?\s+\(?(?:(?i:that|which)\s+)?(?:(?i:ended|ending|ends)(?:\s+on)?|to)\s+")
_SIZES = {"Q": 3, "H": 6}
_LAST_DAYS = 10  # January 3 ends the quarter of December: years of whole weeks run over
_RECENT = dt.timedelta(days=200)  # figures older than this are no news
_GRACE = dt.timedelta(days=45)  # a call announced before its quarter has ended


def fiscal_after(context: Context, at: int) -> str | None:
    """Return the fiscal year for which figures are reported, where it stands after them."""
    named = cues.OF_FISCAL.find(context.text, at)
    return f"FY{named['year']}" if named else None


def month_ended(context: Context, at: int) -> tuple[int, int] | None:
    """Return year and month of the month that ends with the day named after `ended`, if one is."""
    link = LINK.match(context.text, at)
    named = context.read_at(link.end()) if link else None
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", named[0].value or "") if named else None
    if not match:
        return None
    year, month = int(match[1]), int(match[2])
    if match[3] and int(match[3]) <= _LAST_DAYS:
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return year, month


def part_ended(letter: str, number: int, year: int, month: int, *, is_fiscal: bool = False) -> str:
    """Return the quarter or half that ends with a month: of the calendar's year, else of a fiscal one.

    >>> part_ended("Q", 2, 2023, 12)
    'FY2024-Q2'
    """
    size = _SIZES[letter]
    if number * size == month and not is_fiscal:
        return f"{year:04}-{letter}{number}"
    last = add_months(dt.date(year, month, 1), 12 - size * number)
    return f"FY{last.year:04}-{letter}{number}"


def period_value(unit: str, year: int, month: int, *, is_fiscal: bool) -> str:
    """Return the quarter, half or year that ends with a month.

    >>> period_value("quarter", 2025, 1, is_fiscal=False)
    '2024-11/2025-01'
    """
    if unit == "year" and is_fiscal:
        return f"FY{year:04}"
    if unit == "year":
        return f"{year:04}" if month == 12 else f"{month_value(year, month - 11)}/{month_value(year, month)}"
    letter = "Q" if unit == "quarter" else "H"
    size = _SIZES[letter]
    if month % size == 0:
        return f"{year:04}-{letter}{month // size}"
    return f"{month_value(year, month - size + 1)}/{month_value(year, month)}"


def year_reported(letter: str, number: int, match: Match, context: Context) -> int | None:
    """Return the year of a quarter whose figures are reported; None where none are.

    It is the last one that has ended. Where that is long past the quarter is of another year
    than the calendar's, which bears the number of the nearest.
    """
    figures = cues.FIGURES_AFTER.find(context.text, match.end())
    if not context.anchor or not figures or cues.FUTURE_AFTER.find(context.text, figures.end()):
        return None
    is_report = bool(cues.REPORTS_BEFORE.find(context.text, max(0, match.start() - 60), match.start()))
    if not is_report and context.is_future(match):
        return None  # expects third-quarter sales of $4 million
    limit = context.anchor + (_GRACE if is_report else dt.timedelta(days=_LAST_DAYS))
    ends = {year: _last_day(letter, number, year) for year in range(limit.year - 1, limit.year + 2)}
    ended = max(year for year, end in ends.items() if end <= limit)
    if limit - ends[ended] <= _RECENT:
        return ended
    return min(ends, key=lambda year: abs(ends[year] - limit))


def _last_day(letter: str, number: int, year: int) -> dt.date:
    return add_months(dt.date(year, 1, 1), _SIZES[letter] * number) - dt.timedelta(days=1)
