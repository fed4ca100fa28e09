"""Identity across releases as tasks: each sees some parts, or one bucket of what they left; none sees everything.

`scatter` sends each local entity to the bucket of its block; a bucket is read in order of
blocks and linked by the very functions that the local engine uses. People wait until the
organisations of their offices have ids: they are joined by release first. What must be compared
with everything is small: keys that share an identifier, ids that two blocks claim, releases
that share a band of their sketch.
"""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pd

from presstab.batch.decide import unfit_issue
from presstab.cluster.job import Job
from presstab.corrections.decided import OfEntities
from presstab.identity import link
from presstab.identity.blocks import tell_apart
from presstab.identity.decided import Held
from presstab.identity.duplicates import bands_of
from presstab.identity.entity import Group
from presstab.rows.issues import DECIDED
from presstab.schema import GROUPS
from presstab.store.connection import Connection
from presstab.store.dataset import Dataset, connect, folder_of, parquet
from presstab.store.entities import BY_BLOCK, blocks_of
from presstab.store.location import Location
from presstab.store.tables import arrow_schema, to_batches

_CHUNK = 5_000  # rows that a task hands on at once
_RAW = "doc_id, local_id, label, name, n_mentions, facts, key"


class Buckets:
    """Where tasks of a run leave what others read, by kind and bucket."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def of(self, kind: str, bucket: int) -> list[Location]:
        """Return the files of a bucket, none where nothing fell into it."""
        folder = self._job.scratch / kind / f"bucket={bucket}"
        return [Location(folder.filesystem, info.path) for info in folder.files()]

    def scatter(self, reader: pa.RecordBatchReader, kind: str, writer: str) -> None:
        """Write rows by their column `bucket`; a writer that writes again replaces its own."""
        folder = self._job.scratch / kind
        pd.write_dataset(
            reader, folder.path, filesystem=folder.filesystem, format="parquet", partitioning=["bucket"],
            partitioning_flavor="hive", basename_template=f"{writer}-{{i}}.parquet",
            existing_data_behavior="overwrite_or_ignore", max_rows_per_group=20_000, max_partitions=10_000,
        )  # fmt: skip

    def rows_of(self, table: str, writer: str) -> Location:
        """Return the file of a stored table that a task writes whole."""
        return folder_of(self._job.location, table, self._job.pending.run) / f"{writer}.parquet"


@contextmanager
def _database(job: Job) -> Iterator[Connection]:
    with tempfile.TemporaryDirectory() as spill, connect(job.location, spill, job.memory) as database:
        yield database


def _dataset(job: Job) -> Dataset:
    return Dataset(job.location, job.pending, job.memory)


def _current(dataset: Dataset, table: str, files: Iterable[Location]) -> str:
    return f"(SELECT * FROM ({dataset.live(table, files)}) WHERE removed_by IS NULL)"


def homes(job: Job, label: str) -> dict[str, str]:
    """Return where the keys of a label go that share an identifier with another."""
    with _dataset(job) as dataset:
        return link.homes(dataset.reader.entities.local, label, job.resources.common_words)


def scatter(
    job: Job, writer: str, files: Sequence[Location], n: int, of_organisations: dict[str, str], of_terms: dict[str, str]
) -> None:
    """Send the entities of some parts to `n` buckets: by block, people by release; `of_…` are what `homes` returned."""
    places = Buckets(job)
    with _dataset(job) as dataset:
        database = dataset.reader.connection
        entities = _current(dataset, "entities", files)
        database.register("offices", _strings("doc_id", "local_id", "entity_id"))
        for label, homes_here in (("ORG", of_organisations), ("TECH", of_terms)):
            database.register("homes", pa.table({"key": pa.array(homes_here.keys(), pa.string()),
                                                 "home": pa.array(homes_here.values(), pa.string())}))  # fmt: skip
            query = f"SELECT *, (hash(block) % {n})::BIGINT AS bucket FROM ({blocks_of(entities, label)})"
            places.scatter(database.batches(query, _CHUNK), label, writer)
        query = f"SELECT {_RAW}, (hash(doc_id) % {n})::BIGINT AS bucket FROM {entities} WHERE label = 'PERSON'"
        places.scatter(database.batches(query, _CHUNK), "PERSON", writer)


def _strings(*names: str) -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in names})


def organisations(job: Job, bucket: int, n: int) -> None:
    """Link the organisations of a bucket; their ids go to the buckets of their releases too."""
    places = Buckets(job)
    files = places.of("ORG", bucket)
    if not files:
        return
    with _database(job) as database:
        held = _held(job, "ORG")
        rows = database.stream(f"SELECT * FROM {parquet(files, by_run=False)} {BY_BLOCK}")
        made = link.organisations(rows, held, job.resources)
        _write(places, made, f"org-{bucket:05d}")
        _leave(job, "ORG", bucket, held)
        _scatter_links(database, places, made, n, f"{bucket:05d}")


def _scatter_links(database: Connection, places: Buckets, made: link.Tables, n: int, writer: str) -> None:
    database.register("made_links", made["links"])
    query = f"SELECT *, (hash(doc_id) % {n})::BIGINT AS bucket FROM made_links"
    places.scatter(database.batches(query, _CHUNK), "links", writer)


def _held(job: Job, label: str) -> Held:
    """Return what keeps the groups that decisions name waiting until `decide` has those of all buckets."""
    return Held(label, job.taken.decided.of_entities(label), is_part=True)


def _leave(job: Job, label: str, bucket: int, held: Held) -> None:
    if held.groups:
        (job.scratch / f"held-{label}" / f"{bucket:05d}.pickle").write(pickle.dumps(held.groups))


def decide(job: Job, label: str, n: int, claimed: tuple[set[tuple[str, str]], list[str]] | None = None) -> None:
    """Settle the groups of a label that were held back in all buckets, as people decided.

    `claimed` is what `claims` found, of technologies.
    """
    decisions = job.taken.decided.of_entities(label)
    if not decisions.all:
        return
    folder = job.scratch / f"held-{label}"
    files = [Location(folder.filesystem, info.path) for info in folder.files()]
    held = Held(label, decisions, (group for file in files for group in pickle.loads(file.read())))
    made = link.ROWS_OF[label](held.settled())
    if claimed:
        made["technologies"] = link.with_parents(made["technologies"], pa.array(claimed[1], pa.string()))
    places = Buckets(job)
    _write(places, made, f"decided-{label}")
    issues = [unfit_issue(one.decision, one.reason, DECIDED) for one in held.unfit]
    _write(places, {"issues": pa.table(to_batches({"issues": issues})["issues"])}, f"decided-{label}")
    if label == "ORG":
        with _database(job) as database:
            _scatter_links(database, places, made, n, "decided")


def name_technologies(job: Job, bucket: int) -> None:
    """Leave under which id each technology of a bucket would go, and which parent it has."""
    ids: list[tuple[str, str]] = []

    def settle(block: str, group: Group) -> None:
        ids.append((block, group.entity_id))

    made = _technologies(job, bucket, settle, Held("TECH", OfEntities()))
    if made is not None:
        named = pa.table({"block": [block for block, _ in ids], "entity_id": [made for _, made in ids],
                          "parent_id": made["technologies"]["parent_id"]})  # fmt: skip
        (job.scratch / "named" / f"{bucket:05d}.parquet").write_table(named)


def _technologies(job: Job, bucket: int, settle: Callable[[str, Group], None], held: Held) -> link.Tables | None:
    files = Buckets(job).of("TECH", bucket)
    if not files:
        return None
    with _database(job) as database:
        rows = database.stream(f"SELECT * FROM {parquet(files, by_run=False)} {BY_BLOCK}")
        return link.technologies(rows, settle, held)


def claims(job: Job) -> tuple[set[tuple[str, str]], list[str]]:
    """Return the technologies (block, id) whose id an earlier block has taken, and parents that are technologies."""
    if not (job.scratch / "named").files():
        return set(), []
    named = parquet([job.scratch / "named" / "*.parquet"], by_run=False)
    with _database(job) as database:
        later: list[Any] = database.tuples(
            f"SELECT block, entity_id FROM {named}"
            f" WHERE entity_id IN (SELECT entity_id FROM {named} GROUP BY ALL HAVING count(*) > 1)"
            " QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY block) > 1"
        )
        parents = database.firsts(
            f"SELECT DISTINCT parent_id FROM {named} WHERE parent_id IN (SELECT entity_id FROM {named}) ORDER BY 1"
        )
    return set(later), parents


def technologies(job: Job, bucket: int, claimed: tuple[set[tuple[str, str]], list[str]]) -> None:
    """Link the technologies of a bucket; `claimed` is what `claims` found."""
    later, parents = claimed

    def settle(block: str, group: Group) -> None:
        if (block, group.entity_id) in later:
            tell_apart(group)

    held = _held(job, "TECH")
    made = _technologies(job, bucket, settle, held)
    if made is not None:
        _leave(job, "TECH", bucket, held)
        made["technologies"] = link.with_parents(made["technologies"], pa.array(parents, pa.string()))
        _write(Buckets(job), made, f"tech-{bucket:05d}")


def join_offices(job: Job, bucket: int, n: int) -> None:
    """Give the people of a bucket of releases their organisations' ids, and send them to the buckets of their names."""
    places = Buckets(job)
    people, links_here = places.of("PERSON", bucket), places.of("links", bucket)
    if not people:
        return
    with _database(job) as database:
        database.register("homes", _strings("key", "home"))
        if links_here:
            database.run(f"CREATE VIEW offices AS SELECT * FROM {parquet(links_here, by_run=False)}")
        else:
            database.register("offices", _strings("doc_id", "local_id", "entity_id"))
        query = blocks_of(parquet(people, by_run=False), "PERSON")
        query = f"SELECT *, (hash(block) % {n})::BIGINT AS bucket FROM ({query})"
        places.scatter(database.batches(query, _CHUNK), "people", f"{bucket:05d}")


def people(job: Job, bucket: int) -> None:
    """Link the people of a bucket."""
    places = Buckets(job)
    files = places.of("people", bucket)
    if files:
        with _database(job) as database:
            held = _held(job, "PERSON")
            rows = database.stream(f"SELECT * FROM {parquet(files, by_run=False)} {BY_BLOCK}")
            made = link.people(rows, held, job.resources.name_shares)
            _leave(job, "PERSON", bucket, held)
        _write(places, made, f"per-{bucket:05d}")


def _write(places: Buckets, made: Mapping[str, pa.Table], writer: str) -> None:
    for table, rows in made.items():
        places.rows_of(table, writer).write_table(rows)


def band(job: Job, writer: str, files: Sequence[Location], n: int) -> None:
    """Send the bands of the sketches of some parts' releases, and their whole texts, to `n` buckets."""
    with _dataset(job) as dataset:
        query = f"SELECT doc_id, text_sha256, sketch FROM {_current(dataset, 'documents', files)}"
        bands = [(band, row["doc_id"]) for row in dataset.reader.connection.stream(query)
                 for band in bands_of(row["text_sha256"], row["sketch"])]  # fmt: skip
        dataset.reader.connection.register("made_bands", pa.table({
            "band": pa.array([band for band, _ in bands], pa.int64()),
            "doc_id": pa.array([doc_id for _, doc_id in bands], pa.string()),
        }))  # fmt: skip
        query = f"SELECT *, ((band % {n} + {n}) % {n})::BIGINT AS bucket FROM made_bands"
        Buckets(job).scatter(dataset.reader.connection.batches(query, _CHUNK), "bands", writer)


def compare(job: Job, bucket: int) -> None:
    """Leave the releases that share a band of the bucket with another."""
    files = Buckets(job).of("bands", bucket)
    alike = _strings("doc_id")
    if files:
        bands = parquet(files, by_run=False)
        query = (f"SELECT DISTINCT doc_id FROM {bands} SEMI JOIN (SELECT band FROM {bands} GROUP BY band"
                 " HAVING count(DISTINCT doc_id) > 1) USING (band)")  # fmt: skip
        with _database(job) as database:
            alike = database.batches(query, _CHUNK).read_all()
    (job.scratch / "alike" / f"{bucket:05d}.parquet").write_table(alike)


def group_alike(job: Job, files: Sequence[Location]) -> None:
    """Group the releases that share a band with another."""
    with _dataset(job) as dataset:
        alike = parquet([job.scratch / "alike" / "*.parquet"], by_run=False)
        query = (f"SELECT doc_id, text_sha256, sketch FROM {_current(dataset, 'documents', files)}"
                 f" WHERE doc_id IN (SELECT doc_id FROM {alike}) ORDER BY doc_id")  # fmt: skip
        made = link.groups(dataset.reader.connection.stream(query))
    Buckets(job).rows_of("groups", "alike").write_table(made)


def group_others(job: Job, writer: str, files: Sequence[Location]) -> None:
    """Make each release of some parts a group of its own that shares no band with another."""
    with _dataset(job) as dataset:
        alike = parquet([job.scratch / "alike" / "*.parquet"], by_run=False)
        releases = _current(dataset, "documents", files)
        query = (f"SELECT doc_id, 'g_' || left(text_sha256, 16) AS group_id, true AS is_primary FROM {releases}"
                 f" WHERE doc_id NOT IN (SELECT doc_id FROM {alike})")  # fmt: skip
        made = dataset.reader.connection.batches(query, _CHUNK).read_all().cast(arrow_schema(GROUPS.columns))
    Buckets(job).rows_of("groups", writer).write_table(made)
