"""`presstab export`, `check` and `describe`: what the store holds, written, proved, explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presstab.cli.app import (
    DONE,
    FOUND,
    Out,
    app,
    console,
    open_finished,
    open_tables,
    place_of,
    print_findings,
    run_number,
)
from presstab.corpus.release import parse_day
from presstab.schema import SCHEMA
from presstab.schema import describe as describe_tables
from presstab.settings import load_settings


@app.command()
def export(
    to: Annotated[Path, typer.Option(help="Folder that the files are written to.")],
    out: Out = None,
    form: Annotated[str, typer.Option("--format", help="csv, xlsx, parquet, sqlite, duckdb, jsonl or spacy")] = "csv",
    excel: Annotated[bool, typer.Option(help="CSV with BOM, CRLF, and no cell that runs as a formula.")] = False,
    as_of: Annotated[str | None, typer.Option(help="The tables as they stood after this run.")] = None,
    only: Annotated[str, typer.Option(help="Tables to write, joined by commas.")] = "",
    since: Annotated[str | None, typer.Option(help="Releases published on this day (YYYY-MM-DD) or later.")] = None,
    contacts: Annotated[bool, typer.Option(help="What contact blocks name.")] = True,
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
        files = write(store, to, form, Wanted(view, tables, excel))
    console.print(f"{len(files)} files in {to}")
    return DONE


@app.command()
def report(
    to: Annotated[Path, typer.Option(help="The page to write.")] = Path("report.html"),
    out: Out = None,
) -> int:
    """Write one self-contained page: overview, every release with its marks, every entity with its sentences.

    Example: presstab report --to report.html
    """
    from presstab.report.page import write_report

    with open_finished(Path(place_of(out))) as store:
        files = write_report(store, to)
    console.print(", ".join(map(str, files)))
    return DONE


@app.command()
def check(out: Out = None) -> int:
    """Prove that the tables hold together and files equal the store; lint rules, lexicons and registry.

    Example: presstab check --out outputs
    """
    from presstab.check.resources import check_resources
    from presstab.check.tables import check_files, check_store

    settings = load_settings()
    with open_tables(out) as store:
        files = check_files(store, Path(place_of(out)))
        findings = [*check_resources(settings.lexicon, settings.registry), *check_store(store), *files]
    if not findings:
        console.print("all tables hold together")
        return DONE
    print_findings(findings)
    return FOUND


@app.command()
def describe(
    output: Annotated[str, typer.Option("--format", help="text or markdown")] = "text",
) -> int:
    """Print the data dictionary: every table and column, its type and meaning.

    Example: presstab describe --format markdown
    """
    print(describe_tables(SCHEMA.listed, markdown=output == "markdown"))
    return DONE
