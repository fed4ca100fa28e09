"""Rules for days: with their month in words or figures, with or without a year, alone."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from presstab.dates.context import UNRESOLVED, Context, Match, Reading
from presstab.dates.rule import rule
from presstab.dates.units import year_in
from presstab.dates.values import add_months, day_value
from presstab.dates.words import (
    ANY_YEAR,
    DASH,
    DAY,
    DAY_WORD,
    MONTH,
    SHORT_YEAR,
    WEEKDAY,
    WEEKDAYS,
    day_number,
    full_year,
    month_number,
)

# to the second day of a range; not the time of day in `May 6 to 8 p.m.`
_TO_DAY = rf"(?:(?:{DASH}|\s+(?:to|thru|through|until)\s+|\s*(?P<and>\band\b|&)\s*)(?:the\s+)?(?P<day2>{DAY})(?!\s*(?:[.:]\d|a\.?m\b|p\.?m\b|AM\b|PM\b)))"
_OF_YEAR = rf"(?:(?:\s*,\s*|\s+(?:(?:of|in)\s+)?|[-/])(?:{ANY_YEAR}|(?P<short>{SHORT_YEAR})))"
_AMBIGUOUS = frozenset({"may", "mar", "march", "sat", "sun", "dec", "jan"})


def _iso(m: Match, context: Context) -> Reading:
    month = int(m["month"]) if m["month"].isdigit() else month_number(m["month"])
    return Reading(day_value(dt.date(int(m["year"]), month, int(m["day"]))))


def _day_of_month(m: Match, context: Context) -> Reading | None:
    name = m["month"]
    year = year_in(m)
    if name.lower() in _AMBIGUOUS and name.islower() and not year and m["day"].isdigit() and not context.is_alone(m):
        return None  # they may 3 times
    month, day = month_number(name), day_number(m["day"])
    last = day_number(m["day2"]) if m["day2"] else None
    if last and m["and"] and last != day + 1:
        return None  # April 10 and 15: two dates
    if year:
        value = day_value(dt.date(year, month, day))
        return Reading(f"{value}/{day_value(dt.date(year, month, last))}", joins=False) if last else Reading(value)
    dt.date(2024, month, day)  # a leap year: raises where no year has such a day
    weekday = WEEKDAYS[m["weekday"].lower()] if m["weekday"] else None
    reading = context.day_without_year(month, day, m, weekday)
    if not last or not reading.value:
        return reading
    end = dt.date.fromisoformat(reading.value).replace(day=last)
    return Reading(f"{reading.value}/{day_value(end)}", "relative", joins=False)


def _numeric(m: Match, context: Context) -> Reading | None:
    first, second, year = int(m["first"]), int(m["second"]), full_year(m["year"])
    if len(m["year"]) == 2 and (m["mark"] == "." or not (context.is_alone(m) or m["mark"] == "/")):
        return None  # 10.12.24 and 10-12-24 are versions, sections, scores
    month_first = second > 12 or (first <= 12 and m["mark"] != "." and not context.day_first)
    month, day = (first, second) if month_first else (second, first)
    return Reading(day_value(dt.date(year, month, day)))


_CUE = re.compile(r"(?i:\b(?:on|from|by|until|till|since|before|after|between|due|day)[,\s]+)$")


def _month_and_day(m: Match, context: Context) -> Reading | None:
    """Read `2/15` where something says that it is a date: it is a fraction, a score, 24/7 elsewhere."""
    if not context.is_alone(m) and not ("/" in m[0] and _CUE.search(context.text[max(0, m.start() - 12) : m.start()])):
        return None
    first, second = int(m["first"]), int(m["second"])
    month, day = (first, second) if first <= 12 and not context.day_first else (second, first)
    dt.date(2024, month, day)
    return context.day_without_year(month, day, m)


def _day_alone(m: Match, context: Context) -> Reading | None:
    """Read a day of the month that only the anchor dates: `the 15th`, `the 20th of next month`."""
    if not context.anchor:
        return UNRESOLVED
    anchor, day = context.anchor, day_number(m["day"])
    which, weekday = m.groupdict().get("which"), m.groupdict().get("weekday")
    if which:
        step = {"next": 1, "following": 1, "last": -1, "previous": -1}.get(which.lower(), 0)
        month = add_months(anchor.replace(day=1), step)
        return Reading(day_value(month.replace(day=day)), "relative")
    near = []
    for step in (-1, 0, 1):
        month = add_months(anchor.replace(day=1), step)
        if day <= calendar.monthrange(month.year, month.month)[1]:
            near.append(month.replace(day=day))
    if weekday:
        near = [d for d in near if d.weekday() == WEEKDAYS[weekday.lower()]]
        if not near:
            return None
    is_future = context.is_future(m)
    lean = 0 if is_future is False else 10
    return Reading(day_value(min(near, key=lambda d: abs((d - anchor).days - lean))), "relative")


DAY_RULES = (
    rule("iso_day", "digit",
         rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d\d?|{MONTH.replace('(?P<month>', '(?:')})(?P=mark)(?P<day>\d\d?)(?![\d%])",
         _iso, {"2024-08-01": "2024-08-01", "2019/aug/01": "2019-08-01", "2018-7-6": "2018-07-06"}, ("2024-13-01",)),
    rule("month_day", "month weekday",
         rf"(?:{WEEKDAY}\.?,?\s+)?{MONTH}[-\s/]*(?:the\s+)?(?P<day>{DAY}|{DAY_WORD}){_TO_DAY}?{_OF_YEAR}?",
         _day_of_month,
         {"Nov. 12, 2024": "2024-11-12", "Tuesday, May 6, 2025": "2025-05-06", "October 1st to 13th, 2024": "2024-10-01/2024-10-13",
          "June 3–5, 2025": "2025-06-03/2025-06-05", "April 10th and 11th, 2024": "2024-04-10/2024-04-11",
          "July thirty-first": "2024-07-31", "Dec31 , 1994": "1994-12-31", "july 4th of 1995": "1995-07-04"},
         ("Feb 30, 2015", "they may 3 times", "March 45")),
    rule("day_month", "digit ordinal weekday the",
         rf"(?:{WEEKDAY}\.?,?\s+)?(?:[Tt]he\s+)?(?P<day>{DAY}|{DAY_WORD})(?:\s+day)?{_TO_DAY}?[-\s/]*(?:of\s+)?{MONTH}{_OF_YEAR.replace('|[-/])', '|[-/,]?)')}?",
         _day_of_month,
         {"12 November 2024": "2024-11-12", "the 3rd of June": "2024-06-03", "6-8 May 2025": "2025-05-06/2025-05-08",
          "31-Oct-1974": "1974-10-31", "the first of March 2025": "2025-03-01", "14april 2015": "2015-04-14"},
         ("31 June 2024",)),
    rule("numeric", "digit",
         r"(?P<first>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|\d\d)(?![\d./-]\d)",
         _numeric, {"12/31/2024": "2024-12-31", "31.12.2024": "2024-12-31", "10/23/24": "2024-10-23"},
         ("10.12.24", "1.2.3", "call 10-12-24 now")),
    rule("month_and_day", "digit", r"(?P<first>\d{1,2})\s?[/-]\s?(?P<second>\d{1,2})(?![\d./%-])", _month_and_day,
         {"it opened on 2/15": "2024-02-15", "due 10/25": "2024-10-25"}, ("open 24/7", "a 3/4 majority", "won 3-2")),
    rule("day_of_relative_month", "digit the",
         rf"(?:[Tt]he\s+)?(?P<day>{DAY})(?:\s+day)?\s+of\s+(?:the\s+)?(?P<which>(?i:this|next|last|current|previous|following))\s+month", _day_alone, {"the 20th of next month": "2024-09-20"}),
    rule("weekday_and_day", "weekday", rf"{WEEKDAY}\.?,?\s+(?:the\s+)?(?P<day>{DAY})(?![,.:]?\d|\s*[ap]\.?m|:)", _day_alone, {"Friday the 19th": "2024-07-19"}, ("Friday 99",)),
    rule("day_alone", "the", r"[Tt]he\s+(?P<day>\d{1,2}(?:st|nd|rd|th))(?=\s*(?:[.,;!?)]|$))",
         _day_alone, {"on the 15th.": "2024-08-15"}, ("the 15th edition",)),
)  # fmt: skip
