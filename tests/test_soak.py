"""Kills at random moments, of commands and of their children: the same command run again ends as if nothing had been.

`PRESSTAB_KILLS` is their number, 60 unless told; `make soak` runs them.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from presstab.batch.remains import files_with, name_pattern
from presstab.schema import TABLES
from presstab.store.files import PREFIX
from presstab.store.finished import finished_name

from tests.conftest import ROOT

CORPUS = str(ROOT / "corpus" / "releases")
KILLS = int(os.environ.get("PRESSTAB_KILLS", "60"))
OF_RUNS = {"runs", "run_inputs"}
LEFT = (".export-", PREFIX)  # how temporary folders are called
KINDS = ("extract", "forget", "prune", "export")


class History(NamedTuple):
    """An output with two runs, the person of it who is to be forgotten, and what each command makes of it."""

    out: Path
    person_id: str
    name: str
    seconds: dict[str, float]
    expected: dict[str, dict[str, bytes]]


def _start(folder: Path, kind: str, person_id: str) -> subprocess.Popen[bytes]:
    out = ["--out", str(folder / "out")]
    arguments = {
        # A release whose process was killed is tried again.
        "extract": ["extract", CORPUS, *out, "--commit-every", "2", "--retry-failed"],
        "forget": ["forget", "--person", person_id, *out],
        "prune": ["prune", "--keep", "1", *out],
        "export": ["export", "--format", "jsonl", "--to", str(folder / "to"), *out],
    }[kind]
    (folder / "tmp").mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "presstab", *arguments], cwd=ROOT, env={**os.environ, "TMPDIR": str(folder / "tmp")},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _state(folder: Path, kind: str) -> dict[str, bytes]:
    made = {name: (folder / "out" / f"{name}.csv").read_bytes() for name in TABLES if name not in OF_RUNS}
    return made | ({path.name: path.read_bytes() for path in (folder / "to").iterdir()} if kind == "export" else {})


def _prepare(history: Path, folder: Path, kind: str) -> None:
    folder.mkdir()
    if kind != "extract":
        shutil.copytree(history, folder / "out")


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    base = tmp_path_factory.mktemp("history")
    for _ in range(2):
        assert _start(base, "extract", "").wait() == 0
    with (base / "out" / "people.csv").open(encoding="utf-8", newline="") as file:
        person = next(row for row in csv.DictReader(file) if " " in row["name"])
    seconds, expected = {}, {}
    for kind in KINDS:
        folder = base / kind
        _prepare(base / "out", folder, kind)
        began = time.monotonic()
        assert _start(folder, kind, person["person_id"]).wait() == 0, kind
        seconds[kind] = time.monotonic() - began
        expected[kind] = _state(folder, kind)
    return History(base / "out", person["person_id"], person["name"], seconds, expected)


def _of_session(leader: int) -> list[int]:
    """Return the processes of a session, but for its leader and those that have ended already."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            # `123 (python) S 1 123 123`: state, parent, group, session behind the name
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if entry.name.isdigit() and fields[0] != "Z" and int(fields[3]) == leader and int(entry.name) != leader:
            found.append(int(entry.name))
    return found


def _kill(running: subprocess.Popen[bytes], of: str, choice: random.Random) -> None:
    children = _of_session(running.pid)
    victim = choice.choice(children) if of == "child" and children else running.pid
    try:
        os.kill(victim, signal.SIGKILL)
    except ProcessLookupError:
        return  # it came to its end before
    if victim == running.pid:
        running.wait()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_at_a_random_moment_and_run_again(tmp_path: Path, history: History, seed: int) -> None:
    choice = random.Random(seed)
    kind, of = KINDS[seed % len(KINDS)], choice.choice(["parent", "child"])
    folder = tmp_path / "of"
    _prepare(history.out, folder, kind)
    running = _start(folder, kind, history.person_id)
    time.sleep(choice.uniform(0, history.seconds[kind]))
    _kill(running, of, choice)
    running.wait()
    again = _start(folder, kind, history.person_id)
    assert again.wait() == 0, (kind, of)
    assert _state(folder, kind) == history.expected[kind], (kind, of)
    if kind == "forget":
        assert files_with(folder, name_pattern([history.name])) == []
    assert {path.name for path in (folder / "out" / ".store").iterdir()} == {finished_name(), "store.duckdb"}
    assert [path for path in folder.rglob(".*") if path.name.startswith(LEFT)] == []
    until = time.monotonic() + 10
    while left := _of_session(running.pid) + _of_session(again.pid):
        assert time.monotonic() < until, left
        time.sleep(0.1)
