"""Opens, writes and reads the store. One process writes; DuckDB's file lock sees to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import duckdb
import pyarrow as pa

from pipeline import schema
from pipeline.errors import StoreError
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.tables import STORED, Stored, public_query

FOLDER = ".store"
FILE = "store.duckdb"
Row = Mapping[str, Any]

ARROW_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(),
    "date": pa.date32(), "datetime": pa.timestamp("us"),
}  # fmt: skip


class State(NamedTuple):
    """What the store knows of a release: enough to tell whether it must be extracted again."""

    origin: str
    release_sha256: str
    text_sha256: str
    inputs_sha256: str


class Counts(NamedTuple):
    """Releases of one run, by what became of them."""

    n_seen: int = 0
    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0
    n_failed: int = 0


def arrow_schema(columns: Iterable[schema.Column]) -> pa.Schema:
    """Return the Arrow schema of some columns."""
    return pa.schema([pa.field(c.name, ARROW_TYPES[c.type], nullable=c.nullable) for c in columns])


class Store:
    """The store below an output folder; use it as a context manager.

    Raises:
        StoreError: it cannot be opened: busy, damaged, unwritable, or made by a newer version.
    """

    def __init__(self, out: Path, *, create: bool = True) -> None:
        self.path = out / FOLDER / FILE
        if not create and not self.path.exists():
            raise StoreError(f"{out}: no store here; run `presstab extract` first")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = duckdb.connect(str(self.path))
        except (OSError, duckdb.Error) as error:
            raise StoreError(f"cannot open the store below {out}: {_first_line(error)}") from error
        try:
            self._migrate()
        except duckdb.Error as error:
            self._db.close()
            raise StoreError(f"{self.path}: damaged, or no store: {_first_line(error)}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def _migrate(self) -> None:
        self._db.execute("CREATE TABLE IF NOT EXISTS store_version (version INTEGER)")
        row = self._one("SELECT max(version) FROM store_version")
        version = (row[0] if row else None) or 0
        if version > len(MIGRATIONS):
            self._db.close()
            raise StoreError(f"{self.path}: made by a newer presstab (store version {version}); update presstab")
        for number, statements in enumerate(MIGRATIONS[version:], version + 1):
            with self._transaction():
                for statement in statements:
                    self._db.execute(statement)
                self._db.execute("INSERT INTO store_version VALUES (?)", [number])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _one(self, query: str) -> tuple[Any, ...] | None:
        """Return the first row of a query, read to its end: DuckDB lets no result stand open."""
        rows: list[tuple[Any, ...]] = self._db.execute(query).fetchall()
        return rows[0] if rows else None

    # Runs

    def begin_run(self, version: str, inputs: Mapping[str, tuple[str, str]], now: dt.datetime) -> int:
        """Note a new run and what it is made of (input: digest and content); return its number."""
        with self._transaction():
            row = self._one("SELECT coalesce(max(run_id), 0) + 1 FROM runs")
            run = int(row[0]) if row else 1
            self._db.execute("INSERT INTO runs VALUES (?, ?, NULL, ?, 0, 0, 0, 0, 0)", [run, now, version])
            for name, (sha256, content) in sorted(inputs.items()):
                self._db.execute("INSERT INTO run_inputs VALUES (?, ?, ?)", [run, name, sha256])
                self._db.execute("INSERT OR IGNORE INTO inputs VALUES (?, ?, ?)", [sha256, name, content])
        return run

    def finish_run(self, run: int, counts: Counts, now: dt.datetime) -> None:
        """Note the end of a run and its counts."""
        sets = ", ".join(f"{name} = ?" for name in counts._fields)
        self._db.execute(f"UPDATE runs SET finished_at = ?, {sets} WHERE run_id = ?", [now, *counts, run])

    def last_run(self) -> int:
        """Return the number of the last run, 0 where there was none."""
        row = self._one("SELECT coalesce(max(run_id), 0) FROM runs")
        return int(row[0]) if row else 0

    # Releases

    def states(self) -> dict[str, State]:
        """Return what is known of every release, by doc_id."""
        rows = self._db.execute("SELECT * FROM states").fetchall()
        return {row[0]: State(*row[1:]) for row in rows}

    def commit(
        self,
        run: int,
        rows: Mapping[str, Sequence[Row]],
        states: Mapping[str, State],
        texts: Mapping[str, str],
        issue_scopes: Iterable[str],
    ) -> None:
        """Write the rows of some releases in one transaction, in place of what they had before."""
        with self._transaction():
            for stored in STORED.values():
                if stored.scope == "doc_id":
                    self._replace(run, stored, rows.get(stored.name, ()), states)
            self._replace(run, STORED["issues"], rows.get("issues", ()), issue_scopes)
            if states:
                self._db.executemany("INSERT OR REPLACE INTO states VALUES (?, ?, ?, ?, ?)",
                                     [(doc_id, *state) for doc_id, state in states.items()])  # fmt: skip
                self._db.execute("UPDATE linked SET is_current = false")
            if texts:
                self._db.executemany("INSERT OR IGNORE INTO texts VALUES (?, ?)", list(texts.items()))

    def remove(self, run: int, doc_ids: Iterable[str]) -> None:
        """Take releases out of the current tables; their history stays."""
        gone = sorted(doc_ids)
        if gone:
            self.commit(run, {}, dict.fromkeys(gone, State("", "", "", "")), {}, [f"doc:{doc_id}" for doc_id in gone])
            self._db.execute("DELETE FROM states WHERE list_contains($gone, doc_id)", {"gone": gone})

    def is_linked(self) -> bool:
        """Whether identity was computed after the last commit of releases."""
        row = self._one("SELECT bool_and(is_current) FROM linked")
        return bool(row and row[0])

    def commit_links(self, run: int, rows: Mapping[str, Sequence[Row]]) -> None:
        """Write the result of identity: links, entity tables, aliases, identifiers."""
        with self._transaction():
            for stored in STORED.values():
                if stored.scope is None:
                    self._replace(run, stored, rows.get(stored.name, ()), ())
            self._db.execute("UPDATE linked SET is_current = true")

    def _replace(self, run: int, stored: Stored, rows: Sequence[Row], scopes: Iterable[str]) -> None:
        """Make `rows` the current ones of the scopes; rows that were there already stay untouched."""
        columns = ", ".join(f'"{name}"' for name in stored.names)
        equal = " AND ".join(f't."{name}" IS NOT DISTINCT FROM s."{name}"' for name in stored.names)
        within = "true"
        if stored.scope:
            self._db.register("scope_rows", pa.table({"scope": pa.array(sorted(scopes), pa.string())}))
            within = f't."{stored.scope}" IN (SELECT scope FROM scope_rows)'
        self._db.register("staged_rows", pa.Table.from_pylist(list(rows), schema=arrow_schema(stored.columns)))
        self._db.execute(
            f"UPDATE {stored.name} t SET removed_by = {run} WHERE t.removed_by IS NULL AND {within}"
            f" AND NOT EXISTS (SELECT 1 FROM staged_rows s WHERE {equal})"
        )
        self._db.execute(
            f"INSERT INTO {stored.name} SELECT {columns}, {run}, NULL FROM staged_rows s"
            f" WHERE NOT EXISTS (SELECT 1 FROM {stored.name} t WHERE t.removed_by IS NULL AND {within} AND {equal})"
        )
        self._db.unregister("staged_rows")

    # Reading

    def entities(self) -> list[dict[str, Any]]:
        """Return the current local entities of all releases, by doc_id and local_id."""
        query = "SELECT * FROM entities WHERE removed_by IS NULL ORDER BY doc_id, local_id"
        rows: list[dict[str, Any]] = self._db.sql(query).to_arrow_table().to_pylist()
        return rows

    def read(self, table: schema.Table, run: int | None = None) -> pa.RecordBatchReader:
        """Return a public table as it stands, or as it stood after a run, in Arrow batches."""
        at = self.last_run() if run is None else run
        for name in STORED:
            self._db.execute(
                f"CREATE OR REPLACE TEMP VIEW live_{name} AS SELECT * EXCLUDE (added_by, removed_by) FROM {name}"
                f" WHERE added_by <= {at} AND (removed_by IS NULL OR removed_by > {at})"
            )
        query = public_query(table)
        return self._db.sql(query.replace("$run", str(int(at)))).to_arrow_reader(10_000)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield doc_id and text of every current release."""
        query = (
            "SELECT doc_id, text FROM documents JOIN texts USING (text_sha256) WHERE removed_by IS NULL ORDER BY doc_id"
        )
        cursor = self._db.execute(query)
        while rows := cursor.fetchmany(500):
            yield from rows

    def copy_to(self, path: Path) -> None:
        """Write the current public tables into a new DuckDB file at `path`."""
        self._db.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS copied")
        try:
            for table in schema.TABLES.values():
                batches = self.read(table).read_all()
                self._db.register("copied_rows", batches)
                self._db.execute(f'CREATE TABLE copied."{table.name}" AS SELECT * FROM copied_rows')
                self._db.unregister("copied_rows")
        finally:
            self._db.execute("DETACH copied")


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:300]
