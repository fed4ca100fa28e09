"""Work for child processes that goes wrong for releases that say so."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from presstab.batch import workers
from presstab.batch.workers import Made, WorkerSettings
from presstab.corpus.release import Release

# The functions that tests put these in the place of.
_WORK, _START = workers.work, workers.start
DEATHS = "PRESSTAB_TEST_DEATHS"  # names a file: a line for each process that is to die while it starts


def start(settings: WorkerSettings) -> None:
    """Die while starting, as often as the file has lines; then start."""
    path = Path(os.environ[DEATHS])
    lines = path.read_text().splitlines()
    if lines:
        path.write_text("\n".join(lines[1:]))
        os.kill(os.getpid(), signal.SIGKILL)
    _START(settings)


def work(release: Release) -> Made:
    """Do to the process what the release says, or extract it."""
    if release.text.startswith("HANG"):
        time.sleep(600)
    if release.text.startswith("MATCH"):
        Path(release.text.split()[1]).write_text(str(os.getpid()))
        re.match(r"(a+)+$", "a" * 60 + "b")  # no thread of the process gets a turn for years
    if release.text.startswith("RAISE"):
        raise KeyError("poison")
    if release.text.startswith("CRASH"):
        os.abort()
    if release.text.startswith("EAT"):
        eaten = []
        while True:
            eaten.append(bytearray(50_000_000))
    return _WORK(release)
