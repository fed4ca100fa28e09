"""How many spans of a release agree with its gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from presstab.corpus.gold import GoldMention, GoldRelease
from presstab.evaluate.count import Count, Counts, Error
from presstab.evaluate.prediction import PredictedMention, Prediction


def score_spans(release: GoldRelease, predicted: Prediction, label: str, counts: Counts, errors: list[Error]) -> None:
    """Count the spans of one label that are equal and that overlap, and the dates with the right value."""
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


def _touches(mention: PredictedMention, optional: Iterable[GoldMention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in optional)


def _overlapping_pairs(
    gold: Sequence[GoldMention], ours: Sequence[PredictedMention]
) -> list[tuple[GoldMention, PredictedMention]]:
    """Pair spans that overlap one to one, equal ones first, then in order of the text."""
    pairs: list[tuple[GoldMention, PredictedMention]] = []
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
