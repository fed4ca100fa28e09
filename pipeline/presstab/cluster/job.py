"""What every actor and task of a run must know."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, NamedTuple

from presstab.batch.decide import Taken
from presstab.batch.options import Options
from presstab.batch.workers import WorkerSettings
from presstab.resources import Resources, load_resources
from presstab.store.dataset import Manifest
from presstab.store.location import Location

_SCRATCH = "scratch"


class Job(NamedTuple):
    """A run: where its tables go, what it is made of, and the user's own files by option, sent along.

    `memory` is what the database of a task may hold, in MB; `taken` are the decisions that are laid over.
    """

    location: Location
    pending: Manifest
    settings: WorkerSettings
    inputs_sha256: str
    files: dict[str, tuple[str, bytes]]
    memory: int
    taken: Taken = Taken()

    @property
    def scratch(self) -> Location:
        """Where tasks leave what other tasks of the run read."""
        return self.location / _SCRATCH

    @property
    def resources(self) -> Resources:
        """What the run extracts, decides and links by."""
        return load_resources(self.settings.options.resources)

    def settings_in(self, folder: Path) -> WorkerSettings:
        """Return the settings of one worker, the user's files written to a folder of this machine."""
        places: dict[str, Any] = {"workers": 1}
        for option, (name, content) in self.files.items():
            (folder / option).mkdir()
            (folder / option / name).write_bytes(content)
            places[option] = str(folder / option / name)
        options = dataclasses.replace(self.settings.options, **places)
        return self.settings._replace(options=options)


def sent_along(options: Options) -> dict[str, tuple[str, bytes]]:
    """Return name and content of the user's own lexicon and registry, by option."""
    given = {"lexicon": options.lexicon, "registry": options.registry}
    return {option: (Path(path).name, Path(path).read_bytes()) for option, path in given.items() if path}
