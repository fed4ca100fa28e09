"""What the store holds, and how the public tables are made from it.

A release's rows name entities by an id that is unique within the release (`local_id`);
`links` says which entity each of them is, over all releases. So relinking a thousand
releases rewrites `links` and the entity tables, and no mention.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import schema
from pipeline.schema import Column

DUCKDB_TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN",
    "date": "DATE", "datetime": "TIMESTAMP",
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
                             _string("issuer")), "doc_id"),
        Stored("mentions", (*_without(schema.MENTIONS, "entity_id"), _LOCAL), "doc_id"),
        Stored("dates", schema.DATES.columns, "doc_id"),
        Stored("roles", (*_without(schema.ROLES, "role_id", "person_id", "organisation_id"),
                         _string("person_local"), _string("organisation_local")), "doc_id"),
        Stored("definitions", (*_without(schema.DEFINITIONS, "entity_id"), _LOCAL), "doc_id"),
        Stored("entities", (*_ENTITY, _LOCAL, _string("facts")), "doc_id"),
        Stored("issues", (*schema.ISSUES.columns, _string("scope")), "scope"),
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
        SELECT d.*, l.entity_id AS issuer_id, 'g_' || left(d.text_sha256, 16) AS group_id,
               row_number() OVER (PARTITION BY d.text_sha256 ORDER BY d.doc_id) = 1 AS is_primary
        FROM live_documents d
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
        SELECT * REPLACE (printf('run_%06d', run_id) AS run_id) FROM run_inputs WHERE run_id <= $run""",
}


def public_query(table: schema.Table) -> str:
    """Return the SELECT that yields a public table, columns and rows in the contract's order."""
    body = _PUBLIC.get(table.name, f"SELECT * FROM live_{table.name}")
    columns = ", ".join(f'"{name}"' for name in table.names)
    order = ", ".join(f'"{name}"' for name in table.sort)
    return f"SELECT {columns} FROM ({body}) ORDER BY {order}"


def create_statements() -> list[str]:
    """Return the statements that create an empty store."""
    statements = [
        _create("runs", schema.RUNS.columns, {"run_id": "INTEGER PRIMARY KEY"}),
        _create("run_inputs", schema.RUN_INPUTS.columns, {"run_id": "INTEGER"}),
        "CREATE TABLE inputs (sha256 VARCHAR PRIMARY KEY, input VARCHAR, content VARCHAR)",
        "CREATE TABLE texts (text_sha256 VARCHAR PRIMARY KEY, text VARCHAR)",
        "CREATE TABLE states (doc_id VARCHAR PRIMARY KEY, origin VARCHAR, release_sha256 VARCHAR,"
        " text_sha256 VARCHAR, inputs_sha256 VARCHAR)",
        "CREATE TABLE linked (is_current BOOLEAN)",
        "INSERT INTO linked VALUES (true)",
    ]
    for stored in STORED.values():
        history = (Column("added_by", "integer", "", ""), Column("removed_by", "integer", "", "", nullable=True))
        statements.append(_create(stored.name, (*stored.columns, *history), {}))
    return statements


def _create(name: str, columns: tuple[Column, ...], types: dict[str, str]) -> str:
    fields = ", ".join(f'"{c.name}" {types.get(c.name, DUCKDB_TYPES[c.type])}' for c in columns)
    return f'CREATE TABLE "{name}" ({fields})'
