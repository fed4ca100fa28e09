"""The student: a few layers of the small encoder, the upper ones asked only about words that may be something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from presstab.recogniser.encode import START
from torch import Tensor, nn

from training.data import LABELS
from training.tagger import Tagger, small_folder
from training.vocabulary import of_student, vocabulary

# Above this probability of being outside, by the layer where words are chosen, a word is outside.
SURELY_OUTSIDE = 0.99


class Layers(NamedTuple):
    """How many layers there are of the small encoder's, and how many of them, the lower ones, run for all pieces."""

    places: Sequence[int]
    n_whole: int


class Student(Tagger):
    """Layers that run for all pieces, then those that run only for the first pieces of words that may be something.

    A linear layer between them (`early`) says which words are surely outside. The upper layers still see these, as they
    stand there.
    """

    def __init__(self, layers: Layers) -> None:
        super().__init__(small_folder(), layers.places)
        self.layers = layers
        self.early = nn.Linear(self.head.in_features, len(LABELS))
        embeddings = self.encoder.embeddings
        vectors = of_student(embeddings.word_embeddings.weight.detach())
        embeddings.word_embeddings = nn.Embedding.from_pretrained(vectors, freeze=False)
        pieces = vocabulary()
        is_first = torch.tensor([not piece.startswith("##") for piece in pieces])
        self.register_buffer("is_first", is_first, persistent=False)
        self.mark = pieces.index(START)

    def new_parameters(self) -> list[nn.Parameter]:
        """Return the weights that start from nothing and learn faster."""
        return [*super().new_parameters(), *self.early.parameters()]

    def forward(self, piece_ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return logits, (batch, pieces, labels); while it learns two of them, (2, batch, pieces, labels)."""
        whole = self.states(piece_ids, shapes, mask)[-1]
        early = self.early(whole)
        kept = self.may_be(early.softmax(-1), piece_ids)
        hidden, seen = whole, mask[:, None, None] > 0
        for layer in self.encoder.encoder.layer[self.layers.n_whole :]:
            hidden = _run_few(layer, hidden, kept, seen)
        late = torch.where(kept.unsqueeze(-1), self.head(self.dropout(hidden)), early)
        return torch.stack([late, early]) if self.training else late

    def states(self, piece_ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return what goes into the first layer, and what comes out of each that runs for all pieces."""
        states = [self.embedded(piece_ids, shapes)]
        for layer in self.encoder.encoder.layer[: self.layers.n_whole]:
            states.append(run_layer(layer, states[-1], mask[:, None, None] > 0))
        return tuple(states)

    def embedded(self, piece_ids: Tensor, shapes: Tensor) -> Tensor:
        """Return what goes into the first layer, (batch, pieces, width)."""
        words = self.encoder.embeddings.word_embeddings(piece_ids) + self.shapes(shapes)
        hidden: Tensor = self.encoder.embeddings(inputs_embeds=words)
        return hidden

    def may_be(self, early: Tensor, piece_ids: Tensor) -> Tensor:
        """Return for which pieces the upper layers run, by probabilities before them; the first mark always."""
        return (early[..., 0] < SURELY_OUTSIDE) & self.is_first[piece_ids] | (piece_ids == self.mark)


def run_layer(layer: nn.Module, hidden: Tensor, seen: Tensor) -> Tensor:
    """Return what comes out of a layer, (batch, pieces, width); `seen` is false for padding."""
    own = layer.attention.self
    attended = _attended(own, own.query(hidden), hidden, seen)
    return after_attention(layer, hidden, attended)


def _run_few(layer: nn.Module, hidden: Tensor, kept: Tensor, seen: Tensor) -> Tensor:
    """Return `hidden` with what comes out of a layer in the place of the pieces that are kept, (batch, pieces)."""
    own = layer.attention.self
    few = hidden[kept]
    row, rank = torch.nonzero(kept)[:, 0], (kept.cumsum(1) - 1)[kept]
    asked = own.query(few)
    queries = asked.new_zeros(len(hidden), int(kept.sum(1).max()), hidden.shape[-1])
    attended = _attended(own, queries.index_put((row, rank), asked), hidden, seen)[row, rank]
    return hidden.masked_scatter(kept.unsqueeze(-1), after_attention(layer, few, attended).to(hidden.dtype))


def _attended(own: nn.Module, queries: Tensor, hidden: Tensor, seen: Tensor) -> Tensor:
    parts = (queries, own.key(hidden), own.value(hidden))
    by_head = [part.view(*part.shape[:2], own.num_attention_heads, -1).transpose(1, 2) for part in parts]
    attended = nn.functional.scaled_dot_product_attention(*by_head, attn_mask=seen)
    return attended.transpose(1, 2).reshape(queries.shape)


def after_attention(layer: nn.Module, hidden: Tensor, attended: Tensor) -> Tensor:
    """Return what a layer makes of its input and what was attended to."""
    between = layer.attention.output(attended, hidden)
    result: Tensor = layer.output(layer.intermediate(between), between)
    return result
