"""Rows of the local entities of a release, with what identity across releases needs to know of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from presstab.analysis.record import Analysis, Entity
from presstab.identity.blocks import SPELLING
from presstab.identity.explained import explained, is_abbreviation
from presstab.names.organisations import clean_name
from presstab.rows.places import Places
from presstab.rows.weight import NamedAt, weigh
from presstab.spelling import spellings, technology_spelling
from presstab.store.facts import Facts
from presstab.terms import term_key
from presstab.text import slug


def entity_rows(analysis: Analysis, doc_id: str, published_on: dt.date | None, places: Places) -> list[dict[str, Any]]:
    """Return the rows of a release's entities."""
    most: dict[str, int] = {}
    for entity in analysis.entities.items:
        most[entity.label] = max(most.get(entity.label, 0), len(entity.mentions))
    entities = analysis.entities
    firms = frozenset(role.organisation for role in analysis.roles if role.in_company and role.organisation)
    known = _Known(published_on, entities.issuer, _organisations_of(analysis), firms, entities.dateline_country)
    return [_row(analysis, doc_id, entity, places, most[entity.label], known) for entity in entities.items]


class _Known(NamedTuple):
    """What all entities of a release share: day, issuer, organisations of people, firms by offices, the country."""

    published_on: dt.date | None
    issuer: str | None
    organisations_of: Mapping[str, set[str]]
    firms: frozenset[str]
    country: str | None


def _row(analysis: Analysis, doc_id: str, entity: Entity, places: Places, most: int, known: _Known) -> dict[str, Any]:
    facts = _facts(entity, known, _key(analysis, entity))
    starts = [analysis.mentions.items[at].start for at in entity.mentions]
    named = [NamedAt(start, places.zone(start), places.sentence(start)) for start in starts]
    return {
        "doc_id": doc_id,
        "label": entity.label,
        "name": entity.name,
        **weigh(named, most, places.length),
        "local_id": entity.local_id,
        "facts": facts.encode(),
        "key": facts.key,
        "evidence": "\n".join(evidence_of(entity.label, facts.key, entity.name, facts)) or None,
    }


def evidence_of(label: str, key: str, name: str, facts: Facts) -> Iterator[str]:
    """Yield what says that two keys are one entity's: its spelling, its listings, its entry in the registry."""
    if label == "PERSON":
        return
    if label == "ORG":
        yield from sorted(SPELLING + spelling for spelling in spellings(key))
    else:  # a release may tie a name to another's key: by its key it goes with those, and ties the two to nobody
        yield SPELLING + (technology_spelling(name, key) if term_key(name) == key else key)
    for ticker, exchange in facts.tickers:
        yield f"ticker {exchange} {ticker}"
    if facts.registry:
        yield f"registry {facts.registry}"


def _organisations_of(analysis: Analysis) -> dict[str, set[str]]:
    """Return the organisations in which each person holds an office, or right beside which the person is named."""
    found: dict[str, set[str]] = {}
    for role in analysis.roles:
        if role.organisation:
            found.setdefault(role.person, set()).add(role.organisation)
    for person, organisation in _named_beside(analysis):
        found.setdefault(person, set()).add(organisation)
    return found


_OWNED = frozenset(["’s ", "'s "])  # Acme's Jane Doe
_BYLINE = "/"  # Jane Doe/Acme Times


def _named_beside(analysis: Analysis) -> Iterator[tuple[str, str]]:
    """Yield each person whom an organisation's mark makes its own, or beside whom one stands in a byline or contact."""
    entity_of, text = analysis.entities.of_mention, analysis.text
    contacts = [(start, end) for start, end, zone in analysis.outline.zones if zone == "contact"]
    named = [(at, mention) for at, mention in enumerate(analysis.mentions.items) if at in entity_of]
    for (one, first), (two, second) in pairwise(named):
        gap, labels = text[first.end : second.start], (first.label, second.label)
        in_contact = any(start <= first.start < end for start, end in contacts)
        is_line = in_contact and "\n" in gap and not gap.strip()
        if labels == ("ORG", "PERSON") and (gap in _OWNED or is_line):
            yield entity_of[two].local_id, entity_of[one].local_id
        elif labels == ("PERSON", "ORG") and (gap == _BYLINE or is_line):
            yield entity_of[one].local_id, entity_of[two].local_id


def _key(analysis: Analysis, entity: Entity) -> str:
    """Return the key by which other releases may name the entity too.

    An organisation that abbreviations alone name has the key of what a bracket explains them by. The abbreviation of a
    technology mostly means one thing, explained or not.
    """
    if entity.label != "ORG" or entity.facts.get("registry") or not all(map(is_abbreviation, entity.forms)):
        return entity.key
    mentions = (analysis.mentions.items[at] for at in entity.mentions)
    long = explained(analysis.text, ((mention.start, mention.end) for mention in mentions))
    return (slug(clean_name(long)) if long else "") or entity.key


def _facts(entity: Entity, known: _Known, key: str) -> Facts:
    """Return what identity across releases needs to know beyond the row itself."""
    organisations: tuple[str, ...] = ()
    if entity.label == "PERSON":
        # Whoever two releases of one issuer name alike is one person, as who holds offices at one organisation is.
        organisations = tuple(sorted(filter(None, {*known.organisations_of.get(entity.local_id, ()), known.issuer})))
    told = {"kind": "company", **entity.facts} if entity.local_id in known.firms else entity.facts
    return Facts(
        key=key,
        forms=entity.forms,
        acronyms=entity.acronyms if key == entity.key else tuple(sorted(entity.forms)),
        published_on=known.published_on,
        tickers=entity.tickers if entity.label == "ORG" else (),
        issuer=known.issuer if entity.label != "PERSON" else None,
        dateline_country=known.country if entity.local_id == known.issuer else None,
        organisations=organisations,
        **told,
    )
