from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from presstab import schema
from presstab.errors import StoreError
from presstab.store import database as database_module
from presstab.store.facts import Facts
from presstab.store.finished import open_finished
from presstab.store.opening import memory_for
from presstab.store.reader import Reader
from presstab.store.releases import ReleaseState
from presstab.store.runs import Counts
from presstab.store.store import Store
from presstab.store.tables import DUCKDB_TYPES, to_batches
from presstab.store.view import View

NOW = dt.datetime(2024, 1, 1)
STATE = ReleaseState("o", "r", "t", "i")


def _definition(term: str) -> dict[str, Any]:
    return {"doc_id": "d", "term": term, "start": 0, "end": 1, "local_id": "org:a"}


def _commit(store: Store, *terms: str) -> int:
    run = store.begin_run("0", {"code": ("sha", "content")}, NOW)
    rows = to_batches({"definitions": [_definition(t) for t in terms]})
    store.commit(run, rows, {"d": STATE}, {"t": "text"}, ["doc:d"], ["d"])
    store.commit_links(run, to_batches({"links": [{"doc_id": "d", "local_id": "org:a", "entity_id": "org_a"}]}))
    return run


def test_rows_keep_the_run_that_added_and_removed_them(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        first = _commit(store, "Company", "Group")
        second = _commit(store, "Company", "Bank")
        terms = [
            [r["term"] for r in store.reader.tables.read(schema.DEFINITIONS, View(run)).read_all().to_pylist()]
            for run in (first, second)
        ]
    assert terms == [["Company", "Group"], ["Bank", "Company"]]
    history = duckdb.connect(str(tmp_path / ".store" / "store.duckdb"), read_only=True)
    rows = history.execute("SELECT term, added_by, removed_by FROM definitions ORDER BY term").fetchall()
    assert rows == [("Bank", 2, None), ("Company", 1, None), ("Group", 1, 2)]


def test_migrations_make_exactly_the_tables_that_the_code_reads(tmp_path: Path) -> None:
    Store(tmp_path).__exit__(None, None, None)
    database = duckdb.connect(str(tmp_path / ".store" / "store.duckdb"), read_only=True)
    for stored in schema.SCHEMA.stored.values():
        columns = {(r[0], r[1]) for r in database.execute(f"DESCRIBE {stored.name}").fetchall()}
        wanted = {(c.name, DUCKDB_TYPES[c.type]) for c in stored.columns}
        assert columns == wanted | {("added_by", "BIGINT"), ("removed_by", "BIGINT")}, stored.name


def test_older_store_is_migrated_with_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path) as store:
        _commit(store, "Company")
    further = (*database_module.migrations(), "CREATE TABLE added_later (x INTEGER);")
    monkeypatch.setattr(database_module, "migrations", lambda: further)
    with Store(tmp_path) as store:
        assert store.reader.tables.read(schema.DEFINITIONS).read_all().num_rows == 1
    monkeypatch.undo()
    with pytest.raises(StoreError, match="newer presstab"):
        Store(tmp_path)


def test_damaged_or_unwritable_store_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / ".store").mkdir()
    (tmp_path / ".store" / "store.duckdb").write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreError, match="cannot open"):
        Store(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot open"):
        Store(tmp_path / "file")
    with pytest.raises(StoreError, match="no store here"):
        Store(tmp_path / "empty", create=False)


def test_failed_transaction_leaves_no_rows(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = store.begin_run("0", {}, NOW)
        with pytest.raises(duckdb.Error):
            store.commit(run, {"definitions": pa.table({"doc_id": ["d"]})}, {"d": STATE}, {}, [], ["d"])
        assert store.reader.releases.states() == {}


@pytest.mark.parametrize(
    "facts",
    [
        Facts("acme"),
        Facts("acme", {"Acme": 2, "AC": 1}, ("AC",), dt.date(2024, 1, 2), kind="company", tickers=(("AC", "XNYS"),),
              identifiers=(("lei", "5493", ""),), issuer="org:acme"),
    ],
)  # fmt: skip
def test_facts_are_read_as_they_were_written(facts: Facts) -> None:
    assert Facts.decode(facts.encode()) == facts


def test_facts_of_an_earlier_version_are_read() -> None:
    written = (
        '{"key": "doe", "forms": {"Doe": 1}, "acronyms": [], "published_on": null, "given_name": "", "bodies": ["o"]}'
    )
    assert Facts.decode(written) == Facts("doe", {"Doe": 1}, organisations=("o",))


def test_queries_over_a_whole_store_have_twice_its_size_in_memory(tmp_path: Path) -> None:
    """16,800 releases are 200 MB; beside the workers' 160 MB their `document_entities` and `co_mentions` failed."""
    small, large = tmp_path / "small", tmp_path / "large"
    small.touch()
    with large.open("wb") as file:
        file.truncate(300_000_000)
    assert [memory_for(small), memory_for(large), memory_for(tmp_path / "none")] == [500, 600, 500]


def test_tables_are_written_with_more_memory_than_is_left_beside_workers(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        run = _commit(store, "Company")
        beside_workers = _memory(store.reader)
        store.finish_run(run, Counts(), NOW)
        store.publish()
        assert beside_workers < _memory(store.reader)
        with open_finished(tmp_path) as finished:
            assert _memory(finished) == _memory(store.reader)


def _memory(store: Reader) -> float:
    """Return the MiB that a store's database may hold."""
    return float(store.connection.firsts("SELECT current_setting('memory_limit')")[0].removesuffix(" MiB"))
