"""Tables of cluster runs that an earlier version made, read by this one."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from presstab import schema
from presstab.store.dataset import ENDED, STATES, TEXTS, Dataset, folder_of, manifest_at
from presstab.store.location import Location
from presstab.store.tables import arrow_schema

_ROLE = {"doc_id": "d", "person": "Jane Doe", "title": "chair", "action": "holds", "mention_id": "m_1",
         "title_start": 0, "title_end": 5, "sentence": "s", "person_local": "p1"}  # fmt: skip
_ROWS = {
    "documents": [{"doc_id": "d", "source": "s", "published_from": "none", "language": "en", "n_words": 1,
                   "text_sha256": "x", "status": "ok"}],
    "links": [{"doc_id": "d", "local_id": "p1", "entity_id": "per_jane-doe"}],
    "roles": [_ROLE],
}  # fmt: skip


def _write_run(location: Location, run: int, version: int) -> None:
    """Write a run as a version of the format made it: the first knew neither quotations nor when offices begin."""
    for name, stored in schema.SCHEMA.stored.items():
        if version == 1 and name in {"quotations", "relations"}:
            continue
        made = pa.Table.from_pylist(_ROWS.get(name, []) if run == 1 else [], schema=arrow_schema(stored.columns))
        if version == 1 and name == "roles":
            made = made.drop_columns(["effective", "found_by", "score"])
        _write(location, name, run, made)
    for name, columns in (("states", STATES), ("texts", TEXTS), ("ended", ENDED)):
        _write(location, name, run, columns.empty_table())
    manifest = {"run": run, "version": "0", "started_at": "2025-01-01T00:00:00", "finished_at": "2025-01-01T00:00:00",
                "counts": {}, "inputs": {}, "parts": 1, "format": version}  # fmt: skip
    (location / "runs").make_folder()
    manifest_at(location, run).write(json.dumps(manifest).encode())


def _write(location: Location, name: str, run: int, table: pa.Table) -> None:
    folder = folder_of(location, name, run)
    folder.make_folder()
    (folder / "part-0.parquet").write_table(table)


@pytest.mark.parametrize("versions", [(1,), (1, 2)])
def test_runs_of_an_older_format_are_read_beside_new_ones(tmp_path: Path, versions: tuple[int, ...]) -> None:
    location = Location.parse(str(tmp_path / "tables"))
    for run, version in enumerate(versions, 1):
        _write_run(location, run, version)
    with Dataset(location) as dataset:
        found = dataset.reader.connection.tuples("SELECT person, effective, found_by, added_by FROM roles")
        assert found == [("Jane Doe", None, None, 1)]
        assert dataset.reader.tables.read(schema.QUOTATIONS).read_all().num_rows == 0
        assert dataset.reader.tables.read(schema.RELATIONS).read_all().num_rows == 0
