"""Rows of two states side by side, and the changes that whole rows are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from presstab.diff.change import Change
from presstab.diff.states import States


def differing(states: States, table: str) -> Iterator[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """Yield old and new of each row of a table, matched by key, in which they differ; None where there is none."""
    names = states.compared[table]
    key, *others = names
    either = " OR ".join(f'o."{c}" IS DISTINCT FROM n."{c}"' for c in others)
    shown = ", ".join(f'{side}."{c}" AS {side}_{c}' for side in "on" for c in names)
    rows = states.query(
        f'SELECT {shown} FROM old_{table} o FULL JOIN new_{table} n ON o."{key}" = n."{key}"'
        f' WHERE o."{key}" IS NULL OR n."{key}" IS NULL OR {either} ORDER BY coalesce(o."{key}", n."{key}")'
    )
    for row in rows:
        sides = [{c: row[f"{side}_{c}"] for c in names} for side in "on"]
        old, new = (side if side[key] is not None else None for side in sides)
        yield old, new


def whole(
    table: str, key: str, old: dict[str, Any] | None, new: dict[str, Any] | None, shown: str, doc_id: str | None,
    label: str | None,
) -> Change:  # fmt: skip
    """Return the change that a row was added or removed; `shown` is the column that stands for it."""
    row = old or new or {}
    kind = "removed" if new is None else "added"
    return Change(
        table, row[key], "", kind, as_shown((old or {}).get(shown)), as_shown((new or {}).get(shown)), doc_id, label,
        old_row=old, new_row=new,
    )  # fmt: skip


def as_shown(value: Any) -> str | None:
    """Return a value as a change shows it."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
