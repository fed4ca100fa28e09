"""Nothing leaves the machine, and nothing is written but where it was asked for: watched from within and from without."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from presstab.cli import app
from typer.main import get_command

from tests.conftest import ROOT

WATCH = ROOT / "tests" / "watch"
# socket(AF_INET6, SOCK_STREAM, …); connect(3, {sa_family=AF_INET, …}; sendto(3, …, {sa_family=AF_INET
FOREIGN = re.compile(r"\b(?:socket\(AF_(?!UNIX\b)\w+|\w+\(.*sa_family=AF_(?!UNIX\b|UNSPEC\b)\w+)")
# openat(AT_FDCWD, "/home/me/.cache/x", O_RDWR|O_CREAT) = 3
WRITTEN = re.compile(
    r'\b(?:openat\(\w+|open\(|creat\()[, ]*"(?P<path>[^"]*)".*(?:O_WRONLY|O_RDWR|O_CREAT|creat\().*= \d+$'
)


class Watched(NamedTuple):
    """What was noted while all commands ran; `calls` are those of the system, None where nothing can trace them."""

    folder: Path
    notes: list[str]
    calls: list[str] | None


def _tracer(log: Path) -> list[str]:
    strace = shutil.which("strace")
    if (
        strace is None
        or subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True, check=False).returncode
    ):
        return []
    return [strace, "-f", "-qq", "-s", "300", "-e", "trace=network,open,openat,creat", "-o", str(log)]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    folder = tmp_path_factory.mktemp("watched")
    notes, calls = folder / "notes", folder / "calls"
    for name in ("home", "folder", "tmp"):
        (folder / name).mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    environment = {
        **kept, "HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "PRESSTAB_WATCH": str(notes),
        "PYTHONPATH": os.pathsep.join([str(WATCH), *filter(None, sys.path)]), "PYTHONDONTWRITEBYTECODE": "1",
    }  # fmt: skip
    tracer = _tracer(calls)
    done = subprocess.run(
        [*tracer, sys.executable, str(WATCH / "commands.py"), str(folder / "folder")], cwd=folder / "folder",
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    lines = calls.read_text(errors="replace").splitlines() if tracer else None
    return Watched(folder, notes.read_text().splitlines(), lines)


def _is_allowed(folder: Path, path: str) -> bool:
    return Path(path).is_relative_to(folder) or path.startswith(("/dev/", "/proc/"))


def test_every_command_is_watched() -> None:
    """But `explore`, which serves on the loopback address until it is stopped: `test_explore.py` holds that."""
    watched = (WATCH / "commands.py").read_text(encoding="utf-8")
    commands = vars(get_command(app))["commands"]
    calls = [
        f'presstab("{name}", "{inner}"' if inner else f'presstab("{name}"'
        for name, command in commands.items()
        for inner in vars(command).get("commands", [""])
    ]
    assert [call for call in calls if call not in watched] == ['presstab("explore"']


def test_no_python_code_asks_or_connects(watched: Watched) -> None:
    assert [note for note in watched.notes if note.startswith("socket")] == []


def test_no_python_code_writes_elsewhere(watched: Watched) -> None:
    written = [note.removeprefix("write ") for note in watched.notes if note.startswith("write")]
    assert any("/folder/out/" in path for path in written), "the watch saw nothing"
    assert [path for path in written if not _is_allowed(watched.folder, path)] == []


def test_no_native_code_opens_a_socket(watched: Watched) -> None:
    if watched.calls is None:
        pytest.skip("no strace here: native code is not watched")
    assert len(watched.calls) > 1_000
    assert [call for call in watched.calls if FOREIGN.search(call)] == []


def test_no_native_code_writes_elsewhere(watched: Watched) -> None:
    if watched.calls is None:
        pytest.skip("no strace here: native code is not watched")
    written = [found["path"] for call in watched.calls if (found := WRITTEN.search(call))]
    assert any("/folder/out/" in path for path in written)
    assert [p for p in written if not _is_allowed(watched.folder, os.path.join(watched.folder / "folder", p))] == []


def test_the_home_folder_and_the_temporary_one_stay_empty(watched: Watched) -> None:
    assert list((watched.folder / "home").rglob("*")) == []
    assert list((watched.folder / "tmp").rglob("*")) == []


def test_onnxruntime_and_ray_are_silenced_before_either_can_be_imported() -> None:
    code = (
        "import os, sys, presstab; assert not {'onnxruntime', 'ray', 'spacy'} & set(sys.modules);"
        "print(os.environ['ORT_DISABLE_TELEMETRY'], os.environ['RAY_USAGE_STATS_ENABLED'])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["1", "0"], done.stderr


@pytest.mark.parametrize(
    ("call", "is_foreign"),
    [
        ("12 socket(AF_INET6, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3", True),
        ('12 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.2")}, 16) = 0', True),
        ('12 connect(3, {sa_family=AF_UNIX, sun_path="/run/x"}, 110) = 0', False),
        ("12 socketpair(AF_UNIX, SOCK_STREAM, 0, [4, 5]) = 0", False),
    ],
)
def test_the_watch_tells_sockets_apart(call: str, is_foreign: bool) -> None:
    assert (FOREIGN.search(call) is not None) is is_foreign
