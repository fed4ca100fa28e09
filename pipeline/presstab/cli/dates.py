"""`presstab dates`: the calendar expressions of a text."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table as RichTable

from presstab.cli.app import (
    DONE,
    app,
    console,
)
from presstab.corpus.release import parse_day


@app.command()
def dates(
    text: Annotated[str, typer.Argument(help="Any English text.")],
    anchor: Annotated[str | None, typer.Option(help="Day (YYYY-MM-DD) that relative expressions count from.")] = None,
) -> int:
    """Print the calendar expressions of a text with their values and days.

    Example: presstab dates "by the end of next year" --anchor 2025-03-12
    """
    from presstab.dates import find_dates

    table = RichTable(box=None, pad_edge=False)
    for heading in ("text", "value", "modifier", "bound", "start_on", "end_on", "resolution"):
        table.add_column(heading)
    for date in find_dates(text, parse_day(anchor)):
        cells = (date.text, date.value, date.modifier, date.bound, date.start_on, date.end_on, date.resolution)
        table.add_row(*("" if cell is None else str(cell) for cell in cells))
    console.print(table)
    return DONE
