"""What a teacher says of texts that nobody annotated: its label probabilities, word by word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from pipeline.corpus.gold import GoldMention
from pipeline.recogniser.encode import Encoder
from training.data import LABELS, Example, by_piece
from training.score import probabilities

# Third-party sets know organisations and people alone: what they leave out may be the rest.
_THEIRS = {"ORG", "PERSON"}


def soften(text: str, teacher: nn.Module, reads: Encoder, encoder: Encoder) -> Example:
    """Return a text with a teacher's probabilities; `reads` cuts it for the teacher, `encoder` for the student."""
    encoded, seen = encoder.encode(text), reads.encode(text)
    if not encoded.words:
        return Example(encoded, by_piece(encoded, np.zeros((0, len(LABELS)), dtype=np.float16)))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        rows = probabilities(teacher, reads, seen)
    return Example(encoded, by_piece(encoded, rows.astype(np.float16)))


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
