"""`presstab export`: tables in any format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from presstab.cli.app import DONE, Out, app, console, open_tables, run_number
from presstab.corpus.release import parse_day

FORM = Literal["csv", "xlsx", "parquet", "sqlite", "duckdb", "jsonl", "spacy"]


@app.command()
def export(
    to: Annotated[Path, typer.Option(help="Folder that the files are written to.")],
    out: Out = None,
    form: Annotated[FORM, typer.Option("--format", help="What the files are.")] = "csv",
    excel: Annotated[bool, typer.Option(help="CSV with BOM, CRLF, and no cell that runs as a formula.")] = False,
    as_of: Annotated[
        str | None, typer.Option(help="The tables as they stood after this run.", show_default="the last")
    ] = None,
    only: Annotated[str, typer.Option(help="Tables to write, joined by commas.", show_default="all")] = "",
    since: Annotated[str | None, typer.Option(help="Releases published on this day (YYYY-MM-DD) or later.")] = None,
    contacts: Annotated[bool, typer.Option(help="What contact blocks name.")] = True,
    texts: Annotated[bool, typer.Option(help="The texts of releases, in sqlite and duckdb.")] = True,
) -> int:
    """Write tables in any format, all from one state, in place of what stood there.

    Example: presstab export --to share --format xlsx --no-contacts
    """
    from presstab.export.formats import Wanted, tables_named
    from presstab.export.formats import export as write
    from presstab.store.view import View

    view = View(run_number(as_of) if as_of else None, parse_day(since), contacts)
    tables = tables_named([name for name in only.split(",") if name])
    with open_tables(out, to) as store:
        files = write(store, to, form, Wanted(view, tables, excel, texts))
    console.print(f"{len(files)} files in {to}")
    return DONE
