"""Scores extractions against gold, as `corpus/gold/README.md` defines each score.

Counters are added up over releases and precision, recall and F1 derived from the sums;
the interval is a bootstrap over releases.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from presstab.corpus.gold import GoldMention, GoldRelease
from presstab.extraction import Extraction
from presstab.schema import ENTITY_LABELS, LABELS
from presstab.text import fold, slug

N_RESAMPLES = 1_000
_MIN_TITLE_OVERLAP = 0.75
_EMPTY_WORDS = frozenset(["of", "the", "and", "for", "a", "an", "in", "at", "&", "to"])


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
class Mention:
    """A predicted span; `entity` tells the entities of a release apart."""

    start: int
    end: int
    label: str
    text: str = ""
    entity: str | None = None
    value: str | None = None
    modifier: str | None = None


@dataclass(frozen=True)
class PredictedRole:
    """A predicted office."""

    person: str
    title: str
    organisation: str | None


@dataclass
class Prediction:
    """What was extracted from one release; `names` are the entities' names by their id."""

    mentions: list[Mention] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    roles: list[PredictedRole] = field(default_factory=list)


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
    """Counts of every release by (score, label), and every error."""

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
    for label in LABELS:
        yield "exact", label
    for label in LABELS:
        yield "overlap", label
    for label in ENTITY_LABELS:
        yield "row", label
    for label in ENTITY_LABELS:
        yield "name", label
    yield "value", "DATE"
    yield "role", "PERSON"


def _sum(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total = total.plus(count)
    return total


def prediction_of(extraction: Extraction) -> Prediction:
    """Return what an extraction's rows say, in the form that is scored."""
    rows = extraction.rows
    dates = {row["mention_id"]: row for row in rows.get("dates", ())}
    mentions = []
    for row in rows.get("mentions", ()):
        date = dates.get(row["mention_id"], {})
        mentions.append(
            Mention(row["start"], row["end"], row["label"], row["text"], row["local_id"], date.get("value"),
                    date.get("modifier"))
        )  # fmt: skip
    roles = [PredictedRole(row["person"], row["title"], row["organisation"]) for row in rows.get("roles", ())]
    return Prediction(mentions, {row["local_id"]: row["name"] for row in rows.get("entities", ())}, roles)


def evaluate(gold: Sequence[GoldRelease], predictions: Mapping[str, Prediction]) -> Evaluation:
    """Return the scores of predictions by doc_id; a release without prediction counts as empty."""
    evaluation = Evaluation()
    for release in gold:
        predicted = predictions.get(release.doc_id, Prediction())
        counts: Counts = {}
        for label in LABELS:
            _score_spans(release, predicted, label, counts, evaluation.errors)
        for label in ENTITY_LABELS:
            _score_rows(release, predicted, label, counts)
        counts["role", "PERSON"] = _score_roles(release, predicted)
        evaluation.by_release.append(counts)
    return evaluation


def _score_spans(release: GoldRelease, predicted: Prediction, label: str, counts: Counts, errors: list[Error]) -> None:
    gold = [m for m in release.mentions if m.label == label and not m.optional]
    optional = [m for m in release.mentions if m.label == label and m.optional]
    ours = [m for m in predicted.mentions if m.label == label]
    places = {(m.start, m.end) for m in gold}
    hits = [m for m in ours if (m.start, m.end) in places]
    spurious = [m for m in ours if (m.start, m.end) not in places and not _touches(m, optional)]
    counts["exact", label] = Count(len(hits), len(spurious), len(gold) - len(hits))
    pairs = _overlapping_pairs(gold, ours)
    paired = {id(m) for _, m in pairs}
    left = [m for m in ours if id(m) not in paired and not _touches(m, optional)]
    counts["overlap", label] = Count(len(pairs), len(left), len(gold) - len(pairs))
    if label == "DATE":
        right = sum((g.value, g.modifier) == (m.value, m.modifier) for g, m in pairs)
        counts["value", label] = Count(right, len(pairs) - right + len(left), len(gold) - right)
    found = {(m.start, m.end) for m in hits}
    errors += [Error(release.doc_id, "miss", label, g.text, g.start) for g in gold if (g.start, g.end) not in found]
    errors += [Error(release.doc_id, "spurious", label, m.text, m.start) for m in spurious]


def _touches(mention: Mention, optional: Iterable[GoldMention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in optional)


def _overlapping_pairs(gold: Sequence[GoldMention], ours: Sequence[Mention]) -> list[tuple[GoldMention, Mention]]:
    """Pair spans that overlap one to one, equal ones first, then in order of the text."""
    pairs: list[tuple[GoldMention, Mention]] = []
    free = list(ours)
    waiting = []
    for g in gold:
        equal = next((m for m in free if (m.start, m.end) == (g.start, g.end)), None)
        if equal is None:
            waiting.append(g)
        else:
            pairs.append((g, equal))
            free.remove(equal)
    for g in waiting:
        near = next((m for m in free if m.start < g.end and g.start < m.end), None)
        if near is not None:
            pairs.append((g, near))
            free.remove(near)
    return pairs


def _score_rows(release: GoldRelease, predicted: Prediction, label: str, counts: Counts) -> None:
    gold = _entities((m.name or "", m.start, m.end) for m in release.mentions if m.label == label and not m.optional)
    optional = [m for m in release.mentions if m.label == label and m.optional]
    ours = _entities((m.entity or "", m.start, m.end) for m in predicted.mentions if m.label == label)
    aligned = _align(gold, ours)
    matched = {mine for _, mine in aligned}
    spurious = [
        name for name, spans in ours.items()
        if name not in matched and not any(start < o.end and o.start < end for start, end in spans for o in optional)
    ]  # fmt: skip
    counts["row", label] = Count(len(aligned), len(spurious), len(gold) - len(aligned))
    right = sum(
        _is_form(predicted.names.get(mine, ""), release.forms.get((label, name), {name})) for name, mine in aligned
    )
    counts["name", label] = Count(right, len(aligned) - right, len(aligned) - right)


def _entities(mentions: Iterable[tuple[str, int, int]]) -> dict[str, set[tuple[int, int]]]:
    entities: dict[str, set[tuple[int, int]]] = {}
    for name, start, end in mentions:
        entities.setdefault(name, set()).add((start, end))
    return entities


def _align(gold: Mapping[str, set[tuple[int, int]]], ours: Mapping[str, set[tuple[int, int]]]) -> list[tuple[str, str]]:
    """Pair entities one to one, those that share most mentions first; ties by first mention."""
    shared = [
        (-len(spans & mine), min(spans), name, other)
        for name, spans in gold.items() for other, mine in ours.items() if spans & mine
    ]  # fmt: skip
    pairs: list[tuple[str, str]] = []
    used_gold: set[str] = set()
    used_ours: set[str] = set()
    for _, _, name, other in sorted(shared):
        if name not in used_gold and other not in used_ours:
            used_gold.add(name)
            used_ours.add(other)
            pairs.append((name, other))
    return pairs


def _is_form(name: str, forms: Iterable[str]) -> bool:
    return slug(name) in {slug(form) for form in forms}


def _score_roles(release: GoldRelease, predicted: Prediction) -> Count:
    free = list(predicted.roles)
    hits = 0
    for gold in release.roles:
        match = next((r for r in free if _same_role(gold.person, gold.title, gold.organisation, r)), None)
        if match is not None:
            free.remove(match)
            hits += 1
    return Count(hits, len(free), len(release.roles) - hits)


def _same_role(person: str, title: str, organisation: str | None, role: PredictedRole) -> bool:
    if slug(person).split("-")[-1] != slug(role.person).split("-")[-1]:
        return False
    gold, ours = _words(title), _words(role.title)
    if len(gold & ours) < _MIN_TITLE_OVERLAP * len(gold | ours):
        return False
    if not organisation or not role.organisation:
        return not organisation and not role.organisation
    return bool(_words(organisation) & _words(role.organisation))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text))) - _EMPTY_WORDS
