"""The runs of a store, and what each was made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from presstab.store.database import Connection


class Counts(NamedTuple):
    """Releases of one run, by what became of them."""

    n_seen: int = 0
    n_new: int = 0
    n_changed: int = 0
    n_unchanged: int = 0
    n_failed: int = 0


class Runs(Connection):
    """A database with its runs."""

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

    def note_counts(self, run: int, counts: Counts) -> None:
        """Note how far a run has come."""
        sets = ", ".join(f"{name} = ?" for name in counts._fields)
        self._db.execute(f"UPDATE runs SET {sets} WHERE run_id = ?", [*counts, run])

    def finish_run(self, run: int, counts: Counts, now: dt.datetime) -> None:
        """Note the end of a run and its counts."""
        with self.transaction():
            self.note_counts(run, counts)
            self._db.execute("UPDATE runs SET finished_at = ? WHERE run_id = ?", [now, run])

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

    def finished_runs(self) -> list[int]:
        """Return the numbers of the runs that came to their end, in order; the others have no tables of their own."""
        query = "SELECT run_id FROM runs WHERE finished_at IS NOT NULL ORDER BY run_id"
        return [row[0] for row in self._db.execute(query).fetchall()]

    def unfinished(self) -> list[dict[str, Any]]:
        """Return the rows of the runs that were begun after the last finished one."""
        last = max(self.finished_runs(), default=0)
        found: Any = self._db.sql("SELECT * FROM runs WHERE run_id > $last ORDER BY run_id", params={"last": last})
        return list(found.to_arrow_table().to_pylist())

    def is_finished(self) -> bool:
        """Whether the last run came to its end."""
        return bool(self.last_run() in self.finished_runs()[-1:])

    def input_content(self, sha256: str) -> str:
        """Return the archived content of an input, empty where there is none."""
        row = self._one("SELECT content FROM inputs WHERE sha256 = ?", [sha256])
        return str(row[0]) if row else ""
