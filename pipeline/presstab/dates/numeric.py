"""In which order a text writes the day and the month of its numeric dates."""

from __future__ import annotations

import re

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d\d)(?![\d/-])")


def is_day_first(text: str) -> bool | None:
    """Return how a text orders numeric dates, by those that can be read one way only."""
    if "/" not in text and "-" not in text:
        return None
    firsts = [(int(a) > 12, int(b) > 12) for a, b in _NUMERIC.findall(text)]
    by_day, by_month = any(a and not b for a, b in firsts), any(b and not a for a, b in firsts)
    return by_day if by_day != by_month else None


def ambiguous_numeric(text: str) -> list[tuple[int, int]]:
    """Return the places of numeric dates whose order of day and month nothing in the text settles."""
    if is_day_first(text) is not None:
        return []
    return [
        m.span()
        for m in _NUMERIC.finditer(text)
        if int(m[1]) <= 12 and int(m[2]) <= 12 and m[1].lstrip("0") != m[2].lstrip("0")
    ]
