"""The cluster engine makes the rows of the local one: of a first run, a second, with a dead actor, on an object store."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from presstab.corpus.read import read_texts
from presstab.errors import StoreError
from presstab.schema import TABLES
from presstab.store.dataset import Dataset, Manifest, manifest_at
from presstab.store.location import Location

from tests.conftest import ROOT

pytest.importorskip("ray", reason="the cluster engine is an extra: `make test-cluster` installs and tests it")
pytestmark = pytest.mark.cluster

OF_RUNS = {"runs", "run_inputs"}
_NICE = {**os.environ, "RAY_worker_niceness": "0", "RAY_DEDUP_LOGS": "0"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Small parts and buckets, so that a few releases pass through every exchange between tasks.
_SMALL = """
import sys
from presstab.batch.options import Options
from presstab.cluster.extract import Cluster, extract_on_ray
from presstab.cluster.source import ReadOptions
from presstab.store.location import Location

source, out, kind = sys.argv[1:]
cluster = Cluster(2, files=2, bucket=100)
print(extract_on_ray([source], Location.parse(out), Options(), ReadOptions(7, {}), cluster))
"""


def _records(number: int) -> Iterator[dict[str, Any]]:
    """Yield releases of the corpus again and again, each with capitalised words of its own spelling."""
    releases = list(read_texts([ROOT / "corpus" / "releases"]))
    for at in range(number):
        release = releases[at % len(releases)]
        turn = at // len(releases)
        mark = _LETTERS[turn % 26] + _LETTERS[turn // 26]
        text = (
            release.text.replace("Corp", f"{mark.title()} Corp").replace("tech", f"tech{mark}")
            if turn
            else release.text
        )
        yield {"id": f"{release.doc_id}-{turn}", "text": text, "published": str(release.published_on or "")}


def _write(path: Path, records: list[dict[str, Any]], *lines: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([*map(json.dumps, records), *lines]) + "\n", encoding="utf-8")


def _run(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "presstab", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=_NICE)
    assert done.returncode == code, done.stderr[-3000:]
    return done


def _small(source: Path, out: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _SMALL, str(source), str(out), "x"], cwd=ROOT, capture_output=True,
                          text=True, check=False, env=_NICE)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


def _tables(out: object, to: Path) -> dict[str, bytes]:
    _run("export", "--out", out, "--to", to)
    return {name: (to / f"{name}.csv").read_bytes() for name in TABLES if name not in OF_RUNS}


@pytest.fixture(scope="module")
def five_hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five hundred releases in two files, one of them poison, two ids twice, one line no record."""
    folder = tmp_path_factory.mktemp("source")
    records = list(_records(500))
    poison = {"id": "poison", "text": "The Acme Corp. board and " * 60_000}
    _write(folder / "a.jsonl", records[:300], "no record")
    _write(folder / "b.jsonl", [poison, *records[300:], records[3], records[400]])
    return folder


@pytest.fixture(scope="module")
def local(five_hundred: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("local")
    _run("extract", five_hundred, "--out", out, "--workers", 2, "--timeout-per-release", 5)
    return _tables(out, out / "csv")


def test_rows_equal_those_of_the_local_engine(five_hundred: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    arguments = ("--workers", 2, "--timeout-per-release", 5, "--commit-every", 25)
    done = _run("extract", five_hundred, "--engine", "ray", "--out", tmp_path / "out", *arguments)
    assert "501 releases: 501 new, 0 changed, 0 unchanged, 1 failed" in " ".join(done.stdout.split())
    found = _tables(tmp_path / "out", tmp_path / "csv")
    assert [name for name in found if found[name] != local[name]] == []
    assert found["issues"].count(b"duplicate_id") == 2
    assert b"timeout" in found["issues"]
    assert b"malformed_record" in found["issues"]
    _run("check", "--out", tmp_path / "out")


def test_a_killed_actor_costs_no_row(five_hundred: Path, local: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "presstab", "extract", str(five_hundred), "--engine", "ray", "--out", str(out),
               "--workers", "2", "--timeout-per-release", "5", "--commit-every", "25"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=_NICE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    parts = out / "tables" / "documents" / "run=1"
    _wait(lambda: len(list(parts.glob("0*.parquet"))) >= 4)
    with pytest.raises(StoreError, match="no tables of cluster runs"):
        Dataset(Location.parse(str(out)))  # nobody sees half a run
    os.kill(_actors()[0], signal.SIGKILL)
    _, errors = process.communicate(timeout=500)
    assert process.returncode == 0, errors[-3000:]
    found = _tables(out, tmp_path / "csv")
    assert [name for name in found if found[name] != local[name]] == []


def _wait(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 300
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.2)


def _actors() -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"ray::MapWorker"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return sorted(found)


def test_a_second_run_and_its_diff_equal_those_of_the_local_engine(tmp_path: Path) -> None:
    records = list(_records(30))
    source = tmp_path / "in" / "a.jsonl"
    _write(source, records, "no record")
    _run("extract", source, "--out", tmp_path / "local")
    _small(source, tmp_path / "ray")
    changed = {**records[4], "text": records[4]["text"].replace("a", "e", 30)}
    _write(source, [*records[:4], changed, *records[5:], *list(_records(33))[30:]])
    _run("extract", source, "--out", tmp_path / "local")
    _small(source, tmp_path / "ray")
    found = _tables(tmp_path / "ray", tmp_path / "found")
    wanted = _tables(tmp_path / "local", tmp_path / "wanted")
    assert [name for name in found if found[name] != wanted[name]] == []
    runs = _run("runs", "--out", tmp_path / "ray").stdout
    assert runs.splitlines()[-1].split()[-5:] == ["33", "3", "1", "29", "0"]
    for side in ("local", "ray"):
        _run("diff", "--out", tmp_path / side)
    assert (tmp_path / "ray" / "changes.csv").read_bytes() == (tmp_path / "local" / "changes.csv").read_bytes()
    # Both engines' tables side by side: nothing differs.
    _run("diff", tmp_path / "wanted", tmp_path / "ray", "--out", tmp_path / "both", "--exit-code")


def test_what_is_not_for_clusters_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in" / "a.jsonl"
    _write(source, list(_records(1)))
    assert "--sync" in _run("extract", source, "--out", tmp_path, "--engine", "ray", "--sync", code=2).stderr
    assert "no files" in _run("extract", tmp_path / "no", "--out", tmp_path, "--engine", "ray", code=2).stderr
    _run("extract", source, "--out", tmp_path / "store")
    assert "store lies" in _run("extract", source, "--out", tmp_path / "store", "--engine", "ray", code=2).stderr
    note = {"host": "elsewhere", "pid": 7, "at": time.time()}
    (Location.parse(str(tmp_path)) / "runs" / "writing.json").write(json.dumps(note).encode())
    assert "elsewhere" in _run("extract", source, "--out", tmp_path, "--engine", "ray", code=2).stderr
    assert "cluster runs" in _run("extract", source, "--out", tmp_path, code=2).stderr


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    location = Location.parse(str(tmp_path))
    manifest = Manifest(1, "9", "", "", {}, {}, 0, format=99)
    manifest_at(location, 1).write(json.dumps(manifest._asdict()).encode())
    with pytest.raises(StoreError, match="newer"):
        Dataset(location)


def test_an_object_store_holds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moto = pytest.importorskip("moto.server", reason="no object store to try it on: moto is not installed")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setitem(_NICE, name, "test")
        monkeypatch.setenv(name, "test")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        given = f"?endpoint_override=127.0.0.1:{server.get_host_and_port()[1]}&scheme=http&region=us-east-1"
        bucket = Location.parse(f"s3://presstab{given}&allow_bucket_creation=true")
        bucket.filesystem.create_dir("presstab")
        source = tmp_path / "in" / "a.jsonl"
        _write(source, list(_records(26)))
        (bucket / "in/a.jsonl").write(source.read_bytes())
        out = f"s3://presstab/out{given}"
        _run("extract", f"s3://presstab/in{given}", "--engine", "ray", "--out", out, "--commit-every", 10)
        _run("extract", source, "--out", tmp_path / "local")
        _run("check", "--out", out)
        found = _tables(out, tmp_path / "found")
    finally:
        server.stop()
    wanted = _tables(tmp_path / "local", tmp_path / "wanted")
    assert [name for name in found if found[name] != wanted[name]] == []


def test_decisions_lie_over_releases_of_earlier_runs_too_and_are_undone(tmp_path: Path) -> None:
    """As in a store: it does not matter which releases the run reads that brings them."""
    records = list(_records(24))
    first, second, decided = tmp_path / "a" / "a.jsonl", tmp_path / "b" / "b.jsonl", tmp_path / "decided.csv"
    _write(first, records[:20])
    _write(second, records[20:])
    ray, local = ("--engine", "ray", "--out", tmp_path / "ray"), ("--out", tmp_path / "local")
    for engine in (ray, local):
        _run("extract", first, *engine)
    tables = _tables(tmp_path / "local", tmp_path / "before")
    mentions = list(csv.DictReader(io.StringIO(tables["mentions"].decode())))
    lines = ["decision,id,field,doc_id,value"]
    lines += [f"wrong,{row['mention_id']},,{row['doc_id']}," for row in mentions[::9]]
    lines += [f"set,{row['mention_id']},label,{row['doc_id']},TECH" for row in mentions[4::9] if row["label"] == "ORG"]
    decided.write_text("\n".join(lines), encoding="utf-8")
    for given in (("--corrections", decided), ()):
        for engine in (ray, local):
            _run("extract", second, *engine, *given)
        found = _tables(tmp_path / "ray", tmp_path / f"found{len(given)}")
        wanted = _tables(tmp_path / "local", tmp_path / f"wanted{len(given)}")
        assert [name for name in found if found[name] != wanted[name]] == []
        assert (b",person,," in found["mentions"]) == bool(given)
    _run("check", "--out", tmp_path / "ray")
