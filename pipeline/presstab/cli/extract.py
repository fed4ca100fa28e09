"""`presstab extract`: releases in, tables out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.table import Table as RichTable

from presstab.cli import extract_options as of
from presstab.cli.app import (
    DONE,
    FOUND,
    Corrections,
    Lexicon,
    Model,
    Out,
    Registry,
    Wait,
    Workers,
    app,
    chosen,
    console,
    corrections_of,
    place_of,
    sources_of,
)
from presstab.cli.engines import ENGINES, Done, Engine, Given
from presstab.cli.events import Events
from presstab.corpus.release import MAX_CHARS, parse_day
from presstab.settings import load_settings

if TYPE_CHECKING:
    from presstab.batch.options import Options
    from presstab.store.news import News


@app.command()
def extract(
    paths: of.Paths,
    out: Out = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    corrections: Corrections = None,
    published: of.Published = None,
    columns: of.Columns = "",
    pattern: of.Pattern = None,
    workers: Workers = None,
    timeout: of.Timeout = None,
    memory: of.Memory = None,
    commit_every: of.CommitEvery = 200,
    max_chars: of.MaxChars = MAX_CHARS,
    any_language: of.AnyLanguage = False,
    retry_failed: of.RetryFailed = False,
    strict: of.Strict = False,
    update: of.Update = False,
    sync: of.Sync = False,
    wait: Wait = False,
    log_json: of.LogJson = False,
    engine: of.Engine = "local",
) -> int:
    """Read releases and bring the tables up to date.

    Example: presstab extract corpus/releases --out outputs
    """
    from presstab.batch.options import Options
    from presstab.corpus.read import parse_columns

    options = Options(
        *sources_of(model, lexicon, registry), corrections_of(corrections, out), **_limits(workers, timeout, memory),
        update=update, sync=sync, any_language=any_language, retry_failed=retry_failed, commit_size=commit_every,
    )  # fmt: skip
    given = Given(paths, parse_day(published), parse_columns(columns), pattern, place_of(out), wait, max_chars)
    done = _extracted(ENGINES[engine], given, options, Events(as_json=log_json))
    if not log_json:
        _print_done(done, given.out)
    return FOUND if strict and done.n_errors else DONE


def _extracted(engine: Engine, given: Given, options: Options, events: Events) -> Done:
    with events.progress:
        return engine(given, options, events)


def _limits(workers: int | None, timeout: float | None, memory: int | None) -> dict[str, Any]:
    """Return the options that the settings give where the command line gives none."""
    settings = load_settings()
    return {
        "workers": chosen(workers, "--workers", "workers", settings),
        "timeout": chosen(timeout, "--timeout-per-release", "timeout", settings),
        "memory": chosen(memory, "--memory-per-worker", "memory", settings),
    }


def _print_done(done: Done, out: str) -> None:
    """Print what is new, in at most ten lines."""
    if done.news:
        console.print(_table(done.news))
    counts = done.counts
    console.print(
        f"{counts.n_seen} releases: {counts.n_new} new, {counts.n_changed} changed, {counts.n_unchanged} "
        f"unchanged, {counts.n_failed} failed. Tables in {out}"
    )


def _table(news: list[News]) -> RichTable:
    shown = [("rows", "all", "new"), *((line.what, f"{line.n_all:,}", f"{line.n_new:,}") for line in news)]
    widths = [max(map(len, cells)) for cells in zip(*shown, strict=True)]
    table = RichTable(box=None, pad_edge=False)
    for at, heading in enumerate(shown[0]):
        table.add_column(heading, justify="right" if at else "left")
    room = console.width - sum(widths) - 2 * len(widths)  # for a line each, however long the examples are
    table.add_column("the new ones", max_width=max(room, 10), no_wrap=True, overflow="ellipsis")
    for cells, line in zip(shown[1:], news, strict=True):
        table.add_row(*cells, "; ".join(line.examples))
    return table
