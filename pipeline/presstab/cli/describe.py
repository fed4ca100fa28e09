"""`presstab describe`: the data dictionary."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from presstab.cli.app import DONE, app
from presstab.schema import SCHEMA
from presstab.schema import describe as describe_tables


@app.command()
def describe(
    output: Annotated[Literal["text", "markdown"], typer.Option("--format", help="How it is written.")] = "text",
) -> int:
    """Print the data dictionary: every table and column, its type and meaning.

    Example: presstab describe --format markdown
    """
    from presstab.export.views import load_views

    views = (made.table for made in load_views())
    print(describe_tables([*SCHEMA.listed, *views], markdown=output == "markdown"))
    return DONE
