"""What is done to the parts of a run between extraction and identity."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from presstab.batch.decide import LaidAnew, absent_issues, laid_anew, unfit_issue
from presstab.cluster.actor import CHANGED, NEW, UNCHANGED, KnownRelease
from presstab.cluster.job import Job
from presstab.corpus.read import duplicate
from presstab.identity.link import told_apart
from presstab.rows.issues import DECIDED, issue_row, release_scope
from presstab.schema import APART, ISSUES, RUNS, SCHEMA
from presstab.store.dataset import ENDED, Dataset, connect, folder_of, manifests, parquet, parts_of
from presstab.store.extracted import Row, kept_table
from presstab.store.location import Location
from presstab.store.reader import Reader
from presstab.store.tables import to_batches

_DUPLICATES = "duplicates.parquet"
_LAID = "laid-"  # begins the names of files


def known(job: Job) -> KnownRelease:
    """Return what earlier runs extracted; nothing where there was none."""
    numbers = [np.zeros(0, np.int64), np.zeros(0, np.int64)]
    if not manifests(job.location):
        return KnownRelease(*numbers)
    with Dataset(job.location, memory=job.memory).reader as reader:
        dataset = reader.connection
        for at, column in enumerate(("doc_digest", "state_digest")):
            # Of a release that changed, only what it is now: it may go back to what it was.
            latest = (
                f"SELECT arg_max({column}, run) AS number FROM states WHERE fate <> '{UNCHANGED}' GROUP BY doc_digest"
            )
            numbers[at] = dataset.table(f"SELECT number FROM ({latest}) ORDER BY 1")["number"].to_numpy()
    return KnownRelease(*numbers)


def find_duplicates(job: Job) -> list[str]:
    """Leave the releases whose ids stand in an earlier part too; return the parts that hold such."""
    states = folder_of(job.location, "states", job.pending.run) / "*.parquet"
    twice = f"(SELECT doc_digest FROM {parquet([states])} GROUP BY 1 HAVING count(*) > 1)"
    named = f"read_parquet({states.url()}, filename = true, hive_partitioning = false)"
    query = (
        f"SELECT doc_id, origin, first_value(origin) OVER inorder AS first, parse_filename(filename, true) AS part"
        f" FROM {named} WHERE doc_digest IN {twice} WINDOW inorder AS (PARTITION BY doc_id ORDER BY filename)"
        " QUALIFY row_number() OVER inorder > 1"
    )
    with tempfile.TemporaryDirectory() as spill, connect(job.location, spill, job.memory) as database:
        found = database.table(query)
    if found.num_rows:
        (job.scratch / _DUPLICATES).write_table(found)
    return sorted(set(found["part"].to_pylist()))


def drop_duplicates(job: Job, part: str) -> None:
    """Take the releases out of a part whose ids stand in an earlier one; an issue names both."""
    found = (job.scratch / _DUPLICATES).read_table()
    found = found.filter(pc.equal(found["part"], part))
    issues = [duplicate(row["doc_id"], row["origin"], row["first"]) for row in found.to_pylist()]
    scopes = pa.array(map(release_scope, found["doc_id"].to_pylist()), pa.string())
    for table in parts_of():
        at = folder_of(job.location, table, job.pending.run) / f"{part}.parquet"
        rows = at.read_table()
        if table == "issues":
            made = to_batches({"issues": [issue_row(issue, f"in:{issue.origin}") for issue in issues]})["issues"]
            kept = rows.filter(pc.invert(pc.is_in(rows["scope"], scopes)))
            rows = pa.concat_tables([kept, pa.Table.from_batches([made])])
        else:
            rows = rows.filter(pc.invert(pc.is_in(rows["doc_id"], found["doc_id"].combine_chunks())))
        at.write_table(rows)


def end_replaced(job: Job) -> None:
    """Note which earlier rows end with this run: of releases that it extracted again, of inputs that it read again."""
    run = job.pending.run
    at = folder_of(job.location, "ended", run) / "all.parquet"
    at.remove()  # tried again, it must not see what it wrote
    with Dataset(job.location, job.pending, job.memory) as dataset:
        rows = dataset.reader.connection.table(
            f"SELECT 'doc:' || doc_id AS scope, max(e.run) AS added_by FROM states e SEMI JOIN (SELECT doc_id FROM"
            f" states WHERE run = {run} AND fate = '{CHANGED}') USING (doc_id) WHERE e.run < {run} AND"
            f" e.fate <> '{UNCHANGED}' GROUP BY doc_id UNION ALL"
            f" SELECT DISTINCT scope, added_by FROM issues i WHERE removed_by IS NULL AND added_by < {run} AND"
            f" (scope IN (SELECT 'in:' || origin FROM states WHERE run = {run})"
            f" OR starts_with(scope, '{DECIDED}')"  # each run says anew which decisions do not fit
            f" OR scope IN (SELECT scope FROM issues WHERE added_by = {run} AND starts_with(scope, 'in:')))"
        )
    at.write_table(rows.cast(ENDED))


def lay_anew(job: Job) -> None:
    """Lay decisions over the releases that this run did not extract, where others lay over them, or none.

    Some releases at a time, each time in files of their own.
    """
    _remove_laid(job)
    with Dataset(job.location, job.pending, job.memory) as dataset:
        reader, decided = dataset.reader, job.taken.decided
        parts = laid_anew(reader, decided, _added_by(reader, decided.of_releases), job.resources)
        for number, made in enumerate(parts):
            _write_laid(job, number, made, _issues_of(reader, made.doc_ids), _added_by(reader, made.doc_ids))


def _remove_laid(job: Job) -> None:
    """Delete what laying anew wrote in this run: tried again, it must not see that."""
    for table in (*parts_of(), "ended"):
        for info in folder_of(job.location, table, job.pending.run).files():
            if info.base_name.startswith(_LAID):
                Location(job.location.filesystem, info.path).remove()


def _added_by(reader: Reader, doc_ids: Iterable[str]) -> dict[str, int]:
    """Return the current ones of some releases, each with the run that made its rows."""
    query = "SELECT doc_id, added_by FROM documents WHERE removed_by IS NULL AND list_contains($docs, doc_id)"
    found: Any = reader.connection.tuples(query, {"docs": sorted(doc_ids)})
    return dict(found)


def _issues_of(reader: Reader, docs: list[str]) -> list[Row]:
    """Return what extraction said of some releases: it is said of their new rows too."""
    names = ", ".join(SCHEMA.stored[ISSUES.name].names)
    query = (
        f"SELECT {names} FROM issues WHERE removed_by IS NULL AND code <> 'correction_unfit'"
        " AND list_contains($scopes, scope)"
    )
    return reader.connection.rows(query, {"scopes": list(map(release_scope, docs))})


def _write_laid(job: Job, number: int, made: LaidAnew, issues: list[Row], added_by: Mapping[str, int]) -> None:
    unfit = [unfit_issue(one.decision, one.reason, release_scope(one.decision.doc_id)) for one in made.unfit]
    rows = to_batches({**made.rows, ISSUES.name: [*issues, *unfit]})
    tables = {name: pa.Table.from_batches([batch]) for name, batch in rows.items()}
    ended = [{"scope": release_scope(doc_id), "added_by": run} for doc_id, run in added_by.items()]
    tables |= {"extracted": kept_table(made.kept), "ended": pa.Table.from_pylist(ended, schema=ENDED)}
    for table, whole in tables.items():
        at = folder_of(job.location, table, job.pending.run) / f"{_LAID}{number:05d}.parquet"
        at.write_table(whole)


def note_apart(job: Job) -> None:
    """Note which entities people told apart."""
    (folder_of(job.location, APART.name, job.pending.run) / "decided.parquet").write_table(
        told_apart(job.taken.decided)
    )


def note_absent(job: Job) -> None:
    """Note the decisions about releases that no run extracted."""
    decided = job.taken.decided
    with Dataset(job.location, job.pending, job.memory).reader as reader:
        known = _added_by(reader, decided.of_releases)
    issues = absent_issues(decided, decided.of_releases.keys() - known.keys())
    made = pa.table(to_batches({"issues": issues})["issues"])
    (folder_of(job.location, "issues", job.pending.run) / "decided.parquet").write_table(made)


def count(job: Job) -> dict[str, int]:
    """Return the counts of the run, and the number of all current local entities as `n_entities`."""
    run = job.pending.run
    with Dataset(job.location, job.pending, job.memory) as dataset:
        query = (
            f"SELECT count(*), count_if(fate = '{NEW}'), count_if(fate = '{CHANGED}'), count_if(fate = '{UNCHANGED}'),"
            f" (SELECT count(*) FROM documents SEMI JOIN (SELECT doc_id FROM states WHERE run = {run}) USING (doc_id)"
            f" WHERE added_by = {run} AND status = 'failed'),"
            f" (SELECT count(*) FROM entities WHERE removed_by IS NULL) FROM states WHERE run = {run}"
        )
        row = dataset.reader.connection.one(query) or ()
    return dict(zip([*RUNS.names[-5:], "n_entities"], row, strict=True))
