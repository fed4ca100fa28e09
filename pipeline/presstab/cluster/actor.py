"""The actor: one loaded pipeline, in a child process as in the local engine; it writes what it makes."""

from __future__ import annotations

import pickle
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from presstab.batch.choose import Tally, Task, state_of
from presstab.batch.decide import unfit_issue
from presstab.batch.workers import Made, WorkerPool
from presstab.cluster.job import Job
from presstab.corpus.read import once
from presstab.corpus.release import Issue, Release
from presstab.corrections.decided import digest_of
from presstab.rows.decided.release import lay_over
from presstab.rows.issues import release_scope
from presstab.store.dataset import STATES, TEXTS, arrow_of, folder_of, parts_of
from presstab.store.extracted import KeptRows, kept_table
from presstab.store.tables import to_batches
from presstab.text import UNIT_SEPARATOR, digest

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


class KnownRelease(NamedTuple):
    """Digests of the releases that earlier runs extracted, and of those with all that decides their rows; sorted."""

    documents: NDArray[np.int64]
    states: NDArray[np.int64]

    def fate_of(self, document: int, state: int) -> str:
        """Return whether a release is new, changed or unchanged."""
        if _holds(self.states, state):
            return UNCHANGED
        return CHANGED if _holds(self.documents, document) else NEW


def _holds(numbers: NDArray[np.int64], number: int) -> bool:
    at = int(np.searchsorted(numbers, number))
    return at < len(numbers) and int(numbers[at]) == number


def number_of(*parts: str) -> int:
    """Return eight bytes of the digest of some strings as a number."""
    return int.from_bytes(bytes.fromhex(digest(UNIT_SEPARATOR.join(parts))[:16]), "big", signed=True)


class Extracting:
    """Extracts parts and writes their rows; a part that is done again replaces what was left of it."""

    def __init__(self, job: Job, known: KnownRelease) -> None:
        self._job, self._known = job, known
        files = Path(tempfile.mkdtemp(prefix="presstab-"))
        self._pool = WorkerPool(job.settings_in(files))
        weakref.finalize(self, shutil.rmtree, files, ignore_errors=True)  # workers may be started until then

    def __call__(self, parts: pa.Table) -> pa.Table:
        """Return what became of the releases of some parts: a row of counts each."""
        counts = [self._part(row["part"], pickle.loads(row["items"])) for row in parts.to_pylist()]
        return pa.Table.from_pylist(counts)

    def _part(self, name: str, items: Sequence[Release | Issue]) -> dict[str, Any]:
        tally = Tally()
        states: list[dict[str, Any]] = []
        tasks = list(self._choose(items, tally, states))
        kept: dict[str, KeptRows] = {}
        made = [self._decided(made, kept) for _, made in self._pool.extract(tasks)]
        self._write(name, made, tally, states, kept)
        return {"part": name, "n_seen": len(states), "n_failed": sum(one.failed for one in made)}

    def _choose(self, items: Sequence[Release | Issue], tally: Tally, states: list[dict[str, Any]]) -> Iterator[Task]:
        for item in once(items):
            if isinstance(item, Issue):
                tally.note(item, item.origin)
                continue
            state = state_of(item, self._job.inputs_sha256)
            document, whole = number_of(item.doc_id), number_of(item.doc_id, *state)
            fate = self._known.fate_of(document, whole)
            states.append({"doc_id": item.doc_id, **state._asdict(), "fate": fate, "doc_digest": document,
                           "state_digest": whole})  # fmt: skip
            if fate != UNCHANGED:
                yield Task(item, state, is_known=fate == CHANGED)

    def _decided(self, made: Made, kept: dict[str, KeptRows]) -> Made:
        """Return what was made of a release with decisions laid over; note its extracted rows in `kept`."""
        decisions = self._job.taken.decided.of_releases.get(made.doc_id)
        if not decisions:
            return made
        rows = {name: batch.to_pylist() for name, batch in made.batches.items()}
        laid = lay_over(rows, made.text, decisions, self._job.resources)
        kept[made.doc_id] = KeptRows(digest_of(decisions), rows, laid.rows)
        scope = release_scope(made.doc_id)
        issues = [*rows.get("issues", ()), *(unfit_issue(one.decision, one.reason, scope) for one in laid.unfit)]
        return made._replace(batches=to_batches({**laid.rows, "issues": issues}))

    def _write(
        self,
        name: str,
        made: Sequence[Made],
        tally: Tally,
        states: Sequence[Mapping[str, Any]],
        kept: Mapping[str, KeptRows],
    ) -> None:
        texts = [{"doc_id": one.doc_id, "text_sha256": digest(one.text), "text": one.text} for one in made]
        rows: dict[str, list[pa.RecordBatch]] = {
            "states": [pa.RecordBatch.from_pylist(list(states), schema=STATES)],
            "texts": [pa.RecordBatch.from_pylist(texts, schema=TEXTS)],
            "issues": [to_batches({"issues": tally.issues})["issues"]],
            "extracted": kept_table(kept).to_batches(),
        }
        for one in made:
            for table, batch in one.batches.items():
                rows.setdefault(table, []).append(batch)
        # Empty ones too: what an attempt that failed has left would stay.
        for table in parts_of():
            whole = pa.Table.from_batches(rows.get(table, []), schema=arrow_of(table))
            (folder_of(self._job.location, table, self._job.pending.run) / f"{name}.parquet").write_table(whole)
