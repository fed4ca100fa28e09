"""What analysts open: every format reads back equal, nothing runs, and all comes from one state."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import openpyxl
import pyarrow.parquet as pq
import pytest
import spacy
import xlsxwriter
from openpyxl.utils.escape import unescape
from presstab.batch.extract import extract_into
from presstab.check.tables import check_files, check_store
from presstab.corpus.read import read_releases
from presstab.corpus.records import read_records
from presstab.errors import InputError
from presstab.export import fitting, workbook
from presstab.export.formats import FORMATS, Wanted, export, tables_named
from presstab.export.sheet import Sheet, formats_of
from presstab.export.tables import render_cell, rows_of, update_tables
from presstab.export.views import load_questions, load_views, views_over
from presstab.schema import (
    DOCUMENT_ENTITIES,
    DOCUMENTS,
    MENTIONS,
    ORGANISATIONS,
    PEOPLE,
    QUOTATIONS,
    TABLES,
    TECHNOLOGIES,
)
from presstab.store.reader import Reader
from presstab.store.store import Store
from presstab.store.view import View
from presstab.version import __version__
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
    export(store, tmp_path, "sqlite", Wanted(texts=False))
    database = sqlite3.connect(tmp_path / "presstab.sqlite")
    for name, rows in _expected(store).items():
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert list(zip(*(column.to_pylist() for column in table.columns), strict=True)) == rows
        found = database.execute(f'SELECT * FROM "{name}"').fetchall()
        shown = [tuple(render_cell(v) if isinstance(v, dt.date) else v for v in row) for row in rows]
        assert sorted(found, key=str) == sorted(shown, key=str)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def _databases(store: Reader, folder: Path, wanted: Wanted | None = None) -> Iterator[Callable[[str], list[Any]]]:
    """Yield what answers a query: the SQLite export, then the DuckDB one."""
    for form, connect in (("sqlite", sqlite3.connect), ("duckdb", duckdb.connect)):
        export(store, folder, form, wanted)
        with contextlib.closing(connect(str(folder / f"presstab.{form}"))) as database:
            yield lambda query, open_one=database: open_one.execute(query).fetchall()


def test_databases_hold_the_texts_but_where_they_are_left_out(store: Reader, tmp_path: Path) -> None:
    for ask in _databases(store, tmp_path):
        texts = dict(ask("SELECT doc_id, text FROM documents"))
        assert texts["honda-nissan-2024"] == (CORPUS / "honda-nissan-2024.txt").read_text(encoding="utf-8")
        for start, end, text, doc_id in ask('SELECT start, "end", text, doc_id FROM mentions'):
            assert texts[doc_id][start:end] == text
    for ask in _databases(store, tmp_path, Wanted(texts=False)):
        assert len(ask("SELECT * FROM documents")[0]) == len(DOCUMENTS.columns)


def test_views_say_the_same_in_both_databases_and_have_the_columns_of_the_dictionary(
    store: Reader, tmp_path: Path
) -> None:
    sqlite, duck = _databases(store, tmp_path / "a"), _databases(store, tmp_path / "b")
    next(duck)
    ask, ask_duck = next(sqlite), next(duck)
    for made in load_views():
        columns = ", ".join(f'"{name}"' for name in made.table.names)
        query = f"SELECT {columns} FROM {made.table.name}"
        rows, same = (sorted((tuple(map(str, row)) for row in one(query)), key=str) for one in (ask, ask_duck))
        assert rows == same, made.table.name
        assert rows or made.table.name == "what_is_doubtful"
        assert all(column.description.endswith(".") for column in made.table.columns)


def test_views_stand_only_over_tables_that_are_there(store: Reader, tmp_path: Path) -> None:
    for ask in _databases(store, tmp_path, Wanted(tables=tables_named(["relations", "runs"]))):
        assert ask("SELECT count(*) FROM partnerships")[0][0] > 0
        assert {made.table.name for made in views_over(["relations", "runs"])} == {"partnerships", "who_acquired_whom"}


def test_workbook_reads_back_equal_with_types_and_without_formulas(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path, "xlsx")
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    assert book.sheetnames[:2] == ["start", "document_entities"]
    assert book.sheetnames[-1] == "dictionary"
    for name, rows in _expected(store).items():
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref
        cells = list(sheet.iter_rows(values_only=True))
        width = len(TABLES[name].columns)
        assert cells[0][:width] == TABLES[name].names
        assert cells[0][width:] == (("names",) if name == "documents" else ())
        found = [tuple(_day(value) for value in row[:width]) for row in cells[1:]]
        # A carriage return is what a workbook cannot hold; no cell here has one.
        wanted = [tuple(_day(v if v != "" else None) for v in row) for row in rows]
        assert (
            found == wanted
            if name not in {"document_entities", "mentions"}
            else sorted_rows(found) == sorted_rows(wanted)
        )
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def sorted_rows(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=str)


def test_workbook_begins_with_the_weightiest_and_leads_to_rows_and_sources(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path, "xlsx")
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    entities = list(book["document_entities"].iter_rows(min_row=2))
    at = {name: number for number, name in enumerate(DOCUMENT_ENTITIES.names)}
    weights = [row[at["salience"]].value for row in entities]
    assert weights == sorted(weights, reverse=True)
    for row in entities:
        release, entity = row[at["doc_id"]], row[at["entity_id"]]
        if release.value == "https://acme.example/x":  # the record's source is its id
            assert release.hyperlink.target == "https://acme.example/x"
        else:
            assert _led_to(book, release.hyperlink) == release.value
        assert _led_to(book, entity.hyperlink, MENTIONS.names.index("entity_id")) == entity.value
    for name, table in (("organisations", ORGANISATIONS), ("people", PEOPLE), ("technologies", TECHNOLOGIES)):
        for (cell,) in book[name].iter_rows(min_row=2, max_col=1):
            assert _led_to(book, cell.hyperlink, MENTIONS.names.index("entity_id")) == cell.value, table.name
    targets = {c.hyperlink.target for s in book for row in s.iter_rows() for c in row if c.hyperlink} - {None}
    assert targets == {"https://acme.example/x"}


def _led_to(book: Any, link: Any, column: int = 0) -> Any:
    sheet, _, cell = link.location.rpartition("!")
    return book[sheet.strip("'")].cell(int(cell[1:]), column + 1).value


def test_workbook_says_what_it_is_and_prints_on_paper(store: Reader, tmp_path: Path) -> None:
    export(store, tmp_path, "xlsx", Wanted(View(contacts=False)))
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    told = [[str(cell) for cell in row if cell is not None] for row in book["start"].iter_rows(values_only=True)]
    text = "\n".join(" ".join(row) for row in told)
    assert f"presstab {__version__}, run_00000" in text
    assert "What contact blocks name is left out." in text
    counts = {row[0]: row[1] for row in told if len(row) == 3}
    for table in TABLES.values():
        assert counts[table.name] == str(len(list(rows_of(store, table, View(contacts=False))))), table.name
        assert book[table.name].max_row == int(counts[table.name]) + 1
    assert {question.title for question in load_questions()} <= {row[0] for row in told if row}
    described = {row[:2] for row in book["dictionary"].iter_rows(values_only=True)}
    assert {(table.name, name) for table in TABLES.values() for name in table.names} <= described
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.title == "start" or sheet.print_title_rows == "$1:$1"
    widths = [column.width for column in book["mentions"].column_dimensions.values()]
    assert max(widths) < 62
    assert len(set(widths)) > 5


@pytest.mark.parametrize(
    "cell", ["<r><t>x</t></r>", "<r>&amp;</r>", "_x0041_", "a\x0bb", "&<>\"'", " x ", "=1+1\n", "\ufffe"]
)
def test_a_cell_of_the_workbook_is_the_text_it_was(tmp_path: Path, cell: str) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as made:
        sheet = Sheet(made, "a", ("text", "number"), formats_of(made))
        sheet.write([cell, -0.25], {})
        sheet.close()
    read = openpyxl.load_workbook(path)["a"]
    assert unescape(read["A2"].value) == cell
    assert read["B2"].value == -0.25
    assert read["A2"].data_type == "s"


def _day(value: Any) -> Any:
    if type(value) is not dt.date:
        return value
    # A workbook knows no day before 1900, and a 29 February in it: such days stand as text.
    return dt.datetime.combine(value, dt.time()) if value >= dt.date(1900, 3, 1) else value.isoformat()


def test_workbook_goes_on_where_a_cell_or_sheet_is_full(
    store: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 40)
    monkeypatch.setattr(fitting, "MAX_CELL", 60)
    export(store, tmp_path, "xlsx", Wanted(tables=tables_named(["mentions", "organisations", "issues"])))
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
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
    assert sorted(ids) == sorted(row[0] for row in expected)
    assert texts == {row[0]: row[at] for row in expected}
    codes = {row[3] for row in book["issues"].iter_rows(values_only=True, min_row=2)}
    assert {"sheet_continued", "cell_continued"} <= codes
    for (cell,) in book["organisations"].iter_rows(min_row=2, max_col=1):
        assert _led_to(book, cell.hyperlink, MENTIONS.names.index("entity_id")) == cell.value


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
