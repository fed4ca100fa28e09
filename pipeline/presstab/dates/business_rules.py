"""Rules for the periods of business: quarters, halves, the first months of a year, periods that a day ends."""

from __future__ import annotations

import datetime as dt

from presstab.dates import cues
from presstab.dates.context import UNRESOLVED, Context, DateReading, Match
from presstab.dates.parts import NTH, PERIOD, TWO_YEARS, last_year, part_letter, part_number, part_value
from presstab.dates.periods import LINK, fiscal_after, month_ended, part_ended, period_value, year_reported
from presstab.dates.rule import rule
from presstab.dates.values import day_value, granularity, month_value
from presstab.dates.words import COUNT, STEP, WHICH_YEAR, YEAR, count_of, full_year


def _part(m: Match, context: Context) -> DateReading | None:
    letter, number = (m["letter"] or m["letter2"]).upper(), int(m["number"] or m["number2"])
    if m["which"]:
        if not context.anchor:
            return UNRESOLVED
        return DateReading(
            part_value(f"{context.anchor.year + STEP[m['which'].lower()]:04}", letter, number), "relative"
        )
    year = m["year"] or m["short"]
    if year and m["last"]:  # Q4 2023/24
        return _part_of_two_years(letter, number, year, m["last"])
    if year:
        return DateReading(part_value(f"{full_year(year):04}", letter, number))
    if m["number2"] or (m["letter"].islower() and not context.is_alone(m)):
        return None  # `4H`, `3Q`, `q3` alone: rather a code
    return _without_year(letter, number, m, context)


def _part_of_two_years(letter: str, number: int, first: str, last: str) -> DateReading | None:
    year = last_year(first, last)
    if year != full_year(first) + 1:
        return None
    return DateReading(part_value(f"FY{year}", letter, number), "fiscal", joins=False)


def _year_part(m: Match, context: Context) -> DateReading:
    return DateReading(part_value(f"{full_year(m['year']):04}", m["letter"].upper(), int(m["number"])))


def _without_year(letter: str, number: int, m: Match, context: Context) -> DateReading:
    """Return the quarter or half that its end names, that its figures report, or that lies nearest, as the words point.

    Raises:
        ValueError: a year has no such half.
    """
    part_value("", letter, number)
    ended = month_ended(context, m.end())
    if ended:
        value = part_ended(letter, number, *ended)
        return DateReading(value, "fiscal" if value.startswith("FY") else "relative", joins=False)
    fiscal = fiscal_after(context, m.end())
    if fiscal:
        return DateReading(part_value(fiscal, letter, number), "fiscal", joins=False)
    if not context.anchor:
        return UNRESOLVED
    year = year_reported(letter, number, m, context)
    if year:
        return DateReading(part_value(f"{year:04}", letter, number), "relative", joins=False)
    reading = context.month_without_year(number * (3 if letter == "Q" else 6), m)
    if not reading.value:
        return UNRESOLVED
    return DateReading(
        part_value(reading.value[:4], letter, number), "relative", year_given=False, yearless=f"{letter}{number}"
    )


def _part_words(m: Match, context: Context) -> DateReading | None:
    letter = part_letter(m["period"])
    if letter == "H" and cues.OF_MONTH.find(context.text, m.end("period")):
        return None  # the first half of April: the month's
    parts = m.groupdict()
    year = parts.get("year") or parts.get("before")
    if m["ordinal"].lower() in {"last", "final", "front", "back"} and not (year or parts.get("which")):
        return None  # `last quarter` is a stretch
    number = part_number(m["ordinal"], letter)
    if year and parts.get("last"):  # the third quarter of 2023/24
        return _part_of_two_years(letter, number, year, m["last"])
    if year:
        return DateReading(part_value(year, letter, number))
    which = parts.get("which")
    if which:
        if not context.anchor:
            return UNRESOLVED
        return DateReading(part_value(f"{context.anchor.year + STEP[which.lower()]:04}", letter, number), "relative")
    return _without_year(letter, number, m, context)


def _first_months(m: Match, context: Context) -> DateReading | None:
    count = count_of(m["count"])
    if not m["year"] and not context.anchor:
        return UNRESOLVED
    year = int(m["year"]) if m["year"] else context.day.year + STEP[m["which"].lower()]
    if not count or count > 12:
        return None
    known = "explicit" if m["year"] else "relative"
    is_first = m["side"].lower() == "first"
    if m["unit"].lower() == "quarters":
        if count > 4:
            return None
        first = 1 if is_first else 5 - count
        return DateReading(f"{year:04}-Q{first}/{year:04}-Q{first + count - 1}", known, joins=False)
    first = 1 if is_first else 13 - count
    return DateReading(f"{month_value(year, first)}/{month_value(year, first + count - 1)}", known, joins=False)


def _months_ended(m: Match, context: Context) -> DateReading | None:
    """Read `the nine months` by the day that ends them, named after."""
    count, ended = count_of(m["count"]), month_ended(context, m.end())
    if not count or count > 24 or not ended:
        return None
    year, month = ended
    return DateReading(f"{month_value(year, month - count + 1)}/{month_value(year, month)}", "explicit", joins=False)


def _weeks_ended(m: Match, context: Context) -> DateReading | None:
    """Read `the 52 weeks` by the day that ends them, named after."""
    count, named = count_of(m["count"]), context.read_at(LINK.match(context.text, m.end()).end())  # type: ignore[union-attr]
    if not count or not named or not named[0].value or granularity(named[0].value) != "day":
        return None
    last = dt.date.fromisoformat(named[0].value)
    first = last - dt.timedelta(weeks=count) + dt.timedelta(days=1)
    return DateReading(f"{day_value(first)}/{day_value(last)}", named[0].resolution, joins=False)


def _period_ended(m: Match, context: Context) -> DateReading | None:
    """Read `the quarter`, `the fiscal year` by the day that ends it, named after."""
    ended = month_ended(context, m.end())
    if not ended:
        return None
    value = period_value(m["unit"].lower(), *ended, is_fiscal=bool(m["fiscal"]))
    return DateReading(value, "fiscal" if value.startswith("FY") else "explicit", joins=False)


_YEAR_AFTER = rf"(?:(?:,?\s+(?:(?:of|in)\s+)?|-)(?P<year>{YEAR}){TWO_YEARS}|\s+(?:of\s+)?{WHICH_YEAR})"

BUSINESS_RULES = (
    rule("part", "code digit",
         rf"(?:(?P<letter>[QqHh])(?P<number>[1-4])|(?P<number2>[1-4])(?P<letter2>[QH]))"
         rf"(?:[-,\s]*(?:of\s+)?(?P<year>{YEAR}){TWO_YEARS}|(?:(?<=[QH])|[-\s]?['’]|[-\s])(?P<short>\d\d)(?![\d%])|\s+(?:of\s+)?{WHICH_YEAR})?", _part,
         {"Q3 2024": "2024-Q3", "3Q24": "2024-Q3", "1H25": "2025-H1", "H1 2026": "2026-H1", "Q3'24": "2024-Q3",
          "Q2 of this year": "2024-Q2", "Q4 2023/24": "FY2024-Q4"}, ("H3 2024", "pH2 levels", "H100 chips")),
    rule("year_part", "digit", rf"(?P<year>{YEAR}|\d\d)[-\s]?(?P<letter>[QqH])(?P<number>[1-4])", _year_part,
         {"2019 Q3": "2019-Q3", "2018Q4": "2018-Q4", "2017-q1": "2017-Q1"}),
    rule("part_words", "ordinal the digit",
         rf"(?:[Tt]he\s+(?!\w+-))?(?P<ordinal>{NTH})[-\s]{PERIOD}(?!-(?!\d)){_YEAR_AFTER}?", _part_words,
         {"the third quarter of 2024": "2024-Q3", "third-quarter 2024": "2024-Q3", "second half of this year": "2024-H2",
          "the third quarters of 2024": "2024-Q3", "the back half of the year": "2024-H2", "the third quarter of 2023/24": "FY2024-Q3",
          "first-quarter sales rose": "2024-Q1", "second-quarter results for its fiscal year 2026": "FY2026-Q2",
          "its third-quarter profit may fall": "2024-Q3", "will report second-quarter results": "2024-Q2",
          "the third quarter ended September 30, 2022": "2022-Q3", "second quarter ended December 31, 2023": "FY2024-Q2",
          "It fell in the first quarter": "2024-Q1"}, ("third half of the match", "the back half of the plane")),
    rule("year_then_part", "the digit", rf"(?:[Tt]he\s+)?(?P<before>{YEAR})(?:['’]s)?\s+(?P<ordinal>{NTH})[-\s]{PERIOD}", _part_words,
         {"the 1988 second quarter": "1988-Q2"}),
    rule("relative_then_part", "which year the",
         rf"(?:[Tt]he\s+)?(?P<which>(?i:this|last|next|prior|previous))(?:\s+(?i:year)['’]s|[-\s](?i:year))\s+(?P<ordinal>{NTH})[-\s]{PERIOD}", _part_words,
         {"next year's first quarter": "2025-Q1", "the prior year third quarter": "2023-Q3", "prior-year first half": "2023-H1"}),
    rule("first_months", "ordinal the which",
         rf"(?:[Tt]he\s+)?(?P<side>(?i:first|last|final))\s+(?P<count>{COUNT})\s+(?P<unit>(?i:months|quarters))\s+of\s+(?:(?P<year>{YEAR})|{WHICH_YEAR})",
         _first_months, {"the first nine months of 2024": "2024-01/2024-09", "first six months of the year": "2024-01/2024-06",
                         "the first two quarters of 2025": "2025-Q1/2025-Q2"}),
    rule("months_ended", "the number", rf"(?:[Tt]he\s+)?(?P<count>{COUNT})[-\s](?i:months|month\s+periods?)(?={LINK.pattern}\w)", _months_ended,
         {"the three months ended December 31, 2024": "2024-10/2024-12", "the six-month period ended June 30, 2022": "2022-01/2022-06",
          "three and nine months ended September 30, 2024": "2024-01/2024-09"}, ("the three months ended well",)),
    rule("weeks_ended", "the number", rf"(?:[Tt]he\s+)?(?P<count>{COUNT})[-\s](?i:weeks|week\s+periods?)(?={LINK.pattern}\w)", _weeks_ended,
         {"the 52 weeks to 28 December 2024": "2023-12-31/2024-12-28", "thirteen weeks ended March 30, 2024": "2023-12-31/2024-03-30",
          "the 39-week period ended November 2, 2024": "2024-02-04/2024-11-02"},
         ("two weeks to go",)),
    rule("period_ended", "the which year fiscal word",
         rf"(?:(?:[Tt]he|[Tt]his|[Oo]ur|[Ii]ts)\s+)?(?i:full[-\s]|latest\s)?(?P<fiscal>(?i:fiscal|financial|business)\s+)?(?P<unit>(?i:quarter|half[-\s]year|half|year))(?={LINK.pattern}\w)", _period_ended,
         {"the quarter ended June 30, 2024": "2024-Q2", "its fiscal quarter ended September 28, 2024": "2024-Q3",
          "the quarter ended January 31, 2025": "2024-11/2025-01", "the year ended December 31, 2023": "2023", "the year ended 31 March 2024": "2023-04/2024-03",
          "the fiscal year ended June 30, 2025": "FY2025", "the half year ended 30 June 2024": "2024-H1"},
         ("the year ended well",)),
)  # fmt: skip
