"""The tables of the schema as DuckDB and Arrow have them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from presstab.schema import SCHEMA, Column, Schema, Stored, Table

DUCKDB_TYPES = {
    "string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN",
    "date": "DATE", "datetime": "TIMESTAMP",
}  # fmt: skip
ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
    "date": pa.date32(), "datetime": pa.timestamp("us"),
}  # fmt: skip


def arrow_schema(columns: Iterable[Column]) -> pa.Schema:
    """Return the Arrow schema of some columns."""
    return pa.schema([pa.field(c.name, ARROW_TYPES[c.type], nullable=c.nullable) for c in columns])


def to_batches(rows: Mapping[str, Sequence[Mapping[str, Any]]], schema: Schema = SCHEMA) -> dict[str, pa.RecordBatch]:
    """Return the rows of some stored tables in columns, by table."""
    return {
        name: pa.RecordBatch.from_pylist(list(made), schema=arrow_schema(schema.stored[name].columns))
        for name, made in rows.items()
    }


def create_table(stored: Stored) -> str:
    """Return the statement that makes a stored table: what a step in `steps/` brings it with."""
    columns = ", ".join(f'"{column.name}" {DUCKDB_TYPES[column.type]}' for column in stored.columns)
    return f'CREATE TABLE "{stored.name}" ({columns}, "added_by" BIGINT, "removed_by" BIGINT);'


def public_query(table: Table) -> str:
    """Return the SELECT that yields a public table, columns and rows in the contract's order."""
    query = table.query or f"SELECT * FROM live_{table.name}"
    columns = ", ".join(f'"{name}"' for name in table.names)
    order = ", ".join(f'"{name}"' for name in table.sort)
    return f"SELECT {columns} FROM ({query}) ORDER BY {order}"
