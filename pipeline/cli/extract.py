"""`presstab extract`: releases in, tables out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from pipeline.cli.app import (
    DONE,
    FOUND,
    Lexicon,
    Model,
    Out,
    Registry,
    app,
    console,
    errors,
    own,
    plain,
    print_findings,
)
from pipeline.corpus.release import Issue, Release, parse_day
from pipeline.schema import TABLES
from pipeline.settings import load_settings

_TOP = 8
_SUMMARISED = ("documents", "organisations", "people", "technologies", "dates", "roles", "mentions", "issues")


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(help="Files and folders of releases; - reads JSON lines from stdin.")],
    out: Out = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) of releases without one.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that share the releases.")] = None,
    strict: Annotated[bool, typer.Option(help="Exit 1 if there is any issue of severity error.")] = False,
    update: Annotated[bool, typer.Option(help="Accept another text for a known id from another file.")] = False,
    sync: Annotated[bool, typer.Option(help="Remove known releases that are absent from the input.")] = False,
) -> int:
    """Read releases and bring the tables up to date.

    Example: presstab extract corpus/releases --out outputs
    """
    from pipeline.batch import Options, extract_into
    from pipeline.check import check_store
    from pipeline.corpus.read import read_releases
    from pipeline.export import clear_leftovers, export_tables
    from pipeline.store.store import Store

    settings = load_settings()
    folder = out or Path(settings.out)
    day = parse_day(published)
    options = Options(
        model or settings.model,
        own(lexicon, settings.lexicon),
        own(registry, settings.registry),
        workers or settings.workers,
        update,
        sync,
    )
    items = _from_first(read_releases(paths, day))
    with Store(folder) as store, _progress() as progress:
        task = progress.add_task("releases", total=None)
        counts = extract_into(store, items, options, on_progress=lambda n: progress.update(task, completed=n))
        clear_leftovers(folder)
        export_tables(store, folder)
        findings = check_store(store)
        summary = _summary(store)
    _print_summary(summary, folder)
    console.print(
        f"{counts.n_seen} releases: {counts.n_new} new, {counts.n_changed} changed, {counts.n_unchanged} unchanged, "
        f"{counts.n_failed} failed. Tables in {folder}", highlight=False, soft_wrap=True,
    )  # fmt: skip
    if findings:
        print_findings(findings)
        return FOUND
    return FOUND if strict and summary["n_errors"] else DONE


def _from_first(items: Iterator[Release | Issue]) -> Iterator[Release | Issue]:
    """Read the first item before anything is written: a wrong path leaves no store behind."""
    first = next(items)
    return (item for part in ([first], items) for item in part)


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=errors, disable=not errors.is_terminal, transient=True)


def _summary(store: Any) -> dict[str, Any]:
    tables = {name: store.read(TABLES[name]).read_all() for name in _SUMMARISED}
    severities = tables["issues"]["severity"].to_pylist()
    return {
        "counts": {name: table.num_rows for name, table in tables.items()},
        "top": {name: _top(tables[name]) for name in ("organisations", "people", "technologies")},
        "n_errors": severities.count("error"),
    }


def _top(table: Any) -> list[str]:
    rows = table.select(["name", "n_documents", "n_mentions"]).to_pylist()
    rows.sort(key=lambda row: (-row["n_documents"], -row["n_mentions"], row["name"]))
    return [row["name"] for row in rows[:_TOP]]


def _print_summary(summary: dict[str, Any], folder: Path) -> None:
    table = RichTable(box=None, pad_edge=False)
    for heading in ("table", "rows", "most named"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "rows" else "left")
    for name, count in summary["counts"].items():
        table.add_row(f"{name}.csv", str(count), ", ".join(plain(top) for top in summary["top"].get(name, ())))
    console.print(table, highlight=False, markup=False)
