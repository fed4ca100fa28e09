"""Fits the tie reader's weights: sums of one weight a feature, by stochastic descent; repeats to the bit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from presstab.analysis.ties.features import N_FEATURES
from presstab.analysis.ties.groups import shares
from presstab.analysis.ties.model import Floats, softmax

Ints = NDArray[np.int64]
_BATCH = 64
_DROPPED = 0.3  # share of the features that an example goes without, so that none is leaned on alone


class Choices(NamedTuple):
    """Groups of candidates (see `Groups`), and which candidates are right."""

    rows: Ints
    sizes: Ints
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, parts: Iterable[Choices]) -> Choices:
        """Return the groups of several releases as one."""
        return cls(*(np.concatenate(column) for column in zip(*(p for p in parts if len(p.sizes)), strict=True)))


class Answers(NamedTuple):
    """Candidates and the number of the right answer of each."""

    rows: Ints
    right: Ints

    @classmethod
    def of(cls, parts: Iterable[Answers]) -> Answers:
        """Return the candidates of several releases as one."""
        return cls(*(np.concatenate(column) for column in zip(*(p for p in parts if len(p.right)), strict=True)))


def fit_choices(examples: Choices, epochs: int = 12, rate: float = 0.1) -> Floats:
    """Return weights under which the right candidates of each group are likeliest; several may be right."""
    rows, sizes, right = examples
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


def fit_answers(
    examples: Answers, n_answers: int, epochs: int = 12, rate: float = 0.1, heavy: dict[int, float] | None = None
) -> Floats:
    """Return weights under which each row's right answer is likeliest; rare answers may weigh more."""
    rows, right = examples
    weight = np.ones(n_answers)
    for answer, factor in (heavy or {}).items():
        weight[answer] = factor
    chance = np.random.default_rng(1)
    weights, seen = np.zeros((n_answers, N_FEATURES)), np.full((n_answers, N_FEATURES), 1e-3)
    for _ in range(epochs):
        for at in np.array_split(chance.permutation(len(rows)), max(1, len(rows) // _BATCH)):
            kept = np.where(chance.random(rows[at].shape) < _DROPPED, 0, rows[at])
            odds = softmax(weights.T[kept].sum(axis=1))
            odds[np.arange(len(at)), right[at]] -= 1
            odds *= weight[right[at]][:, None]
            for answer in range(n_answers):
                _step(weights[answer], seen[answer], kept, odds[:, answer] / len(at), rate)
    return (weights.T * (1 - _DROPPED)).astype(np.float32)


def _step(weights: NDArray[np.float64], seen: NDArray[np.float64], rows: Ints, slopes: Floats, rate: float) -> None:
    """Go one step down the slope (Adagrad); feature 0 is nothing's and stays 0."""
    slope = np.bincount(rows.ravel(), np.repeat(slopes, rows.shape[1]), minlength=N_FEATURES)
    slope[0] = 0
    seen += slope**2
    weights -= rate * slope / np.sqrt(seen)
