"""What a teacher says of texts that nobody annotated: its label probabilities, word by word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from pipeline.corpus.gold import GoldMention
from pipeline.recogniser.encode import Encoder
from training.data import LABELS, Example, NameSwapper, Targets, by_piece
from training.score import decode, probabilities

# Third-party sets know organisations and people alone: what they leave out may be the rest.
_THEIRS = {"ORG", "PERSON"}


class SoftText(NamedTuple):
    """A text with a row of label probabilities a word, all zero where nothing is taught."""

    text: str
    rows: Targets


def soften(text: str, teacher: nn.Module, reads: Encoder) -> SoftText:
    """Return a text with a teacher's probabilities; `reads` cuts it into the teacher's pieces."""
    seen = reads.encode(text)
    if not seen.words:
        return SoftText(text, np.zeros((0, len(LABELS)), dtype=np.float16))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return SoftText(text, probabilities(teacher, reads, seen).astype(np.float16))


def within_annotation(soft: SoftText, words: Sequence[tuple[int, int]], mentions: Sequence[GoldMention]) -> SoftText:
    """Return a text whose probabilities are kept to what a third party's annotators allow."""
    allowed = np.ones((len(words), len(LABELS)), dtype=bool)
    theirs = [n for n, label in enumerate(LABELS) if label[2:] in _THEIRS]
    allowed[:, theirs] = False
    for mention in mentions:
        if mention.label in _THEIRS:
            inside = [n for n, (start, end) in enumerate(words) if start < mention.end and mention.start < end]
            for position, word in enumerate(inside):
                allowed[word] = False
                allowed[word, LABELS.index(f"{'I' if position else 'B'}-{mention.label}")] = True
    kept = soft.rows.astype(np.float32) * allowed
    total = kept.sum(axis=1, keepdims=True)
    # Where the teacher contradicts the annotators altogether, nothing is taught.
    return SoftText(soft.text, np.where(total > 0.02, kept / np.maximum(total, 1e-6), 0).astype(np.float16))


def soft_example(soft: SoftText, encoder: Encoder, swapper: NameSwapper | None = None) -> Example:
    """Return a softly labelled text as the student reads it, its names exchanged where a swapper is given."""
    encoded = encoder.encode(soft.text)
    if swapper is not None and encoded.words:
        found = sorted(decode(encoded, soft.rows.astype(np.float32)))
        names = [GoldMention(start, end, soft.text[start:end], label) for start, end, label in found]
        exchanged = encoder.encode(swapper.swap(soft.text, names)[0])
        # A name may be cut into more or fewer words than the one that it takes the place of: then it keeps its own.
        encoded = exchanged if len(exchanged.words) == len(encoded.words) else encoded
    return Example(encoded, by_piece(encoded, soft.rows))


def load_third_party(path: Path) -> Iterator[tuple[str, list[GoldMention]]]:
    """Yield text and mentions of a third party's set."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            fields = ("start", "end", "text", "label")
            yield record["text"], [GoldMention(**{f: m[f] for f in fields}) for m in record["mentions"]]
