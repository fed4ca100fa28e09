"""The store: releases committed, replaced, removed, forgotten; identity; history kept and dropped."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import pyarrow as pa

from presstab.errors import StoreError
from presstab.schema import SCHEMA, Schema, Stored
from presstab.store import runs
from presstab.store.database import FILE, FOLDER, PART, WORK, Database
from presstab.store.extracted import KeptRows, kept_table
from presstab.store.files import put, sync
from presstab.store.finished import UNFINISHED, UNSETTLED, finished_name, write_unfinished
from presstab.store.reader import Reader
from presstab.store.releases import ReleaseState
from presstab.store.runs import Counts
from presstab.store.tables import arrow_schema

Batches = Mapping[str, pa.RecordBatch | pa.Table]


class Store:
    """Writes the store below an output folder; `reader` reads it. Use it as a context manager.

    With `wait` a store that another process writes is waited for.

    Raises:
        StoreError: it cannot be opened: busy, damaged, unwritable, or made by a newer version.
    """

    def __init__(self, out: Path, *, create: bool = True, wait: bool = False, schema: Schema = SCHEMA) -> None:
        self.out = out
        self.schema = schema
        self._file = Database(out, create=create, wait=wait)
        self._db = self._file.connection
        self._folder = self._file.path.parent
        self.reader = Reader(self._file.name, self._db, schema, copy_store=self.copy_store)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._file.close()
        self.reader.told(error)

    def begin_run(self, version: str, inputs: Mapping[str, tuple[str, str]], now: dt.datetime) -> int:
        """Note a new run and what it is made of (input: digest and content); return its number."""
        run = runs.begin_run(self._db, version, inputs, now)
        write_unfinished(self.reader, self._folder)
        return run

    def note_counts(self, run: int, counts: Counts) -> None:
        """Note how far a run has come: what it says of itself if it is cut off."""
        runs.note_counts(self._db, run, counts)
        write_unfinished(self.reader, self._folder)

    def finish_run(self, run: int, counts: Counts, now: dt.datetime) -> None:
        """Note the end of a run and its counts; readers do not see it before `publish`."""
        self.unsettle()
        runs.finish_run(self._db, run, counts, now)

    def commit(
        self,
        run: int,
        rows: Batches,
        states: Mapping[str, ReleaseState],
        texts: Mapping[str, str],
        issue_scopes: Iterable[str],
        known: Collection[str],
    ) -> None:
        """Write the rows of some releases in one transaction, in place of what they had before.

        `known` are those that may have had any: only their rows are looked for.
        """
        with self._db.transaction():
            self._replace_releases(run, rows, issue_scopes, known)
            if states:
                self.set_states(states)
                self._drop_extracted(states)
                self._db.run("UPDATE linked SET is_current = false")
            if texts:
                staged = pa.table({"sha256": list(texts), "text": list(texts.values())})
                with self._db.registered("staged_texts", staged):
                    self._db.run("INSERT OR IGNORE INTO texts SELECT * FROM staged_texts")

    def commit_decided(
        self, run: int, rows: Batches, kept: Mapping[str, KeptRows], issue_scopes: Iterable[str], known: Collection[str]
    ) -> None:
        """Write the rows of known releases, those that are `kept` with decisions laid over them.

        One transaction: what lies over a release and what it lies over are never of two runs.
        """
        with self._db.transaction():
            self._replace_releases(run, rows, issue_scopes, known)
            self._drop_extracted(known)
            with self._db.registered("staged_extracted", kept_table(kept, self.schema)):
                self._db.run("INSERT INTO extracted SELECT * FROM staged_extracted")
            self._db.run("UPDATE linked SET is_current = false")

    def _replace_releases(self, run: int, rows: Batches, issue_scopes: Iterable[str], known: Collection[str]) -> None:
        scopes = {"doc_id": sorted(known), "scope": sorted(issue_scopes)}
        for stored in self.schema.stored.values():
            if stored.scope is not None:
                self._replace(run, stored, rows.get(stored.name), scopes[stored.scope])

    def _drop_extracted(self, doc_ids: Iterable[str]) -> None:
        self._db.run("DELETE FROM extracted WHERE list_contains($given, doc_id)", {"given": sorted(doc_ids)})

    def set_states(self, states: Mapping[str, ReleaseState]) -> None:
        """Note what is known of some releases."""
        columns = {name: [getattr(state, name) for state in states.values()] for name in ReleaseState._fields}
        with self._db.registered("staged_states", pa.table({"doc_id": list(states), **columns})):
            self._db.run("INSERT OR REPLACE INTO states SELECT * FROM staged_states")

    def remove(self, run: int, doc_ids: Iterable[str]) -> None:
        """Take releases out of the current tables; their history stays."""
        gone = sorted(doc_ids)
        if gone:
            self.commit(run, {}, {}, {}, [f"doc:{doc_id}" for doc_id in gone], gone)
            self._db.run("DELETE FROM states WHERE list_contains($gone, doc_id)", {"gone": gone})
            self._drop_extracted(gone)
            self._db.run("UPDATE linked SET is_current = false")

    def is_linked(self, decisions: str = "") -> bool:
        """Whether identity was computed after the last commit of releases, with these decisions."""
        row = self._db.one("SELECT bool_and(is_current) FROM linked")
        return bool(row and row[0]) and self.reader.decisions() == decisions

    def commit_links(self, run: int, rows: Batches, decisions: str = "") -> None:
        """Write the result of identity: links, groups, entity tables, aliases, identifiers.

        `decisions` are those that it was computed with, as a file holds them; empty where there are none.
        """
        with self._db.transaction():
            for stored in self.schema.stored.values():
                if stored.scope is None:
                    self._replace(run, stored, rows.get(stored.name), None)
            self._db.run("UPDATE linked SET is_current = true, decisions = ?", [decisions or None])

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
        with self._db.registered("staged_rows", staged):
            if scopes is not None and not scopes:
                self._db.run(insert)
                return
            within = "true"
            if scopes is not None:
                self._db.register("scope_rows", pa.table({"scope": pa.array(scopes, pa.string())}))
                within = f't."{stored.scope}" IN (SELECT scope FROM scope_rows)'
            self._db.run(
                f"UPDATE {stored.name} t SET removed_by = {run} WHERE t.removed_by IS NULL AND {within}"
                f" AND NOT EXISTS (SELECT 1 FROM staged_rows s WHERE {equal})"
            )
            self._db.run(
                f"{insert} WHERE NOT EXISTS"
                f" (SELECT 1 FROM {stored.name} t WHERE t.removed_by IS NULL AND {within} AND {equal})"
            )

    def forget(self, kind: str, sha256: str) -> None:
        """Note that a release or person must never be stored again."""
        self._db.run("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", [kind, sha256])

    def rewrite_decisions(self, write: Callable[[str], str]) -> None:
        """Write what `write` makes of all stored decisions, as files hold them, in their place."""
        with self._db.transaction():
            kept = ("inputs", "content", "input = 'corrections'"), ("linked", "decisions", "decisions IS NOT NULL")
            for table, column, where in kept:
                for content in self._db.firsts(f"SELECT DISTINCT {column} FROM {table} WHERE {where}"):
                    query = f"UPDATE {table} SET {column} = ? WHERE {where} AND {column} = ?"
                    self._db.run(query, [write(content), content])

    def erase(self, doc_ids: Collection[str], entity_ids: Collection[str]) -> None:
        """Delete releases, and the past of entities, from all tables and their history."""
        docs = {"given": sorted(doc_ids)}
        given = {
            "scope": {"given": [f"{kind}:{doc_id}" for doc_id in sorted(doc_ids) for kind in ("doc", "decided")]},
            "doc_id": docs,
        }
        with self._db.transaction():
            for stored in self.schema.stored.values():
                column = stored.entity or stored.scope or "doc_id"
                named = {"given": sorted(entity_ids)} if stored.entity else given[column]
                self._db.run(f"DELETE FROM {stored.name} WHERE list_contains($given, {column})", named)
            for name in ("states", "extracted"):
                self._db.run(f"DELETE FROM {name} WHERE list_contains($given, doc_id)", docs)
            self._db.run("DELETE FROM texts WHERE text_sha256 NOT IN (SELECT text_sha256 FROM documents)")
            self._db.run("UPDATE linked SET is_current = false")

    def prune(self, keep: int) -> int:
        """Delete the history that no run after the last `keep` finished ones needs; return how many runs were dropped.

        The store that is left takes this one's place at once.
        """
        kept = self.reader.runs.finished()[-keep:]
        dropped = [run for run in self.reader.runs.numbers() if kept and run < kept[0]]
        if dropped:
            with self.replaced() as copy:
                copy.drop_before(kept[0])
        return len(dropped)

    def drop_before(self, oldest: int) -> None:
        """Delete the runs before one, and the history that only they need."""
        with self._db.transaction():
            for name in self.schema.stored:
                self._db.run(f"DELETE FROM {name} WHERE removed_by <= {oldest}")
            self._db.run(f"DELETE FROM runs WHERE run_id < {oldest}")
            # The inputs of releases that no later run extracted again stay known.
            self._db.run(f"DELETE FROM run_inputs WHERE run_id < {oldest} AND run_id NOT IN"
                         f" (SELECT added_by FROM documents WHERE removed_by IS NULL)")  # fmt: skip
            self._db.run("DELETE FROM inputs WHERE sha256 NOT IN (SELECT sha256 FROM run_inputs)")
            self._db.run("DELETE FROM texts WHERE text_sha256 NOT IN (SELECT text_sha256 FROM documents)")

    @contextmanager
    def replaced(self) -> Iterator[Store]:
        """Yield a copy that takes the store's place at the end, whole and without a byte of what was deleted in it.

        Cut off before that, nothing has happened; cut off after, the next that opens the store `publish`es it.
        """
        work = self._folder / WORK
        try:
            self.copy_store(work)
            with Store(work, schema=self.schema) as copy:
                yield copy
                fresh = self._folder / (FILE + PART)
                copy._copy(fresh)
            self.unsettle()
            self._db.close()
            put(fresh, self._file.path)
            self._file.reopen()
        finally:
            shutil.rmtree(work, ignore_errors=True)

    def publish(self) -> None:
        """Let readers see the store as it stands, if its last run is finished: in a copy that nobody writes."""
        if not self.reader.runs.is_finished():
            return
        finished = self._folder / finished_name()
        made = finished.with_name(finished.name + PART)
        self._db.run("CHECKPOINT")
        self._db.close()  # the system would let DuckDB's own lock go if the file were read beside it
        try:
            shutil.copyfile(self._file.path, made)
            put(made, finished)
            for older in set(self._folder.glob("finished-*.duckdb")) - {finished}:
                older.unlink()
            (self._folder / UNFINISHED).unlink(missing_ok=True)
        except OSError as error:
            made.unlink(missing_ok=True)
            raise StoreError(f"cannot write below {self.out}: {error}") from error
        finally:
            self._file.reopen()

    def unsettle(self) -> None:
        """Note that readers do not see all that is here."""
        (self._folder / UNSETTLED).touch()
        sync(self._folder)

    def settle(self) -> None:
        """Note that what readers see is up to date."""
        (self._folder / UNSETTLED).unlink(missing_ok=True)

    def copy_store(self, out: Path) -> None:
        """Write a copy of the whole store below another output folder."""
        target = out / FOLDER / FILE
        target.parent.mkdir(parents=True, exist_ok=True)
        self._copy(target)

    def _copy(self, target: Path) -> None:
        row = self._db.one("SELECT current_database()")
        with self._db.attached(target, "copied"):
            self._db.run(f'COPY FROM DATABASE "{row[0] if row else "store"}" TO copied')
