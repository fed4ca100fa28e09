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

from presstab import schema
from presstab.schema import Column
from presstab.store.doubts import DOUBTS

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
_ENTITY = _without(schema.DOCUMENT_ENTITIES, "entity_id", "published_on", "title", "canonical_name", "is_issuer")

STORED: dict[str, Stored] = {
    stored.name: stored
    for stored in (
        Stored("documents", (*_without(schema.DOCUMENTS, "issuer_id", "group_id", "is_primary"),
                             _string("issuer"), _string("sketch")), "doc_id"),
        Stored("mentions", (*_without(schema.MENTIONS, "entity_id"), _LOCAL), "doc_id"),
        Stored("dates", schema.DATES.columns, "doc_id"),
        Stored("roles", (*_without(schema.ROLES, "role_id", "person_id", "organisation_id", "published_on"),
                         _string("person_local"), _string("organisation_local")), "doc_id"),
        Stored("quotations", (*_without(schema.QUOTATIONS, "person_id", "organisation_id", "published_on"),
                              _string("person_local"), _string("organisation_local")), "doc_id"),
        Stored("relations", (*_without(schema.RELATIONS, "relation_id", "subject_id", "object_id", "published_on"),
                             _string("subject_local"), _string("object_local")), "doc_id"),
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

# The entity tables, and those that follow from them, with the column that names the entity.
OF_ENTITIES = (
    *((table.name, table.key[0]) for table in schema.ENTITY_TABLES.values()),
    ("aliases", "entity_id"),
    ("identifiers", "entity_id"),
)

# Each public table as a query over `live_…`, the stored tables as they stood after one run.
_PUBLIC: dict[str, str] = {
    "documents": """
        SELECT d.*, l.entity_id AS issuer_id, g.group_id, g.is_primary
        FROM live_documents d JOIN live_groups g USING (doc_id)
        LEFT JOIN live_links l ON l.doc_id = d.doc_id AND l.local_id = d.issuer""",
    # Two local entities of a release may be one over all: their row is that of the weightier, with the mentions of both.
    "document_entities": """
        SELECT e.* REPLACE ((sum(e.n_mentions) OVER one)::BIGINT AS n_mentions, bool_or(e.in_headline) OVER one AS in_headline,
                            bool_and(e.only_in_boilerplate) OVER one AS only_in_boilerplate),
               l.entity_id, d.published_on, d.title, coalesce(o.name, p.name, t.name, e.name) AS canonical_name,
               bool_or(coalesce(d.issuer = e.local_id, false)) OVER one AS is_issuer
        FROM live_entities e JOIN live_documents d USING (doc_id) JOIN live_links l USING (doc_id, local_id)
        LEFT JOIN live_organisations o ON o.organisation_id = l.entity_id
        LEFT JOIN live_people p ON p.person_id = l.entity_id
        LEFT JOIN live_technologies t ON t.technology_id = l.entity_id
        WINDOW one AS (PARTITION BY e.doc_id, l.entity_id)
        QUALIFY row_number() OVER (PARTITION BY e.doc_id, l.entity_id ORDER BY e.salience DESC, e.local_id) = 1""",
    "mentions": """
        SELECT m.*, l.entity_id FROM live_mentions m LEFT JOIN live_links l USING (doc_id, local_id)""",
    # Two people or bodies of a release may be one over all: of rows that are then equal the first stays.
    "roles": """
        SELECT r.*, p.entity_id AS person_id, o.entity_id AS organisation_id, d.published_on,
               'r_' || left(sha256(concat_ws(chr(31), r.doc_id, p.entity_id, r.title,
                            coalesce(o.entity_id, ''), r.action)), 16) AS role_id
        FROM live_roles r JOIN live_documents d USING (doc_id)
        JOIN live_links p ON p.doc_id = r.doc_id AND p.local_id = r.person_local
        LEFT JOIN live_links o ON o.doc_id = r.doc_id AND o.local_id = r.organisation_local
        QUALIFY row_number() OVER (PARTITION BY r.doc_id, p.entity_id, r.title, o.entity_id, r.action
                                   ORDER BY r.title_start, r.mention_id) = 1""",
    "quotations": """
        SELECT q.*, p.entity_id AS person_id, o.entity_id AS organisation_id, d.published_on
        FROM live_quotations q JOIN live_documents d USING (doc_id)
        LEFT JOIN live_links p ON p.doc_id = q.doc_id AND p.local_id = q.person_local
        LEFT JOIN live_links o ON o.doc_id = q.doc_id AND o.local_id = q.organisation_local""",
    "relations": """
        SELECT r.*, s.entity_id AS subject_id, o.entity_id AS object_id, d.published_on,
               'rel_' || left(sha256(concat_ws(chr(31), r.doc_id, r.type, s.entity_id, o.entity_id)), 16) AS relation_id
        FROM live_relations r JOIN live_documents d USING (doc_id)
        JOIN live_links s ON s.doc_id = r.doc_id AND s.local_id = r.subject_local
        JOIN live_links o ON o.doc_id = r.doc_id AND o.local_id = r.object_local
        WHERE s.entity_id <> o.entity_id
        QUALIFY row_number() OVER (PARTITION BY r.doc_id, r.type, s.entity_id, o.entity_id
                                   ORDER BY r.evidence_start, r.subject_local, r.object_local) = 1""",
    "definitions": """
        SELECT d.*, l.entity_id FROM live_definitions d JOIN live_links l USING (doc_id, local_id)""",
    "timeline": """
        WITH named AS (SELECT m.doc_id, m.sentence, string_agg(DISTINCT e.name, '; ' ORDER BY e.name) AS organisations,
                              string_agg(DISTINCT l.entity_id, '; ' ORDER BY l.entity_id) AS organisation_ids
                       FROM live_mentions m JOIN live_entities e USING (doc_id, local_id)
                       JOIN live_links l USING (doc_id, local_id) WHERE m.label = 'ORG' GROUP BY ALL)
        SELECT d.mention_id, d.doc_id, r.published_on, d.start_on, d.end_on, d.value, d.modifier, d.text, m.sentence,
               n.organisations, n.organisation_ids, i.entity_id AS issuer_id, t.takes_effect
        FROM live_dates d JOIN live_mentions m USING (mention_id) JOIN live_documents r ON r.doc_id = d.doc_id
        LEFT JOIN named n ON n.doc_id = d.doc_id AND n.sentence = m.sentence
        LEFT JOIN live_links i ON i.doc_id = r.doc_id AND i.local_id = r.issuer
        LEFT JOIN (SELECT doc_id, effective, string_agg(DISTINCT words, '; ' ORDER BY words) AS takes_effect
                   FROM (SELECT doc_id, effective,
                                concat_ws(', ', person, title, organisation) || ' (' || action || ')' AS words
                         FROM live_roles UNION ALL
                         SELECT doc_id, effective,
                                replace(type, '_', ' ') || ' ' || subject || ' – ' || object || ' (' || status || ')'
                         FROM live_relations)
                   WHERE effective IS NOT NULL GROUP BY ALL) t ON t.doc_id = d.doc_id AND t.effective = d.value
        WHERE d.value IS NOT NULL""",
    # By the hash of the sentence and release by release: strings as keys of a join cost ten times the memory.
    "co_mentions": """
        WITH named AS (SELECT m.doc_id, hash(m.sentence) AS sentence, l.entity_id, min(m.start) AS start
                       FROM live_mentions m JOIN live_links l USING (doc_id, local_id) GROUP BY ALL),
             pairs AS (SELECT a.entity_id, b.entity_id AS other_id, a.doc_id, count(*) AS n, min(a.start) AS start
                       FROM named a JOIN named b
                       ON a.doc_id = b.doc_id AND a.sentence = b.sentence AND a.entity_id < b.entity_id GROUP BY ALL),
             counted AS (SELECT entity_id, other_id, count(*) AS n_documents, sum(n)::BIGINT AS n_sentences,
                                max((coalesce(published_on, DATE '0001-01-01'), doc_id, start)) AS latest
                         FROM pairs JOIN live_documents USING (doc_id) GROUP BY entity_id, other_id),
             names AS (SELECT organisation_id AS id, 'ORG' AS label, name FROM live_organisations UNION ALL
                       SELECT person_id, 'PERSON', name FROM live_people UNION ALL
                       SELECT technology_id, 'TECH', name FROM live_technologies)
        SELECT c.entity_id, c.other_id, c.n_documents, c.n_sentences, c.latest[2] AS doc_id, m.sentence,
               n.label, o.label AS other_label, n.name, o.name AS other_name
        FROM counted c JOIN names n ON n.id = c.entity_id JOIN names o ON o.id = c.other_id
        JOIN live_mentions m ON m.doc_id = c.latest[2] AND m.start = c.latest[3]""",
    "doubts": DOUBTS,
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


# What a narrowed view leaves of each stored table, over `all_…`: the mentions that are wanted, and what hangs on them.
NARROWED: dict[str, str] = {
    "documents": "SELECT * FROM all_documents WHERE {since}",
    "mentions": "SELECT m.* FROM all_mentions m SEMI JOIN live_documents USING (doc_id) WHERE {zones}",
    "dates": "SELECT d.* FROM all_dates d SEMI JOIN live_mentions USING (mention_id)",
    "roles": "SELECT r.* FROM all_roles r SEMI JOIN live_mentions USING (mention_id)",
    "quotations": "SELECT q.* FROM all_quotations q SEMI JOIN live_documents USING (doc_id)",
    "relations": "SELECT r.* FROM all_relations r SEMI JOIN live_documents USING (doc_id)",
    "definitions": "SELECT d.* FROM all_definitions d SEMI JOIN live_mentions USING (doc_id, local_id)",
    "entities": """SELECT e.* REPLACE (k.n AS n_mentions, k.zone AS first_zone, k.sentence AS first_sentence)
        FROM all_entities e JOIN (SELECT doc_id, local_id, count(*) AS n, arg_min(zone, start) AS zone,
        arg_min(sentence, start) AS sentence FROM live_mentions GROUP BY ALL) k USING (doc_id, local_id)""",
    "issues": "SELECT i.* FROM all_issues i WHERE doc_id IS NULL OR doc_id IN (SELECT doc_id FROM live_documents)",
    "groups": "SELECT g.* FROM all_groups g SEMI JOIN live_documents USING (doc_id)",
    "links": "SELECT l.* FROM all_links l SEMI JOIN live_mentions USING (doc_id, local_id)",
    "organisations": "SELECT o.* REPLACE (k.docs AS n_documents, k.n AS n_mentions) FROM all_organisations o"
    " JOIN live_counts k ON k.entity_id = o.organisation_id",
    "people": "SELECT p.* REPLACE (k.docs AS n_documents, k.n AS n_mentions) FROM all_people p"
    " JOIN live_counts k ON k.entity_id = p.person_id",
    "technologies": "SELECT t.* REPLACE (k.docs AS n_documents, k.n AS n_mentions,"
    " CASE WHEN t.parent_id IN (SELECT entity_id FROM live_counts) THEN t.parent_id END AS parent_id)"
    " FROM all_technologies t JOIN live_counts k ON k.entity_id = t.technology_id",
    "aliases": """SELECT a.* REPLACE (coalesce(k.n, 0) AS n_mentions) FROM all_aliases a
        SEMI JOIN live_counts c USING (entity_id)
        LEFT JOIN (SELECT l.entity_id, regexp_replace(trim(m.text), '\\s+', ' ', 'g') AS alias, count(*) AS n
                   FROM live_mentions m JOIN live_links l USING (doc_id, local_id) GROUP BY ALL) k
        ON k.entity_id = a.entity_id AND k.alias = a.alias WHERE k.n > 0 OR a.kind = 'former_id'""",
    "identifiers": "SELECT i.* FROM all_identifiers i SEMI JOIN live_counts USING (entity_id)",
}
# Counted once, before the tables that show the counts.
COUNTS = (
    "SELECT l.entity_id, count(*) AS n, count(DISTINCT m.doc_id) AS docs FROM live_mentions m"
    " JOIN live_links l USING (doc_id, local_id) GROUP BY ALL"
)


def public_query(table: schema.Table) -> str:
    """Return the SELECT that yields a public table, columns and rows in the contract's order."""
    body = _PUBLIC.get(table.name, f"SELECT * FROM live_{table.name}")
    columns = ", ".join(f'"{name}"' for name in table.names)
    order = ", ".join(f'"{name}"' for name in table.sort)
    return f"SELECT {columns} FROM ({body}) ORDER BY {order}"
