"""The nightly job: releases in, store up to date, tables out."""

from __future__ import annotations

import datetime as dt
import itertools
import multiprocessing
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline import __version__
from pipeline.components.ner import OWN
from pipeline.corpus.read import read_records
from pipeline.corpus.release import Issue, Release
from pipeline.export import to_frames
from pipeline.extraction import Extraction, Rows, extract_release, issue_row, release_scope
from pipeline.identity import identify
from pipeline.nlp import load
from pipeline.run import inputs_digest, run_inputs
from pipeline.store.store import Counts, State, Store
from pipeline.text import UNIT_SEPARATOR, digest

if TYPE_CHECKING:
    import pandas as pd
    from spacy.language import Language

COMMIT_SIZE = 200  # releases in one transaction
_CHUNK = 8  # releases that a worker takes at once
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Options:
    """What the user chose; part of the run's inputs where it can change a row."""

    model: str = OWN
    lexicon: str | None = None
    registry: str | None = None
    workers: int = 1
    update: bool = False
    sync: bool = False


class _Task(NamedTuple):
    release: Release
    state: State


@dataclass
class _Tally:
    """What became of the releases of a run."""

    seen: set[str] = field(default_factory=set)
    scopes: set[str] = field(default_factory=set)
    issues: list[dict[str, Any]] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0

    def counts(self) -> Counts:
        return Counts(len(self.seen), self.new, self.changed, self.unchanged, self.failed)


def extract_into(
    store: Store,
    items: Iterable[Release | Issue],
    options: Options | None = None,
    nlp: Language | None = None,
    on_progress: Progress = lambda number: None,
) -> Counts:
    """Bring a store up to date with some releases; return what became of them.

    Releases commit in batches, each in one transaction, so a run that is cut off loses
    none that was committed and repeats none. `nlp` spares loading the pipeline.
    """
    chosen = options or Options()
    inputs = run_inputs(chosen.model, {"model": chosen.model}, chosen.lexicon, chosen.registry)
    run = store.begin_run(__version__, inputs, _now())
    tally = _Tally()
    tasks = _choose(items, store.states(), inputs_digest(inputs), chosen, tally)
    with ExitStack() as stack:
        results = _extract_all(tasks, chosen, nlp, stack)
        for batch in _batches(results, COMMIT_SIZE):
            _commit(store, run, batch, tally)
            on_progress(len(tally.seen))
    gone = set(store.states()) - tally.seen if chosen.sync else set()
    store.remove(run, gone)
    store.commit(run, {"issues": tally.issues}, {}, {}, tally.scopes)
    if not store.is_linked():
        store.commit_links(run, identify(store.entities()))
    store.finish_run(run, tally.counts(), _now())
    return tally.counts()


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def _choose(
    items: Iterable[Release | Issue], known: Mapping[str, State], inputs: str, options: Options, tally: _Tally
) -> Iterator[_Task]:
    """Yield the releases that must be extracted; count the others, and note what is wrong with an input."""
    for item in items:
        if isinstance(item, Issue):
            _note(tally, item, item.location or "")
            continue
        tally.seen.add(item.doc_id)
        tally.scopes.add(_input_scope(item.origin))
        state = State(item.origin, _release_digest(item), digest(item.text), inputs)
        before = known.get(item.doc_id)
        if before is None:
            tally.new += 1
        elif before == state:
            tally.unchanged += 1
            continue
        elif before.text_sha256 != state.text_sha256 and before.origin != item.origin and not options.update:
            message = (f"this id is known from {before.origin} with another text; the release from {item.origin} is "
                       "refused: give it another id, or say --update if it is a correction")  # fmt: skip
            _note(tally, Issue("known_id", "error", message, item.doc_id, item.origin), item.origin)
            tally.unchanged += 1
            continue
        else:
            tally.changed += 1
        yield _Task(item, state)


def _note(tally: _Tally, issue: Issue, location: str) -> None:
    scope = _input_scope(location.rsplit(":", 1)[0] if location.rpartition(":")[2].isdigit() else location)
    tally.scopes.add(scope)
    tally.issues.append(issue_row(issue, scope))


def _input_scope(origin: str) -> str:
    return f"in:{origin}"


def _release_digest(release: Release) -> str:
    parts = (release.source, release.published_on, release.published_from, release.title)
    return digest(UNIT_SEPARATOR.join("" if part is None else str(part) for part in parts))


def _batches(results: Iterator[tuple[_Task, Extraction]], size: int) -> Iterator[list[tuple[_Task, Extraction]]]:
    while batch := list(itertools.islice(results, size)):
        yield batch


def _commit(store: Store, run: int, batch: list[tuple[_Task, Extraction]], tally: _Tally) -> None:
    rows: Rows = {}
    for _, extraction in batch:
        tally.failed += extraction.failed
        for table, made in extraction.rows.items():
            rows.setdefault(table, []).extend(made)
    states = {task.release.doc_id: task.state for task, _ in batch}
    texts = {task.state.text_sha256: task.release.text for task, _ in batch}
    store.commit(run, rows, states, texts, [release_scope(doc_id) for doc_id in states])


def _extract_all(
    tasks: Iterator[_Task], options: Options, nlp: Language | None, stack: ExitStack
) -> Iterator[tuple[_Task, Extraction]]:
    """Yield each task with its rows, in the order of the tasks, whatever the number of workers."""
    first = list(itertools.islice(tasks, 1))  # nothing new: no pipeline is loaded
    waiting = itertools.chain(first, tasks)
    if not first:
        return
    if options.workers <= 1:
        loaded = nlp or load(options.model, lexicon=options.lexicon, registry=options.registry)
        for task in waiting:
            yield task, extract_release(loaded, task.release)
        return
    # Fork would copy the threads' locks of the libraries loaded here.
    context = multiprocessing.get_context("spawn")
    pool = stack.enter_context(
        ProcessPoolExecutor(
            options.workers,
            mp_context=context,
            initializer=_start_worker,
            initargs=(options.model, options.lexicon, options.registry),
        )
    )
    running: deque[tuple[list[_Task], Future[list[Extraction]]]] = deque()
    chunks = iter(lambda: list(itertools.islice(waiting, _CHUNK)), [])
    for chunk in chunks:
        running.append((chunk, pool.submit(_work, [task.release for task in chunk])))
        if len(running) >= 3 * options.workers:
            yield from _collect(*running.popleft())
    while running:
        yield from _collect(*running.popleft())


def _collect(tasks: list[_Task], future: Future[list[Extraction]]) -> Iterator[tuple[_Task, Extraction]]:
    yield from zip(tasks, future.result(), strict=True)


_worker_nlp: Language | None = None


def _start_worker(model: str, lexicon: str | None, registry: str | None) -> None:
    global _worker_nlp
    _worker_nlp = load(model, lexicon=lexicon, registry=registry)


def _work(releases: list[Release]) -> list[Extraction]:
    if _worker_nlp is None:
        raise RuntimeError("the worker was not started by _start_worker")
    return [extract_release(_worker_nlp, release) for release in releases]


def extract(records: Iterable[Mapping[str, Any]], nlp: Language | None = None) -> dict[str, pd.DataFrame]:
    """Return the tables of some records as data frames, one a table, without touching the disk.

    A record is a mapping with `text` and optionally `id`, `published`, `title`, `source`.
    """
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store:
        extract_into(store, read_records(records), nlp=nlp)
        return to_frames(store)
