"""The tables of cluster runs: Parquet files below any folder, partitioned by run, read by the store's own queries.

    runs/run_000001.json                    what a run was and how many parts it has; written last
    inputs/<sha256>                         archived lexicons, rules, options
    tables/<stored table>/run=1/*.parquet   the rows that it added
    tables/states/…, tables/ended/…         what is known of each release; which rows a later run replaced

A run whose manifest is not there yet is not there at all: a reader never sees half of it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from presstab import schema
from presstab.errors import StoreError
from presstab.store.entities import Entities
from presstab.store.files import temporary
from presstab.store.location import Location
from presstab.store.migrations import MIGRATIONS
from presstab.store.opening import open_database
from presstab.store.tables import DUCKDB_TYPES, STORED, Stored, arrow_schema

FORMAT = 2
_SINCE = {"quotations": 2, "relations": 2}  # the format that brought a table; of the others every run has files
MEMORY = 1_000  # MB
RUNS, INPUTS, TABLES = "runs", "inputs", "tables"
# Of each run and release: where it came from, and whether it was extracted.
STATES = pa.schema([
    (name, pa.string())
    for name in ("doc_id", "origin", "release_sha256", "content_sha256", "inputs_sha256", "fate")
] + [("doc_digest", pa.int64()), ("state_digest", pa.int64())])  # fmt: skip
ENDED = pa.schema([("scope", pa.string()), ("added_by", pa.int64())])
TEXTS = pa.schema([("doc_id", pa.string()), ("text_sha256", pa.string()), ("text", pa.string())])
_BY_RUN = "hive_partitioning = true, hive_types = {'run': BIGINT}"
_OF_RELEASES = tuple(stored.name for stored in STORED.values() if stored.scope is not None)
PARTS = (*_OF_RELEASES, "states", "texts")  # what a part is written of
WRITTEN = (*STORED, "states", "texts", "ended")  # of each there is a file at least in every run


class Manifest(NamedTuple):
    """What is known of a run; `parts` is the number of files that its releases were written to, table by table."""

    run: int
    version: str
    started_at: str
    finished_at: str
    counts: dict[str, int]
    inputs: dict[str, str]
    parts: int
    format: int = FORMAT


def manifest_at(location: Location, run: int) -> Location:
    """Return where the manifest of a run lies."""
    return location / RUNS / f"run_{run:06d}.json"


def folder_of(location: Location, table: str, run: int) -> Location:
    """Return where the rows lie that a run added to a stored table."""
    return location / TABLES / table / f"run={run}"


def is_dataset(location: Location) -> bool:
    """Whether a location holds the tables of cluster runs."""
    return any(info.path.endswith(".json") for info in (location / RUNS).files())


def manifests(location: Location) -> list[Manifest]:
    """Return the runs of a location, in order.

    Raises:
        StoreError: one was made by a newer version.
    """
    found = []
    for info in (location / RUNS).files():
        if "/run_" in info.path and info.path.endswith(".json"):
            content = json.loads(Location(location.filesystem, info.path).read())
            if content["format"] > FORMAT:
                raise StoreError(f"{info.path}: made by a newer presstab; update presstab")
            found.append(Manifest(**content))
    return found


def connect(location: Location, spill: str, memory: int = MEMORY) -> duckdb.DuckDBPyConnection:
    """Return a database in memory that reads from a location; beyond `memory` MB it writes to `spill`."""
    database = open_database(spill=spill, memory=memory)
    location.register(database)
    return database


def parquet(files: Iterable[Location], *, by_run: bool = True, by_name: bool = False) -> str:
    """Return the relation of some Parquet files or patterns.

    `by_run` adds the column `run` from their folders; `by_name` reads files that have not all the same columns.
    """
    urls = ", ".join(file.url() for file in files)
    named = ", union_by_name = true" if by_name else ""
    return f"read_parquet([{urls}], {_BY_RUN if by_run else 'hive_partitioning = false'}{named})"


class Dataset(Entities):
    """The tables of cluster runs, read only; use it as a context manager.

    `pending` is a run that is being made and has no manifest yet.

    Raises:
        StoreError: there are none, or they were made by a newer version.
    """

    def __init__(self, location: Location, pending: Manifest | None = None, memory: int = MEMORY) -> None:
        self.location = location
        self.name = location.path
        self._runs = [*manifests(location), *([pending] if pending else [])]
        if not self._runs:
            raise StoreError(f"{location.path}: no tables of cluster runs here")
        self._closing = contextlib.ExitStack()
        self._db = connect(location, str(self._closing.enter_context(temporary())), memory)
        self._db.execute("".join(MIGRATIONS))
        for name in (*STORED, "texts", "states"):  # views take their places
            self._db.execute(f"DROP TABLE {name}")
        self._note_runs()
        self._make_views()

    def __exit__(self, *error: Any) -> None:
        try:
            super().__exit__(*error)
        finally:
            self._closing.close()

    def _note_runs(self) -> None:
        for made in self._runs:
            values = [made.run, made.started_at, made.finished_at or None, made.version]
            counts = [made.counts.get(name, 0) for name in schema.RUNS.names[-5:]]
            self._db.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [*values, *counts])
            for name, sha256 in sorted(made.inputs.items()):
                self._db.execute("INSERT INTO run_inputs VALUES (?, ?, ?)", [made.run, name, sha256])

    def input_content(self, sha256: str) -> str:
        """Return the archived content of an input, empty where there is none."""
        at = self.location / INPUTS / sha256
        return at.read().decode() if sha256 and at.files() else ""

    def _files(self, table: str) -> list[Location]:
        having = (made.run for made in self._runs if made.format >= _SINCE.get(table, 1))
        return [folder_of(self.location, table, run) / "*.parquet" for run in having]

    def _rows(self, stored: Stored, files: list[Location]) -> str:
        """Return the relation of a stored table's files; columns that an older format lacks are empty."""
        if all(made.format == FORMAT for made in self._runs):
            return parquet(files)
        typed = ", ".join(f'NULL::{DUCKDB_TYPES[column.type]} AS "{column.name}"' for column in stored.columns)
        read = f" UNION ALL BY NAME SELECT * FROM {parquet(files, by_name=True)}" if files else ""
        return f"(SELECT {typed}, NULL::BIGINT AS run WHERE false{read})"

    def _make_views(self) -> None:
        ended = parquet(self._files("ended"))
        self._db.execute(f"CREATE VIEW ended AS SELECT scope, added_by, run AS removed_by FROM {ended}")
        for name in STORED:
            self._db.execute(f"CREATE VIEW {name} AS {self.live(name, self._files(name))}")
        self._db.execute(f"CREATE VIEW states AS SELECT * FROM {parquet(self._files('states'))}")
        texts = parquet(self._files("texts"))
        self._db.execute(
            # Equal texts of several releases are one, as in a store.
            f"CREATE VIEW texts AS SELECT t.text_sha256, t.text FROM {texts} t SEMI JOIN (SELECT text_sha256,"
            f" min({{'doc_id': doc_id, 'run': run}}) AS first FROM {texts} GROUP BY text_sha256) f ON"
            " f.text_sha256 = t.text_sha256 AND f.first.doc_id = t.doc_id AND f.first.run = t.run"
        )

    def live(self, name: str, files: Iterable[Location]) -> str:
        """Return the query of a stored table's rows in some files, with the runs that added and removed them."""
        stored, files = STORED[name], list(files)
        columns = ", ".join(f'p."{column}"' for column in stored.names)
        start, rows = f"SELECT {columns}, p.run AS added_by", self._rows(stored, files)
        if stored.scope is None:  # each run writes the whole of them
            following = zip(self._runs, self._runs[1:], strict=False)
            ends = " ".join(f"WHEN {made.run} THEN {later.run}" for made, later in following)
            removed = f"CASE p.run {ends} END" if ends else "NULL"
            return f"{start}, {removed}::BIGINT AS removed_by FROM {rows} p"
        scope = "p.scope" if stored.scope == "scope" else "'doc:' || p.doc_id"
        return (f"{start}, e.removed_by FROM {rows} p"
                f" LEFT JOIN ended e ON e.scope = {scope} AND e.added_by = p.run")  # fmt: skip


def arrow_of(name: str) -> pa.Schema:
    """Return the Arrow schema of a table that a part is written of."""
    own = {"states": STATES, "texts": TEXTS, "ended": ENDED}
    return own[name] if name in own else arrow_schema(STORED[name].columns)
