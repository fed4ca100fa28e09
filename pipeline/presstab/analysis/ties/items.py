"""A release as a row of items: a name, a title or a date is one item, whatever its words; every other word is one.

Ties are read from what stands between, before and after such items, so the reader sees `[PERSON] , [TITLE] of [ORG]`
and never whose names these are.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

WORD, PERSON, ORG, TITLE, DATE, TECH, MONEY, LINE = range(8)
KINDS = {"PERSON": PERSON, "ORG": ORG, "TITLE": TITLE, "DATE": DATE, "TECH": TECH, "MONEY": MONEY}
_COUNTED = (PERSON, ORG, TITLE, LINE)

# A blank line, a line break, a word with its inner apostrophes and points (`U.S`, `don't`), a mark
_PIECE = re.compile(r"[ \t]*\n\s*\n\s*|[ \t]*\n[ \t]*|\w+|[^\w\s]")
_STEM = 5  # letters by which `appointed`, `appoints` and `appointment` are one


class Named(NamedTuple):
    """A place in the text, end exclusive, of one of KINDS."""

    start: int
    end: int
    kind: str


class Items(NamedTuple):
    """The items of a release in order, one entry an item in each array.

    `words` and `stems` are hashes of what stands there, `counts` how many of each of `_COUNTED`, and how many
    sentence ends, stand before it; `of` is the number of the `Named` that an item is, -1 for other words;
    `at` is the item of each `Named`, -1 where it has none.
    """

    words: Ints
    stems: Ints
    shapes: Ints
    kinds: Ints
    starts: Ints
    sentences: Ints
    zones: Ints
    counts: Ints
    at: Ints


def items_of(
    text: str, named: Sequence[Named], sentences: Sequence[int], zones: Sequence[tuple[int, int, str]]
) -> Items:
    """Return the items of a text; `sentences` are the places where sentences begin, in order."""
    rows: list[tuple[int, int, int, int, int]] = []
    at = [-1] * len(named)
    end = title_end = 0
    for number in sorted(range(len(named)), key=lambda n: (named[n].start, -named[n].end)):
        name = named[number]
        if name.start < end and (name.start >= title_end or name.kind == "TITLE"):
            continue  # within another: what holds it stands for both; but an organisation named within a title is one
        rows += _words(text, end, name.start)
        at[number] = len(rows)
        kind = KINDS[name.kind]
        symbol = _symbol(name.kind)
        rows.append((symbol, symbol, 10 + kind, kind, max(name.start, end)))
        title_end = name.end if name.kind == "TITLE" else title_end
        end = max(end, name.end)
    rows += _words(text, end, len(text))
    table = np.array(rows or [(0, 0, 0, 0, 0)], dtype=np.int64)
    words, stems, shapes, kinds, starts = table.T
    in_sentence = np.searchsorted(np.array(sentences), starts, side="right") - 1
    zone_starts = [start for start, _, _ in zones]
    zone_names = [_symbol(name) for _, _, name in zones]
    in_zone = np.array([zone_names[bisect_right(zone_starts, s) - 1] if zones else 0 for s in starts.tolist()])
    counts = np.stack([np.cumsum(kinds == kind) for kind in _COUNTED])
    return Items(words, stems, shapes, kinds, starts, in_sentence, in_zone, counts, np.array(at, dtype=np.int64))


def _words(text: str, start: int, end: int) -> list[tuple[int, int, int, int, int]]:
    return [(*_read(match[0]), match.start()) for match in _PIECE.finditer(text, start, end)] if start < end else []


@lru_cache(maxsize=50_000)
def _read(piece: str) -> tuple[int, int, int, int]:
    """Return hash, hash of the stem, shape and kind of a piece."""
    if "\n" in piece:
        symbol = _symbol("paragraph" if piece.count("\n") > 1 else "line")
        return symbol, symbol, 1, LINE
    if piece.isdigit():
        symbol = _symbol("year" if len(piece) == 4 and piece[:2] in {"19", "20"} else "number")
        return symbol, symbol, 2, WORD
    plain = {"’": "'", "“": '"', "”": '"', "–": "-", "—": "-"}.get(piece, piece.lower())
    shape = 3 if not piece[0].isalnum() else 4 if piece.islower() else 5 if len(piece) > 1 and piece.isupper() else 6
    return crc32(plain.encode()), crc32(plain[:_STEM].encode()) ^ 0x5BD1E995, shape, WORD


@lru_cache(maxsize=100)
def _symbol(name: str) -> int:
    """Return the hash of what is no word: a kind, a zone, a line break."""
    return crc32(f"[{name}]".encode())
