"""Opens and migrates the database file. One process writes; DuckDB's file lock sees to it."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

from presstab.errors import StoreError
from presstab.store.migrations import MIGRATIONS
from presstab.store.view import View

FOLDER = ".store"
FILE = "store.duckdb"
MEMORY = 160  # MB of the database's own buffers at least; beyond it writes to disk
_SHARE = 3  # of a large store, one part in so many may be in memory
_WAIT = 0.5  # seconds between two looks at a busy store


class Connection:
    """An open DuckDB database; use it as a context manager."""

    name: str  # what an error message calls it
    _db: duckdb.DuckDBPyConnection
    _shown: tuple[View, int] | None = None

    @property
    def database(self) -> duckdb.DuckDBPyConnection:
        """The database itself, for those who compare and report."""
        return self._db

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        if isinstance(error, duckdb.InterruptException):
            raise KeyboardInterrupt from error
        if isinstance(error, duckdb.Error):
            raise StoreError(f"{self.name}: cannot be written or read: {_first_line(error)}") from error

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

    def _one(self, query: str, parameters: Iterable[Any] = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, read to its end: DuckDB lets no result stand open."""
        rows: list[tuple[Any, ...]] = self._db.execute(query, list(parameters)).fetchall()
        return rows[0] if rows else None

    @contextmanager
    def _registered(self, name: str, rows: pa.Table) -> Iterator[None]:
        self._db.register(name, rows)
        try:
            yield
        finally:
            self._db.unregister(name)

    def stream(
        self, query: str, registered: Mapping[str, pa.Table] | None = None, size: int = 2_000
    ) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query as mappings, a few at a time, beside whatever else is written.

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


class Database(Connection):
    """The database file below an output folder.

    With `wait` a store that another process writes is waited for.

    Raises:
        StoreError: it cannot be opened: busy, damaged, unwritable, or made by a newer version.
    """

    def __init__(self, out: Path, *, create: bool = True, wait: bool = False) -> None:
        self.out = out
        self.path = out / FOLDER / FILE
        self.name = str(self.path)
        if not create and not self.path.exists():
            raise StoreError(f"{out}: no store here; run `presstab extract` first")
        self._db = self._connect(wait=wait)
        try:
            self._migrate()
        except duckdb.Error as error:
            self._db.close()
            raise StoreError(f"{self.path}: damaged, or no store: {_first_line(error)}") from error

    def _connect(self, *, wait: bool) -> duckdb.DuckDBPyConnection:
        size = self.path.stat().st_size // 1_000_000 if self.path.is_file() else 0
        # One thread: the workers need the others, and sorts and copies then keep within the limit.
        config: dict[str, Any] = {
            "memory_limit": f"{max(MEMORY, size // _SHARE)}MB",
            "temp_directory": str(self.path.parent / "spill"),
            "threads": 1,
            "preserve_insertion_order": False,
        }
        while True:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                return duckdb.connect(str(self.path), config=config)
            except (OSError, duckdb.Error) as error:
                if "lock" not in str(error).lower():
                    raise StoreError(f"cannot open the store below {self.out}: {_first_line(error)}") from error
                if not wait:
                    raise StoreError(
                        f"the store below {self.out} is in use: {_first_line(error)}; --wait waits for it"
                    ) from error
            time.sleep(_WAIT)

    def _migrate(self) -> None:
        self._db.execute("CREATE TABLE IF NOT EXISTS store_version (version INTEGER)")
        row = self._one("SELECT max(version) FROM store_version")
        version = (row[0] if row else None) or 0
        if version > len(MIGRATIONS):
            self._db.close()
            raise StoreError(f"{self.path}: made by a newer presstab (store version {version}); update presstab")
        for number, statements in enumerate(MIGRATIONS[version:], version + 1):
            with self.transaction():
                self._db.execute(statements)
                self._db.execute("INSERT INTO store_version VALUES (?)", [number])


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


def quoted(path: Path) -> str:
    """Return a path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
