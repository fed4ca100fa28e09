"""Rules for the calendar's own expressions: days, weeks, months, seasons, years, decades, centuries."""

from __future__ import annotations

from presstab.dates.context import UNRESOLVED, Context, DateReading, Match
from presstab.dates.rule import rule
from presstab.dates.traps import SEASON_TRAPS
from presstab.dates.units import year_in
from presstab.dates.values import SEASON_MONTHS, month_value
from presstab.dates.words import (
    ANY_YEAR,
    DASH,
    FULL_MONTH,
    MONTH,
    SEASONS,
    SHORT_YEAR,
    STEP,
    WHICH_YEAR,
    YEAR,
    YEAR_WORDS,
    any_of,
    full_year,
    month_number,
)
from presstab.dates.year_traps import YEAR_TRAPS


def _month_year(m: Match, context: Context) -> DateReading:
    year = year_in(m)
    return DateReading(month_value(year, month_number(m["month"]))) if year else UNRESOLVED


def _month_relative(m: Match, context: Context) -> DateReading:
    if not context.anchor:
        return UNRESOLVED
    return DateReading(
        month_value(context.anchor.year + STEP[m["which"].lower()], month_number(m["month"])), "relative"
    )


def _month_number_year(m: Match, context: Context) -> DateReading:
    return DateReading(month_value(int(m["year"]), int(m["month"])))


def _year_month(m: Match, context: Context) -> DateReading | None:
    year, month = int(m["year"]), int(m["month"])
    if m["mark"] == "-" and month > year % 100:
        return None  # 2009-10 is a season of two years
    return DateReading(month_value(year, month)) if 1 <= month <= 12 else None


def _season(m: Match, context: Context) -> DateReading:
    return DateReading(f"{year_in(m)}-{SEASONS[m['season'].lower()]}")


def _season_relative(m: Match, context: Context) -> DateReading | None:
    if m["which"].lower() == "the":
        return None
    if not context.anchor:
        return UNRESOLVED
    year = context.anchor.year + STEP[m["which"].lower()]
    return DateReading(f"{year}-{SEASONS[m['season'].lower()]}", "relative")


def _season_alone(m: Match, context: Context) -> DateReading:
    """Read `over the summer`: the nearest one, as the words point."""
    season = SEASONS[m["season"].lower()]
    reading = context.month_without_year(SEASON_MONTHS[season] % 12 + 1, m)
    if not reading.value:
        return UNRESOLVED
    year = int(reading.value[:4]) - (season == "WI")  # a winter bears the year in which it begins
    return DateReading(f"{year}-{season}", reading.resolution, year_given=False)


def _decade(m: Match, context: Context) -> DateReading:
    if m["decade"]:  # the 1800s are a century; the 1900s may be either
        return DateReading(f"{m['decade'][:2]}XX" if m["decade"] in _HUNDREDS else f"{m['decade']}X")
    if m["word"]:
        return DateReading(f"19{_TENS_OF[m['word'].lower()]}X")
    return DateReading(f"{'19' if int(m['short']) > 2 else '20'}{m['short']}X")


_HUNDREDS = frozenset(["150", "160", "170", "180"])
_TENS_OF = {"twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7, "eighties": 8,
            "nineties": 9}  # fmt: skip


def _century(m: Match, context: Context) -> DateReading:
    return DateReading(f"{int(m['number']) - 1}XX", joins=False)


def _years(m: Match, context: Context) -> DateReading | None:
    first, second = int(m["first"]), m["second"]
    last = int(second) if len(second) == 4 else first // 100 * 100 + int(second)
    return DateReading(f"{first:04}/{last:04}", joins=False) if first < last <= first + 200 else None


def _year(m: Match, context: Context) -> DateReading:
    return DateReading(f"{full_year(m['year'] or m['words'])}")


CALENDAR_RULES = (
    rule("month_year", "month", rf"{MONTH}(?:\s+(?:of|in)\s|,|[-/])?\s*(?:{ANY_YEAR}|(?P<short>{SHORT_YEAR}))", _month_year,
         {"November 2024": "2024-11", "November of 2024": "2024-11", "Nov-2024": "2024-11", "Nov '24": "2024-11",
          "Dec/2018": "2018-12", "January nineteen ninety-seven": "1997-01"}),
    rule("year_then_month", "digit", rf"(?P<year>{YEAR})\s+{MONTH}(?!\s*\d)", _month_year, {"2017 April": "2017-04"}),
    rule("month_relative", "month", rf"{FULL_MONTH}(?:,?\s+of)?\s+{WHICH_YEAR}", _month_relative,
         {"November last year": "2023-11", "February of this year": "2024-02"}),
    rule("month_number_year", "digit", rf"(?P<month>0?[1-9]|1[0-2])[/-](?P<year>{YEAR})(?![\d/-])", _month_number_year,
         {"12/2015": "2015-12"}),
    rule("year_month", "digit", rf"(?P<year>{YEAR})(?P<mark>[-/])(?P<month>\d\d)(?![\d/-])", _year_month,
         {"2014-10": "2014-10"}),
    rule("season", "season the",
         rf"(?:[Tt]he\s+(?=\w+\s+of\b))?(?P<season>{any_of(SEASONS)})(?:\s+of|,)?\s+{ANY_YEAR}", _season,
         {"summer 2024": "2024-SU", "the spring of 2025": "2025-SP"}, ("the Fall 2024 Harrow Lecture",), traps=SEASON_TRAPS),
    rule("season_relative", "season the",
         rf"(?:[Tt]he\s+(?=\w+\s+of\b))?(?P<season>{any_of(SEASONS)})(?:\s+of)?\s+{WHICH_YEAR}(?!['’])", _season_relative,
         {"spring next year": "2025-SP", "the autumn of last year": "2023-FA"}, ("a spring the year",)),
    rule("season_alone", "the", rf"(?<=(?:over|ring|into|..in|..by)\s)[Tt]he\s+(?P<season>{any_of(SEASONS)})(?:\s+months)?(?!\s+(?:of\b|\d)|-)", _season_alone,
         {"over the summer": "2024-SU", "built during the winter months": "2023-WI"}, ("the fall of a market",)),
    rule("decade", "digit the word",
         r"(?:[Tt]he\s+)?(?:(?P<decade>(?:1[5-9]|20)\d)0['’]?s|['’](?P<short>\d)0['’]?s)\b"
         rf"|[Tt]he\s+(?P<word>{any_of(list(_TENS_OF))})\b", _decade,
         {"the 1990s": "199X", "2000s": "200X", "the '90s": "199X", "the nineties": "199X",
          "the 1800s": "18XX"}),
    rule("century", "digit the", r"(?:[Tt]he\s+)?(?P<number>1[0-9]|2[01])(?:st|nd|th)[-\s](?i:century)\b(?!-)", _century,
         {"the 21st century": "20XX"}),
    rule("years", "digit", rf"(?P<first>{YEAR})(?:{DASH}|/)(?P<second>{YEAR}|\d\d)(?![\d%/-])", _years,
         {"2024-2026": "2024/2026", "2023/24": "2023/2024", "2011–14": "2011/2014"}, ("2019-2019-1", "Vision 2024-2026"), traps=YEAR_TRAPS),
    rule("year", "digit word the", rf"(?:(?:[Tt]he\s+)?(?i:full)[-\s](?i:year)\s+|[Tt]he\s+year\s+(?=two\b|\d))?(?:(?P<year>{YEAR})|(?P<words>{YEAR_WORDS}))",
         _year, {"2028": "2028", "full-year 2028": "2028", "nineteen ninety-six": "1996", "two thousand and fifteen": "2015"},
         ("2,024 units", "20285", "Vision 2030", "© 2025 Harrow Ltd", "held 1984 books"), traps=YEAR_TRAPS),
)  # fmt: skip
