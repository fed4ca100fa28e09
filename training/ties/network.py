"""The networks of relations: taught with torch, run by `presstab.analysis.ties.network` with numpy alone.

The vectors of word pieces are those of a pretrained encoder (`all-MiniLM-L6-v2`, Apache-2.0), kept as they are but
for one linear layer; all else is learnt from releases that were annotated or read, and from sentences written for
it. An epoch of either takes a minute of a core.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from presstab.analysis.ties.network import DILATIONS, MAX_APART
from presstab.analysis.ties.pieces import N_KINDS, NAME, WORD
from presstab.analysis.ties.relations import ANSWERS
from presstab.recogniser.encode import N_SHAPES, Encoder
from presstab.schema import STATUSES
from torch import Tensor, nn
from transformers import AutoModel

from training.tagger import small_folder
from training.ties.told import Lesson
from training.vocabulary import of_student

Arrays = dict[str, np.ndarray]
_WIDTH, _HIDDEN = 128, 128
_EPOCHS, _BATCH, _RATE, _DECAY = 8, 2500, 1.5e-3, 0.03  # a batch: pieces
_DROPPED, _DROPPED_INPUT, _DROPPED_WORDS = 0.1, 0.2, 0.1
_TOLD = 1.5  # the weight of a pair that something is told of: most have nothing to do with each other
_STATUS = 0.3  # the weight of the status beside the answer


class Words(nn.Module):
    """What a network makes of the pieces by their words alone."""

    def __init__(self) -> None:
        super().__init__()
        encoder = AutoModel.from_pretrained(str(small_folder()), add_pooling_layer=False)
        vectors = of_student(encoder.embeddings.word_embeddings.weight.detach())
        self.pieces = nn.Embedding.from_pretrained(vectors / vectors.std(), freeze=True)
        self.narrow, self.drop = nn.Linear(vectors.shape[1], _WIDTH), nn.Dropout(_DROPPED_INPUT)

    def forward(self, lessons: Sequence[Lesson], pieces: Tensor, lost: Tensor) -> Tensor:
        """Return the vectors of pieces, made narrower."""
        narrow: Tensor = self.narrow(self.drop(self.pieces(pieces)))
        return narrow

    def weights(self) -> dict[str, Tensor]:
        """Return the vectors of the pieces."""
        return {"pieces": self.narrow(self.pieces.weight)}


class WordsAndStates(nn.Module):
    """What a network makes of the pieces by the vectors of another, which stay as they are, and their states."""

    def __init__(self, vectors: np.ndarray, width: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding.from_pretrained(torch.from_numpy(vectors), freeze=True)
        self.norm, self.narrow, self.drop = nn.LayerNorm(width), nn.Linear(width, _WIDTH), nn.Dropout(_DROPPED_INPUT)

    def forward(self, lessons: Sequence[Lesson], pieces: Tensor, lost: Tensor) -> Tensor:
        """Return the vectors of pieces with what the states add; names and words that are `lost` have none."""
        states = nn.utils.rnn.pad_sequence([torch.from_numpy(one.states) for one in lessons], batch_first=True).float()
        known = (states.any(-1) & ~lost)[..., None]
        read: Tensor = self.drop(self.pieces(pieces)) + self.narrow(self.drop(self.norm(states))) * known
        return read

    def weights(self) -> dict[str, Tensor]:
        """Return what makes the states narrower."""
        norm = torch.stack([self.norm.weight, self.norm.bias])
        return {"states": self.narrow.weight.T, "states_bias": self.narrow.bias, "norm_states": norm}


class PairNetwork(nn.Module):
    """A network and what it reads: see `presstab.analysis.ties.network`."""

    def __init__(self, reads: Words | WordsAndStates) -> None:
        super().__init__()
        self.reads = reads
        self.kinds, self.shapes = nn.Embedding(N_KINDS, _WIDTH), nn.Embedding(N_SHAPES, _WIDTH)
        for embedding in (self.kinds, self.shapes):
            nn.init.normal_(embedding.weight, std=0.3)
        self.layers = nn.ModuleList(nn.Linear(3 * _WIDTH, 2 * _WIDTH) for _ in DILATIONS)
        self.norms = nn.ModuleList(nn.LayerNorm(_WIDTH) for _ in DILATIONS)
        self.last = nn.LayerNorm(_WIDTH)
        self.pairs = nn.Linear(4 * _WIDTH, _HIDDEN)
        self.apart = nn.Embedding(2 * MAX_APART + 1, _HIDDEN)
        nn.init.zeros_(self.apart.weight)
        self.answers, self.statuses = nn.Linear(_HIDDEN, len(ANSWERS)), nn.Linear(_HIDDEN, len(STATUSES))
        self.drop = nn.Dropout(_DROPPED)

    def forward(self, lessons: Sequence[Lesson], pieces: Tensor, lost: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores of answers and of statuses, a row a question, in order."""
        states = self._hidden(lessons, pieces, lost, mask)
        asked = [(row, *one[1:]) for row, lesson in enumerate(lessons) for one in lesson.sentence.asked]
        row, first, second = (torch.tensor(column) for column in zip(*asked, strict=True))
        sums = nn.functional.pad(states.cumsum(1), (0, 0, 1, 0))
        low, high = torch.minimum(first, second), torch.maximum(first, second)
        between = (sums[row, high] - sums[row, low + 1]) / (high - low - 1).clamp(min=1)[:, None]
        ends = states[row, first], states[row, second]
        about = self.drop(torch.cat([*ends, ends[0] * ends[1], between], -1))
        apart = self.apart((second - first).clamp(-MAX_APART, MAX_APART) + MAX_APART)
        seen = self.drop(torch.relu(self.pairs(about))) + apart
        return self.answers(seen), self.statuses(seen)

    def _hidden(self, lessons: Sequence[Lesson], pieces: Tensor, lost: Tensor, mask: Tensor) -> Tensor:
        shapes, kinds = (_padded([lesson.sentence[column] for lesson in lessons]) for column in (1, 2))
        states = self.reads(lessons, pieces, lost) + self.shapes(shapes) + self.kinds(kinds)
        states, mask = self.drop(states), mask[..., None]
        for layer, norm, dilation in zip(self.layers, self.norms, DILATIONS, strict=True):
            wide = nn.functional.pad(norm(states) * mask, (0, 0, dilation, dilation))
            # as one product over the pieces before, here and after
            near = torch.cat([wide[:, : -2 * dilation], wide[:, dilation:-dilation], wide[:, 2 * dilation :]], -1)
            states = states + self.drop(nn.functional.glu(layer(near)))
        last: Tensor = self.last(states) * mask
        return last


def fit_networks(lessons: Sequence[Lesson], encoder: Encoder, seed: int = 1) -> tuple[Arrays, Arrays]:
    """Return the weights of both networks, taught; equal in all runs of one machine."""
    torch.manual_seed(seed)
    words = weights_of(_fitted(PairNetwork(Words()), lessons, encoder, seed))
    torch.manual_seed(seed)
    reads = WordsAndStates(words["pieces"], lessons[0].states.shape[1])
    return words, weights_of(_fitted(PairNetwork(reads), lessons, encoder, seed))


def _fitted(network: PairNetwork, lessons: Sequence[Lesson], encoder: Encoder, seed: int) -> PairNetwork:
    """Return a network, taught."""
    order, chance = random.Random(seed), np.random.default_rng(seed)
    optimizer = torch.optim.AdamW([p for p in network.parameters() if p.requires_grad], _RATE, weight_decay=_DECAY)
    n_steps, step = _EPOCHS * (len(_batches(lessons, order)) + 1), 0
    for _ in range(_EPOCHS):
        for batch in _batches(lessons, order):
            step += 1
            optimizer.param_groups[0]["lr"] = _RATE * min(step / (0.05 * n_steps), max(0.0, 1 - step / n_steps))
            optimizer.zero_grad()
            _loss(network, batch, encoder.id_of(NAME), chance).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
    return network.eval()


def weights_of(network: PairNetwork) -> Arrays:
    """Return the weights by the names under which `presstab.analysis.ties.network` asks for them."""
    found: Mapping[str, Tensor] = {
        **network.reads.weights(), "shapes": network.shapes.weight, "kinds": network.kinds.weight,
        "pairs": network.pairs.weight.T, "pairs_bias": network.pairs.bias, "apart": network.apart.weight,
        "answers": network.answers.weight.T, "answers_bias": network.answers.bias,
        "statuses": network.statuses.weight.T, "statuses_bias": network.statuses.bias,
        "norm_last": torch.stack([network.last.weight, network.last.bias]),
    }  # fmt: skip
    arrays = {name: tensor.detach().numpy() for name, tensor in found.items()}
    for number, (layer, norm) in enumerate(zip(network.layers, network.norms, strict=True)):
        arrays[f"norm_{number}"] = torch.stack([norm.weight, norm.bias]).detach().numpy()
        arrays[f"layer_{number}"] = layer.weight.detach().T.numpy()
        arrays[f"layer_{number}_bias"] = layer.bias.detach().numpy()
    return arrays


def _batches(lessons: Sequence[Lesson], order: random.Random) -> list[list[Lesson]]:
    """Return sentences of like length together, so many as hold `_BATCH` pieces."""
    batches: list[list[Lesson]] = [[]]
    for lesson in sorted(lessons, key=lambda one: len(one.sentence.pieces) + order.random() * 20):
        if (len(batches[-1]) + 1) * len(lesson.sentence.pieces) > _BATCH:
            batches.append([])
        batches[-1].append(lesson)
    order.shuffle(batches)
    return [batch for batch in batches if batch]


def _loss(network: PairNetwork, batch: Sequence[Lesson], name: int, chance: np.random.Generator) -> Tensor:
    pieces = _padded([lesson.sentence.pieces for lesson in batch])
    kinds = _padded([lesson.sentence.kinds for lesson in batch])
    mask = _padded([[1] * len(lesson.sentence.pieces) for lesson in batch]).float()
    lost = torch.tensor(chance.random(pieces.shape) < _DROPPED_WORDS) & (kinds == WORD)
    answers, statuses = network(batch, pieces.masked_fill(lost, name), lost, mask)
    told = [one for lesson in batch for one in lesson.told]
    right, status = torch.tensor([one.answer for one in told]), torch.tensor([one.status for one in told])
    weight = torch.where(right > 0, _TOLD, 1.0)
    loss = (nn.functional.cross_entropy(answers, right, reduction="none") * weight).mean()
    known = status >= 0
    if known.any():
        loss = loss + _STATUS * nn.functional.cross_entropy(statuses[known], status[known])
    return loss


def _padded(rows: Sequence[Sequence[int]]) -> Tensor:
    return nn.utils.rnn.pad_sequence([torch.tensor(row) for row in rows], batch_first=True)
