"""The tables as a SQLite database: keys, foreign keys, an index on each of them, and views."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Collection
from pathlib import Path
from typing import Any

from presstab.export.tables import rows_of
from presstab.export.views import views_over
from presstab.schema import Table
from presstab.store.reader import Reader
from presstab.store.view import View

_TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
FILE = "presstab.sqlite"


def write_sqlite(store: Reader, path: Path, view: View, tables: Collection[Table]) -> None:
    """Write some tables, and the views that read no others, into a new SQLite file."""
    names = {table.name for table in tables}
    database = sqlite3.connect(path)
    try:
        for table in tables:
            database.execute(_create(table, names))
            places = ", ".join("?" * len(table.columns))
            rows = (tuple(map(plain, row)) for row in rows_of(store, table, view))
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', rows)
            for column in sorted({r.column for r in table.references} | ({"entity_id"} & set(table.names))):
                database.execute(f'CREATE INDEX "{table.name}_{column}" ON "{table.name}" ("{column}")')
        for made in views_over(names):
            database.execute(f'CREATE VIEW "{made.table.name}" AS {made.sql}')
        database.commit()
    finally:
        database.close()


def _create(table: Table, names: set[str]) -> str:
    columns = [f'"{c.name}" {_TYPES.get(c.type, "TEXT")}{"" if c.nullable else " NOT NULL"}' for c in table.columns]
    key = ", ".join(f'"{name}"' for name in table.key)
    foreign = [f'FOREIGN KEY ("{r.column}") REFERENCES "{r.table}" ("{r.to}")' for r in table.references
               if r.table in names]  # fmt: skip
    return f'CREATE TABLE "{table.name}" ({", ".join([*columns, f"PRIMARY KEY ({key})", *foreign])})'


def plain(value: Any) -> Any:
    """Return a value as text where SQLite and JSON have no type for it: days and moments, ISO 8601."""
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds") + "Z"
    return value.isoformat() if isinstance(value, dt.date) else value
