"""The run: reads, extracts, links and commits on a Ray cluster; the driver sees names and counts alone."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, NamedTuple

import pyarrow as pa
import ray
import ray.data

from presstab.batch.decide import NOBODY, inputs_with, take
from presstab.batch.extract import Event, now, silent
from presstab.batch.options import Options
from presstab.batch.workers import WorkerSettings
from presstab.cluster import identity, parts
from presstab.cluster.actor import Extracting
from presstab.cluster.job import Job, sent_along
from presstab.cluster.source import ReadOptions, Source, list_sources, read_parts
from presstab.corrections.files import load_corrections
from presstab.errors import StoreError
from presstab.resources import load_resources
from presstab.run import inputs_digest, run_inputs
from presstab.store.dataset import (
    INPUTS,
    RUNS,
    Manifest,
    arrow_of,
    columns_of,
    folder_of,
    manifest_at,
    manifests,
    written_of,
)
from presstab.store.location import Location
from presstab.store.runs import Counts
from presstab.version import __version__

_CLAIM = "writing.json"
_BEAT = 10  # seconds between two signs of life
_DEAD = 60  # seconds without one after which a run counts as killed
_READERS = 1_000  # blocks of files at most
_BLOCK = 1  # bytes from which a row, that is a part, is a block of its own: no actor waits for another
_STORE = 400_000_000  # bytes of the object store of a cluster that is started here
_READ_CPU = 0.25  # of a processor for a task that reads: it waits for actors most of the time
_RETRIES = 3


class Cluster(NamedTuple):
    """How a run uses a cluster.

    `memory` is what the database of a task may hold, in MB; a task of identity takes the entities of
    `files` parts, or a bucket of `bucket` of them.
    """

    actors: int = 1
    memory: int = 1_000
    files: int = 50
    bucket: int = 500_000


def extract_on_ray(
    paths: Sequence[str],
    out: Location,
    options: Options,
    reading: ReadOptions,
    cluster: Cluster,
    on_event: Event = silent,
) -> Counts:
    """Extract releases on the cluster that `RAY_ADDRESS` names, or on one started here; return what became of them.

    A run is committed by its manifest, written last. One that was killed leaves files that no
    reader looks at; the next run removes them. A release that an earlier run extracted from
    the same text under the same inputs is skipped; one that changed takes its place.

    Raises:
        InputError: the input holds no files of records.
        StoreError: another run is writing there.
    """
    sources = list_sources(paths)
    # What is wrong with the user's own files is said here, not by every actor.
    load_resources(options.resources).lexicon(options.lexicon)
    load_resources(options.resources).registry(options.registry)
    _start(cluster)
    with _claimed(out):
        job = _begin(out, options, cluster)
        on_event("run_started", run=job.pending.run, version=__version__)
        n_parts = _extract(job, sources, reading, cluster, on_event)
        counts = _link(job, _Tasks(job), cluster, on_event)
        _commit(job, counts, n_parts)
    done = Counts(*(counts[name] for name in Counts._fields))
    on_event("run_finished", run=job.pending.run, **done._asdict())
    return done


def _start(cluster: Cluster) -> None:
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.target_max_block_size = _BLOCK
    if ray.is_initialized():
        return
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "warning"}
    if os.environ.get("RAY_ADDRESS"):
        ray.init(**quiet)
    else:  # one processor more than actors: what reads must not wait for what extracts
        ray.init(num_cpus=cluster.actors + 1, object_store_memory=_STORE, include_dashboard=False, **quiet)


@contextmanager
def _claimed(out: Location) -> Iterator[None]:
    """Hold a note at the output that a run writes there, renewed while it lives."""
    at = out / RUNS / _CLAIM
    if at.files():
        other = json.loads(at.read())
        if time.time() - other["at"] < _DEAD:
            raise StoreError(f"{at.path}: a run on {other['host']} (process {other['pid']}) is writing there; one that"
                             f" was killed counts as ended after {_DEAD} s")  # fmt: skip
    ended = threading.Event()

    def note() -> None:
        at.write(json.dumps({"host": socket.gethostname(), "pid": os.getpid(), "at": time.time()}).encode())

    def renew() -> None:
        while not ended.wait(_BEAT):
            with suppress(OSError):  # one note that could not be written is no end: the next may
                note()

    note()  # before the thread: the folder must not come into being while somebody lists it
    beats = threading.Thread(target=renew, daemon=True)
    beats.start()
    try:
        yield
    finally:
        ended.set()
        beats.join()
        at.remove()


def _begin(out: Location, options: Options, cluster: Cluster) -> Job:
    """Return the job of the next run, what a killed one left removed, its inputs archived."""
    committed = manifests(out)
    run = committed[-1].run + 1 if committed else 1
    began = now()
    inputs = run_inputs(options.model, options.of_rows(), options.lexicon, options.registry, options.resources)
    of_releases = {name: sha256 for name, (sha256, _) in inputs.items()}
    taken = take(load_corrections(options.corrections), NOBODY)
    inputs = inputs_with(inputs, taken)
    digests = {name: sha256 for name, (sha256, _) in inputs.items()}
    pending = Manifest(run, __version__, began.isoformat(), "", {}, digests, parts=0, tables=columns_of())
    job = Job(out, pending, WorkerSettings(options, began.date()), inputs_digest(of_releases), sent_along(options),
              cluster.memory, taken)  # fmt: skip
    job.scratch.remove()
    for table in written_of():
        folder = folder_of(out, table, run)
        folder.remove()
        (folder / "none.parquet").write_table(arrow_of(table).empty_table())
    known = {info.path for info in (out / INPUTS).files()}
    for sha256, content in inputs.values():
        if (out / INPUTS / sha256).path not in known:
            (out / INPUTS / sha256).write(content.encode())
    return job


class _Tasks:
    """Runs functions of a job on the cluster, as many at a time as it has room for."""

    def __init__(self, job: Job) -> None:
        self._job = ray.put(job)

    def each(self, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]] = ((),)) -> list[Any]:
        """Return what a function makes of each of some arguments, in their order; what fails is tried again."""
        return list(ray.get(self.kept(function, arguments)))

    def kept(self, function: Callable[..., Any], arguments: Iterable[tuple[Any, ...]] = ((),)) -> list[Any]:
        """Return references to what `each` returns: other tasks take it, the driver never sees it."""
        task = ray.remote(function).options(max_retries=_RETRIES, retry_exceptions=True, num_cpus=1)
        made = [task.remote(self._job, *given) for given in arguments]
        if made:
            ray.wait(made, num_returns=len(made), fetch_local=False)
        return made


def _extract(job: Job, sources: Sequence[Source], reading: ReadOptions, cluster: Cluster, on_event: Event) -> int:
    """Extract all files into parts; return their number."""
    known = ray.remote(parts.known).remote(job)  # for the actors alone
    numbered = ray.data.range(len(sources), override_num_blocks=min(len(sources), _READERS))
    read = numbered.map_batches(
        partial(_read, sources=sources, reading=reading), batch_size=1, batch_format="pyarrow", num_cpus=_READ_CPU
    )
    made = read.map_batches(
        _Actor, fn_constructor_args=(job, known), batch_size=1, batch_format="pyarrow", num_cpus=1,
        compute=ray.data.ActorPoolStrategy(size=cluster.actors, max_tasks_in_flight_per_actor=2),
    )  # fmt: skip
    n_parts = n_seen = 0
    for batch in made.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0):
        for row in batch.to_pylist():
            n_parts += 1
            n_seen += row["n_seen"]
            on_event("committed", n_releases=row["n_seen"])
        on_event("progress", n_seen=n_seen)
    return n_parts


def _read(batch: pa.Table, sources: Sequence[Source], reading: ReadOptions) -> Any:
    for number in batch["id"].to_pylist():
        yield from read_parts(sources[number], reading)


class _Actor(Extracting):
    """An actor that takes what is known from the object store, where all actors of a machine share it."""

    def __init__(self, job: Job, known: Any) -> None:
        super().__init__(job, ray.get(known))


def _link(job: Job, tasks: _Tasks, cluster: Cluster, on_event: Event) -> dict[str, int]:
    """Settle duplicates, then identity over all current releases; return the counts of the run."""
    (doubled,) = tasks.each(parts.find_duplicates)
    tasks.each(parts.drop_duplicates, [(part,) for part in doubled])
    tasks.each(parts.end_replaced)
    tasks.each(parts.lay_anew)
    (counts,) = tasks.each(parts.count)
    n = 1 + counts["n_entities"] // cluster.bucket
    buckets = [(bucket,) for bucket in range(n)]
    numbered = [(bucket, n) for bucket in range(n)]
    homes = tasks.kept(identity.homes, [("ORG",), ("TECH",)])
    chunks = _chunks(job, "entities", cluster.files)
    tasks.each(identity.scatter, [(f"{at:05d}", files, n, *homes) for at, files in enumerate(chunks)])
    tasks.each(identity.organisations, numbered)
    tasks.each(identity.decide, [("ORG", n)])
    tasks.each(identity.name_technologies, buckets)
    claims = tasks.kept(identity.claims)
    tasks.each(identity.technologies, [(bucket, *claims) for bucket in range(n)])
    tasks.each(identity.decide, [("TECH", n, *claims)])
    tasks.each(identity.join_offices, numbered)
    tasks.each(identity.people, buckets)
    tasks.each(identity.decide, [("PERSON", n)])
    tasks.each(parts.note_apart)
    tasks.each(parts.note_absent)
    chunks = _chunks(job, "documents", cluster.files)
    tasks.each(identity.band, [(f"{at:05d}", files, n) for at, files in enumerate(chunks)])
    tasks.each(identity.compare, buckets)
    tasks.each(identity.group_alike, [([file for files in chunks for file in files],)])
    tasks.each(identity.group_others, [(f"{at:05d}", files) for at, files in enumerate(chunks)])
    on_event("linked", n_entities=counts["n_entities"])
    return dict(counts)


def _chunks(job: Job, table: str, size: int) -> list[list[Location]]:
    """Return the files of a stored table, of this and of earlier runs, so many a task."""
    runs = [*(made.run for made in manifests(job.location)), job.pending.run]
    files = [Location(job.location.filesystem, info.path) for run in runs
             for info in folder_of(job.location, table, run).files()]  # fmt: skip
    return [files[at : at + size] for at in range(0, len(files), size)]


def _commit(job: Job, counts: dict[str, int], n_parts: int) -> None:
    named = {name: counts[name] for name in Counts._fields}
    done = job.pending._replace(finished_at=now().isoformat(), counts=named, parts=n_parts)
    manifest_at(job.location, done.run).write(json.dumps(done._asdict(), indent=1).encode())
    job.scratch.remove()
