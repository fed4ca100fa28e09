"""`today` that means nowadays: it names no day."""

from __future__ import annotations

from presstab.dates import cues

_REACH = 60  # characters


def is_nowadays(text: str, start: int, end: int) -> bool:
    """Return whether the `today` from `start` to `end` means these days rather than the day of the text.

    >>> [is_nowadays(text, 0, 5) for text in ("today's fast-paced market", "today's joint announcement", "today")]
    [True, False, False]
    """
    after = text[end : end + _REACH]
    return bool(cues.NOT_OF_THE_DAY.find(after) or cues.NOWADAYS_BEFORE.find(text[max(0, start - _REACH) : start]))
