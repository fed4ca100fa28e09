"""Trains the tie reader on annotated releases: whose office a title is, in which body, and what becomes of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from presstab.analysis.ties.features import N_FEATURES
from presstab.analysis.ties.groups import shares
from presstab.analysis.ties.model import Floats, softmax

Ints = NDArray[np.int64]
_BATCH = 64
_DROPPED = 0.3  # share of the features that an example goes without, so that none is leaned on alone


def fit_choice(rows: Ints, sizes: Ints, right: NDArray[np.bool_], epochs: int = 12, rate: float = 0.05) -> Floats:
    """Return weights under which the right candidates of each group are likeliest; several may be right."""
    chance = np.random.default_rng(1)
    weights, seen = np.zeros(N_FEATURES), np.full(N_FEATURES, 1e-3)
    starts = np.cumsum(sizes) - sizes
    for _ in range(epochs):
        for batch in np.array_split(chance.permutation(len(sizes)), max(1, len(sizes) // _BATCH)):
            at = np.concatenate([np.arange(starts[g], starts[g] + sizes[g]) for g in batch])
            kept = np.where(chance.random(rows[at].shape) < _DROPPED, 0, rows[at])
            odds = shares(weights[kept].sum(axis=1), sizes[batch])
            firsts = np.cumsum(sizes[batch]) - sizes[batch]
            good = odds * right[at]
            total = np.repeat(np.add.reduceat(good, firsts), sizes[batch])
            _step(weights, seen, kept, (odds - good / total) / len(batch), rate)
    return (weights * (1 - _DROPPED)).astype(np.float32)[:, None]


def fit_answers(rows: Ints, right: Ints, n_answers: int, epochs: int = 12, rate: float = 0.05) -> Floats:
    """Return weights under which each row's right answer is likeliest."""
    chance = np.random.default_rng(1)
    weights, seen = np.zeros((n_answers, N_FEATURES)), np.full((n_answers, N_FEATURES), 1e-3)
    for _ in range(epochs):
        for at in np.array_split(chance.permutation(len(rows)), max(1, len(rows) // _BATCH)):
            kept = np.where(chance.random(rows[at].shape) < _DROPPED, 0, rows[at])
            odds = softmax(weights.T[kept].sum(axis=1))
            odds[np.arange(len(at)), right[at]] -= 1
            for answer in range(n_answers):
                _step(weights[answer], seen[answer], kept, odds[:, answer] / len(at), rate)
    return (weights.T * (1 - _DROPPED)).astype(np.float32)


def _step(weights: NDArray[np.float64], seen: NDArray[np.float64], rows: Ints, slopes: Floats, rate: float) -> None:
    """Go one step down the slope (Adagrad); feature 0 is nothing's and stays 0."""
    slope = np.bincount(rows.ravel(), np.repeat(slopes, rows.shape[1]), minlength=N_FEATURES)
    slope[0] = 0
    seen += slope**2
    weights -= rate * slope / np.sqrt(seen)
