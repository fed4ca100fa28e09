"""How `diff` and `try` print changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table as RichTable

from presstab.cli.app import console

if TYPE_CHECKING:
    from presstab.diff.change import Change
    from presstab.diff.states import States

_STYLES = {"added": "green", "removed": "red"}


def print_changes(states: States, changes: list[Change], limit: int) -> None:
    """Print a summary of changes, and the first `limit` of them; 0: all."""
    from presstab.diff.render import lines_of, summarise

    console.print(f"from {states.old.run} to {states.new.run}: {len(changes)} changes")
    if not changes:
        return
    table = RichTable(box=None, pad_edge=False)
    for heading in ("changes", "table", "label", "kind", "cause"):
        table.add_column(heading, justify="right" if heading == "changes" else "left")
    for key, number in sorted(summarise(changes).items()):
        table.add_row(str(number), *key)
    console.print(table)
    told = list(lines_of(changes))
    shown = told[:limit] if limit else told
    for kind, line in shown:
        console.print(line, style=_STYLES.get(kind, "yellow"))
    if len(shown) < len(told):
        console.print(f"and {len(told) - len(shown)} more; --limit 0 shows all")
