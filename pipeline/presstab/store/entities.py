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
_EVIDENCE = {
    "ORG evidence": _SHARED.format(label="ORG"),
    "TECH evidence": _SHARED.format(label="TECH"),
    # `FDA` alone is what at least two releases define it as, if all do, and it is a government's or releases of
    # several issuers say so; a company's abbreviation is another company's name elsewhere (BMW), so it joins nobody.
    "ORG acronyms": """
        WITH defined AS (SELECT key, doc_id, facts->>'kind' AS kind, facts->>'issuer' AS issuer,
                                lower(unnest(from_json(facts->'acronyms', '["VARCHAR"]'))) AS short
                         FROM entities WHERE removed_by IS NULL AND label = 'ORG'),
             alone AS (SELECT key, doc_id FROM entities WHERE removed_by IS NULL AND label = 'ORG'),
             found AS (SELECT short, min(key) AS key FROM defined
                       WHERE short <> key AND regexp_full_match(short, '[a-z]{2,8}')
                       GROUP BY short HAVING count(DISTINCT key) = 1 AND count(DISTINCT doc_id) > 1
                       AND (bool_and(coalesce(kind = 'government', false))
                            OR (bool_and(coalesce(kind <> 'company', true)) AND count(DISTINCT issuer) > 1
                                AND (len(short) > 3 OR count(DISTINCT doc_id) > 2)))),
             -- From what was found, never from all pairs of a release that names thousands.
             apart AS (SELECT f.short FROM found f JOIN alone a ON a.key = f.short
                       JOIN alone b ON b.doc_id = a.doc_id AND b.key = f.key)
        SELECT short, key FROM found WHERE short NOT IN (SELECT short FROM apart)""",
}


# People of one family name may be one under several keys: Bob and Robert Doe.
_BLOCK = {
    "ORG": "coalesce(h.home, e.key)",
    "TECH": "coalesce(h.home, e.key)",
    "PERSON": "regexp_extract(e.key, '[^-]*$')",
}
BY_BLOCK = "ORDER BY block, doc_id, local_id"


def blocks_of(entities: str, label: str) -> str:
    """Return the query of the local entities of a label among some, with their block and `body_ids`.

    It looks up `homes` (key, home) and `offices` (doc_id, local_id, entity_id).
    """
    return (
        f"SELECT e.doc_id, e.local_id, e.label, e.name, e.n_mentions, e.facts, {_BLOCK[label]} AS block,"
        " (SELECT list(DISTINCT o.entity_id ORDER BY o.entity_id) FROM offices o WHERE o.doc_id = e.doc_id"
        " AND list_contains(from_json(e.facts->'bodies', '[\"VARCHAR\"]'), o.local_id)) AS body_ids"
        f" FROM {entities} e LEFT JOIN homes h USING (key) WHERE e.label = '{label}'"
    )


def _strings(**columns: list[str]) -> pa.Table:
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


class Entities:
    """The entities of a store, looked up: the local ones of its releases, and those that they are."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def local(
        self, label: str, homes: Mapping[str, str] | None = None, links: pa.Table | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the current local entities of a label in blocks: by `block`, then by release.

        The block is the entity's key, or what `homes` sends that to. With `links` each brings the
        `body_ids` of its offices. `ORG evidence`, `ORG acronyms` and `TECH evidence` stand for those
        whose key may be another's as well, with what says so.
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

    def most_named(self, name: str, number: int) -> list[str]:
        """Return the names in an entity table that stand in most releases."""
        order = "n_documents DESC, n_mentions DESC, name"
        return self._db.firsts(f"SELECT name FROM {name} WHERE removed_by IS NULL ORDER BY {order} LIMIT {number}")

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
