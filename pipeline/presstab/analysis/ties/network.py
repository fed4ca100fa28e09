"""What two organisations of a sentence have to do with each other, as two small networks read it.

The vectors of word pieces come from a pretrained encoder; gated convolutions over them see eight pieces to either side,
and what is said of a pair rests on its two ends and on the mean of what stands between. Sentences are read side by
side, and none sees another. The second network sees besides what the recogniser makes of each word
in its place (`PieceStates`); the mean of the two counts. Taught by `training/ties/network.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from presstab.analysis.ties.ends import Pair
from presstab.analysis.ties.model import Floats, softmax
from presstab.analysis.ties.pieces import Sentence, sentences_of
from presstab.analysis.ties.scene import Scene
from presstab.recogniser.encode import Encoder, encoder_of
from presstab.recogniser.reading import PieceStates
from presstab.resources import Resources

DILATIONS = (1, 2, 4, 8)  # of the convolutions, one after the other
MAX_APART = 31  # pieces between the ends of a pair that are told apart
# Where the first network is surer that nothing ties any two of a sentence, it decides alone: the second costs as much again.
_SURELY_NOTHING = 0.8

Ints = NDArray[np.int64]


class Said(NamedTuple):
    """What is said of each pair: probabilities of the answers, and of the status if one holds."""

    answers: Floats
    statuses: Floats


class Networks:
    """The two networks, from their weights by name, and what cuts words into pieces.

    What the second has not of its own (the vectors of the pieces) is the first's. `model` is the recogniser whose states it
    was taught to read (`PieceStates.model`).
    """

    def __init__(self, words: Mapping[str, Floats], states: Mapping[str, Floats], model: str, encoder: Encoder) -> None:
        self._words, self._states = Network(words), Network({**words, **states})
        self._model, self._encoder = model, encoder

    @classmethod
    def of(cls, resources: Resources) -> Networks:
        """Return the networks that the resources hold.

        Raises:
            ResourceError: their weights are not those that were checked in.
        """
        return cls(*resources.relation_networks, resources.states_model, encoder_of(resources.word_pieces))

    def read(self, scene: Scene, pairs: Sequence[Pair]) -> Said:
        """Return what is said of each pair; of one that stands too far into its sentence, that there is nothing.

        Without states, or with those of another recogniser, the first network decides alone.
        """
        said = self._words.nothing_of(len(pairs))
        sentences = sentences_of(scene, pairs, self._encoder)
        if sentences:
            for rows, first in zip(said, self._words.read(sentences), strict=True):
                rows[_asked(sentences)] = first
        doubtful = [
            sentence for sentence in sentences if (said.answers[_asked([sentence]), 0] <= _SURELY_NOTHING).any()
        ]
        if doubtful and scene.states and scene.states.model == self._model:
            asked = _asked(doubtful)
            for rows, second in zip(said, self._states.read(doubtful, scene.states), strict=True):
                rows[asked] = (rows[asked] + second) / 2
        return said


def _asked(sentences: Sequence[Sentence]) -> list[int]:
    """Return the numbers of the pairs that are asked of sentences, in order."""
    return [one.pair for sentence in sentences for one in sentence.asked]


class Network:
    """A network, from its weights by name (see `training.ties.network.weights_of`)."""

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._weights = weights

    def nothing_of(self, n_pairs: int) -> Said:
        """Return of so many pairs that there is nothing."""
        answers, statuses = (np.zeros((n_pairs, self._weights[of].shape[1]), np.float32) for of in Said._fields)
        answers[:, 0] = 1
        return Said(answers, statuses)

    def read(self, sentences: Sequence[Sentence], states: PieceStates | None = None) -> Said:
        """Return what is said of each pair that is asked of sentences; `states` are the recogniser's of their text."""
        weights, seen = self._weights, self._seen(sentences, states)
        return Said(*(softmax(seen @ weights[of] + weights[f"{of}_bias"]) for of in Said._fields))

    def _seen(self, sentences: Sequence[Sentence], states: PieceStates | None) -> Floats:
        """Return a row of features for each question."""
        hidden = self._hidden(sentences, states)
        begins = np.cumsum([0, *(len(sentence.pieces) for sentence in sentences)]).tolist()
        first, second = (
            np.array([
                begin + one[end] for begin, sentence in zip(begins, sentences, strict=False) for one in sentence.asked
            ])
            for end in (1, 2)
        )  # fmt: skip
        sums = np.concatenate([np.zeros((1, hidden.shape[1])), hidden.cumsum(axis=0, dtype=np.float64)])
        low, high = np.minimum(first, second), np.maximum(first, second)
        between = ((sums[high] - sums[low + 1]) / np.maximum(high - low - 1, 1)[:, None]).astype(np.float32)
        ends = hidden[first], hidden[second]
        about = np.concatenate([*ends, ends[0] * ends[1], between], axis=1)
        apart = self._weights["apart"][np.clip(second - first, -MAX_APART, MAX_APART) + MAX_APART]
        rows: Floats = np.maximum(about @ self._weights["pairs"] + self._weights["pairs_bias"], 0) + apart
        return rows

    def _hidden(self, sentences: Sequence[Sentence], states: PieceStates | None) -> Floats:
        """Return a row for each piece, the sentences one after the other."""
        weights = self._weights
        pieces, shapes, kinds, numbers = (np.concatenate([s[column] for s in sentences]) for column in range(4))
        hidden: Floats = weights["pieces"][pieces] + weights["shapes"][shapes] + weights["kinds"][kinds]
        if states:
            hidden += self._of_states(states.of(numbers).astype(np.float32))
        before = np.concatenate([np.arange(len(sentence.pieces)) for sentence in sentences])
        after = np.concatenate([np.arange(len(sentence.pieces))[::-1] for sentence in sentences])
        for layer, dilation in enumerate(DILATIONS):
            near = _with_near(_normed(hidden, weights[f"norm_{layer}"]), dilation, before, after)
            both = near @ weights[f"layer_{layer}"]
            both += weights[f"layer_{layer}_bias"]
            value, gate = np.split(both, 2, axis=1)
            np.exp(np.negative(gate, out=gate), out=gate)  # in place: these rows are most of what a release costs here
            gate += 1
            value /= gate
            hidden += value
        return _normed(hidden, weights["norm_last"])

    def _of_states(self, rows: Floats) -> Floats:
        """Return what the network makes of the states of a sentence's pieces; nothing of a piece without one."""
        normed = _normed(rows, self._weights["norm_states"])
        made: Floats = (normed @ self._weights["states"] + self._weights["states_bias"]) * rows.any(
            axis=1, keepdims=True
        )
        return made


def _normed(states: Floats, scale_and_shift: Floats) -> Floats:
    """Return rows of mean 0 and variance 1, scaled and shifted."""
    normed: Floats = states - states.mean(axis=1, keepdims=True)
    deviation = np.sqrt(np.einsum("ij,ij->i", normed, normed) / np.float32(states.shape[1]) + np.float32(1e-5))
    normed /= deviation[:, None]
    normed *= scale_and_shift[0]
    normed += scale_and_shift[1]
    return normed


def _with_near(rows: Floats, distance: int, before: Ints, after: Ints) -> Floats:
    """Return each row between those so far before and after it, zeros where fewer stand there in its sentence."""
    width = rows.shape[1]
    near = np.zeros((len(rows), 3 * width), dtype=np.float32)
    near[distance:, :width] = rows[:-distance]
    near[before < distance, :width] = 0
    near[:, width : 2 * width] = rows
    near[:-distance, 2 * width :] = rows[distance:]
    near[after < distance, 2 * width :] = 0
    return near
