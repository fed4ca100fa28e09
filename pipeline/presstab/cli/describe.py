"""`presstab describe`: the data dictionary."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from presstab.cli.app import DONE, app
from presstab.schema import TABLES


@app.command()
def describe(
    output: Annotated[Literal["text", "markdown"], typer.Option("--format", help="How it is written.")] = "text",
) -> int:
    """Print the data dictionary: every table and column, its type and meaning.

    Example: presstab describe --format markdown
    """
    for table in TABLES.values():
        lines = [f"{'### ' if output == 'markdown' else ''}{table.name}", "", table.description, ""]
        if output == "markdown":
            lines += ["| column | type | meaning | example |", "|---|---|---|---|"]
        for column in table.columns:
            mark = ("*" if column.name in table.key else "") + ("?" if column.nullable else "")
            values = f" One of: {', '.join(column.values)}." if column.values else ""
            cells = (column.name + mark, column.type, column.description + values, column.example)
            row = "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
            lines.append(row if output == "markdown" else f"  {cells[0]:18} {cells[1]:9} {cells[2]}")
        print("\n".join([*lines, ""]))
    return DONE
