"""Reads the line before a release's text: place, day, time and the wire's credit, in whatever order it has them."""

from __future__ import annotations

import re
from typing import NamedTuple

from presstab.rules import Rule

_BULLET = re.compile(r"\s*[*•·●▪–-]\s")
_GLUE = re.compile(r"[\s,;|/()\[\]@•·*_–—-]*")
# What stands between the last piece and the text: closing brackets, then a dash, colon or wide gap.
_CLOSING = re.compile(r"[\s,.]*[)\]/*_]*[\s,.]*")
_DASH = re.compile(r"[-–—:;|]+\s*|/\s*")


class DatelineRules(NamedTuple):
    """The rules of `resources/rules/datelines.yml`, by name; the file says what each is for."""

    day: Rule
    time: Rule
    year: Rule
    days_on: Rule
    place: Rule
    capitals_place: Rule
    colon_place: Rule
    wire: Rule
    sender: Rule
    no_place: Rule


class Dateline(NamedTuple):
    """Where a dateline stands, what it says, and whether it fills its line."""

    start: int
    end: int
    place: str | None
    date: tuple[int, int] | None
    is_credited: bool
    is_alone: bool


class _Pieces(NamedTuple):
    place: tuple[int, int] | None
    date: tuple[int, int] | None
    is_credited: bool
    end: int


def find_dateline(text: str, start: int, end: int, rules: DatelineRules) -> Dateline | None:
    """Return the dateline that the line `text[start:end]` begins with, if it begins with one."""
    if _BULLET.match(text, start, end):
        return None
    pieces = _pieces(text, start, end, rules)
    at = _CLOSING.match(text, pieces.end, end).end()  # type: ignore[union-attr]
    dash = _DASH.match(text, at, end)
    is_alone = at >= end
    is_said = _is_dated(text, pieces, dash.end() if dash else at, end, rules) or (
        pieces.is_credited and (pieces.place or dash)
    )
    if not is_said or not _is_closed(text, pieces, at, end, rules):
        return _bare_place(text, start, end, rules)
    if is_alone and _is_title(text, pieces):
        return None
    place = _place_name(text[slice(*pieces.place)]) if pieces.place else None
    stop = dash.end() if dash else at
    return Dateline(start, stop, place, pieces.date, pieces.is_credited, is_alone or stop >= end)


def _is_dated(text: str, pieces: _Pieces, at: int, end: int, rules: DatelineRules) -> bool:
    """Return whether the day is a dateline's: no side of a range, and beside a word without mark or year no prose."""
    if not pieces.date or (not pieces.is_credited and rules.day.find(text, at, end)):
        return False  # October 28 – December 1
    if rules.days_on.find(text, pieces.date[1], end):
        return False
    if not pieces.place or pieces.is_credited or rules.year.find(text, *pieces.date):
        return True
    around = text[pieces.place[0] : pieces.date[0]] if pieces.place < pieces.date else "("
    return "," in around or "(" in around or text[slice(*pieces.place)].isupper()  # Available October 28 –


def _place_name(place: str) -> str:
    """Return a place without the full stop that ends it: `Leeds, England.`, not `Austin, Tex.`.

    No text of 12,000 has one; a report of a fault did (`tests/test_heads.py`).
    """
    place = place.strip(" ,\xa0")
    return place[:-1] if re.search(r"[a-z]{4}(?<!Calif)\.$", place) else place


def _is_title(text: str, pieces: _Pieces) -> bool:
    """Return whether a line of its own is a headline with its day: `Acme Appoints Jane Doe – 28 January 2019`."""
    if not pieces.place or not pieces.date or pieces.is_credited:
        return False
    place, gap = text[slice(*pieces.place)], text[pieces.place[1] : pieces.date[0]]
    is_plain = "," in place or place.isupper() or ("," in gap and len(place.split()) <= 3)
    return not is_plain


def _pieces(text: str, start: int, end: int, rules: DatelineRules) -> _Pieces:
    """Read piece after piece, each kind once, until something else stands there."""
    place = date = None
    is_credited = is_timed = False
    at = last = start
    while True:
        at = _GLUE.match(text, at, end).end()  # type: ignore[union-attr]
        if not date and (match := rules.day.find(text, at, end)):
            date = match.span()
        elif not is_credited and (match := rules.wire.find(text, at, end)):
            is_credited = True
        elif date and not is_timed and (match := rules.time.find(text, at, end)):
            is_timed = True
        elif not place and not is_credited and (match := _place(text, at, end, rules, after_date=bool(date))):
            place = match.span()
        elif date and not is_credited and rules.sender.find(text, last, end):
            return _Pieces(place, date, is_credited=True, end=last)  # the sender is an organisation, no wire
        else:
            return _Pieces(place, date, is_credited, last)
        at = last = match.end()


def _place(text: str, at: int, end: int, rules: DatelineRules, *, after_date: bool) -> re.Match[str] | None:
    """Return a place: after a day only in brackets or before a dash, where the text's first words could be one."""
    match = rules.place.find(text, at, end)
    if not match or rules.no_place.find(match[0]):
        return None
    if after_date and not re.match(r"\s*(?:[)\]/|:]|[-–—]|\()", text[match.end() : match.end() + 4]):
        return None
    return match


def _is_closed(text: str, pieces: _Pieces, at: int, end: int, rules: DatelineRules) -> bool:
    """Return whether what follows the last piece shows that the pieces are a dateline, not the start of a sentence."""
    gap = text[pieces.end : at]
    if at >= end or _DASH.match(text, at, end) or gap.strip(" \t,.\xa0") or "  " in gap or pieces.is_credited:
        return True
    is_dated = pieces.date is not None and bool(rules.year.find(text, *pieces.date))
    place = text[slice(*pieces.place)] if pieces.place else ""
    return bool(gap) and text[at : at + 1].isupper() and (("," in place) or (is_dated and bool(place)))


def _bare_place(text: str, start: int, end: int, rules: DatelineRules) -> Dateline | None:
    """Return a place before a dash, known by its capitals, or before a colon, known by its country."""
    at = start + len(text[start:end]) - len(text[start:end].lstrip())
    match = rules.capitals_place.find(text, at, end) or rules.colon_place.find(text, at, end)
    if not match or rules.no_place.find(match[0]):
        return None
    return Dateline(at, match.end(), match[0].strip(" -–—:\t\xa0"), None, is_credited=False, is_alone=False)
