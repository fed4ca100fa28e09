"""The top of a release: labels, headline and dateline, told apart line by line."""

from __future__ import annotations

import re
from typing import NamedTuple

from presstab.datelines import Dateline, DatelineRules, find_dateline
from presstab.rules import Rule, id_of, joined

_MAX_HEADLINE = 300
_MAX_PROSE = 120  # a line that ends with a full stop and is longer is the lead
_HEAD_LINES = 12  # lines from the top among which a dateline is looked for
_MAX_LABEL = 140
_MAX_CONTACT = 80
_SPAN = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_NAME_BELOW = re.compile(r"\n[^\n]{2,80}(?=\n)")
_REST = re.compile(r"[\s:;,.|*_#•=\])/–—-]*")
_BLOCK = re.compile(r"(?:[^\n]*\n(?!\s*\n)){0,6}[^\n]*")  # up to a blank line
_BLANK_LINE = re.compile(r"[ \t]*\n[ \t]*\r?\n")
_HASHES = re.compile(r"(?:#{1,6}[ ]+)?")  # a heading in Markdown
_MAX_NAME = 4  # words of a letterhead


class LabelRules(NamedTuple):
    """The rules of `resources/rules/labels.yml`, by name; the file says what each is for."""

    release: Rule
    embargo: Rule
    dated: Rule
    contact_line: Rule
    source: Rule
    names: Rule
    exhibit: Rule
    sent_by: Rule
    until: Rule
    reachable: Rule


class HeadRules(NamedTuple):
    """All that the top of a release is read by: labels of lines as one pattern, what stands below and after, datelines."""

    label: re.Pattern[str]
    sent_by: Rule
    until: Rule
    reachable: Rule
    dateline: DatelineRules

    @classmethod
    def of(cls, labels: LabelRules, datelines: DatelineRules) -> HeadRules:
        """Return the rules of labels, joined, beside those of datelines."""
        *first_words, sent_by, until, reachable = labels
        return cls(joined(first_words, r"[\s*_#>•=\[(\ufeff-]*+"), sent_by, until, reachable, datelines)


class Head(NamedTuple):
    """What the top of a text says: places of headline and day, the dateline before the text, the place that it names."""

    headline: _SPAN | None
    dateline: Dateline | None
    date: _SPAN | None
    place: str | None
    lead_start: int


def find_head(text: str, rules: HeadRules) -> Head:
    """Return the head of a release's text."""
    lines = _lines(text, rules)
    headline: _SPAN | None = None
    first: _SPAN | None = None  # a sentence before: the headline after all where a dateline follows
    dates: list[_SPAN] = []
    found: list[Dateline] = []
    is_prose = False
    past = 0  # the end of the lines that belong to a label before them
    for number, (start, end) in enumerate(lines[:_HEAD_LINES]):
        label = read_label(text, start, end, rules)
        if label and label.is_whole:
            dates += [label.date] if label.date else []
            past = max(past, _contact_end(text, end, rules), _sender_end(text, start, end, rules))
            continue
        if start < past and not rules.dateline.day.find(text, start, end):
            continue
        if label is None and (day := _day_before_label(text, start, end, rules)):
            dates.append(day)
            continue
        dateline = find_dateline(text, label.end if label else start, end, rules.dateline)
        if dateline and _counts(dateline, number, is_prose=is_prose, is_labelled=label is not None):
            found.append(dateline)
            if not dateline.is_alone or headline:
                break
            continue
        if (
            headline is None
            and not is_prose
            and _is_headline(text, start, end, rules.reachable, is_only=len(lines) == 1)
        ):
            headline = label.end if label else _HASHES.match(text, start, end).end(), end  # type: ignore[union-attr]
        elif first is None and not is_prose and end - start <= _MAX_HEADLINE:
            first = start, end
        is_prose = (
            is_prose
            or end - start > _MAX_HEADLINE
            or (text[start:end].rstrip().endswith(".") and end - start > _MAX_PROSE)
        )
    if headline is None and first and found and first[1] <= found[0].start:
        headline = first
    return _head(text, headline, found, dates)


def _lines(text: str, rules: HeadRules) -> list[_SPAN]:
    """Return the lines that say something, without a letterhead: a name alone among labels and days, the headline below."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    ends = (n for n, (_, end) in enumerate(lines[:_HEAD_LINES], 1) if _BLANK_LINE.match(text, end))
    block = next(ends, 0)
    names = [line for line in lines[:block] if not _is_label_or_day(text, *line, rules)]
    if block < 2 or len(names) != 1 or len(text[slice(*names[0])].split()) > _MAX_NAME or len(lines) == block:
        return lines
    below = lines[block]
    is_titled = _is_headline(text, *below, rules.reachable, is_only=False) and not text[
        slice(*below)
    ].rstrip().endswith(".")
    is_letterhead = (
        is_titled and not find_dateline(text, *below, rules.dateline) and not _is_label_or_day(text, *below, rules)
    )
    return [line for line in lines if line not in names] if is_letterhead else lines


def _is_label_or_day(text: str, start: int, end: int, rules: HeadRules) -> bool:
    label, day = read_label(text, start, end, rules), rules.dateline.day.find(text, start, end)
    return bool(label and label.is_whole) or bool(day and not text[day.end() : end].strip())


def _contact_end(text: str, at: int, rules: HeadRules) -> int:
    """Return where the lines below a label end that give names and numbers: up to the last address before a blank line."""
    block = _BLOCK.match(text, at)
    reachable = list(rules.reachable.find_all(text, at, block.end())) if block else []
    return reachable[-1].end() if reachable else at


def _sender_end(text: str, start: int, end: int, rules: HeadRules) -> int:
    """Return where the line ends that names who sent a release out, below `News provided by`."""
    name = _NAME_BELOW.match(text, end) if rules.sent_by.find(text, start, end) else None
    return name.end() if name else end


def _head(text: str, headline: _SPAN | None, found: list[Dateline], dates: list[_SPAN]) -> Head:
    """Return the head of its parts: the day that states its year before one that does not."""
    days = [d.date for d in found if d.date] + dates
    days.sort(key=lambda span: not re.search(r"\d{4}|[/-]\d\d$", text[slice(*span)]))
    place = next((d.place for d in found if d.place), None)
    # A day before the headline is its own line; the dateline proper stands before the text.
    dateline = found[-1] if found else None
    lead_start = max([headline[1] if headline else 0, dateline.end if dateline else 0])
    return Head(headline, dateline, days[0] if days else None, place, lead_start)


def _counts(dateline: Dateline, number: int, *, is_prose: bool, is_labelled: bool) -> bool:
    """Return whether a dateline may stand there: a headline may begin like a place, a paragraph with a day."""
    if not dateline.date and not dateline.is_credited:
        return number > 0
    return bool(not is_prose or dateline.is_credited or (dateline.place and dateline.date)) or is_labelled


def _is_headline(text: str, start: int, end: int, reachable: Rule, *, is_only: bool) -> bool:
    line = text[start:end].strip()
    is_lead = len(line) > _MAX_HEADLINE or (line.endswith(".") and len(line) > _MAX_PROSE)
    return not (is_only or is_lead or (len(line) < _MAX_CONTACT and reachable.find(line)))


def _day_before_label(text: str, start: int, end: int, rules: HeadRules) -> _SPAN | None:
    """Return the day of `March 10, 2021 Contact: Jane Doe`, `14 May 2024 PRESS RELEASE`."""
    day = rules.dateline.day.find(text, _REST.match(text, start, end).end(), end)  # type: ignore[union-attr]
    if not day:
        return None
    rest = _REST.match(text, day.end(), end).end()  # type: ignore[union-attr]
    time = rules.dateline.time.find(text, rest, end)
    rest = _REST.match(text, time.end(), end).end() if time else rest  # type: ignore[union-attr]
    label = read_label(text, rest, end, rules) if rest < end else None
    return day.span() if label and label.is_whole else None


class Label(NamedTuple):
    """A label at the start of a line: where it ends, the day it states, whether it is all of the line."""

    end: int
    date: _SPAN | None
    is_whole: bool


def read_label(text: str, start: int, end: int, rules: HeadRules) -> Label | None:
    """Return the label that the line `text[start:end]` begins with, if it begins with one.

    >>> from presstab.resources import packaged
    >>> read_label("NEWS RELEASE: Acme Opens Plant", 0, 30, packaged().layout.head)
    Label(end=14, date=None, is_whole=False)
    """
    match = rules.label.match(text, start, end)
    if not match:
        return None
    kind = id_of(match).removeprefix("label.")
    at = _REST.match(text, match.end(), end).end()  # type: ignore[union-attr]
    date = next(rules.dateline.day.find_all(text, match.end(), end), None)
    is_short = end - start < _MAX_LABEL
    if at >= end or (kind in {"contact_line", "exhibit"} and is_short):
        return Label(end, None, is_whole=True)
    if kind == "embargo" and is_short:
        return Label(end, date.span() if date else None, is_whole=True)
    if kind == "source":
        is_line = not match[0].lower().lstrip().startswith("dateline") and is_short
        return Label(end if is_line else at, None, is_whole=is_line)
    if kind == "names":
        return Label(at, None, is_whole=False)
    if kind == "dated":
        is_whole = bool(date and date.start() == at and is_short)
        return Label(end, date.span(), is_whole=True) if date and is_whole else None
    return _release_label(text, match, at, end, rules)


def _day_at(text: str, at: int, end: int, rules: HeadRules) -> re.Match[str] | None:
    """Return the day at a place, a time of day before it or not: 6 a.m. EDT, Monday, June 3."""
    day, time = rules.dateline.day.find(text, at, end), rules.dateline.time.find(text, at, end)
    if day or not time:
        return day
    return rules.dateline.day.find(text, _REST.match(text, time.end(), end).end(), end)  # type: ignore[union-attr]


def _release_label(text: str, match: re.Match[str], at: int, end: int, rules: HeadRules) -> Label | None:
    """Return `NEWS RELEASE` with what follows it: another label, a day, or after a colon or dash the headline itself."""
    further = read_label(text, at, end, rules)
    if further and further.is_whole:
        return further
    until = rules.until.find(text, at, end)
    day = _day_at(text, until.end() if until else at, end, rules)
    if day:
        rest = _REST.match(text, day.end(), end).end()  # type: ignore[union-attr]
        further = read_label(text, rest, end, rules) if rest < end else None
        is_whole = rest >= end or bool(further and further.is_whole)
        return Label(end, day.span(), is_whole=True) if is_whole else Label(at, None, is_whole=False)
    is_parted = re.search(r"[:|–—]|\s-\s", text[match.end() : at])
    return Label(at, None, is_whole=False) if is_parted or match[0].isupper() else None
