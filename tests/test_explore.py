"""`presstab explore`: the tables in Datasette, and the questions that analysts ask, in SQLite and in DuckDB."""

from __future__ import annotations

import asyncio
import contextlib
import html
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import duckdb
import openpyxl
import pytest
from presstab.batch.extract import extract_into
from presstab.corpus.read import read_releases
from presstab.explore.metadata import metadata
from presstab.explore.serve import HOST, application, build
from presstab.export.formats import export
from presstab.export.views import Question, load_questions, load_views
from presstab.schema import TABLES
from presstab.store.store import Store

from tests.browser import PHONE, WIDE, served, width_of
from tests.conftest import ROOT

# What an answer to the example of each question must say of the corpus.
_ANSWERS = {
    "who_works_on": "Nissan",
    "who_was_appointed": "Delphine Achebe",
    "rising_technologies": "lidar",
    "partnerships": "Nissan",
    "what_did_the_chief_executive_say": "combination of technologies",
    "who_acquired_whom": "Thornbury Instruments plc",
    "releases_that_name_both": "honda-nissan-2024",
    "timeline_of": "post-2028",
    "is_it_one": "org_honda",
    "what_is_doubtful": "low_score",
}
# What is chosen in the sheet of a question: a column, and what its cells are or hold.
_CHOSEN: dict[str, list[tuple[str, str]]] = {
    "who_works_on": [("technology", "electric vehicle")],
    "who_was_appointed": [("action", "appointed"), ("published_on", "2024-09")],
    "rising_technologies": [("month", "2025-06")],
    "partnerships": [("organisation", "Honda")],
    "what_did_the_chief_executive_say": [("organisation", "Honda"), ("title", "president")],
    "who_acquired_whom": [("type", "acquisition")],
    "releases_that_name_both": [("names", "Honda"), ("names", "Nissan")],
    "timeline_of": [("organisations", "Honda")],
    "is_it_one": [("alias", "Honda")],
    "what_is_doubtful": [],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, nlp: Any) -> Path:
    made = tmp_path_factory.mktemp("explore")
    with Store(made) as store:
        extract_into(store, read_releases([ROOT / "corpus" / "releases"]), nlp=nlp)
        build(store.reader, made)
        for form in ("duckdb", "xlsx"):
            export(store.reader, made, form)
    return made


@pytest.fixture(scope="module")
def client(folder: Path) -> Any:
    return application(folder / "presstab.sqlite").client


def _get(client: Any, address: str) -> Any:
    """Ask in a thread of its own: where a browser is open, this one has a loop that runs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, client.get(address)).result()


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.name)
def test_questions_are_answered_alike_in_the_browser_and_in_duckdb(
    client: Any, folder: Path, question: Question
) -> None:
    query = urlencode(question.example)
    answer = _get(client, f"/presstab/{question.name}.json?{query}&_shape=arrays").json()
    assert answer["ok"], answer
    sql = re.sub(r":(\w+)", r"$\1", question.sql)
    with duckdb.connect(str(folder / "presstab.duckdb"), read_only=True) as tables:
        rows = tables.execute(sql, question.example).fetchall()
    shown = [[None if value is None else str(value) for value in row] for row in rows]
    assert [[None if value is None else str(value) for value in row] for row in answer["rows"]] == shown
    assert _ANSWERS[question.name] in str(rows)


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.name)
def test_questions_are_answered_in_the_workbook(folder: Path, question: Question) -> None:
    header, *rows = openpyxl.load_workbook(folder / "tables.xlsx")[question.sheet].iter_rows(values_only=True)
    assert set(re.findall(r"`(\w+)`", question.choose)) <= set(header)
    chosen = _CHOSEN[question.name]
    assert {name for name, _ in chosen} <= set(re.findall(r"`(\w+)`", question.choose))
    found = [row for row in rows if all(part in str(row[header.index(name)]) for name, part in chosen)]
    assert _ANSWERS[question.name] in str(found)
    assert len(chosen) <= 2


def test_page_of_the_questions_tells_the_steps_and_its_statements_run(folder: Path) -> None:
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    with (
        duckdb.connect(str(folder / "presstab.duckdb"), read_only=True) as duck,
        contextlib.closing(sqlite3.connect(folder / "presstab.sqlite")) as sqlite,
    ):
        for question, block in zip(load_questions(), blocks, strict=True):
            assert f"## {question.title}\n\n{question.about}\n\n- Excel: in the sheet `{question.sheet}`" in page
            assert f"{question.choose}.\n- Browser: `{question.name}`" in page
            told, same = (str(database.execute(block).fetchall()) for database in (duck, sqlite))
            assert _ANSWERS[question.name] in told
            assert _ANSWERS[question.name] in same


def test_a_question_has_a_view_of_its_name() -> None:
    assert {question.name for question in load_questions()} <= {made.table.name for made in load_views()}


def test_every_table_has_a_page_with_its_descriptions(client: Any) -> None:
    for table in TABLES.values():
        page = _get(client, f"/presstab/{table.name}")
        assert page.status_code == 200, table.name
        assert table.description.split(":")[0].split(",")[0].replace('"', "&#34;")[:40] in page.text


def test_every_view_and_question_has_a_page_with_its_description(client: Any) -> None:
    asked = {question.name for question in load_questions()}
    for made in (made for made in load_views() if made.table.name not in asked):  # the question has the page
        assert made.table.description.split(",")[0] in _get(client, f"/presstab/{made.table.name}?_size=1").text
    first = _get(client, "/presstab").text
    for question in load_questions():
        assert f'href="/presstab/{question.name}"' in first
        assert question.about.split(",")[0] in _get(client, f"/presstab/{question.name}").text


def test_texts_and_sentences_are_searched(client: Any) -> None:
    found = _get(client, "/presstab/documents.json?_search=memorandum&_shape=array").json()
    assert found[0]["doc_id"] == "honda-nissan-2024"
    assert "memorandum" in found[0]["text"]
    assert _get(client, "/presstab/sentences.json?_search=lithium&_shape=array").json()


def test_rows_link_to_what_they_name_by_its_name(client: Any) -> None:
    page = _get(client, "/presstab/roles?_facet=action").text
    assert re.search(r'href="/presstab/people/per_[^"]+">[A-Z][a-z]+ [A-Z]', page)
    assert "/presstab/organisations/org_" in page
    page = _get(client, "/presstab/document_entities?entity_id=org_honda").text
    assert '<a href="/presstab/entities/org_honda">Honda</a>' in page


def test_answers_link_to_releases_and_entities(client: Any) -> None:
    page = _get(client, "/presstab/partnerships?organisation=Honda").text
    for place in ("documents/honda-nissan-2024", "entities/org_honda", "entities/org_nissan"):
        assert f'<a href="/presstab/{place}">' in page
        assert _get(client, f"/presstab/{place}").status_code == 200
    assert "documents/honda-nissan-2024" in _get(client, "/presstab/latest_releases?_size=max").text


def test_names_in_an_answer_are_links_and_the_title_of_an_office_is_none(client: Any) -> None:
    page = _get(client, "/presstab/partnerships?organisation=Honda").text
    assert '<a href="/presstab/entities/org_nissan">Nissan</a>' in page
    page = _get(client, "/presstab/who_works_on?technology=electric+vehicles").text
    assert '<a href="/presstab/documents/honda-nissan-2024">honda-nissan-2024</a>' in page
    page = _get(client, "/presstab/latest_releases?title__notblank=1").text
    assert re.search(r'<a href="/presstab/documents/[^"]+">[A-Z][^<]{20}', page)
    page = _get(client, "/presstab/what_did_the_chief_executive_say?organisation=Honda").text
    assert re.search(r'<td class="col-title">\s*president', page, re.IGNORECASE)
    page = _get(client, "/presstab?sql=select+mention_id+from+mentions+limit+1").text
    assert "/presstab/entities/m_" not in page


def test_pages_say_in_words_what_they_are(client: Any) -> None:
    first = _get(client, "/presstab").text
    assert first.index("Questions") < first.index("Tables") < first.index("Run SQL")
    assert TABLES["document_entities"].description in first
    asked = _get(client, "/presstab/who_works_on?technology=electric+vehicles").text
    assert 'value="Ask"' in asked
    assert "Custom SQL" not in asked
    assert "Nothing is called so" in _get(client, "/presstab/partnerships?organisation=nobody").text
    assert "Custom SQL query returning 1 row" in _get(client, "/presstab?sql=select+1").text
    titled = _get(client, "/presstab/documents.json?title__notblank=1&_size=1&_shape=array").json()[0]
    assert f"<h1>{html.escape(titled['title'])}</h1>" in _get(client, f"/presstab/documents/{titled['doc_id']}").text
    assert "<h1>honda-nissan-2024</h1>" in _get(client, "/presstab/documents/honda-nissan-2024").text  # it has no title


@pytest.mark.parametrize("entity_id", ["org_honda", "per_ingrid-solberg", "tech_hydrogen"])
def test_the_page_of_an_entity_leads_to_what_is_asked_of_it(client: Any, entity_id: str) -> None:
    page = _get(client, f"/presstab/entities/{entity_id}").text
    asked = page[page.index("Asked of it") : page.index("In other tables")]
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', asked)]
    assert len(links) >= 3
    for link in links:
        assert _get(client, link).status_code == 200, link
    if entity_id == "org_honda":
        relations = next(link for link in links if "/relations?" in link)
        told = _get(client, relations.replace("/relations?", "/relations.json?_shape=array&")).json()
        assert {"org_honda"} <= {row["subject_id"] for row in told} | {row["object_id"] for row in told}


def test_an_entity_shows_what_names_it(client: Any) -> None:
    page = _get(client, "/presstab/entities/org_honda").text
    for table in ("mentions", "document_entities", "aliases", "co_mentions"):
        assert f"/presstab/{table}?entity_id=org_honda" in page


def test_nothing_can_be_written_and_nothing_is_fetched(client: Any) -> None:
    refused = _get(client, "/presstab.json?sql=delete+from+people")
    assert refused.status_code == 400
    page = _get(client, "/presstab/organisations").text
    assert [part for part in _addresses(page) if not part.startswith("/")] == []
    assert HOST == "127.0.0.1"


def _addresses(page: str) -> Iterator[str]:
    for mark in ('src="', 'rel="stylesheet" href="'):
        yield from (part.split('"')[0] for part in page.split(mark)[1:])


def test_metadata_names_only_columns_that_are_there() -> None:
    shown = metadata(TABLES.values(), load_views(), load_questions())["databases"]["presstab"]["tables"]
    for table in TABLES.values():
        names = set(table.names)
        told = shown[table.name]
        assert set(told["columns"]) == names
        assert {
            *told["facets"],
            told.get("label_column", table.names[0]),
            told.get("sort_desc", table.names[0]),
        } <= names


# Pages that differ in kind: all tables, a table, one with facets, a search, a question, a release, an entity, a statement.
PAGES = ("", "/doubts", "/roles?_facet=action", "/documents?_search=memorandum", "/is_it_one?name=Honda", "/who_acquired_whom",
         "/documents/honda-nissan-2024", "/entities/org_honda", "/doubts?_facet=kind&_sort=rank", "?sql=select+1")  # fmt: skip


def test_pages_are_dark_where_the_browser_is(long_names: Path, browser: Any) -> None:
    with served(application(long_names)) as address:
        page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]}, color_scheme="dark")
        for place in PAGES:
            page.goto(address + place)
            assert page.evaluate(_LIGHT) == [], place
        page.close()


# Places of a page that are as light as paper: their red, green and blue.
_LIGHT = """() => [...document.querySelectorAll("body, body *")].filter((element) => element.checkVisibility())
    .map((element) => getComputedStyle(element).backgroundColor.match(/[0-9.]+/g).map(Number))
    .filter(([r, g, b, a = 1]) => a && Math.min(r, g, b) > 180)"""


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_kind_of_page_fits_its_width_asks_nobody_and_complains_of_nothing(
    long_names: Path, browser: Any, size: tuple[int, int]
) -> None:
    with served(application(long_names)) as address:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        requests: set[str] = set()
        errors: list[str] = []
        page.on("request", lambda request: requests.add(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        for place in PAGES:
            page.goto(address + place)
            assert width_of(page) <= size[0], place
        assert {url.startswith(address.removesuffix("/presstab")) for url in requests} == {True}
        assert errors == []
        page.close()


@pytest.fixture(scope="module")
def long_names(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the database with a doubt and an office whose words, and ids, are longer than a line of a phone."""
    path = tmp_path_factory.mktemp("long") / "presstab.sqlite"
    path.write_bytes((folder / "presstab.sqlite").read_bytes())
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE doubts SET evidence_for = :long, other_name = :long", {"long": "Acmebeta" * 15})
        database.execute("UPDATE roles SET title = :long", {"long": "chief" * 25})
        database.commit()
    return path
