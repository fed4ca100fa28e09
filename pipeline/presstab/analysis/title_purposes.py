"""What an office is for, where the recogniser stops before it: `Director`, of `Public Relations`."""

from __future__ import annotations

import re

Place = tuple[int, int]
Named = tuple[int, int, str]

# editor in chief, broker-owner: what the recogniser stops before
_COMPOUND = re.compile(r"(?<=ditor)[ -]in[ -][Cc]hief\b|(?:-[a-z]{3,})+\b")
# What an office is for, where the title stops before it: `Director, Public Relations`; `Manager of Legal Affairs`
_CAPITAL = r"[A-Z][\w&.\-]*(?<!\.)"
_PURPOSE = re.compile(
    rf"(?:,[ \t]+|[ \t]+of[ \t]+|[ \t]+-[ \t]+|[ \t]+(?:and|&)[ \t]+)(?:{_CAPITAL}(?:[ \t]+(?:and|&|of)[ \t]+|,[ \t]+|[ \t]+)){{0,5}}?{_CAPITAL}"
    r"(?=[ \t]*(?:[;:\n|.)”\"]|$|,[ \t]+(?:at|of|for|said|says|who|and)\b|[ \t]+(?:at|for|said|says|in|with)\b|[ \t]+[\w.]+@|[ \t]+\+?[(\d]))"
)
_WITH_PURPOSE = re.compile(
    r"(?i)\b(?:director|manager|president|vp|evp|svp|avp|advisor|adviser|specialist|counsel|head|lead|analyst|officer)(?:,[ ][^,;]+)?$"
)
# director of quantum computing at Acme
_FIELD = re.compile(r"(?P<field>\s+(?:of|for)\s+(?:[\w&\-,/ ]|(?<=\b[A-Z])\.)+?)\s+(?:at|for|with|of)\s+(?:the\s+)?")
MAX_FIELD = 70
# head of Celent's North American practice
_OF_ORGANISATION = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?$")
_REST_OF_PURPOSE = re.compile(
    r"['’]s?\s+(?P<rest>[A-Za-z][\w.&\-]*(?:\s+(?!who\b|said\b|says\b|and\b|is\b|at\b|in\b|on\b)[\w.&\-]+){0,5}?)(?=[,;.:)”\"]|\s+(?:who|said|says|and|is|at|in|on)\b|$)"
)


def whole(text: str, place: Place, names: list[Named]) -> Place:
    """Return a title's place with what the office is for, where the recogniser stopped before it."""
    start, end = place
    compound = _COMPOUND.match(text, end)
    start, end = place = (start, compound.end()) if compound else place
    end -= len(text[start:end]) - len(text[start:end].removesuffix(" of"))
    organisation = next((n for n in names if n[2] == "ORG" and n[0] >= end), None)
    if organisation and _OF_ORGANISATION.fullmatch(text[end : organisation[0]]):
        rest = _REST_OF_PURPOSE.match(text, organisation[1])
        return (start, rest.end()) if rest else place
    field = _FIELD.fullmatch(text, end, organisation[0]) if organisation and organisation[0] - end < MAX_FIELD else None
    if field:
        return start, field.end("field")
    purpose = _PURPOSE.match(text, end) if _WITH_PURPOSE.search(text[start:end]) else None
    if purpose is None or any(n[0] < purpose.end() and n[1] > end for n in names):
        return place
    return start, purpose.end()
