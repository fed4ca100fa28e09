"""The parts of a release: headline, dateline, lead, body, quotes, boilerplate, safe harbour, contact."""

from __future__ import annotations

import re
from typing import NamedTuple

_MAX_HEADLINE = 300
_HEAD_LINES = 12  # lines from the top among which a dateline is looked for
_MAX_DATELINE = 300  # characters: what blanks or capitals without an end could be of a dateline is not tried out
_MIN_QUOTE_WORDS = 4

_LINE = re.compile(r"[^\n]+")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_MONTH_UPPER = _MONTH.replace("[a-z]*", "[A-Za-z]*")
_DATE = (
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    rf"(?:(?i:{_MONTH_UPPER})\s*\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s*\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?\s+(?i:{_MONTH_UPPER}),?(?:\s+\d{{4}})?|\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
)
# TOKYO; ST. PETERSBURG, FL; New Brunswick, N.J.; LONDON and NEW YORK
_PLACE = r"(?P<place>[A-ZÀ-Þ][\w.'’À-ÿ-]*(?:[ ]+(?:of|de|la|and|&|[A-ZÀ-Þ][\w.'’À-ÿ-]*)){0,4}(?:,[ ]*[A-ZÀ-Þ][\w.À-ÿ-]*(?:[ ][A-ZÀ-Þ][\w.À-ÿ-]*){0,3}){0,3})"
_WIRE = r"(?:\(?\s*/?\s*(?:PR\s?Newswire|PRNewswire[\w-]*|BUSINESS WIRE|Business Wire|GLOBE NEWSWIRE|GlobeNewswire|ACCESSWIRE|ACCESS Newswire|Newsfile[\w .]*|24-7PressRelease|EINPresswire[\w.]*|PRWEB|CNW|Newswire[\w.]*|NEWS PROVIDED BY)[^)/]{0,30}[/)]?\s*\)?)"
_DATELINES = (
    # TOKYO, Aug. 1, 2024 /PRNewswire/ -- ; LONDON, 06 January 2026 – ; Baltimore, MD (June 5, 2026) --
    re.compile(rf"\s*(?:{_PLACE}[\s,]*(?:[-–—/|(]+\s*)?)(?P<date>{_DATE})\)?[\s,.]*(?:{_WIRE}[\s,]*)?(?:[-–—:|]+|\)|(?<=/)|(?=\()|(?=\n)|\s{{2,}}|(?=[A-Z]))"),
    # June 5, 2026 - TOKYO - ; JANUARY 8, 2026 –
    re.compile(rf"\s*(?P<date>{_DATE})[\s,]*(?:[-–—|]+\s*)?(?:{_PLACE}\s*)?(?:{_WIRE}\s*)?(?:[-–—:|]+|(?=\n)|$)"),
    # (BUSINESS WIRE)-- with the place but no date; BAAR, SWITZERLAND –
    re.compile(rf"\s*{_PLACE}[\s,]*{_WIRE}\s*(?:[-–—:]+)?"),
    re.compile(r"\s*(?P<place>[A-ZÀ-Þ]{3,}[A-ZÀ-Þ .'-]*(?:,\s*[A-Z][\w. ]{1,20})?)\s*(?:[-–—]+\s|$)"),
)  # fmt: skip
_SECTION = re.compile(
    r"(?:^|(?<=\n)|(?<=[.!?”\"]\s)|(?<=[.!?”\"]\s\s))[ \t*#>]*(?:"
    # About Acme; ABOUT ACME CORP.: a heading, or run together with the text behind it
    r"(?P<boilerplate>(?:About|ABOUT)\s+(?:[Tt]he\s+)?(?=[A-Z0-9][^\n]{1,80}(?:\n|$|:|\s))(?!\d+\s)(?![A-Z]?[a-z]+\s+(?:people|percent)))"
    r"|(?P<safe_harbour>(?i:(?:cautionary\s+(?:note|statement)s?|forward[-\s]looking\s+(?:statements?|information)|safe\s+harbou?r|disclaimer|disclosures?|legal\s+notice|notice\s+regarding)\b)"
    r"|This\s+(?:press|news)\s+release\s+(?:contains|includes|may\s+contain)\s+(?:certain\s+)?(?:[\"“]?forward)|(?:Certain\s+)?[Ss]tatements\s+(?:in|contained|made))"
    r"|(?P<contact>(?i:(?:(?:media|press|investors?|corporate|company|public)\s*(?:&|and|/)?\s*(?:media|investors?|relations|press)?\s*(?:contacts?|inquiries|enquiries|relations)|contacts?(?:\s+(?:details|information|us|person))?)\s*(?:[:\n|]|details|$)|source\s*:|for\s+(?:more|further|additional)\s+(?:information|details)[^\n.]{0,60}(?:contact|:))"
    r"|(?i:-end-|###|\# \# \#)|---+\s*\n)"
    r"|(?P<body>[A-Z][\w' ]{3,60}\n(?=[A-Z][^\n]{150,})))"
)
_QUOTE = re.compile(r"“[^”\n]{15,2000}(?:”|$|(?=\n))|(?<![\w])\"[^\"\n]{15,2000}\"(?!\w)")


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


def find_layout(text: str) -> Layout:
    """Return the layout of a release's text."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    if not lines:
        return Layout([], None, None, None)
    dateline = _find_dateline(text, lines[:_HEAD_LINES])
    head_end = _headline_end(text, lines, dateline.start if dateline else None)
    marks: list[tuple[int, str]] = [(0, "headline")] if head_end else []
    if dateline:
        marks.append((dateline.start, "dateline"))
    lead_start = dateline.end if dateline else head_end
    marks.append((lead_start, "lead"))
    lead_end = next((end for start, end in lines if end > lead_start and text[lead_start:end].strip()), len(text))
    marks.append((lead_end, "body"))
    marks += _sections(text, lead_end)
    zones = _cut(_from_marks(marks, len(text)), text)
    return Layout(zones, _headline(text, head_end), dateline.place if dateline else None,
                  dateline.date if dateline else None)  # fmt: skip


class _Dateline(NamedTuple):
    start: int
    end: int
    place: str | None
    date: tuple[int, int] | None


def _find_dateline(text: str, lines: list[tuple[int, int]]) -> _Dateline | None:
    for number, (start, end) in enumerate(lines):
        for kind, pattern in enumerate(_DATELINES):
            reach = min(end, start + _MAX_DATELINE)
            match = pattern.match(text, start, reach)
            if match and match.end() == reach < end:
                continue
            # A headline may begin like a place: without a date it must stand below the first line.
            if match and (kind < 2 or number) and match.end() > start:
                groups = match.groupdict()
                date = match.span("date") if groups.get("date") else None
                place = groups.get("place")
                return _Dateline(start, match.end(), place.strip(" ,") if place else None, date)
    return None


def _headline_end(text: str, lines: list[tuple[int, int]], dateline: int | None) -> int:
    """Return where the headline and its subheads end; 0 where the text begins with its lead."""
    start, end = lines[0]
    first = text[start:end].strip()
    if dateline == start or len(first) > _MAX_HEADLINE or (first.endswith(".") and len(first) > 120):
        return 0
    if len(lines) == 1:
        return 0
    if dateline is not None:
        before = [line_end for line_start, line_end in lines if line_end <= dateline]
        heads = [e for e in before if e - lines[0][0] < 3 * _MAX_HEADLINE]
        return max(heads, default=end)
    return end


def _headline(text: str, end: int) -> str | None:
    for match in _LINE.finditer(text, 0, end):
        if match[0].strip():
            return match[0].strip()
    return None


def _sections(text: str, start: int) -> list[tuple[int, str]]:
    """Return where each section behind the lead begins."""
    marks: list[tuple[int, str]] = []
    for match in _SECTION.finditer(text, start):
        name = match.lastgroup or "body"
        # A subheading opens a body section again, but below the boilerplate only contacts follow.
        if name == "body" and (not marks or marks[-1][1] in {"body", "boilerplate", "contact"}):
            continue
        marks.append((match.start(), name))
    return marks


def _from_marks(marks: list[tuple[int, str]], end: int) -> list[Zone]:
    ends = [at for at, _ in marks[1:]] + [end]
    return [Zone(at, stop, name) for (at, name), stop in zip(marks, ends, strict=True) if stop > at]


def _cut(zones: list[Zone], text: str) -> list[Zone]:
    """Return the zones with the quotations of lead and body as zones of their own."""
    cut: list[Zone] = []
    for zone in zones:
        at = zone.start
        quotes = _QUOTE.finditer(text, zone.start, zone.end) if zone.name in {"lead", "body"} else ()
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
