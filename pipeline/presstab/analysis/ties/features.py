"""What a tie is read from: hashes of the words between two items, around them, of their distance and of what they are.

A candidate is a row of features, numbers below N_FEATURES; 0 says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from presstab.analysis.ties.items import Ints, Items

BITS = 15
N_FEATURES = 1 << BITS
_BETWEEN = 5  # items read from either side of what stands between
_BAG = 12  # items between whose place is not looked at
_AROUND = 3
_VALUE, _SLOT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_FAR = [2, 3, 4, 5, 7, 10, 15, 25, 40, 70, 120]  # distances in items that are told apart


def features(values: Ints, slots: Sequence[int] | Ints) -> Ints:
    """Return the feature of each value in its slot, one column a slot; a value of 0 says nothing."""
    mixed = values.astype(np.uint64) * _VALUE + np.asarray(slots, dtype=np.uint64) * _SLOT
    mixed ^= mixed >> np.uint64(29)
    mixed = (mixed * _VALUE) >> np.uint64(64 - BITS)
    return np.where(values == 0, 0, mixed.astype(np.int64))


def facts(columns: Sequence[Sequence[int] | Ints], slot: int) -> Ints:
    """Return the features of what else is known of each candidate: one column a fact, in slots from `slot` on."""
    table = np.stack([np.asarray(column, dtype=np.int64) for column in columns], axis=1)
    return features(table + 1, np.arange(slot, slot + table.shape[1]))


def with_facet(found: Ints, facet: Ints) -> Ints:
    """Return features that are told apart by a small number for each candidate, such as the order of its two items."""
    return np.where(found == 0, 0, (found * 5 + facet[:, None] * 7919) % N_FEATURES)


def looks(items: Items, left: Ints, right: Ints) -> Ints:
    """Return the features of what stands between, before and after pairs of items; `left` stands before `right`."""
    columns = [*_between(items, left, right), *_around(items, left, -1), *_around(items, right, 1)]
    columns.append(_counts(items, left, right))
    placed = np.concatenate(columns, axis=1)
    places = left[:, None] + np.arange(1, _BAG + 1)
    bag = _at(items.stems, places, left[:, None], right[:, None])
    slots = np.concatenate([np.arange(placed.shape[1]), np.full(_BAG, 997)])
    return features(np.concatenate([placed, bag], axis=1), slots)


def _at(values: Ints, places: Ints, low: Ints | int, high: Ints | int) -> Ints:
    """Return the values at places strictly between two bounds, 0 elsewhere."""
    inside = (places > low) & (places < high)
    return np.where(inside, values[np.clip(places, 0, len(values) - 1)] + 1, 0)


def _between(items: Items, left: Ints, right: Ints) -> list[Ints]:
    """Return the first and the last items between, their stems, pairs of neighbours, and how the first look."""
    steps = np.arange(1, _BETWEEN + 1)
    bounds = left[:, None], right[:, None]
    first, last = bounds[0] + steps, bounds[1] - steps
    heads, tails = _at(items.stems, first, *bounds), _at(items.stems, last, *bounds)
    shapes = _at(items.shapes, first[:, :3], *bounds)
    return [
        _at(items.words, first, *bounds), _at(items.words, last, *bounds), heads, tails,
        heads[:, :-1] * 31 + heads[:, 1:], tails[:, :-1] * 31 + tails[:, 1:],
        shapes[:, :1] * 400 + shapes[:, 1:2] * 20 + shapes[:, 2:3],
    ]  # fmt: skip


def _around(items: Items, side: Ints, step: int) -> list[Ints]:
    """Return the items before (`step` -1) or after (1) an item of each pair."""
    places = side[:, None] + step * np.arange(1, _AROUND + 1)
    words = _at(items.words, places, -1, len(items.words))
    return [words, _at(items.stems, places, -1, len(items.words)), words[:, :1] * 31 + words[:, 1:2]]


def _counts(items: Items, left: Ints, right: Ints) -> Ints:
    """Return distance, sentences, people, organisations, titles and lines between, and the zone; none of them is 0."""
    between = items.counts[:, np.maximum(right - 1, left)] - items.counts[:, left]
    distance = np.digitize(right - left, _FAR)
    sentences = np.minimum(items.sentences[right] - items.sentences[left], 4)
    few = np.minimum(between, 3)
    whole = ((sentences * 4 + few[0]) * 4 + few[1]) * 4 + few[2]
    return np.stack([distance, sentences, *few, whole, items.zones[left], distance * 8 + few[0] * 2], axis=1) + 1
