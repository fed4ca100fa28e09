"""A table is said once: one that is added to a copy of the specification appears wherever tables do."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from presstab import schema
from presstab.check.tables import check_store
from presstab.diff.compare import compare
from presstab.diff.states import of_folders, of_runs
from presstab.explore.metadata import metadata
from presstab.export.formats import Wanted, export, tables_named
from presstab.export.tables import update_tables
from presstab.schema import SCHEMA, Browsed, Column, Kept, Reference, Schema, Table, describe
from presstab.store import database
from presstab.store.dataset import Dataset, Manifest, arrow_of, columns_of, folder_of, manifest_at, written_of
from presstab.store.location import Location
from presstab.store.releases import ReleaseState
from presstab.store.runs import Counts
from presstab.store.store import Store
from presstab.store.tables import arrow_schema, create_table, to_batches
from presstab.store.view import View

ROOT = Path(__file__).parent.parent
NOW = dt.datetime(2025, 6, 1)
_DOC = schema.DOCUMENTS.columns[0]
_ID = Column("award_id", "string", "a_ and a number.", "a_1")
_PRIZE = Column("prize", "string", "Name of the prize.", "Golden Gear")
AWARDS = Table(
    "awards",
    "One row a prize that a release tells of.",
    (_ID, _DOC, _PRIZE, Column("sum", "number", "What it is worth.", "100", nullable=True)),
    ("award_id",),
    ("doc_id", "award_id"),
    (Reference("doc_id", "documents", "doc_id"),),
    kept=Kept("doc_id", "SELECT a.* FROM all_awards a SEMI JOIN live_documents USING (doc_id)", also=("judge",)),
    compared=("award_id", "doc_id", "prize"),
    nested="awards",
    id_form="a_[0-9]+",
    browsed=Browsed(("prize",)),
)
PRIZES = Table(
    "prizes",
    "One row a prize.",
    (_PRIZE, Column("n_documents", "integer", "Releases that tell of it.", "2")),
    ("prize",),
    ("prize",),
    query="SELECT prize, count(DISTINCT doc_id) AS n_documents FROM live_awards GROUP BY prize",
)
MORE = SCHEMA.with_tables(AWARDS, PRIZES)
_RELEASE = {"source": "s", "published_from": "none", "language": "en", "n_words": 1, "status": "ok"}
_AWARD = {"award_id": "a_1", "doc_id": "old", "prize": "Golden Gear", "sum": 100.0, "judge": "nobody shows it"}


def _rows(*awards: dict[str, object]) -> dict[str, list[dict[str, object]]]:
    days = {"old": dt.date(2024, 1, 1), "new": dt.date(2025, 1, 1)}
    releases = [_RELEASE | {"doc_id": d, "text_sha256": d, "published_on": day} for d, day in days.items()]
    return {"documents": releases, "awards": list(awards)}


_GROUPS = {"groups": [{"doc_id": d, "group_id": f"g_{d}", "is_primary": True} for d in ("old", "new")]}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Yield a store with the further tables, and two runs: in the second the prize goes by another name."""
    stored = MORE.stored["awards"]
    steps = (*database.migrations(), create_table(stored))
    monkeypatch.setattr(database, "migrations", lambda: steps)
    states = {doc_id: ReleaseState(doc_id, "r", "c", "i") for doc_id in ("old", "new")}
    second = {"award_id": "a_2", "doc_id": "new", "prize": "Silver Cog"}
    with Store(tmp_path / "out", schema=MORE) as made:
        for awards in ((_AWARD,), (_AWARD | {"prize": "Golden Wheel"}, second)):
            run = made.begin_run("0", {"code": ("sha", "")}, NOW)
            texts = {doc_id: doc_id for doc_id in states}
            made.commit(run, to_batches(_rows(*awards), MORE), states, texts, (), states if run > 1 else ())
            made.commit_links(run, to_batches(_GROUPS, MORE))
            made.finish_run(run, Counts(2, 2), NOW)
        yield made


def test_the_specification_is_whole() -> None:
    for table in SCHEMA.listed:
        names = set(table.names)
        assert {*table.key, *table.sort, *table.compared, *(table.words or ()), *table.browsed.facets} <= names
        assert {ref.table for ref in table.references} <= SCHEMA.tables.keys()
        assert table.compared[:1] in {(), table.key}
        assert table.kept or table.query, table.name
    assert set(SCHEMA.narrowed) - {"counts"} == set(SCHEMA.stored)


def test_an_added_table_is_in_every_format(store: Store, tmp_path: Path) -> None:
    wanted = Wanted(tables=MORE.listed)
    for form in ("csv", "parquet", "sqlite", "duckdb", "xlsx", "jsonl"):
        export(store.reader, tmp_path / form, form, wanted)
    rows = [("a_2", "new", "Silver Cog", None), ("a_1", "old", "Golden Wheel", 100.0)]
    with (tmp_path / "csv" / "awards.csv").open(encoding="utf-8") as file:
        assert [row["prize"] for row in csv.DictReader(file)] == ["Silver Cog", "Golden Wheel"]
    described = json.loads((tmp_path / "csv" / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in described["resources"]][-2:] == ["awards", "prizes"]
    assert [tuple(r.values()) for r in pq.read_table(tmp_path / "parquet" / "awards.parquet").to_pylist()] == rows
    with sqlite3.connect(tmp_path / "sqlite" / "presstab.sqlite") as lite:
        assert lite.execute("SELECT * FROM awards").fetchall() == rows
        assert lite.execute("SELECT * FROM prizes").fetchall() == [("Golden Wheel", 1), ("Silver Cog", 1)]
    lite.close()
    with duckdb.connect(str(tmp_path / "duckdb" / "presstab.duckdb")) as found:
        assert found.execute("SELECT * FROM awards").fetchall() == rows
    sheet = openpyxl.load_workbook(tmp_path / "xlsx" / "tables.xlsx")["awards"]
    assert [tuple(row) for row in sheet.iter_rows(values_only=True)][1:] == rows
    lines = (tmp_path / "jsonl" / "releases.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["awards"][0]["prize"] for line in lines] == ["Silver Cog", "Golden Wheel"]


def test_an_added_table_is_described_and_can_be_chosen() -> None:
    assert "| award_id* | string | a_ and a number. | a_1 |" in describe(MORE.listed, markdown=True)
    assert tables_named(["awards"], MORE) == (AWARDS,)
    assert metadata(MORE.listed, (), ())["databases"]["presstab"]["tables"]["awards"]["facets"] == ["prize"]


def test_an_added_table_is_narrowed(store: Store) -> None:
    view = View(since=dt.date(2024, 6, 1))
    assert store.reader.tables.read(AWARDS, view).read_all()["award_id"].to_pylist() == ["a_2"]
    assert store.reader.tables.read(PRIZES, view).read_all()["prize"].to_pylist() == ["Silver Cog"]


def test_an_added_table_is_compared(store: Store, tmp_path: Path) -> None:
    seen = {
        ("awards", "a_1", "prize", "changed", "Golden Gear", "Golden Wheel"),
        ("awards", "a_2", "", "added", None, "new"),
    }
    assert {change[:6] for change in compare(of_runs(store.reader, 1, 2))} == seen
    for run, name in ((1, "old"), (2, "new")):
        export(store.reader, tmp_path / name, wanted=Wanted(View(run), MORE.listed))
    with of_folders(tmp_path / "old", tmp_path / "new", MORE) as states:
        assert {change[:6] for change in compare(states)} == seen


def test_an_added_table_is_checked(store: Store, tmp_path: Path) -> None:
    update_tables(store, tmp_path / "out")
    assert check_store(store.reader) == []
    store.reader.connection.run("UPDATE awards SET doc_id = 'gone', award_id = 'b' WHERE award_id = 'a_2'")
    found = {(finding.table, finding.message) for finding in check_store(store.reader)}
    assert found == {("awards", "doc_id names no row of documents"), ("awards", "id is malformed")}


def test_an_added_table_is_erased_with_its_release(store: Store) -> None:
    store.erase(["new"], [])
    assert store.reader.connection.firsts("SELECT DISTINCT award_id FROM awards") == ["a_1"]


def _write(location: Location, run: int, known: Schema, rows: dict[str, list[dict[str, object]]], told: bool) -> None:
    """Write a run of a cluster as a version that knows some tables made it, its manifest saying which or not."""
    for name in written_of(known):
        made = pa.Table.from_pylist(rows.get(name, []), schema=arrow_of(name, known))
        (folder_of(location, name, run) / "part-0.parquet").write_table(made)
    form, columns = (3, columns_of(known)) if told else (2, None)
    made_of = Manifest(run, "0", NOW.isoformat(), NOW.isoformat(), {}, {}, 1, form, columns)
    content = {name: value for name, value in made_of._asdict().items() if told or name != "tables"}
    manifest_at(location, run).write(json.dumps(content).encode())


@pytest.mark.parametrize("told", [True, False])
def test_a_dataset_from_before_a_table_and_a_column_were_added_still_reads(tmp_path: Path, told: bool) -> None:
    location = Location.parse(str(tmp_path / "tables"))
    _write(location, 1, SCHEMA, _rows() | _GROUPS, told)
    with Dataset(location, schema=MORE) as before:
        assert before.reader.tables.read(AWARDS).read_all().num_rows == 0
        assert before.reader.tables.count(schema.DOCUMENTS) == 2
    bare = SCHEMA.with_tables(Table(
        "awards", AWARDS.description, AWARDS.columns[:3], AWARDS.key, AWARDS.sort, kept=Kept("doc_id", AWARDS.kept.narrowed if AWARDS.kept else ""),
    ))  # fmt: skip
    only = {name: value for name, value in _AWARD.items() if name in {"award_id", "doc_id", "prize"}}
    _write(location, 2, bare, {"awards": [only]} | _GROUPS, told)
    _write(location, 3, MORE, {"awards": [_AWARD | {"award_id": "a_2", "doc_id": "new"}]} | _GROUPS, told=True)
    with Dataset(location, schema=MORE) as after:
        rows = after.reader.tables.read(AWARDS).read_all().to_pylist()
        assert [(row["award_id"], row["sum"]) for row in rows] == [("a_2", 100.0), ("a_1", None)]


def test_stored_columns_and_arrow_agree() -> None:
    for stored in MORE.stored.values():
        assert tuple(arrow_schema(stored.columns).names) == stored.names


def test_nothing_outside_the_store_calls_duckdb() -> None:
    package = ROOT / "pipeline" / "presstab"
    outside = [path for path in package.rglob("*.py") if path.parent.name != "store"]
    assert len(outside) > 200
    for path in outside:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            assert "duckdb" not in [*names, getattr(node, "module", None)], path
            assert not (isinstance(node, ast.Attribute) and node.attr == "_db"), path  # what a connection wraps
