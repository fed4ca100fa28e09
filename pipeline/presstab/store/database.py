"""Opens and migrates the database file that one process at a time writes."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import duckdb

from presstab.errors import BusyError, StoreError
from presstab.store.connection import Connection
from presstab.store.lock import Lock
from presstab.store.migrations import migrations
from presstab.store.opening import first_line, megabytes, memory_for, open_database

FOLDER = ".store"
FILE = "store.duckdb"
PART = ".part"  # a file that is not whole yet
WORK = "work"  # a copy that is to take the store's place
_SPILL = "spill"
_MEMORY = 160  # MB of the buffers at least while releases are extracted: the workers need the rest
_SHARE = 3  # of a large store, one part in so many may then be in memory
_WAIT = 0.5  # seconds between two looks at a store that another program holds
_LOCKED = "Could not set lock"  # what DuckDB says of a file that another program has open
# What DuckDB says of a file that is no database, or no longer one.
_DAMAGED = ("Corrupt", "checksum", "not a valid DuckDB", "Could not read enough bytes", "Could not read from file")


class Database:
    """The database file below an output folder, to be written.

    With `wait` a store that another process writes is waited for.

    Raises:
        StoreError: it cannot be opened: busy, damaged, unwritable, or made by a newer version.
    """

    def __init__(self, out: Path, *, create: bool = True, wait: bool = False) -> None:
        self.out = out
        self.path = out.absolute() / FOLDER / FILE
        self.name = str(out / FOLDER / FILE)
        if not create and not self.path.exists():
            raise StoreError(f"{out}: no store here; run `presstab extract` first")
        self._lock = self._locked(wait=wait)
        try:
            self._clear_leftovers()
            beside_workers = max(_MEMORY, megabytes(self.path) // _SHARE)
            self.connection = Connection(self._open(beside_workers, wait=wait))
            self._migrate()
        except BaseException:
            self._lock.release()
            raise

    def close(self) -> None:
        """Close the database and let another process write."""
        try:
            self.connection.close()
        finally:
            self._lock.release()

    def reopen(self) -> None:
        """Open the database again, or the one that took its place; it was closed, and the lock was held.

        The work is over: its tables may be written with as much memory as they need.
        """
        self.connection.reopen(self._open(memory_for(self.path)))

    def _locked(self, *, wait: bool) -> Lock:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return Lock(self.path.parent, wait=wait)
        except BusyError as error:
            raise BusyError(f"the store below {self.out} is {error}; --wait waits for it") from error
        except OSError as error:
            raise StoreError(f"cannot open the store below {self.out}: {first_line(error)}") from error

    def _clear_leftovers(self) -> None:
        """Remove what a process that was killed left: copies that were not whole, what a query wrote to disk."""
        for left in (*self.path.parent.glob(f"*{PART}*"), self.path.parent / _SPILL, self.path.parent / WORK):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)

    def _open(self, memory: int, *, wait: bool = False) -> duckdb.DuckDBPyConnection:
        while True:
            try:
                return open_database(self.path, spill=self.path.parent / _SPILL, memory=memory)
            except (OSError, duckdb.Error) as error:
                if _LOCKED not in str(error):
                    raise StoreError(f"cannot open the store below {self.out}: {advice(error, self.path)}") from error
                if not wait:
                    raise BusyError(f"the store below {self.out} is in use by another program: "
                                    f"{first_line(error)}; --wait waits for it") from error  # fmt: skip
            time.sleep(_WAIT)

    def _migrate(self) -> None:
        try:
            self._bring_up_to_date()
        except (duckdb.Error, StoreError) as error:
            self.connection.close()
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"cannot open the store below {self.out}: {advice(error, self.path)}") from error

    def _bring_up_to_date(self) -> None:
        self.connection.run("CREATE TABLE IF NOT EXISTS store_version (version INTEGER)")
        row = self.connection.one("SELECT max(version) FROM store_version")
        version = (row[0] if row else None) or 0
        if version > len(migrations()):
            raise StoreError(f"{self.path}: made by a newer presstab (store version {version}); update presstab")
        for number, statements in enumerate(migrations()[version:], version + 1):
            with self.connection.transaction():
                self.connection.run(statements)
                self.connection.run("INSERT INTO store_version VALUES (?)", [number])


def advice(error: BaseException, path: Path) -> str:
    """Return what is wrong with a database file, and what to do about it."""
    message = first_line(error)
    if "WAL" in message:
        return (f"its write-ahead log is damaged: {message}; move {path}.wal away and run `presstab extract` again: "
                "what only the log held is extracted anew")  # fmt: skip
    if any(mark in message for mark in _DAMAGED):
        return (f"{path.name} is damaged: {message}; put a copy of {path.parent} back, or move that folder away and "
                "extract everything again")  # fmt: skip
    return message
