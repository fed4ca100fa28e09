"""The local entities of a store and the releases that name them: what identity reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pyarrow as pa

from presstab.schema import ENTITY_TABLES
from presstab.store.connection import Connection
from presstab.store.facts import Facts

# Only of keys that share an identifier with another: what a million releases say of one company is not read.
_SHARED = """
    WITH current AS (SELECT key, doc_id, evidence FROM entities WHERE removed_by IS NULL AND label = '{label}'),
         borne AS (SELECT DISTINCT key, unnest(string_split(evidence, chr(10))) AS identifier FROM current
                   WHERE evidence IS NOT NULL),
         shared AS (SELECT identifier FROM borne GROUP BY identifier HAVING count(*) > 1)
    SELECT key, doc_id, evidence FROM current
    WHERE key IN (SELECT key FROM borne SEMI JOIN shared USING (identifier))"""
# Uses of abbreviations that stand alone somewhere: `key` is that of the long form, NULL where the release gives none.
# `is_apart`: the release names a long form as something else. Joined by release and key, never all pairs of a release.
_ABBREVIATIONS = """
    WITH current AS (SELECT doc_id, key, name, facts->>'kind' AS kind, facts->'acronyms' AS acronyms
                     FROM entities WHERE removed_by IS NULL AND label = '{label}'),
         every AS (SELECT doc_id, key, kind, unnest(from_json(acronyms, '["VARCHAR"]')) AS name FROM current
                   WHERE acronyms::VARCHAR <> '[]'),
         defined AS (SELECT *, lower(name) AS short FROM every WHERE short <> replace(key, '-', '')
                     AND regexp_full_match(short, '[a-z][a-z0-9]{{1,7}}') AND short IN (SELECT key FROM current)),
         alone AS (SELECT a.doc_id, a.key AS short, a.name, bool_or(b.key IS NOT NULL) AS is_apart
                   FROM current a JOIN (SELECT DISTINCT short, key FROM defined) d ON d.short = a.key
                   LEFT JOIN current b ON b.doc_id = a.doc_id AND b.key = d.key GROUP BY ALL),
         uses AS (SELECT short, name, doc_id, key, kind, false AS is_apart FROM defined
                  UNION ALL SELECT short, name, doc_id, NULL, NULL, is_apart FROM alone),
         named AS (SELECT e.doc_id, list(DISTINCT e.key ORDER BY e.key) AS people FROM entities e
                   WHERE removed_by IS NULL AND label = 'PERSON' AND contains(key, '-')
                   AND doc_id IN (SELECT doc_id FROM uses) GROUP BY ALL)
    SELECT u.*, d.issuer, n.people FROM uses u LEFT JOIN named n USING (doc_id)
    LEFT JOIN (SELECT doc_id, issuer FROM documents WHERE removed_by IS NULL) d USING (doc_id)"""
_EVIDENCE = {
    f"{label} {what}": query.format(label=label)
    for label in ("ORG", "TECH")
    for what, query in (("evidence", _SHARED), ("abbreviations", _ABBREVIATIONS))
}


# People of one family name may be one under several keys: Bob and Robert Doe.
_BLOCK = {
    "ORG": "coalesce(h.home, e.key)",
    "TECH": "coalesce(h.home, e.key)",
    "PERSON": "regexp_extract(e.key, '[^-]*$')",
}
BY_BLOCK = "ORDER BY block, doc_id, local_id"


# Stores of version 0.2 call them `bodies`.
_ORGANISATIONS = "from_json(coalesce(e.facts->'organisations', e.facts->'bodies'), '[\"VARCHAR\"]')"


def blocks_of(entities: str, label: str) -> str:
    """Return the query of the local entities of a label among some, with their block and `organisation_ids`.

    It looks up `homes` (key, home) and `offices` (doc_id, local_id, entity_id).
    """
    return (
        f"SELECT e.doc_id, e.local_id, e.label, e.name, e.n_mentions, e.facts, {_BLOCK[label]} AS block,"
        " (SELECT list(DISTINCT o.entity_id ORDER BY o.entity_id) FROM offices o WHERE o.doc_id = e.doc_id"
        f" AND list_contains({_ORGANISATIONS}, o.local_id)) AS organisation_ids"
        f" FROM {entities} e LEFT JOIN homes h USING (key) WHERE e.label = '{label}'"
    )


def _strings(**columns: list[str]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


class StoredEntities:
    """The entities of a store, looked up: the local ones of its releases, and those that they are."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def local(
        self, label: str, homes: Mapping[str, str] | None = None, links: pa.Table | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the current local entities of a label in blocks: by `block`, then by release.

        The block is the entity's key, or what `homes` sends that to. With `links` each brings the
        `organisation_ids` of its offices. `ORG evidence` and `TECH evidence` stand for those
        whose key may be another's as well, with what says so; `ORG abbreviations` and `TECH abbreviations` for the
        uses of abbreviations that `identity.abbreviations` reads.
        """
        if label in _EVIDENCE:
            yield from self._db.stream(_EVIDENCE[label])
            return
        known = homes or {}
        registered = {
            "homes": _strings(key=list(known), home=list(known.values())),
            "offices": _strings(doc_id=[], local_id=[], entity_id=[]) if links is None else links,
        }
        current = "(SELECT * FROM entities WHERE removed_by IS NULL)"
        yield from self._db.stream(f"{blocks_of(current, label)} {BY_BLOCK}", registered)

    def local_one(self, doc_id: str, local_id: str) -> tuple[str, Facts, list[str]] | None:
        """Return name, facts and evidence of a current local entity."""
        query = "SELECT name, facts, evidence FROM entities WHERE removed_by IS NULL AND doc_id = ? AND local_id = ?"
        row = self._db.one(query, [doc_id, local_id])
        return (row[0], Facts.decode(row[1]), (row[2] or "").splitlines()) if row else None

    def names(self) -> dict[str, str]:
        """Return the name of every current entity by its id."""
        query = " UNION ALL ".join(
            f"SELECT {table.key[0]}, name FROM {table.name} WHERE removed_by IS NULL"
            for table in ENTITY_TABLES.values()
        )
        found: Any = self._db.tuples(query)
        return dict(found)

    def ever_in(self, doc_ids: Collection[str]) -> set[str]:
        """Return the entities that releases ever named."""
        query = "SELECT DISTINCT entity_id FROM links WHERE list_contains($docs, doc_id)"
        return set(self._db.firsts(query, {"docs": sorted(doc_ids)}))

    def releases_of(self, entity_id: str) -> list[str]:
        """Return the current releases that name an entity."""
        query = "SELECT DISTINCT doc_id FROM links WHERE removed_by IS NULL AND entity_id = ? ORDER BY doc_id"
        return self._db.firsts(query, [entity_id])

    def releases_ever_of(self, entity_id: str) -> list[str]:
        """Return the releases that ever named an entity."""
        return self._db.firsts("SELECT DISTINCT doc_id FROM links WHERE entity_id = ? ORDER BY doc_id", [entity_id])

    def keys_of(self, entity_id: str) -> list[str]:
        """Return the name keys of all local entities that ever were an entity."""
        query = "SELECT DISTINCT e.key FROM links l JOIN entities e USING (doc_id, local_id) WHERE l.entity_id = ?"
        return sorted(self._db.firsts(query, [entity_id]))

    def names_of(self, entity_id: str) -> list[str]:
        """Return the names and forms of all local entities that ever were an entity."""
        query = (
            "SELECT DISTINCT unnest(list_append(json_keys(e.facts->'forms'), e.name)) AS name FROM links l"
            " JOIN entities e USING (doc_id, local_id) WHERE l.entity_id = ? ORDER BY name"
        )
        return self._db.firsts(query, [entity_id])
