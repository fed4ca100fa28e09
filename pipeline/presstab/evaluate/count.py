"""Counts of right, wrong and missed, and the figures made of them.

Counters are added up over releases and precision, recall and F1 derived from the sums;
the interval is a bootstrap over releases.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from presstab.schema import ACTIONS, ENTITY_LABELS, LABELS, RELATION_TYPES

N_RESAMPLES = 1_000


class Count(NamedTuple):
    """True positives, false positives, false negatives; counts add up."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def plus(self, other: Count) -> Count:
        """Return the sum of two counts."""
        return Count(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """Share of the predictions that are right; 0 where there are none."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 0 where there is none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.tp / (2 * self.tp + self.fp + self.fn) if self.tp else 0.0


@dataclass(frozen=True)
class Error:
    """A miss or a spurious span, with its context."""

    doc_id: str
    kind: str
    label: str
    text: str
    start: int


Counts = dict[tuple[str, str], Count]


@dataclass
class Evaluation:
    """Counts by score and label for each release, and what went wrong."""

    by_release: list[Counts] = field(default_factory=list)
    errors: list[Error] = field(default_factory=list)

    def total(self, score: str, label: str) -> Count:
        """Return the counts summed over all releases."""
        return _sum(counts.get((score, label), Count()) for counts in self.by_release)

    def interval(self, score: str, label: str, seed: int = 1) -> tuple[float, float]:
        """Return the 95% bootstrap interval of F1 over releases."""
        counts = [counts.get((score, label), Count()) for counts in self.by_release]
        if not counts:
            return 0.0, 0.0
        chance = random.Random(seed)
        sums = sorted(_sum(chance.choices(counts, k=len(counts))).f1 for _ in range(N_RESAMPLES))
        return sums[int(0.025 * N_RESAMPLES)], sums[int(0.975 * N_RESAMPLES) - 1]

    def table(self) -> list[dict[str, Any]]:
        """Return one row a score and label: precision, recall, F1, interval, counts."""
        rows = []
        for score, label in _columns():
            count = self.total(score, label)
            low, high = self.interval(score, label)
            rows.append({
                "score": score, "label": label, "precision": round(count.precision, 4),
                "recall": round(count.recall, 4), "f1": round(count.f1, 4), "low": round(low, 4),
                "high": round(high, 4), **count._asdict(),
            })  # fmt: skip
        return rows


def _columns() -> Iterator[tuple[str, str]]:
    yield from (("exact", label) for label in LABELS)
    yield from (("overlap", label) for label in LABELS)
    yield from (("row", label) for label in ENTITY_LABELS)
    yield from (("name", label) for label in ENTITY_LABELS)
    yield "value", "DATE"
    yield from (("role", label) for label in ("PERSON", "with action", *ACTIONS))
    yield from (("quotation", label) for label in ("span", "with speaker"))
    yield from (("relation", label) for label in ("type and pair", "with status", *RELATION_TYPES))


def _sum(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total = total.plus(count)
    return total
