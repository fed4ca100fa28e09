"""What teachers say of texts that nobody annotated: the mean of their label probabilities, word by word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from pipeline.corpus.gold import GoldMention
from pipeline.recogniser.encode import Encoder
from pipeline.recogniser.model import Recogniser
from training.data import LABELS, Example, Targets, by_piece

_TITLES = [n for n, label in enumerate(LABELS) if label.endswith("TITLE")]
# Third-party sets know organisations and people alone: what they leave out may be the rest.
_THEIRS = {"ORG", "PERSON"}


def soften(text: str, teachers: Sequence[Recogniser], encoder: Encoder) -> Example:
    """Return a text with the mean of the teachers' probabilities; titles are those teachers' who know them."""
    encoded = encoder.encode(text)
    if not encoded.words:
        return Example(encoded, by_piece(encoded, np.zeros((0, len(LABELS)), dtype=np.float16)))
    rows = [teacher.probabilities(encoded) for teacher in teachers]
    return Example(encoded, by_piece(encoded, mean_of(rows).astype(np.float16)))


def mean_of(rows: Sequence[Targets]) -> Targets:
    """Return the mean of probabilities over `LABELS`; rows without the labels of titles share out what is left."""
    knowing = [row for row in rows if row.shape[1] == len(LABELS)]
    titles = np.mean([row[:, _TITLES] for row in knowing], axis=0)
    others = []
    for row in rows:
        plain = row[:, : _TITLES[0]].astype(np.float32)
        others.append(plain / plain.sum(axis=1, keepdims=True))
    mean: Targets = np.concatenate([np.mean(others, axis=0) * (1 - titles.sum(axis=1, keepdims=True)), titles], axis=1)
    return mean


def within_annotation(example: Example, mentions: Sequence[GoldMention]) -> Example:
    """Return an example whose probabilities are kept to what a third party's annotators allow."""
    encoded, targets = example
    allowed = np.ones((len(encoded.words), len(LABELS)), dtype=bool)
    theirs = [n for n, label in enumerate(LABELS) if label[2:] in _THEIRS]
    allowed[:, theirs] = False
    for mention in mentions:
        if mention.label in _THEIRS:
            inside = [n for n, (start, end) in enumerate(encoded.words) if start < mention.end and mention.start < end]
            for position, word in enumerate(inside):
                allowed[word] = False
                allowed[word, LABELS.index(f"{'I' if position else 'B'}-{mention.label}")] = True
    kept = targets.astype(np.float32) * allowed[encoded.word_of_piece]
    total = kept.sum(axis=1, keepdims=True)
    # Where the teachers contradict the annotators altogether, nothing is taught.
    return Example(encoded, np.where(total > 0.02, kept / np.maximum(total, 1e-6), 0).astype(np.float16))


def load_third_party(path: Path) -> Iterator[tuple[str, list[GoldMention]]]:
    """Yield text and mentions of a third party's set."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            fields = ("start", "end", "text", "label")
            yield record["text"], [GoldMention(**{f: m[f] for f in fields}) for m in record["mentions"]]
