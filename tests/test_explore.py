"""`presstab explore`: the tables in Datasette, and the questions that analysts ask, in SQLite and in DuckDB."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from presstab.batch.extract import extract_into
from presstab.corpus.read import read_releases
from presstab.explore.metadata import metadata
from presstab.explore.serve import HOST, application, build
from presstab.export.formats import export
from presstab.patterns import load_questions
from presstab.schema import TABLES
from presstab.store.store import Store

from tests.conftest import ROOT

# What an answer to the example of each question must say of the corpus.
_ANSWERS = {
    "who_works_on": "Nissan",
    "who_was_appointed": "Delphine Achebe",
    "rising_technologies": "",
    "partnerships": "Nissan",
    "what_did_the_chief_executive_say": "combination of technologies",
    "who_acquired_whom": "Thornbury Instruments plc",
    "releases_that_name_both": "honda-nissan-2024",
    "timeline_of": "post-2028",
    "is_it_one": "org_honda",
    "what_is_doubtful": "low_score",
}
_ASKED = {"who_works_on": {"technology": "electric vehicles"}, "who_was_appointed": {"month": "2024-09"}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, nlp: Any) -> Path:
    made = tmp_path_factory.mktemp("explore")
    with Store(made) as store:
        extract_into(store, read_releases([ROOT / "corpus" / "releases"]), nlp=nlp)
        build(store.reader, made)
        export(store.reader, made, "duckdb")
    return made


@pytest.fixture(scope="module")
def client(folder: Path) -> Any:
    return application(folder / "presstab.sqlite").client


def _get(client: Any, address: str) -> Any:
    return asyncio.run(client.get(address))


def _parameters(question: dict[str, Any]) -> dict[str, str]:
    asked: dict[str, str] = _ASKED.get(question["name"], question["example"])
    return asked


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question["name"])
def test_questions_are_answered_alike_in_the_browser_and_in_duckdb(
    client: Any, folder: Path, question: dict[str, Any]
) -> None:
    given = _parameters(question)
    query = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in given.items())
    answer = _get(client, f"/presstab/{question['name']}.json?{query}").json()
    assert answer["ok"], answer
    sql = question["sql"]
    for name in given:
        sql = sql.replace(f":{name}", f"${name}")
    with duckdb.connect(str(folder / "presstab.duckdb"), read_only=True) as tables:
        rows = tables.execute(sql, given).fetchall()
    assert len(rows) == len(answer["rows"])
    assert _ANSWERS[question["name"]] in str(answer["rows"])
    assert rows or question["name"] == "rising_technologies"


def test_every_table_has_a_page_with_its_descriptions(client: Any) -> None:
    for table in TABLES.values():
        page = _get(client, f"/presstab/{table.name}")
        assert page.status_code == 200, table.name
        assert table.description.split(":")[0].split(",")[0].replace('"', "&#34;")[:40] in page.text


def test_texts_and_sentences_are_searched(client: Any) -> None:
    assert (
        _get(client, "/presstab/texts.json?_search=memorandum&_shape=array").json()[0]["doc_id"] == "honda-nissan-2024"
    )
    assert _get(client, "/presstab/sentences.json?_search=lithium&_shape=array").json()


def test_rows_link_to_what_they_name(client: Any) -> None:
    page = _get(client, "/presstab/roles?_facet=action").text
    assert "/presstab/people/per_" in page
    assert "/presstab/organisations/org_" in page


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
    shown = metadata(TABLES.values(), load_questions())["databases"]["presstab"]["tables"]
    for table in TABLES.values():
        names = set(table.names)
        told = shown[table.name]
        assert set(told["columns"]) == names
        assert {
            *told["facets"],
            told.get("label_column", table.names[0]),
            told.get("sort_desc", table.names[0]),
        } <= names
