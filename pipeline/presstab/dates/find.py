"""Finds calendar expressions in a text and gives each its value and its days.

One scan finds the words that an expression may begin with (`starts.py`); only the rules that
begin so are tried there, and the longest match that means something is taken.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from presstab.dates import cues
from presstab.dates.context import UNRESOLVED, Context, DateReading, align
from presstab.dates.fiscal import fiscal_interval, fiscal_year_end
from presstab.dates.numeric import is_day_first
from presstab.dates.rule import DateRule
from presstab.dates.starts import BY_START, STARTS, is_calendar_after
from presstab.dates.trap import around, is_caught
from presstab.dates.traps import ANY_TRAPS
from presstab.dates.values import Interval, granularity, interval, is_valid

_REACH = 40  # characters before an expression in which its modifier and preposition stand
_MAX_GAP = 12  # characters between the two sides of a range

_MODIFIER_ENDS = ("-", " ", "\n", "\t", "\r", "\xa0")
_BLANK = re.compile(r"\s*")
_LISTED_SIZES = frozenset({"day", "month", "quarter"})


@dataclass(frozen=True)
class DateMention:
    """A calendar expression. Offsets are characters of the text, end exclusive.

    `value`, `modifier`, `bound`, `granularity` and `resolution` are as in the table
    `dates`; `start_on` and `end_on` are both inclusive; `anchor_on` is the day that a
    relative expression was counted from; `rule` is the id of the rule that found it.
    """

    start: int
    end: int
    text: str
    value: str | None
    modifier: str | None
    bound: str | None
    start_on: dt.date | None
    end_on: dt.date | None
    granularity: str | None
    anchor_on: dt.date | None
    resolution: str
    rule: str = ""


@dataclass(frozen=True)
class _Found:
    """An expression with its place; modifier and bound stand beside it in the text."""

    start: int
    end: int
    reading: DateReading
    rule: DateRule
    modifier: str | None = None
    bound: str | None = None


def find_dates(text: str, anchor: dt.date | None = None, year: int | None = None) -> list[DateMention]:
    """Return the calendar expressions of `text` in order, relative ones counted from `anchor`.

    Without an anchor relative expressions keep `value` None and `resolution` unresolved;
    today's date never enters. `year` is the release's own where it is inferred: with it
    `resolution` is inferred instead of relative, and without an anchor what has the same value on
    the year's first day and on its last gets that.

    Raises:
        TypeError: the anchor is no date.

    >>> [(d.text, d.value) for d in find_dates("Deliveries begin in the third quarter of 2025.")]
    [('the third quarter of 2025', '2025-Q3')]
    >>> [(d.value, d.resolution) for d in find_dates("today, on June 3", year=2024)]
    [(None, 'unresolved'), ('2024-06-03', 'inferred')]
    """
    if not isinstance(anchor, dt.date | None):
        raise TypeError(f"anchor is a datetime.date (datetime.date.fromisoformat reads one), not {anchor!r}")
    found = _find(text, anchor) if anchor or not year else _find_in_year(text, year)
    if year:
        found = [replace(f, reading=_inferred(f.reading)) for f in found]
    year_end = fiscal_year_end(text) if any(f.reading.resolution == "fiscal" for f in found) else None
    return [_mention(text, f, anchor, year_end) for f in found]


def find_by_rule(text: str, anchor: dt.date | None = None) -> list[tuple[str, str | None]]:
    """Return rule and value of every expression of `text` in order: how the rules prove their examples."""
    return [(f.rule.id, f.reading.value) for f in _find(text, anchor)]


def _find_in_year(text: str, year: int) -> list[_Found]:
    """Return what is found, with the values that do not depend on the day of the year."""
    sure = []
    at_end = {(f.start, f.end): f for f in _find(text, dt.date(year, 12, 31), year)}
    for found in _find(text, dt.date(year, 1, 1), year):
        other = at_end.get((found.start, found.end))
        is_sure = other is not None and other.reading.value == found.reading.value
        sure.append(found if is_sure else replace(found, reading=UNRESOLVED))
    return sure


def _inferred(reading: DateReading) -> DateReading:
    return replace(reading, resolution="inferred") if reading.resolution == "relative" else reading


def _find(text: str, anchor: dt.date | None, year: int | None = None) -> list[_Found]:
    found: list[_Found] = []

    def read_at(at: int) -> tuple[DateReading, int] | None:
        start = STARTS.match(text, _BLANK.match(text, at).end())  # type: ignore[union-attr]
        one = _at(text, start, context) if start else None
        return (one.reading, one.end) if isinstance(one, _Found) else None

    context = Context(text, anchor, read_at, year)
    context.day_first = is_day_first(text)
    at = 0
    while start := STARTS.search(text, at):
        expression = _at(text, start, context)
        if isinstance(expression, int):
            at = expression
            continue
        at = expression.end
        expression = _with_modifier(text, expression)
        joined = _joined(text, found[-1], expression) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(expression)
            _share_year(text, found)
        if expression.rule.is_subject and not cues.PREVIOUS.find(text, expression.start):
            context.note(found[-1].reading.value, found[-1].end)
    return found


def _at(text: str, start: re.Match[str], context: Context) -> _Found | int:
    """Return the longest expression that begins where `start` does, or the character to go on from."""
    best: _Found | None = None
    go_on = start.end()
    if start.lastgroup == "the" and not is_calendar_after(text, go_on):
        return go_on
    at = start.start()
    for match_at, rule in BY_START[start.lastgroup or ""]:
        match = match_at(text, at)
        if not match or (best and match.end() <= best.end) or _is_none(text, at, match.end(), rule):
            continue
        try:
            reading = rule.read(match, context)
        except (ValueError, OverflowError):
            go_on = max(go_on, match.end())  # Feb 30, 2015: neither a day nor a year
            continue
        if reading and not (reading.value and not is_valid(reading.value)):
            best = _Found(match.start(), reading.end or match.end(), reading, rule)
    return best or go_on


def _is_none(text: str, start: int, end: int, rule: DateRule) -> bool:
    """Return whether what a rule matches looks like a date and is none."""
    return is_caught(around(text, start, end), (*ANY_TRAPS, *rule.traps))


def _with_modifier(text: str, found: _Found) -> _Found:
    start, modifier = found.start, found.reading.modifier
    before = text[max(0, start - _REACH) : start]
    if before.endswith(_MODIFIER_ENDS):
        match = cues.MODIFIER.find(before)
        if match and not (
            match.lastgroup == "APPROX" and (not found.rule.takes_about or cues.NOT_APPROXIMATE.find(before))
        ):
            start -= len(before) - match.start()
            modifier = match.lastgroup
            before = before[: match.start()]
        if cues.BEYOND.find(before):
            modifier = "AFTER"
    bound = cues.BOUND.find(before)
    return replace(found, start=start, modifier=modifier, bound=bound[1].lower() if bound else None)


def _joined(text: str, left: _Found, right: _Found) -> _Found | None:
    """Return the range that two neighbours make, if they make one."""
    gap = text[left.end : right.start]
    if len(gap) > _MAX_GAP or right.start < left.end or not left.reading.joins or not right.reading.joins:
        return None
    between = gap.strip() == "and" and cues.BETWEEN.find(text[max(0, left.start - _REACH) : left.start])
    if not (between or cues.JOIN.find(gap) or (cues.THROUGH.find(gap) and _are_days(left.reading, right.reading))):
        return None
    first, last = align(left.reading, right.reading)
    if first is None or last is None or "/" in first or "/" in last or not is_valid(f"{first}/{last}"):
        return None  # Feb 29 to March 3, 2023
    if not (between or left.bound == "from" or granularity(first) == granularity(last)):
        return None  # revised Friday to December's figures
    is_dated = left.reading.year_given or right.reading.year_given
    kinds = _kinds(left, right)
    resolution = "explicit" if is_dated and not kinds & {"relative", "inferred"} else "relative"
    if "inferred" in {left.reading.resolution, right.reading.resolution} and resolution == "relative":
        resolution = "inferred"
    value = DateReading(f"{first}/{last}", resolution, joins=False)
    return replace(left, end=right.end, reading=value, modifier=None)


def _are_days(*readings: DateReading) -> bool:
    return all(
        r.value and granularity(r.value) == "day" and (r.yearless or r.resolution == "explicit") for r in readings
    )


def _share_year(text: str, found: list[_Found]) -> None:
    """Give the parts of a list that lack a year the one that its last part, or the one before it, states."""
    for at in range(len(found) - 1, 0, -1):
        left, right = found[at - 1 : at + 1]
        if not cues.LISTED.find(text[left.end : right.start]) or not _are_alike(left.reading, right.reading):
            return
        if left.reading.yearless and right.reading.year_given:
            found[at - 1] = replace(left, reading=_dated(left.reading, align(left.reading, right.reading)[0]))
        elif right.reading.yearless and left.reading.year_given:
            found[at] = replace(right, reading=_dated(right.reading, align(left.reading, right.reading)[1]))
            return
        else:
            return


def _are_alike(left: DateReading, right: DateReading) -> bool:
    sizes = {granularity(r.value) for r in (left, right) if r.value}
    return len(sizes) < 3 and sizes <= _LISTED_SIZES and ("quarter" not in sizes or len(sizes) == 1)


def _dated(reading: DateReading, value: str | None) -> DateReading:
    if not value or not is_valid(value):
        return reading
    return replace(reading, value=value, resolution="explicit", year_given=True)


def _kinds(left: _Found, right: _Found) -> set[str]:
    """Return how the sides of a range are known, one completed by the other's year left out."""
    return {f.reading.resolution for f in (left, right) if f.reading.year_given}


def _mention(text: str, found: _Found, anchor: dt.date | None, year_end: tuple[int, int] | None) -> DateMention:
    reading = found.reading
    modifier = found.modifier if reading.value else None
    days = Interval(None, None)
    if reading.value:
        days = interval(reading.value, modifier)
        if year_end and reading.resolution == "fiscal":
            days = fiscal_interval(reading.value, year_end)
    return DateMention(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        value=reading.value,
        modifier=modifier,
        bound=found.bound,
        start_on=days[0],
        end_on=days[1],
        granularity=granularity(reading.value) if reading.value else None,
        anchor_on=anchor if reading.resolution in {"relative", "inferred"} else None,
        resolution=reading.resolution,
        rule=found.rule.id,
    )
