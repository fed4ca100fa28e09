"""Abbreviations with the long forms that a text gives them in brackets. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from presstab.terms import SMALL_WORDS

_PAIR = re.compile(r"\(\s*[“\"'‘]?\s*(?P<short>[A-Za-z0-9][A-Za-z0-9/&.\-]{1,11}s?)\s*[”\"'’]?\s*\)")
# EMDR (eye movement desensitization and reprocessing)
_REVERSED = re.compile(
    r"\b(?P<short>[A-Z][A-Za-z]{1,9})\s*\(\s*(?:(?:the|an?)\s+)?(?P<long>[A-Za-z][^()\n]{5,100}?)\s*\)"
)
_MAX_LONG_WORDS = 8
_SIGNS = frozenset(["TM", "SM"])  # trade marks: Acme(TM)


class AbbreviationPair(NamedTuple):
    """A long form with the abbreviation that stands in brackets after it, in characters."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


def find_abbreviations(text: str) -> Iterator[AbbreviationPair]:
    """Yield pairs `long form (ABBR)`, as Schwartz and Hearst (PSB 2003) match them.

    Every letter or digit of the abbreviation must be found in order in the words before the
    bracket, its first at the start of a word.
    """
    for match in _PAIR.finditer(text):
        short = match["short"]
        if not any(c.isupper() for c in short) or len(short.rstrip("s")) < 2 or short in _SIGNS:
            continue
        letters = short.removesuffix("s") if len(short) > 2 and short[:-1].isupper() else short
        start = _long_start(text, match.start(), letters)
        if start is not None:
            end = start + len(text[start : match.start()].rstrip())
            yield AbbreviationPair(start, end, match.start("short"), match.end("short"))


def find_reversed(text: str) -> Iterator[AbbreviationPair]:
    """Yield pairs `ABBR (long form)`: the letters of the abbreviation begin the words of the bracket, small ones aside.

    >>> [text[p.long_start : p.long_end] for text in ["by EMDR (Eye Movement Desensitization and Reprocessing)."]
    ...  for p in find_reversed(text)]
    ['Eye Movement Desensitization and Reprocessing']
    """
    for match in _REVERSED.finditer(text):
        words = [word for word in re.split(r"[\s\-/,]+", match["long"]) if word]
        letters = match["short"].removesuffix("s").lower()
        initials = {
            "".join(word[0] for word in kept).lower() for kept in (words, [w for w in words if w not in SMALL_WORDS])
        }
        if len(letters) > 2 and letters in initials:
            yield AbbreviationPair(*match.span("long"), *match.span("short"))


def begins_long_form(words: str, short: str) -> bool:
    """Return whether words can begin what an abbreviation is short for: each gives it a letter, small words aside.

    >>> [begins_long_form(words, "LOQ") for words in ("limit of ", "the limit of ", "levels near the ", "LOQ) limit ")]
    [True, False, False, False]
    """
    at, letters = 0, short.lower()
    for word in re.findall(r"\w+", words.lower()):
        found = letters.find(word[0], at)
        if found < 0 and (word not in SMALL_WORDS or at == 0):
            return False
        at = found + 1 if found >= 0 else at
    return ")" not in words


def _long_start(text: str, end: int, short: str) -> int | None:
    limit = max(0, end - 120)
    clause = max(text.rfind(mark, limit, end) for mark in ("\n", ". ", "; ", ": ", ") ", "“", '"'))
    at = end - 1
    earliest = max(limit, clause + 1)
    for number, character in reversed(list(enumerate(short))):
        if not character.isalnum():
            continue
        while at >= earliest and (
            text[at].lower() != character.lower() or (number == 0 and at > 0 and text[at - 1].isalnum())
        ):
            at -= 1
        if at < earliest:
            return None
        at -= 1
    start = at + 1
    words = text[start:end].split()
    if not words or len(words) > min(_MAX_LONG_WORDS, 2 * len(short)) or len(text[start:end].strip()) <= len(short):
        return None
    return start
