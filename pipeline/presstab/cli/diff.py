"""`presstab diff`, `runs` and `prune`: what changed between two extractions, and the history behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table as RichTable

from presstab.cli.app import (
    DONE,
    FOUND,
    Corrections,
    Lexicon,
    Model,
    Out,
    Registry,
    Sources,
    Wait,
    app,
    chosen,
    console,
    corrections_of,
    errors,
    open_finished,
    open_tables,
    place_of,
    run_number,
    sources_of,
)
from presstab.cli.terminal import data_stream
from presstab.errors import InputError
from presstab.settings import load_settings

if TYPE_CHECKING:
    from presstab.diff.change import Change
    from presstab.diff.states import States
    from presstab.store.store import Store

_STYLES = {"added": "green", "removed": "red"}
_EXAMPLES = 20
CHANGES_FILE = "changes.csv"


@app.command()
def diff(
    sides: Annotated[list[str] | None, typer.Argument(help="Two runs, or two folders of tables.")] = None,
    out: Out = None,
    given: Annotated[
        tuple[str, str] | None, typer.Option("--input", help="Two versions of a release or folder to extract first.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="terminal, csv, json, html or markdown")] = "terminal",
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

    formats = {"csv": render.as_csv, "json": render.as_json, "markdown": render.as_markdown, "html": page.as_html}
    if form not in {"terminal", *formats}:
        raise InputError(f"--format {form}: one of terminal, {', '.join(formats)}")
    wanted = _wanted(only)
    with _states(sides or [], out, given, sources_of(model, lexicon, registry)) as states:
        changes = list(with_causes(states, compare(states)))
        if bisect:
            from presstab.trial.bisect import bisect as tell_apart

            changes = tell_apart(states, changes)
        _keep(place_of(out), render.as_csv(states, changes))
        changes = [change for change in changes if all(getattr(change, k) == v for k, v in wanted.items())]
        if form == "terminal":
            _print(states, changes, limit)
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


def _wanted(only: str) -> dict[str, str]:
    wanted = dict(part.partition("=")[::2] for part in only.split(",") if part)
    for name, value in wanted.items():
        if name not in {"label", "kind", "table", "cause", "doc_id"} or not value:
            raise InputError(f"--only {name}={value}: write label=, kind=, table=, cause= or doc_id= with a value")
    return wanted


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


def _print(states: States, changes: list[Change], limit: int) -> None:
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


@app.command()
def explain(
    place: Annotated[
        str,
        typer.Argument(help="A mention_id, the id of a role, quotation or relation, DOC_ID:START-END, or an entity."),
    ],
    other: Annotated[str | None, typer.Argument(help="A second entity: why the two are two.")] = None,
    out: Out = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
) -> int:
    """Print why a row or a mention is there, or why none is; why names are one entity, or two.

    Example: presstab explain honda-nissan-2024:0-5
    """
    from presstab.explain import explain as explain_place
    from presstab.explain_entity import explain_entity, explain_two, is_entity_id
    from presstab.nlp import load

    if other is not None or is_entity_id(place):
        with open_tables(out) as store:
            lines = explain_two(store, place, other) if other else explain_entity(store, place)
        for line in lines:
            console.print(line)
        return DONE
    sources = sources_of(model, lexicon, registry)
    with open_finished(Path(place_of(out))) as store:
        found = explain_place(store, load(**sources._asdict()), place, sources.lexicon)
    sections = {"made by": found.made_by or ["no mention here"], "candidates": found.candidates or ["none"],
                "entity": found.entity, "decided": found.decided, "history": found.history}  # fmt: skip
    console.print(f"{found.doc_id}:{found.start}-{found.end}  {found.sentence}")
    for heading, lines in sections.items():
        for number, line in enumerate(lines):
            mark = f"{heading:12}" if number == 0 else " " * 12
            console.print(mark + line)
    return DONE


@app.command("try")
def try_file(
    file: Annotated[
        Path, typer.Argument(help="A packaged file, edited; a lexicon or registry of yours; or decisions.")
    ],
    out: Out = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Releases to run at most, drawn at random.")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that share the releases.")] = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    corrections: Corrections = None,
) -> int:
    """Print what an edited rule or lexicon, or decisions, would change over the stored releases, before it is made.

    Example: presstab try terms.csv --sample 200
    """
    from presstab.batch.options import Options
    from presstab.trial.attempt import attempt
    from presstab.trial.scratch import scratch_of

    given = chosen(workers, "--workers", "workers", load_settings())
    sources, decisions = sources_of(model, lexicon, registry), corrections_of(corrections, out)
    options = Options(*sources, corrections=decisions, workers=given)
    with open_finished(Path(place_of(out))) as store, scratch_of(store) as scratch:
        states, changes, number = attempt(scratch, file, options, sample)
        console.print(f"{number} releases run again")
        _print(states, changes, _EXAMPLES)
    return DONE


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


@app.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="Runs whose tables can still be rebuilt.")],
    out: Out = None,
    wait: Wait = False,
) -> int:
    """Drop the history that only runs before the last N need; the current tables stay as they are.

    Example: presstab prune --keep 30
    """
    from presstab.export.tables import settle, update_tables
    from presstab.store.store import Store

    folder = Path(place_of(out))
    settle(folder)
    with Store(folder, create=False, wait=wait) as store:
        dropped = store.prune(keep)
        if dropped and store.reader.tables.exported(folder):
            update_tables(store, folder)
        elif dropped:
            store.publish()
            store.settle()
    errors.print(f"{dropped} runs dropped")
    return DONE
