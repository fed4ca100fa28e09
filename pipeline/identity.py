"""Identity across releases: which local entities are one, under which id.

Everything here depends on the set of stored local entities alone, never on the order or
the batches in which they came.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.schema import ALIASES, IDENTIFIERS, ORGANISATIONS, PEOPLE, TECHNOLOGIES
from pipeline.text import slug

Row = dict[str, Any]
_PREFIX = {"ORG": "org_", "PERSON": "per_", "TECH": "tech_"}
_UNKNOWN_KEY_DIGITS = 10
_HOMONYM_DIGITS = 6


class _Member:
    """A local entity of one release."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.doc_id: str = row["doc_id"]
        self.local_id: str = row["local_id"]
        self.label: str = row["label"]
        self.name: str = row["name"]
        self.n_mentions: int = row["n_mentions"]
        self.facts: dict[str, Any] = json.loads(row["facts"])
        self.key: str = self.facts["key"]

    @property
    def tickers(self) -> list[tuple[str, str]]:
        return [(ticker, exchange) for ticker, exchange in self.facts.get("tickers", ())]

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """Return what only one body bears: its listings, its entry in the registry."""
        entry = self.facts.get("registry")
        return [*self.tickers, *([("registry", entry)] if entry else [])]


class _Group:
    """The members that are one entity."""

    def __init__(self, members: Iterable[_Member]) -> None:
        self.members = sorted(members, key=lambda m: (m.doc_id, m.local_id))
        self.entity_id = ""
        self.former_ids: set[str] = set()

    @property
    def docs(self) -> set[str]:
        return {member.doc_id for member in self.members}

    @property
    def keys(self) -> list[str]:
        return sorted({member.key for member in self.members}, key=lambda key: (len(key), key))


def identify(entities: Sequence[Mapping[str, Any]]) -> dict[str, list[Row]]:
    """Return the rows of `links`, the entity tables, `aliases` and `identifiers`."""
    members = [_Member(row) for row in entities]
    organisations = _group_organisations([m for m in members if m.label == "ORG"])
    technologies = _by_key([m for m in members if m.label == "TECH"])
    _name_groups(organisations, "ORG")
    _name_groups(technologies, "TECH")
    body_ids = {(m.doc_id, m.local_id): group.entity_id for group in organisations for m in group.members}
    people = _group_people([m for m in members if m.label == "PERSON"], body_ids)
    groups = organisations + technologies + people
    return {
        "links": [
            {"doc_id": m.doc_id, "local_id": m.local_id, "entity_id": g.entity_id} for g in groups for m in g.members
        ],
        ORGANISATIONS.name: [_organisation(g) for g in organisations],
        PEOPLE.name: [_person(g) for g in people],
        TECHNOLOGIES.name: [_technology(g, {group.entity_id for group in technologies}) for g in technologies],
        ALIASES.name: [row for g in groups for row in _aliases(g)],
        IDENTIFIERS.name: [row for g in organisations for row in _identifiers(g)],
    }


def _by_key(members: Iterable[_Member]) -> list[_Group]:
    groups: dict[str, list[_Member]] = defaultdict(list)
    for member in members:
        groups[member.key].append(member)
    return [_Group(groups[key]) for key in sorted(groups)]


def _group_organisations(members: list[_Member]) -> list[_Group]:
    """Group by name key, then join what bears one listing or entry, unless one release names both."""
    groups = {group.keys[0]: group for group in _by_key(members)}
    by_listing: dict[tuple[str, str], set[str]] = defaultdict(set)
    for member in members:
        for listing in member.evidence:
            by_listing[listing].add(member.key)
    home = {key: key for key in groups}
    for listing in sorted(by_listing):
        first, *others = sorted({home[key] for key in by_listing[listing]}, key=lambda key: (len(key), key))
        for other in others:
            if groups[first].docs & groups[other].docs:
                continue  # one release names both: two bodies that share a listing by mistake
            groups[first] = _Group(groups[first].members + groups.pop(other).members)
            home = {key: first if at == other else at for key, at in home.items()}
    return [groups[key] for key in sorted(groups)]


def _name_groups(groups: list[_Group], label: str) -> None:
    """Give each group its id: the key of its shortest name; ids that its parts would bear are former ones."""
    for group in groups:
        ids = [_entity_id(label, member) for member in group.members]
        plain = [_entity_id(label, m) for m in group.members if not _is_acronym(m)] or ids
        group.entity_id = min(plain, key=lambda made: (len(made), made))
        group.former_ids = set(ids) - {group.entity_id}


def _entity_id(label: str, member: _Member) -> str:
    key = slug(member.name) if label == "TECH" else member.key
    return _PREFIX[label] + (slug(key) or "x" + _digits(member.name, _UNKNOWN_KEY_DIGITS))


def _is_acronym(member: _Member) -> bool:
    return member.name in member.facts["acronyms"] or (member.name.isupper() and len(member.name) <= 6)


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def _group_people(members: list[_Member], body_ids: Mapping[tuple[str, str], str]) -> list[_Group]:
    """Join people of one full name who share a body; those who share none stay apart."""
    groups: list[_Group] = []
    for same_name in _by_key(members):
        parts = _connected(same_name.members, body_ids)
        for part in parts:
            group = _Group(part)
            plain = _PREFIX["PERSON"] + (slug(part[0].key) or "x" + _digits(part[0].name, _UNKNOWN_KEY_DIGITS))
            group.entity_id = plain
            if len(parts) > 1:
                bodies = sorted(_bodies(part, body_ids)) if _is_full_name(part[0]) else []
                evidence = bodies or [part[0].doc_id]
                group.entity_id = f"{plain}-{_digits(evidence[0], _HOMONYM_DIGITS)}"
            groups.append(group)
    return groups


def _is_full_name(member: _Member) -> bool:
    """Whether a person's key has two parts: a surname alone joins nobody across releases."""
    return "-" in member.key


def _bodies(members: Iterable[_Member], body_ids: Mapping[tuple[str, str], str]) -> set[str]:
    return {body_ids[m.doc_id, local] for m in members for local in m.facts.get("bodies", ())}


def _connected(members: Sequence[_Member], body_ids: Mapping[tuple[str, str], str]) -> list[list[_Member]]:
    parts: list[tuple[list[_Member], set[str]]] = []
    for member in members:
        mine, bodies = [member], _bodies([member], body_ids)
        apart = []
        for others, other_bodies in parts:
            if bodies & other_bodies and _is_full_name(member):
                mine, bodies = others + mine, bodies | other_bodies
            else:
                apart.append((others, other_bodies))
        parts = [*apart, (mine, bodies)]
    return [part for part, _ in parts]


def _counts(group: _Group) -> Row:
    return {"n_documents": len(group.docs), "n_mentions": sum(m.n_mentions for m in group.members)}


def _fullest(group: _Group) -> str:
    return max((m.name for m in group.members), key=lambda name: (len(name), name))


def _first_fact(group: _Group, fact: str) -> str | None:
    """Return the fact that most members state; ties to the first in order."""
    stated = [m.facts[fact] for m in group.members if m.facts.get(fact)]
    return max(sorted(set(stated)), key=stated.count) if stated else None


def _organisation(group: _Group) -> Row:
    listings = [listing for m in group.members for listing in m.tickers]
    ticker, exchange = listings[0] if listings else (None, None)
    known = {scheme: value for scheme, value, _ in _registered(group)}
    return {
        "organisation_id": group.entity_id, "name": _fullest(group), "legal_name": _first_fact(group, "legal_name"),
        "legal_form": _first_fact(group, "legal_form"), "kind": _first_fact(group, "kind"), "ticker": ticker,
        "exchange": exchange, "country": _first_fact(group, "country"), "lei": known.get("lei"),
        "wikidata_id": known.get("wikidata_id"), **_counts(group),
    }  # fmt: skip


def _person(group: _Group) -> Row:
    fullest = max(group.members, key=lambda m: (len(m.name), m.name))
    return {
        "person_id": group.entity_id, "name": fullest.name, "given_name": fullest.facts.get("given_name") or None,
        "family_name": fullest.facts.get("family_name") or None, **_counts(group),
    }  # fmt: skip


def _technology(group: _Group, known: set[str]) -> Row:
    parent = _PREFIX["TECH"] + slug(_first_fact(group, "parent") or "")
    # The commonest name that is no abbreviation, where there is one.
    names = [m.name for m in group.members if m.name not in m.facts["acronyms"]] or [m.name for m in group.members]
    return {
        "technology_id": group.entity_id, "name": max(sorted(set(names)), key=names.count),
        "abbreviation": _first_fact(group, "abbreviation"), "category": _first_fact(group, "category"),
        "wikidata_id": None, "parent_id": parent if parent in known else None, **_counts(group),
    }  # fmt: skip


def _aliases(group: _Group) -> list[Row]:
    counts: dict[str, int] = defaultdict(int)
    acronyms: set[str] = set()
    for member in group.members:
        acronyms |= set(member.facts.get("acronyms", ()))
        for form, number in member.facts["forms"].items():
            counts[form] += number
    rows = [
        {
            "entity_id": group.entity_id,
            "alias": form,
            "kind": "acronym" if form in acronyms else "name",
            "n_mentions": n,
        }
        for form, n in sorted(counts.items())
    ]
    former = [
        {"entity_id": group.entity_id, "alias": old, "kind": "former_id", "n_mentions": 0}
        for old in sorted(group.former_ids - set(counts))
    ]
    return rows + former


def _registered(group: _Group) -> list[tuple[str, str, str]]:
    """Return the identifiers that the registry gives the members, each once, in order."""
    return sorted({(s, v, e) for m in group.members for s, v, e in m.facts.get("identifiers", ())})


def _identifiers(group: _Group) -> list[Row]:
    first: dict[str, str | None] = {}
    for member in group.members:
        for ticker, exchange in member.tickers:
            first.setdefault(ticker, exchange)
    rows = {("ticker", ticker): (exchange, "release") for ticker, exchange in first.items()}
    for scheme, value, exchange in _registered(group):
        rows.setdefault((scheme, value), (exchange or None, "registry"))
    return [
        {"entity_id": group.entity_id, "scheme": scheme, "value": value, "exchange": exchange, "source": source}
        for (scheme, value), (exchange, source) in sorted(rows.items())
    ]
