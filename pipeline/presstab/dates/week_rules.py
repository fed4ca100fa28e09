"""Rules for weeks and weekends, and for the n-th weekday of a month or year."""

from __future__ import annotations

import datetime as dt
import re

from presstab.dates.context import UNRESOLVED, Context, DateReading, Match
from presstab.dates.rule import rule
from presstab.dates.values import day_value, interval, month_value, week_value
from presstab.dates.words import (
    BY_YEAR,
    DAY_WORD,
    MONTH,
    STEP,
    WEEKDAYS,
    YEAR,
    any_of,
    day_number,
    month_number,
)

_SUNDAY = 6
_SIX_DAYS = dt.timedelta(days=6)


def _week(m: Match, context: Context) -> DateReading | None:
    if not m["year"] and not context.anchor:
        return UNRESOLVED
    year = int(m["year"]) if m["year"] else context.day.year
    monday = dt.date.fromisocalendar(year, int(m["number"]), 1)
    return DateReading(week_value(monday), "explicit" if m["year"] else "relative")


def _week_of(m: Match, context: Context) -> DateReading | None:
    """Read the seven days from or to the day named after, or the week that it names.

    Weeks are named by their first day: `the week of` a Sunday begins with it.
    """
    named = context.read_at(m.end())
    if not named or not named[0].value or not re.fullmatch(r"\d{4}-\d\d-\d\d(?:/.*)?", named[0].value):
        return None
    day = dt.date.fromisoformat(named[0].value[:10])
    way = m["way"].lower()
    if way.startswith("end"):
        day -= _SIX_DAYS
    elif way == "of" and day.weekday() != _SUNDAY:
        day -= dt.timedelta(days=day.weekday())
    value = f"{day_value(day)}/{day_value(day + _SIX_DAYS)}" if day.weekday() else week_value(day)
    return DateReading(value, named[0].resolution, joins=False, end=named[1])


def _weekend_of(m: Match, context: Context) -> DateReading | None:
    """Read the weekend that holds the day named after, else the next; days that are named both are taken."""
    named = context.read_at(m.end())
    if not named or not named[0].value or not re.fullmatch(r"\d{4}-\d\d-\d\d(?:/.*)?", named[0].value):
        return None
    value = named[0].value
    if "/" not in value:
        day = dt.date.fromisoformat(value)
        saturday = day + dt.timedelta(days=-1 if day.weekday() == _SUNDAY else 5 - day.weekday())
        value = f"{day_value(saturday)}/{day_value(saturday + dt.timedelta(days=1))}"
    return DateReading(value, named[0].resolution, joins=False, end=named[1])


def _span_of(m: Match, context: Context) -> tuple[dt.date, dt.date, str] | None:
    """Return first and last day of the month or year that `first Monday of …` names, and how it is known."""
    if m["whole"]:
        year = int(m["whole"])
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "explicit"
    if m["month"]:
        month = month_number(m["month"])
        by = context.year_by(m["by"]) if m["by"] else None
        stated = int(m["year"]) if m["year"] else by
        value = month_value(stated, month) if stated else context.month_without_year(month, m).value
        known = "explicit" if m["year"] else "relative"
    elif context.anchor:
        step = STEP[m["which"].lower()]
        anchor = context.anchor
        value = (
            month_value(anchor.year, anchor.month + step) if m["size"].lower() == "month" else f"{anchor.year + step}"
        )
        known = "relative"
    else:
        return None
    days = interval(value) if value else (None, None)
    return (days[0], days[1], known) if days[0] and days[1] else None


def _nth(m: Match, context: Context) -> DateReading | None:
    """Read the n-th weekday, week, day or weekend of a month or year."""
    span = _span_of(m, context)
    if not span:
        return UNRESOLVED if not context.anchor else None
    first, last, known = span
    unit = m["what"].lower()
    # From the end: last is 1, second last 2.
    is_from_end = bool(m["from_end"]) or m["nth"].lower() == "last"
    number = 1 if m["nth"].lower() == "last" else day_number(m["nth"])
    if unit == "day":
        day = last - dt.timedelta(days=number - 1) if is_from_end else first + dt.timedelta(days=number - 1)
        return DateReading(day_value(day), known) if first <= day <= last else None
    if unit == "week":  # a week belongs where its middle lies
        weeks = dt.timedelta(days=7 * (number - 1) + 3)
        return DateReading(week_value(last - weeks if is_from_end else first + weeks), known)
    weekday = 5 if unit == "weekend" else WEEKDAYS[unit]
    weeks = dt.timedelta(weeks=number - 1)
    if is_from_end:
        day = last - dt.timedelta(days=(last.weekday() - weekday) % 7) - weeks
    else:
        day = first + dt.timedelta(days=(weekday - first.weekday()) % 7) + weeks
    if unit == "weekend":
        return DateReading(f"{day_value(day)}/{day_value(day + dt.timedelta(days=1))}", known, joins=False)
    return DateReading(day_value(day), known) if first <= day <= last else None


_OF_SPAN = (
    rf"(?:of|in)\s+(?:(?:{MONTH}(?:(?:,|\s+of)?\s*(?P<year>{YEAR})|{BY_YEAR})?)|(?P<whole>{YEAR})"
    rf"|(?P<which>(?i:this|last|next|the))\s+(?P<size>(?i:month|year)))"
)

WEEK_RULES = (
    rule("week", "word digit", rf"(?i:week)\s+(?P<number>[1-5]?\d)(?!\d)(?:,?\s+(?:(?:of|in)\s+)?(?P<year>{YEAR}))?", _week,
         {"week 27 of 2024": "2024-W27"}, ("week 60",)),
    rule("week_of", "word the", r"(?:[Tt]he\s+)?(?i:week)\s+(?P<way>(?i:of|(?:commencing|beginning|starting|ending|ended)(?:\s+on)?))",
         _week_of,
         {"the week of October 9, 2024": "2024-W41", "the week of October 6, 2024": "2024-10-06/2024-10-12",
          "week beginning October 6, 2024": "2024-10-06/2024-10-12", "week commencing Monday, October 7, 2024": "2024-W41",
          "the week ending October 5, 2024": "2024-09-29/2024-10-05"}, ("the week of wonders",)),
    rule("weekend_of", "word the", r"(?:[Tt]he\s+)?(?i:weekend)\s+(?i:of|beginning|starting)", _weekend_of,
         {"the weekend of March 8, 2025": "2025-03-08/2025-03-09", "the weekend of March 7-9, 2025": "2025-03-07/2025-03-09",
          "the weekend of March 6, 2025": "2025-03-08/2025-03-09"}, ("the weekend of wonders",)),
    rule("nth", "ordinal the word digit number",
         rf"(?:[Tt]he\s+)?(?P<nth>{DAY_WORD}|\d\d?(?:st|nd|rd|th)|(?i:last))\s+(?P<from_end>(?i:last|to\s+last)\s+)?(?P<what>{any_of(WEEKDAYS)}|(?i:week|weekend|day))\s+"
         + _OF_SPAN, _nth,
         {"the third Tuesday of September 2014": "2014-09-16", "last Monday in March 2025": "2025-03-31",
          "the third Thursday of January last year": "2023-01-19", "first week of January 2025": "2025-W01", "the third last week of 2018": "2018-W50", "the first Monday of next month": "2024-09-02"}),
)  # fmt: skip
