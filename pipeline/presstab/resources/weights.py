"""Reads the weights of offices and of relations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presstab.errors import ResourceError

WEIGHTS, SETTINGS = "weights.npz", "settings.json"
NETWORKS = ("network.npz", "network_of_states.npz")  # of relations: by words, by words and the recogniser's states
_SCALE = "_scale"

Arrays = dict[str, NDArray[np.float32]]


def read_weights(folder: Path, name: str) -> Arrays:
    """Return the arrays of a file by name, those in 8 bits by their scales; `settings.json` holds its checksum.

    Raises:
        ResourceError: the folder is incomplete or the weights are not those that were checked in.
    """
    path = folder / name
    try:
        checksums = _setting(folder, "sha256")
        if hashlib.sha256(path.read_bytes()).hexdigest() != checksums[name]:
            raise ResourceError(f"{path}: checksum differs from {SETTINGS}; install presstab again")
        with np.load(path) as stored:
            return {of: _scaled(stored, of) for of in stored.files if not of.endswith(_SCALE)}
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(f"{folder}: no tie reader: {error}") from error


def read_states_model(folder: Path) -> str:
    """Return which recogniser's states the second network was taught to read: the SHA-256 of its weights.

    Raises:
        ResourceError: the settings are missing or do not say it.
    """
    return str(_setting(folder, "recogniser"))


def _setting(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / SETTINGS).read_text(encoding="utf-8"))[name]
    except (OSError, ValueError, KeyError) as error:
        raise ResourceError(f"{folder}: no tie reader: {error!r}") from error


def _scaled(stored: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    scale = stored[f"{name}{_SCALE}"] if f"{name}{_SCALE}" in stored else np.float32(1)
    return stored[name].astype(np.float32) * scale.astype(np.float32)
