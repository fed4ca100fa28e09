"""Finds calendar expressions in a text and gives each its value and its days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from pipeline.dates.grammar import BETWEEN, BOUND, EXPRESSION, JOIN, MODIFIERS, OUTSIDE_MODIFIERS, PARSERS
from pipeline.dates.resolve import Context, Reading, read_expression
from pipeline.dates.traps import is_trap
from pipeline.dates.values import Interval, granularity, interval, is_valid

_REACH = 40  # characters before an expression in which its modifier and preposition stand
_MAX_GAP = 12  # characters between the two sides of a range


@dataclass(frozen=True)
class DateMention:
    """A calendar expression. Offsets are characters of the text, end exclusive.

    `value`, `modifier`, `bound`, `granularity` and `resolution` are as in the table
    `dates`; `start_on` and `end_on` are both inclusive; `anchor_on` is the day that a
    relative expression was counted from.
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


@dataclass(frozen=True)
class _Found:
    """An expression with its place; modifier and bound stand beside it in the text."""

    start: int
    end: int
    reading: Reading
    modifier: str | None = None
    bound: str | None = None


def find_dates(text: str, anchor: dt.date | None = None) -> list[DateMention]:
    """Return the calendar expressions of `text` in order, relative ones counted from `anchor`.

    Without an anchor relative expressions keep `value` None and `resolution` unresolved;
    today's date never enters.

    >>> [(d.text, d.value) for d in find_dates("Deliveries begin in the third quarter of 2025.")]
    [('the third quarter of 2025', '2025-Q3')]
    """
    found: list[_Found] = []
    context = Context(text, anchor)
    for match in EXPRESSION.finditer(text):
        kind = match.lastgroup or ""
        if is_trap(text, match.start(), match.end(), kind):
            continue
        parts = PARSERS[kind].match(text, match.start())
        reading = read_expression(kind, parts, context) if parts else None
        if reading is None or (reading.value and not is_valid(reading.value)):
            continue
        expression = _with_modifier(text, _Found(match.start(), match.end(), reading))
        joined = _joined(text, found[-1], expression, context) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(expression)
            context.note(reading.value)
    return [_mention(text, f, anchor) for f in found]


def _with_modifier(text: str, found: _Found) -> _Found:
    start, modifier = found.start, found.reading.modifier
    before = text[max(0, start - _REACH) : start]
    for pattern, name in MODIFIERS:
        match = pattern.search(before)
        if match:
            start -= len(before) - match.start()
            modifier = name
            break
    before = text[max(0, start - _REACH) : start]
    modifier = next((name for pattern, name in OUTSIDE_MODIFIERS if pattern.search(before)), modifier)
    bound = BOUND.search(before)
    return _Found(start, found.end, found.reading, modifier, bound[1].lower() if bound else None)


def _joined(text: str, left: _Found, right: _Found, context: Context) -> _Found | None:
    """Return the range that two neighbours make, if they make one."""
    gap = text[left.end : right.start]
    if len(gap) > _MAX_GAP or right.start < left.end or not left.reading.joins or not right.reading.joins:
        return None
    between = gap.strip() == "and" and BETWEEN.search(text[max(0, left.start - _REACH) : left.start])
    if not between and not JOIN.fullmatch(gap):
        return None
    first, last = context.align(left.reading, right.reading)
    if first is None or last is None or "/" in first or "/" in last:
        return None
    if not is_valid(f"{first}/{last}"):
        return None  # Feb 29 to March 3, 2023
    is_dated = left.reading.year_given or right.reading.year_given
    resolution = "explicit" if is_dated and "relative" not in _kinds(left, right) else "relative"
    value = Reading(f"{first}/{last}", resolution, joins=False)
    return replace(left, end=right.end, reading=value)


def _kinds(left: _Found, right: _Found) -> set[str]:
    """Return how the sides of a range are known, one completed by the other's year left out."""
    return {f.reading.resolution for f in (left, right) if f.reading.year_given}


def _mention(text: str, found: _Found, anchor: dt.date | None) -> DateMention:
    reading = found.reading
    days = interval(reading.value, found.modifier) if reading.value else Interval(None, None)
    return DateMention(
        start=found.start,
        end=found.end,
        text=text[found.start : found.end],
        value=reading.value,
        modifier=found.modifier if reading.value else None,
        bound=found.bound,
        start_on=days[0],
        end_on=days[1],
        granularity=granularity(reading.value) if reading.value else None,
        anchor_on=anchor if reading.resolution == "relative" else None,
        resolution=reading.resolution,
    )
