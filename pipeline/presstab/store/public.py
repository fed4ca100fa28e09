"""The public tables as a view shows them, read and copied."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from presstab.schema import DOCUMENTS, RUNS, Schema, Table
from presstab.store.connection import Connection
from presstab.store.opening import quoted
from presstab.store.runs import Runs
from presstab.store.tables import public_query
from presstab.store.view import View

STAMP = "%Y-%m-%dT%H:%M:%SZ"  # of a moment in CSV


class PublicTables:
    """The public tables of a store, as a view shows them: by default as they stand."""

    def __init__(self, connection: Connection, schema: Schema) -> None:
        self._db = connection
        self._schema = schema
        self._shown: tuple[View, int, int] | None = None

    def query(self, table: Table, view: View | None = None) -> str:
        """Return the query of a table as a view shows it; it holds until another view is asked for."""
        shown = view or View()
        at = Runs(self._db).last() if shown.run is None else shown.run
        if (shown, at, self._db.opened) != self._shown:
            self._show(shown, at)
            self._shown = (shown, at, self._db.opened)
        return public_query(table).replace("$run", str(at))

    def _show(self, view: View, at: int) -> None:
        prefix = "all" if view.is_narrowed else "live"
        for name in self._schema.stored:
            self._db.run(
                f"CREATE OR REPLACE TEMP VIEW {prefix}_{name} AS SELECT * EXCLUDE (added_by, removed_by) FROM {name}"
                f" WHERE added_by <= {at} AND (removed_by IS NULL OR removed_by > {at})"
            )
        if view.is_narrowed:
            self._narrow(view)

    def _narrow(self, view: View) -> None:
        since = f"published_on >= DATE '{view.since.isoformat()}'" if view.since else "true"
        zones = "true" if view.contacts else "zone <> 'contact'"
        for name in self._schema.stored:
            self._db.run(f"DROP VIEW IF EXISTS live_{name}")
        for name, query in self._schema.narrowed.items():
            # Counts are asked for by several tables: made once.
            kind = "VIEW" if name in self._schema.stored else "TABLE"
            self._db.run(f"CREATE OR REPLACE TEMP {kind} live_{name} AS {query.format(since=since, zones=zones)}")

    def count(self, table: Table, view: View | None = None) -> int:
        """Return the number of rows of a table."""
        row = self._db.one(f"SELECT count(*) FROM ({self.query(table, view)})")
        return int(row[0]) if row else 0

    def read(self, table: Table, view: View | None = None, order: str = "") -> pa.RecordBatchReader:
        """Return a table in Arrow batches, in its own order or in that of an `ORDER BY`."""
        query = self.query(table, view)
        return self._db.batches(f"SELECT * FROM ({query}) ORDER BY {order}" if order else query, 10_000)

    def span(self, table: Table, column: str, view: View | None = None) -> tuple[Any, ...]:
        """Return the least and the greatest value of a column, None where no row has one."""
        return self._db.tuples(f'SELECT min("{column}"), max("{column}") FROM ({self.query(table, view)})')[0]

    def rows_where(self, table: Table, column: str, value: str) -> list[dict[str, Any]]:
        """Return the rows of a table whose column, one of the table's own, holds a value."""
        return self._db.rows(f'SELECT * FROM ({self.query(table)}) WHERE "{column}" = ?', [value])

    def copy_csv(self, table: Table, path: Path, view: View | None = None) -> None:
        """Write the rows of a table as CSV, without a Python object a cell."""
        self._db.run(
            f"COPY ({self.query(table, view)}) TO {quoted(path)} (FORMAT csv, HEADER true,"
            f" DATEFORMAT '%Y-%m-%d', TIMESTAMPFORMAT '{STAMP}')"
        )

    def copy_parquet(self, table: Table, path: Path, view: View | None = None) -> None:
        """Write the rows of a table as Parquet, typed."""
        self._db.run(f"COPY ({self.query(table, view)}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")

    def copy_to(self, path: Path, tables: Iterable[Table], view: View | None = None) -> None:
        """Write tables into a DuckDB file at `path`, in place of those that it has."""
        with self._db.attached(path, "copied"):
            for table in tables:
                self._db.run(f'CREATE OR REPLACE TABLE copied."{table.name}" AS {self.query(table, view)}')

    def copy_views(self, path: Path, views: Mapping[str, str]) -> None:
        """Write views, each a query over the tables and views before it, into a DuckDB file that has the tables."""
        (own,) = self._db.firsts("SELECT current_database()")
        with self._db.attached(path, "copied"):
            try:
                self._db.run("USE copied")
                for name, query in views.items():
                    self._db.run(f'CREATE OR REPLACE VIEW "{name}" AS {query}')
            finally:
                self._db.run(f'USE "{own}"')

    def copy_texts(self, path: Path, view: View | None = None) -> None:
        """Write doc_id and text of the releases that a view shows into a DuckDB file, as `texts`."""
        documents = self.query(DOCUMENTS, view)
        with self._db.attached(path, "copied"):
            self._db.run(f"CREATE TABLE copied.texts AS SELECT doc_id, text FROM ({documents})"
                         " JOIN texts USING (text_sha256)")  # fmt: skip

    def exported(self, folder: Path) -> int:
        """Return the run of the CSV tables in a folder, as its `runs.csv` says; 0 where there are none of presstab."""
        try:
            with (folder / f"{RUNS.name}.csv").open(encoding="utf-8", newline="") as file:
                last = deque(csv.DictReader(file), maxlen=1)
        except (OSError, csv.Error, UnicodeDecodeError):
            return 0
        # Runs of two stores may begin and end within one second, so what they counted is compared too.
        told = [last[0].get(name) if last else None for name in ("run_id", "started_at", "finished_at", "n_new")]
        row = self._db.one(
            "SELECT run_id FROM runs WHERE printf('run_%06d', run_id) = ?"
            f" AND strftime(started_at, '{STAMP}') = ? AND strftime(finished_at, '{STAMP}') = ?"
            " AND n_new::VARCHAR = ?",
            told,
        )
        return int(row[0]) if row else 0

    def changed_since(self, run: int) -> bool:
        """Whether any row was added or removed after a run."""
        return any(
            self._db.one(f"SELECT 1 FROM {name} WHERE added_by > {run} OR removed_by > {run} LIMIT 1")
            for name in self._schema.stored
        )
