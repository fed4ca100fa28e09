"""Public tables written once, unjoined, to be read release by release: what each release costs does not grow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from presstab.schema import DOCUMENTS, Table
from presstab.store.connection import Connection, open_connection
from presstab.store.reader import Reader
from presstab.store.view import View

_FILE = "copied.duckdb"
_MEMORY = 200  # MB
Row = dict[str, Any]


class Copied:
    """Tables and texts of releases in a file of their own."""

    def __init__(self, database: Connection) -> None:
        self._connection = database

    def batches(self, size: int) -> Iterator[list[str]]:
        """Yield the ids of all releases, in order, so many at a time."""
        doc_ids = self._connection.firsts("SELECT doc_id FROM documents ORDER BY doc_id")
        yield from (doc_ids[at : at + size] for at in range(0, len(doc_ids), size))

    def rows(self, table: Table, doc_ids: Sequence[str]) -> list[Row]:
        """Return the rows of a table that belong to some releases, release by release."""
        order = ", ".join(f'"{name}"' for name in ("doc_id", *table.sort))
        return self._read(f'SELECT t.* FROM "{table.name}" t SEMI JOIN wanted USING (doc_id) ORDER BY {order}', doc_ids)

    def by_release(self, table: Table, doc_ids: Sequence[str]) -> dict[str, list[Row]]:
        """Return the rows of a table that belong to some releases, by doc_id."""
        rows = groupby(self.rows(table, doc_ids), key=itemgetter("doc_id"))
        return {doc_id: list(found) for doc_id, found in rows}

    def texts(self, doc_ids: Sequence[str]) -> dict[str, str]:
        """Return the texts of some releases."""
        rows = self._read("SELECT t.* FROM texts t SEMI JOIN wanted USING (doc_id)", doc_ids)
        return {row["doc_id"]: row["text"] for row in rows}

    def rows_where(self, table: Table, column: str, values: Sequence[str]) -> list[Row]:
        """Return the rows of a table of which a column holds one of some values, in the table's order."""
        order = ", ".join(f't."{name}"' for name in table.sort)
        on = f't."{column}" = wanted."{column}"'
        return self._read(f'SELECT t.* FROM "{table.name}" t SEMI JOIN wanted ON {on} ORDER BY {order}', values, column)

    def rows_without(self, table: Table, column: str) -> list[Row]:
        """Return the rows of a table of which a column is empty."""
        return self._read(f'SELECT * FROM "{table.name}" WHERE "{column}" IS NULL', ())

    def all_rows(self, table: Table) -> list[Row]:
        """Return all rows of a table, in its order."""
        order = ", ".join(f'"{name}"' for name in table.sort)
        return self._read(f'SELECT * FROM "{table.name}" ORDER BY {order}', ())

    def _read(self, query: str, wanted: Sequence[str], column: str = "doc_id") -> list[Row]:
        """Return the rows of a query, which may join `wanted`: one column of values."""
        with self._connection.registered("wanted", pa.table({column: pa.array(wanted, pa.string())})):
            return self._connection.rows(query)


@contextmanager
def copied(store: Reader, tables: Iterable[Table], view: View | None = None) -> Iterator[Copied]:
    """Yield a copy of the releases that a view shows, their texts and their rows in some tables."""
    with store.scratch() as scratch:
        path = scratch / _FILE
        store.tables.copy_to(path, [DOCUMENTS, *tables], view)
        store.tables.copy_texts(path, view)
        with open_connection(path, spill=scratch, memory=_MEMORY, read_only=True) as database:
            yield Copied(database)
