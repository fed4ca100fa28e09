"""Why an entity is one over all releases, and why two are two: what the table `aliases` says of it, in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from presstab.errors import InputError
from presstab.explain_decisions import decisions_on
from presstab.schema import ALIASES, ENTITY_PREFIX, ENTITY_TABLES, ROLES
from presstab.store.reader import Reader

_MOST = 12  # forms, releases or organisations that are listed


def is_entity_id(given: str) -> bool:
    """Return whether a string is made like the id of an entity: org_acme, per_jane-doe, tech_lidar."""
    return given.startswith(tuple(ENTITY_PREFIX.values())) and ":" not in given


def explain_entity(store: Reader, entity_id: str) -> list[str]:
    """Return what joined the names of an entity, a line each.

    Raises:
        InputError: the store has no such entity.
    """
    row = _row(store, entity_id)
    lines = [f"{entity_id}  {row['name']}: {row['n_mentions']} mentions in {row['n_documents']} releases"]
    by_evidence: dict[str, list[str]] = defaultdict(list)
    for alias in store.tables.rows_where(ALIASES, "entity_id", entity_id):
        if alias["kind"] == "former_id":
            by_evidence["former id"].append(alias["alias"])
        else:
            by_evidence[alias["evidence"] or "equal name"].append(f"{alias['alias']} ({alias['doc_id']})")
    lines += [f"{evidence}: {_listed(names)}" for evidence, names in sorted(by_evidence.items())]
    lines += [f"decided: {told}" for told in decisions_on(store, {entity_id, *by_evidence.get("former id", ())})]
    return lines


def explain_two(store: Reader, one_id: str, other_id: str) -> list[str]:
    """Return what is known of two entities, and what neither name, listing nor organisation ties.

    Raises:
        InputError: the store has no such entity.
    """
    first, second = _row(store, one_id), _row(store, other_id)
    lines = [*explain_entity(store, one_id), *explain_entity(store, other_id)]
    if one_id == other_id:
        return [*lines, "they are one"]
    return [*lines, *(f"apart: {reason}" for reason in _apart(store, first, second, one_id, other_id))]


def _apart(store: Reader, first: dict[str, Any], second: dict[str, Any], one_id: str, other_id: str) -> Iterator[str]:
    forms = first.get("legal_form"), second.get("legal_form")
    if all(forms) and forms[0] != forms[1]:
        yield f"the legal forms {forms[0]} and {forms[1]}"
    listed = first.get("ticker"), second.get("ticker")
    if all(listed) and listed[0] != listed[1]:
        yield f"the tickers {listed[0]} and {listed[1]}"
    if one_id.startswith(ENTITY_PREFIX["PERSON"]):
        held = [
            {role["organisation_id"] for role in store.tables.rows_where(ROLES, "person_id", who)}
            for who in (one_id, other_id)
        ]
        if not held[0] & held[1]:
            yield "no organisation that both belong to"
    if first["name"].casefold() == second["name"].casefold():
        yield "the names are equal, but nothing else speaks for one"
    else:
        yield "the names differ, and no listing, registry entry, definition or spelling ties them"


def _row(store: Reader, entity_id: str) -> dict[str, Any]:
    label = next((label for label, prefix in ENTITY_PREFIX.items() if entity_id.startswith(prefix)), None)
    table = ENTITY_TABLES[label] if label else None
    rows = store.tables.rows_where(table, table.key[0], entity_id) if table else []
    if not rows:
        raise InputError(f"{entity_id}: no such entity in the store")
    return rows[0]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more
