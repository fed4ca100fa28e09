"""Rules for fiscal years and their parts, and for school years."""

from __future__ import annotations

import re

from presstab.dates.context import UNRESOLVED, Context, DateReading, Match
from presstab.dates.parts import NTH, PERIOD, TWO_YEARS, last_year, part_letter, part_number, part_value
from presstab.dates.periods import month_ended, part_ended
from presstab.dates.rule import rule
from presstab.dates.words import YEAR

_FISCAL = r"(?:(?i:fiscal|financial)(?:[-\s](?i:year))?|FY)"


def _fiscal(m: Match, context: Context) -> DateReading:
    year = last_year(m["year"] or m["short"], m["last"])
    prefix = f"{year:04}" if m["calendar"] else f"FY{year:04}"
    code = m["after"] or m["part"]
    if m["ordinal"]:
        letter = part_letter(m["period"])
        value = part_value(prefix, letter, part_number(m["ordinal"], letter))
    elif code:
        value = part_value(prefix, re.sub(r"\d", "", code).upper(), int(re.sub(r"\D", "", code)))
    else:
        value = prefix
    return DateReading(value, "explicit" if m["calendar"] else "fiscal", joins=bool(m["calendar"]))


def _fiscal_year(m: Match, context: Context) -> DateReading:
    parts = m.groupdict()
    value = f"FY{last_year(m['year'], parts.get('last')):04}"
    if parts.get("ordinal"):
        letter = part_letter(m["period"])
        value = part_value(value, letter, part_number(m["ordinal"], letter))
    return DateReading(value, "fiscal", joins=False)


def _fiscal_part(m: Match, context: Context) -> DateReading:
    """Read `fiscal second quarter`: of the year beside it or named last, of the day that ends it, else of the anchor's."""
    letter = part_letter(m["period"]) if m["period"] else m["code"].strip("1234").upper()
    number = part_number(m["ordinal"], letter) if m["ordinal"] else int(re.sub(r"\D", "", m["code"]))
    year = m["year"] or m["before"]
    ended = month_ended(context, m.end())
    if year:
        return DateReading(part_value(f"FY{year}", letter, number), "fiscal", joins=False)
    if ended:
        return DateReading(part_ended(letter, number, *ended, is_fiscal=True), "fiscal", joins=False)
    named = re.match(r"FY\d{4}", context.last_value or "")
    if named:
        return DateReading(part_value(named[0], letter, number), "fiscal", joins=False)
    if not context.anchor:
        return UNRESOLVED
    return DateReading(part_value(f"FY{context.anchor.year}", letter, number), "relative", joins=False)


def _school_year(m: Match, context: Context) -> DateReading | None:
    first, last = int(m["year"]), last_year(m["year"], m["last"])
    return DateReading(f"{first}/{last}", joins=False) if last == first + 1 else None


def _fiscal_relative(m: Match, context: Context) -> DateReading:
    """Read `last fiscal year` from the calendar year of the anchor: the release knows no better."""
    if not context.anchor:
        return UNRESOLVED
    step = {"last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1}.get(m["which"].lower(), 0)
    value = f"FY{context.anchor.year + step}"
    if m["ordinal"]:
        letter = part_letter(m["period"])
        value = part_value(value, letter, part_number(m["ordinal"], letter))
    return DateReading(value, "relative", joins=False)


FISCAL_RULES = (
    rule("fiscal", "code digit ordinal fiscal the",
         rf"(?:(?:[Tt]he\s+)?(?:(?P<part>[QqHh][1-4]|[1-4][QqHh])|(?P<ordinal>{NTH})[-\s]+{PERIOD})[-,\s]*(?i:of\s+)?(?i:(?:the|our|its)\s+)?)?"
         rf"(?:(?P<calendar>(?i:CY))|{_FISCAL})[-\s]?(?:(?P<year>{YEAR})(?:[-/–](?P<last>\d\d(?:\d\d)?))?|['’]?(?P<short>\d\d))(?![\d%])"
         r"(?:[-,\s]*(?P<after>[QH][1-4]|[1-4][QH]))?", _fiscal,
         {"FY2024": "FY2024", "fiscal 2026": "FY2026", "Q3 FY24": "FY2024-Q3", "third quarter of fiscal 2025": "FY2025-Q3",
          "FY26 Q3": "FY2026-Q3", "CY2025": "2025", "FY2023/24": "FY2024"}),
    rule("fiscal_of", "the fiscal", rf"(?:[Tt]he\s+)?(?i:fiscal|financial)\s+(?i:year)\s+of\s+(?P<year>{YEAR})", _fiscal_year,
         {"the fiscal year of 2025": "FY2025"}),
    rule("fiscal_after", "the digit ordinal",
         rf"(?:(?:[Tt]he\s+)?(?P<ordinal>{NTH})[-\s]+{PERIOD}\s+of\s+)?(?:(?:[Tt]he|[Oo]ur|[Ii]ts)\s+)?(?P<year>{YEAR}){TWO_YEARS}\s+(?i:fiscal|financial)\s+(?i:year)", _fiscal_year,
         {"the 2025 fiscal year": "FY2025", "the 2023/24 financial year": "FY2024", "2025/2026 financial year": "FY2026",
          "the second quarter of the 2024 financial year": "FY2024-Q2"}),
    rule("fiscal_part", "the fiscal digit which",
         rf"(?:(?:[Tt]he|[Tt]his|[Oo]ur|[Ii]ts)\s+)?(?:(?P<before>{YEAR})\s+)?(?i:fiscal|financial)[-\s]+(?:(?P<ordinal>{NTH})[-\s]{PERIOD}|(?P<code>[QH][1-4]|[1-4][QH]))(?:,?\s+(?:of\s+|in\s+)?(?P<year>{YEAR}))?",
         _fiscal_part,
         {"fiscal second quarter": "FY2024-Q2", "fiscal Q2": "FY2024-Q2", "fiscal second quarter of 2025": "FY2025-Q2",
          "In fiscal 2026, the fiscal first quarter": "FY2026-Q1", "the 2025 fiscal first quarter": "FY2025-Q1",
          "fiscal first quarter ended January 31, 2025": "FY2025-Q1"}, ("fiscal quarter-turn",)),
    rule("school_year", "the digit",
         r"(?:[Tt]he\s+)?(?P<year>(?:19|20)\d\d)[-/–](?P<last>\d\d(?:\d\d)?)\s+(?i:school|academic)\s+(?i:year)", _school_year,
         {"the 2018-19 school year": "2018/2019", "the 2025/2026 academic year": "2025/2026"}, ("the 2018-25 school year",)),
    rule("fiscal_relative", "the which ordinal",
         rf"(?:(?:[Tt]he\s+)?(?P<ordinal>{NTH})[-\s]+{PERIOD}\s+of\s+)?(?:[Tt]he\s+)?(?P<which>(?i:last|previous|prior|this|current|ongoing|next|coming))\s+(?i:fiscal|financial)(?:\s+(?i:year)|(?=\s*[,.;]))",
         _fiscal_relative, {"last fiscal year": "FY2023", "the current financial year": "FY2024", "the ongoing fiscal year": "FY2024",
                            "that level next fiscal, driven by": "FY2025", "the second half of this financial year": "FY2024-H2"}),
)  # fmt: skip
