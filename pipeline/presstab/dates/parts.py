"""Parts of a year as words name them: which quarter or half, of which year."""

from __future__ import annotations

from presstab.dates.words import ORDINALS, any_of, full_year

NTH = rf"(?:{any_of(list(ORDINALS)[:4])}|1st|2nd|3rd|4th|(?i:final|last|(?:front|back)(?=[-\s]half)))"
PERIOD = r"(?P<period>(?i:quarters(?=\s+of\s+\d)|quarter|qtr|half))\b"
TWO_YEARS = r"(?:[-/–](?P<last>\d\d(?:\d\d)?)(?![\d%]))?"  # 2023/24


def part_number(ordinal: str, letter: str) -> int:
    """Return the number that `third` or `final` gives a quarter (letter Q) or half (H)."""
    word = ordinal.lower()
    if word in {"final", "last", "back"}:
        return 4 if letter == "Q" else 2
    if word == "front":
        return 1
    return ORDINALS[word] if word in ORDINALS else int(word[0])


def part_letter(period: str) -> str:
    """Return Q or H for the word of a period."""
    return "H" if period.lower() == "half" else "Q"


def part_value(year: str, letter: str, number: int) -> str:
    """Return the value of a part of a year.

    Raises:
        ValueError: a year has no such half.
    """
    if letter == "H" and number > 2:
        raise ValueError(f"{letter}{number} is no half")
    return f"{year}-{letter}{number}"


def last_year(first: str, last: str | None) -> int:
    """Return the year in which a period named by one year or two ends: 2023/24 is 2024."""
    year = full_year(first)
    if not last:
        return year
    return int(last) if len(last) == 4 else year // 100 * 100 + int(last)
