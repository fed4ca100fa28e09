"""Units of the calendar: as words, as values around a day, as steps from it."""

from __future__ import annotations

import datetime as dt

from presstab.dates.context import Match
from presstab.dates.values import SEASON_MONTHS, add_months, day_value, month_value, week_value
from presstab.dates.words import COUNT, SEASONS, UNIT, any_of, full_year, unit_of

SEASON_OR_UNIT = rf"(?:{UNIT}|(?P<season>{any_of(SEASONS)}))"
COUPLE = r"(?i:(?:a\s+)?couple(?:\s+of)?)"
MANY = rf"(?:(?P<couple>{COUPLE})|(?P<count>(?i:an?\b)|{COUNT}))"
GAP = r"(?:\s+and\s+a\s+half|\+|[-\s]plus)?[-\s]+"  # the past 15+ years


def unit_in(m: Match) -> str:
    """Return the unit or season that a match names."""
    return m["season"].lower() if m.groupdict().get("season") else unit_of(m["unit"])


def year_in(m: Match) -> int | None:
    """Return the year that a match names in digits, words or short."""
    parts = m.groupdict()
    text = parts["year"] or parts.get("words") or parts.get("short")
    return full_year(text) if text else None


def unit_value(unit: str, day: dt.date, step: int = 0) -> str:
    """Return the calendar unit that holds a day, or the one `step` units away."""
    match unit:
        case "day":
            return day_value(day + dt.timedelta(days=step))
        case "week":
            return week_value(day + dt.timedelta(weeks=step))
        case "weekend":
            saturday = day + dt.timedelta(days=5 - day.weekday(), weeks=step)
            return f"{day_value(saturday)}/{day_value(saturday + dt.timedelta(days=1))}"
        case "month":
            return month_value(day.year, day.month + step)
        case "quarter" | "half":
            size = 3 if unit == "quarter" else 6
            year, index = divmod(day.year * (12 // size) + (day.month - 1) // size + step, 12 // size)
            return f"{year:04}-{unit[0].upper()}{index + 1}"
        case "year":
            return f"{day.year + step:04}"
        case "decade":
            return f"{day.year // 10 + step:03}X"
        case "century":
            return f"{day.year // 100 + step:02}XX"
    return _season_value(unit, day, step)


def _season_value(unit: str, day: dt.date, step: int) -> str:
    """Return `this`, `last` or `next` summer: the one of this year, the last begun, the next to begin."""
    start = SEASON_MONTHS[SEASONS[unit]]
    year = day.year
    if step < 0 and start + 2 >= day.month:
        year -= 1
    if step > 0 and start <= day.month:
        year += 1
    return f"{year:04}-{SEASONS[unit]}"


def shift(day: dt.date, unit: str, count: int) -> dt.date:
    """Return the day `count` units away."""
    match unit:
        case "day":
            return day + dt.timedelta(days=count)
        case "week" | "weekend":
            return day + dt.timedelta(weeks=count)
    months = {"month": 1, "quarter": 3, "half": 6, "decade": 120, "century": 1200}.get(unit, 12)
    return add_months(day, months * count)


def at_unit(day: dt.date, unit: str) -> str:
    """Return the day as exactly as `three weeks ago` means it."""
    return unit_value({"weekend": "week", "quarter": "month"}.get(unit, unit), day)
