"""What `presstab extract` tells while it runs: a bar for a person, JSON lines for a scheduler."""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterable
from typing import Any

from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from presstab.cli.app import errors
from presstab.corpus.release import Issue

_REPORTED = frozenset(["run_started", "committed", "release_failed", "linked", "run_finished", "exported"])
_WAITING = "releases"
# What is done where no release is read any more, by the event that begins it.
_PHASES = {"linking": "names compared over all releases", "run_finished": "tables written"}
_COUNTING = 5.0  # seconds, at most, before the work begins


class Events:
    """Shows what happens; a callable that the batch tells of each event."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"),
                   TimeRemainingColumn(elapsed_when_finished=True))  # fmt: skip
        self.shows_progress = errors.is_terminal and not as_json
        self.progress = Progress(*columns, console=errors, disable=not self.shows_progress, transient=True)
        self._task = self.progress.add_task(_WAITING, total=None)

    def expect(self, items: Iterable[Any]) -> None:
        """Note how many releases there are to come, where that can be counted within seconds."""
        self.progress.update(self._task, total=count(items, _COUNTING))

    def __call__(self, name: str, **facts: object) -> None:
        """Show an event, or write it as a line."""
        if name == "progress":
            self.progress.update(self._task, completed=float(str(facts["n_seen"])))
        elif name in _PHASES:
            self.progress.update(self._task, description=_PHASES[name])
        if self._as_json and name in _REPORTED:
            at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            print(json.dumps({"at": at, "event": name, **facts}), file=sys.stderr, flush=True)


def count(items: Iterable[Any], seconds: float) -> int | None:
    """Return how many releases there are among releases and issues; None where counting takes longer."""
    end = time.monotonic() + seconds
    number = 0
    for item in items:
        if time.monotonic() > end:
            return None
        number += not isinstance(item, Issue)
    return number
