"""Child processes that extract releases, one release a task: one that hangs, crashes or eats memory is lost alone."""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import logging
import multiprocessing
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TaskTimeout
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from presstab.batch.options import Options
from presstab.batch.redact import redact
from presstab.corpus.release import Issue, Release
from presstab.errors import PresstabError, WorkerError
from presstab.extraction import extract_release, failed
from presstab.nlp import load
from presstab.store.tables import to_batches

if TYPE_CHECKING:
    import pyarrow as pa
    from spacy.language import Language

    from presstab.extraction import Extraction

_MOST_READ = 16  # releases a worker that may wait for it, or for the one before them
_OUT_OF_MEMORY = 77  # exit code
_STARTS = 5  # times that processes are begun anew without a release done between
_GRACE = 120  # seconds beyond its limit after which a release counts as lost with the process that took it
_ZONE = 100  # releases after which the vocabulary forgets the words that it learnt from them


class WorkerSettings(NamedTuple):
    """What a worker must know: the options, the day of the run, digests of the names of forgotten people."""

    options: Options
    today: dt.date | None = None
    forgotten: frozenset[str] = frozenset()


class Made(NamedTuple):
    """What was made of a release: its rows in columns, by stored table; `text` as it is to be kept."""

    doc_id: str
    batches: dict[str, pa.RecordBatch]
    failed: bool
    text: str

    @property
    def n_bytes(self) -> int:
        """How many bytes of memory the text and the rows take, roughly."""
        return len(self.text) + sum(int(batch.nbytes) for batch in self.batches.values())


class WorkItem(Protocol):
    """Anything that holds a release."""

    @property
    def release(self) -> Release:
        """The release."""
        ...


T = TypeVar("T", bound=WorkItem)


def _made(extraction: Extraction) -> Made:
    return Made(extraction.doc_id, to_batches(extraction.rows), extraction.failed, extraction.text)


class Extractor:
    """A loaded pipeline that makes rows of releases."""

    def __init__(self, settings: WorkerSettings, nlp: Language | None = None) -> None:
        options = settings.options
        self._settings = settings
        self._nlp = nlp or load(
            options.model, lexicon=options.lexicon, registry=options.registry, resources=options.resources
        )
        self._zone = contextlib.ExitStack()
        self._since = 0

    def __call__(self, release: Release) -> Made:
        """Return what is made of a release, forgotten people left out."""
        if self._since % _ZONE == 0:
            self._zone.close()
            self._zone.enter_context(self._nlp.memory_zone())
        self._since += 1
        return _made(redact(release, self._extract, self._settings.forgotten))

    def _extract(self, release: Release) -> Extraction:
        settings = self._settings
        return extract_release(self._nlp, release, any_language=settings.options.any_language, today=settings.today)

    def close(self) -> None:
        """Let the words that were learnt be forgotten."""
        self._zone.close()


_extractor: Extractor | PresstabError | None = None


def start(settings: WorkerSettings) -> None:
    """Load the pipeline in a child process; an error waits for the first task."""
    global _extractor
    logging.disable()  # what readers of damaged files say to nobody would mix with the events on stderr
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent commits what is done, then ends its children
    _end_with_parent()
    limit = settings.options.memory * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    try:
        _extractor = Extractor(settings)
    except PresstabError as error:
        _extractor = error


def _end_with_parent() -> None:
    """Have this process end when its parent does, also while a regular expression runs and no thread gets a turn.

    The system signals the end of the pipe from the parent. (Linux' "parent's death signal" comes when
    the thread ends that began this process, and so too early.) A thread does where pipes cannot signal.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, fcntl.fcntl(parent.sentinel, fcntl.F_GETFL) | os.O_ASYNC)
    threading.Thread(target=_wait_for_end, args=(parent,), daemon=True).start()


def _wait_for_end(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def work(release: Release) -> Made:
    """Return what is made of a release, in a child process.

    Raises:
        PresstabError: the pipeline could not be loaded.
    """
    if isinstance(_extractor, Extractor):
        return _extractor(release)
    raise _extractor or RuntimeError("the process was not begun by start()")


def _guarded(function: Callable[[Release], Made], release: Release) -> Made:
    """Do a task; a process that ran out of memory ends, for what it holds may not come free."""
    try:
        return function(release)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)


class WorkerPool:
    """Child processes with a pipeline loaded in each; use it as a context manager.

    Where they do not stay alive outside of a release, they are begun anew, and what was not done is done by those.
    """

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings, self._options = settings, settings.options
        self._pool = self._begin()
        self._starts = 0

    def _begin(self) -> ProcessPool:
        # Fork would copy the threads' locks of the libraries loaded here.
        context = multiprocessing.get_context("spawn")
        return ProcessPool(self._options.workers, initializer=start, initargs=(self._settings,), context=context)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _end(self) -> None:
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def extract(self, tasks: Iterable[T]) -> Iterator[tuple[T, Made]]:
        """Yield each task with what was made of its release, in their order, whatever the number of workers.

        Raises:
            WorkerError: the processes ended again and again while they started.
        """
        running: deque[tuple[T, Future[Made]]] = deque()
        for task in tasks:
            running.append((task, self._schedule(task.release)))
            if len(running) >= _MOST_READ * self._options.workers:
                yield self._first(running)
        while running:
            yield self._first(running)

    def _schedule(self, release: Release) -> Future[Made]:
        try:
            future: Future[Made] = self._pool.schedule(_guarded, [work, release], timeout=self._options.timeout)
        except RuntimeError as error:  # the pool is broken: that is mended when the release's turn comes
            future = Future()
            future.set_exception(BrokenProcessPool(str(error)))
        return future

    def _first(self, running: deque[tuple[T, Future[Made]]]) -> tuple[T, Made]:
        while (done := _collect(*running[0], self._options)) is None:
            self._begin_again(running)
        self._starts = 0
        running.popleft()
        return done

    def _begin_again(self, running: deque[tuple[T, Future[Made]]]) -> None:
        self._end()
        self._starts += 1
        if self._starts > _STARTS:
            raise WorkerError(
                f"the processes that extract ended {self._starts} times while they started; is there memory for "
                f"{self._options.workers} of them (--workers), {self._options.memory} MB each (--memory-per-worker)? "
                "What was committed stays"
            )
        self._pool = self._begin()
        for number, (task, future) in enumerate(running):
            if not _has_ended(future):
                running[number] = task, self._schedule(task.release)


def extract_all(tasks: Iterable[T], settings: WorkerSettings) -> Iterator[tuple[T, Made]]:
    """Yield each task with what was made of its release, from child processes that end with it."""
    with WorkerPool(settings) as pool:
        yield from pool.extract(tasks)


def _has_ended(future: Future[Made]) -> bool:
    is_broken = future.done() and (future.cancelled() or isinstance(future.exception(), BrokenProcessPool))
    return future.done() and not is_broken


def _collect(task: T, future: Future[Made], options: Options) -> tuple[T, Made] | None:
    """Return what became of a task; None where its process, and not its release, is to blame."""
    try:
        return task, future.result(options.timeout + _GRACE)
    except BrokenProcessPool:
        return None
    except TaskTimeout:
        if not future.done():
            return None
        code, message = "timeout", f"took longer than {options.timeout:g} s (--timeout-per-release)"
    except PresstabError:
        raise  # the pipeline could not be loaded: no release is to blame
    except ProcessExpired as error:
        code, message = "worker_lost", f"the process that extracted it ended with code {error.exitcode}"
        if error.exitcode == _OUT_OF_MEMORY:
            code, message = "out_of_memory", f"needed more than {options.memory} MB (--memory-per-worker)"
    except Exception as error:  # whatever a poisonous release does beside its extraction, the batch goes on
        code, message = "extraction_failed", f"{type(error).__name__}: {error}"[:400]
    issue = Issue(code, "error", f"{message}; nothing extracted", task.release.doc_id)
    return task, _made(failed(task.release, issue))
