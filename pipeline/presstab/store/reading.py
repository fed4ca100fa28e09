"""The public tables as a view shows them, read and copied."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from presstab import schema
from presstab.store.opening import quoted
from presstab.store.runs import Runs
from presstab.store.tables import COUNTS, NARROWED, STORED, public_query
from presstab.store.view import View

STAMP = "%Y-%m-%dT%H:%M:%SZ"  # of a moment in CSV


class Reading(Runs):
    """A store that is read."""

    def count(self, table: schema.Table, view: View | None = None) -> int:
        """Return the number of rows of a public table as a view shows it."""
        row = self._one(f"SELECT count(*) FROM ({self.public(table, view)})")
        return int(row[0]) if row else 0

    def most_named(self, name: str, number: int) -> list[str]:
        """Return the names in an entity table that stand in most releases."""
        order = "n_documents DESC, n_mentions DESC, name"
        query = f"SELECT name FROM {name} WHERE removed_by IS NULL ORDER BY {order} LIMIT {number}"
        return [row[0] for row in self._db.execute(query).fetchall()]

    def entity_names(self) -> dict[str, str]:
        """Return the name of every current entity by its id."""
        query = " UNION ALL ".join(
            f"SELECT {table.key[0]}, name FROM {table.name} WHERE removed_by IS NULL"
            for table in schema.ENTITY_TABLES.values()
        )
        return dict(self._db.execute(query).fetchall())

    def n_errors(self) -> int:
        """Return the number of current issues of severity error."""
        row = self._one("SELECT count(*) FROM issues WHERE removed_by IS NULL AND severity = 'error'")
        return int(row[0]) if row else 0

    def read(self, table: schema.Table, view: View | None = None) -> pa.RecordBatchReader:
        """Return a public table as a view shows it, in Arrow batches."""
        return self._db.sql(self.public(table, view)).to_arrow_reader(10_000)

    def rows_where(self, table: schema.Table, column: str, value: str) -> list[dict[str, Any]]:
        """Return the rows of a public table whose column, one of the table's own, holds a value."""
        query = f'SELECT * FROM ({self.public(table)}) WHERE "{column}" = ?'
        found: Any = self._db.sql(query, params=[value])
        return list(found.to_arrow_table().to_pylist())

    def public(self, table: schema.Table, view: View | None = None) -> str:
        """Return the query of a public table as a view shows it: by default as it stands."""
        shown = view or View()
        at = int(self.last_run() if shown.run is None else shown.run)
        if (shown, at) != self._shown:
            self._show(shown, at)
        return public_query(table).replace("$run", str(at))

    def _show(self, view: View, at: int) -> None:
        prefix = "all" if view.is_narrowed else "live"
        for name in STORED:
            self._db.execute(
                f"CREATE OR REPLACE TEMP VIEW {prefix}_{name} AS SELECT * EXCLUDE (added_by, removed_by) FROM {name}"
                f" WHERE added_by <= {at} AND (removed_by IS NULL OR removed_by > {at})"
            )
        if view.is_narrowed:
            since = f"published_on >= DATE '{view.since.isoformat()}'" if view.since else "true"
            zones = "true" if view.contacts else "zone <> 'contact'"
            for name in NARROWED:
                self._db.execute(f"DROP VIEW IF EXISTS live_{name}")
            for name, query in NARROWED.items():
                if name == "organisations":
                    self._db.execute(f"CREATE OR REPLACE TEMP TABLE live_counts AS {COUNTS}")
                self._db.execute(f"CREATE TEMP VIEW live_{name} AS {query.format(since=since, zones=zones)}")
        self._shown = (view, at)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield doc_id and text of every current release."""
        query = (
            "SELECT doc_id, text FROM documents JOIN texts USING (text_sha256) WHERE removed_by IS NULL ORDER BY doc_id"
        )
        yield from ((row["doc_id"], row["text"]) for row in self.stream(query, size=200))

    def text(self, sha256: str) -> str:
        """Return a text, empty where there is none."""
        row = self._one("SELECT text FROM texts WHERE text_sha256 = ?", [sha256])
        return str(row[0]) if row else ""

    def text_of(self, doc_id: str) -> str:
        """Return the text of a current release, empty where there is none."""
        query = "SELECT text FROM documents JOIN texts USING (text_sha256) WHERE removed_by IS NULL AND doc_id = ?"
        row = self._one(query, [doc_id])
        return str(row[0]) if row else ""

    def copy_csv(self, table: schema.Table, path: Path, view: View | None = None) -> None:
        """Write the rows of a public table as CSV, without a Python object a cell."""
        self._db.execute(
            f"COPY ({self.public(table, view)}) TO {quoted(path)} (FORMAT csv, HEADER true,"
            f" DATEFORMAT '%Y-%m-%d', TIMESTAMPFORMAT '{STAMP}')"
        )

    def copy_parquet(self, table: schema.Table, path: Path, view: View | None = None) -> None:
        """Write the rows of a public table as Parquet, typed."""
        self._db.execute(f"COPY ({self.public(table, view)}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")

    def copy_to(self, path: Path, tables: Iterable[schema.Table], view: View | None = None) -> None:
        """Write public tables into a DuckDB file at `path`, in place of those that it has."""
        self._db.execute(f"ATTACH {quoted(path.absolute())} AS copied (READ_WRITE)")
        try:
            for table in tables:
                self._db.execute(f'CREATE OR REPLACE TABLE copied."{table.name}" AS {self.public(table, view)}')
        finally:
            self._db.execute("DETACH copied")

    def copy_texts(self, path: Path, view: View | None = None) -> None:
        """Write doc_id and text of the releases that a view shows into a DuckDB file, as `texts`."""
        documents = self.public(schema.DOCUMENTS, view)
        self._db.execute(f"ATTACH {quoted(path.absolute())} AS copied (READ_WRITE)")
        try:
            self._db.execute(f"CREATE TABLE copied.texts AS SELECT doc_id, text FROM ({documents})"
                             " JOIN texts USING (text_sha256)")  # fmt: skip
        finally:
            self._db.execute("DETACH copied")

    def exported(self, folder: Path) -> int:
        """Return the run whose tables a folder holds as CSV, by its table of runs; 0 where it holds none of ours."""
        try:
            with (folder / f"{schema.RUNS.name}.csv").open(encoding="utf-8", newline="") as file:
                last = deque(csv.DictReader(file), maxlen=1)
        except (OSError, csv.Error, UnicodeDecodeError):
            return 0
        # Runs of two stores may begin and end within one second, so what they counted is compared too.
        told = {name: last[0].get(name) if last else None for name in ("run_id", "started_at", "finished_at", "n_new")}
        row = self._one(
            "SELECT run_id FROM runs WHERE printf('run_%06d', run_id) = ?"
            f" AND strftime(started_at, '{STAMP}') = ? AND strftime(finished_at, '{STAMP}') = ?"
            " AND n_new::VARCHAR = ?",
            told.values(),
        )
        return int(row[0]) if row else 0

    def changed_since(self, run: int) -> bool:
        """Whether any row was added or removed after a run."""
        return any(
            self._one(f"SELECT 1 FROM {name} WHERE added_by > {run} OR removed_by > {run} LIMIT 1") for name in STORED
        )
