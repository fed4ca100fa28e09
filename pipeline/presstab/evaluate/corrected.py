"""Releases that somebody corrected, as gold: their rows with the decisions laid over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from presstab.corpus.gold import GROUPS
from presstab.schema import TABLES
from presstab.store.reader import Reader

_READ = ("documents", "document_entities", "mentions", "dates", "roles", "quotations", "relations")
Rows = Mapping[str, list[dict[str, Any]]]


def corrected_releases(tables: Reader) -> list[str]:
    """Return the releases over whose rows decisions lie, in order."""
    return sorted(tables.extracted.digests())


def gold_of(tables: Reader, doc_ids: Collection[str]) -> list[dict[str, Any]]:
    """Return the gold records of some releases, as `presstab gold build` writes them, in order."""
    rows: dict[str, dict[str, list[dict[str, Any]]]] = {doc_id: defaultdict(list) for doc_id in sorted(doc_ids)}
    for name in _READ:
        table = TABLES[name]
        order = ", ".join(f'"{column}"' for column in table.sort)
        query = f"SELECT * FROM ({tables.tables.query(table)}) WHERE list_contains($docs, doc_id) ORDER BY {order}"
        for row in tables.connection.rows(query, {"docs": sorted(doc_ids)}):
            rows[row["doc_id"]][name].append(row)
    return [_record(doc_id, of) for doc_id, of in rows.items()]


def _record(doc_id: str, rows: Rows) -> dict[str, Any]:
    names = {row["entity_id"]: row["name"] for row in rows["document_entities"]}
    published = rows["documents"][0]["published_on"]
    groups = {group: _entities(rows, label, names) for group, label in GROUPS.items()}
    for person in groups["people"]:
        person["roles"] = [_role(row) for row in rows["roles"] if names.get(row["person_id"]) == person["name"]]
    return {
        "doc": doc_id,
        "published": published.isoformat() if published else None,
        "mentions": _mentions(rows, names),
        **groups,
        "quotes": [
            {"start": row["start"], "end": row["end"], "speaker": row["person"], "organisation": row["organisation"]}
            for row in rows["quotations"]
        ],
        "relations": [_relation(row) for row in rows["relations"]],
    }


def _mentions(rows: Rows, names: Mapping[str, str]) -> list[dict[str, Any]]:
    dates = {row["mention_id"]: row for row in rows["dates"]}
    found = []
    for row in rows["mentions"]:
        place = {name: row[name] for name in ("start", "end", "text", "label")}
        date = dates.get(row["mention_id"])
        said = {"value": date["value"], "mod": date["modifier"]} if date else {"name": names[row["entity_id"]]}
        found.append({**place, **said, "optional": False})
    return found


def _entities(rows: Rows, label: str, names: Mapping[str, str]) -> list[dict[str, Any]]:
    forms: dict[str, dict[str, None]] = {}
    for row in rows["mentions"]:
        if row["label"] == label:
            forms.setdefault(names[row["entity_id"]], {})[row["text"]] = None
    return [{"name": name, "mentions": list(texts)} for name, texts in forms.items()]


def _role(row: Mapping[str, Any]) -> dict[str, Any]:
    role = {"title": row["title"], "organisation": row["organisation"], "action": row["action"]}
    return {**role, "on": row["effective"]} if row["effective"] else role


def _relation(row: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: row[name] for name in ("type", "subject", "object", "status")}
    said |= {"start": row["evidence_start"], "end": row["evidence_end"]}
    if row["amount"] is not None:
        said["amount"] = f"{row['amount']:.15g} {row['currency'] or ''}".strip()
    return {**said, "on": row["effective"]} if row["effective"] else said
