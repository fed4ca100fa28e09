"""Whose release it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from presstab.analysis.linking.draft import Evidence
from presstab.analysis.places import Intervals
from presstab.analysis.record import DefinedTerm, Entities
from presstab.text import slug

_ISSUER_WEIGHTS = {"headline": 2, "lead": 1, "contact": 1}
_UNLIKELY = {"government": 2, "media": 1}  # they are named in others' releases more often than they issue any
_ABOUT_REACH = len("About the ")
_FIRST_WEIGHTS = {"headline": 3, "lead": 2, "boilerplate": 2}


def find_issuer(evidence: Evidence, entities: Entities, terms: Iterable[DefinedTerm]) -> str | None:
    """Return whose release it is: the organisation with most evidence from headline, lead, `About` and contact."""
    organisations = {entity.local_id: entity for entity in entities.items if entity.label == "ORG"}
    scores: Counter[str] = Counter()
    for local_id, score in _evidence(evidence, entities):
        scores[local_id] += score
    for term in terms:
        if slug(term.term) in {"company", "corporation", "group", "bank"} and term.entity in organisations:
            scores[term.entity] += 3
    if not scores:
        return None
    for local_id in scores:
        scores[local_id] -= _UNLIKELY.get(organisations[local_id].facts.get("kind", ""), 0)

    def rank(local_id: str) -> tuple[int, int, int]:
        numbers = organisations[local_id].mentions
        return scores[local_id], len(numbers), -numbers[0]

    best = max(scores, key=rank)
    return best if scores[best] >= 2 else None


def _evidence(evidence: Evidence, entities: Entities) -> Iterator[tuple[str, int]]:
    """Yield an organisation and what a mention of it adds: once a zone, more for a zone's first, and for `About`."""
    text, mentions, outline = evidence.text, evidence.mentions, evidence.outline
    zones = Intervals((start, end) for start, end, _ in outline.zones)
    seen_in: set[tuple[str, str]] = set()
    for at, entity in sorted(entities.of_mention.items()):
        if entity.label != "ORG":
            continue
        start, local_id = mentions[at].start, entity.local_id
        number = zones.index(start)
        zone = outline.zones[number][2] if number is not None else "body"
        first = _FIRST_WEIGHTS.get(zone, 0) if (zone, "") not in seen_in else 0
        if (local_id, zone) not in seen_in:
            yield local_id, _ISSUER_WEIGHTS.get(zone, 0) + first
        seen_in |= {(local_id, zone), (zone, "")}
        about = evidence.rules.about.find(text, max(0, start - _ABOUT_REACH), start)
        if about and (local_id, about["word"]) not in seen_in:
            seen_in.add((local_id, about["word"]))
            yield local_id, 1 if about["word"].islower() else 3
