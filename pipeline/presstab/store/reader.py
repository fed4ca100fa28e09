"""Reads a store: the finished run below a folder, the one that is written, or the dataset of cluster runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Self

from presstab.errors import StoreError
from presstab.schema import Schema
from presstab.store.connection import Connection, Interrupted, QueryError
from presstab.store.database import advice
from presstab.store.entities import StoredEntities
from presstab.store.extracted import Extracted
from presstab.store.files import temporary
from presstab.store.mentions import StoredMentions
from presstab.store.public import PublicTables
from presstab.store.releases import Releases
from presstab.store.runs import Runs


class Reader:
    """A store that is read, by named queries: `tables`, `runs`, `releases`, `entities`, `mentions`, `extracted`.

    Use it as a context manager. `name` is what an error message calls it; `closing` is closed with it. `copy_store`
    writes a copy of the whole store below another output folder; None where it cannot be copied. Queries of
    others, that compare and prove, go to `connection`.
    """

    def __init__(
        self,
        name: str,
        connection: Connection,
        schema: Schema,
        *,
        closing: contextlib.ExitStack | None = None,
        spill: Path | None = None,
        runs: Runs | None = None,
        copy_store: Callable[[Path], None] | None = None,
    ) -> None:
        self.name = name
        self.connection = connection
        self.schema = schema
        self.copy_store = copy_store
        self.tables = PublicTables(connection, schema)
        self.runs = runs or Runs(connection)
        self.releases = Releases(connection)
        self.entities = StoredEntities(connection)
        self.mentions = StoredMentions(connection)
        self.extracted = Extracted(connection, schema)
        self._closing = closing or contextlib.ExitStack()
        self._spill = spill

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._closing.close()
        self.told(error)

    def told(self, error: BaseException | None) -> None:
        """Raise what an error of the database means: an interruption, or a store that cannot be written or read.

        Raises:
            StoreError: the database failed.
        """
        if isinstance(error, Interrupted):
            raise KeyboardInterrupt from error
        if isinstance(error, QueryError):
            raise StoreError(f"{self.name}: cannot be written or read: {advice(error, Path(self.name))}") from error

    def decisions(self) -> str:
        """Return the decisions that the tables were last linked with, as a file holds them; empty where none."""
        row = self.connection.one("SELECT max(decisions) FROM linked")
        return str(row[0] or "") if row else ""

    def scratch(self) -> AbstractContextManager[Path]:
        """Return a folder for files that are gone at its end."""
        return temporary(self._spill)
