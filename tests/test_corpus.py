"""Readers: every form of file, and what bad input gets."""

from __future__ import annotations

import gzip
import json
import os
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from presstab.cluster.source import ReadOptions, list_sources, read_parts
from presstab.corpus.apart import Limits
from presstab.corpus.decode import decode
from presstab.corpus.gold import build_gold, load_gold, whole_words
from presstab.corpus.read import read_releases
from presstab.corpus.records import read_records
from presstab.corpus.release import Issue, Release, parse_day
from presstab.errors import InputError


def _read(*paths: Path | str) -> tuple[dict[str, Release], list[Issue]]:
    items = list(read_releases(paths))
    return {r.doc_id: r for r in items if isinstance(r, Release)}, [i for i in items if isinstance(i, Issue)]


def test_folder_with_index_supplies_date_title_and_source(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("one\r\ntwo", encoding="utf-8", newline="")
    (tmp_path / "index.csv").write_text("doc_id,published,title,source\nsub/a,2024-08-01,T,wire\ngone,,,\n")
    releases, issues = _read(tmp_path)
    a = releases["sub/a"]
    assert (a.text, str(a.published_on), a.published_from, a.title, a.source) == (
        "one\r\ntwo", "2024-08-01", "index", "T", "wire",
    )  # fmt: skip
    assert [(i.code, i.location) for i in issues] == [("unknown_id", "index.csv:3")]


def test_jsonl_names_file_and_line_of_a_malformed_record_and_goes_on(tmp_path: Path) -> None:
    lines = ['{"id": "a", "text": "x", "published": "2024-01-02"}', "{oops", "[1]", '{"id": "b"}', '{"text": "y"}']
    (tmp_path / "feed.jsonl").write_text("\n".join(lines))
    releases, issues = _read(tmp_path)
    assert sorted(releases) == ["a", "feed-5"]
    assert [(i.code, i.location) for i in issues] == [("malformed_record", f"feed.jsonl:{n}") for n in (2, 3, 4)]


def test_csv_and_parquet_rows_are_releases(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text('id,text,published\nc1,"two\nlines",2024-05-06\n')
    pq.write_table(pa.table({"id": ["p1"], "text": ["t"], "title": ["T"]}), tmp_path / "r.parquet")
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 no")
    releases, issues = _read(tmp_path)
    assert releases["c1"].text == "two\nlines"
    assert releases["p1"].title == "T"
    assert [(i.code, i.location) for i in issues] == [("unreadable_file", "bad.parquet")]


@contextmanager
def _stdin(data: bytes) -> Iterator[None]:
    """Let descriptor 0 be a pipe that holds some bytes."""
    read, write = os.pipe()
    os.write(write, data)
    os.close(write)
    before = os.dup(0)
    os.dup2(read, 0)
    try:
        yield
    finally:
        os.dup2(before, 0)
        os.close(before)
        os.close(read)


@pytest.mark.parametrize("limits", [None, Limits()])
def test_standard_input_is_json_lines_in_utf_8_whatever_the_locale(limits: Limits | None) -> None:
    with _stdin('{"id": "s", "text": "Grupo Peñarol grew."}\n'.encode()):
        items = list(read_releases(["-"], limits=limits))
    assert [(item.doc_id, item.text) for item in items if isinstance(item, Release)] == [("s", "Grupo Peñarol grew.")]


def test_second_of_two_equal_ids_is_an_issue_that_names_both(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "feed.jsonl").write_text('{"id": "a", "text": "two"}')
    releases, issues = _read(tmp_path)
    assert releases["a"].text == "one"
    assert issues[0].code == "duplicate_id"
    assert "a.txt" in issues[0].message
    assert "feed.jsonl" in issues[0].message


def test_invalid_date_is_an_issue_and_the_release_is_kept() -> None:
    items = list(read_records([{"id": "a", "text": "x", "published": "2024-02-30"}]))
    assert [type(item).__name__ for item in items] == ["Issue", "Release"]


def test_empty_folder_is_a_quiet_night_and_a_missing_path_an_error(tmp_path: Path) -> None:
    releases, issues = _read(tmp_path)
    assert not releases
    assert [(i.code, i.severity, i.location) for i in issues] == [("empty_input", "info", ".")]
    with pytest.raises(InputError, match="no such file"):
        _read(tmp_path / "nope")


def test_binary_file_is_an_issue_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "b.txt").write_text("fine")
    (tmp_path / "c.doc").write_text("later")
    releases, issues = _read(tmp_path)
    assert list(releases) == ["b"]
    assert [i.code for i in issues] == ["unreadable_file", "unsupported_format"]


@pytest.mark.parametrize(
    ("data", "text", "guessed"),
    [
        (b"\xef\xbb\xbfBOM", "BOM", False),
        ("é".encode("utf-16"), "é", False),
        (b"a\x00b" + b"c" * 200, "a\ufffdb" + "c" * 200, False),
        ("naïve café in Zürich, déjà vu — “quoted”. ".encode("cp1252") * 20, None, True),
    ],
)
def test_decoding(data: bytes, text: str | None, guessed: bool) -> None:
    decoded = decode(data)
    assert decoded.guessed is guessed
    assert text is None or decoded.text == text


@pytest.mark.parametrize("value", ["2024-08-01", "2024-08-01T10:00:00Z"])
def test_parse_day(value: str) -> None:
    assert str(parse_day(value)) == "2024-08-01"


def test_whole_words_bridge_white_space_and_respect_letters() -> None:
    assert list(whole_words("AI, AID, GenAI and A\n I", "AI")) == [(0, 2)]
    assert list(whole_words("Honda\n Motor", "Honda Motor")) == [(0, 12)]


def test_gold_takes_the_longest_string_first_and_lists_problems(tmp_path: Path) -> None:
    text = "Honda Motor and Honda e:PHEV by Honda in 2024"
    annotation = {
        "doc": "d",
        "organisations": [{"name": "Honda", "mentions": ["Honda", "Honda Motor", "Toyota"]}],
        "dates": [{"mention": "2024", "value": "2024"}],
        "not": [{"text": "Honda", "nth": 2}],
    }
    record, problems = build_gold(annotation, text)
    assert [(m["start"], m["text"]) for m in record["mentions"]] == [(0, "Honda Motor"), (32, "Honda"), (41, "2024")]
    assert problems == ["'Toyota' does not occur as whole words"]
    (tmp_path / "gold.jsonl").write_text(json.dumps(record))
    assert load_gold(tmp_path / "gold.jsonl")[0].mentions[1].text == "Honda"


_STATED = "“We are glad,” said Jane Doe.\nAcme has agreed to\nbuy Beta for $2 million."


def _statements(**changes: object) -> tuple[dict[str, object], list[str]]:
    annotation: dict[str, object] = {
        "doc": "d",
        "organisations": [{"name": "Acme", "mentions": ["Acme"]}, {"name": "Beta", "mentions": ["Beta"]}],
        "people": [{"name": "Jane Doe", "mentions": ["Jane Doe"]}],
        "quotes": [{"begins": "We are", "ends": "glad,", "speaker": "Jane Doe", "organisation": None}],
        "relations": [
            {"type": "acquisition", "subject": "Acme", "object": "Beta", "status": "agreed", "amount": "2000000 USD",
             "evidence": "agreed to buy Beta"},
        ],
    }  # fmt: skip
    return build_gold(annotation | changes, _STATED)


def test_gold_finds_quotations_and_relations_in_the_text_and_is_read_back(tmp_path: Path) -> None:
    record, problems = _statements()
    assert problems == []
    (tmp_path / "gold.jsonl").write_text(json.dumps(record))
    gold = load_gold(tmp_path / "gold.jsonl")[0]
    assert [(_STATED[q.start : q.end], q.speaker) for q in gold.quotations] == [("We are glad,", "Jane Doe")]
    relation = gold.relations[0]
    assert (_STATED[relation.start : relation.end], relation.amount) == ("agreed to\nbuy Beta", "2000000 USD")


@pytest.mark.parametrize(
    ("group", "changed", "problem"),
    [
        ("quotes", {"begins": "a", "ends": "glad,"}, "begins at 7 places"),
        ("quotes", {"begins": "We are", "ends": "sad"}, "quotation 'We are': does not end with 'sad'"),
        ("quotes", {"begins": "We are", "ends": "glad,", "speaker": "Joe"}, "speaker 'Joe' is no row"),
        ("relations", {"type": "purchase"}, "type 'purchase' is none of"),
        ("relations", {"status": "done"}, "status 'done' is none of"),
        ("relations", {"object": "Gamma"}, "object 'Gamma' is no row"),
        ("relations", {"amount": "$2 million"}, "amount '$2 million' is no number with a currency"),
        ("relations", {"evidence": "sells Beta"}, "relation 'sells Beta': does not occur"),
        ("people", {"roles": [{"title": "CEO", "organisation": "Gamma"}]}, "organisation 'Gamma' is no row"),
        ("people", {"roles": [{"title": "CEO", "action": "fired"}]}, "action 'fired' is none of"),
    ],
)
def test_gold_lists_what_is_wrong_with_a_statement(group: str, changed: dict[str, object], problem: str) -> None:
    relation = {"type": "merger", "subject": "Acme", "object": "Beta", "status": "agreed", "evidence": "buy Beta"}
    base = {"quotes": {}, "relations": relation, "people": {"name": "Jane Doe", "mentions": ["Jane Doe"]}}[group]
    _, problems = _statements(**{group: [base | changed]})
    assert len(problems) == 1
    assert problem in problems[0]


def test_parts_hold_what_the_local_engine_reads_in_its_order(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"id": f"r{at}", "text": f"text {at}"}) for at in range(5))
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "a.csv").write_text("id,text\nc1,one\nc2,two\n")
    pq.write_table(pa.table({"id": ["p1"], "text": ["three"]}), tmp_path / "c.parquet")
    (tmp_path / "page.html").write_text("<p>not for clusters</p>")
    (tmp_path / ".hidden.csv").write_text("id,text\nh,hidden\n")
    (tmp_path / "d.csv").write_text("id,text\nlong,longer than allowed\n")
    reading = ReadOptions(2, {}, max_chars=10)
    parts = [part for source in list_sources([str(tmp_path)]) for part in read_parts(source, reading)]
    (tmp_path / "page.html").unlink()
    assert [name for part in parts for name in part["part"].to_pylist()] == [
        "000000-000000", "000001-000000", "000001-000001", "000001-000002", "000002-000000", "000003-000000",
    ]  # fmt: skip
    found = [item for part in parts for item in pickle.loads(part["items"][0].as_py())]
    assert found == list(read_releases([tmp_path], max_chars=10))
    assert [item.code for item in found if isinstance(item, Issue)] == ["too_large"]
    with pytest.raises(InputError, match="no files of records"):
        list_sources([str(tmp_path / "b" / "none")])
