"""The mentions of a store, looked up: where they stand, and what became of them from run to run."""

from __future__ import annotations

from typing import Any

from presstab.store.connection import Connection


class StoredMentions:
    """The mentions of a store, looked up."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def place_of(self, mention_id: str) -> tuple[str, int, int] | None:
        """Return release, start and end of a mention as it stands, or as it last stood."""
        query = 'SELECT doc_id, start, "end" FROM mentions WHERE mention_id = ? ORDER BY removed_by DESC NULLS FIRST'
        row = self._db.one(query, [mention_id])
        return (row[0], row[1], row[2]) if row else None

    def first_within(self, doc_id: str, start: int, end: int) -> dict[str, Any] | None:
        """Return the first current mention that has a character of a place, with its `entity_id`."""
        rows = self._db.rows(
            "SELECT m.*, l.entity_id FROM mentions m LEFT JOIN links l ON l.doc_id = m.doc_id"
            " AND l.local_id = m.local_id AND l.removed_by IS NULL WHERE m.removed_by IS NULL AND m.doc_id = ?"
            ' AND m.start < ? AND m."end" > ? ORDER BY m.start LIMIT 1',
            [doc_id, end, start],
        )
        return rows[0] if rows else None

    def history(self, mention_id: str) -> list[dict[str, Any]]:
        """Return all rows that a mention ever had, in order of the runs that added them; `started_at` is theirs."""
        return self._db.rows(
            'SELECT m.label, m.start, m."end", m.found_by, m.rule_id, m.added_by, m.removed_by, r.started_at'
            " FROM mentions m LEFT JOIN runs r ON r.run_id = m.added_by WHERE mention_id = ? ORDER BY m.added_by",
            [mention_id],
        )
