"""Whose release it is."""

from __future__ import annotations

import re
from collections import Counter

from spacy.tokens import Doc

from presstab.components.state import Entity, Intervals, ReleaseState, text_of
from presstab.text import slug

_ISSUER_WEIGHTS = {"headline": 2, "lead": 1, "contact": 1}
_UNLIKELY = {"government": 2, "media": 1}  # they are named in others' releases more often than they issue any
_ABOUT = re.compile(r"\b(?P<word>About|ABOUT|about) (?:[Tt]he )?$")  # a heading; to learn more about
_ABOUT_REACH = len("About the ")
_FIRST_WEIGHTS = {"headline": 3, "lead": 2, "boilerplate": 2}


def find_issuer(doc: Doc, state: ReleaseState) -> Entity | None:
    """Return whose release it is: the body with most evidence from headline, lead, `About` and contact."""
    scores: Counter[str] = Counter()
    by_id = {entity.local_id: entity for entity in state.entities if entity.label == "ORG"}
    text = text_of(doc)
    zones = Intervals((start, end) for start, end, _ in state.zones)
    seen_in: set[tuple[str, str]] = set()
    for at, entity in sorted(state.entity_of_span.items()):
        if entity.label != "ORG":
            continue
        span = state.mentions[at]
        number = zones.index(span.start_char)
        zone = state.zones[number][2] if number is not None else "body"
        first_in_zone = (zone, "") not in seen_in
        if (entity.local_id, zone) not in seen_in:
            scores[entity.local_id] += _ISSUER_WEIGHTS.get(zone, 0) + (
                _FIRST_WEIGHTS.get(zone, 0) if first_in_zone else 0
            )
        seen_in |= {(entity.local_id, zone), (zone, "")}
        about = _ABOUT.search(text, max(0, span.start_char - _ABOUT_REACH), span.start_char)
        if about and (entity.local_id, about["word"]) not in seen_in:
            seen_in.add((entity.local_id, about["word"]))
            scores[entity.local_id] += 1 if about["word"].islower() else 3
    for definition, entity in state.defined_terms.values():
        if slug(definition.term) in {"company", "corporation", "group", "bank"} and entity.label == "ORG":
            scores[entity.local_id] += 3
    if not scores:
        return None
    for local in scores:
        scores[local] -= _UNLIKELY.get(by_id[local].facts.get("kind", ""), 0)
    best = max(scores, key=lambda local: (scores[local], len(by_id[local].spans), -by_id[local].spans[0]))
    return by_id[best] if scores[best] >= 2 else None
