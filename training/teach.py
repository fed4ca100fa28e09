"""What a teacher says of texts that nobody annotated: its label probabilities, word by word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from presstab.corpus.gold import GoldMention
from presstab.recogniser.encode import Encoder
from torch import Tensor, nn

from training.data import LABELS, Example, by_piece, first_pieces
from training.score import decode, probabilities

# Third-party sets know organisations and people alone: what they leave out may be the rest.
_THEIRS = {"ORG", "PERSON"}


class Ensemble(nn.Module):
    """Several teachers as one: the mean of their probabilities."""

    def __init__(self, teachers: Sequence[nn.Module]) -> None:
        super().__init__()
        self.teachers = nn.ModuleList(teachers)

    def forward(self, piece_ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return logits, (batch, pieces, labels)."""
        rows = [teacher(piece_ids, shapes, mask).float().softmax(-1) for teacher in self.teachers]
        return torch.stack(rows).mean(0).clamp(min=1e-9).log()


def soften(texts: Sequence[str], teacher: nn.Module, reads: Encoder, encoder: Encoder) -> list[Example]:
    """Return texts with a teacher's probabilities; `reads` cuts them for the teacher, `encoder` for the student."""
    rows = probabilities(teacher, reads, [reads.encode(text) for text in texts])
    encoded = [encoder.encode(text) for text in texts]
    return [Example(e, by_piece(e, r.astype(np.float16))) for e, r in zip(encoded, rows, strict=True)]


def seen(text: str, example: Example) -> list[GoldMention]:
    """Return what an example's probabilities find in its text."""
    if not example.encoded.words:
        return []
    rows = example.targets[first_pieces(example.encoded)].astype(np.float32)
    return [GoldMention(start, end, text[start:end], label) for start, end, label in decode(example.encoded, rows)]


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


def soften_third_party(path: Path, teacher: nn.Module, reads: Encoder, encoder: Encoder) -> list[Example]:
    """Return a third party's texts with a teacher's probabilities, kept to what its annotators allow."""
    texts = list(load_third_party(path))
    told = soften([text for text, _ in texts], teacher, reads, encoder)
    return [within_annotation(e, mentions) for e, (_, mentions) in zip(told, texts, strict=True) if e.encoded.words]


def load_third_party(path: Path) -> Iterator[tuple[str, list[GoldMention]]]:
    """Yield text and mentions of a third party's set."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            fields = ("start", "end", "text", "label")
            yield record["text"], [GoldMention(**{f: m[f] for f in fields}) for m in record["mentions"]]
