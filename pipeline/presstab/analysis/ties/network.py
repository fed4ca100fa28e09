"""What two organisations of a sentence have to do with each other, as a small network reads it.

The vectors of word pieces come from a pretrained encoder; gated convolutions over them see eight pieces to either side,
and what is said of a pair rests on its two ends and on the mean of what stands between. Sentences are read side by
side with a gap between, so that none sees another. Taught by `training/ties/network.py`.
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
from presstab.recogniser.encode import Encoder

DILATIONS = (1, 2, 4, 8)  # of the convolutions, one after the other
MAX_APART = 31  # pieces between the ends of a pair that are told apart
_GAP = max(DILATIONS)

Ints = NDArray[np.int64]


class Said(NamedTuple):
    """What the network says of each pair: probabilities of the answers, and of the status if one holds."""

    answers: Floats
    statuses: Floats


class Network:
    """The network, from its weights by name (see `training.ties.network.weights_of`) and what cuts words into pieces."""

    def __init__(self, weights: Mapping[str, Floats], encoder: Encoder) -> None:
        self._weights, self._encoder = weights, encoder

    def read(self, scene: Scene, pairs: Sequence[Pair]) -> Said:
        """Return what is said of each pair; of one that stands too far into its sentence, that there is nothing."""
        weights = self._weights
        answers = np.zeros((len(pairs), weights["answers"].shape[1]), dtype=np.float32)
        answers[:, 0] = 1
        statuses = np.zeros((len(pairs), weights["statuses"].shape[1]), dtype=np.float32)
        sentences = sentences_of(scene, pairs, self._encoder)
        if sentences:
            asked = [one.pair for sentence in sentences for one in sentence.asked]
            seen = self._seen(sentences)
            answers[asked] = softmax(seen @ weights["answers"] + weights["answers_bias"])
            statuses[asked] = softmax(seen @ weights["statuses"] + weights["statuses_bias"])
        return Said(answers, statuses)

    def _seen(self, sentences: Sequence[Sentence]) -> Floats:
        """Return a row of features for each question."""
        begins = np.cumsum([_GAP, *(len(sentence.pieces) + _GAP for sentence in sentences)])
        states = self._states(sentences, begins)
        first, second = (
            np.array([begin + one[end] for begin, sentence in zip(begins, sentences, strict=False)
                      for one in sentence.asked])
            for end in (1, 2)
        )  # fmt: skip
        sums = np.concatenate([np.zeros((1, states.shape[1])), states.cumsum(axis=0, dtype=np.float64)])
        low, high = np.minimum(first, second), np.maximum(first, second)
        between = ((sums[high] - sums[low + 1]) / np.maximum(high - low - 1, 1)[:, None]).astype(np.float32)
        ends = states[first], states[second]
        about = np.concatenate([*ends, ends[0] * ends[1], between], axis=1)
        apart = self._weights["apart"][np.clip(second - first, -MAX_APART, MAX_APART) + MAX_APART]
        rows: Floats = np.maximum(about @ self._weights["pairs"] + self._weights["pairs_bias"], 0) + apart
        return rows

    def _states(self, sentences: Sequence[Sentence], begins: Ints) -> Floats:
        """Return a row for each piece, the sentences one after the other with gaps of zeros."""
        weights = self._weights
        inside = np.zeros((int(begins[-1]), 1), dtype=np.float32)
        states = np.zeros((len(inside), weights["kinds"].shape[1]), dtype=np.float32)
        for begin, (pieces, shapes, kinds, _) in zip(begins, sentences, strict=False):
            rows = slice(int(begin), int(begin) + len(pieces))
            states[rows] = weights["pieces"][pieces] + weights["shapes"][shapes] + weights["kinds"][kinds]
            inside[rows] = 1
        for layer, dilation in enumerate(DILATIONS):
            normed = _normed(states, weights[f"norm_{layer}"]) * inside
            near = np.concatenate([_moved(normed, dilation), normed, _moved(normed, -dilation)], axis=1)
            value, gate = np.split(near @ weights[f"layer_{layer}"] + weights[f"layer_{layer}_bias"], 2, axis=1)
            states = states + value / (1 + np.exp(-gate))
        return _normed(states, weights["norm_last"]) * inside


def _normed(states: Floats, scale_and_shift: Floats) -> Floats:
    """Return rows of mean 0 and variance 1, scaled and shifted."""
    centred = states - states.mean(axis=1, keepdims=True)
    deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + np.float32(1e-5))
    normed: Floats = centred / deviation * scale_and_shift[0] + scale_and_shift[1]
    return normed


def _moved(states: Floats, by: int) -> Floats:
    """Return rows moved down (`by` of 1 or more) or up, zeros in their place."""
    moved = np.zeros_like(states)
    if by > 0:
        moved[by:] = states[:-by]
    else:
        moved[:by] = states[-by:]
    return moved
