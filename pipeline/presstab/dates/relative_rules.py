"""Rules for what is counted from the anchor."""

from __future__ import annotations

import datetime as dt
import re

from presstab.dates import cues
from presstab.dates.context import UNRESOLVED, Context, DateReading, Match
from presstab.dates.named_rules import compares_figures
from presstab.dates.nowadays import is_nowadays
from presstab.dates.rule import rule
from presstab.dates.traps import DAY_WORD_TRAPS, MONTH_TRAPS
from presstab.dates.units import COUPLE, GAP, MANY, SEASON_OR_UNIT, at_unit, shift, unit_in, unit_value
from presstab.dates.values import (
    OPEN,
    day_value,
    interval,
    month_value,
)
from presstab.dates.words import (
    COUNT,
    FULL_MONTH,
    MONTHS,
    SEASONS,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    count_of,
    month_number,
    unit_of,
)

_VAGUE = r"(?i:a\s+few|few|several|many)"
_BACK = frozenset({"last", "past", "previous", "prior", "preceding", "recent"})
_CALENDAR_STEP = {"last": -1, "previous": -1, "prior": -1, "preceding": -1, "next": 1, "following": 1, "this": 0,
                  "current": 0, "that": 0}  # fmt: skip


def _later(m: Match, context: Context) -> DateReading | None:
    if not context.anchor:
        return UNRESOLVED
    which = m["which"].lower()
    step = {"next": 1, "last": -1}.get(which, 0)
    day = (context.last_day() or context.anchor) if which == "that" else context.anchor
    modifier = "END" if m["part"].lower() == "later" else "START"
    if m["fiscal"]:
        return DateReading(f"FY{day.year + step}", "relative", modifier, joins=False)
    return DateReading(unit_value(unit_in(m), day, step), "relative", modifier, joins=False)


def _day_word(m: Match, context: Context) -> DateReading:
    word = m["word"].lower()
    if not context.anchor or (word == "today" and is_nowadays(m.string, m.start("word"), m.end("word"))):
        return UNRESOLVED
    step = {"yesterday": -1, "tomorrow": 1, "tmrw": 1}.get(word, 0)
    if m["beyond"]:
        step *= 2
    return DateReading(day_value(context.anchor + dt.timedelta(days=step)), "relative")


def _stretch(m: Match, context: Context) -> DateReading | None:
    anchor, unit, which = context.anchor, unit_in(m), m["which"].lower()
    parts = m.groupdict()
    back = which in _BACK
    if which in {"following", "preceding"} and context.last_value and not m["count"]:
        return None  # counted from that date: `of_named`
    has_count = bool(m["count"] or parts.get("couple"))
    is_plural = not m["season"] and m["unit"].lower().endswith("s")
    if parts.get("vague") or (is_plural and not has_count):
        if which in {"this", "current", "following"}:
            return None
        if not anchor:
            return UNRESOLVED
        value = f"{OPEN}/{day_value(anchor)}" if back else f"{day_value(anchor)}/{OPEN}"
        return DateReading(value, "relative", joins=False)
    if has_count and which in {"this", "current"}:
        return None
    count = (2 if not m["count"] else count_of(m["count"])) if has_count else 1
    if which in {"previous", "prior"} and not has_count:
        anchor = context.last_day(m.start()) or anchor  # the year before the one just named
    if not anchor or count is None:
        return UNRESOLVED
    if unit == "week" and "fortnight" in m[0].lower():
        count *= 2
    # `last year` and `next month` are calendar units, `the past year` and `the next year` stretches.
    is_unit = which in _CALENDAR_STEP and not has_count and not re.match(r"(?i)the\s+(?:last|next)", m[0])
    if (is_unit or unit in SEASONS) and unit != "century":
        return DateReading(
            unit_value(unit, anchor, _CALENDAR_STEP.get(which, -1 if back else 1)), "relative", joins=False
        )
    if unit in {"quarter", "half"} and not has_count:
        return DateReading(unit_value(unit, anchor, -1 if back else 1), "relative", joins=False)
    other = shift(anchor, unit, -count if back else count)
    first, last = (other, anchor) if back else (anchor, other)
    return DateReading(f"{day_value(first)}/{day_value(last)}", "relative", joins=False)


def _ago(m: Match, context: Context) -> DateReading:
    count, unit = 2 if m["couple"] else count_of(m["count"] or ""), unit_in(m)
    if not context.anchor or count is None:
        return UNRESOLVED
    modifier = None
    if m["approx"]:
        is_more = m["approx"].lower().split()[0] in {"over", "more"}
        modifier = "BEFORE" if is_more else "APPROX"
    if unit == "year" and count == 1 and context.last_quarter and compares_figures(m, context):
        year, quarter = context.last_quarter.split("-")
        return DateReading(f"{int(year) - 1:04}-{quarter}", "relative", modifier, joins=False)
    return DateReading(at_unit(shift(context.anchor, unit, -count), unit), "relative", modifier, joins=False)


def _from_now(m: Match, context: Context) -> DateReading:
    count, unit = 2 if m["couple"] else count_of(m["count"] or ""), unit_in(m)
    if not context.anchor or count is None:
        return UNRESOLVED
    return DateReading(at_unit(shift(context.anchor, unit, count), unit), "relative", joins=False)


def _in_count(m: Match, context: Context) -> DateReading | None:
    """Read `two weeks` after `in` where the words before speak of what is to come: else it is how long something takes."""
    if not re.search(r"(?i)\bin\s+$", context.text[: m.start()][-4:]):
        return None
    before = context.text[max(0, m.start() - 40) : m.start()]
    if not (cues.MEETING_BEFORE.find(before)
            or not before.strip(" inIN")):  # fmt: skip
        return None
    return _from_now(m, context)


def _year_end(m: Match, context: Context) -> DateReading:
    year = m["year"] or m["before"]
    if year:
        return DateReading(year, "explicit", "END", joins=False)
    if not context.anchor:
        return UNRESOLVED
    is_reported = not m["month"] and context.anchor.month < 10 and cues.REPORTED_AFTER.find(context.text, m.end())
    step = -1 if is_reported else 0
    return DateReading(
        unit_value("month" if m["month"] else "year", context.anchor, step), "relative", "END", joins=False
    )


def _the_unit(m: Match, context: Context) -> DateReading | None:
    """Read `the year` only after `the end of` and the like: alone it rarely is a date."""
    before = context.text[max(0, m.start() - 60) : m.start()]
    if not cues.PART_BEFORE.find(before) and not m[0].lower().startswith("this") and unit_of(m["unit"]) != "weekend":
        return None
    if not context.anchor:
        return UNRESOLVED
    unit = unit_of(m["unit"])
    step = -1 if unit == "weekend" and not context.is_future(m) and context.anchor.weekday() < 5 else 0
    return DateReading(unit_value(unit, context.anchor, step), "relative", joins=False)


def _rest(m: Match, context: Context) -> DateReading:
    """Read `the rest of the year`: from the anchor to its end."""
    if not context.anchor:
        return UNRESOLVED
    end = interval(unit_value(unit_of(m["unit"]), context.anchor)).end_on
    return DateReading(f"{day_value(context.anchor)}/{day_value(end or context.anchor)}", "relative", joins=False)


def _month(m: Match, context: Context) -> DateReading | None:
    month, which = month_number(m["month"]), " ".join((m["which"] or "").lower().split())
    if m["month"].islower() and (not which or m["month"] in {"may", "march"}) and not context.is_alone(m):
        return None  # they may march on; `in january` is too rare to tell from a slip
    if not which:
        return context.month_without_year(month, m)
    if not context.anchor:
        return UNRESOLVED
    year = context.anchor.year
    if which in {"last", "this past"} and month >= context.anchor.month:
        year -= 1
    if which in {"next", "this coming"} and month <= context.anchor.month:
        year += 1
    return DateReading(month_value(year, month), "relative", year_given=False)


def _after_next(m: Match, context: Context) -> DateReading:
    """Read `Friday after next`, `the week after next`: the second to come."""
    if not context.anchor:
        return UNRESOLVED
    anchor = context.anchor
    if m["weekday"]:
        until = (WEEKDAYS[m["weekday"].lower()] - anchor.weekday()) % 7 or 7
        return DateReading(day_value(anchor + dt.timedelta(days=until + 7)), "relative")
    if m["month"]:
        month = month_number(m["month"])
        return DateReading(month_value(anchor.year + (1 if month > anchor.month else 2), month), "relative")
    return DateReading(unit_value(unit_of(m["unit"]), anchor, 2), "relative", joins=False)


def _month_short(m: Match, context: Context) -> DateReading | None:
    """Read `Sep` without day and year where it is one side of something: alone it is a name or a slip."""
    before = context.text[max(0, m.start() - 10) : m.start()]
    if m["month"].islower() or not (cues.SIDE_BEFORE.find(before) or cues.SIDE_AFTER.find(context.text, m.end())):
        return None
    return context.month_without_year(month_number(m["month"]), m)


def _mid_unit(m: Match, context: Context) -> DateReading:
    """Read `mid-year` and `mid-month`: of the anchor, or the next where the words speak of what is to come and it is past."""
    if not context.anchor:
        return UNRESOLVED
    anchor, unit = context.anchor, m["unit"].lower()
    is_past = anchor.month > 8 if unit == "year" else anchor.day > 20 if unit == "month" else anchor.weekday() > 3
    step = 1 if is_past and context.is_future(m) else 0
    return DateReading(unit_value(unit, anchor, step), "relative", "MID", joins=False)


RELATIVE_RULES = (
    rule("later", "later", rf"(?P<part>(?i:later|earlier))\s+(?P<which>(?i:this|that|next|last|in\s+the(?!\s+day)))\s+(?P<fiscal>(?i:fiscal|financial)\s+(?=year))?{SEASON_OR_UNIT}",
         _later, {"later this year": "2024", "earlier this week": "2024-W31", "earlier this fiscal year": "FY2024"},
         ("Later in the day",), takes_about=False),
    rule("day_word", "today the which",
         r"(?:(?:[Tt]he\s+)?(?P<beyond>(?i:day\s+(?:after|before)\s+(?=tomorrow|yesterday))))?(?P<word>(?i:today|yesterday|tomorrow|tmrw|tonight|this\s+(?:morning|afternoon|evening)))\b",
         _day_word, {"today": "2024-08-01", "today's fast-paced market": None, "today's joint announcement": "2024-08-01", "the day after tomorrow": "2024-08-03", "this morning": "2024-08-01"},
         ("leaders of tomorrow", "Harrow Today"), traps=DAY_WORD_TRAPS, takes_about=False),
    rule("stretch", "the which",
         r"(?:(?i:the|this|these|our|its)\s+)?(?P<which>(?i:last|past|previous|prior|preceding|next|coming|upcoming|following|recent|current|this))"
         rf"\s+(?:(?P<approx>(?i:nearly|almost|about|roughly))\s+)?(?:(?:(?P<least>{COUNT}),?(?:\s+(?:to|or|and)\s+|[-–]|\s))?(?!an?\b)(?P<count>{COUNT}){GAP}|(?P<vague>{_VAGUE})\s+|(?P<couple>{COUPLE})\s+)?(?:(?i:calendar)\s+)?{SEASON_OR_UNIT}\b(?!-)",
         _stretch,
         {"the next five years": "2024-08-01/2029-08-01", "the past decade": "2014-08-01/2024-08-01", "last year": "2023", "this calendar year": "2024",
          "next month": "2024-09", "this spring": "2024-SP", "recent months": "../2024-08-01", "this past week": "2024-07-25/2024-08-01",
          "the next couple of years": "2024-08-01/2026-08-01", "the past several years": "../2024-08-01"}, takes_about=False),
    rule("count_then_stretch", "digit number",
         rf"(?P<count>{COUNT})\s+(?P<which>(?i:upcoming|coming|next|past|previous))\s+{SEASON_OR_UNIT}", _stretch,
         {"two upcoming months": "2024-08-01/2024-10-01"}),
    rule("ago", "digit number a over",
         rf"(?:(?P<approx>(?i:just\s+over|over|more\s+than|nearly|almost|about|around|some))\s+)?(?:{MANY}|{_VAGUE}){GAP}{SEASON_OR_UNIT}(?:\s+or\s+(?:so|two))?\s+ago\b",
         _ago, {"three years ago": "2021", "two weeks ago": "2024-W29", "over 14 years ago": "2010", "a few weeks ago": None}, is_subject=False),
    rule("from_now", "digit number a",
         rf"{MANY}\s+{SEASON_OR_UNIT}['’]?\s*(?:time\b|from\s+(?:now|today)\b|hence\b)", _from_now,
         {"two years' time": "2026", "five years from now": "2029"}),
    rule("in_count", "digit number a", rf"{MANY}\s+{UNIT}(?!['’\w-]|\s+(?:of|old|ago|later|earlier|after|before|from|or))", _in_count,
         {"they will meet in two weeks": "2024-W33"}, ("a 30-day trial", "built in two years")),
    rule("year_end", "year digit the",
         r"(?:(?P<before>(?:19|20)\d\d)\s+)?(?:(?i:year)(?:[-\s](?i:end)|['’]s[-\s](?i:end))\b|(?P<month>(?i:month-end)|EOM)|EOY)(?:,?\s+(?P<year>(?:19|20)\d\d)(?!\d))?",
         _year_end, {"year-end": "2024", "year-end 2025": "2025", "2025 year-end": "2025", "unaudited year-end results": "2023"}),
    rule("the_unit", "the which year",
         r"(?:(?:[Tt]he|[Tt]his)\s+|(?<=nd\sof\s))(?P<unit>year|month|week|weekend|quarter|decade|century)\b(?=\s*(?:[.,;:)'’]|$|end\b|and\b|in\b|to\b|as\b|with\b|for\b|at\b|that\b|of\b|when\b))",
         _the_unit, {"by the end of the year": "2024", "over the weekend": "2024-07-27/2024-07-28"}, ("one of the year in review",), takes_about=False),
    rule("mid_unit", "mid",
         r"[Mm]id-?(?P<unit>year|month|week)\b(?!-)(?=\s*(?:[.,;:)]|$|(?:and|or|to|in|at|as|when|with|for|but|on)\b))", _mid_unit,
         {"by mid-year": "2024", "report mid-month": "2024-08"}, ("a mid-year review", "our mid-week lunch")),
    rule("rest", "the word", r"(?:[Tt]he\s+)?(?i:rest|remainder|balance)\s+of\s+(?:the|this)\s+(?P<unit>year|month|week|quarter|decade)\b", _rest,
         {"the rest of the year": "2024-08-01/2024-12-31"}),
    rule("after_next", "weekday month the",
         rf"(?:[Tt]he\s+)?(?:{WEEKDAY}|{FULL_MONTH}|{UNIT})\s+after\s+next\b", _after_next,
         {"Friday after next": "2024-08-09", "the week after next": "2024-W33"}),
    rule("month_short", "month", rf"(?P<month>{any_of([m for m in MONTHS if len(m) < 5])}\b)", _month_short,
         {"since Sep": "2024-09"}, ("Mar is a name", "said by June Hollis"), traps=MONTH_TRAPS),
    rule("month", "month which", rf"(?:(?P<which>(?i:last|next|this\s+past|this\s+coming|this))\s+)?{FULL_MONTH}", _month,
         {"last November": "2023-11", "this May": "2024-05", "July was hot": "2024-07"}, ("May Chen spoke",), traps=MONTH_TRAPS),
)  # fmt: skip
