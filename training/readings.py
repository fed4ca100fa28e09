"""Stretches of the unannotated releases that a reader annotated whole: `readings.csv`.

It names places in releases of `../shared/releases` (characters, end exclusive), and holds no text, which belongs to
others. A row with the label READ is a stretch that was read; those with ORG, PERSON, TECH or TITLE say what stands in
it, one with UNSURE is of what two readers would disagree about. What no row names in a stretch is nothing, or a date:
nobody was asked for dates, which our rules find. Where a conversion glued words together (`Jane DoeHead`), readers
marked few of them, so what nobody marked around such a place teaches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from presstab.corpus.gold import GoldMention
from presstab.dates import find_dates
from presstab.glued import glued_at
from presstab.recogniser.encode import Encoder

from training.data import Example, by_piece, first_pieces, gold_example
from training.decisions import Decision, load_decisions

PACKAGED = Path(__file__).parent / "readings.csv"
_CAPITAL_WITHIN = re.compile(r"(?<=[a-z]{2})[A-Z](?=[a-z])")
_GLUED = 6  # words on either side of a place where words were glued together that teach nothing, if nobody marked them
_AROUND = 120  # characters on either side of what was read that are shown too, and teach nothing


class Stretch(NamedTuple):
    """A part of a release: its text, the parts of this that were read, what stands in them; in characters of it."""

    text: str
    read: list[tuple[int, int]]
    mentions: list[GoldMention]


def load_readings(texts: Mapping[str, str], path: Path = PACKAGED) -> list[Stretch]:
    """Return what was read of the releases whose texts are given, near parts in one stretch."""
    told = load_decisions(path)
    return [stretch for name, rows in told.items() if name in texts for stretch in _stretches(texts[name], rows)]


def read_example(stretch: Stretch, pieces: Encoder) -> Example:
    """Return a stretch as an example: what was not read in it is taught as nothing at all."""
    dates = [GoldMention(date.start, date.end, date.text, "DATE") for date in find_dates(stretch.text)]
    encoded, targets = gold_example(stretch.text, [*stretch.mentions, *dates], pieces)
    words, rows = np.array(encoded.words), targets[first_pieces(encoded)]
    was_read = np.zeros(len(words), dtype=bool)
    for start, end in stretch.read:
        was_read |= (words[:, 0] < end) & (start < words[:, 1])
    rows[~was_read] = 0
    rows[_glued(stretch.text, words) & (rows[:, 0] > 0)] = 0
    return Example(encoded, by_piece(encoded, rows))


def _glued(text: str, words: np.ndarray) -> np.ndarray:
    """Return which words stand near a place where others were glued together."""
    cuts = np.array(sorted({*glued_at(text), *(match.start() for match in _CAPITAL_WITHIN.finditer(text))}), dtype=int)
    numbers = np.arange(len(words))
    at = np.searchsorted(words[:, 0], cuts) if len(words) else cuts
    found: np.ndarray = (np.abs(numbers[:, None] - at[None, :]) <= _GLUED).any(axis=1)
    return found


def _stretches(text: str, rows: Sequence[Decision]) -> list[Stretch]:
    parts = sorted((row.start, row.end) for row in rows if row.label == "READ")
    groups: list[list[tuple[int, int]]] = []
    for part in parts:
        if groups and part[0] - groups[-1][-1][1] < _AROUND:
            groups[-1].append(part)
        else:
            groups.append([part])
    return [_stretch(text, group, rows) for group in groups]


def _stretch(text: str, parts: Sequence[tuple[int, int]], rows: Sequence[Decision]) -> Stretch:
    start = max(0, text.rfind("\n", 0, max(0, parts[0][0] - _AROUND)), parts[0][0] - 2 * _AROUND)
    end = parts[-1][1] + _AROUND
    inside = [row for row in rows if row.label != "READ" and start <= row.start and row.end <= end]
    mentions = [_mention(text, row, start) for row in inside]
    return Stretch(text[start:end], [(a - start, b - start) for a, b in parts], mentions)


def _mention(text: str, row: Decision, start: int) -> GoldMention:
    words, is_unsure = text[row.start : row.end], row.label == "UNSURE"
    return GoldMention(row.start - start, row.end - start, words, row.label, optional=is_unsure)
