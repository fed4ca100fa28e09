"""A process that reads files for this one: what unpacks or parses strange bytes has little memory, and little time.

A file that exhausts either ends its reader alone: that is an issue of the file, and another
reader goes on with the next.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import DupFd
from typing import Any, NamedTuple, Self

from presstab.corpus.files import STDIN
from presstab.corpus.release import Issue

Job = Callable[[], Iterable[Any]]  # picklable
_OUT_OF_MEMORY = 77  # exit code
_START_SECONDS = 300


class Limits(NamedTuple):
    """What a reader may use: MB of memory, and seconds from one release to the next."""

    memory: int = 2_000
    seconds: float = 120


class Apart:
    """Runs jobs in a process of their own; use it as a context manager."""

    def __init__(self, limits: Limits | None = None, *, reads_stdin: bool = False) -> None:
        self._limits = limits or Limits()
        self._stdin = _Stdin() if reads_stdin else None
        self._running: tuple[Connection, BaseProcess] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def __call__(self, job: Job, name: str) -> Iterator[Any]:
        """Yield what a job yields; an issue at `name` where its process was lost."""
        is_done = False
        try:
            pipe, _ = self._running = self._running or self._begin()
            pipe.send(job)
            pipe.poll(_START_SECONDS)  # that it starts, and loads what it needs, is no file's fault
            pipe.recv()
            # Who writes to standard input may take his time.
            while pipe.poll(None if name == STDIN else self._limits.seconds):
                is_done, item = pipe.recv()
                if is_done:
                    return
                yield item
            yield _lost(name, f"took longer than {self._limits.seconds:g} s to read")
        except (EOFError, ConnectionError):
            yield _lost(name, self._why())
        finally:
            if not is_done:  # lost, or no longer wanted: what is still sent belongs to nothing
                self._stop()

    def _begin(self) -> tuple[Connection, BaseProcess]:
        context = multiprocessing.get_context("spawn")  # fork would copy the locks of threads
        pipe, theirs = context.Pipe()
        child = context.Process(target=_serve, args=(theirs, self._stdin, self._limits), daemon=True)
        child.start()
        theirs.close()
        return pipe, child

    def _why(self) -> str:
        code = None
        if self._running is not None:
            child = self._running[1]
            child.join(10)
            code = child.exitcode
        if code == _OUT_OF_MEMORY:
            return f"needs more than {self._limits.memory} MB to read"
        if code == -signal.SIGXCPU:
            return f"took longer than {self._limits.seconds:g} s to read"
        return f"the process that read it ended with code {code}"

    def _stop(self) -> None:
        if self._running is not None:
            pipe, child = self._running
            child.kill()
            child.join()
            pipe.close()
            self._running = None


def _lost(name: str, said: str) -> Issue:
    inner = name[: -len(".gz")] if name.lower().endswith(".gz") else name  # as its releases name it
    return Issue("reader_lost", "error", f"{said}; file skipped", None, inner)


class _Stdin:
    """Standard input on its way to a child, which by itself gets none."""

    def __reduce__(self) -> tuple[Callable[[Any], int], tuple[Any]]:
        return _number_of, (DupFd(0),)


def _number_of(descriptor: Any) -> int:
    return int(descriptor.detach())


def _serve(pipe: Connection, stdin: int | None, limits: Limits) -> None:
    """Do one job after another until nobody asks for more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what ends
    logging.disable()  # what readers of damaged files say to nobody
    if stdin is not None:
        os.dup2(stdin, 0)
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory * 1_000_000, resource.RLIM_INFINITY))
    try:
        while True:
            job = pipe.recv()
            pipe.send(None)
            _allow(limits.seconds)
            for item in job():
                pipe.send((False, item))
                _allow(limits.seconds)
            pipe.send((True, None))
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # what it holds may not come free
    except (EOFError, ConnectionError):
        return


def _allow(seconds: float) -> None:
    """Let this process work so long from now on: the kernel ends it, also when its parent is gone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
