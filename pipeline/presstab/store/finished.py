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
from functools import partial
from pathlib import Path
from typing import Any

from presstab.errors import StoreError
from presstab.schema import SCHEMA, Schema
from presstab.store.connection import QueryError, open_connection
from presstab.store.database import FILE, FOLDER, PART, advice
from presstab.store.files import temporary
from presstab.store.lock import holder
from presstab.store.migrations import migrations
from presstab.store.opening import memory_for
from presstab.store.reader import Reader

UNFINISHED = "unfinished.json"
UNSETTLED = "unsettled"


def finished_name() -> str:
    """Return the name of the copy that readers see: of one version, so that one of an older presstab is made anew."""
    return f"finished-{len(migrations())}.duckdb"


def open_finished(out: Path, within: Iterable[Path] = (), schema: Schema = SCHEMA) -> Reader:
    """Return a reader of the last finished run of the store below an output folder.

    Its queries write no files but those that lie in the folders `within`.

    Raises:
        StoreError: no run has finished, or the file is damaged or no such copy.
    """
    path, name = out.absolute() / FOLDER / finished_name(), str(out / FOLDER / finished_name())
    if not path.exists():
        raise StoreError(_nothing(out))
    closing = contextlib.ExitStack()
    spill = closing.enter_context(temporary())
    try:
        memory = memory_for(path)
        connection = closing.enter_context(
            open_connection(path, spill=spill, memory=memory, read_only=True, within=[spill, *within])
        )
        if found := connection.refused():
            raise StoreError(f"{name}: no store of presstab: {', '.join(found[:5])} would run queries")
        reader = Reader(name, connection, schema, closing=closing, spill=spill, copy_store=partial(_copy, path))
        reader.runs.last()
    except (QueryError, OSError, StoreError) as error:
        closing.close()
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"cannot open the store below {out}: {advice(error, path)}") from error
    return reader


def _copy(path: Path, out: Path) -> None:
    """Write a copy of a finished run below another output folder, as a store."""
    target = out / FOLDER / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _nothing(out: Path) -> str:
    folder = out / FOLDER
    if not (folder / FILE).exists():
        return f"{out}: no store here; run `presstab extract` first"
    if process := holder(folder):
        return f"{out}: no run has finished here yet; one is going on (PID {process})"
    return f"{out}: no run has finished here; the last one was cut off: run the same `presstab extract` again"


def has_finished(out: Path) -> bool:
    """Whether there is a finished run to read below an output folder."""
    return (out / FOLDER / finished_name()).exists()


def is_settled(out: Path) -> bool:
    """Whether readers see all that the store below an output folder holds."""
    folder = out / FOLDER
    return not (folder / FILE).exists() or ((folder / finished_name()).exists() and not (folder / UNSETTLED).exists())


def write_unfinished(store: Reader, folder: Path) -> None:
    """Write what the runs after the last finished one say of themselves, for readers."""
    rows = store.runs.unfinished()
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
