"""One change of one row: what the diff is made of, and what `changes.csv` holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

# A kind's mirror is what the diff in the other direction calls it.
MIRROR = {
    "added": "removed",
    "removed": "added",
    "text_changed": "text_changed",
    "moved": "moved",
    "boundary_changed": "boundary_changed",
    "relabelled": "relabelled",
    "relinked": "relinked",
    "revalued": "revalued",
    "renamed": "renamed",
    "merged": "split",
    "split": "merged",
    "changed": "changed",
}
COLUMNS = ("from_run", "to_run", "table", "row_id", "column", "kind", "old_value", "new_value", "cause", "cause_ref",
           "doc_id", "label")  # fmt: skip


class Change(NamedTuple):
    """A change: of which row of which table, in which column, from what to what, and why.

    `cause` names what it is due to (of `causes.CAUSES`, joined by `+`), `cause_ref` the rule, entry or decision.
    `old_row` and `new_row` hold the compared columns where the row stands on that side.
    """

    table: str
    row_id: str
    column: str
    kind: str
    old_value: str | None = None
    new_value: str | None = None
    doc_id: str | None = None
    label: str | None = None
    cause: str = ""
    cause_ref: str = ""
    old_row: Mapping[str, Any] | None = None
    new_row: Mapping[str, Any] | None = None
