"""Rules for what is counted from another date of the text: the one named before, or the one after."""

from __future__ import annotations

import re

from presstab.dates import cues
from presstab.dates.context import UNRESOLVED, Context, DateReading, Match
from presstab.dates.rule import rule
from presstab.dates.units import GAP, MANY, SEASON_OR_UNIT, at_unit, shift, unit_in, unit_value
from presstab.dates.values import interval
from presstab.dates.words import SEASONS, count_of


def compares_figures(m: Match, context: Context) -> bool:
    """Return whether `a year ago` stands after a figure: then it means the same quarter of that year."""
    return bool(cues.FIGURE_BEFORE.find(context.text[max(0, m.start() - 60) : m.start()]))


def _offset(m: Match, context: Context) -> DateReading | None:
    """Read `two weeks after May 13` by the date named after."""
    named = context.read_at(m.end())
    count = 2 if m["couple"] else count_of(m["count"] or "1")
    if not named or not named[0].value or count is None:
        return None
    days = interval(named[0].value)
    start = days.start_on or days.end_on
    unit = unit_in(m)
    if not start or unit in SEASONS:
        return None
    sign = -1 if m["way"].lower() in {"before", "prior to", "preceding"} else 1
    value = at_unit(shift(start, unit, sign * count), "day" if unit in {"day", "week", "month"} else unit)
    return DateReading(value, named[0].resolution, joins=False, end=named[1])


def _later_than_named(m: Match, context: Context) -> DateReading | None:
    """Read `a month later`, `two years earlier` by the date named before."""
    unit, count = unit_in(m), 2 if m["couple"] else count_of(m["count"] or "")
    sign = 1 if m["way"].lower() in {"later", "afterwards", "after"} else -1
    if sign < 0 and unit == "year" and count == 1 and context.last_quarter and compares_figures(m, context):
        year, quarter = context.last_quarter.split("-")
        return DateReading(f"{int(year) - 1:04}-{quarter}", "relative", joins=False)
    day = context.last_day() or context.anchor
    if not day or count is None:
        return UNRESOLVED
    return DateReading(at_unit(shift(day, unit, sign * count), unit), "relative", joins=False)


def _of_named(m: Match, context: Context) -> DateReading | None:
    """Read `the following year`, `the same day`, `that month` by the date named before, else by the anchor."""
    which, unit = (m["which"] or "that").lower(), unit_in(m)
    day = context.last_day() or context.anchor
    if not day:
        return UNRESOLVED
    step = {"following": 1, "next": 1, "previous": -1, "preceding": -1, "prior": -1}.get(which, 0)
    return DateReading(unit_value(unit, day, step), "relative", joins=False)


def _quarter_named(m: Match, context: Context) -> DateReading | None:
    """Read `the quarter`, `the year-ago quarter` by the quarter named before, else the last one that has ended."""
    quarter = context.last_quarter
    if not quarter:
        if not context.anchor:
            return UNRESOLVED
        quarter = unit_value("quarter", context.anchor, -1)
    year, part = quarter.split("-")
    step = -1 if re.search(r"(?i)ago|earlier|prior", m[0]) else 0
    return DateReading(f"{int(year) + step:04}-{part}", "relative", joins=False)


NAMED_RULES = (
    rule("offset", "digit number a the",
         rf"(?:{MANY}|(?i:the))\s+{SEASON_OR_UNIT}\s+(?P<way>(?i:before|after|from|following|prior\s+to|preceding))", _offset,
         {"two weeks after May 13, 1999": "1999-05-27"}, ("three years after its launch",)),
    rule("later_than_named", "digit number a",
         rf"{MANY}{GAP}{SEASON_OR_UNIT}\s+(?P<way>(?i:later|afterwards|earlier|before(?=[.,;])|prior(?!\s+to)))\b", _later_than_named,
         {"In 2019 it began; two years later": "2021"}, is_subject=False),
    rule("of_named", "the which",
         rf"(?:[Tt]he\s+(?P<which>(?i:following|same|next|previous|preceding))\s+|(?i:that)\s+(?:same\s+)?){SEASON_OR_UNIT}\b(?!-)",
         _of_named,
         {"In May 2019 it opened; the following year": "2020", "on May 3, 2019, and that day": "2019-05-03"}, takes_about=False),
    rule("quarter_named", "the year",
         r"(?:[Tt]he\s+)?(?:(?i:latest|recent|comparable|corresponding|same)\s+)?(?:(?i:year-ago|year-earlier|prior-year|prior\s+year)\s+(?i:quarter|period)|(?<=[Tt]he\s)(?i:quarter|latest\s+quarter))\b(?!-)",
         _quarter_named, {"the year-ago quarter": "2023-Q2"}, ("quarter-turn",), is_subject=False),
)  # fmt: skip
