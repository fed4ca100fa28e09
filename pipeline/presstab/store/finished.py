"""What readers open: the store as it stood after the last finished run, in a file that nobody writes.

Below `.store`, `store.duckdb` is the store itself, which one process at a time writes; `finished-N.duckdb` its
copy of the last finished run, replaced at once by that of the next (N: the store's version); `unfinished.json`
what runs say of themselves that were begun since; `unsettled` stands where the copy, or the exported tables, are
older than the store.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import duckdb

from presstab.errors import StoreError
from presstab.store.database import FILE, FOLDER, PART, advice
from presstab.store.files import temporary
from presstab.store.known import Known
from presstab.store.lock import holder
from presstab.store.migrations import MIGRATIONS
from presstab.store.opening import open_database, refused
from presstab.store.runs import Runs

# Of one version: a copy that an older presstab made is made anew, from the store.
FINISHED = f"finished-{len(MIGRATIONS)}.duckdb"
UNFINISHED = "unfinished.json"
UNSETTLED = "unsettled"


class Finished(Known):
    """The last finished run of the store below an output folder, read only; use it as a context manager.

    Its queries write no files but those that lie in the folders `within`.

    Raises:
        StoreError: no run has finished, or the file is damaged or no such copy.
    """

    def __init__(self, out: Path, within: Iterable[Path] = ()) -> None:
        self.path = out.absolute() / FOLDER / FINISHED
        self.name = str(out / FOLDER / FINISHED)
        if not self.path.exists():
            raise StoreError(_nothing(out))
        self._closing = contextlib.ExitStack()
        self._spill = self._closing.enter_context(temporary())
        try:
            self._db = open_database(self.path, spill=self._spill, read_only=True, within=[self._spill, *within])
            self._closing.callback(self._db.close)
            if found := refused(self._db):
                raise StoreError(f"{self.name}: no store of presstab: {', '.join(found[:5])} would run queries")
            self.last_run()
        except (duckdb.Error, OSError, StoreError) as error:
            self._closing.close()
            if isinstance(error, StoreError):
                raise
            raise StoreError(f"cannot open the store below {out}: {advice(error, self.path)}") from error

    def __exit__(self, *error: Any) -> None:
        try:
            super().__exit__(*error)
        finally:
            self._closing.close()

    def scratch(self) -> AbstractContextManager[Path]:
        """Return a folder for files that are gone at its end."""
        return temporary(self._spill)

    def copy_store(self, out: Path) -> None:
        """Write a copy of the whole store below another output folder."""
        target = out / FOLDER / FILE
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.path, target)


def _nothing(out: Path) -> str:
    folder = out / FOLDER
    if not (folder / FILE).exists():
        return f"{out}: no store here; run `presstab extract` first"
    if process := holder(folder):
        return f"{out}: no run has finished here yet; one is going on (PID {process})"
    return f"{out}: no run has finished here; the last one was cut off: run the same `presstab extract` again"


def has_finished(out: Path) -> bool:
    """Whether there is a finished run to read below an output folder."""
    return (out / FOLDER / FINISHED).exists()


def is_settled(out: Path) -> bool:
    """Whether readers see all that the store below an output folder holds."""
    folder = out / FOLDER
    return not (folder / FILE).exists() or ((folder / FINISHED).exists() and not (folder / UNSETTLED).exists())


def write_unfinished(store: Runs, folder: Path) -> None:
    """Write what the runs after the last finished one say of themselves, for readers."""
    rows = store.unfinished()
    made = folder / (UNFINISHED + PART)
    made.write_text(json.dumps(rows, default=str), encoding="utf-8")
    os.replace(made, folder / UNFINISHED)


def unfinished_runs(out: Path) -> list[dict[str, Any]]:
    """Return the rows of runs that were begun after the last finished one; `finished_at` says what became of them."""
    try:
        rows: list[dict[str, Any]] = json.loads((out / FOLDER / UNFINISHED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    process = holder(out / FOLDER)
    for row in rows:
        row["run_id"] = f"run_{row['run_id']:06d}"
        # Finished, but not published yet: the moment stands there.
        row["finished_at"] = row["finished_at"] or ("going on" if process and row is rows[-1] else "cut off")
    return rows
