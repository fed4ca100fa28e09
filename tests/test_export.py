"""What analysts open: every format reads back equal, nothing runs, and all comes from one state."""

from __future__ import annotations

import csv
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pyarrow.parquet as pq
import pytest
import spacy
from presstab.batch.extract import extract_into
from presstab.check.tables import check_files, check_store
from presstab.corpus.read import read_releases
from presstab.corpus.records import read_records
from presstab.errors import InputError
from presstab.export import workbook
from presstab.export.formats import FORMATS, Wanted, export, tables_named
from presstab.export.tables import render_cell, rows_of, update_tables
from presstab.schema import DOCUMENTS, MENTIONS, PEOPLE, QUOTATIONS, TABLES
from presstab.store.reader import Reader
from presstab.store.store import Store
from presstab.store.view import View
from spacy.tokens import DocBin

from tests.conftest import ROOT

CORPUS = ROOT / "corpus" / "releases"
AWKWARD = [
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\u200f\u05d0\u05db\u05de\u05d4", "NA", "NULL", "TRUE", "1E5", "2024-01-02",
    "007", "cafe\u0301 \U0001f680\U0001f469\u200d\U0001f680", 'say "no", please', "line\nbreak", "\t tab", "＝1+1", "'quoted", "a,b;c|d",
    "https://acme.example/x", "javascript:alert(1)", " blanks ", "\u202eexe.txt",
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, nlp: Any) -> Iterator[Reader]:
    """Yield a store of the corpus and of a release for every awkward string, as its id, title and source."""
    out = tmp_path_factory.mktemp("export")
    records = [{"id": s, "text": f"Acme Corp. grew in 2024. {s}", "title": s, "source": s} for s in AWKWARD]
    with Store(out) as made:
        extract_into(made, read_releases([CORPUS]), nlp=nlp)
        extract_into(made, read_records(records), nlp=nlp)
        yield made.reader


def _expected(store: Reader, view: View | None = None) -> dict[str, list[tuple[Any, ...]]]:
    return {name: list(rows_of(store, table, view or View())) for name, table in TABLES.items()}


def test_csv_reads_back_equal_and_frictionless_finds_it_valid(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path)
    for name, rows in _expected(store).items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.reader(file))
        assert found[0] == list(TABLES[name].names)
        assert found[1:] == [[render_cell(value) for value in row] for row in rows]
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]
    assert "mentions" in (tmp_path / "README.txt").read_text()


def test_parquet_and_sqlite_read_back_equal(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path, "parquet")
    export(store, tmp_path, "sqlite")
    database = sqlite3.connect(tmp_path / "presstab.sqlite")
    for name, rows in _expected(store).items():
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert list(zip(*(column.to_pylist() for column in table.columns), strict=True)) == rows
        found = database.execute(f'SELECT * FROM "{name}"').fetchall()
        plain = [tuple(render_cell(v) if isinstance(v, dt.date) else v for v in row) for row in rows]
        assert sorted(found, key=str) == sorted(plain, key=str)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for view in ("latest_releases", "organisations_by_month", "co_occurrence"):
        assert database.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0
    database.close()


def test_workbook_reads_back_equal_with_types_and_without_formulas(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path, "xlsx")
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    assert set(book.sheetnames) == set(TABLES)
    for name, rows in _expected(store).items():
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        cells = list(sheet.iter_rows(values_only=True))
        assert cells[0] == TABLES[name].names
        found = [tuple(_day(value) for value in row) for row in cells[1:]]
        # A carriage return is what a workbook cannot hold; no cell here has one.
        wanted = [tuple(_day(v if v != "" else None) for v in row) for row in rows]
        assert found == wanted, name
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    links = {cell.hyperlink.target for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"https://acme.example/x"}


def _day(value: Any) -> Any:
    if type(value) is not dt.date:
        return value
    # A workbook knows no day before 1900, and a 29 February in it: such days stand as text.
    return dt.datetime.combine(value, dt.time()) if value >= dt.date(1900, 3, 1) else value.isoformat()


def test_workbook_goes_on_where_a_cell_or_sheet_is_full(
    store: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 40)
    monkeypatch.setattr(workbook, "MAX_CELL", 60)
    export(store, tmp_path, "xlsx", Wanted(tables=tables_named(["mentions", "issues"])))
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx", read_only=True)
    ids: list[Any] = []
    texts: dict[str, str] = {}
    at = MENTIONS.names.index("sentence")
    for name in (n for n in book.sheetnames if n.startswith("mentions")):
        rows = list(book[name].iter_rows(values_only=True, min_row=2))
        ids += [row[0] for row in rows]
        texts |= {str(row[0]): str(row[at]) for row in rows}
    for table, key, column, _, part in book["continued"].iter_rows(values_only=True, min_row=2):
        if (table, column) == ("mentions", "sentence"):
            texts[str(key)] += str(part)
    expected = list(rows_of(store, MENTIONS, View()))
    assert ids == [row[0] for row in expected]
    assert texts == {row[0]: row[at] for row in expected}
    codes = {row[3] for row in book["issues"].iter_rows(values_only=True, min_row=2)}
    assert {"sheet_continued", "cell_continued"} <= codes


def test_excel_csv_guards_formulas_and_leaves_numbers(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path, wanted=Wanted(excel=True))
    data = (tmp_path / "documents.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    with (tmp_path / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        ids = {row["doc_id"] for row in csv.DictReader(file)}
    assert {"'=cmd|' /C calc'!A0", "'@SUM(A1)", "'＝1+1", "-1", "+1", "NA", "1E5"} <= ids
    assert not any(i.startswith(("=", "@", "\t", "\r", "＝")) for i in ids)


def test_jsonl_nests_a_release_with_everything(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path, "jsonl")
    lines = (tmp_path / "releases.jsonl").read_text(encoding="utf-8").splitlines()
    releases = [json.loads(line) for line in lines]
    assert len(releases) == len(list(CORPUS.glob("*.txt"))) + len(AWKWARD)
    for release in releases:
        for mention in release["mentions"]:
            assert release["text"][mention["start"] : mention["end"]] == mention["text"]
        for quotation in release["quotations"]:
            assert release["text"][quotation["start"] : quotation["end"]] == quotation["text"]
    assert sum(len(release["quotations"]) for release in releases) == store.tables.count(QUOTATIONS) > 20
    number = sum(len(release["mentions"]) for release in releases)
    assert number == store.tables.count(MENTIONS)


def test_docbin_holds_the_mentions(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path, "spacy")
    docs = list(DocBin().from_disk(tmp_path / "releases.spacy").get_docs(spacy.blank("en").vocab))
    labels = {ent.label_ for doc in docs for ent in doc.ents}
    assert labels == {"ORG", "PERSON", "TECH", "DATE"}
    assert sum(len(doc.ents) for doc in docs) == store.tables.count(MENTIONS)


def test_without_contacts_nothing_of_a_contact_block_is_left(store: Reader, tmp_path: Path) -> None:
    view = View(contacts=False)
    whole, left = _expected(store), _expected(store, view)
    zone = MENTIONS.names.index("zone")
    gone = {row[MENTIONS.names.index("text")] for row in whole["mentions"] if row[zone] == "contact"}
    assert gone
    assert not [row for row in left["mentions"] if row[zone] == "contact"]
    kept = {row[PEOPLE.names.index("name")] for row in left["people"]}
    assert {row[1] for row in whole["people"]} - kept
    export(store, tmp_path, "sqlite", Wanted(view))
    database = sqlite3.connect(tmp_path / "presstab.sqlite")
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    database.close()


def test_since_leaves_out_older_releases_and_what_only_they_name(store: Reader) -> None:
    day = dt.date(2024, 9, 1)
    left = _expected(store, View(since=day))
    at = DOCUMENTS.names.index("published_on")
    assert {row[at] >= day for row in left["documents"]} == {True}
    docs = {row[0] for row in left["documents"]}
    assert {row[1] for row in left["mentions"]} <= docs
    ids = {row[0] for name in ("organisations", "people", "technologies") for row in left[name]}
    assert ids == {row[1] for row in left["document_entities"]}


def test_unknown_format_table_or_run_is_an_error(store: Reader, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--format pdf: one of csv"):
        export(store, tmp_path, "pdf")
    with pytest.raises(InputError, match="--only x"):
        tables_named(["x"])
    with pytest.raises(InputError, match="--as-of 99"):
        export(store, tmp_path, wanted=Wanted(View(99)))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_that_fails_leaves_the_old_files(
    store: Reader, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(store, tmp_path, form)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(Path, "write_text", _full_disk)
    with pytest.raises(InputError, match="cannot write the tables"):
        export(store, tmp_path, form)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def _full_disk(self: Path, *_: object, **__: object) -> int:
    raise OSError(28, "No space left on device")


def test_check_finds_a_file_that_was_edited(tmp_path: Path, nlp: Any) -> None:
    with Store(tmp_path) as store:
        extract_into(store, read_records([{"id": "a", "text": "Acme Corp. grew in 2024."}]), nlp=nlp)
        update_tables(store, tmp_path)
        assert list(check_files(store.reader, tmp_path)) == []
        assert check_store(store.reader) == []
        with (tmp_path / "people.csv").open("a") as file:
            file.write("per_x,X,,,1,1\n")
        assert [finding.table for finding in check_files(store.reader, tmp_path)] == ["people.csv"]
