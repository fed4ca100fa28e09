"""An open database as everything outside the store sees it: queries in, rows out."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa

from presstab.store.opening import MEMORY, open_database, quoted, refused

QueryError = duckdb.Error  # what a query that fails raises
Interrupted = duckdb.InterruptException
Parameters = Mapping[str, Any] | Iterable[Any]
Row = dict[str, Any]


class Connection:
    """An open database; use it as a context manager, which closes it.

    `opened` counts how often it was opened: what was made for the time that it is open is gone with each.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection) -> None:
        self._db = database
        self.opened = 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; `reopen` opens it, or another in its place."""
        self._db.close()

    def reopen(self, database: duckdb.DuckDBPyConnection) -> None:
        """Go on with a database that was opened anew."""
        self._db = database
        self.opened += 1

    def run(self, query: str, parameters: Parameters = ()) -> None:
        """Run statements that return nothing."""
        self._execute(query, parameters)

    def tuples(self, query: str, parameters: Parameters = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query, read to their end: DuckDB lets no result stand open."""
        found: list[tuple[Any, ...]] = self._execute(query, parameters).fetchall()
        return found

    def one(self, query: str, parameters: Parameters = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, None where there is none."""
        found = self.tuples(query, parameters)
        return found[0] if found else None

    def firsts(self, query: str, parameters: Parameters = ()) -> list[Any]:
        """Return the first column of a query."""
        return [row[0] for row in self.tuples(query, parameters)]

    def rows(self, query: str, parameters: Parameters = ()) -> list[Row]:
        """Return the rows of a query as mappings."""
        cursor = self._execute(query, parameters)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def table(self, query: str, parameters: Parameters = ()) -> pa.Table:
        """Return the rows of a query in Arrow."""
        return self._relation(query, parameters).to_arrow_table()

    def batches(self, query: str, size: int) -> pa.RecordBatchReader:
        """Return the rows of a query in Arrow batches of a size; nothing else may be asked before they are read."""
        return self._relation(query, ()).to_arrow_reader(size)

    def _execute(self, query: str, parameters: Parameters) -> Any:
        given = _given(parameters)
        return self._db.execute(query, given) if given else self._db.execute(query)

    def _relation(self, query: str, parameters: Parameters) -> Any:
        given = _given(parameters)
        return self._db.sql(query, params=given) if given else self._db.sql(query)

    def stream(self, query: str, registered: Mapping[str, pa.Table] | None = None, size: int = 2_000) -> Iterator[Row]:
        """Yield the rows of a query as mappings, a few at a time, beside whatever else is asked or written.

        `registered` are further tables that the query may name.
        """
        reader = self._db.cursor()
        try:
            for name, table in (registered or {}).items():
                reader.register(name, table)
            found: Any = reader.sql(query)
            for batch in found.to_arrow_reader(size):
                yield from batch.to_pylist()
        finally:
            reader.close()

    def register(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Let queries name rows in Arrow."""
        self._db.register(name, rows)

    @contextmanager
    def registered(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> Iterator[None]:
        """Let queries name rows in Arrow until the end."""
        self._db.register(name, rows)
        try:
            yield
        finally:
            self._db.unregister(name)

    @contextmanager
    def attached(self, path: Path, name: str) -> Iterator[None]:
        """Let queries write to another database file under a name, until the end; it is made where it is absent."""
        self._db.execute(f"ATTACH {quoted(path.absolute())} AS {name} (READ_WRITE)")
        try:
            yield
        finally:
            self._db.execute(f"DETACH {name}")

    def attach_foreign(self, path: Path, name: str) -> list[str]:
        """Let queries read a database file that came from elsewhere; return what in it would run queries of its own.

        A file that is attached under the name already stays.
        """
        if name not in self.firsts("SELECT database_name FROM duckdb_databases()"):
            self._db.execute(f"ATTACH {quoted(path.absolute())} AS {name} (READ_ONLY)")
        return refused(self._db, name)

    def refused(self) -> list[str]:
        """Return what in the database itself would run queries of its own: reading it would run them."""
        return refused(self._db)

    def register_filesystem(self, filesystem: Any) -> None:
        """Let queries read from a file system of fsspec."""
        self._db.register_filesystem(filesystem)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit what is done within at its end, or nothing of it where it fails; Ctrl-C waits for the end."""
        with _undisturbed():
            self._db.execute("BEGIN")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def open_connection(
    path: Path | None = None,
    *,
    spill: Path | str,
    memory: int = MEMORY,
    read_only: bool = False,
    within: Iterable[Path] | None = None,
) -> Connection:
    """Return a connection as `opening.open_database` opens it."""
    return Connection(open_database(path, spill=spill, memory=memory, read_only=read_only, within=within))


def _given(parameters: Parameters) -> Any:
    return dict(parameters) if isinstance(parameters, Mapping) else list(parameters)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Put an interruption off to the end: within a query it would leave a transaction that nobody can end."""
    before = signal.getsignal(signal.SIGINT)
    if before is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt
