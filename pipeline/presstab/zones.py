"""The parts of a release: headline, dateline, lead, body, quotes, boilerplate, safe harbour, contact."""

from __future__ import annotations

import re
from typing import NamedTuple

from presstab.heads import Head, HeadRules, find_head
from presstab.rules import Rule, id_of, joined
from presstab.text import LONG_LINE

_MIN_QUOTE_WORDS = 4
_LEAD = 300  # characters of a long line after which the lead ends with its sentence

_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z]{2})[.!?][”\"]?(?=\s)")  # but not after `St.`
# Where a line or a sentence begins, bullets and marks of headings aside
_BEGINS = r"(?:^|(?<=\n)|(?<=[.!?”\"]\s)|(?<=[.!?”\"]\s\s))[ \t*#>]*"


class SectionRules(NamedTuple):
    """The rules of `resources/rules/sections.yml`, by name; the file says what each is for."""

    boilerplate: Rule
    safe_harbour: Rule
    contact: Rule
    subheading: Rule
    quote: Rule


class LayoutRules(NamedTuple):
    """All that the parts of a release are read by: what begins sections, as one pattern, what is quoted, and its top."""

    section: re.Pattern[str]
    quote: Rule
    head: HeadRules

    @classmethod
    def of(cls, sections: SectionRules, head: HeadRules) -> LayoutRules:
        """Return the rules of sections, joined, beside those of the top."""
        *headings, quote = sections
        return cls(joined(headings, _BEGINS), quote, head)


class Zone(NamedTuple):
    """Characters `start` to `end` (exclusive) and what they are; zones do not overlap."""

    start: int
    end: int
    name: str


class Layout(NamedTuple):
    """The zones of a text in order, covering it, with what the top of it says."""

    zones: list[Zone]
    headline: str | None
    place: str | None
    dateline_date: tuple[int, int] | None


def find_layout(text: str, rules: LayoutRules) -> Layout:
    """Return the layout of a release's text."""
    if not text.strip():
        return Layout([], None, None, None)
    head = find_head(text, rules.head)
    lead_end = _lead_end(text, head.lead_start)
    marks = [
        *_head_marks(head),
        (head.lead_start, "lead"),
        (lead_end, "body"),
        *_sections(text, lead_end, rules.section),
    ]
    zones = _cut(_from_marks(marks, len(text)), text, rules.quote)
    headline = text[slice(*head.headline)].strip() if head.headline else None
    return Layout(zones, headline or None, head.place, head.date)


def _lead_end(text: str, start: int) -> int:
    """Return where the lead ends: with its line; where paragraphs were run together, with a sentence."""
    line = next((line for line in _LINE.finditer(text, start) if line[0].strip()), None)
    if line is None:
        return len(text)
    is_long = line.end() - line.start() > LONG_LINE
    sentence = _SENTENCE_END.search(text, line.start() + _LEAD, line.end()) if is_long else None
    return sentence.end() if sentence else line.end()


def _head_marks(head: Head) -> list[tuple[int, str]]:
    """Return where headline and dateline begin; what stands before both belongs to the first, to no dateline if that is all."""
    marks = []
    if head.headline:
        marks.append((head.headline[0], "headline"))
    if head.dateline:
        marks.append((head.dateline.start, "dateline"))
    marks.sort()
    if head.dateline and not head.headline and head.dateline.start:
        return [(0, "headline"), *marks]
    return [(0, marks[0][1]), *marks[1:]] if marks else []


def _sections(text: str, start: int, section: re.Pattern[str]) -> list[tuple[int, str]]:
    """Return where each section after the lead begins."""
    marks: list[tuple[int, str]] = []
    for match in section.finditer(text, start):
        rule = id_of(match).removeprefix("section.")
        name = "body" if rule == "subheading" else rule
        # A subheading opens a body section again, but after the boilerplate only contacts follow.
        if name == "body" and (not marks or marks[-1][1] in {"body", "boilerplate", "contact"}):
            continue
        marks.append((match.start(), name))
    return marks


def _from_marks(marks: list[tuple[int, str]], end: int) -> list[Zone]:
    ends = [at for at, _ in marks[1:]] + [end]
    return [Zone(at, stop, name) for (at, name), stop in zip(marks, ends, strict=True) if stop > at]


def _cut(zones: list[Zone], text: str, quote: Rule) -> list[Zone]:
    """Return the zones with the quotations of lead and body as zones of their own."""
    cut: list[Zone] = []
    for zone in zones:
        at = zone.start
        quotes = quote.find_all(text, zone.start, zone.end) if zone.name in {"lead", "body"} else ()
        for match in quotes:
            if len(match[0].split()) < _MIN_QUOTE_WORDS:
                continue
            if match.start() > at:
                cut.append(Zone(at, match.start(), zone.name))
            cut.append(Zone(match.start(), match.end(), "quote"))
            at = match.end()
        if zone.end > at:
            cut.append(Zone(at, zone.end, zone.name))
    return cut
