"""The command line, its exit codes, and what the README shows."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import pty
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import get_args

import presstab
import pytest
from presstab.cli import COMMANDS, app
from presstab.cli import export as export_command
from presstab.cli.events import Events, count
from presstab.corpus.release import Issue, Release
from presstab.export.formats import FORMATS
from presstab.export.tables import render_cell
from presstab.schema import STATUSES, TABLES

from tests.conftest import ROOT

_ITEMS = (Release("a", "x", "a", "a"), Issue("c", "info", "m", None, "a"), Release("b", "x", "b", "b"))


def _presstab(*arguments: str, cwd: Path | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "presstab", *arguments]
    return subprocess.run(command, cwd=cwd or ROOT, input=stdin, capture_output=True, text=True, check=False)


def test_extract_reads_standard_input_and_writes_every_table(tmp_path: Path) -> None:
    record = {"id": "=1+1", "text": "Acme Corp. grew in 2024.", "title": "=HYPERLINK(1)"}
    done = _presstab("extract", "-", "--out", str(tmp_path / "out"), stdin=json.dumps(record))
    assert done.returncode == 0, done.stderr
    for name, table in TABLES.items():
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.reader(file)) == list(table.names)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text())
    assert len(package["resources"]) == len(TABLES)
    assert "HYPERLINK(1)" in (tmp_path / "out" / "documents.csv").read_text()
    assert _presstab("check", "--out", str(tmp_path / "out")).returncode == 0
    excel = _presstab("export", "--out", str(tmp_path / "out"), "--to", str(tmp_path / "excel"), "--excel")
    assert excel.returncode == 0, excel.stderr
    documents = (tmp_path / "excel" / "documents.csv").read_bytes()
    assert documents.startswith(b"\xef\xbb\xbf")
    assert b"\r\n'=1+1," in documents


def test_suggested_terms_can_be_used_as_a_lexicon(tmp_path: Path) -> None:
    done = _presstab("lexicon", "suggest", "corpus/releases", "--least", "1")
    assert done.returncode == 0, done.stderr
    path = tmp_path / "terms.csv"
    path.write_text(done.stdout, encoding="utf-8")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert rows
    assert all(row["name"] and row["action"] == "add" and int(row["n_documents"]) >= 1 for row in rows)
    again = _presstab("lexicon", "suggest", "corpus/releases", "--least", "1", "--lexicon", str(path))
    assert not {row["name"] for row in csv.DictReader(again.stdout.splitlines())} & {row["name"] for row in rows}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "no-such-folder"], "no such file or folder"),
        (["extract", "corpus/releases", "--published", "2024-02-30"], "is no date"),
        (["extract", "corpus/releases", "--out", "LICENSE"], "cannot open the store"),
        (["extract", "corpus/releases", "--out", "{tmp}/out", "--model", "no_such_model"], "no such spaCy pipeline"),
        (["extract", "corpus/releases", "--out", "{tmp}/out", "--lexicon", "{tmp}/no.csv"], "no such lexicon"),
        (["extract", "corpus/releases", "--out", "{tmp}/out", "--registry", "{tmp}/no.csv"], "no such lexicon or"),
        (["check", "--out", "{tmp}"], "no store here"),
        (["evaluate", "corpus/gold/gold.jsonl", "--errors", "X"], "not one of 'ORG'"),
        (["evaluate", "corpus/gold/gold.jsonl", "--without", "X"], "choose from model, rules, lexicon"),
        (["extract", "corpus/releases", "--map", "body=text"], "with a field of id, text, published"),
        (["extract", "corpus/releases", "--engine", "x"], "not one of 'local', 'ray'"),
        (
            ["export", "--to", "{tmp}", "--only", "organizations"],
            "--only organizations: one of documents, document_ent",
        ),
        (["export", "--to", "{tmp}", "--format", "excel"], "not one of 'csv', 'xlsx', 'parquet'"),
        (["diff", "--only", "label=COMPANY"], "--only label=COMPANY: one of ORG, PERSON, TECH, DATE"),
        (["diff", "--only", "table=role"], "--only table=role: one of documents"),
        (["diff", "--only", "kind=new"], "--only kind=new: one of added, removed"),
        (["diff", "--only", "cause=text+luck"], "--only cause=luck: one of new, withdrawn"),
        (["diff", "--only", "colour=red"], "with a name of label, kind, table, cause, doc_id"),
        (["dates"], "Missing argument"),
        (["extract", "corpus/releases", "--workers", "0"], "workers"),
    ],
)
def test_bad_usage_exits_2_and_says_what(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = _presstab(*(argument.replace("{tmp}", str(tmp_path)) for argument in arguments))
    assert done.returncode == 2, done.stdout + done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_strict_exits_1_on_an_error_row(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("")
    arguments = ["extract", str(tmp_path / "in"), "--out", str(tmp_path / "out")]
    assert _presstab(*arguments).returncode == 0
    assert _presstab(*arguments, "--strict").returncode == 1


def test_settings_file_is_read_and_refused_where_wrong(tmp_path: Path) -> None:
    (tmp_path / "presstab.toml").write_text('colour = "red"\n')
    done = _presstab("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "unknown key 'colour'" in done.stderr


def test_evaluate_prints_json(tmp_path: Path) -> None:
    done = _presstab("evaluate", "corpus/gold/gold.jsonl", "--format", "json")
    rows = {(row["score"], row["label"]): row for row in json.loads(done.stdout)}
    assert rows["exact", "DATE"]["f1"] > 0.9
    assert rows["row", "ORG"]["f1"] > 0.75


def test_gold_build_is_what_lies_in_the_repository(tmp_path: Path) -> None:
    texts = [part for folder in ("corpus/releases", "corpus/gold/releases") for part in ("--releases", folder)]
    done = _presstab("gold", "build", "corpus/gold/annotations", *texts, "--to", str(tmp_path))
    assert done.returncode == 0, done.stderr
    for name in ("gold.jsonl", "releases.jsonl"):
        assert (tmp_path / name).read_bytes() == (ROOT / "corpus" / "gold" / name).read_bytes()


def _commands() -> list[str]:
    names = [
        command.name or (command.callback.__name__ if command.callback else "") for command in app.registered_commands
    ]
    return [*names, "gold build", "gold from-corrections", "lexicon suggest"]


def test_every_command_has_a_module_of_its_name() -> None:
    modules = {module.__name__.rpartition(".")[2] for module in COMMANDS}
    assert modules == {"try_file" if name == "try" else name.split()[0] for name in _commands()}


@pytest.mark.parametrize("command", ["", "gold", *_commands()])
def test_help_is_asked_for_by_a_letter_too(command: str) -> None:
    assert _presstab(*command.split(), "-h").stdout == _presstab(*command.split(), "--help").stdout != ""


def test_help_tells_what_holds_where_nothing_is_given() -> None:
    told = " ".join(_presstab("extract", "--help").stdout.split())
    for default in ("(outputs)", "(presstab)", "(1)", "(300.0)", "(4000)", "200; x>=1", "local", "no-strict"):
        assert f"[default: {default}]" in told, default
    assert "<csv|xlsx|parquet|sqlite|duckdb|jsonl|spacy>" in _presstab("export", "--help").stdout


def test_formats_that_are_offered_are_those_that_are_written() -> None:
    assert get_args(export_command.FORM) == tuple(FORMATS)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("presstab ex", "explain explore export extract"), ("presstab export --format s", "sqlite spacy")],
)
def test_shells_complete_commands_and_values(typed: str, offered: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"_PRESSTAB_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    for name, value in asked.items():
        monkeypatch.setenv(name, value)
    assert _presstab().stdout.split() == offered.split()


def test_extract_ends_with_what_is_new_in_ten_lines(tmp_path: Path) -> None:
    records = [
        {"id": "a", "text": "Acme Corp. grew in 2024."},
        {"id": "b", "text": "Acme Corp. today named Jane Doe chief financial officer.\n\nAcme Corp. has agreed to "
                            "acquire Bolt Pumps Inc. for $25 million."},
    ]  # fmt: skip
    path = tmp_path / "in.jsonl"
    told = []
    for upto in (1, 2):
        path.write_text("".join(json.dumps(record) + "\n" for record in records[:upto]), encoding="utf-8")
        told.append(_presstab("extract", str(path), "--out", str(tmp_path / "out")).stdout.splitlines())
    rows = [{line.split()[0]: line.strip().split(maxsplit=3) for line in lines[1:-1]} for lines in told]
    assert all(len(lines) <= 10 for lines in told)
    assert rows[0]["organisations"][1:] == ["1", "1", "Acme Corp."]
    assert rows[1]["organisations"][1:] == ["2", "1", "Bolt Pumps Inc."]
    assert rows[1]["appointments"][1:] == ["1", "1", "Jane Doe, chief financial officer of Acme Corp."]
    assert rows[1]["relations"][1:] == ["1", "1", "Acme Corp. – Bolt Pumps Inc., acquisition (agreed)"]
    assert rows[1]["releases"][1:3] == ["2", "1"]
    assert "2 releases: 1 new, 0 changed, 1 unchanged, 0 failed" in told[1][-1]


def test_releases_to_come_are_counted_where_that_is_soon_done() -> None:
    assert count(_ITEMS, seconds=60) == 2
    assert count(_ITEMS, seconds=-1) is None


def test_a_log_has_lines_with_total_rate_and_time_left_where_one_is_due(capsys: pytest.CaptureFixture[str]) -> None:
    events = Events(as_json=False, every=0)
    events.expect(iter(_ITEMS))
    for n_seen in (0, 1, 2):
        time.sleep(0.01)
        events("progress", n_seen=n_seen)
    events("linking")
    lines = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"2 of 2 releases, [\d.,]+ a second, 0:00:00 left", lines[2])
    assert lines[3] == "names compared over all releases"
    quick = Events(as_json=False)
    quick.expect(iter(_ITEMS))
    quick("progress", n_seen=1)
    assert capsys.readouterr().err == ""


def test_records_from_a_pipe_are_read_once_at_a_terminal_too(tmp_path: Path) -> None:
    """Counting them for the bar would leave none to extract."""
    ours, theirs = pty.openpty()
    threading.Thread(target=_drain, args=(ours,), daemon=True).start()
    command = [sys.executable, "-m", "presstab", "extract", "-", "--out", str(tmp_path / "out")]
    record = b'{"id": "a", "text": "Acme Corp. grew."}'
    done = subprocess.run(command, input=record, stdout=subprocess.PIPE, stderr=theirs, check=True, timeout=60)
    os.close(theirs)
    assert b"1 releases: 1 new" in done.stdout


def _drain(terminal: int) -> None:
    with contextlib.suppress(OSError):  # the other end is closed
        while os.read(terminal, 4_096):
            pass
    os.close(terminal)


@pytest.mark.parametrize("command", _commands())
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(command: str) -> None:
    done = _presstab(*command.split(), "--help")
    assert "Example: presstab" in done.stdout
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert any(f"presstab {command}" in page.read_text(encoding="utf-8") for page in pages)


PAGES = (
    "docs/batch.md",
    "README.md",
    "docs/corrections.md",
    "docs/diff.md",
    "docs/analysts.md",
    "docs/questions.md",
    "docs/own-names.md",
    "docs/spacy.md",
)


def _blocks(language: str) -> list[str]:
    """Return the code blocks of the pages, in the order of reading; what forgets comes last."""
    texts = [(ROOT / page).read_text(encoding="utf-8") for page in PAGES]
    found = [block for text in texts for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]
    return sorted(found, key=lambda block: "presstab forget" in block)


def test_python_of_the_pages_runs() -> None:
    blocks = _blocks("python")
    assert len(blocks) > 1
    for block in blocks:
        done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_recipes_of_the_pages_run(tmp_path: Path) -> None:
    blocks = _blocks("sh")
    assert len(blocks) > 10
    (tmp_path / "bin").mkdir()
    for name, command in (("presstab", "-m presstab"), ("python", "")):
        shim = tmp_path / "bin" / name
        shim.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}/pipeline" exec "{sys.executable}" {command} "$@"\n')
        shim.chmod(0o755)
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    script = "set -euo pipefail\n" + "\n".join(blocks)
    environment = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    for line in ("acme-1 is forgotten", "chosen", "LG Energy", "releases run again"):
        assert line in done.stdout, line
    assert (tmp_path / "share" / "tables.xlsx").exists()
    assert "Jane Doe" not in (tmp_path / "outputs" / "people.csv").read_text()
    assert "Mibe" not in (tmp_path / "outputs" / "mentions.csv").read_text()


def test_dictionary_is_the_schema() -> None:
    done = _presstab("describe", "--format", "markdown")
    assert done.stdout.strip() in (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")


def test_readme_is_short_and_its_links_lead_somewhere() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count("\n") < 150
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_readme_shows_what_is_found_in_the_article() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    shown = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    article = (ROOT / "corpus" / "releases" / "honda-nissan-2024.txt").read_text(encoding="utf-8")
    tables = presstab.extract([{"id": "a", "text": article}])
    entities, relations = tables["document_entities"], tables["relations"]
    organisations = entities[entities["label"] == "ORG"]
    found = {(row.name, str(row.n_mentions), f"{row.salience:.2f}") for row in organisations.itertuples(index=False)}
    assert {tuple(cells[:3]) for cells in shown} & found == found
    found = {(row.type.replace("_", " "), row.subject, row.object, row.status) for row in relations.itertuples()}
    assert {tuple(cells[-4:]) for cells in shown if cells[-1] in STATUSES} == found
    assert (entities["label"] == "TECH").sum() == 4 + 8  # four of them, "and eight more"


def test_version_and_light_import() -> None:
    assert _presstab("-V").stdout == _presstab("--version").stdout
    assert _presstab("--version").stdout.startswith("presstab 0.")
    light = "import sys, presstab, presstab.cli; sys.exit('spacy' in sys.modules or 'duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", light], cwd=ROOT, check=False).returncode == 0


def test_cells() -> None:
    assert [render_cell(v) for v in (None, True, False, 1, 0.5, "x")] == ["", "true", "false", "1", "0.5", "x"]
