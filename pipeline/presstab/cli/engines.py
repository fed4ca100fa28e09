"""What drives an extraction from the command line: the store on this machine, or a cluster."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from presstab.cli.events import Events
from presstab.corpus.release import Issue, Release
from presstab.errors import InputError

if TYPE_CHECKING:
    from presstab.batch.options import Options
    from presstab.store.news import News
    from presstab.store.runs import Counts


class Given(NamedTuple):
    """Where the releases come from, and where their tables go."""

    paths: list[str]
    published: dt.date | None
    columns: Mapping[str, str]
    pattern: str | None
    out: str
    wait: bool
    max_chars: int


class Done(NamedTuple):
    """What became of the releases, the number of errors among the issues, and what is new in the tables."""

    counts: Counts
    n_errors: int
    news: list[News]


def extract_here(given: Given, options: Options, events: Events) -> Done:
    """Bring the store below an output folder, and its tables, up to date."""
    from presstab.batch.extract import extract_into
    from presstab.corpus.files import STDIN
    from presstab.export.tables import settle, update_tables
    from presstab.store.dataset import is_dataset
    from presstab.store.location import Location
    from presstab.store.news import news_of
    from presstab.store.store import Store

    if STDIN not in given.paths:  # what is read there once is gone
        events.expect(_releases(given))
    items = _from_first(_releases(given))
    folder = Path(given.out)
    if is_dataset(Location.parse(given.out)):
        raise InputError(f"{given.out}: cluster runs wrote here; go on with --engine ray, or name another --out")
    settle(folder)
    with Store(folder, wait=given.wait) as store:
        counts = extract_into(store, items, options, on_event=events)
        files = update_tables(store, folder)
        events("exported", folder=str(folder), n_files=len(files))
        return Done(counts, store.reader.releases.n_errors(), news_of(store.reader))


def _releases(given: Given) -> Iterator[Release | Issue]:
    from presstab.corpus.apart import Limits
    from presstab.corpus.read import read_releases

    return read_releases(
        given.paths, given.published, pattern=given.pattern, columns=given.columns, max_chars=given.max_chars,
        limits=Limits(),
    )  # fmt: skip


def _from_first(items: Iterator[Release | Issue]) -> Iterator[Release | Issue]:
    """Read the first item before anything is written: a wrong path makes no store."""
    first = list(itertools.islice(items, 1))
    return itertools.chain(first, items)


def extract_on_ray(given: Given, options: Options, events: Events) -> Done:
    """Write the tables of a cluster's run to a location."""
    from presstab.cluster.source import ReadOptions
    from presstab.store.database import FOLDER
    from presstab.store.dataset import Dataset
    from presstab.store.location import Location

    try:
        from presstab.cluster import extract as cluster
    except ImportError as error:
        raise InputError(f"--engine ray needs presstab[ray]: {error}") from error
    of_the_store = {"--glob": given.pattern, "--update": options.update, "--sync": options.sync,
                    "--retry-failed": options.retry_failed, "--wait": given.wait}  # fmt: skip
    if refused := [name for name, value in of_the_store.items() if value]:
        raise InputError(f"{', '.join(refused)}: not for --engine ray")
    reading = ReadOptions(options.commit_size, given.columns, given.published, given.max_chars)
    out = Location.parse(given.out)
    if (out / FOLDER).files():
        raise InputError(f"{given.out}: a store lies here; go on with the local engine, or name another --out")
    try:
        counts = cluster.extract_on_ray(given.paths, out, options, reading, cluster.Cluster(options.workers), events)
    except OSError as error:  # an object store that refuses, or is not there
        raise InputError(f"{given.out}: {error}") from error
    with Dataset(out).reader as dataset:
        return Done(counts, dataset.releases.n_errors(), [])  # comparing the rows of an archive would take minutes


Engine = Callable[[Given, "Options", Events], Done]
ENGINES: dict[str, Engine] = {"local": extract_here, "ray": extract_on_ray}
