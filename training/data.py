"""Annotated and unannotated texts as training windows, with the habits of releases taught by augmentation."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from presstab.corpus.gold import GoldMention, GoldRelease, load_gold, whole_words
from presstab.recogniser.encode import Encoded, Encoder, with_shape
from torch import Tensor

LABELS = ["O", *(f"{part}-{label}" for label in ("ORG", "PERSON", "TECH", "DATE", "TITLE") for part in "BI")]
UPPER, TITLE, LOWER, LETTERS = 6, 8, 5, (5, 6, 7, 8, 9)
AFTER_BLANK, AFTER_LINE_BREAK = 10, 20
_MIN_PIECES = 10

Targets = NDArray[np.float16]
Annotated = tuple[str, list[GoldMention]]


class Habits(NamedTuple):
    """How often a window (or, for names, a release) is changed, as shares of 1."""

    upper: float = 0.05
    title: float = 0.05
    headline: float = 0.1
    run_together: float = 0.1
    names: float = 0.0


class Sources(NamedTuple):
    """Where the texts lie."""

    gold: Path
    texts: Path
    more: Path
    gazetteers: Path

    @property
    def wikigold(self) -> Path:
        """Return the third-party set that is trained on."""
        return self.gold / "thirdparty" / "wikigold.jsonl"


class Example(NamedTuple):
    """A text as pieces; `targets` has a row of label probabilities a piece, all zero where nothing is taught."""

    encoded: Encoded
    targets: Targets


class Window(NamedTuple):
    """A stretch of pieces with their shapes and targets."""

    piece_ids: list[int]
    shapes: list[int]
    targets: Targets


def load_annotated(folder: Path, wanted: Callable[[str], bool] = lambda name: True) -> list[Annotated]:
    """Return text and mentions of the annotated releases of a folder whose ids are wanted."""
    lines = (folder / "releases.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {record["id"]: record["text"] for record in map(json.loads, lines)}
    return [
        (texts[gold.doc_id], [*gold.mentions, *title_mentions(texts[gold.doc_id], gold)])
        for gold in load_gold(folder / "gold.jsonl")
        if wanted(gold.doc_id)
    ]


_TITLE_REACH = 250  # characters between a person and a title that is taken for that person's


def title_mentions(text: str, gold: GoldRelease) -> list[GoldMention]:
    """Return where the titles of the annotated offices stand: beside their person, else where they stand first.

    The gold names titles without places. Other occurrences of the words are neither taught
    as titles nor as anything else.
    """
    found: dict[tuple[int, int], bool] = {}
    for role in gold.roles:
        people = [m.start for m in gold.mentions if m.label == "PERSON" and m.name == role.person]
        places = list(whole_words(text, role.title))
        near = [p for p in places if any(abs(p[0] - at) < _TITLE_REACH for at in people)] or places[:1]
        for place in places:
            found[place] = found.get(place, True) and place not in near
    taken = [(m.start, m.end) for m in gold.mentions]
    return [
        GoldMention(start, end, text[start:end], "TITLE", optional=is_optional)
        for (start, end), is_optional in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1]))
        if not any(start < b and a < end for a, b in taken)
    ]


def load_texts(path: Path) -> dict[str, str]:
    """Return the texts of a file of JSON lines, gzipped or not, by the releases' ids."""
    content = path.read_bytes()
    plain = gzip.decompress(content) if path.suffix == ".gz" else content
    records = [json.loads(line) for line in plain.decode("utf-8").split("\n") if line]
    return {record["id"]: record["text"] for record in records}


def first_pieces(encoded: Encoded) -> list[int]:
    """Return the place of each word's first piece."""
    words = encoded.word_of_piece
    return [at for at, word in enumerate(words) if at == 0 or words[at - 1] != word]


def by_piece(encoded: Encoded, by_word: Targets) -> Targets:
    """Return targets a piece: each word's on its first piece, nothing on the others."""
    targets = np.zeros((len(encoded.piece_ids), len(LABELS)), dtype=np.float16)
    targets[first_pieces(encoded)] = by_word
    return targets


def gold_example(text: str, mentions: Sequence[GoldMention], encoder: Encoder) -> Example:
    """Return an annotated release; optional mentions are not taught as either."""
    encoded = encoder.encode(text)
    of_word = np.zeros((len(encoded.words), len(LABELS)), dtype=np.float16)
    of_word[:, 0] = 1
    for mention in mentions:
        inside = [n for n, (start, end) in enumerate(encoded.words) if start < mention.end and mention.start < end]
        for position, word in enumerate(inside):
            if mention.optional:
                of_word[word] = 0
            elif of_word[word, 0]:
                of_word[word] = 0
                of_word[word, LABELS.index(f"{'I' if position else 'B'}-{mention.label}")] = 1
    return Example(encoded, by_piece(encoded, of_word))


def batches(examples: Sequence[Example], window: int, batch: int, habits: Habits) -> list[list[Window]]:
    """Return the batches of one epoch: windows from a random offset, of like length in a batch."""
    cut = [w for example in examples for w in _windows(example, window, habits)]
    random.shuffle(cut)
    runs = [sorted(cut[at : at + 256], key=lambda w: len(w.piece_ids)) for at in range(0, len(cut), 256)]
    alike = [w for run in runs for w in run]
    result = [alike[at : at + batch] for at in range(0, len(alike), batch)]
    random.shuffle(result)
    return result


def _windows(example: Example, size: int, habits: Habits) -> Iterator[Window]:
    encoded, targets = example
    shapes = _whole(encoded.shapes, habits)
    for start in range(-random.randrange(size), len(targets), size):
        part = slice(max(0, start), start + size)
        if len(targets[part]) > _MIN_PIECES:
            yield Window(encoded.piece_ids[part], _cased(shapes[part], habits), targets[part])


def _whole(shapes: list[int], habits: Habits) -> list[int]:
    """Return the shapes of a text with its headline in capitals, or its paragraphs run together, now and then."""
    if random.random() < habits.headline:
        end = next((at for at, s in enumerate(shapes) if at and s >= AFTER_LINE_BREAK), 0)
        shapes = [*_upper(shapes[:end]), *shapes[end:]]
    if random.random() < habits.run_together:
        shapes = [AFTER_BLANK + s % 10 if s >= AFTER_LINE_BREAK else s for s in shapes]
    return shapes


def _cased(shapes: list[int], habits: Habits) -> list[int]:
    chance = random.random()
    if chance < habits.upper:
        return _upper(shapes)
    if chance < habits.upper + habits.title:
        return [with_shape(s, TITLE) if s % 10 == LOWER else s for s in shapes]
    return shapes


def _upper(shapes: list[int]) -> list[int]:
    return [with_shape(s, UPPER) if s % 10 in LETTERS else s for s in shapes]


def pack(batch: Sequence[Window], encoder: Encoder) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return piece ids, shapes, mask and targets of a batch, padded, with the two special pieces."""
    width = max(len(window.piece_ids) for window in batch) + 2
    ids, shapes, mask = (torch.zeros(len(batch), width, dtype=torch.long) for _ in range(3))
    targets = torch.zeros(len(batch), width, len(LABELS))
    for row, window in enumerate(batch):
        n = len(window.piece_ids)
        ids[row, : n + 2] = torch.tensor([encoder.start_id, *window.piece_ids, encoder.end_id])
        shapes[row, 1 : n + 1] = torch.tensor(window.shapes)
        targets[row, 1 : n + 1] = torch.from_numpy(window.targets.astype(np.float32))
        mask[row, : n + 2] = 1
    return ids, shapes, mask, targets
