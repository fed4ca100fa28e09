"""Near-duplicates: the same release on two wires.

A text is known by a sketch: of each of 64 hash functions the least value over its runs of
four words (Broder 1997). The share of equal values estimates the share of runs that two
texts have in common. Releases are compared only where a band of the sketch is equal.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from presstab.text import words

_SIZE = 64
_BANDS = 16
_RUN = 4  # words
_LEAST = 40  # runs of words below which only equal texts are one
LIKE = 0.75  # share of equal values from which two texts are one release
_PRIME = np.uint64((1 << 31) - 1)
_SEED = np.frombuffer(hashlib.shake_256(b"presstab").digest(_SIZE * 8), dtype="<u4").astype(np.uint64) % _PRIME
_FACTOR, _TERM = _SEED[:_SIZE, None] + np.uint64(1), _SEED[_SIZE:, None]

Sketch = NDArray[np.uint32]


def sketch_of(text: str) -> str:
    """Return the sketch of a text as hex digits; empty where it is too short to have one."""
    found = [word.casefold() for word in words(text)]
    runs = {" ".join(found[at : at + _RUN]) for at in range(len(found) - _RUN + 1)}
    if len(runs) < _LEAST:
        return ""
    digests = b"".join(hashlib.blake2b(run.encode(), digest_size=4).digest() for run in runs)
    hashes = np.frombuffer(digests, dtype="<u4").astype(np.uint64) % _PRIME
    least = ((hashes * _FACTOR + _TERM) % _PRIME).min(axis=1)
    return bytes(least.astype("<u4").tobytes()).hex()


def likeness(one: str, other: str) -> float:
    """Return the estimated share of word runs that two sketched texts have in common, 0 to 1.

    >>> likeness(sketch_of("one two three four five " * 20), "")
    0.0
    """
    return float((_read(one) == _read(other)).mean()) if one and other else 0.0


def _read(sketch: str) -> Sketch:
    return np.frombuffer(bytes.fromhex(sketch), dtype="<u4")


def group_releases(documents: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield doc_id, group_id and is_primary of each release.

    `documents` have doc_id, text_sha256 and sketch and come by doc_id; the first of a group is primary.
    """
    groups: dict[str, str] = {}  # text or doc_id: doc_id of the group's first
    firsts: dict[str, tuple[str, Sketch | None]] = {}
    buckets: dict[bytes, list[str]] = defaultdict(list)
    for row in documents:
        doc_id, text, sketch = row["doc_id"], row["text_sha256"], row["sketch"]
        first = groups.get(text)
        if first is None:
            values = _read(sketch) if sketch else None
            first = _like(values, firsts, buckets) or doc_id
            groups[text] = first
            if first == doc_id:
                firsts[doc_id] = (text, values)
                _note_bands(values, doc_id, buckets)
        yield {"doc_id": doc_id, "group_id": f"g_{firsts[first][0][:16]}", "is_primary": first == doc_id}


def _note_bands(values: Sketch | None, doc_id: str, buckets: dict[bytes, list[str]]) -> None:
    for band in _bands(values):
        buckets[band].append(doc_id)


def _bands(values: Sketch | None) -> Iterator[bytes]:
    if values is not None:
        width = _SIZE // _BANDS
        for band in range(_BANDS):
            yield bytes([band]) + values[band * width : (band + 1) * width].tobytes()


def bands_of(text_sha256: str, sketch: str | None) -> list[int]:
    """Return numbers of which two releases that can be one share at least one."""
    parts = [text_sha256.encode(), *_bands(_read(sketch) if sketch else None)]
    return [int.from_bytes(hashlib.blake2b(part, digest_size=8).digest(), "big", signed=True) for part in parts]


def _like(
    values: Sketch | None, firsts: Mapping[str, tuple[str, Sketch | None]], buckets: Mapping[bytes, list[str]]
) -> str | None:
    """Return the first release of the group that is most like it, if any is like enough."""
    if values is None:
        return None
    best, share = None, 0.0
    for doc_id in sorted({doc_id for band in _bands(values) for doc_id in buckets.get(band, ())}):
        other = firsts[doc_id][1]
        equal = float((other == values).mean()) if other is not None else 0.0
        if equal >= LIKE and equal > share:
            best, share = doc_id, equal
    return best
