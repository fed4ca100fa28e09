"""What the tables and `presstab explain` show of identity: one row a thing, what joined its names, since when it is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from presstab.batch.extract import extract_into
from presstab.corpus.records import read_records
from presstab.errors import InputError
from presstab.explain_entity import explain_entity, explain_two
from presstab.export.tables import to_frames
from presstab.schema.doubts import DOUBTS
from presstab.store.store import Store

_TEXTS = {
    "a": "Red Harrow Labs Opens a Plant\n\nLISBON, May 4, 2024 - Red Harrow Labs Inc. today opened a plant for electronics engineering. "
    '"We are glad," said Ottilie Vanterpool, chief executive of Red Harrow Labs.\n\nAbout Red Harrow Labs\nRed Harrow Labs Inc. sells '
    "sensors.\n\nAbout Oxmere Wire\nOxmere Wire Ltd. is a news service.",
    "b": "RedHarrow Labs Grows\n\nLISBON, May 9, 2026 - RedHarrow Labs Inc. today said that electronic engineering grew. "
    '"We are glad," said Ottilie Vanterpool, chief executive of RedHarrow Labs.',
    "c": "Nutley Bolts Names an Officer\n\nLEEDS, June 1, 2025 - Nutley Bolts GmbH today named John Smith chief executive officer.",
    "e": "Harrow Boats Grow\n\nOSLO, July 2, 2025 - Tarn Boats Ltd. today said it grew, as Oxmere Wire's Mary Johnson reported.",
    "f": "Leeds Bolts Grow\n\nOSLO, July 3, 2025 - Vale Bolts Ltd. today said it grew.\n\nContact:\nOxmere Wire\nMary Johnson\n+44 20 555 1234",
    "g": "Quillon Names an Officer\n\nLEEDS, June 9, 2025 - Quillon today named Ottoline Vanterberg chief executive officer.",
    "d": "Arden Pumps Names an Officer\n\nLEEDS, June 2, 2025 - Arden Pumps Ltd. today named John Smith chief executive officer.",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, nlp: Any) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("one") / "out") as made:
        extract_into(made, read_records([{"id": key, "text": text} for key, text in _TEXTS.items()]), nlp=nlp)
        yield made


@pytest.fixture(scope="module")
def tables(store: Store) -> dict[str, list[dict[str, Any]]]:
    frames: dict[str, Any] = dict(to_frames(store.reader))
    return {name: frame.to_dict("records") for name, frame in frames.items()}


def _of(rows: list[dict[str, Any]], **cells: Any) -> list[dict[str, Any]]:
    return [row for row in rows if all(row[name] == value for name, value in cells.items())]


def test_a_release_shows_the_name_that_the_store_gives_an_entity(tables: dict[str, list[dict[str, Any]]]) -> None:
    rows = _of(tables["document_entities"], entity_id="org_redharrow-labs")
    assert {row["doc_id"] for row in rows} == {"a", "b"}
    [entity] = _of(tables["organisations"], organisation_id="org_redharrow-labs")
    assert {row["canonical_name"] for row in rows} == {entity["name"]}


def test_an_entity_tells_when_it_was_first_and_last_named(tables: dict[str, list[dict[str, Any]]]) -> None:
    for table, key in (("organisations", "org_redharrow-labs"), ("people", "per_ottilie-vanterpool")):
        [row] = [row for row in tables[table] if key in row.values()]
        assert (str(row["first_seen_on"])[:10], str(row["last_seen_on"])[:10]) == ("2024-05-04", "2026-05-09")


def test_every_name_tells_what_joined_it_and_a_release(tables: dict[str, list[dict[str, Any]]]) -> None:
    rows = [row for row in tables["aliases"] if row["kind"] != "former_id"]
    assert all(row["evidence"] and row["doc_id"] in _TEXTS for row in rows)
    assert {row["evidence"] for row in _of(rows, entity_id="org_redharrow-labs")} == {"spelling"}
    assert {row["evidence"] for row in _of(rows, entity_id="per_ottilie-vanterpool")} == {
        "shared organisation org_redharrow-labs"
    }


def test_issuers_and_what_boilerplate_alone_names_are_marked(tables: dict[str, list[dict[str, Any]]]) -> None:
    rows = _of(tables["document_entities"], doc_id="a", label="ORG")
    assert {row["entity_id"] for row in rows if row["is_issuer"]} == {"org_redharrow-labs"}
    assert {row["entity_id"] for row in rows if row["only_in_boilerplate"]} == {"org_oxmere-wire"}


def test_whom_an_organisation_is_named_beside_is_one_person_where_many_bear_the_name(
    tables: dict[str, list[dict[str, Any]]],
) -> None:
    rows = [row for row in tables["document_entities"] if row["name"] == "Mary Johnson"]
    assert [row["doc_id"] for row in rows] == ["e", "f"]
    assert len({row["entity_id"] for row in rows}) == 1


def test_who_has_a_chief_executive_is_a_company(tables: dict[str, list[dict[str, Any]]]) -> None:
    assert {row["kind"] for row in tables["organisations"] if row["name"] == "Quillon"} == {"company"}


def test_explain_tells_why_the_parts_of_an_entity_are_one(store: Store) -> None:
    lines = explain_entity(store.reader, "org_redharrow-labs")
    assert "in 2 releases" in lines[0]
    assert any(
        line.startswith("spelling: ") and "Red Harrow Labs" in line and "RedHarrow Labs" in line for line in lines
    )
    assert "former id: org_red-harrow-labs" in lines


def test_explain_tells_why_two_are_two(store: Store, tables: dict[str, list[dict[str, Any]]]) -> None:
    one, other = sorted(row["person_id"] for row in tables["people"] if row["name"] == "John Smith")
    lines = explain_two(store.reader, one, other)
    assert "apart: no organisation that both belong to" in lines
    assert "apart: the legal forms GmbH and Ltd." in explain_two(store.reader, "org_nutley-bolts", "org_arden-pumps")
    assert explain_two(store.reader, one, one)[-1] == "they are one"
    with pytest.raises(InputError, match="no such entity"):
        explain_two(store.reader, one, "org_nowhere")


def test_doubts_come_most_useful_first(tables: dict[str, list[dict[str, Any]]]) -> None:
    rows = tables["doubts"]
    assert [row["rank"] for row in rows] == list(range(1, len(rows) + 1))
    [same] = _of(rows, kind="same_name")
    assert {same["entity_id"], same["other_id"]} == {
        row["person_id"] for row in tables["people"] if row["name"] == "John Smith"
    }
    assert same["settle"].startswith("Write same")
    assert set(DOUBTS.names) <= set(same)
