"""What the user chose for a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from presstab.components.ner import OWN

COMMIT_BYTES = 20_000_000


@dataclass(frozen=True)
class Options:
    """What the user chose; `corrections` are files of decisions.

    `resources` is a folder whose files stand in for packaged ones: a trial sets it, no command has an option for it.
    `timeout` is in seconds a release, `memory` in MB a worker. A commit takes `commit_size` releases, or as many
    as bring `commit_bytes` with their rows: what waits for one lies in memory, and in the store's while it is made.
    """

    model: str = OWN
    lexicon: str | None = None
    registry: str | None = None
    corrections: tuple[str, ...] = ()
    workers: int = 1
    update: bool = False
    sync: bool = False
    any_language: bool = False
    retry_failed: bool = False
    timeout: float = 300
    memory: int = 4_000
    commit_size: int = 200
    commit_bytes: int = COMMIT_BYTES
    resources: str | None = None

    def of_rows(self) -> dict[str, Any]:
        """Return the choices that can change a row and are no input of their own, as the model is."""
        return {"any_language": self.any_language}
