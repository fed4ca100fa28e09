"""`today` that means nowadays: it names no day."""

from __future__ import annotations

import re

# What is of the day itself: today's announcement, today's annual general meeting, today's closing price.
_OF_THE_DAY = (
    r"announcements?|news|release|report|results|meetings?|hearing|ruling|decision|verdict|vote|call|webcast|webinar|event|"
    r"ceremony|launch|opening|session|trading|close|closing|price|publication|statement|filing|agreement|acquisition|"
    r"appointments?|investment|award|milestone|game|match|race|questions|date|research|stocks|rank|editions?|issue|newspapers?|papers?|"
    r"broadcast|episode|programme|quiz|lecture|speech|briefing|vigil|protest|strike"
)
_NOT_OF_THE_DAY = re.compile(rf"['’]s\s+(?!(?i:(?:[\w&#-]+\s+){{0,3}}?(?:{_OF_THE_DAY}))\b)\w")
# the powerhouse it is today; the needs of today
_BEFORE = re.compile(
    r"\b(?:(?:it|he|she|they|we|I|you|that)\s+(?:is|are|am)|needs\s+of|(?:leaders|world|consumer)s?\s+of)\s+$"
)
_REACH = 60  # characters


def is_nowadays(text: str, start: int, end: int) -> bool:
    """Return whether the `today` from `start` to `end` means these days rather than the day of the text.

    >>> [is_nowadays(text, 0, 5) for text in ("today's fast-paced market", "today's joint announcement", "today")]
    [True, False, False]
    """
    after = text[end : end + _REACH]
    return bool(_NOT_OF_THE_DAY.match(after) or _BEFORE.search(text[max(0, start - _REACH) : start]))
