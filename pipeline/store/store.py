"""Opens, writes and reads the store. One process writes; DuckDB's file lock sees to it."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import duckdb
import pyarrow as pa

from pipeline import schema
from pipeline.errors import StoreError
from pipeline.store.migrations import MIGRATIONS
from pipeline.store.tables import COUNTS, NARROWED, STORED, Stored, arrow_schema, public_query

FOLDER = ".store"
FILE = "store.duckdb"
MEMORY = 160  # MB of the database's own buffers at least; beyond it writes to disk
_SHARE = 5  # of a large store, one part in so many may be in memory
_WAIT = 0.5  # seconds between two looks at a busy store
Batches = Mapping[str, pa.RecordBatch | pa.Table]


class State(NamedTuple):
    """What the store knows of a release: enough to tell whether it must be extracted again."""

    origin: str
    release_sha256: str
    content_sha256: str
    inputs_sha256: str


class Counts(NamedTuple):
    """Releases of one run, by what became of them."""

    n_seen: int = 0
    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0
    n_failed: int = 0


class View(NamedTuple):
    """What of the tables is shown: as of which run, releases since which day, with or without contact blocks."""

    run: int | None = None
    since: dt.date | None = None
    contacts: bool = True

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves out rows that stand in the tables of its run."""
        return self.since is not None or not self.contacts


class Store:
    """The store below an output folder; use it as a context manager.

    With `wait` a store that another process writes is waited for.

    Raises:
        StoreError: it cannot be opened: busy, damaged, unwritable, or made by a newer version.
    """

    def __init__(self, out: Path, *, create: bool = True, wait: bool = False) -> None:
        self.out = out
        self.path = out / FOLDER / FILE
        if not create and not self.path.exists():
            raise StoreError(f"{out}: no store here; run `presstab extract` first")
        self._db = self._connect(wait=wait)
        self._shown: tuple[View, int] | None = None
        try:
            self._migrate()
        except duckdb.Error as error:
            self._db.close()
            raise StoreError(f"{self.path}: damaged, or no store: {_first_line(error)}") from error

    def _connect(self, *, wait: bool) -> duckdb.DuckDBPyConnection:
        size = self.path.stat().st_size // 1_000_000 if self.path.is_file() else 0
        config: dict[str, Any] = {"memory_limit": f"{max(MEMORY, size // _SHARE)}MB",
                                  "temp_directory": str(self.path.parent / "spill")}  # fmt: skip
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
        if isinstance(error, duckdb.Error):
            raise StoreError(f"{self.path}: cannot be written or read: {_first_line(error)}") from error

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
    def transaction(self) -> Iterator[None]:
        """Commit what is done within at its end, or nothing of it where it fails."""
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

    # Runs

    def begin_run(self, version: str, inputs: Mapping[str, tuple[str, str]], now: dt.datetime) -> int:
        """Note a new run and what it is made of (input: digest and content); return its number."""
        with self.transaction():
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

    def inputs_of_runs(self) -> list[dict[str, str]]:
        """Return the digest of each input of each run."""
        runs: dict[int, dict[str, str]] = {}
        for run, name, sha256 in self._db.execute("SELECT run_id, input, sha256 FROM run_inputs").fetchall():
            runs.setdefault(run, {})[name] = sha256
        return list(runs.values())

    def inputs_of(self, run: int) -> dict[str, str] | None:
        """Return the digest of each input of a run; None where there is no such run."""
        if not self._one("SELECT 1 FROM runs WHERE run_id = ?", [run]):
            return None
        return dict(self._db.execute("SELECT input, sha256 FROM run_inputs WHERE run_id = ?", [run]).fetchall())

    def runs(self) -> list[int]:
        """Return the numbers of all runs, in order."""
        return [row[0] for row in self._db.execute("SELECT run_id FROM runs ORDER BY run_id").fetchall()]

    def input_content(self, sha256: str) -> str:
        """Return the archived content of an input, empty where there is none."""
        row = self._one("SELECT content FROM inputs WHERE sha256 = ?", [sha256])
        return str(row[0]) if row else ""

    # Releases

    def states(self) -> dict[str, State]:
        """Return what is known of every release, by doc_id."""
        rows = self._db.execute("SELECT * FROM states").fetchall()
        return {row[0]: State(*row[1:]) for row in rows}

    def failed(self) -> set[str]:
        """Return the releases that could not be extracted."""
        query = "SELECT doc_id FROM documents WHERE removed_by IS NULL AND status = 'failed'"
        return {row[0] for row in self._db.execute(query).fetchall()}

    def commit(
        self,
        run: int,
        rows: Batches,
        states: Mapping[str, State],
        texts: Mapping[str, str],
        issue_scopes: Iterable[str],
        known: Collection[str],
    ) -> None:
        """Write the rows of some releases in one transaction, in place of what they had before.

        `known` are those that may have had any: only their rows are looked for.
        """
        with self.transaction():
            before = sorted(known)
            for stored in STORED.values():
                if stored.scope == "doc_id":
                    self._replace(run, stored, rows.get(stored.name), before)
            self._replace(run, STORED["issues"], rows.get("issues"), sorted(issue_scopes))
            if states:
                self.set_states(states)
                self._db.execute("UPDATE linked SET is_current = false")
            if texts:
                staged = pa.table({"sha256": list(texts), "text": list(texts.values())})
                with self._registered("staged_texts", staged):
                    self._db.execute("INSERT OR IGNORE INTO texts SELECT * FROM staged_texts")

    def set_states(self, states: Mapping[str, State]) -> None:
        """Note what is known of some releases."""
        columns = {name: [getattr(state, name) for state in states.values()] for name in State._fields}
        staged = pa.table({"doc_id": list(states), **columns})
        with self._registered("staged_states", staged):
            self._db.execute("INSERT OR REPLACE INTO states SELECT * FROM staged_states")

    def remove(self, run: int, doc_ids: Iterable[str]) -> None:
        """Take releases out of the current tables; their history stays."""
        gone = sorted(doc_ids)
        if gone:
            self.commit(run, {}, {}, {}, [f"doc:{doc_id}" for doc_id in gone], gone)
            self._db.execute("DELETE FROM states WHERE list_contains($gone, doc_id)", {"gone": gone})
            self._db.execute("UPDATE linked SET is_current = false")

    def is_linked(self) -> bool:
        """Whether identity was computed after the last commit of releases."""
        row = self._one("SELECT bool_and(is_current) FROM linked")
        return bool(row and row[0])

    def commit_links(self, run: int, rows: Batches) -> None:
        """Write the result of identity: links, groups, entity tables, aliases, identifiers."""
        with self.transaction():
            for stored in STORED.values():
                if stored.scope is None:
                    self._replace(run, stored, rows.get(stored.name), None)
            self._db.execute("UPDATE linked SET is_current = true")

    def _replace(
        self, run: int, stored: Stored, rows: pa.RecordBatch | pa.Table | None, scopes: list[str] | None
    ) -> None:
        """Make `rows` the current ones of the scopes, None meaning all; rows that were there already stay.

        Rows of a scope that is not named are new and compared with nothing.
        """
        names = ", ".join(f'"{name}"' for name in stored.names)
        equal = " AND ".join(f't."{name}" IS NOT DISTINCT FROM s."{name}"' for name in stored.names)
        staged = arrow_schema(stored.columns).empty_table() if rows is None else pa.table(rows)
        insert = f"INSERT INTO {stored.name} BY NAME SELECT {names}, {run} AS added_by FROM staged_rows s"
        with self._registered("staged_rows", staged):
            if scopes is not None and not scopes:
                self._db.execute(insert)
                return
            within = "true"
            if scopes is not None:
                self._db.register("scope_rows", pa.table({"scope": pa.array(scopes, pa.string())}))
                within = f't."{stored.scope}" IN (SELECT scope FROM scope_rows)'
            self._db.execute(
                f"UPDATE {stored.name} t SET removed_by = {run} WHERE t.removed_by IS NULL AND {within}"
                f" AND NOT EXISTS (SELECT 1 FROM staged_rows s WHERE {equal})"
            )
            self._db.execute(
                f"{insert} WHERE NOT EXISTS"
                f" (SELECT 1 FROM {stored.name} t WHERE t.removed_by IS NULL AND {within} AND {equal})"
            )

    # Reading

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
        query = " UNION ALL ".join(f"SELECT {column}, name FROM {name} WHERE removed_by IS NULL"
                                   for name, column in _ENTITY_TABLES if column != "entity_id")  # fmt: skip
        return dict(self._db.execute(query).fetchall())

    def n_errors(self) -> int:
        """Return the number of current issues of severity error."""
        row = self._one("SELECT count(*) FROM issues WHERE removed_by IS NULL AND severity = 'error'")
        return int(row[0]) if row else 0

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

    def local_entities(
        self, label: str, homes: Mapping[str, str] | None = None, links: pa.Table | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the current local entities of a label in blocks: by `block`, then by release.

        The block is the entity's key, or what `homes` sends that to. With `links` each brings the
        `body_ids` of its offices. `ORG evidence`, `ORG acronyms` and `TECH evidence` stand for those
        whose key may be another's as well, with what says so.
        """
        if label in _EVIDENCE:
            yield from self.stream(_EVIDENCE[label])
            return
        keys = list(homes or ())
        homed = pa.table({"key": pa.array(keys, pa.string()), "home": [(homes or {})[key] for key in keys] or
                          pa.array([], pa.string())})  # fmt: skip
        registered = {"homes": homed, "offices": links or pa.table({name: pa.array([], pa.string()) for name in
                                                                    ("doc_id", "local_id", "entity_id")})}  # fmt: skip
        yield from self.stream(
            "SELECT e.doc_id, e.local_id, e.label, e.name, e.n_mentions, e.facts, coalesce(h.home, e.key) AS block,"
            " (SELECT list(DISTINCT o.entity_id ORDER BY o.entity_id) FROM offices o WHERE o.doc_id = e.doc_id"
            " AND list_contains(from_json(e.facts->'bodies', '[\"VARCHAR\"]'), o.local_id)) AS body_ids"
            " FROM entities e LEFT JOIN homes h USING (key)"
            f" WHERE e.removed_by IS NULL AND e.label = '{label}' ORDER BY block, e.doc_id, e.local_id",
            registered,
        )

    def sketches(self) -> Iterator[dict[str, Any]]:
        """Yield doc_id, text_sha256 and sketch of the current releases, by doc_id."""
        yield from self.stream(
            "SELECT doc_id, text_sha256, sketch FROM documents WHERE removed_by IS NULL ORDER BY doc_id"
        )

    def read(self, table: schema.Table, view: View | None = None) -> pa.RecordBatchReader:
        """Return a public table as a view shows it, in Arrow batches."""
        return self._db.sql(self.public(table, view)).to_arrow_reader(10_000)

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

    # Exports

    def copy_csv(self, table: schema.Table, path: Path, view: View | None = None) -> None:
        """Write the rows of a public table as CSV, without a Python object a cell."""
        stamp = "%Y-%m-%dT%H:%M:%SZ"
        self._db.execute(
            f"COPY ({self.public(table, view)}) TO {quoted(path)} (FORMAT csv, HEADER true,"
            f" DATEFORMAT '%Y-%m-%d', TIMESTAMPFORMAT '{stamp}')"
        )

    def copy_parquet(self, table: schema.Table, path: Path, view: View | None = None) -> None:
        """Write the rows of a public table as Parquet, typed."""
        self._db.execute(f"COPY ({self.public(table, view)}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")

    def copy_to(self, path: Path, tables: Iterable[schema.Table], view: View | None = None) -> None:
        """Write public tables into a DuckDB file at `path`, in place of those that it has."""
        self._db.execute(f"ATTACH {quoted(path)} AS copied")
        try:
            for table in tables:
                self._db.execute(f'CREATE OR REPLACE TABLE copied."{table.name}" AS {self.public(table, view)}')
        finally:
            self._db.execute("DETACH copied")

    def exported(self, folder: Path) -> int:
        """Return the run whose tables a folder holds, 0 where it holds none."""
        row = self._one("SELECT run_id FROM exported WHERE folder = ?", [str(folder.resolve())])
        return int(row[0]) if row else 0

    def note_export(self, folder: Path) -> None:
        """Note that a folder holds the tables as they stand."""
        self._db.execute("INSERT OR REPLACE INTO exported VALUES (?, ?)", [str(folder.resolve()), self.last_run()])

    def changed_since(self, run: int) -> bool:
        """Whether any row was added or removed after a run."""
        return any(
            self._one(f"SELECT 1 FROM {name} WHERE added_by > {run} OR removed_by > {run} LIMIT 1") for name in STORED
        )

    # What is forgotten

    def forgotten(self, kind: str) -> set[str]:
        """Return the digests of what must never be stored again: releases or people."""
        return {row[0] for row in self._db.execute("SELECT sha256 FROM forgotten WHERE kind = ?", [kind]).fetchall()}

    def forget(self, kind: str, sha256: str) -> None:
        """Note that a release or person must never be stored again."""
        self._db.execute("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", [kind, sha256])

    def erase(self, doc_ids: Collection[str], entity_ids: Collection[str]) -> None:
        """Delete releases, and the past of entities, from all tables and their history."""
        given = {"docs": sorted(doc_ids), "scopes": [f"doc:{doc_id}" for doc_id in sorted(doc_ids)]}
        with self.transaction():
            for stored in STORED.values():
                if stored.scope == "doc_id" or stored.name in {"links", "groups"}:
                    self._db.execute(f"DELETE FROM {stored.name} WHERE list_contains($docs, doc_id)",
                                     {"docs": given["docs"]})  # fmt: skip
            self._db.execute("DELETE FROM issues WHERE list_contains($scopes, scope)", {"scopes": given["scopes"]})
            self._db.execute("DELETE FROM states WHERE list_contains($docs, doc_id)", {"docs": given["docs"]})
            self._db.execute("DELETE FROM texts WHERE text_sha256 NOT IN (SELECT text_sha256 FROM documents)")
            for name, column in _ENTITY_TABLES:
                self._db.execute(f"DELETE FROM {name} WHERE list_contains($ids, {column})", {"ids": sorted(entity_ids)})
            self._db.execute("UPDATE linked SET is_current = false")

    def entities_of(self, doc_ids: Collection[str]) -> set[str]:
        """Return the entities that releases ever named."""
        query = "SELECT DISTINCT entity_id FROM links WHERE list_contains($docs, doc_id)"
        return {row[0] for row in self._db.execute(query, {"docs": sorted(doc_ids)}).fetchall()}

    def documents_of(self, entity_id: str) -> list[str]:
        """Return the releases that ever named an entity."""
        query = "SELECT DISTINCT doc_id FROM links WHERE entity_id = ? ORDER BY doc_id"
        return [row[0] for row in self._db.execute(query, [entity_id]).fetchall()]

    def keys_of(self, entity_id: str) -> list[str]:
        """Return the name keys of all local entities that ever were an entity."""
        query = "SELECT DISTINCT e.key FROM links l JOIN entities e USING (doc_id, local_id) WHERE l.entity_id = ?"
        return sorted(row[0] for row in self._db.execute(query, [entity_id]).fetchall())

    def releases(self, doc_ids: Collection[str]) -> list[dict[str, Any]]:
        """Return what is stored of some releases themselves, by doc_id."""
        query = (
            "SELECT doc_id, text, source, published_on, published_from, title FROM documents JOIN texts"
            " USING (text_sha256) WHERE removed_by IS NULL AND list_contains($docs, doc_id) ORDER BY doc_id"
        )
        found: Any = self._db.sql(query, params={"docs": sorted(doc_ids)})
        return list(found.to_arrow_table().to_pylist())

    def prune(self, keep: int) -> int:
        """Delete the history that no run after the last `keep` needs; return how many runs were dropped."""
        dropped = self.runs()[:-keep]
        if not dropped:
            return 0
        oldest = dropped[-1] + 1
        with self.transaction():
            for name in STORED:
                self._db.execute(f"DELETE FROM {name} WHERE removed_by <= {oldest}")
            self._db.execute(f"DELETE FROM runs WHERE run_id < {oldest}")
            # The inputs of releases that no later run extracted again stay known.
            self._db.execute(f"DELETE FROM run_inputs WHERE run_id < {oldest} AND run_id NOT IN"
                             f" (SELECT added_by FROM documents WHERE removed_by IS NULL)")  # fmt: skip
            self._db.execute("DELETE FROM inputs WHERE sha256 NOT IN (SELECT sha256 FROM run_inputs)")
            self._db.execute("DELETE FROM texts WHERE text_sha256 NOT IN (SELECT text_sha256 FROM documents)")
        self.compact()
        return len(dropped)

    def compact(self) -> None:
        """Write the store anew, so that nothing of deleted rows is left in its file."""
        fresh = self.path.with_name("compact.duckdb")
        fresh.unlink(missing_ok=True)
        self._copy(fresh)
        self._db.close()
        os.replace(fresh, self.path)
        self._db = self._connect(wait=False)
        self._shown = None

    def copy_store(self, out: Path) -> None:
        """Write a copy of the whole store below another output folder."""
        target = out / FOLDER / FILE
        target.parent.mkdir(parents=True, exist_ok=True)
        self._copy(target)

    def _copy(self, target: Path) -> None:
        row = self._one("SELECT current_database()")
        self._db.execute(f"ATTACH {quoted(target)} AS copied")
        self._db.execute(f'COPY FROM DATABASE "{row[0] if row else "store"}" TO copied')
        self._db.execute("DETACH copied")


_EVIDENCE = {
    "ORG evidence": "SELECT key, doc_id, evidence FROM entities WHERE removed_by IS NULL AND label = 'ORG' AND key IN"
    " (SELECT key FROM entities WHERE removed_by IS NULL AND evidence IS NOT NULL)",
    # `FDA` alone is what at least three releases define it as, if all do, and it is a government's; a company's
    # abbreviation is another company's name elsewhere (BMW), so it joins nobody.
    "ORG acronyms": """
        WITH defined AS (SELECT key, doc_id, facts->>'kind' AS kind,
                                lower(unnest(from_json(facts->'acronyms', '["VARCHAR"]'))) AS short
                         FROM entities WHERE removed_by IS NULL AND label = 'ORG'),
             alone AS (SELECT key, doc_id FROM entities WHERE removed_by IS NULL AND label = 'ORG')
        SELECT short, min(key) AS key FROM defined WHERE short <> key AND regexp_full_match(short, '[a-z]{2,8}')
        GROUP BY short HAVING count(DISTINCT key) = 1 AND count(DISTINCT doc_id) > 2
        AND bool_and(coalesce(kind = 'government', false)) AND NOT EXISTS (
            SELECT 1 FROM alone a JOIN alone b USING (doc_id) WHERE a.key = short AND b.key = min(defined.key))""",
    # A release that ties `air mobility` to `advanced air mobility` keys it otherwise than one that does not.
    "TECH evidence": "SELECT key, doc_id, name AS evidence FROM entities WHERE removed_by IS NULL AND label = 'TECH'"
    " AND key IN (SELECT unnest(list(DISTINCT key)) FROM entities WHERE removed_by IS NULL AND label = 'TECH'"
    " GROUP BY name HAVING count(DISTINCT key) > 1)",
}
_ENTITY_TABLES = (
    ("organisations", "organisation_id"),
    ("people", "person_id"),
    ("technologies", "technology_id"),
    ("aliases", "entity_id"),
    ("identifiers", "entity_id"),
)


def quoted(path: Path) -> str:
    """Return a path as a literal of SQL."""
    return "'" + str(path).replace("'", "''") + "'"


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
