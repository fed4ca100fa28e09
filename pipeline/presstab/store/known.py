"""What a store knows of each release: where it came from, whether it was extracted, whether it must stay away."""

from __future__ import annotations

from typing import NamedTuple

from presstab.store.entities import Entities


class State(NamedTuple):
    """What the store knows of a release: enough to tell whether it must be extracted again."""

    origin: str
    release_sha256: str
    content_sha256: str
    inputs_sha256: str


class Known(Entities):
    """A store that is asked what it knows of releases."""

    def states(self) -> dict[str, State]:
        """Return what is known of every release, by doc_id."""
        rows = self._db.execute("SELECT * FROM states").fetchall()
        return {row[0]: State(*row[1:]) for row in rows}

    def failed(self) -> set[str]:
        """Return the releases that could not be extracted."""
        query = "SELECT doc_id FROM documents WHERE removed_by IS NULL AND status = 'failed'"
        return {row[0] for row in self._db.execute(query).fetchall()}

    def issued(self, code: str) -> set[str]:
        """Return the releases that have a current issue of some code."""
        query = "SELECT doc_id FROM issues WHERE removed_by IS NULL AND code = ? AND doc_id IS NOT NULL"
        return {row[0] for row in self._db.execute(query, [code]).fetchall()}

    def forgotten(self, kind: str) -> set[str]:
        """Return the digests of what must never be stored again: releases or people."""
        return {row[0] for row in self._db.execute("SELECT sha256 FROM forgotten WHERE kind = ?", [kind]).fetchall()}
