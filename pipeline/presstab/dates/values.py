"""Calendar values and the days that they mean.

A value is a string: `2024-08-01`, `2024-W31`, `2024-08`, `2024-Q3`, `2024-H2`, `2024-SU`,
`2024`, `202X`, `20XX`, `FY2024`, `FY2024-Q3`, or a range `first/last` of two of them with
either side possibly open (`..`).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

OPEN = ".."
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_ONE_DAY = dt.timedelta(days=1)

# 2024-08-01 | 2024-W31 | 2024-08 | 2024-Q3 | 2024-H2 | 2024-SU | 2024 | 202X | 20XX
_VALUE = re.compile(
    r"(?P<year>\d{4})"
    r"(?:-(?:W(?P<week>\d{2})|Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)"
    r"|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>\d{2}))?))?"
    r"|(?P<decade>\d{3})X|(?P<century>\d{2})XX"
)
_FISCAL = re.compile(r"FY\d{4}(?:-(?:Q[1-4]|H[12]))?")


class Interval(NamedTuple):
    """First and last day, both inclusive; None where that side is open or not known."""

    start_on: dt.date | None
    end_on: dt.date | None


def granularity(value: str) -> str:
    """Return the size of a value: day, week, month, quarter, half, season, year, decade, century, range.

    Raises:
        ValueError: it is no value.
    """
    if "/" in value:
        return "range"
    if _FISCAL.fullmatch(value):
        return {"Q": "quarter", "H": "half"}.get(value[7:8], "year")
    match = _VALUE.fullmatch(value)
    if not match:
        raise ValueError(f"{value!r} is no calendar value")
    for name in ("week", "quarter", "half", "season", "day", "month", "decade", "century"):
        if match[name]:
            return name
    return "year"


def interval(value: str, modifier: str | None = None) -> Interval:
    """Return the days that `value` means with `modifier` applied, as DESIGN.md defines them.

    A fiscal period has no days: nothing here knows the issuer's year end.

    >>> interval("2028", "AFTER")
    Interval(start_on=datetime.date(2029, 1, 1), end_on=None)

    Raises:
        ValueError: it is no value, or no such day exists.
    """
    if _FISCAL.fullmatch(value):
        return Interval(None, None)
    if "/" in value:
        first, last = value.split("/")
        start = None if first == OPEN else _plain(first).start_on
        end = None if last == OPEN else _plain(last).end_on
        return _modified(Interval(start, end), modifier, "range")
    return _modified(_plain(value), modifier, granularity(value))


def is_valid(value: str) -> bool:
    """Return whether `value` is a value whose days exist, none ending before it starts."""
    try:
        start, end = interval(value)
    except ValueError:
        return False
    return not (start and end and start > end)


def _plain(value: str) -> Interval:
    match = _VALUE.fullmatch(value)
    if not match:
        raise ValueError(f"{value!r} is no calendar value")
    if match["decade"]:
        return _months(int(match["decade"]) * 10, 1, 120)
    if match["century"]:
        return _months(int(match["century"]) * 100, 1, 1200)
    year = int(match["year"])
    if match["week"]:
        monday = dt.date.fromisocalendar(year, int(match["week"]), 1)
        return Interval(monday, monday + 6 * _ONE_DAY)
    if match["quarter"]:
        return _months(year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return _months(year, 6 * int(match["half"]) - 5, 6)
    if match["season"]:
        return _months(year, SEASON_MONTHS[match["season"]], 3)
    if match["day"]:
        day = dt.date(year, int(match["month"]), int(match["day"]))
        return Interval(day, day)
    return _months(year, int(match["month"]), 1) if match["month"] else _months(year, 1, 12)


def _months(year: int, month: int, count: int) -> Interval:
    start = dt.date(year, month, 1)
    last = year * 12 + month - 1 + count - 1
    last_year, last_month = divmod(last, 12)
    if last_year > dt.MAXYEAR:
        return Interval(start, dt.date.max)
    return Interval(start, dt.date(last_year, last_month + 1, calendar.monthrange(last_year, last_month + 1)[1]))


def _modified(days: Interval, modifier: str | None, size: str) -> Interval:
    start, end = days
    match modifier:
        case "BEFORE":
            return Interval(None, start - _ONE_DAY if start and start > dt.date.min else None)
        case "AFTER":
            return Interval(end + _ONE_DAY if end and end < dt.date.max else None, None)
        case "NO_LATER":
            return Interval(None, end)
        case "NO_EARLIER":
            return Interval(start, None)
        case "START" | "MID" | "END" if start and end:
            return _third(start, end, size, ("START", "MID", "END").index(modifier))
    return days


def _third(start: dt.date, end: dt.date, size: str, index: int) -> Interval:
    """Cut into thirds: by months from the quarter up, a month at 10 and 20, else by days."""
    months = {"quarter": 1, "season": 1, "half": 2, "year": 4, "decade": 40, "century": 400}.get(size)
    if months:
        offset = start.month - 1 + months * index
        return _months(start.year + offset // 12, offset % 12 + 1, months)
    days = (end - start).days + 1
    head, tail = (10, days - 20) if size == "month" else (days // 3, days // 3)
    cuts = (0, head, days - tail, days)
    first = start + cuts[index] * _ONE_DAY
    return Interval(first, max(first, start + (cuts[index + 1] - 1) * _ONE_DAY))


def day_value(day: dt.date) -> str:
    """Return the value of a day."""
    return day.isoformat()


def week_value(day: dt.date) -> str:
    """Return the value of the ISO week that holds `day`."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def month_value(year: int, month: int) -> str:
    """Return the value of a month; a month outside 1 to 12 carries into the year."""
    year, index = year + (month - 1) // 12, (month - 1) % 12
    return f"{year:04}-{index + 1:02}"


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day `months` later, or the month's last day where it has none such.

    Raises:
        ValueError: the result lies outside the calendar.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        raise ValueError(f"year {year} lies outside the calendar")
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
