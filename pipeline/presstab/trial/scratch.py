"""A copy of a store on which releases are extracted again under other inputs."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from presstab.batch.choose import Task
from presstab.batch.decide import Taken, inputs_with, settle, stored_decisions
from presstab.batch.extract import extract_again, now, stored_tasks
from presstab.batch.options import Options
from presstab.errors import StoreError
from presstab.resources import load_resources
from presstab.run import run_inputs
from presstab.store.reader import Reader
from presstab.store.runs import Counts
from presstab.store.store import Store
from presstab.version import __version__


@contextmanager
def scratch_of(store: Reader) -> Iterator[Store]:
    """Yield a copy of a store that is thrown away at the end.

    Raises:
        StoreError: the tables of cluster runs cannot be copied.
    """
    if store.copy_store is None:
        raise StoreError(f"{store.name}: the tables of cluster runs cannot be extracted again here")
    with store.scratch() as folder:
        store.copy_store(folder)
        with Store(folder) as copy:
            yield copy


def run_again(
    store: Store,
    doc_ids: Collection[str],
    options: Options,
    overlay: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
    taken: Taken | None = None,
) -> int:
    """Extract stored releases again in a new run of the store; return its number.

    `overlay` are contents of packaged files by name, in place of their own; `texts` texts of
    releases and `taken` decisions in place of the stored ones.
    """
    with tempfile.TemporaryDirectory() as folder:
        chosen = dataclasses.replace(options, resources=folder)
        for name, content in (overlay or {}).items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8")
        inputs = run_inputs(chosen.model, chosen.of_rows(), chosen.lexicon, chosen.registry, chosen.resources)
        decisions = stored_decisions(store) if taken is None else taken
        run = store.begin_run(__version__, inputs_with(inputs, decisions), now())
        tasks = [
            _with_text(task, (texts or {}).get(task.release.doc_id)) for task in stored_tasks(store.reader, doc_ids)
        ]
        extract_again(store, run, tasks, chosen)
        settle(store, run, decisions, load_resources(folder))
    store.finish_run(run, Counts(len(tasks), 0, len(tasks), 0, 0), now())
    return run


def _with_text(task: Task, text: str | None) -> Task:
    return task if text is None else task._replace(release=dataclasses.replace(task.release, text=text))
