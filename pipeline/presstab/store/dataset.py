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
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Self

import pyarrow as pa

from presstab.errors import StoreError
from presstab.schema import RUNS as RUN_TABLE
from presstab.schema import SCHEMA, Schema, Stored
from presstab.store.connection import Connection, open_connection
from presstab.store.files import temporary
from presstab.store.location import Location
from presstab.store.migrations import migrations
from presstab.store.reader import Reader
from presstab.store.runs import Runs
from presstab.store.tables import DUCKDB_TYPES, arrow_schema

FORMAT = 3  # from it on, manifests say which tables and columns a run has
MEMORY = 1_000  # MB
RUNS, INPUTS, TABLES = "runs", "inputs", "tables"
# Of each run and release: where it came from, and whether it was extracted.
STATES = pa.schema([
    (name, pa.string())
    for name in ("doc_id", "origin", "release_sha256", "content_sha256", "inputs_sha256", "fate")
] + [("doc_digest", pa.int64()), ("state_digest", pa.int64())])  # fmt: skip
ENDED = pa.schema([("scope", pa.string()), ("added_by", pa.int64())])
TEXTS = pa.schema([("doc_id", pa.string()), ("text_sha256", pa.string()), ("text", pa.string())])
# Of releases over which decisions lie: what was extracted, as in a store.
EXTRACTED = pa.schema([(name, pa.string()) for name in ("doc_id", "decisions_sha256", "rows")])
_BY_RUN = "hive_partitioning = true, hive_types = {'run': BIGINT}"


_BESIDE = ("states", "texts", "extracted")


def parts_of(schema: Schema = SCHEMA) -> tuple[str, ...]:
    """Return the tables that a part is written of: those of releases."""
    return (*(stored.name for stored in schema.stored.values() if stored.scope is not None), *_BESIDE)


def written_of(schema: Schema = SCHEMA) -> tuple[str, ...]:
    """Return the tables of which there is a file at least in every run."""
    return (*schema.stored, *_BESIDE, "ended")


def arrow_of(name: str, schema: Schema = SCHEMA) -> pa.Schema:
    """Return the Arrow schema of a table that files are written of."""
    own = {"states": STATES, "texts": TEXTS, "extracted": EXTRACTED, "ended": ENDED}
    return own[name] if name in own else arrow_schema(schema.stored[name].columns)


def columns_of(schema: Schema = SCHEMA) -> dict[str, list[str]]:
    """Return the columns of every table with history, as a manifest says them."""
    return {name: list(stored.names) for name, stored in schema.stored.items()}


class Manifest(NamedTuple):
    """What is known of a run.

    `parts` is the number of files that its releases were written to, table by table; `tables` are the columns of its
    tables, None where an earlier version wrote it.
    """

    run: int
    version: str
    started_at: str
    finished_at: str
    counts: dict[str, int]
    inputs: dict[str, str]
    parts: int
    format: int = FORMAT
    tables: Mapping[str, list[str]] | None = None


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


def connect(location: Location, spill: str, memory: int = MEMORY) -> Connection:
    """Return a database in memory that reads from a location; beyond `memory` MB it writes to `spill`."""
    database = open_connection(spill=spill, memory=memory)
    location.register(database)
    return database


def parquet(files: Iterable[Location], *, by_run: bool = True, by_name: bool = False) -> str:
    """Return the relation of some Parquet files or patterns.

    `by_run` adds the column `run` from their folders; `by_name` reads files that have not all the same columns.
    """
    urls = ", ".join(file.url() for file in files)
    named = ", union_by_name = true" if by_name else ""
    return f"read_parquet([{urls}], {_BY_RUN if by_run else 'hive_partitioning = false'}{named})"


class Dataset:
    """The tables of cluster runs, read by `reader`; use it as a context manager.

    `pending` is a run that is being made and has no manifest yet. Runs that were made before a table or column
    was added are read too: the table has no rows of theirs, the column is empty in them.

    Raises:
        StoreError: there are none, or they were made by a newer version.
    """

    def __init__(
        self, location: Location, pending: Manifest | None = None, memory: int = MEMORY, schema: Schema = SCHEMA
    ) -> None:
        self.location = location
        self.schema = schema
        self._runs = [*manifests(location), *([pending] if pending else [])]
        if not self._runs:
            raise StoreError(f"{location.path}: no tables of cluster runs here")
        closing = contextlib.ExitStack()
        self._db = closing.enter_context(connect(location, str(closing.enter_context(temporary())), memory))
        self.reader = Reader(location.path, self._db, schema, closing=closing, runs=_Runs(self._db, location))
        self._db.run("".join(migrations()))
        for name in (*schema.stored, *_BESIDE):  # views take their places
            self._db.run(f"DROP TABLE IF EXISTS {name}")
        self._note_runs()
        self._make_views()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self.reader.__exit__(kind, error, trace)

    def _note_runs(self) -> None:
        for made in self._runs:
            values = [made.run, made.started_at, made.finished_at or None, made.version]
            counts = [made.counts.get(name, 0) for name in RUN_TABLE.names[-5:]]
            self._db.run("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [*values, *counts])
            for name, sha256 in sorted(made.inputs.items()):
                self._db.run("INSERT INTO run_inputs VALUES (?, ?, ?)", [made.run, name, sha256])
        decisions = self._runs[-1].inputs.get("corrections")
        if decisions:
            self._db.run("UPDATE linked SET decisions = ?", [self.reader.runs.input_content(decisions)])

    def _files(self, table: str) -> list[Location]:
        """Return the pattern of the files of a table in each run that has any."""
        found: set[int] | None = None
        patterns = []
        for made in self._runs:
            if made.tables is None and found is None:  # it does not say: the folder does
                found = {int(name.removeprefix("run=")) for name in (self.location / TABLES / table).folders()}
            if table not in self.schema.stored or table in (made.tables or ()) or made.run in (found or ()):
                patterns.append(folder_of(self.location, table, made.run) / "*.parquet")
        return patterns

    def _rows(self, stored: Stored, files: list[Location]) -> str:
        """Return the relation of a stored table's files; columns that an earlier run lacks are empty."""
        if files and all(made.tables and made.tables.get(stored.name) == list(stored.names) for made in self._runs):
            return parquet(files)
        typed = ", ".join(f'NULL::{DUCKDB_TYPES[column.type]} AS "{column.name}"' for column in stored.columns)
        read = f" UNION ALL BY NAME SELECT * FROM {parquet(files, by_name=True)}" if files else ""
        return f"(SELECT {typed}, NULL::BIGINT AS run WHERE false{read})"

    def _make_views(self) -> None:
        ended = parquet(self._files("ended"))
        self._db.run(f"CREATE VIEW ended AS SELECT scope, added_by, run AS removed_by FROM {ended}")
        for name in self.schema.stored:
            self._db.run(f"CREATE VIEW {name} AS {self.live(name, self._files(name))}")
        self._db.run(f"CREATE VIEW states AS SELECT * FROM {parquet(self._files('states'))}")
        self._db.run(f"CREATE VIEW extracted AS {self._extracted()}")
        texts = parquet(self._files("texts"))
        self._db.run(
            # Equal texts of several releases are one, as in a store.
            f"CREATE VIEW texts AS SELECT t.text_sha256, t.text FROM {texts} t SEMI JOIN (SELECT text_sha256,"
            f" min({{'doc_id': doc_id, 'run': run}}) AS first FROM {texts} GROUP BY text_sha256) f ON"
            " f.text_sha256 = t.text_sha256 AND f.first.doc_id = t.doc_id AND f.first.run = t.run"
        )

    def _extracted(self) -> str:
        """Return the query of what is kept of the releases that decisions lie over: of the run that made their rows."""
        folders = (self.location / TABLES / "extracted").folders()
        kept = [made.run for made in self._runs if f"run={made.run}" in folders]  # earlier versions kept nothing
        if not kept:
            return f"SELECT {', '.join(f'NULL::VARCHAR AS {name}' for name in EXTRACTED.names)} WHERE false"
        files = parquet(folder_of(self.location, "extracted", run) / "*.parquet" for run in kept)
        return (f"SELECT e.* EXCLUDE (run) FROM {files} e JOIN documents d ON d.doc_id = e.doc_id"
                " AND d.added_by = e.run WHERE d.removed_by IS NULL")  # fmt: skip

    def live(self, name: str, files: Iterable[Location]) -> str:
        """Return the query of a stored table's rows in some files, with the runs that added and removed them."""
        stored, files = self.schema.stored[name], list(files)
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


class _Runs(Runs):
    """The runs of a dataset: what they were made of lies in files of its own."""

    def __init__(self, connection: Connection, location: Location) -> None:
        super().__init__(connection)
        self._location = location

    def input_content(self, sha256: str) -> str:
        """Return the archived content of an input, empty where there is none."""
        at = self._location / INPUTS / sha256
        return at.read().decode() if sha256 and at.files() else ""
