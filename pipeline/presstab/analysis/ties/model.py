"""The tie reader's weights: for each question one weight a feature and answer, summed over a candidate's features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from presstab.analysis.ties.items import Ints

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weights:
    """The weights of each question: a row a feature, a column an answer; row 0 is nothing's, and holds the bias."""

    of: Mapping[str, Floats]

    def scores(self, question: str, rows: Ints) -> Floats:
        """Return one row of raw scores a candidate."""
        table = self.of[question]
        scores: Floats = table[rows].sum(axis=1)
        return scores


def softmax(scores: Floats) -> Floats:
    """Return the probabilities of the answers of each row of scores.

    >>> softmax(np.zeros((1, 2), np.float32)).tolist()
    [[0.5, 0.5]]
    """
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return shares
