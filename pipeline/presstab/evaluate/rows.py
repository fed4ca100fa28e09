"""Which predicted entity of a release is which of its gold, and how many agree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from presstab.corpus.gold import GoldRelease
from presstab.evaluate.count import Count, Counts
from presstab.evaluate.prediction import Prediction
from presstab.text import slug

Span = tuple[int, int]


class Alignment(NamedTuple):
    """Predicted entities beside those of the gold that they are.

    `ours` names the gold entity of each aligned predicted one; `missed` are gold entities that none is,
    `spurious` predicted ones that are none. `optional` are predicted ones that count as neither.
    """

    ours: dict[str, str]
    missed: list[str]
    spurious: list[str]
    optional: set[str]


def align(release: GoldRelease, predicted: Prediction, label: str) -> Alignment:
    """Return the entities of one label aligned one to one, those that share most mentions first."""
    wanted = [m for m in release.mentions if m.label == label]
    gold = _entities((m.name or "", m.start, m.end) for m in wanted if not m.optional)
    ours = _entities((m.entity or "", m.start, m.end) for m in predicted.mentions if m.label == label)
    pairs = _pairs(gold, ours)
    doubtful = [(m.start, m.end) for m in wanted if m.optional]
    rest = [mine for mine in ours if mine not in pairs]
    optional = {mine for mine in rest if _n_shared(ours[mine], doubtful)}
    found = set(pairs.values())
    return Alignment(
        pairs, [name for name in gold if name not in found], [mine for mine in rest if mine not in optional], optional
    )


def score_rows(release: GoldRelease, predicted: Prediction, label: str, counts: Counts) -> None:
    """Count the aligned entities of one label, and those of them that bear a form of the gold's as name."""
    aligned = align(release, predicted, label)
    hits = len(aligned.ours)
    counts["row", label] = Count(hits, len(aligned.spurious), len(aligned.missed))
    right = sum(
        _is_form(predicted.names.get(mine, ""), release.forms.get((label, name), {name}))
        for mine, name in aligned.ours.items()
    )
    counts["name", label] = Count(right, hits - right, hits - right)


def _entities(mentions: Iterable[tuple[str, int, int]]) -> dict[str, list[Span]]:
    entities: dict[str, set[Span]] = {}
    for name, start, end in mentions:
        entities.setdefault(name, set()).add((start, end))
    return {name: sorted(spans) for name, spans in entities.items()}


def _pairs(gold: Mapping[str, list[Span]], ours: Mapping[str, list[Span]]) -> dict[str, str]:
    """Return the gold entity of each predicted one; ties go to the first mentioned."""
    shared = sorted(
        (-n, spans[0], name, mine)
        for name, spans in gold.items() for mine, others in ours.items() if (n := _n_shared(spans, others))
    )  # fmt: skip
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, name, mine in shared:
        if name not in taken and mine not in pairs:
            taken.add(name)
            pairs[mine] = name
    return pairs


def _n_shared(spans: Iterable[Span], others: list[Span]) -> int:
    """Return how many of the spans overlap one of the others, which are disjoint and in order."""
    starts, ends = [start for start, _ in others], [end for _, end in others]
    return sum(bisect_right(ends, start) < bisect_left(starts, end) for start, end in spans)


def _is_form(name: str, forms: Iterable[str]) -> bool:
    return slug(name) in {slug(form) for form in forms}
