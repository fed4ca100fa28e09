"""Rows of the local entities of a release, with what identity across releases needs to know of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from presstab.analysis.record import Analysis, Entity, Role
from presstab.rows.places import Places

# What a zone says of the weight of what it names: the fifth of `salience` that position alone does not tell.
_ZONE_WEIGHTS = {"headline": 1.0, "lead": 0.8, "dateline": 0.8, "body": 0.5, "quote": 0.5, "boilerplate": 0.2,
                 "contact": 0.1, "safe_harbour": 0.0}  # fmt: skip


def entity_rows(analysis: Analysis, doc_id: str, places: Places) -> list[dict[str, Any]]:
    """Return the rows of a release's entities."""
    most: dict[str, int] = {}
    for entity in analysis.entities.items:
        most[entity.label] = max(most.get(entity.label, 0), len(entity.mentions))
    holds_in = _organisations_of(analysis.roles)
    return [_row(analysis, doc_id, entity, places, most[entity.label], holds_in) for entity in analysis.entities.items]


def _row(
    analysis: Analysis, doc_id: str, entity: Entity, places: Places, most: int, holds_in: Mapping[str, set[str]]
) -> dict[str, Any]:
    starts = [analysis.mentions.items[at].start for at in entity.mentions]
    facts = _facts(entity, holds_in)
    weight = max(_ZONE_WEIGHTS[places.zone(start)] for start in starts)
    earliness = 1 - starts[0] / max(1, places.length)
    return {
        "doc_id": doc_id,
        "label": entity.label,
        "name": entity.name,
        "n_mentions": len(entity.mentions),
        "first_zone": places.zone(starts[0]),
        "in_headline": any(places.zone(start) == "headline" for start in starts),
        "salience": round(0.4 * earliness + 0.4 * len(entity.mentions) / most + 0.2 * weight, 4),
        "first_sentence": places.sentence(starts[0]),
        "local_id": entity.local_id,
        "facts": json.dumps(facts, sort_keys=True, ensure_ascii=False),
        "key": entity.key,
        "evidence": "\n".join(_evidence(facts)) or None,
    }


def _evidence(facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield what only one body bears: its listings, its entry in the registry."""
    for ticker, exchange in facts.get("tickers", ()):
        yield f"ticker {exchange} {ticker}"
    if entry := facts.get("registry"):
        yield f"registry {entry}"


def _organisations_of(roles: tuple[Role, ...]) -> dict[str, set[str]]:
    """Return the organisations in which each person holds an office."""
    found: dict[str, set[str]] = {}
    for role in roles:
        if role.organisation:
            found.setdefault(role.person, set()).add(role.organisation)
    return found


def _facts(entity: Entity, holds_in: Mapping[str, set[str]]) -> dict[str, Any]:
    """Return what identity across releases needs to know beyond the row itself."""
    facts: dict[str, Any] = {
        "key": entity.key,
        "forms": entity.forms,
        "acronyms": list(entity.acronyms),
        **entity.facts,
    }
    if entity.label == "ORG":
        facts["tickers"] = entity.tickers
    if entity.label == "PERSON":
        facts["bodies"] = sorted(holds_in.get(entity.local_id, ()))
    return facts
