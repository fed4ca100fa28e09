"""Proves that an output holds together: slices, keys, references, date order, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.dates.values import granularity
from pipeline.lexicon import PACKAGED, lint
from pipeline.schema import TABLES, Table
from pipeline.store.store import Store

_ROW_IDS = {"mention_id": "m", "role_id": "r", "issue_id": "i"}
_ENTITY_ID = re.compile(r"(?:org|per|tech)_[a-z0-9_-]+")
_ENTITY_TABLES = {"organisation_id": "organisations", "person_id": "people", "technology_id": "technologies"}


class Finding(NamedTuple):
    """Something that does not hold: in which table, which row, what."""

    table: str
    row: str
    message: str


def check_store(store: Store) -> list[Finding]:
    """Return everything in the current tables that contradicts the contract, none if all is well."""
    tables = {name: store.read(table).read_all() for name, table in TABLES.items()}
    findings: list[Finding] = []
    for name, table in TABLES.items():
        findings += _check_columns(table, tables[name])
        findings += _check_keys(table, tables[name])
        findings += _check_references(table, tables)
    findings += _check_entity_references(tables)
    findings += _check_slices(store, tables["mentions"])
    findings += _check_dates(tables["dates"])
    findings += _check_ids(tables)
    return findings


def check_lexicons(own: str = "") -> Iterator[Finding]:
    """Yield what is wrong with the packaged technologies, and with a user's file."""
    for path in (PACKAGED, *([Path(own)] if own else [])):
        for problem in lint(path):
            yield Finding(path.name, "", problem)


def _check_columns(table: Table, rows: pa.Table) -> Iterator[Finding]:
    for column in table.columns:
        values = rows[column.name]
        if not column.nullable and values.null_count:
            yield Finding(table.name, column.name, f"{values.null_count} empty cells in a column that is never empty")
        if column.values:
            for value in sorted(set(values.to_pylist()) - {*column.values, None}):
                yield Finding(table.name, column.name, f"{value!r} is none of {', '.join(column.values)}")


def _check_keys(table: Table, rows: pa.Table) -> Iterator[Finding]:
    seen: set[tuple[object, ...]] = set()
    for key in zip(*(rows[column].to_pylist() for column in table.key), strict=True):
        if key in seen:
            yield Finding(table.name, " ".join(map(str, key)), "key stands twice")
        seen.add(key)


def _check_references(table: Table, tables: dict[str, pa.Table]) -> Iterator[Finding]:
    for reference in table.references:
        known = set(tables[reference.table][reference.to].to_pylist())
        for value in sorted(set(tables[table.name][reference.column].to_pylist()) - known - {None}):
            yield Finding(table.name, str(value), f"{reference.column} names no row of {reference.table}")


def _check_entity_references(tables: dict[str, pa.Table]) -> Iterator[Finding]:
    """Check `entity_id`, which names a row of one of three tables."""
    known = {value for column, name in _ENTITY_TABLES.items() for value in tables[name][column].to_pylist()}
    for name in ("document_entities", "mentions", "aliases", "definitions", "identifiers"):
        for value in sorted(set(tables[name]["entity_id"].to_pylist()) - known - {None}):
            yield Finding(name, str(value), "entity_id names no entity")
    for row in tables["mentions"].select(["mention_id", "label", "entity_id"]).to_pylist():
        if (row["entity_id"] is None) != (row["label"] == "DATE"):
            yield Finding("mentions", row["mention_id"], "entity_id is empty for DATE, and for DATE only")


def _check_slices(store: Store, mentions: pa.Table) -> Iterator[Finding]:
    by_doc: dict[str, list[dict[str, Any]]] = {}
    for row in mentions.select(["mention_id", "doc_id", "start", "end", "text"]).to_pylist():
        by_doc.setdefault(row["doc_id"], []).append(row)
    for doc_id, text in store.texts():
        for row in by_doc.pop(doc_id, ()):
            if text[row["start"] : row["end"]] != row["text"]:
                yield Finding("mentions", str(row["mention_id"]), f"text differs from characters of {doc_id}")
    for doc_id in sorted(by_doc):
        yield Finding("mentions", doc_id, "no text of this release is stored")


def _check_dates(dates: pa.Table) -> Iterator[Finding]:
    for row in dates.to_pylist():
        if row["start_on"] and row["end_on"] and row["start_on"] > row["end_on"]:
            yield Finding("dates", row["mention_id"], "starts after it ends")
        try:
            size = granularity(row["value"]) if row["value"] else None
        except ValueError as error:
            yield Finding("dates", row["mention_id"], str(error))
            continue
        if size != row["granularity"]:
            yield Finding("dates", row["mention_id"], f"granularity is {size}, not {row['granularity']}")


def _check_ids(tables: dict[str, pa.Table]) -> Iterator[Finding]:
    for column, prefix in _ROW_IDS.items():
        name = {"mention_id": "mentions", "role_id": "roles", "issue_id": "issues"}[column]
        form = re.compile(rf"{prefix}_[0-9a-f]{{16}}")
        for value in tables[name][column].to_pylist():
            if not form.fullmatch(value):
                yield Finding(name, value, "id is malformed")
    for column, name in _ENTITY_TABLES.items():
        for value in tables[name][column].to_pylist():
            if not _ENTITY_ID.fullmatch(value):
                yield Finding(name, value, "id is malformed")
