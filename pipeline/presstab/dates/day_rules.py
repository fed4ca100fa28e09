"""Rules for days: with their month in words or figures, with or without a year, alone."""

from __future__ import annotations

import calendar
import datetime as dt

from presstab.dates import cues
from presstab.dates.context import UNRESOLVED, Context, DateReading, Match
from presstab.dates.rule import rule
from presstab.dates.units import year_in
from presstab.dates.values import add_months, day_value
from presstab.dates.words import (
    ANY_YEAR,
    BY_YEAR,
    DASH,
    DAY,
    DAY_WORD,
    MONTH,
    SHORT_YEAR,
    TIME,
    WEEKDAY,
    WEEKDAYS,
    day_number,
    full_year,
    month_number,
)

# to the second day of a range; not the time of day in `May 6 to 8 p.m.`
_TO_DAY = rf"(?:(?:{DASH}|\s+(?:to|thru|through|until)\s+|\s*(?P<and>\band\b|&)\s*)(?:the\s+)?(?P<day2>{DAY})(?!\s*(?:[.:]\d|a\.?m\b|p\.?m\b|AM\b|PM\b)))"
# Oct. 3, 10:30 a.m. 2012: the time of day may stand between
_OF_YEAR = (
    rf"(?:(?:,?\s+(?:{TIME}))?(?:\s*,\s*|\s+(?:(?:of|in)\s+)?|[-/])(?:{ANY_YEAR}|(?P<short>{SHORT_YEAR}))|{BY_YEAR})"
)
# October 3; Oct-3; March, 3, 2024, with a comma only where the year stands too
_TO_MONTHS_DAY = r"(?:[-\s/]*|,\s*(?=\d\d?(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d\b))"
_YEAR = 366  # days
_AMBIGUOUS = frozenset({"may", "mar", "march", "sat", "sun", "dec", "jan"})


def _short_year(m: Match, context: Context) -> DateReading:
    return DateReading(day_value(dt.date(full_year(m["year"]), month_number(m["month"]), int(m["day"]))))


def _iso(m: Match, context: Context) -> DateReading:
    month = int(m["month"]) if m["month"].isdigit() else month_number(m["month"])
    return DateReading(day_value(dt.date(int(m["year"]), month, int(m["day"]))), end=m.end("day"))


def _day_of_month(m: Match, context: Context) -> DateReading | None:
    name = m["month"]
    year = year_in(m) or (context.year_by(m["by"]) if m["by"] else None)
    is_verb = name.lower() in _AMBIGUOUS and name.islower() and " of " not in m[0]
    if is_verb and not year and not context.is_alone(m):
        return None  # they may 3 times, first may be
    month, day = month_number(name), day_number(m["day"])
    last = day_number(m["day2"]) if m["day2"] else None
    if (
        last
        and m["and"]
        and last != day + 1
        and not cues.BETWEEN_DAYS.find(context.text[max(0, m.start() - 12) : m.start()])
    ):
        return None  # April 10 and 15: two dates
    if m["by"] and not year:
        return UNRESOLVED
    if year:
        known = "relative" if m["by"] else "explicit"
        value = day_value(dt.date(year, month, day))
        return (
            DateReading(f"{value}/{day_value(dt.date(year, month, last))}", known, joins=False)
            if last
            else DateReading(value, known)
        )
    dt.date(2024, month, day)  # a leap year: raises where no year has such a day
    weekday = WEEKDAYS[m["weekday"].lower()] if m["weekday"] else None
    reading = context.day_without_year(month, day, m, weekday)
    if not last or not reading.value:
        return reading
    end = dt.date.fromisoformat(reading.value).replace(day=last)
    return DateReading(f"{reading.value}/{day_value(end)}", "relative", joins=False)


def _is_short_day(m: Match, context: Context) -> bool:
    """Return whether a day with a year of two digits is one: 10.12.24 and 10-12-24 may be versions, sections, scores."""
    if m["mark"] == "/":
        return True
    if m["mark"] == "-":
        return context.is_alone(m)
    return "0" in {m["first"][0], m["second"][0]} and len(m["first"]) == len(m["second"]) == 2  # 14.05.24


def _numeric(m: Match, context: Context) -> DateReading | None:
    first, second, year = int(m["first"]), int(m["second"]), full_year(m["year"])
    if len(m["year"]) == 2 and not _is_short_day(m, context):
        return None
    month_first = second > 12 or (first <= 12 and m["mark"] != "." and not context.day_first)
    month, day = (first, second) if month_first else (second, first)
    return DateReading(day_value(dt.date(year, month, day)))


_FRACTIONS = frozenset({2, 3, 4, 5, 8, 16})


def _days_in_figures(m: Match, context: Context) -> DateReading | None:
    """Read `10/1 to 11/7` as a range of days; 1/2 to 3/4 are fractions."""
    parts = [(int(m["first"]), int(m["second"])), (int(m["first2"]), int(m["second2"]))]
    if all(a < b and b in _FRACTIONS for a, b in parts) and not cues.FIGURES_BEFORE.find(
        context.text[max(0, m.start() - 12) : m.start()]
    ):
        return None
    if context.day_first or any(a > 12 for a, _ in parts):
        parts = [(b, a) for a, b in parts]
    (month, day), (month2, day2) = parts
    if m["year"]:
        last = dt.date(full_year(m["year"]), month2, day2)
        return DateReading(
            f"{last.year - ((month, day) > (month2, day2)):04}-{month:02}-{day:02}/{day_value(last)}", joins=False
        )
    first = context.day_without_year(month, day, m)
    if not first.value:
        dt.date(2024, month2, day2)
        return UNRESOLVED
    year = int(first.value[:4]) + ((month2, day2) < (month, day))
    return DateReading(f"{first.value}/{day_value(dt.date(year, month2, day2))}", first.resolution, joins=False)


def _month_and_day(m: Match, context: Context) -> DateReading | None:
    """Read `2/15` where something says that it is a date: it is a fraction, a score, 24/7 elsewhere."""
    if not context.is_alone(m) and not (
        "/" in m[0] and cues.FIGURES_BEFORE.find(context.text[max(0, m.start() - 12) : m.start()])
    ):
        return None
    first, second = int(m["first"]), int(m["second"])
    month, day = (first, second) if first <= 12 and not context.day_first else (second, first)
    dt.date(2024, month, day)
    return context.day_without_year(month, day, m)


def _day_alone(m: Match, context: Context) -> DateReading | None:
    """Read a day of the month that only the anchor dates: `the 15th`."""
    if not context.anchor:
        return UNRESOLVED
    near = _days_near(context.anchor, day_number(m["day"]), range(-1, 2))
    lean = 0 if context.is_future(m) is False else 10
    return DateReading(day_value(min(near, key=lambda d: abs((d - context.day).days - lean))), "relative")


def _weekday_and_day(m: Match, context: Context) -> DateReading | None:
    """Read `Friday the 2nd`: the month in which they agree that lies next to the date named before, else to the anchor."""
    if not context.anchor:
        return UNRESOLVED
    named = context.last_day(m.start())
    middle = named if named and abs((named - context.anchor).days) < _YEAR else context.anchor
    days = _days_near(middle, day_number(m["day"]), range(-3, 7))
    agreeing = [d for d in days if d.weekday() == WEEKDAYS[m["weekday"].lower()]]
    lean = 0 if context.is_future(m) is False else 10
    return (
        DateReading(day_value(min(agreeing, key=lambda d: abs((d - middle).days - lean))), "relative")
        if agreeing
        else None
    )


def _days_near(anchor: dt.date, day: int, steps: range) -> list[dt.date]:
    """Return that day of the months around the anchor, of those that have it."""
    months = (add_months(anchor.replace(day=1), step) for step in steps)
    return [m.replace(day=day) for m in months if day <= calendar.monthrange(m.year, m.month)[1]]


def _of_relative_month(m: Match, context: Context) -> DateReading | None:
    if not context.anchor:
        return UNRESOLVED
    step = {"next": 1, "following": 1, "last": -1, "previous": -1}.get(m["which"].lower(), 0)
    month = add_months(context.anchor.replace(day=1), step)
    first = day_value(month.replace(day=day_number(m["day"])))
    if not m["day2"]:
        return DateReading(first, "relative")
    last = day_number(m["day2"])
    if m["and"] and last != day_number(m["day"]) + 1:
        return None
    return DateReading(f"{first}/{day_value(month.replace(day=last))}", "relative", joins=False)


DAY_RULES = (
    rule("iso_day", "digit",
         rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d\d?|{MONTH.replace('(?P<month>', '(?:')})(?P=mark)(?P<day>\d\d?)(?![\d%])(?:T\d\d:?\d\d(?::?\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?",
         _iso, {"2024-08-01": "2024-08-01", "2024-08-01T08:11:00Z": "2024-08-01", "2019/aug/01": "2019-08-01", "2018-7-6": "2018-07-06"}, ("2024-13-01",)),
    rule("month_day", "month weekday",
         rf"(?:{WEEKDAY}\.?,?\s+)?{MONTH}{_TO_MONTHS_DAY}(?:the\s+)?(?P<day>{DAY}|{DAY_WORD}){_TO_DAY}?{_OF_YEAR}?",
         _day_of_month,
         {"Nov. 12, 2024": "2024-11-12", "Tuesday, May 6, 2025": "2025-05-06", "October 1st to 13th, 2024": "2024-10-01/2024-10-13",
          "June 3–5, 2025": "2025-06-03/2025-06-05", "April 10th and 11th, 2024": "2024-04-10/2024-04-11",
          "July thirty-first": "2024-07-31", "March, 3, 2024": "2024-03-03", "April,5 2024": "2024-04-05", "May 3 at noon, 2019": "2019-05-03", "June 7 (7 p.m.), 2019": "2019-06-07",
          "June 7, from 6:00 to 9 p.m. Pacific Time, 2019": "2019-06-07", "it opens on May 3, next year.": "2025-05-03", "October, 8th 2024": "2024-10-08", "May 3 of last year": "2023-05-03",
          "Wed Oct 26 15:50:06 2016": "2016-10-26", "Oct. 3, 10:30 a.m. ET, 2012": "2012-10-03", "Jan 12 at 9pm, 2014": "2014-01-12", "Dec31 , 1994": "1994-12-31", "july 4th of 1995": "1995-07-04"},
         ("Feb 30, 2015", "they may 3 times", "March 45", "In March, 3 plants opened")),
    rule("day_month", "digit ordinal weekday the",
         rf"(?:{WEEKDAY}\.?,?\s+)?(?:[Tt]he\s+)?(?P<day>{DAY}|{DAY_WORD})(?:\s+day)?{_TO_DAY}?[-\s/]*(?:of\s+)?{MONTH}{_OF_YEAR.replace('|[-/])', '|[-/,]?)')}?",
         _day_of_month,
         {"12 November 2024": "2024-11-12", "the 3rd of June": "2024-06-03", "6-8 May 2025": "2025-05-06/2025-05-08",
          "31-Oct-1974": "1974-10-31", "the first of March 2025": "2025-03-01", "14april 2015": "2015-04-14",
          "4 July next year": "2025-07-04", "In 2019 it opened; on 3 May of that year": "2019-05-03"},
         ("31 June 2024",)),
    rule("day_month_short", "digit", rf"(?P<day>\d\d?)(?P<mark>[-/.]){MONTH}(?P=mark)(?P<year>\d\d)", _short_year,
         {"14-May-24": "2024-05-14", "3/Dec/12": "2012-12-03"}, ("31-Jun-24", "14-May-2")),
    rule("numeric", "digit",
         r"(?P<first>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|\d\d)(?![\d./-]\d)",
         _numeric, {"12/31/2024": "2024-12-31", "31.12.2024": "2024-12-31", "10/23/24": "2024-10-23", "(14.05.24)": "2024-05-14"},
         ("10.12.24", "1.2.3", "call 10-12-24 now")),
    rule("days_in_figures", "digit",
         r"(?P<first>\d\d?)/(?P<second>\d\d?)(?:/\d\d(?:\d\d)?)?(?:\s?[-–—]\s?|\s+(?:to|thru|through)\s+)(?P<first2>\d\d?)/(?P<second2>\d\d?)(?:/(?P<year>\d{4}|\d\d))?(?![/\d%]|\s*(?:inch|cup|mile|\"))",
         _days_in_figures,
         {"open 10/1 to 11/7": "2024-10-01/2024-11-07", "9/1-9/5": "2024-09-01/2024-09-05", "12/20 - 1/3/2025": "2024-12-20/2025-01-03"},
         ("1/2 to 3/4 of it", "open 24/7-365/1")),
    rule("month_and_day", "digit", r"(?P<first>\d{1,2})\s?[/-]\s?(?P<second>\d{1,2})(?![\d./%-])", _month_and_day,
         {"it opened on 2/15": "2024-02-15", "due 10/25": "2024-10-25"}, ("open 24/7", "a 3/4 majority", "won 3-2")),
    rule("day_of_relative_month", "digit the",
         rf"(?:[Tt]he\s+)?(?P<day>{DAY}){_TO_DAY}?(?:\s+day)?\s+of\s+(?:the\s+)?(?P<which>(?i:this|next|last|current|previous|following))\s+month",
         _of_relative_month,
         {"the 20th of next month": "2024-09-20", "the 3rd to the 5th of this month": "2024-08-03/2024-08-05"}),
    rule("weekday_and_day", "weekday", rf"{WEEKDAY}\.?,?\s+(?:the\s+)?(?P<day>{DAY})(?![,.:]?\d|\s*[ap]\.?m|:)", _weekday_and_day,
         {"Friday the 19th": "2024-07-19", "From May 3, 2024, doors open Friday 10th": "2024-05-10"}, ("Friday 99",)),
    rule("day_alone", "the", r"[Tt]he\s+(?P<day>\d{1,2}(?:st|nd|rd|th))(?=\s*(?:[.,;!?)]|$))",
         _day_alone, {"on the 15th.": "2024-08-15"}, ("the 15th edition",)),
)  # fmt: skip
