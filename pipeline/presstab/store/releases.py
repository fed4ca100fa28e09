"""What a store knows of releases: texts, where they came from, whether they were extracted, whether they stay away."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from presstab.store.connection import Connection


class ReleaseState(NamedTuple):
    """What the store knows of a release: enough to tell whether it must be extracted again."""

    origin: str
    release_sha256: str
    content_sha256: str
    inputs_sha256: str


class Releases:
    """The releases of a store, looked up."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def states(self) -> dict[str, ReleaseState]:
        """Return what is known of every release, by doc_id."""
        return {row[0]: ReleaseState(*row[1:]) for row in self._db.tuples("SELECT * FROM states")}

    def failed(self) -> set[str]:
        """Return the releases that could not be extracted."""
        return set(self._db.firsts("SELECT doc_id FROM documents WHERE removed_by IS NULL AND status = 'failed'"))

    def with_issue(self, code: str) -> set[str]:
        """Return the releases that have a current issue of some code."""
        query = "SELECT doc_id FROM issues WHERE removed_by IS NULL AND code = ? AND doc_id IS NOT NULL"
        return set(self._db.firsts(query, [code]))

    def issue_scopes(self, begin: str) -> set[str]:
        """Return the scopes of current issues that begin so."""
        query = "SELECT DISTINCT scope FROM issues WHERE removed_by IS NULL AND starts_with(scope, ?)"
        return set(self._db.firsts(query, [begin]))

    def n_errors(self) -> int:
        """Return the number of current issues of severity error, of releases and of inputs."""
        row = self._db.one("SELECT count(*) FROM issues WHERE removed_by IS NULL AND severity = 'error'")
        return int(row[0]) if row else 0

    def forgotten(self, kind: str) -> set[str]:
        """Return the digests of what must never be stored again: releases or people."""
        return set(self._db.firsts("SELECT sha256 FROM forgotten WHERE kind = ?", [kind]))

    def newest_first(self) -> list[str]:
        """Return the current releases, the newest first, those without a day last."""
        return self._db.firsts(
            "SELECT doc_id FROM documents WHERE removed_by IS NULL ORDER BY published_on DESC NULLS LAST, doc_id"
        )

    def sketches(self) -> Iterator[dict[str, Any]]:
        """Yield doc_id, text_sha256 and sketch of the current releases, by doc_id."""
        yield from self._db.stream(
            "SELECT doc_id, text_sha256, sketch FROM documents WHERE removed_by IS NULL ORDER BY doc_id"
        )

    def stored(self, doc_ids: Collection[str]) -> list[dict[str, Any]]:
        """Return what is stored of some current releases themselves, by doc_id."""
        query = (
            "SELECT doc_id, text, source, published_on, published_from, title FROM documents JOIN texts"
            " USING (text_sha256) WHERE removed_by IS NULL AND list_contains($docs, doc_id) ORDER BY doc_id"
        )
        return self._db.rows(query, {"docs": sorted(doc_ids)})

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield doc_id and text of every current release."""
        query = (
            "SELECT doc_id, text FROM documents JOIN texts USING (text_sha256) WHERE removed_by IS NULL ORDER BY doc_id"
        )
        yield from ((row["doc_id"], row["text"]) for row in self._db.stream(query, size=200))

    def texts_after(self, run: int) -> dict[str, str]:
        """Return the texts of the releases as they stood after a run, by doc_id."""
        query = (
            "SELECT doc_id, text FROM documents JOIN texts USING (text_sha256)"
            f" WHERE added_by <= {run} AND (removed_by IS NULL OR removed_by > {run})"
        )
        return {row["doc_id"]: row["text"] for row in self._db.stream(query)}

    def text(self, sha256: str) -> str:
        """Return a text, empty where there is none."""
        row = self._db.one("SELECT text FROM texts WHERE text_sha256 = ?", [sha256])
        return str(row[0]) if row else ""

    def text_of(self, doc_id: str) -> str:
        """Return the text of a current release, empty where there is none."""
        query = "SELECT text FROM documents JOIN texts USING (text_sha256) WHERE removed_by IS NULL AND doc_id = ?"
        row = self._db.one(query, [doc_id])
        return str(row[0]) if row else ""

    def any_text_has(self, words: str) -> bool:
        """Whether any text of any run has some words."""
        return self._db.one("SELECT 1 FROM texts WHERE contains(text, ?) LIMIT 1", [words]) is not None
