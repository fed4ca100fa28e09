"""Releases that hang, crash or eat memory are lost alone; so are processes, disks and impatient people."""

from __future__ import annotations

import json
import math
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from presstab.batch import workers
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.corpus.read import read_releases
from presstab.corpus.records import read_records
from presstab.errors import WorkerError
from presstab.export.tables import to_frames
from presstab.schema import TABLES
from presstab.store.store import Store

from tests import poison
from tests.conftest import ROOT

CORPUS = ROOT / "corpus" / "releases"
RUN_TABLES = {"runs", "run_inputs"}


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.csv").read_bytes() for name in TABLES if name not in RUN_TABLES}


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "presstab", *arguments]


def _run(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(*arguments), cwd=ROOT, capture_output=True, text=True, check=False, **options)


@pytest.mark.parametrize("number", [1, 2])
def test_poisonous_releases_are_issues_and_the_batch_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(workers, "work", poison.work)
    texts = {
        "a": "Acme Corp. grew.",
        "b": "HANG",
        "c": "CRASH",
        "d": "EAT",
        "e": "Bolt Corp. grew.",
        "f": "",
        "g": "RAISE",
    }
    records = read_records([{"id": key, "text": text} for key, text in texts.items()])
    options = Options(workers=number, timeout=6, memory=1_500)
    with Store(tmp_path) as store:
        counts = extract_into(store, records, options)
        frames = to_frames(store.reader)
    assert (counts.n_new, counts.n_failed) == (7, 5)
    assert dict(zip(frames["issues"]["doc_id"], frames["issues"]["code"], strict=True)) == {
        "b": "timeout", "c": "worker_lost", "d": "out_of_memory", "f": "empty_text", "g": "extraction_failed",
    }  # fmt: skip
    assert set(frames["organisations"]["name"]) == {"Acme Corp.", "Bolt Corp."}
    assert list(frames["documents"]["status"]) == ["ok", "failed", "failed", "failed", "ok", "failed", "failed"]


@pytest.mark.parametrize("number", [1, 2])
def test_processes_that_die_while_they_start_are_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    deaths = tmp_path / "deaths"
    deaths.write_text("\n".join("xx"))
    monkeypatch.setenv(poison.DEATHS, str(deaths))
    monkeypatch.setattr(workers, "start", poison.start)
    records = read_records([{"id": str(n), "text": f"Acme Corp. grew by {n}."} for n in range(4)])
    with Store(tmp_path / "out") as store:
        counts = extract_into(store, records, Options(workers=number))
    assert (counts.n_new, counts.n_failed) == (4, 0)
    assert deaths.read_text() == ""


def test_processes_that_never_start_are_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deaths = tmp_path / "deaths"
    deaths.write_text("\n".join("x" * 100))
    monkeypatch.setenv(poison.DEATHS, str(deaths))
    monkeypatch.setattr(workers, "start", poison.start)
    with Store(tmp_path / "out") as store, pytest.raises(WorkerError, match=r"ended 6 times .*--memory-per-worker"):
        extract_into(store, read_records([{"id": "a", "text": "Acme Corp. grew."}]), Options())
    with monkeypatch.context() as healthy, Store(tmp_path / "out") as store:
        healthy.setattr(workers, "start", poison._START)
        assert extract_into(store, read_records([{"id": "a", "text": "Acme Corp. grew."}])).n_new == 1


def test_a_child_ends_with_its_parent_while_a_regular_expression_runs(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom presstab.batch import workers\n"
        "from presstab.batch.extract import extract_into\nfrom presstab.corpus.records import read_records\n"
        "from presstab.store.store import Store\nfrom tests import poison\n"
        "if __name__ == '__main__':\n"
        "    workers.work = poison.work\n"
        "    with Store(Path(sys.argv[1]) / 'out') as store:\n"
        "        extract_into(store, read_records([{'id': 'a', 'text': f'MATCH {sys.argv[1]}/pid'}]))\n"
    )
    (tmp_path / "job.py").write_text(code)
    path = os.pathsep.join([str(ROOT), *sys.path])
    running = subprocess.Popen([sys.executable, str(tmp_path / "job.py"), str(tmp_path)], cwd=ROOT,
                               env={**os.environ, "PYTHONPATH": path})  # fmt: skip
    child = tmp_path / "pid"
    until = time.monotonic() + 120
    while not (child.exists() and child.read_text()) and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(0.5)
    running.kill()
    running.wait()
    pid = int(child.read_text())
    until = time.monotonic() + 10
    while _is_alive(pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _is_alive(pid)


def _is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # whoever takes it over has not looked yet


def test_failed_release_is_tried_again_only_where_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(**options: Any) -> int:
        records = read_records([{"id": "c", "text": "CRASH Acme Corp. grew."}])
        with Store(tmp_path) as store:
            return extract_into(store, records, Options(**options)).n_changed

    with monkeypatch.context() as poisoned:
        poisoned.setattr(workers, "work", poison.work)
        extract()
    assert extract() == 0
    assert extract(retry_failed=True) == 1
    with Store(tmp_path) as store:
        assert list(to_frames(store.reader)["documents"]["status"]) == ["ok"]


def test_pipeline_that_cannot_be_loaded_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,aliases\nfoo,bar\nbaz,bar\n")
    done = _run("extract", str(CORPUS), "--out", str(tmp_path / "out"), "--lexicon", str(tmp_path / "own.csv"))
    assert done.returncode == 2
    assert "'bar' stands for both" in done.stderr
    assert "Traceback" not in done.stderr


def _killed(out: Path, after: float) -> int:
    """Kill a run after some seconds, and its children with it; return its exit code."""
    arguments = ["extract", str(CORPUS), "--out", str(out), "--commit-every", "1", "--log-json"]
    running = subprocess.Popen(_command(*arguments), cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    stderr = running.stderr
    assert stderr is not None
    for line in stderr:  # the clock starts at the first commit
        if b'"committed"' in line:
            break
    time.sleep(after)
    running.send_signal(signal.SIGKILL)
    stderr.close()
    return running.wait()


# Twelve commits follow each other within about half a second, identity and export within another.
KILLS = [0.0, 0.12, 0.25, 0.4, 0.8]
SOAK = [0.03 * number for number in range(45)]


def _kill_and_go_on(out: Path, after: float) -> dict[str, bytes]:
    _killed(out, after)
    done = _run("extract", str(CORPUS), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert not list(out.glob(".export-*"))
    return _bytes(out)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed")
    assert _run("extract", str(CORPUS), "--out", str(out)).returncode == 0
    return _bytes(out)


@pytest.mark.parametrize("after", KILLS)
def test_killed_run_goes_on_to_equal_tables(tmp_path: Path, undisturbed: dict[str, bytes], after: float) -> None:
    assert _kill_and_go_on(tmp_path / "out", after) == undisturbed


@pytest.mark.soak
@pytest.mark.parametrize("after", SOAK)
def test_killed_at_any_moment(tmp_path: Path, undisturbed: dict[str, bytes], after: float) -> None:
    assert _kill_and_go_on(tmp_path / "out", after) == undisturbed


def test_interrupted_run_commits_what_is_done_and_exits_130(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    out = tmp_path / "out"
    arguments = ["extract", str(CORPUS), "--out", str(out), "--log-json", "--commit-every", "1"]
    running = subprocess.Popen(
        _command(*arguments), cwd=ROOT, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # ignored where tests run in the background
    )  # fmt: skip
    assert running.stderr is not None
    lines = iter(running.stderr.readline, "")
    assert any('"committed"' in line for line in lines)
    running.send_signal(signal.SIGINT)
    rest = running.stderr.read()
    running.stderr.close()
    assert running.wait() == 130, rest
    assert "interrupted" in rest
    with Store(out, create=False) as store:
        assert 1 <= len(store.reader.releases.states()) < len(list(CORPUS.glob("*.txt")))
    assert _run("extract", str(CORPUS), "--out", str(out)).returncode == 0
    assert _bytes(out) == undisturbed


def test_full_disk_is_a_clear_error_and_the_next_run_goes_on(tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    out = tmp_path / "out"

    def limit() -> None:
        # A limit on the size of files stands in for a full disk: writing beyond it fails in the same way.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000))

    done = _run("extract", str(CORPUS), "--out", str(out), "--commit-every", "2", preexec_fn=limit)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "presstab:" in done.stderr
    assert _run("extract", str(CORPUS), "--out", str(out)).returncode == 0
    assert _bytes(out) == undisturbed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_read_only_output_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir(mode=0o500)
    done = _run("extract", str(CORPUS), "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert "cannot open the store" in done.stderr


def test_second_process_stops_and_names_the_first_or_waits(tmp_path: Path) -> None:
    arguments = ["extract", str(CORPUS), "--out", str(tmp_path)]
    store = subprocess.Popen(
        [sys.executable, "-c", "import sys; from pathlib import Path; from presstab.store.store import Store\n"
         "with Store(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()", str(tmp_path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert store.stdout is not None
    assert store.stdin is not None
    store.stdout.readline()
    done = _run(*arguments)
    assert done.returncode == 2
    assert f"PID {store.pid}" in done.stderr
    assert "--wait" in done.stderr
    threading.Timer(2, store.stdin.close).start()
    done = _run(*arguments, "--wait")
    assert done.returncode == 0, done.stderr
    store.wait()
    store.stdout.close()


def test_events_are_json_lines_with_counts_at_the_end(tmp_path: Path) -> None:
    done = _run("extract", str(CORPUS), "--out", str(tmp_path / "out"), "--log-json", "--commit-every", "5")
    events = [json.loads(line) for line in done.stderr.splitlines()]
    n_releases = len(list(CORPUS.glob("*.txt")))
    n_commits = math.ceil(n_releases / 5)
    assert [event["event"] for event in events] == [
        "run_started",
        *["committed"] * n_commits,
        "linking",
        "run_finished",
        "exported",
    ]
    assert events[-2]["n_new"] == sum(event.get("n_releases", 0) for event in events) == n_releases
    assert done.stdout == ""


def test_damaged_files_leave_nothing_but_events_on_stderr(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(bytes(range(256)) * 100)
    (tmp_path / "in" / "b.html").write_bytes(b"<html>" + bytes(range(32, 256)) * 50)
    done = _run("extract", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--log-json")
    assert done.returncode == 0, done.stderr
    events = [json.loads(line)["event"] for line in done.stderr.splitlines()]
    assert events.count("release_failed") >= 1


def test_texts_of_pages_come_from_the_workers(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.html").write_text("<p>Acme Corp. grew.</p>")
    (tmp_path / "in" / "b.pdf").write_bytes(b"no PDF")
    with Store(tmp_path / "out") as store:
        extract_into(store, read_releases([tmp_path / "in"]))
        assert dict(store.reader.releases.texts()) == {"a": "Acme Corp. grew.", "b": ""}
        frames = to_frames(store.reader)
        again = extract_into(store, read_releases([tmp_path / "in"]))
    assert list(frames["issues"]["code"]) == ["unreadable_file"]
    assert again.n_unchanged == 2
