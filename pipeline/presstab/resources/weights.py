"""Reads the tie reader's weights."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from presstab.errors import ResourceError

WEIGHTS, SETTINGS = "weights.npz", "settings.json"


def read_weights(folder: Path) -> dict[str, NDArray[np.float32]]:
    """Return a table of weights a question: `weights.npz` in 8 bits with scales, `settings.json` with its checksum.

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
            return {q: stored[q].astype(np.float32) * stored[f"{q}_scale"] for q in questions}
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(f"{folder}: no tie reader: {error}") from error
