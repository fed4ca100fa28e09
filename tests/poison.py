"""Work for child processes that goes wrong for releases that say so."""

from __future__ import annotations

import os
import time

from presstab.batch import workers
from presstab.batch.workers import Made
from presstab.corpus.release import Release

# The function that tests put this one in the place of.
_WORK = workers.work


def work(release: Release) -> Made:
    """Do to the process what the release says, or extract it."""
    if release.text.startswith("HANG"):
        time.sleep(600)
    if release.text.startswith("RAISE"):
        raise KeyError("poison")
    if release.text.startswith("CRASH"):
        os.abort()
    if release.text.startswith("EAT"):
        eaten = []
        while True:
            eaten.append(bytearray(50_000_000))
    return _WORK(release)
