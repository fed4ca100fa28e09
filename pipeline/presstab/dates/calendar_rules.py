"""Rules for the calendar's own expressions: days, weeks, months, seasons, years, decades, centuries."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from presstab.dates.context import UNRESOLVED, Context, Match, Reading
from presstab.dates.rule import rule
from presstab.dates.values import SEASON_MONTHS, add_months, day_value, interval, month_value, week_value
from presstab.dates.words import (
    DAY,
    DAY_WORD,
    FULL_MONTH,
    MONTH,
    SEASONS,
    SHORT_YEAR,
    STEP,
    WEEKDAY,
    WEEKDAYS,
    WHICH_YEAR,
    YEAR,
    YEAR_WORDS,
    any_of,
    day_number,
    full_year,
    month_number,
)

_DASH = r"\s?[-–—]\s?"
# to the second day of a range; not the time of day in `May 6 to 8 p.m.`
_TO_DAY = rf"(?:(?:{_DASH}|\s+(?:to|thru|through|until)\s+|\s*(?P<and>\band\b|&)\s*)(?:the\s+)?(?P<day2>{DAY})(?!\s*(?:[.:]\d|a\.?m\b|p\.?m\b|AM\b|PM\b)))"
_ANY_YEAR = rf"(?:(?P<year>{YEAR})|(?P<words>{YEAR_WORDS}\b))"
_OF_YEAR = rf"(?:(?:\s*,\s*|\s+(?:(?:of|in)\s+)?|[-/])(?:{_ANY_YEAR}|(?P<short>{SHORT_YEAR})))"
_AMBIGUOUS = frozenset({"may", "mar", "march", "sat", "sun", "dec", "jan"})


def _iso(m: Match, context: Context) -> Reading:
    month = int(m["month"]) if m["month"].isdigit() else month_number(m["month"])
    return Reading(day_value(dt.date(int(m["year"]), month, int(m["day"]))))


def _year_of(m: Match) -> int | None:
    parts = m.groupdict()
    text = parts["year"] or parts.get("words") or parts.get("short")
    return full_year(text) if text else None


def _day_of_month(m: Match, context: Context) -> Reading | None:
    name = m["month"]
    year = _year_of(m)
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


def _month_year(m: Match, context: Context) -> Reading:
    year = _year_of(m)
    return Reading(month_value(year, month_number(m["month"]))) if year else UNRESOLVED


def _month_relative(m: Match, context: Context) -> Reading:
    if not context.anchor:
        return UNRESOLVED
    return Reading(month_value(context.anchor.year + STEP[m["which"].lower()], month_number(m["month"])), "relative")


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


def _month_number_year(m: Match, context: Context) -> Reading:
    return Reading(month_value(int(m["year"]), int(m["month"])))


def _year_month(m: Match, context: Context) -> Reading | None:
    year, month = int(m["year"]), int(m["month"])
    if m["mark"] == "-" and month > year % 100:
        return None  # 2009-10 is a season of two years
    return Reading(month_value(year, month)) if 1 <= month <= 12 else None


def _season(m: Match, context: Context) -> Reading:
    return Reading(f"{_year_of(m)}-{SEASONS[m['season'].lower()]}")


def _season_alone(m: Match, context: Context) -> Reading:
    """Read `over the summer`: the nearest one, as the words point."""
    season = SEASONS[m["season"].lower()]
    reading = context.month_without_year(SEASON_MONTHS[season] % 12 + 1, m)
    if not reading.value:
        return UNRESOLVED
    year = int(reading.value[:4]) - (season == "WI")  # a winter bears the year in which it begins
    return Reading(f"{year}-{season}", reading.resolution, year_given=False)


def _decade(m: Match, context: Context) -> Reading:
    if m["decade"]:
        return Reading(f"{m['decade']}X")
    if m["word"]:
        return Reading(f"19{_TENS_OF[m['word'].lower()]}X")
    return Reading(f"{'19' if int(m['short']) > 2 else '20'}{m['short']}X")


_TENS_OF = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
            "nineties": 9}  # fmt: skip


def _century(m: Match, context: Context) -> Reading:
    return Reading(f"{int(m['number']) - 1}XX", joins=False)


def _years(m: Match, context: Context) -> Reading | None:
    first, second = int(m["first"]), m["second"]
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    return Reading(f"{first:04}/{last:04}", joins=False) if first < last <= first + 200 else None


def _year(m: Match, context: Context) -> Reading:
    return Reading(f"{full_year(m['year'] or m['words'])}")


def _week(m: Match, context: Context) -> Reading | None:
    if not m["year"] and not context.anchor:
        return UNRESOLVED
    year = int(m["year"]) if m["year"] else context.day.year
    monday = dt.date.fromisocalendar(year, int(m["number"]), 1)
    return Reading(week_value(monday), "explicit" if m["year"] else "relative")


def _week_of(m: Match, context: Context) -> Reading | None:
    """Read the week that holds, or ends with, the day named behind."""
    named = context.read_at(m.end())
    if not named or not named[0].value or not re.fullmatch(r"\d{4}-\d\d-\d\d", named[0].value):
        return None
    return Reading(week_value(dt.date.fromisoformat(named[0].value)), named[0].resolution, joins=False, end=named[1])


def _span_of(m: Match, context: Context) -> tuple[dt.date, dt.date, str] | None:
    """Return first and last day of the month or year that `first Monday of …` names, and how it is known."""
    if m["whole"]:
        year = int(m["whole"])
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "explicit"
    if m["month"]:
        month = month_number(m["month"])
        value = month_value(int(m["year"]), month) if m["year"] else context.month_without_year(month, m).value
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


def _nth(m: Match, context: Context) -> Reading | None:
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
        return Reading(day_value(day), known) if first <= day <= last else None
    if unit == "week":  # a week belongs where its middle lies
        weeks = dt.timedelta(days=7 * (number - 1) + 3)
        return Reading(week_value(last - weeks if is_from_end else first + weeks), known)
    weekday = 5 if unit == "weekend" else WEEKDAYS[unit]
    weeks = dt.timedelta(weeks=number - 1)
    if is_from_end:
        day = last - dt.timedelta(days=(last.weekday() - weekday) % 7) - weeks
    else:
        day = first + dt.timedelta(days=(weekday - first.weekday()) % 7) + weeks
    if unit == "weekend":
        return Reading(f"{day_value(day)}/{day_value(day + dt.timedelta(days=1))}", known, joins=False)
    return Reading(day_value(day), known) if first <= day <= last else None


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


_OF_SPAN = (
    rf"(?:of|in)\s+(?:(?:{MONTH}(?:(?:,|\s+of)?\s*(?P<year>{YEAR}))?)|(?P<whole>{YEAR})"
    rf"|(?P<which>(?i:this|last|next|the))\s+(?P<size>(?i:month|year)))"
)

CALENDAR_RULES = (
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
    rule("month_year", "month", rf"{MONTH}(?:\s+(?:of|in)\s|,|[-/])?\s*(?:{_ANY_YEAR}|(?P<short>{SHORT_YEAR}))", _month_year,
         {"November 2024": "2024-11", "November of 2024": "2024-11", "Nov-2024": "2024-11", "Nov '24": "2024-11",
          "Dec/2018": "2018-12", "January nineteen ninety-seven": "1997-01"}),
    rule("year_then_month", "digit", rf"(?P<year>{YEAR})\s+{MONTH}(?!\s*\d)", _month_year, {"2017 April": "2017-04"}),
    rule("month_relative", "month", rf"{FULL_MONTH}(?:,?\s+of)?\s+{WHICH_YEAR}", _month_relative,
         {"November last year": "2023-11", "February of this year": "2024-02"}),
    rule("numeric", "digit",
         r"(?P<first>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<second>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4}|\d\d)(?![\d./-]\d)",
         _numeric, {"12/31/2024": "2024-12-31", "31.12.2024": "2024-12-31", "10/23/24": "2024-10-23"},
         ("10.12.24", "1.2.3", "call 10-12-24 now")),
    rule("month_and_day", "digit", r"(?P<first>\d{1,2})\s?[/-]\s?(?P<second>\d{1,2})(?![\d./%-])", _month_and_day,
         {"it opened on 2/15": "2024-02-15", "due 10/25": "2024-10-25"}, ("open 24/7", "a 3/4 majority", "won 3-2")),
    rule("month_number_year", "digit", rf"(?P<month>0?[1-9]|1[0-2])[/-](?P<year>{YEAR})(?![\d/-])", _month_number_year,
         {"12/2015": "2015-12"}),
    rule("year_month", "digit", rf"(?P<year>{YEAR})(?P<mark>[-/])(?P<month>\d\d)(?![\d/-])", _year_month,
         {"2014-10": "2014-10"}),
    rule("season", "season the",
         rf"(?:[Tt]he\s+(?=\w+\s+of\b))?(?P<season>{any_of(SEASONS)})(?:\s+of|,)?\s+{_ANY_YEAR}", _season,
         {"summer 2024": "2024-SU", "the spring of 2025": "2025-SP"}),
    rule("season_alone", "the", rf"(?<=(?:over|ring|into|..in|..by)\s)[Tt]he\s+(?P<season>{any_of(SEASONS)})(?:\s+months)?(?!\s+(?:of\b|\d)|-)", _season_alone,
         {"over the summer": "2024-SU", "built during the winter months": "2023-WI"}, ("the fall of a market",)),
    rule("decade", "digit the word",
         r"(?:[Tt]he\s+)?(?:(?P<decade>(?:1[5-9]|20)\d)0['’]?s|['’](?P<short>\d)0['’]?s)\b"
         rf"|[Tt]he\s+(?P<word>{any_of(list(_TENS_OF))})\b", _decade,
         {"the 1990s": "199X", "2000s": "200X", "the '90s": "199X", "the nineties": "199X"}),
    rule("century", "digit the", r"(?:[Tt]he\s+)?(?P<number>1[0-9]|2[01])(?:st|nd|th)[-\s](?i:century)\b(?!-)", _century,
         {"the 21st century": "20XX"}),
    rule("years", "digit", rf"(?P<first>{YEAR})(?:{_DASH}|/)(?P<second>{YEAR}|\d\d)(?![\d%/-])", _years,
         {"2024-2026": "2024/2026", "2023/24": "2023/2024", "2011–14": "2011/2014"}, ("2019-2019-1",)),
    rule("week", "word digit", rf"(?i:week)\s+(?P<number>[1-5]?\d)(?!\d)(?:,?\s+(?:(?:of|in)\s+)?(?P<year>{YEAR}))?", _week,
         {"week 27 of 2024": "2024-W27"}, ("week 60",)),
    rule("week_of", "word the", r"(?:[Tt]he\s+)?(?i:week)\s+(?i:of|commencing|beginning|starting(?:\s+on)?|ending|ended)",
         _week_of, {"the week of October 6, 2024": "2024-W40"}, ("the week of wonders",)),
    rule("nth", "ordinal the word digit number",
         rf"(?:[Tt]he\s+)?(?P<nth>{DAY_WORD}|\d\d?(?:st|nd|rd|th)|(?i:last))\s+(?P<from_end>(?i:last|to\s+last)\s+)?(?P<what>{any_of(WEEKDAYS)}|(?i:week|weekend|day))\s+"
         + _OF_SPAN, _nth,
         {"the third Tuesday of September 2014": "2014-09-16", "last Monday in March 2025": "2025-03-31",
          "first week of January 2025": "2025-W01", "the third last week of 2018": "2018-W50", "the first Monday of next month": "2024-09-02"}),
    rule("day_of_relative_month", "digit the",
         rf"(?:[Tt]he\s+)?(?P<day>{DAY})(?:\s+day)?\s+of\s+(?:the\s+)?(?P<which>(?i:this|next|last|current|previous|following))\s+month", _day_alone, {"the 20th of next month": "2024-09-20"}),
    rule("weekday_and_day", "weekday", rf"{WEEKDAY}\.?,?\s+(?:the\s+)?(?P<day>{DAY})(?![,.:]?\d|\s*[ap]\.?m|:)", _day_alone, {"Friday the 19th": "2024-07-19"}, ("Friday 99",)),
    rule("day_alone", "the", r"[Tt]he\s+(?P<day>\d{1,2}(?:st|nd|rd|th))(?=\s*(?:[.,;!?)]|$))",
         _day_alone, {"on the 15th.": "2024-08-15"}, ("the 15th edition",)),
    rule("year", "digit word the", rf"(?:(?:[Tt]he\s+)?(?i:full)[-\s](?i:year)\s+|[Tt]he\s+year\s+(?=two\b|\d))?(?:(?P<year>{YEAR})|(?P<words>{YEAR_WORDS}))",
         _year, {"2028": "2028", "full-year 2028": "2028", "nineteen ninety-six": "1996", "two thousand and fifteen": "2015"},
         ("2,024 units", "20285")),
)  # fmt: skip
