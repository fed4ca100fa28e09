"""A sentence as the network of relations reads it: word pieces, each name one piece, whatever its words.

So the network sees `[ORG] has agreed to buy [ORG]` and learns nothing of whose names these are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from presstab.analysis.ties.ends import PRONOUN, UNSAID, End, Pair
from presstab.analysis.ties.scene import Scene
from presstab.recogniser.encode import Encoder

WORD, ORG, ISSUER, PERSON, DATE, TECH, WE, NOT_NAMED = range(8)
N_KINDS = 8
NAME = "[MASK]"  # the piece that stands for a name
MAX_PIECES = 160  # of a sentence; what stands after them is not read
_OF_LABEL = {"ORG": ORG, "PERSON": PERSON, "DATE": DATE, "TECH": TECH}
NO_STATE = -1
_PREFIX = 2  # the beginning, and the issuer where it is not named


class Asked(NamedTuple):
    """A question to the network: the number of a pair, and the pieces that are its two ends."""

    pair: int
    first: int
    second: int


class Sentence(NamedTuple):
    """The pieces of a sentence, their shapes, what kind of thing each stands for, and what is asked of it.

    `rows` are the rows of the words' states in the scene; of a name there is none.
    """

    pieces: list[int]
    shapes: list[int]
    kinds: list[int]
    rows: list[int]
    asked: list[Asked]


class _Mark(NamedTuple):
    start: int
    end: int
    kind: int


def sentences_of(scene: Scene, pairs: Sequence[Pair], encoder: Encoder) -> list[Sentence]:
    """Return the sentences in which pairs stand; a pair whose ends are not among the pieces read is asked of none."""
    marks = _marks(scene)
    starts = [mark.start for mark in marks]
    rows = _first_rows(scene)
    numbers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        numbers[scene.sentence(pair.second.start)].append(number)
    found = []
    for (begin, end), here in numbers.items():
        own = marks[bisect_left(starts, begin) : bisect_left(starts, end)]
        pronouns = {e.start for number in here for e in pairs[number] if e.kind == PRONOUN}
        sentence, places = _read(scene.text[begin:end], begin, own, pronouns, encoder, rows)
        asked = [Asked(n, *at) for n in here if (at := _places(pairs[n], places))]
        if asked:
            found.append(sentence._replace(asked=asked))
    return found


def _marks(scene: Scene) -> list[_Mark]:
    """Return the names in order, none within another."""
    found: list[_Mark] = []
    for mention in sorted(scene.mentions, key=lambda mention: (mention.start, -mention.end)):
        if mention.label in _OF_LABEL and (not found or mention.start >= found[-1].end):
            is_issuer = mention.label == "ORG" and mention.entity == scene.issuer_at(mention.start)
            found.append(_Mark(mention.start, mention.end, ISSUER if is_issuer else _OF_LABEL[mention.label]))
    return found


def _first_rows(scene: Scene) -> dict[int, int]:
    """Return the row of the first piece's state by where a word begins."""
    starts = scene.states.starts.tolist() if scene.states else []
    return dict(
        zip(reversed(starts), reversed(range(len(starts))), strict=True)
    )  # of equals the last, so the first, stays


def _read(
    text: str, begin: int, marks: Sequence[_Mark], pronouns: set[int], encoder: Encoder, rows: Mapping[int, int]
) -> tuple[Sentence, dict[int, int]]:
    """Return a sentence without questions, and the piece of each word's or name's first character."""
    encoded = encoder.encode(text)
    name = encoder.id_of(NAME)
    sentence = Sentence([encoder.start_id, name], [0, 0], [WORD, NOT_NAMED], [NO_STATE] * _PREFIX, [])
    places: dict[int, int] = {}
    coming = iter([*marks, _Mark(begin + len(text), begin + len(text), WORD)])
    mark = next(coming)
    for piece, shape, word in zip(encoded.piece_ids, encoded.shapes, encoded.word_of_piece, strict=True):
        at = begin + encoded.words[word][0]
        while at >= mark.end:
            mark = next(coming)
        inside = at >= mark.start
        if inside and mark.start in places:
            continue
        first = places.setdefault(mark.start if inside else at, len(sentence.pieces))
        row = NO_STATE if inside or at not in rows else rows[at] + len(sentence.pieces) - first
        sentence.pieces.append(name if inside else piece)
        sentence.shapes.append(shape)
        sentence.kinds.append(mark.kind if inside else WE if at in pronouns else WORD)
        sentence.rows.append(row)
    pieces, shapes, kinds, numbers = (column[:MAX_PIECES] for column in sentence[:4])
    return Sentence(pieces, shapes, kinds, numbers, []), places


def _places(pair: Pair, places: Mapping[int, int]) -> tuple[int, int] | None:
    """Return the pieces of the two ends; None where one is not read, or both are one."""
    first, second = (_place(end, places) for end in pair)
    return None if first is None or second is None or first == second else (first, second)


def _place(end: End, places: Mapping[int, int]) -> int | None:
    place = _PREFIX - 1 if end.kind == UNSAID else places.get(end.start)
    return place if place is not None and place < MAX_PIECES else None
