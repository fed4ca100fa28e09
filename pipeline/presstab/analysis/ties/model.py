"""The tie reader's weights: for each question one weight a feature and answer, summed over a candidate's features."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from presstab.analysis.ties.items import Ints
from presstab.errors import ResourceError

PACKAGED = Path(__file__).parent.parent.parent / "resources" / "ties"
WEIGHTS, SETTINGS = "weights.npz", "settings.json"
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


@cache
def load_weights(folder: Path = PACKAGED) -> Weights:
    """Return the weights of a folder: `weights.npz` in 8 bits with their scales, `settings.json` with its checksum.

    Raises:
        ResourceError: the folder is incomplete or the weights are not those that were checked in.
    """
    path = folder / WEIGHTS
    try:
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != settings["sha256"]:
            raise ResourceError(f"{path}: checksum differs from {SETTINGS}; install presstab again")
        with np.load(path) as stored:
            questions = [name for name in stored.files if not name.endswith("_scale")]
            return Weights({q: stored[q].astype(np.float32) * stored[f"{q}_scale"] for q in questions})
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(f"{folder}: no tie reader: {error}") from error
