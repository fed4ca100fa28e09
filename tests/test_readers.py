"""Readers see the last finished run, whatever is going on or went wrong; a store's damage is told apart and told."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.check.tables import check_files, check_store
from presstab.cli import app
from presstab.cli.app import open_finished
from presstab.corpus.records import read_records
from presstab.diff.states import of_folders, of_runs
from presstab.errors import BusyError, InputError, StoreError
from presstab.export.formats import export
from presstab.export.tables import replaced, settle, to_frames, update_tables
from presstab.schema import RUNS
from presstab.store import finished
from presstab.store.files import PREFIX, remove_leftovers, temporary
from presstab.store.finished import finished_name, unfinished_runs
from presstab.store.lock import Lock, holder
from presstab.store.opening import open_database
from presstab.store.runs import Counts
from presstab.store.store import Store
from typer.testing import CliRunner

from tests.conftest import ROOT

NOW = dt.datetime(2024, 1, 1)
NAMES = ("Acme", "Bolt", "Cove", "Dart")


def _records(number: int) -> Any:
    return read_records([{"id": name, "text": f"{name} Corp. grew in 2024."} for name in NAMES[:number]])


def _extract(out: Path, nlp: Any, number: int) -> None:
    with Store(out) as store:
        extract_into(store, _records(number), nlp=nlp)
        update_tables(store, out)


def _cut_off(out: Path, nlp: Any, number: int) -> None:
    """Leave a run that committed all but one of its releases, one at a time, and then was cut off."""

    def items() -> Iterator[Any]:
        yield from _records(number)
        raise KeyboardInterrupt

    with Store(out) as store, pytest.raises(KeyboardInterrupt):
        extract_into(store, items(), Options(commit_size=1), nlp=nlp)


def _presstab(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*arguments])
    return done.exit_code if done.exception is None or done.exit_code != 1 else -1, done.output


def _ids(store: Any) -> list[str]:
    return list(to_frames(store)["documents"]["doc_id"])


def test_readers_see_the_last_finished_run_until_the_next_has_finished(tmp_path: Path, nlp: Any) -> None:
    out = tmp_path / "out"
    _extract(out, nlp, 1)
    _cut_off(out, nlp, 3)
    with open_finished(out, tmp_path) as store:
        assert _ids(store) == ["Acme"]
        assert check_store(store) == []
        assert list(check_files(store, out)) == []
        export(store, tmp_path / "to")
        with pytest.raises(InputError, match="no such finished run"):
            of_runs(store, 1, 2)
    with Store(out) as store:
        counts = extract_into(store, _records(3), nlp=nlp)
        update_tables(store, out)
    assert (counts.n_new, counts.n_unchanged) == (0, 3)
    with open_finished(out) as store:
        assert _ids(store) == ["Acme", "Bolt", "Cove"]
        assert store.runs.finished() == [1, 3]


def test_a_run_that_was_cut_off_says_so_with_what_it_committed(tmp_path: Path, nlp: Any) -> None:
    _extract(tmp_path, nlp, 1)
    _cut_off(tmp_path, nlp, 3)
    (told,) = unfinished_runs(tmp_path)
    assert {name: told[name] for name in ("run_id", "finished_at", "n_seen", "n_new", "n_unchanged")} == {
        "run_id": "run_000002", "finished_at": "cut off", "n_seen": 3, "n_new": 2, "n_unchanged": 1,
    }  # fmt: skip
    code, shown = _presstab("runs", "--out", str(tmp_path))
    assert code == 0
    assert "cut off" in shown
    with Store(tmp_path):
        assert unfinished_runs(tmp_path)[-1]["finished_at"] == "going on"
    _extract(tmp_path, nlp, 3)
    with open_finished(tmp_path) as store:
        rows = store.tables.read(RUNS).read_all().to_pylist()
    assert [(row["finished_at"] is None, row["n_new"]) for row in rows] == [(False, 1), (True, 2), (False, 0)]
    assert unfinished_runs(tmp_path) == []


def test_before_the_first_run_has_finished_there_is_nothing_to_read(tmp_path: Path, nlp: Any) -> None:
    _cut_off(tmp_path, nlp, 2)
    for command in ("check", "report", "diff"):
        code, _ = _presstab(command, "--out", str(tmp_path))
        assert code != 0, command
    with pytest.raises(StoreError, match="was cut off: run the same"):
        open_finished(tmp_path)
    assert _presstab("runs", "--out", str(tmp_path))[0] == 0
    with Store(tmp_path), pytest.raises(StoreError, match=f"one is going on .PID {os.getpid()}"):
        open_finished(tmp_path)


def test_every_reading_command_works_while_another_process_writes(tmp_path: Path, nlp: Any) -> None:
    out = tmp_path / "out"
    _extract(out, nlp, 1)
    _extract(out, nlp, 2)
    to = str(tmp_path / "to")
    commands = (
        ["runs"], ["diff"], ["check"], ["export", "--to", to], ["export", "--to", to, "--format", "jsonl"],
        ["export", "--to", to, "--format", "duckdb"], ["report", "--to", str(tmp_path / "r.html")],
        ["explain", "Acme:0-4"],
    )  # fmt: skip
    with Store(out) as store:
        store.begin_run("0", {}, NOW)
        for command in commands:
            code, shown = _presstab(*command, "--out", str(out))
            assert code == 0, (command, shown)


def test_what_a_kill_left_between_a_runs_end_and_its_readers_is_done_by_the_next_reader(
    tmp_path: Path, nlp: Any
) -> None:
    _extract(tmp_path, nlp, 1)
    with Store(tmp_path) as store:
        extract_into(store, _records(2), nlp=nlp)  # and no update_tables
    with finished.open_finished(tmp_path) as store:
        assert _ids(store) == ["Acme"]
    with open_finished(tmp_path) as store:
        assert _ids(store) == ["Acme", "Bolt"]
        assert list(check_files(store, tmp_path)) == []
    assert (tmp_path / "documents.csv").read_text().count("\n") == 3


def test_a_run_that_ends_while_files_are_compared_is_no_finding(tmp_path: Path, nlp: Any) -> None:
    _extract(tmp_path, nlp, 1)
    with open_finished(tmp_path) as store:
        copy = store.tables.copy_csv

        def copy_late(*given: Any) -> None:
            store.tables.copy_csv = copy
            _extract(tmp_path, nlp, 2)
            copy(*given)

        store.tables.copy_csv = copy_late
        assert list(check_files(store, tmp_path)) == []
        (tmp_path / "documents.csv").write_text("changed")
    with open_finished(tmp_path) as store:
        assert [finding.table for finding in check_files(store, tmp_path)] == ["documents.csv"]


def test_tables_of_another_store_are_written_anew(tmp_path: Path, nlp: Any) -> None:
    _extract(tmp_path, nlp, 2)
    for path in (tmp_path / ".store").iterdir():
        path.unlink()
    _extract(tmp_path, nlp, 1)
    assert (tmp_path / "documents.csv").read_text().count("\n") == 2


def test_prune_keeps_finished_runs_and_its_advice_names_an_option_that_it_has(tmp_path: Path, nlp: Any) -> None:
    for number in (1, 2):
        _extract(tmp_path, nlp, number)
    _cut_off(tmp_path, nlp, 4)
    with Store(tmp_path) as store:
        assert store.prune(1) == 1
        assert store.reader.runs.finished() == [2]
        with pytest.raises(BusyError, match="--wait waits"):
            Store(tmp_path)
    for command in (["extract", "x"], ["forget", "x"], ["prune", "--keep", "1"]):
        assert "--wait" in _presstab(command[0], "--help")[1], command


def test_a_cut_off_prune_or_forget_has_not_happened(tmp_path: Path, nlp: Any) -> None:
    _extract(tmp_path, nlp, 2)
    with Store(tmp_path) as store:
        before = (tmp_path / ".store" / "store.duckdb").read_bytes()
        with pytest.raises(ZeroDivisionError):
            _erase_and_fail(store)
        assert sorted(store.reader.releases.states()) == ["Acme", "Bolt"]
    assert (tmp_path / ".store" / "store.duckdb").read_bytes() == before
    assert sorted(path.name for path in (tmp_path / ".store").iterdir()) == [finished_name(), "store.duckdb"]


def _erase_and_fail(store: Store) -> None:
    with store.replaced() as copy:
        copy.erase(["Acme"], [])
        raise ZeroDivisionError


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:5000],
        lambda data: b"",
        lambda data: data[:12_288] + b"x" * (len(data) - 12_288),
        lambda data: data[:4096] + b"block" * 50 + data[4346:],
    ],
)
def test_damage_is_not_taken_for_a_lock_and_not_waited_for(tmp_path: Path, damage: Any) -> None:
    with Store(tmp_path) as store:
        store.begin_run("0", {"code": ("sha", "content" * 10_000)}, NOW)
    path = tmp_path / ".store" / "store.duckdb"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(StoreError, match="is damaged") as found, Store(tmp_path, wait=True) as store:
        store.reader.runs.input_content("sha")
    assert not isinstance(found.value, BusyError)
    assert "put a copy of" in str(found.value)
    assert holder(tmp_path / ".store") == ""


def test_a_torn_log_comes_with_advice(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from presstab.store.store import Store; import datetime as dt\n"
        "store = Store(Path(sys.argv[1]))\n"
        "for n in range(30): store.begin_run('0', {'code': (str(n), 'content')}, dt.datetime(2024, 1, 1))\n"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=False)
    log = tmp_path / ".store" / "store.duckdb.wal"
    data = log.read_bytes()
    log.write_bytes(data[: len(data) // 2] + b"\xff" * 40 + data[len(data) // 2 + 40 :])
    with pytest.raises(StoreError, match=r"write-ahead log is damaged.*move .*wal away and run"):
        Store(tmp_path, wait=True)
    log.unlink()
    Store(tmp_path).__exit__(None, None, None)  # what the advice says helps


def test_a_log_beside_a_replaced_file_goes_with_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.duckdb.wal").write_bytes(b"of the old file")
    with replaced(tmp_path) as folder:
        (folder / "a.duckdb").write_bytes(b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.duckdb"]


def test_the_lock_outlives_that_the_file_is_replaced_and_no_waiter_loses_a_commit(tmp_path: Path) -> None:
    done: list[int] = []

    def wait_and_write() -> None:
        with Store(tmp_path, wait=True) as store:
            done.append(store.begin_run("0", {}, NOW))

    with Store(tmp_path) as store:
        for _ in range(3):
            store.finish_run(store.begin_run("0", {}, NOW), Counts(), NOW)
        waiter = threading.Thread(target=wait_and_write)
        waiter.start()
        store.prune(1)
        time.sleep(0.7)
        assert done == []
        store.begin_run("0", {}, NOW)
    waiter.join()
    with Store(tmp_path) as store:
        assert store.reader.runs.numbers() == [3, 4, 5]
    assert done == [5]


def test_a_lock_of_a_dead_process_is_nobodys_and_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("99999999")
    assert holder(tmp_path) == ""
    lock = Lock(tmp_path, wait=False)
    assert holder(tmp_path) == str(os.getpid())
    lock.release()
    assert not (tmp_path / "lock").exists()


def test_what_killed_commands_left_is_removed_by_the_next_and_what_others_use_is_not(tmp_path: Path) -> None:
    folder = tmp_path / ".store"
    (folder / "work" / ".store").mkdir(parents=True)
    (folder / "spill").mkdir()
    for name in ("work/.store/store.duckdb", "spill/x.tmp", "store.duckdb.part", "finished-1.duckdb.part.wal"):
        (folder / name).write_text("left")
    Store(tmp_path).__exit__(None, None, None)
    assert [path.name for path in folder.iterdir()] == ["store.duckdb"]
    with temporary(tmp_path) as used:
        (tmp_path / f"{PREFIX}left").mkdir()
        remove_leftovers(tmp_path)
        assert used.exists()
        assert not (tmp_path / f"{PREFIX}left").exists()
    assert not used.exists()


def test_files_are_on_disk_before_they_take_the_place_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    replace, sync = os.replace, os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (told.append("sync"), sync(file)))
    monkeypatch.setattr(os, "replace", lambda old, new: (told.append("replace"), replace(old, new)))
    with replaced(tmp_path) as folder:
        (folder / "runs.csv").write_text("x")
        (folder / "timeline.csv").write_text("x")
    assert told == ["sync", "replace", "sync", "replace", "sync"]


def test_databases_are_opened_in_one_place() -> None:
    package = ROOT / "pipeline" / "presstab"
    found = [path.name for path in package.rglob("*.py") if "duckdb.connect(" in path.read_text(encoding="utf-8")]
    assert found == ["opening.py"]


@pytest.mark.parametrize(
    "query",
    ["ATTACH 'md:x'", "ATTACH 'sqlite:x'", "INSTALL httpfs", "LOAD httpfs", "SET threads = 2",
     "SET autoload_known_extensions = true"],
)  # fmt: skip
def test_no_connection_loads_an_extension_or_changes_its_settings(tmp_path: Path, query: str) -> None:
    with (
        open_database(tmp_path / "a.duckdb", spill=tmp_path, within=[tmp_path]) as database,
        pytest.raises(duckdb.Error, match=r"extension|configuration"),
    ):
        database.execute(query)


def test_a_foreign_database_reaches_no_other_file(tmp_path: Path) -> None:
    with (
        open_database(spill=tmp_path / "spill", within=[tmp_path / "in"]) as database,
        pytest.raises(duckdb.PermissionException),
    ):
        database.execute(f"SELECT * FROM read_text('{ROOT / 'README.md'}')")


def test_a_database_whose_table_is_a_view_is_refused(tmp_path: Path, nlp: Any) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    query = f"CREATE VIEW documents AS SELECT content AS doc_id FROM read_text('{secret}')"
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        with duckdb.connect(str(tmp_path / name / "presstab.duckdb")) as database:
            database.execute(query)
    with pytest.raises(InputError, match="would run queries"), of_folders(tmp_path / "old", tmp_path / "new"):
        pass
    _extract(tmp_path / "out", nlp, 1)
    with duckdb.connect(str(tmp_path / "out" / ".store" / finished_name())) as database:
        database.execute(query.replace("documents", "more"))
    with pytest.raises(StoreError, match="would run queries"):
        finished.open_finished(tmp_path / "out")


def test_a_folder_that_is_named_as_an_extension_is_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nlp: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("sqlite:x", "md:x"):
        _extract(Path(name), nlp, 1)
        assert (tmp_path / name / "documents.csv").exists()


def test_settling_leaves_a_store_alone_that_is_written_or_up_to_date(tmp_path: Path, nlp: Any) -> None:
    _extract(tmp_path, nlp, 1)
    before = (tmp_path / ".store" / finished_name()).stat().st_ino
    settle(tmp_path)
    with Store(tmp_path) as store:
        store.unsettle()
        settle(tmp_path)
    assert (tmp_path / ".store" / finished_name()).stat().st_ino == before
