"""What the store holds, and how the public tables are made from it.

A release's rows name entities by an id that is unique within the release (`local_id`);
`links` says which entity each of them is, over all releases. So relinking a thousand
releases rewrites `links` and the entity tables, and no mention.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline import schema
from pipeline.schema import Column

DUCKDB_TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN",
    "date": "DATE", "datetime": "TIMESTAMP",
}  # fmt: skip
ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
    "date": pa.date32(), "datetime": pa.timestamp("us"),
}  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """A table with history. `scope` is the column by which a commit replaces rows; None: all."""

    name: str
    columns: tuple[Column, ...]
    scope: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, without those of history."""
        return tuple(column.name for column in self.columns)


def _string(name: str) -> Column:
    return Column(name, "string", "", "", nullable=True)


def _without(table: schema.Table, *dropped: str) -> tuple[Column, ...]:
    return tuple(column for column in table.columns if column.name not in dropped)


_LOCAL = _string("local_id")
_ENTITY = _without(schema.DOCUMENT_ENTITIES, "entity_id", "published_on", "title")

STORED: dict[str, Stored] = {
    stored.name: stored
    for stored in (
        Stored("documents", (*_without(schema.DOCUMENTS, "issuer_id", "group_id", "is_primary"),
                             _string("issuer"), _string("sketch")), "doc_id"),
        Stored("mentions", (*_without(schema.MENTIONS, "entity_id"), _LOCAL), "doc_id"),
        Stored("dates", schema.DATES.columns, "doc_id"),
        Stored("roles", (*_without(schema.ROLES, "role_id", "person_id", "organisation_id"),
                         _string("person_local"), _string("organisation_local")), "doc_id"),
        Stored("definitions", (*_without(schema.DEFINITIONS, "entity_id"), _LOCAL), "doc_id"),
        Stored("entities", (*_ENTITY, _LOCAL, _string("facts"), _string("key"), _string("evidence")), "doc_id"),
        Stored("issues", (*schema.ISSUES.columns, _string("scope")), "scope"),
        Stored("groups", (schema.DOCUMENTS.columns[0], *schema.DOCUMENTS.columns[-2:]), None),
        Stored("links", (_string("doc_id"), _LOCAL, _string("entity_id")), None),
        Stored("organisations", schema.ORGANISATIONS.columns, None),
        Stored("people", schema.PEOPLE.columns, None),
        Stored("technologies", schema.TECHNOLOGIES.columns, None),
        Stored("aliases", schema.ALIASES.columns, None),
        Stored("identifiers", schema.IDENTIFIERS.columns, None),
    )
}  # fmt: skip

# Each public table as a query over `live_…`, the stored tables as they stood after one run.
_PUBLIC: dict[str, str] = {
    "documents": """
        SELECT d.*, l.entity_id AS issuer_id, g.group_id, g.is_primary
        FROM live_documents d JOIN live_groups g USING (doc_id)
        LEFT JOIN live_links l ON l.doc_id = d.doc_id AND l.local_id = d.issuer""",
    "document_entities": """
        SELECT e.*, l.entity_id, d.published_on, d.title
        FROM live_entities e JOIN live_documents d USING (doc_id) JOIN live_links l USING (doc_id, local_id)""",
    "mentions": """
        SELECT m.*, l.entity_id FROM live_mentions m LEFT JOIN live_links l USING (doc_id, local_id)""",
    "roles": """
        SELECT r.*, p.entity_id AS person_id, o.entity_id AS organisation_id,
               'r_' || left(sha256(concat_ws(chr(31), r.doc_id, p.entity_id, r.title,
                            coalesce(o.entity_id, ''), r.action)), 16) AS role_id
        FROM live_roles r
        JOIN live_links p ON p.doc_id = r.doc_id AND p.local_id = r.person_local
        LEFT JOIN live_links o ON o.doc_id = r.doc_id AND o.local_id = r.organisation_local""",
    "definitions": """
        SELECT d.*, l.entity_id FROM live_definitions d JOIN live_links l USING (doc_id, local_id)""",
    "runs": """
        SELECT * REPLACE (printf('run_%06d', run_id) AS run_id) FROM runs WHERE run_id <= $run""",
    "run_inputs": """
        SELECT * REPLACE (printf('run_%06d', run_id) AS run_id) FROM run_inputs
        WHERE run_id <= $run AND run_id IN (SELECT run_id FROM runs)""",
}


def arrow_schema(columns: Iterable[Column]) -> pa.Schema:
    """Return the Arrow schema of some columns."""
    return pa.schema([pa.field(c.name, ARROW_TYPES[c.type], nullable=c.nullable) for c in columns])


def to_batches(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, pa.RecordBatch]:
    """Return the rows of some stored tables in columns, by table."""
    return {
        name: pa.RecordBatch.from_pylist(list(made), schema=arrow_schema(STORED[name].columns))
        for name, made in rows.items()
    }


def public_query(table: schema.Table) -> str:
    """Return the SELECT that yields a public table, columns and rows in the contract's order."""
    body = _PUBLIC.get(table.name, f"SELECT * FROM live_{table.name}")
    columns = ", ".join(f'"{name}"' for name in table.names)
    order = ", ".join(f'"{name}"' for name in table.sort)
    return f"SELECT {columns} FROM ({body}) ORDER BY {order}"
