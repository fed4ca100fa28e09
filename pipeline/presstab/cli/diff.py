"""`presstab diff`: what changed between two extractions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from presstab.cli.app import (
    DONE,
    FOUND,
    Lexicon,
    Model,
    Out,
    Registry,
    Sources,
    app,
    errors,
    open_tables,
    place_of,
    run_number,
    sources_of,
)
from presstab.cli.changes import print_changes
from presstab.cli.terminal import data_stream
from presstab.errors import InputError

if TYPE_CHECKING:
    from presstab.diff.states import States
    from presstab.store.store import Store

CHANGES_FILE = "changes.csv"
_Form = Literal["terminal", "csv", "json", "html", "markdown"]


@app.command()
def diff(
    sides: Annotated[list[str] | None, typer.Argument(help="Two runs, or two folders of tables.")] = None,
    out: Out = None,
    given: Annotated[
        tuple[str, str] | None, typer.Option("--input", help="Two versions of a release or folder to extract first.")
    ] = None,
    form: Annotated[_Form, typer.Option("--format", help="How they are shown.")] = "terminal",
    only: Annotated[str, typer.Option(help="Changes to show: label=ORG,kind=removed,table=roles")] = "",
    limit: Annotated[int, typer.Option(min=0, help="Rows shown in the terminal; 0 for all.")] = 100,
    bisect: Annotated[bool, typer.Option(help="Run the changed releases again to tell causes apart.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit 1 when something changed.")] = False,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
) -> int:
    """Print what changed between the last two runs, two runs, two folders of tables, or two versions of releases.

    Example: presstab diff --only label=ORG,kind=removed
    """
    from presstab.diff import page, render
    from presstab.diff.causes import with_causes
    from presstab.diff.compare import compare
    from presstab.diff.only import is_wanted, parse_only

    formats = {"csv": render.as_csv, "json": render.as_json, "markdown": render.as_markdown, "html": page.as_html}
    wanted = parse_only(only)
    with _states(sides or [], out, given, sources_of(model, lexicon, registry)) as states:
        changes = list(with_causes(states, compare(states)))
        if bisect:
            from presstab.trial.bisect import bisect as tell_apart

            changes = tell_apart(states, changes)
        _keep(place_of(out), render.as_csv(states, changes))
        changes = [change for change in changes if is_wanted(change, wanted)]
        if form == "terminal":
            print_changes(states, changes, limit)
        else:
            data_stream().write(formats[form](states, changes))
    return FOUND if exit_code and changes else DONE


def _keep(place: str, changes: str) -> None:
    """Write the changes beside the tables, where that is allowed."""
    from presstab.store.location import Location

    try:
        (Location.parse(place) / CHANGES_FILE).write(changes.encode())
    except OSError as error:
        errors.print(f"{CHANGES_FILE} is not written: {error}")


@contextmanager
def _states(
    sides: list[str],
    out: str | None,
    given: tuple[str, str] | None,
    sources: Sources,
) -> Iterator[States]:
    from presstab.diff.states import of_folders, of_runs
    from presstab.store.files import temporary
    from presstab.store.store import Store

    if given is not None:
        if sides:
            raise InputError("--input takes the place of runs and folders")
        with temporary() as scratch, Store(scratch) as store:
            old, new = _extract_both(store, given, sources)
            yield of_runs(store.reader, old, new)
    elif len(sides) == 2 and all("://" in side or Path(side).is_dir() for side in sides):
        with of_folders(sides[0], sides[1]) as states:
            yield states
    elif len(sides) not in {0, 2}:
        raise InputError("name two runs or two folders, or none for the last two runs")
    else:
        with open_tables(out) as store:
            runs = store.runs.finished()
            if not sides and len(runs) < 2:
                raise InputError(f"{place_of(out)}: one finished run only; there is nothing to compare it with")
            numbers = [run_number(side) for side in sides] or runs[-2:]
            yield of_runs(store, numbers[0], numbers[1])


def _extract_both(store: Store, given: tuple[str, str], sources: Sources) -> list[int]:
    from presstab.batch.extract import extract_into
    from presstab.batch.options import Options
    from presstab.corpus.read import read_versions
    from presstab.nlp import load

    options = Options(*sources, update=True, sync=True)
    nlp = load(**sources._asdict())
    for releases in read_versions(*given):
        extract_into(store, releases, options, nlp)
    return store.reader.runs.numbers()
