"""Inputs that could end a batch or hide what they hold: each is an issue row, and the others are read."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.corpus import read
from presstab.corpus.apart import Apart, Limits
from presstab.corpus.read import read_releases, read_versions
from presstab.corpus.release import MAX_CHARS, Issue, Release, is_hidden
from presstab.errors import InputError
from presstab.schema import TABLES
from presstab.store.store import Store
from spacy.language import Language

SMALL = Limits(memory=700, seconds=20)
GOOD = {"id": "good", "text": "Acme Corp. named Jane Doe chief executive officer in March 2025."}


def _read(*paths: Path, **options: object) -> tuple[dict[str, Release], list[Issue]]:
    items = list(read_releases(paths, **options))  # type: ignore[arg-type]
    return {r.doc_id: r for r in items if isinstance(r, Release)}, [i for i in items if isinstance(i, Issue)]


def _codes(issues: list[Issue]) -> list[tuple[str, str, str | None]]:
    return [(issue.code, issue.severity, issue.location) for issue in issues]


def _jsonl(path: Path, *records: object) -> None:
    path.write_text("\n".join(map(json.dumps, records)))


# --- what is no file -------------------------------------------------------------------------------------------


def test_pipes_sockets_and_links_are_told_and_never_opened(tmp_path: Path) -> None:
    _jsonl(tmp_path / "good.jsonl", GOOD)
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()
        os.chdir(tmp_path)  # a socket's path is short
        listening.bind("door.txt")
        os.chdir(here)
        releases, issues = _read(tmp_path)
    assert list(releases) == ["good"]
    assert _codes(issues) == [
        ("not_a_file", "warning", "door.txt"),
        ("unreadable_file", "error", "gone.txt"),
        ("not_a_file", "warning", "pipe.txt"),
        ("unreadable_file", "error", "round.txt"),
        ("not_a_file", "info", "up"),
        ("not_a_file", "warning", "zero.txt"),
    ]


def test_a_pipe_that_is_named_is_told_too(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert _codes(_read(tmp_path / "pipe.txt")[1]) == [("not_a_file", "warning", "pipe.txt")]


def test_names_that_are_no_utf_8_are_shown_escaped_everywhere(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Acme grew.")
    (tmp_path / "a\nb\x1b[31m\u202e.txt").write_text("Bolt grew.")
    (tmp_path / os.fsdecode(b"bad\xff.txt")).write_bytes(bytes(range(32)) * 9)
    releases, issues = _read(tmp_path)
    assert list(releases) == ["a\\x0ab\\x1b[31m", "caf\\xe9"]
    assert [issue.location for issue in issues] == ["bad\\xff.txt"]
    assert {r.origin for r in releases.values()} == {"a\\x0ab\\x1b[31m.txt", "caf\\xe9.txt"}


def test_a_path_that_is_missing_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    _jsonl(tmp_path / "good.jsonl", GOOD)
    items = read_releases([tmp_path / "good.jsonl", tmp_path / "nope"])
    with pytest.raises(InputError, match="no such file"):
        next(items)


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.zip", "a.rss", "a.parquet"])
def test_an_empty_container_is_harmless(tmp_path: Path, name: str) -> None:
    empty = {"a.rss": b"<rss><channel/></rss>", "a.csv": b"id,text\n", "a.jsonl": b""}
    (tmp_path / name).write_bytes(empty.get(name, b""))
    if name == "a.zip":
        zipfile.ZipFile(tmp_path / name, "w").close()
    if name == "a.parquet":
        pq.write_table(pa.table({"id": pa.array([], pa.string()), "text": pa.array([], pa.string())}), tmp_path / name)
    assert _codes(_read(tmp_path)[1]) == [("empty_input", "info", name)]


def test_two_versions_of_which_one_is_empty_are_no_diff(tmp_path: Path) -> None:
    _jsonl(tmp_path / "good.jsonl", GOOD)
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="no releases"):
        read_versions(tmp_path / "good.jsonl", tmp_path / "none")


# --- damage stays where it is ----------------------------------------------------------------------------------


def _packed(method: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("bad.txt", "".join(f"Acme grew by {n * n % 97} in {n}. " for n in range(99)))
        archive.writestr("good.txt", "Bolt grew.", zipfile.ZIP_STORED)
    data = bytearray(stream.getvalue())
    data[80:90] = b"\xff" * 10
    return bytes(data)


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_damage_within_an_archive_costs_one_entry_whatever_packed_it(tmp_path: Path, method: int) -> None:
    (tmp_path / "a.zip").write_bytes(_packed(method))
    releases, issues = _read(tmp_path)
    assert list(releases) == ["a.zip/good"]
    assert _codes(issues) == [("unreadable_file", "error", "a.zip/bad.txt")]


def test_a_zip_of_a_version_that_nobody_knows_is_an_issue(tmp_path: Path) -> None:
    data = bytearray(_packed(zipfile.ZIP_STORED))
    data[data.index(b"PK\x01\x02") + 6] = 255  # the version that is needed to unpack
    (tmp_path / "a.zip").write_bytes(data)
    assert _codes(_read(tmp_path)[1]) == [("unreadable_file", "error", "a.zip")]


def test_one_bad_record_costs_one_record(tmp_path: Path) -> None:
    _jsonl(tmp_path / "a.jsonl", GOOD, {"id": "b", "text": "<!doctype html></html>"}, {"id": "c", "text": "Bolt grew."})
    (tmp_path / "b.rss").write_text(
        "<rss><channel><item><guid>d</guid><description>&lt;!-- x --&gt;</description></item>"
        "<item><guid>e</guid><title>&lt;!-- x --&gt;</title><description>Acme</description></item></channel></rss>"
    )
    releases, _ = _read(tmp_path)
    assert {name: r.text for name, r in releases.items() if name != "good"} == {
        "b": "", "c": "Bolt grew.", "d": "", "e": "Acme",
    }  # fmt: skip


def test_bytes_of_a_parquet_file_that_are_no_utf_8_are_read_and_told(tmp_path: Path) -> None:
    table = pa.table({"id": ["a", "b"], "text": pa.array([b"Acme grew.", "Peñarol creció.".encode("latin-1")])})
    pq.write_table(table, tmp_path / "a.parquet")
    releases, issues = _read(tmp_path)
    assert [r.text for r in releases.values()] == ["Acme grew.", "Peñarol creció."]
    assert _codes(issues) == [("encoding_guessed", "warning", "a.parquet:2")]


def test_a_page_nested_beyond_what_the_parser_keeps_loses_no_text(tmp_path: Path) -> None:
    deep = "<div>" * 9_000 + "Acme Corp. grew." + "</div>" * 9_000
    _jsonl(
        tmp_path / "a.jsonl", {"id": "a", "text": f"<body>{deep}"}, {"id": "b", "text": f"<body>{'<b>' * 300}Bolt</b>"}
    )
    releases, _ = _read(tmp_path)
    assert (releases["a"].text, releases["b"].text) == ("Acme Corp. grew.", "Bolt")


@pytest.mark.parametrize("depth", [300, 2_000, 50_000])
def test_a_deep_feed_ends_as_releases_or_an_issue(tmp_path: Path, depth: int) -> None:
    deep = "<div>" * depth + "Acme grew." + "</div>" * depth
    (tmp_path / "a.atom").write_text(
        f"<feed><entry><id>a</id><content>{deep}</content></entry><entry><id>b</id><content>Bolt</content></entry></feed>"
    )
    releases, issues = _read(tmp_path)
    assert issues or [r.text for r in releases.values()] == ["Acme grew.", "Bolt"]


def test_a_late_byte_of_another_encoding_is_read_and_told(tmp_path: Path) -> None:
    lines = [json.dumps({"id": f"r{n}", "text": "Acme grew. " * 20}).encode() for n in range(500)]
    lines.append('{"id": "late", "text": "Peñarol grew."}'.encode("latin-1"))
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    releases, issues = _read(tmp_path)
    assert releases["late"].text == "Peñarol grew."
    assert _codes(issues) == [("encoding_guessed", "warning", "a.jsonl:501")]


def test_a_text_past_the_limit_is_an_issue_and_the_limit_an_option(tmp_path: Path) -> None:
    _jsonl(tmp_path / "a.jsonl", GOOD, {"id": "long", "text": "Acme grew. " * 9})
    (tmp_path / "b.txt").write_text("Acme grew. " * 9)
    releases, issues = _read(tmp_path, max_chars=80)
    assert list(releases) == ["good"]
    assert _codes(issues) == [("too_large", "error", "a.jsonl"), ("too_large", "error", "b.txt")]
    assert len(_read(tmp_path)[0]) == 3
    assert MAX_CHARS >= 1_000_000


def test_faults_without_end_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_FAULTS", 3)
    (tmp_path / "a.jsonl").write_text("{\n" * 10 + json.dumps(GOOD))
    releases, issues = _read(tmp_path)
    assert list(releases) == ["good"]
    assert [issue.code for issue in issues] == ["malformed_record"] * 3 + ["more_faults"]
    assert issues[-1].message == "7 further faults"


# --- memory and time -------------------------------------------------------------------------------------------


def _repeated(rows: int, size: int) -> bytes:
    """Return a Parquet file of a few kilobytes whose rows all repeat one string of so many bytes."""
    column = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["x" * size]))
    stream = io.BytesIO()
    pq.write_table(pa.table({"text": column}), stream, compression="zstd", dictionary_pagesize_limit=2**30)
    return stream.getvalue()


def test_a_parquet_file_that_repeats_a_huge_string_takes_little_memory(tmp_path: Path) -> None:
    (tmp_path / "bomb.parquet").write_bytes(_repeated(256, 26_000_000))
    assert (tmp_path / "bomb.parquet").stat().st_size < 5_000
    _jsonl(tmp_path / "good.jsonl", GOOD)
    releases, issues = _read(tmp_path, limits=SMALL)
    assert list(releases) == ["good"]
    assert {issue.code for issue in issues} == {"too_large", "unreadable_file"}


def test_a_parquet_file_of_endless_rows_is_cut_off(tmp_path: Path) -> None:
    (tmp_path / "rows.parquet").write_bytes(_repeated(300, 1_000_000))
    releases, issues = _read(tmp_path)
    assert len(releases) == 200
    assert _codes(issues) == [("unreadable_file", "error", "rows.parquet")]


def _eats_memory() -> Iterator[int]:
    yield len(bytearray(10**10))


def _dies() -> Iterator[int]:
    yield 1
    os._exit(9)


def _works_for_ever() -> Iterator[int]:
    while True:
        pass


def _counts() -> Iterator[int]:
    yield from range(3)


def test_a_reader_that_is_lost_costs_its_file_and_the_next_goes_on() -> None:
    with Apart(Limits(memory=500, seconds=3)) as run:
        assert list(run(_counts, "a")) == [0, 1, 2]
        told = [list(run(job, "a/b.jsonl.gz"))[-1] for job in (_eats_memory, _dies, _works_for_ever)]
        assert list(run(_counts, "a")) == [0, 1, 2]
    assert [issue.message for issue in told] == [
        "needs more than 500 MB to read; file skipped",
        "the process that read it ended with code 9; file skipped",
        "took longer than 3 s to read; file skipped",
    ]
    assert {(issue.code, issue.location) for issue in told} == {("reader_lost", "a/b.jsonl")}


def test_a_reader_that_is_no_longer_wanted_ends() -> None:
    with Apart() as run:
        items = run(_counts, "a")
        assert next(items) == 0
        items.close()
        assert list(run(_counts, "b")) == [0, 1, 2]


def test_reading_apart_gives_what_reading_here_gives(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps(GOOD).encode()))
    (tmp_path / "b.html").write_text("<p>Acme</p>")
    (tmp_path / "bad.zip").write_bytes(b"PK")
    (tmp_path / "index.csv").write_text("doc_id,published\nb,2025-03-12\ngone,\n")
    assert list(read_releases([tmp_path], limits=Limits())) == list(read_releases([tmp_path]))


# --- absent and unreadable are two things ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "hidden", "expected"),
    [
        ("day.zip/a.txt", {"day.zip"}, True),
        ("day.zip/a.txt", {"day.zip/a.txt"}, True),
        ("day.zip/a.txt", {"day.zip/b.txt"}, False),
        ("day/a.txt", {"da"}, False),
        ("day/a.txt", {"."}, True),
        ("day/a.txt", set(), False),
    ],
)
def test_what_is_hidden(origin: str, hidden: set[str], expected: bool) -> None:
    assert is_hidden(origin, hidden) is expected


@pytest.mark.parametrize(
    ("issue", "hides"),
    [
        (Issue("unreadable_folder", "error", "", None, "wire"), "wire"),
        (Issue("malformed_record", "error", "", "b", "a.jsonl:3"), "a.jsonl"),
        (Issue("unreadable_file", "error", ""), "."),
        (Issue("encoding_guessed", "warning", "", None, "a.txt"), None),
    ],
)
def test_what_an_issue_hides(issue: Issue, hides: str | None) -> None:
    assert issue.hides == hides


def _sync(store: Path, inbox: Path, nlp: Language) -> set[str]:
    with Store(store) as opened:
        extract_into(opened, read_releases([inbox]), Options(sync=True), nlp)
        return set(opened.reader.releases.states())


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    (folder / "wire").mkdir(parents=True)
    (folder / "wire" / "a.txt").write_text("Acme Corp. grew.")
    (folder / "b.txt").write_text("Bolt Corp. grew.")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("d.txt", "Dart Corp. grew. " * 20)
    return folder


def test_what_was_said_of_an_empty_input_goes_when_it_is_filled(tmp_path: Path, nlp: Language) -> None:
    told = []
    (tmp_path / "in").mkdir()
    for _ in range(2):
        with Store(tmp_path / "out") as store:
            extract_into(store, read_releases([tmp_path / "in"]), Options(), nlp)
            told.append(store.reader.tables.count(TABLES["issues"]))
        (tmp_path / "in" / "a.txt").write_text("Acme Corp. grew.")
    assert told == [1, 0]


def test_sync_keeps_what_it_could_not_read_and_removes_what_is_gone(tmp_path: Path, inbox: Path, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    assert _sync(tmp_path / "out", inbox, nlp) == {"wire/a", "b", "c.zip/d"}
    (inbox / "b.txt").unlink()
    (inbox / "c.zip").write_bytes((inbox / "c.zip").read_bytes()[:40])
    listed = os.scandir

    def closed(path: bytes) -> object:
        if os.fsencode(path).endswith(b"wire"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert _sync(tmp_path / "out", inbox, nlp) == {"wire/a", "c.zip/d"}
    monkeypatch.undo()
    (inbox / "c.zip").unlink()
    assert _sync(tmp_path / "out", inbox, nlp) == {"wire/a"}
