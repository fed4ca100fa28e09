"""Offices, quotations and relations on their way: from stored rows to tables, to the diff, to words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from presstab import schema
from presstab.analysis.record import Analysis, Dates, Entities, Entity, Mentions, Outline
from presstab.analysis.statements import Quotation, Relation
from presstab.batch.extract import extract_into
from presstab.corpus.records import read_records
from presstab.diff.change import Change
from presstab.diff.entities import Flows
from presstab.diff.render import line_of
from presstab.diff.statements import compare_statements
from presstab.diff.states import Side, States
from presstab.explain import explain
from presstab.rows.statements import statement_rows
from presstab.store.connection import Connection
from presstab.store.reader import Reader
from presstab.store.store import Store
from presstab.store.tables import DUCKDB_TYPES, public_query
from presstab.text import Occurrences

_DAY = dt.date(2025, 6, 10)
_BUYS = {
    "doc_id": "d", "type": "acquisition", "subject": "Acme", "object": "Beta", "status": "agreed", "amount": 84e6,
    "currency": "USD", "effective": "2025-Q3", "evidence_start": 0, "evidence_end": 9, "sentence": "Acme buys Beta.",
    "found_by": "rule", "subject_local": "o1", "object_local": "o2",
}  # fmt: skip


def _tables(prefix: str, rows: dict[str, list[dict[str, Any]]], columns: dict[str, Any]) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    for name, listed in columns.items():
        fields = ", ".join(f'"{column.name}" {DUCKDB_TYPES[column.type]}' for column in listed)
        database.execute(f'CREATE TABLE "{prefix}{name}" ({fields})')
    for name, made in rows.items():
        for row in made:
            names = ", ".join(f'"{column}"' for column in row)
            places = ", ".join("?" * len(row))
            database.execute(f'INSERT INTO "{prefix}{name}" ({names}) VALUES ({places})', list(row.values()))
    return database


def _public(table: schema.Table, rows: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    documents = {"documents": [{"doc_id": "d", "published_on": _DAY}]}
    columns = {name: stored.columns for name, stored in schema.SCHEMA.stored.items()}
    with _tables("live_", documents | rows, columns) as database:
        found = database.execute(public_query(table))
        names = [column[0] for column in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _links(**entities: str) -> list[dict[str, Any]]:
    return [{"doc_id": "d", "local_id": local, "entity_id": entity} for local, entity in entities.items()]


def test_relation_rows_name_entities_of_the_store_and_stand_once() -> None:
    twice = _BUYS | {"subject_local": "o3", "evidence_start": 20}
    itself = _BUYS | {"object_local": "o3"}
    links = _links(o1="org_acme", o2="org_beta", o3="org_acme")
    (row,) = _public(schema.RELATIONS, {"relations": [twice, _BUYS, itself], "links": links})
    assert (row["subject_id"], row["object_id"], row["evidence_start"]) == ("org_acme", "org_beta", 0)
    assert row["published_on"] == _DAY
    assert row["relation_id"].startswith("rel_")


def test_quotation_of_nobody_keeps_its_row() -> None:
    said = {"quotation_id": "q_1", "doc_id": "d", "start": 0, "end": 4, "text": "Yes.", "person_local": None}
    (row,) = _public(schema.QUOTATIONS, {"quotations": [said], "links": []})
    assert (row["person_id"], row["organisation_id"], row["published_on"]) == (None, None, _DAY)


def test_an_office_without_organisation_is_a_doubt_unless_it_is_of_the_state() -> None:
    titles = ["President", "Vice President", "General Counsel", "Sales Representative", "U.S. Senator", "Mayor of Hull"]
    office = {"doc_id": "d", "person": "Jane Doe", "action": "holds", "person_local": "p1", "found_by": "model"}
    roles = [office | {"title": title, "title_start": at, "score": 0.9} for at, title in enumerate(titles)]
    rows = _public(schema.DOUBTS, {"roles": roles, "links": _links(p1="per_jane-doe")})
    doubted = {row["evidence_against"] for row in rows if row["kind"] == "role_without_organisation"}
    assert doubted == {"office: Vice President", "office: General Counsel", "office: Sales Representative"}


def test_timeline_names_what_takes_effect_on_a_date() -> None:
    office = {"doc_id": "d", "person": "Jane Doe", "title": "chair", "organisation": None, "action": "leaves",
              "effective": "2025-Q3", "person_local": "p1", "sentence": "s"}  # fmt: skip
    date = {"mention_id": "m_1", "doc_id": "d", "text": "third quarter", "value": "2025-Q3", "resolution": "explicit"}
    other, again = date | {"mention_id": "m_2", "value": "2026"}, date | {"mention_id": "m_3"}
    mentions = [{"mention_id": name, "doc_id": "d", "sentence": "s", "label": "DATE"} for name in ("m_1", "m_2")]
    mentions.append(mentions[0] | {"mention_id": "m_3", "sentence": "Another sentence names the quarter, too."})
    links = _links(o1="org_acme", o2="org_beta", p1="per_jane-doe")
    stored = {
        "roles": [office],
        "relations": [_BUYS | {"sentence": "s"}],
        "dates": [date, other, again],
        "mentions": mentions,
        "links": links,
    }
    rows = _public(schema.TIMELINE, stored)
    assert {row["mention_id"]: row["takes_effect"] for row in rows} == {
        "m_1": "Jane Doe, chair (leaves); acquisition Acme – Beta (agreed)"
    }


def test_statements_become_rows_with_names_and_amounts() -> None:
    analysis = Analysis(
        text="Acme says: “Yes, yes.” “Yes, yes.”", sentences=(), outline=Outline(), mentions=Mentions(), dates=Dates(),
        entities=Entities((Entity("o1", "ORG", "Acme Inc.", "acme", (), {}), Entity("o2", "ORG", "Beta", "beta", (), {}))),
        roles=(), quotations=(Quotation(12, 21, None, "o1"), Quotation(24, 33, None, "o1")),
        relations=(Relation("merger", "o1", "o2", "considered", 0, 4, "model", score=0.75),),
    )  # fmt: skip
    occurrences = Occurrences(analysis.text, ["Yes, yes."])
    rows = statement_rows(analysis, "d", [], lambda at: f"sentence at {at}", occurrences)
    assert [(q["text"], q["organisation"], q["organisation_local"]) for q in rows["quotations"]] == [
        ("Yes, yes.", "Acme Inc.", "o1"), ("Yes, yes.", "Acme Inc.", "o1"),
    ]  # fmt: skip
    assert len({q["quotation_id"] for q in rows["quotations"]}) == 2
    (relation,) = rows["relations"]
    assert (relation["subject"], relation["object"], relation["amount"]) == ("Acme Inc.", "Beta", None)
    assert (relation["sentence"], relation["score"]) == ("sentence at 0", 0.75)


# The diff.


def _changes(old: dict[str, list[dict[str, Any]]], new: dict[str, list[dict[str, Any]]]) -> list[Change]:
    columns = {
        f"{side}_{name}": [column for column in schema.TABLES[name].columns if column.name in listed]
        for side in ("old", "new") for name, listed in schema.SCHEMA.compared.items()
    }  # fmt: skip
    rows = {f"old_{name}": made for name, made in old.items()} | {f"new_{name}": made for name, made in new.items()}
    with _tables("", rows, columns) as database:
        database.execute("CREATE TABLE pairs (old_id VARCHAR, new_id VARCHAR)")
        flows = Flows({"org_beta": {"org_beta-two"}}, {"org_beta-two": {"org_beta"}}, frozenset(["org_beta"]),
                      frozenset(["org_beta-two"]))  # fmt: skip
        return list(compare_statements(States(Connection(database), Side("old"), Side("new")), flows))


_RELATION = {
    "relation_id": "rel_1", "doc_id": "d", "type": "acquisition", "subject_id": "org_acme", "subject": "Acme",
    "object_id": "org_beta", "object": "Beta", "status": "agreed", "amount": 84e6, "currency": "USD",
}  # fmt: skip
_SAID = {
    "quotation_id": "q_1", "doc_id": "d", "text": "We will grow in the spring,", "person_id": "per_doe",
    "person": "Jane Doe", "organisation_id": "org_acme", "organisation": "Acme", "title": "chair",
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "old", "new", "lines"),
    [
        ("relations", [_RELATION], [_RELATION | {"status": "exists"}],
         ["~ relations changed status of acquisition Acme – Beta: agreed -> exists  [d rel_1]"]),
        ("relations", [_RELATION], [_RELATION | {"relation_id": "rel_2", "object_id": "org_beta-two"}], []),
        ("relations", [], [_RELATION],
         ["+ relations added acquisition Acme – Beta (agreed, 84,000,000 USD)  [d rel_1]"]),
        ("relations", [_RELATION], [], ["- relations removed acquisition Acme – Beta (agreed, 84,000,000 USD)  [d rel_1]"]),
        ("quotations", [_SAID], [_SAID | {"person_id": "per_roe", "person": "Al Roe"}],
         ["~ quotations changed person_id of Al Roe: “We will grow in the spring,”: Jane Doe -> Al Roe  [d q_1]"]),
        ("quotations", [_SAID], [_SAID | {"quotation_id": "q_2", "text": "We will grow"}],
         ["~ quotations boundary_changed of Jane Doe: “We will grow”: We will grow in the spring, -> We will grow  [d q_2]"]),
        ("quotations", [_SAID], [_SAID], []),
    ],
)  # fmt: skip
def test_diff_names_statements_by_people_and_organisations(
    table: str, old: list[dict[str, Any]], new: list[dict[str, Any]], lines: list[str]
) -> None:
    assert [line_of(change) for change in _changes({table: old}, {table: new})] == lines


# Why a row is there.


@pytest.fixture
def said(tmp_path: Path, nlp: Any) -> Iterator[Reader]:
    text = "“We will grow in the spring,” said Jane Doe, chief executive officer of Acme Robotics Corp. in Oslo."
    with Store(tmp_path / "out") as store:
        extract_into(store, read_records([{"id": "d", "text": text, "published": "2025-06-10"}]), nlp=nlp)
        yield store.reader


def test_explain_shows_the_words_that_made_a_statement(said: Reader, nlp: Any) -> None:
    (quotation,) = said.tables.read(schema.QUOTATIONS).read_all().to_pylist()
    found = explain(said, nlp, quotation["quotation_id"])
    assert found.made_by == [
        "Jane Doe: “We will grow in the spring,”", "words: We will grow in the spring,",
    ]  # fmt: skip
    assert found.entity == [quotation["person_id"], quotation["organisation_id"]]
    (role,) = said.tables.read(schema.ROLES).read_all().to_pylist()
    made_by = explain(said, nlp, role["role_id"]).made_by
    assert made_by[0] == "Jane Doe, chief executive officer, Acme Robotics Corp."
    assert "chief executive officer" in made_by[1]
