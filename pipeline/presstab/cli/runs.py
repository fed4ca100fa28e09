"""`presstab runs`: the runs of an output."""

from __future__ import annotations

from pathlib import Path

from rich.table import Table as RichTable

from presstab.cli.app import DONE, Out, app, console, open_tables, place_of


@app.command()
def runs(out: Out = None) -> int:
    """List the runs: when, which version, what was new, changed, unchanged, failed.

    Example: presstab runs
    """
    from presstab.schema import RUNS
    from presstab.store.dataset import is_dataset
    from presstab.store.finished import has_finished, unfinished_runs
    from presstab.store.location import Location

    table = RichTable(box=None, pad_edge=False)
    for column in RUNS.columns:
        table.add_column(column.name, justify="right" if column.type == "integer" else "left")
    place = place_of(out)
    begun = [] if is_dataset(Location.parse(place)) else unfinished_runs(Path(place))
    rows = []
    if not begun or has_finished(Path(place)):
        with open_tables(out) as store:
            rows = store.tables.read(RUNS).read_all().to_pylist()
    known = {row["run_id"] for row in rows}
    for row in [*rows, *(row for row in begun if row["run_id"] not in known)]:
        table.add_row(*(str(row[name]) if row[name] is not None else "cut off" for name in RUNS.names))
    console.print(table)
    return DONE
