"""Releases in, store up to date."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from presstab.batch.choose import PERSON, Tally, Task, choose
from presstab.batch.decide import gone_from, inputs_with, settle, take
from presstab.batch.options import Options
from presstab.batch.redact import cleaned
from presstab.batch.workers import Extractor, Made, WorkerSettings, extract_all
from presstab.corpus.read import once
from presstab.corpus.records import read_records
from presstab.corpus.release import Issue, Release, is_hidden
from presstab.corrections.files import load_corrections
from presstab.errors import WorkerError
from presstab.export.tables import to_frames
from presstab.names.hidden import Hidden
from presstab.resources import load_resources
from presstab.rows.issues import release_scope
from presstab.run import run_inputs
from presstab.store.files import temporary
from presstab.store.reader import Reader
from presstab.store.releases import ReleaseState
from presstab.store.runs import Counts
from presstab.store.store import Store
from presstab.store.tables import to_batches
from presstab.text import digest
from presstab.version import __version__

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language

Event = Callable[..., None]  # its name, and what belongs to it


def silent(name: str, **facts: object) -> None:
    """Tell nobody."""


def extract_into(
    store: Store,
    items: Iterable[Release | Issue],
    options: Options | None = None,
    nlp: Language | None = None,
    on_event: Event = silent,
) -> Counts:
    """Bring a store up to date with some releases; return what became of them.

    Releases commit in batches, each in one transaction, so a run that is cut off loses
    none that was committed and repeats none. Interrupted, it commits what is done. `nlp`
    extracts within this process instead of children.
    """
    chosen = options or Options()
    inputs = run_inputs(chosen.model, chosen.of_rows(), chosen.lexicon, chosen.registry, chosen.resources)
    began = now()
    taken = take(load_corrections(chosen.corrections), gone_from(store))
    run = store.begin_run(__version__, inputs_with(inputs, taken), began)
    on_event("run_started", run=run, version=__version__)
    tally = Tally()
    tasks = choose(items, store, inputs, chosen, tally)
    forgotten = frozenset(store.reader.releases.forgotten(PERSON))
    results = _extract(tasks, WorkerSettings(chosen, began.date(), forgotten), nlp)
    _commit_all(store, run, results, chosen, tally, on_event)
    gone = _absent(store, tally) if chosen.sync else set()
    store.remove(run, gone)
    store.commit(run, to_batches({"issues": tally.issues}), {}, {}, tally.scopes, ())
    if tally.carried:
        store.set_states(tally.carried)
    settle(store, run, taken, load_resources(chosen.resources), on_event)
    store.finish_run(run, tally.counts(), now())
    on_event("run_finished", run=run, n_removed=len(gone), **tally.counts()._asdict())
    return tally.counts()


def _absent(store: Store, tally: Tally) -> set[str]:
    """Return the releases that are no longer in the input; what could not be read is not absent."""
    states = store.reader.releases.states()
    return {doc_id for doc_id in set(states) - tally.seen if not is_hidden(states[doc_id].origin, tally.hidden)}


def now() -> dt.datetime:
    """Return the moment, UTC, in whole seconds."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def _extract(tasks: Iterator[Task], settings: WorkerSettings, nlp: Language | None) -> Iterator[tuple[Task, Made]]:
    first = next(tasks, None)  # nothing new: no pipeline is loaded
    if first is None:
        return
    waiting = (task for part in ([first], tasks) for task in part)
    if nlp is None:
        yield from extract_all(waiting, settings)
        return
    extractor = Extractor(settings, nlp)
    try:
        for task in waiting:
            yield task, extractor(task.release)
    finally:
        extractor.close()


def _commit_all(
    store: Store, run: int, results: Iterator[tuple[Task, Made]], options: Options, tally: Tally, on_event: Event
) -> None:
    waiting: list[tuple[Task, Made]] = []
    n_bytes = 0
    hidden = Hidden.of(store.reader.releases.forgotten(PERSON))
    try:
        for task, made in results:
            waiting.append((task, _cleaned(made, hidden) if made.failed and hidden else made))
            n_bytes += made.n_bytes
            if made.failed:
                tally.failed += 1
                on_event("release_failed", doc_id=made.doc_id)
            if len(waiting) == options.commit_size or n_bytes >= options.commit_bytes:
                done, waiting, n_bytes = waiting, [], 0
                _commit(store, run, done, tally, on_event)
            on_event("progress", n_seen=len(tally.seen))
    except (KeyboardInterrupt, WorkerError):
        _commit(store, run, waiting, tally, on_event)
        raise
    _commit(store, run, waiting, tally, on_event)


def _cleaned(made: Made, hidden: Hidden) -> Made:
    text, rows = cleaned(made.text, {name: batch.to_pylist() for name, batch in made.batches.items()}, hidden)
    return made._replace(text=text, batches=to_batches(rows))


def _commit(store: Store, run: int, done: list[tuple[Task, Made]], tally: Tally, on_event: Event) -> None:
    if not done:
        return
    known = [task.release.doc_id for task, _ in done if task.is_known]
    commit_made(store, run, [(task.state, made) for task, made in done], known)
    n_failed = sum(made.failed for _, made in done)
    store.note_counts(run, tally.commit(new=len(done) - len(known), changed=len(known), failed=n_failed))
    on_event("committed", n_releases=len(done))


def commit_made(store: Store, run: int, done: list[tuple[ReleaseState, Made]], known: Collection[str]) -> None:
    """Commit what was made of some releases; `known` are those of them that the store has rows of."""
    parts: dict[str, list[pa.RecordBatch]] = {}
    for _, made in done:
        for table, batch in made.batches.items():
            parts.setdefault(table, []).append(batch)
    rows = {table: pa.Table.from_batches(batches) for table, batches in parts.items()}
    states = {made.doc_id: state for state, made in done}
    texts = {digest(made.text): made.text for _, made in done}
    store.commit(run, rows, states, texts, map(release_scope, known), known)


def stored_tasks(store: Reader, doc_ids: Collection[str]) -> list[Task]:
    """Return the tasks of extracting stored releases again from their stored texts."""
    states = store.releases.states()
    names = {field.name for field in dataclasses.fields(Release)}
    tasks = []
    for row in store.releases.stored(doc_ids):
        state = states[row["doc_id"]]
        given = {name: value for name, value in row.items() if name in names}
        tasks.append(Task(Release(**given, origin=state.origin), state, is_known=True))
    return tasks


def extract_again(store: Store, run: int, tasks: list[Task], options: Options) -> None:
    """Extract and commit some tasks in a run, in child processes."""
    settings = WorkerSettings(options, forgotten=frozenset(store.reader.releases.forgotten(PERSON)))
    _commit_all(store, run, extract_all(tasks, settings), options, Tally(), silent)


def extract(
    records: Iterable[Mapping[str, Any]] | pd.DataFrame, nlp: Language | None = None
) -> dict[str, pd.DataFrame]:
    """Return the tables of some records as data frames, by name; what it writes is gone when it returns.

    A record is a mapping with `text` and optionally `id`, `published`, `title`, `source`, or a row of
    a data frame with such columns. Of records with one id the first counts; the others are issues.
    Days and moments are `datetime64`, `NaT` where there is none. `nlp` is what `presstab.load` returns:
    pass it where you call this more than once, for loading takes a second.

    Raises:
        TypeError: what is given are no records, but texts or the name of a file.
    """
    from presstab.nlp import load

    items = once(read_records(_mappings(records)))
    with temporary() as folder, Store(folder) as store:
        extract_into(store, items, nlp=nlp or load())
        return to_frames(store.reader)


def _mappings(records: Any) -> Iterator[Mapping[str, Any]]:
    import pandas as pd

    if isinstance(records, str | bytes | Path | Mapping) or not isinstance(records, Iterable):
        raise TypeError(_no_records(records))
    if isinstance(records, pd.DataFrame):
        # A cell that holds nothing is None: pandas writes it as a number or a day that is none.
        records = records.astype(object).where(records.notna(), None).to_dict("records")
    return _checked(records)


def _checked(records: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    for record in records:
        if isinstance(record, str | bytes):
            raise TypeError(_no_records(record))
        yield record


def _no_records(given: object) -> str:
    kind = type(given).__name__
    return f'presstab.extract() takes records, such as [{{"id": "a", "text": "..."}}], or a DataFrame; not {kind}'
