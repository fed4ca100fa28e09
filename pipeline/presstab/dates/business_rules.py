"""Rules for the periods of business: quarters, halves, fiscal periods, the first months of a year."""

from __future__ import annotations

import re

from presstab.dates.context import UNRESOLVED, Context, Match, Reading
from presstab.dates.rule import rule
from presstab.dates.values import month_value
from presstab.dates.words import COUNT, ORDINALS, STEP, WHICH_YEAR, YEAR, any_of, count_of, full_year

_NTH = rf"(?:{any_of(list(ORDINALS)[:4])}|1st|2nd|3rd|4th|(?i:final|last))"
_PERIOD = r"(?P<period>(?i:quarters(?=\s+of\s+\d)|quarter|qtr|half))\b"
_FISCAL = r"(?:(?i:fiscal|financial)(?:[-\s](?i:year))?|FY)"


def _number(ordinal: str, letter: str) -> int:
    word = ordinal.lower()
    if word in {"final", "last"}:
        return 4 if letter == "Q" else 2
    return ORDINALS[word] if word in ORDINALS else int(word[0])


def _letter(period: str) -> str:
    return "H" if period.lower() == "half" else "Q"


def _part_value(year: str, letter: str, number: int) -> str:
    if letter == "H" and number > 2:
        raise ValueError(f"{letter}{number} is no half")
    return f"{year}-{letter}{number}"


def _fiscal(m: Match, context: Context) -> Reading:
    last = m["last"] or ""
    year = full_year(m["year"] or m["short"])
    if last:
        year = int(last) if len(last) == 4 else year // 100 * 100 + int(last)
    prefix = f"{year:04}" if m["calendar"] else f"FY{year:04}"
    code = m["after"] or m["part"]
    if m["ordinal"]:
        letter = _letter(m["period"])
        value = _part_value(prefix, letter, _number(m["ordinal"], letter))
    elif code:
        value = _part_value(prefix, re.sub(r"\d", "", code).upper(), int(re.sub(r"\D", "", code)))
    else:
        value = prefix
    return Reading(value, "explicit" if m["calendar"] else "fiscal", joins=bool(m["calendar"]))


def _fiscal_year(m: Match, context: Context) -> Reading:
    return Reading(f"FY{m['year']}", "fiscal", joins=False)


def _fiscal_relative(m: Match, context: Context) -> Reading:
    """Read `last fiscal year` from the calendar year of the anchor: the release knows no better."""
    if not context.anchor:
        return UNRESOLVED
    step = {"last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1}.get(m["which"].lower(), 0)
    return Reading(f"FY{context.anchor.year + step}", "relative", joins=False)


def _part(m: Match, context: Context) -> Reading | None:
    letter, number = (m["letter"] or m["letter2"]).upper(), int(m["number"] or m["number2"])
    if m["which"]:
        if not context.anchor:
            return UNRESOLVED
        return Reading(_part_value(f"{context.anchor.year + STEP[m['which'].lower()]:04}", letter, number), "relative")
    year = m["year"] or m["short"]
    if year:
        return Reading(_part_value(f"{full_year(year):04}", letter, number))
    if m["number2"] or (m["letter"].islower() and not context.is_alone(m)):
        return None  # `4H`, `3Q`, `q3` alone: rather a code
    return _without_year(letter, number, m, context)


def _year_part(m: Match, context: Context) -> Reading:
    return Reading(_part_value(f"{full_year(m['year']):04}", m["letter"].upper(), int(m["number"])))


def _without_year(letter: str, number: int, m: Match, context: Context) -> Reading:
    """Return the quarter or half that lies nearest to the anchor, as the words point."""
    if not context.anchor:
        return UNRESOLVED
    reading = context.month_without_year(number * (3 if letter == "Q" else 6), m)
    if not reading.value:
        return UNRESOLVED
    return Reading(
        _part_value(reading.value[:4], letter, number), "relative", year_given=False, yearless=f"{letter}{number}"
    )


def _part_words(m: Match, context: Context) -> Reading | None:
    letter = _letter(m["period"])
    parts = m.groupdict()
    if m["ordinal"].lower() in {"last", "final"} and not (
        parts.get("year") or parts.get("which") or parts.get("before")
    ):
        return None  # `last quarter` is a stretch
    number = _number(m["ordinal"], letter)
    year = parts.get("year") or parts.get("before")
    if year:
        return Reading(_part_value(year, letter, number))
    which = parts.get("which")
    if which:
        if not context.anchor:
            return UNRESOLVED
        return Reading(_part_value(f"{context.anchor.year + STEP[which.lower()]:04}", letter, number), "relative")
    return _without_year(letter, number, m, context)


def _first_months(m: Match, context: Context) -> Reading | None:
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
        return Reading(f"{year:04}-Q{first}/{year:04}-Q{first + count - 1}", known, joins=False)
    first = 1 if is_first else 13 - count
    return Reading(f"{month_value(year, first)}/{month_value(year, first + count - 1)}", known, joins=False)


def _months_ended(m: Match, context: Context) -> Reading | None:
    """Read `the nine months` by the day that ends them, named behind."""
    count, named = count_of(m["count"]), context.read_at(m.end() + len(m["link"]))
    if not count or count > 24 or not named or not named[0].value or not re.match(r"\d{4}-\d\d", named[0].value):
        return None
    year, month = int(named[0].value[:4]), int(named[0].value[5:7])
    return Reading(
        f"{month_value(year, month - count + 1)}/{month_value(year, month)}", named[0].resolution, joins=False
    )


_YEAR_BEHIND = rf"(?:(?:,?\s+(?:(?:of|in)\s+)?|-)(?P<year>{YEAR})|\s+(?:of\s+)?{WHICH_YEAR})"

BUSINESS_RULES = (
    rule("fiscal", "code digit ordinal fiscal the",
         rf"(?:(?:[Tt]he\s+)?(?:(?P<part>[QqHh][1-4]|[1-4][QqHh])|(?P<ordinal>{_NTH})[-\s]+{_PERIOD})[-,\s]*(?i:of\s+)?(?i:(?:the|our|its)\s+)?)?"
         rf"(?:(?P<calendar>(?i:CY))|{_FISCAL})[-\s]?(?:(?P<year>{YEAR})(?:[-/–](?P<last>\d\d(?:\d\d)?))?|['’]?(?P<short>\d\d))(?![\d%])"
         r"(?:[-,\s]*(?P<after>[QH][1-4]|[1-4][QH]))?", _fiscal,
         {"FY2024": "FY2024", "fiscal 2026": "FY2026", "Q3 FY24": "FY2024-Q3", "third quarter of fiscal 2025": "FY2025-Q3",
          "FY26 Q3": "FY2026-Q3", "CY2025": "2025", "FY2023/24": "FY2024"}),
    rule("fiscal_of", "the fiscal", rf"(?:[Tt]he\s+)?(?i:fiscal|financial)\s+(?i:year)\s+of\s+(?P<year>{YEAR})", _fiscal_year,
         {"the fiscal year of 2025": "FY2025"}),
    rule("fiscal_after", "the digit", rf"(?:[Tt]he\s+)?(?:{YEAR}[-–/])?(?P<year>{YEAR})\s+(?i:fiscal|financial)\s+(?i:year)", _fiscal_year,
         {"the 2025 fiscal year": "FY2025"}),
    rule("fiscal_relative", "the which",
         r"(?:[Tt]he\s+)?(?P<which>(?i:last|previous|prior|this|current|next|coming))\s+(?i:fiscal|financial)\s+(?i:year)",
         _fiscal_relative, {"last fiscal year": "FY2023", "the current financial year": "FY2024"}),
    rule("part", "code digit",
         rf"(?:(?P<letter>[QqHh])(?P<number>[1-4])|(?P<number2>[1-4])(?P<letter2>[QH]))"
         rf"(?:[-,\s]*(?:of\s+)?(?P<year>{YEAR})|(?:(?<=[QH])|[-\s]?['’]|[-\s])(?P<short>\d\d)(?![\d%])|\s+(?:of\s+)?{WHICH_YEAR})?", _part,
         {"Q3 2024": "2024-Q3", "3Q24": "2024-Q3", "1H25": "2025-H1", "H1 2026": "2026-H1", "Q3'24": "2024-Q3",
          "Q2 of this year": "2024-Q2"}, ("H3 2024", "pH2 levels", "H100 chips")),
    rule("year_part", "digit", rf"(?P<year>{YEAR}|\d\d)[-\s]?(?P<letter>[QqH])(?P<number>[1-4])", _year_part,
         {"2019 Q3": "2019-Q3", "2018Q4": "2018-Q4", "2017-q1": "2017-Q1"}),
    rule("part_words", "ordinal the digit",
         rf"(?:[Tt]he\s+(?!\w+-))?(?P<ordinal>{_NTH})[-\s]{_PERIOD}(?!-(?!\d)){_YEAR_BEHIND}?", _part_words,
         {"the third quarter of 2024": "2024-Q3", "third-quarter 2024": "2024-Q3", "second half of this year": "2024-H2",
          "the third quarters of 2024": "2024-Q3",
          "It fell in the first quarter": "2024-Q1"}, ("third half of the match",)),
    rule("year_then_part", "the digit", rf"(?:[Tt]he\s+)?(?P<before>{YEAR})(?:['’]s)?\s+(?P<ordinal>{_NTH})[-\s]{_PERIOD}", _part_words,
         {"the 1988 second quarter": "1988-Q2"}),
    rule("relative_then_part", "which",
         rf"(?P<which>(?i:this|last|next))\s+(?i:year)['’]s\s+(?P<ordinal>{_NTH})[-\s]{_PERIOD}", _part_words,
         {"next year's first quarter": "2025-Q1"}),
    rule("first_months", "ordinal the which",
         rf"(?:[Tt]he\s+)?(?P<side>(?i:first|last|final))\s+(?P<count>{COUNT})\s+(?P<unit>(?i:months|quarters))\s+of\s+(?:(?P<year>{YEAR})|{WHICH_YEAR})",
         _first_months, {"the first nine months of 2024": "2024-01/2024-09", "first six months of the year": "2024-01/2024-06",
                         "the first two quarters of 2025": "2025-Q1/2025-Q2"}),
    rule("months_ended", "the", rf"[Tt]he\s+(?P<count>{COUNT})[-\s](?i:months)(?=(?P<link>\s+(?i:ended|ending|to)\s+)\w)", _months_ended,
         {"the three months ended December 31, 2024": "2024-10/2024-12"}, ("the three months ended well",)),
)  # fmt: skip
