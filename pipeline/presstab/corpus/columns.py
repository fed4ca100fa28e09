"""Two columns of prose on a page, told from the blank stripe between them."""

from __future__ import annotations

import re

_LEAST_GAP = 3  # characters
_LEAST_LINES = 4  # side by side
_LEAST_WORDS = 2.0  # a line, on either side: a table of figures is no prose
_LEAST_LETTERS = 0.6


def split_columns(layout: str) -> str | None:
    """Return the text of a page drawn in a fixed width, left column before right; None where it has one column.

    What stands before and after the columns over the whole width stays there.
    """
    lines = layout.rstrip().split("\n")
    at = _stripe(lines)
    if at is None:
        return None
    beside = [n for n, line in enumerate(lines) if line[:at].strip() and line[at:].strip()]
    top, bottom = beside[0], beside[-1] + 1
    left = [line[:at].strip() for line in lines[top:bottom]]
    right = [line[at:].strip() for line in lines[top:bottom]]
    if not (_is_prose(left) and _is_prose(right)):
        return None
    parts = [line.strip() for line in [*lines[:top], *left, *right, *lines[bottom:]]]
    return "\n".join(re.sub(r" {2,}", " ", line) for line in parts if line)


def _stripe(lines: list[str]) -> int | None:
    """Return a place that is blank in every line that reaches over it, with text on both sides of many."""
    starts: dict[int, int] = {}
    for line in lines:
        for gap in re.finditer(rf"(?<=\S) {{{_LEAST_GAP},}}(?=\S)", line):
            starts[gap.end()] = starts.get(gap.end(), 0) + 1
    for at, number in sorted(starts.items(), key=lambda item: -item[1]):
        if number < _LEAST_LINES:
            return None
        beside = [n for n, line in enumerate(lines) if line[:at].strip() and line[at:].strip()]
        block = [line for line in lines[beside[0] : beside[-1] + 1] if line.strip()]
        if all(not line[at - 2 : at].strip() for line in block) and number > 0.6 * len(block):
            return at
    return None


def _is_prose(lines: list[str]) -> bool:
    full = [line for line in lines if line]
    text = " ".join(full)
    words = re.findall(r"[A-Za-z]{2,}", text)
    letters = sum(map(str.isalpha, text)) / max(1, len(text))
    return len(words) >= _LEAST_WORDS * len(full) and letters > _LEAST_LETTERS
