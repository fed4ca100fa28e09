"""What is printed of a release steers no terminal; what is data stays exact."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from presstab.cli import terminal
from presstab.diff.change import Change
from presstab.diff.render import line_of
from presstab.text import visible
from rich.table import Table

from tests.conftest import ROOT

HOSTILE = "a[/b]:bomb:\x1b[31m\u202etxt\x07\u2028[red]x[/red]"
SHOWN = "a[/b]:bomb:\ufffd[31m\ufffdtxt\ufffd\ufffd[red]x[/red]"
STEERING = set("\x1b\x07\r\u202e\u2066\u2028")


def _presstab(*arguments: str, cwd: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "presstab", *arguments], cwd=cwd, env={**os.environ, **more}, capture_output=True,
        encoding="utf-8", errors="surrogateescape", check=False,
    )  # fmt: skip


def _printed(printed: Any) -> str:
    stream = io.StringIO()
    terminal.Terminal(file=stream, width=80, force_terminal=True, color_system=None).print(printed)
    return stream.getvalue()


def test_a_string_is_printed_as_that_string_in_one_line() -> None:
    assert _printed(HOSTILE) == SHOWN + "\n"
    assert _printed("a\nb" + "x" * 200) == "a\ufffdb" + "x" * 200 + "\n"


def test_so_is_the_cell_of_a_table() -> None:
    table = Table(box=None, pad_edge=False)
    table.add_column("name")
    table.add_row(HOSTILE)
    assert SHOWN in _printed(table)


def test_lines_of_a_diff_show_ids_without_what_steers() -> None:
    change = Change("mentions", f"m_{HOSTILE}", "text", "added", None, HOSTILE, HOSTILE, "ORG", "rules", HOSTILE)
    assert not STEERING & set(line_of(change))


@pytest.mark.parametrize("hidden", ["\ud800", "\u206f", "\U000e0041", "\ufff9", "\x9b", "\u2029"])
def test_what_nobody_sees_or_no_encoding_takes_is_shown_as_a_mark(hidden: str) -> None:
    assert visible(f"a{hidden}b") == "a\ufffdb"


def test_commands_print_names_of_releases_harmlessly(tmp_path: Path) -> None:
    out = tmp_path / "out[/x]:bomb:"
    for text in ("Acme\x1b]0;x\x07 Corp. grew.", "Bolt \u202eCorp. shrank."):
        record = {"id": HOSTILE, "text": text, "title": HOSTILE}
        (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n")
        done = _presstab("extract", str(tmp_path / "in.jsonl"), "--out", str(out), "--update")
        assert done.returncode == 0, done.stderr
        assert f"Tables in {out}" in done.stdout
        assert not STEERING & set(done.stdout + done.stderr)
    for command in (["diff"], ["explain", f"{HOSTILE}:0-4"], ["runs"], ["check"], ["forget", HOSTILE]):
        done = _presstab(*command, "--out", str(out))
        assert done.returncode == 0, done.stderr
        assert not STEERING & set(done.stdout + done.stderr), command
    assert "a[/b]:bomb:" in done.stdout


def test_errors_are_one_line_and_literal(tmp_path: Path) -> None:
    done = _presstab("extract", f"no\n{HOSTILE}", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "[/b]:bomb:" in done.stderr
    assert not STEERING & set(done.stderr)


def test_a_terminal_without_the_letters_shows_others_and_data_stays_exact(tmp_path: Path) -> None:
    narrow = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = _presstab("dates", "le 3 août 2027, by the end of 2027 \u202e", **narrow)
    assert done.returncode == 0, done.stderr
    for text in ("Café Åsgård Corp. grew.", "Café Åsgård Corp. shrank. Øst Inc. grew."):
        (tmp_path / "in.jsonl").write_text(json.dumps({"id": "ä", "text": text}), encoding="utf-8")
        assert (
            _presstab("extract", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out"), **narrow).returncode == 0
        )
    done = _presstab("diff", "--out", str(tmp_path / "out"), "--format", "json", **narrow)
    assert done.returncode == 0, done.stderr
    assert "ä" in {change["doc_id"] for change in json.loads(done.stdout)}
