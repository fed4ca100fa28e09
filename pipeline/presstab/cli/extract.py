"""`presstab extract` and `forget`: releases in, tables out; releases and people taken out for good."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from presstab import schema
from presstab.cli.app import (
    DONE,
    FOUND,
    Corrections,
    Lexicon,
    Model,
    Out,
    Registry,
    Wait,
    app,
    chosen,
    console,
    corrections_of,
    errors,
    place_of,
    sources_of,
)
from presstab.corpus.release import MAX_CHARS, Issue, Release, parse_day
from presstab.errors import InputError
from presstab.settings import load_settings

if TYPE_CHECKING:
    from presstab.batch.options import Options
    from presstab.store.reader import Reader
    from presstab.store.runs import Counts

_TOP = 8
_ENTITIES = tuple(schema.ENTITY_TABLES.values())
_SUMMARISED = (schema.DOCUMENTS, *_ENTITIES, schema.DATES, schema.ROLES, schema.QUOTATIONS, schema.RELATIONS,
               schema.MENTIONS, schema.ISSUES)  # fmt: skip
_REPORTED = frozenset(["run_started", "committed", "release_failed", "linked", "run_finished", "exported"])


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(help="Files and folders of releases; - reads JSON lines from stdin.")],
    out: Out = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    corrections: Corrections = None,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) of releases without one.")
    ] = None,
    columns: Annotated[str, typer.Option("--map", help="Names of a record's fields: text=body,id=guid.")] = "",
    pattern: Annotated[str | None, typer.Option("--glob", help="Files of folders to read: *.html")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that share the releases.")] = None,
    timeout: Annotated[
        float | None, typer.Option("--timeout-per-release", help="Seconds after which a release is given up.")
    ] = None,
    memory: Annotated[int | None, typer.Option("--memory-per-worker", help="MB that a process may use.")] = None,
    commit_every: Annotated[int, typer.Option(min=1, help="Releases in one commit.")] = 200,
    max_chars: Annotated[
        int, typer.Option(min=1, help="Characters of a release; a longer one is an issue.")
    ] = MAX_CHARS,
    any_language: Annotated[bool, typer.Option(help="Extract what is not English as well.")] = False,
    retry_failed: Annotated[bool, typer.Option(help="Extract known releases again that failed.")] = False,
    strict: Annotated[bool, typer.Option(help="Exit 1 if there is any issue of severity error.")] = False,
    update: Annotated[bool, typer.Option(help="Accept another text for a known id from another file.")] = False,
    sync: Annotated[bool, typer.Option(help="Remove known releases that are absent from the input.")] = False,
    wait: Wait = False,
    log_json: Annotated[bool, typer.Option(help="Events as JSON, one a line, on stderr.")] = False,
    engine: Annotated[
        str, typer.Option(help="local, or ray: the cluster that RAY_ADDRESS names, else one that is started here.")
    ] = "local",
) -> int:
    """Read releases and bring the tables up to date.

    Example: presstab extract corpus/releases --out outputs
    """
    from presstab.batch.options import Options
    from presstab.corpus.read import parse_columns

    settings = load_settings()
    options = Options(
        *sources_of(model, lexicon, registry),
        corrections=corrections_of(corrections, out),
        workers=chosen(workers, "--workers", "workers", settings),
        update=update,
        sync=sync,
        any_language=any_language,
        retry_failed=retry_failed,
        timeout=chosen(timeout, "--timeout-per-release", "timeout", settings),
        memory=chosen(memory, "--memory-per-worker", "memory", settings),
        commit_size=commit_every,
    )
    if engine not in _ENGINES:
        raise InputError(f"--engine {engine}: one of {', '.join(_ENGINES)}")
    given = _Given(paths, parse_day(published), parse_columns(columns), pattern, place_of(out), wait, max_chars)
    events = _Events(log_json)
    with events.progress:
        counts, n_errors, summary = _ENGINES[engine](given, options, events)
    if not log_json:
        _print_summary(summary)
        console.print(
            f"{counts.n_seen} releases: {counts.n_new} new, {counts.n_changed} changed, {counts.n_unchanged} "
            f"unchanged, {counts.n_failed} failed. Tables in {given.out}"
        )
    return FOUND if strict and n_errors else DONE


class _Given(NamedTuple):
    """Where the releases come from, and where their tables go."""

    paths: list[str]
    published: dt.date | None
    columns: Mapping[str, str]
    pattern: str | None
    out: str
    wait: bool
    max_chars: int


Done = tuple["Counts", int, dict[str, Any]]  # what became of the releases, errors among the issues, the summary


def _extract_here(given: _Given, options: Options, events: _Events) -> Done:
    from presstab.batch.extract import extract_into
    from presstab.corpus.apart import Limits
    from presstab.corpus.read import read_releases
    from presstab.export.tables import settle, update_tables
    from presstab.store.dataset import is_dataset
    from presstab.store.location import Location
    from presstab.store.store import Store

    items = _from_first(
        read_releases(
            given.paths, given.published, pattern=given.pattern, columns=given.columns, max_chars=given.max_chars,
            limits=Limits(),
        )
    )  # fmt: skip
    folder = Path(given.out)
    if is_dataset(Location.parse(given.out)):
        raise InputError(f"{given.out}: cluster runs wrote here; go on with --engine ray, or name another --out")
    settle(folder)
    with Store(folder, wait=given.wait) as store:
        counts = extract_into(store, items, options, on_event=events)
        files = update_tables(store, folder)
        events("exported", folder=str(folder), n_files=len(files))
        return counts, store.reader.releases.n_errors(), _summary(store.reader)


def _extract_on_ray(given: _Given, options: Options, events: _Events) -> Done:
    from presstab.cluster.source import Reading
    from presstab.store.database import FOLDER
    from presstab.store.dataset import Dataset
    from presstab.store.location import Location

    try:
        from presstab.cluster.extract import Cluster, extract_on_ray
    except ImportError as error:
        raise InputError(f"--engine ray needs presstab[ray]: {error}") from error
    of_the_store = {"--glob": given.pattern, "--update": options.update, "--sync": options.sync,
                    "--retry-failed": options.retry_failed, "--wait": given.wait}  # fmt: skip
    if refused := [name for name, value in of_the_store.items() if value]:
        raise InputError(f"{', '.join(refused)}: not for --engine ray")
    reading = Reading(options.commit_size, given.columns, given.published)
    out = Location.parse(given.out)
    if (out / FOLDER).files():
        raise InputError(f"{given.out}: a store lies here; go on with the local engine, or name another --out")
    try:
        counts = extract_on_ray(given.paths, out, options, reading, Cluster(options.workers), events)
    except OSError as error:  # an object store that refuses, or is not there
        raise InputError(f"{given.out}: {error}") from error
    with Dataset(out).reader as dataset:
        return counts, dataset.releases.n_errors(), {}  # counting the rows of an archive would take minutes


_ENGINES = {"local": _extract_here, "ray": _extract_on_ray}


def _from_first(items: Iterator[Release | Issue]) -> Iterator[Release | Issue]:
    """Read the first item before anything is written: a wrong path leaves no store behind."""
    first = list(itertools.islice(items, 1))
    return (item for part in (first, items) for item in part)


class _Events:
    """Shows what happens: a count for a person, JSON lines for a scheduler."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn())
        hidden = as_json or not errors.is_terminal
        self.progress = Progress(*columns, console=errors, disable=hidden, transient=True)
        self._task = self.progress.add_task("releases", total=None)

    def __call__(self, name: str, **facts: object) -> None:
        if name == "progress":
            self.progress.update(self._task, completed=float(str(facts["n_seen"])))
        elif self._as_json and name in _REPORTED:
            at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
            print(json.dumps({"at": at, "event": name, **facts}), file=sys.stderr, flush=True)


def _summary(store: Reader) -> dict[str, Any]:
    return {
        table.name: (
            store.tables.count(table),
            store.entities.most_named(table.name, _TOP) if table in _ENTITIES else [],
        )
        for table in _SUMMARISED
    }


def _print_summary(summary: dict[str, Any]) -> None:
    if not summary:
        return
    table = RichTable(box=None, pad_edge=False)
    for heading in ("table", "rows", "most named"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "rows" else "left")
    for name, (count, top) in summary.items():
        table.add_row(f"{name}.csv", str(count), ", ".join(top))
    console.print(table)


@app.command()
def forget(
    doc_id: Annotated[str | None, typer.Argument(help="The release to forget.")] = None,
    person: Annotated[str | None, typer.Option(help="The person to forget, by person_id.")] = None,
    out: Out = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    wait: Wait = False,
) -> int:
    """Take a release, or a person's name, out of tables, texts and history, for good.

    Example: presstab forget honda-nissan-2024
    """
    from presstab.batch.forget import forget_person, forget_release
    from presstab.batch.options import Options
    from presstab.batch.remains import files_with
    from presstab.export.tables import settle, update_tables
    from presstab.store.store import Store

    folder = Path(place_of(out))
    if (doc_id is None) == (person is None):
        raise InputError("name one release, or one person with --person")
    settle(folder)
    with Store(folder, create=False, wait=wait) as store:
        if doc_id is not None:
            done = forget_release(store, doc_id)
        else:
            done = forget_person(store, str(person), Options(*sources_of(model, lexicon, registry)))
        update_tables(store, folder)
    blacked = f" and blacked out of {done.number} releases" if person and done.pattern else ""
    message = f"{doc_id or person} is forgotten{blacked}. Tables in {folder}"
    console.print(message)
    return _print_remains(files_with(folder, done.pattern) if done.pattern else [])


def _print_remains(files: list[Path]) -> int:
    """Print which files still hold what was forgotten: the user's own, or what other commands wrote."""
    if not files:
        return DONE
    for path in files[:20]:
        errors.print(str(path))
    errors.print(f"{len(files)} files still hold what was forgotten: delete them, or write them anew")
    return FOUND
