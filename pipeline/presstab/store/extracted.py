"""The rows of releases as they were extracted, before decisions of people were laid over them.

Of a release with decisions only what they changed is kept: the rows that are gone, and those that were made.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

import pyarrow as pa

from presstab.schema import SCHEMA, Column, Schema, Stored
from presstab.store.connection import Connection

Row = dict[str, Any]
Rows = dict[str, list[Row]]


class KeptRows(NamedTuple):
    """A release with decisions: a digest of these, its rows as extracted and with them laid over, by stored table."""

    decisions_sha256: str
    extracted: Mapping[str, Iterable[Row]]
    laid: Mapping[str, Iterable[Row]]


class Extracted:
    """The extracted rows of a store, looked up."""

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self._db = connection
        self._tables = _of_releases(schema)

    def digests(self) -> dict[str, str]:
        """Return the digest of the decisions that lie over each release that has any, by doc_id."""
        found: Any = self._db.tuples("SELECT doc_id, decisions_sha256 FROM extracted")
        return dict(found)

    def rows(self, doc_ids: Collection[str]) -> dict[str, Rows]:
        """Return the extracted rows of some current releases by doc_id, by stored table."""
        found = self.current(doc_ids)
        given = {"docs": sorted(doc_ids)}
        kept: Any = self._db.tuples("SELECT doc_id, rows FROM extracted WHERE list_contains($docs, doc_id)", given)
        for doc_id, written in kept:
            for name, (gone, made) in json.loads(written).items():
                taken = {_key(self._decoded(name, row)) for row in made}
                left = [row for row in found[doc_id].get(name, ()) if _key(row) not in taken]
                found[doc_id][name] = left + [self._decoded(name, row) for row in gone]
        return found

    def overruled(self, doc_id: str) -> Rows:
        """Return the extracted rows of a release that decisions took away or changed, by stored table."""
        kept = self._db.one("SELECT rows FROM extracted WHERE doc_id = ?", [doc_id])
        changed = json.loads(kept[0]) if kept else {}
        return {name: [self._decoded(name, row) for row in gone] for name, (gone, _) in changed.items()}

    def current(self, doc_ids: Collection[str]) -> dict[str, Rows]:
        """Return the current rows of some releases by doc_id, by stored table."""
        found: dict[str, Rows] = {doc_id: {} for doc_id in doc_ids}
        # As a table: a list would be searched from its beginning for every row.
        with self._db.registered("wanted_docs", pa.table({"doc_id": pa.array(sorted(doc_ids), pa.string())})):
            for name, stored in self._tables.items() if doc_ids else ():
                columns = ", ".join(f'"{column}"' for column in stored.names)
                query = f"SELECT {columns} FROM {name} SEMI JOIN wanted_docs USING (doc_id) WHERE removed_by IS NULL"
                for row in self._db.rows(query):
                    found[row["doc_id"]].setdefault(name, []).append(row)
        return found

    def _decoded(self, name: str, row: Row) -> Row:
        return {column.name: _value(column, row.get(column.name)) for column in self._tables[name].columns}


def kept_table(kept: Mapping[str, KeptRows], schema: Schema = SCHEMA) -> pa.Table:
    """Return what is kept of some releases, by doc_id, as rows of `extracted`."""
    columns = {
        "doc_id": list(kept),
        "decisions_sha256": [one.decisions_sha256 for one in kept.values()],
        "rows": [_encoded(one, _of_releases(schema)) for one in kept.values()],
    }
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _of_releases(schema: Schema) -> dict[str, Stored]:
    return {stored.name: stored for stored in schema.stored.values() if stored.scope == "doc_id"}


def _encoded(kept: KeptRows, tables: Mapping[str, Stored]) -> str:
    """Return the rows that decisions took away and made, by table, as they are stored."""
    changed = {}
    for name, stored in tables.items():
        before, after = (
            {_key(whole): whole for row in rows.get(name, ()) for whole in [_whole(row, stored.columns)]}
            for rows in (kept.extracted, kept.laid)
        )
        if before.keys() != after.keys():
            gone = [row for key, row in before.items() if key not in after]
            changed[name] = [gone, [row for key, row in after.items() if key not in before]]
    return json.dumps(changed, ensure_ascii=False, sort_keys=True, default=dt.date.isoformat)


def _key(row: Row) -> tuple[Any, ...]:
    """Return the cells of a row whose columns come in the table's order."""
    return tuple(row.values())


def _whole(row: Row, columns: Iterable[Column]) -> Row:
    return {column.name: row.get(column.name) for column in columns}


def _value(column: Column, value: Any) -> Any:
    return dt.date.fromisoformat(value) if column.type == "date" and value else value
