"""What `presstab extract` tells while it runs: a bar for a person, lines for a log, JSON lines for a scheduler."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from presstab.cli.app import errors
from presstab.corpus.release import Issue

_REPORTED = frozenset(["run_started", "committed", "release_failed", "linking", "linked", "run_finished", "exported"])
_WAITING = "releases"
# What is done where no release is read any more, by the event that begins it.
_PHASES = {"linking": "names compared over all releases", "run_finished": "tables written"}
_COUNTING = 5.0  # seconds, at most, in which releases are counted
_EVERY = 30.0  # seconds between two lines where no bar can be shown: a short run writes none


class _Rate(ProgressColumn):
    """How many releases are done in a second."""

    def render(self, task: Task) -> Text:
        return Text(rate_of(task))


class Events:
    """Shows what happens; a callable that the batch tells of each event."""

    def __init__(self, *, as_json: bool, every: float = _EVERY) -> None:
        self._as_json = as_json
        self._every = every
        columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), _Rate(),
                   TimeRemainingColumn(elapsed_when_finished=True))  # fmt: skip
        self._shows_bar = errors.is_terminal and not as_json
        self.progress = Progress(*columns, console=errors, disable=not self._shows_bar, transient=True)
        self._task = self.progress.add_task(_WAITING, total=None)
        self._expected: Iterable[Any] | None = None
        self._told_at = time.monotonic()

    def expect(self, items: Iterable[Any]) -> None:
        """Take the releases to come, to be counted: at once for a bar, for a log when its first line is due."""
        self._expected = items
        if self._shows_bar:
            self._count()

    def __call__(self, name: str, **facts: object) -> None:
        """Show an event, or write it as a line."""
        if name == "progress":
            self.progress.update(self._task, completed=float(str(facts["n_seen"])))
        elif name in _PHASES:
            self.progress.update(self._task, description=_PHASES[name])
        if self._as_json and name in _REPORTED:
            at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            print(json.dumps({"at": at, "event": name, **facts}), file=sys.stderr, flush=True)
        elif not self._as_json and not self._shows_bar:
            self._tell(name)

    def _count(self) -> None:
        if self._expected is not None:
            self.progress.update(self._task, total=count(self._expected, _COUNTING))
            self._expected = None

    def _tell(self, name: str) -> None:
        """Write a line where one is due."""
        if time.monotonic() - self._told_at < self._every:
            return
        self._count()
        (task,) = self.progress.tasks
        errors.print(_PHASES.get(name) or line_of(task))
        self._told_at = time.monotonic()


def rate_of(task: Task) -> str:
    """Return how many releases are done in a second, in words; empty as long as that is not known."""
    speed = task.finished_speed or task.speed
    return f"{speed:,.1f} a second" if speed else ""


def line_of(task: Task) -> str:
    """Return how far a run is: `1,200 of 4,000 releases, 25.0 a second, 0:01:52 left`."""
    total = "" if task.total is None else f" of {task.total:,.0f}"
    left = "" if task.time_remaining is None else f"{dt.timedelta(seconds=task.time_remaining)} left"
    return ", ".join(filter(None, (f"{task.completed:,.0f}{total} {_WAITING}", rate_of(task), left)))


def count(items: Iterable[Any], seconds: float) -> int | None:
    """Return how many releases there are among releases and issues; None where counting takes longer."""
    end = time.monotonic() + seconds
    number = 0
    for item in items:
        if time.monotonic() > end:
            return None
        number += not isinstance(item, Issue)
    return number
