"""The runs of a store, and what each was made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from presstab.store.connection import Connection


class Counts(NamedTuple):
    """Releases of one run, by what became of them."""

    n_seen: int = 0
    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0
    n_failed: int = 0


class Runs:
    """The runs of a store, looked up."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def last(self) -> int:
        """Return the number of the last run, 0 where there was none."""
        row = self._db.one("SELECT coalesce(max(run_id), 0) FROM runs")
        return int(row[0]) if row else 0

    def numbers(self) -> list[int]:
        """Return the numbers of all runs, in order."""
        return self._db.firsts("SELECT run_id FROM runs ORDER BY run_id")

    def finished(self) -> list[int]:
        """Return the numbers of the runs that came to their end, in order; the others have no tables of their own."""
        return self._db.firsts("SELECT run_id FROM runs WHERE finished_at IS NOT NULL ORDER BY run_id")

    def unfinished(self) -> list[dict[str, Any]]:
        """Return the rows of the runs that were begun after the last finished one."""
        last = max(self.finished(), default=0)
        return self._db.rows("SELECT * FROM runs WHERE run_id > $last ORDER BY run_id", {"last": last})

    def is_finished(self) -> bool:
        """Whether the last run came to its end."""
        return bool(self.last() in self.finished()[-1:])

    def inputs(self) -> list[dict[str, str]]:
        """Return the digest of each input of each run."""
        runs: dict[int, dict[str, str]] = {}
        for run, name, sha256 in self._db.tuples("SELECT run_id, input, sha256 FROM run_inputs"):
            runs.setdefault(run, {})[name] = sha256
        return list(runs.values())

    def inputs_of(self, run: int) -> dict[str, str] | None:
        """Return the digest of each input of a run; None where there is no such run."""
        if not self._db.one("SELECT 1 FROM runs WHERE run_id = ?", [run]):
            return None
        rows: Any = self._db.tuples("SELECT input, sha256 FROM run_inputs WHERE run_id = ?", [run])
        return dict(rows)

    def input_content(self, sha256: str) -> str:
        """Return the archived content of an input, empty where there is none."""
        row = self._db.one("SELECT content FROM inputs WHERE sha256 = ?", [sha256])
        return str(row[0]) if row else ""


def begin_run(connection: Connection, version: str, inputs: Mapping[str, tuple[str, str]], now: dt.datetime) -> int:
    """Note a new run and what it is made of (input: digest and content); return its number."""
    with connection.transaction():
        run = Runs(connection).last() + 1
        connection.run("INSERT INTO runs VALUES (?, ?, NULL, ?, 0, 0, 0, 0, 0)", [run, now, version])
        for name, (sha256, content) in sorted(inputs.items()):
            connection.run("INSERT INTO run_inputs VALUES (?, ?, ?)", [run, name, sha256])
            connection.run("INSERT OR IGNORE INTO inputs VALUES (?, ?, ?)", [sha256, name, content])
    return run


def note_counts(connection: Connection, run: int, counts: Counts) -> None:
    """Note how far a run has come."""
    sets = ", ".join(f"{name} = ?" for name in counts._fields)
    connection.run(f"UPDATE runs SET {sets} WHERE run_id = ?", [*counts, run])


def finish_run(connection: Connection, run: int, counts: Counts, now: dt.datetime) -> None:
    """Note the end of a run and its counts."""
    with connection.transaction():
        note_counts(connection, run, counts)
        connection.run("UPDATE runs SET finished_at = ? WHERE run_id = ?", [now, run])
