"""The network as it is run: attention fused, and the last layer asked only about words that may be something."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from presstab.recogniser.encode import Encoder
from torch import Tensor, nn

from training.data import LABELS, Example, Habits, batches, pack
from training.tagger import DEVICE, Tagger

LONGEST = 256  # pieces of a window, its two marks among them
# Above this probability of being outside, by the layer before the last, a word is outside: the last layer says so too.
SURELY_OUTSIDE = 0.99
_EARLY_WINDOW, _EARLY_BATCH, _EARLY_STEPS, _DECAY = 190, 16, 60, 1e-5


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
    """A tagger that gives the probabilities of one window, without padding: what is exported.

    A linear layer before the last one (`early`) says which words are surely outside. Only the first pieces
    of the others go through the last layer, which still sees all: what it says of them is what it would say anyway.
    """

    def __init__(self, tagger: Tagger, early: nn.Linear, vocabulary: Sequence[str]) -> None:
        super().__init__()
        embeddings = tagger.encoder.embeddings
        self.tagger, self.early = tagger, early
        places = embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[0]
        self.register_buffer("places", places[:LONGEST].detach().clone())
        self.register_buffer("is_first", torch.tensor([not piece.startswith("##") for piece in vocabulary]))
        *self.layers, self.last = tagger.encoder.encoder.layer
        attentions = [layer.attention.self for layer in tagger.encoder.encoder.layer]
        # One product of each layer gives queries, keys and values; the last layer's queries are those of few words.
        parts = [(a.query, a.key, a.value) for a in attentions[:-1]]
        self.inputs = nn.ModuleList(_joined(p) for p in [*parts, (attentions[-1].key, attentions[-1].value)])
        self.heads = tagger.encoder.config.num_attention_heads

    def forward(self, piece_ids: Tensor, shapes: Tensor) -> Tensor:
        """Return probabilities, (1, pieces, labels); of pieces that begin no word, rough ones."""
        hidden = self._before_last(piece_ids, shapes)
        early = torch.softmax(self.early(hidden), -1)
        may_be = (early[0, :, 0] < SURELY_OUTSIDE) & self.is_first[piece_ids[0]]
        # The window's first mark always goes along: there is always something to run.
        kept = nn.functional.pad(torch.nonzero(may_be[1:]).squeeze(1) + 1, (1, 0))
        few = hidden[:, kept]
        key, value = self.inputs[-1](hidden).split(hidden.shape[-1], -1)
        attended = _Attention.apply(self.last.attention.self.query(few), key, value, self.heads)
        late = torch.softmax(self.tagger.head(_rest(self.last, few, attended)), -1)
        return early.index_copy(1, kept, late)

    def _before_last(self, piece_ids: Tensor, shapes: Tensor) -> Tensor:
        embeddings = self.tagger.encoder.embeddings
        words = embeddings.word_embeddings(piece_ids) + self.tagger.shapes(shapes)
        hidden: Tensor = embeddings.LayerNorm(words + self.places[: piece_ids.shape[1]])
        for layer, inputs in zip(self.layers, self.inputs[:-1], strict=True):
            hidden = _rest(layer, hidden, _Attention.apply(*inputs(hidden).split(hidden.shape[-1], -1), self.heads))
        return hidden


def early_layer(tagger: Tagger, encoder: Encoder, texts: Sequence[str]) -> nn.Linear:
    """Return the linear layer that guesses, before the last layer of a trained tagger, what comes out of it."""
    encoded = [encoder.encode(text) for text in texts]
    examples = [Example(e, np.zeros((len(e.piece_ids), len(LABELS)), dtype=np.float16)) for e in encoded]
    hidden, wanted = [], []
    with torch.no_grad(), torch.autocast(DEVICE.type, dtype=torch.bfloat16):
        for batch in batches(examples, _EARLY_WINDOW, _EARLY_BATCH, Habits()):
            ids, shapes, mask, _ = (tensor.to(DEVICE) for tensor in pack(batch, encoder))
            states = tagger.states(ids, shapes, mask)
            hidden.append(states[-2][mask > 0].float())
            wanted.append(tagger.head(states[-1][mask > 0]).float().softmax(-1))
    return _fitted(torch.cat(hidden), torch.cat(wanted))


def _fitted(hidden: Tensor, wanted: Tensor) -> nn.Linear:
    layer = nn.Linear(hidden.shape[1], wanted.shape[1]).to(hidden.device)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=_EARLY_STEPS)

    def loss() -> Tensor:
        optimizer.zero_grad()
        value = -(wanted * layer(hidden).log_softmax(-1)).sum(1).mean() + _DECAY * layer.weight.square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    return layer.eval()


def _rest(layer: nn.Module, hidden: Tensor, attended: Tensor) -> Tensor:
    """Return what a layer makes of its input and what was attended to."""
    attention, output = layer.attention.output, layer.output
    hidden = attention.LayerNorm(attention.dense(attended) + hidden)
    wide = nn.functional.gelu(layer.intermediate.dense(hidden))
    result: Tensor = output.LayerNorm(output.dense(wide) + hidden)
    return result


def _joined(parts: Sequence[nn.Linear]) -> nn.Linear:
    joined = nn.Linear(parts[0].in_features, sum(part.out_features for part in parts))
    joined.weight.data = torch.cat([part.weight for part in parts]).detach()
    joined.bias.data = torch.cat([part.bias for part in parts]).detach()
    return joined
