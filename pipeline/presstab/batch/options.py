"""What the user chose for a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from presstab.components.ner import OWN


@dataclass(frozen=True)
class Options:
    """What the user chose; `timeout` in seconds a release, `memory` in MB a worker, `commit_size` in releases."""

    model: str = OWN
    lexicon: str | None = None
    registry: str | None = None
    workers: int = 1
    update: bool = False
    sync: bool = False
    any_language: bool = False
    retry_failed: bool = False
    timeout: float = 300
    memory: int = 4_000
    commit_size: int = 200

    def of_rows(self) -> dict[str, Any]:
        """Return the choices that can change a row and are no input of their own, as the model is."""
        return {"any_language": self.any_language}
