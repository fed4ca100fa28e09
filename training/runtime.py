"""The student as it is run: one window without padding, attention fused, the upper layers for few pieces only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from training.student import Student, after_attention

LONGEST = 256  # pieces of a window, its two marks among them


class _Attention(torch.autograd.Function):
    """Attention of several heads, in ONNX one node of ONNX Runtime's own."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        """Return the values that each query attends to."""
        parts = [x.view(*x.shape[:2], heads, -1).transpose(1, 2) for x in (query, key, value)]
        return nn.functional.scaled_dot_product_attention(*parts).transpose(1, 2).reshape(query.shape)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        """Return the node."""
        node = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        node.setType(query.type())
        return node


class Runtime(nn.Module):
    """A student that gives probabilities and states of one window, without padding: what is exported.

    Only the pieces that may be something are computed in the upper layers: what comes out is what the student says.
    """

    def __init__(self, student: Student) -> None:
        super().__init__()
        embeddings = student.encoder.embeddings
        self.student = student
        places = embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
        self.register_buffer("places", places[:LONGEST].detach().clone())
        stack = student.encoder.encoder.layer
        self.whole, self.upper = stack[: student.layers.n_whole], stack[student.layers.n_whole :]
        # One product of each layer gives queries, keys and values; the upper layers' queries are those of few words.
        attentions = [layer.attention.self for layer in stack]
        self.inputs = nn.ModuleList(
            _joined((a.query, a.key, a.value)[n >= len(self.whole) :]) for n, a in enumerate(attentions)
        )
        self.heads = student.encoder.config.num_attention_heads

    def forward(self, piece_ids: Tensor, shapes: Tensor) -> tuple[Tensor, Tensor]:
        """Return probabilities, (1, pieces, labels), and states, (1, pieces, width).

        Probabilities of pieces that begin no word are rough ones; states are those after the layers that run for all.
        """
        states = hidden = self._lower(piece_ids, shapes)
        early = torch.softmax(self.student.early(hidden), -1)
        kept = torch.nonzero(self.student.may_be(early, piece_ids)[0]).squeeze(1)
        few = hidden[:, kept]
        for layer, inputs in zip(self.upper, self.inputs[len(self.whole) :], strict=True):
            key, value = inputs(hidden).split(hidden.shape[-1], -1)
            few = after_attention(layer, few, _Attention.apply(layer.attention.self.query(few), key, value, self.heads))
            hidden = hidden.index_copy(1, kept, few)
        return early.index_copy(1, kept, torch.softmax(self.student.head(few), -1)), states

    def _lower(self, piece_ids: Tensor, shapes: Tensor) -> Tensor:
        embeddings = self.student.encoder.embeddings
        words = embeddings.word_embeddings(piece_ids) + self.student.shapes(shapes)
        hidden: Tensor = embeddings.LayerNorm(words + self.places[: piece_ids.shape[1]])
        for layer, inputs in zip(self.whole, self.inputs, strict=False):
            attended = _Attention.apply(*inputs(hidden).split(hidden.shape[-1], -1), self.heads)
            hidden = after_attention(layer, hidden, attended)
        return hidden


def _joined(parts: Sequence[nn.Linear]) -> nn.Linear:
    joined = nn.Linear(parts[0].in_features, sum(part.out_features for part in parts))
    joined.weight.data = torch.cat([part.weight for part in parts]).detach()
    joined.bias.data = torch.cat([part.bias for part in parts]).detach()
    return joined
