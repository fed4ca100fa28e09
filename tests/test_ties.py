"""The tie reader: offices and relations between organisations."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from presstab.analysis.ties.cues import Cues
from presstab.analysis.ties.items import Named, items_of
from presstab.analysis.ties.words import TieWords
from presstab.errors import ResourceError
from presstab.extraction import Extraction
from presstab.resources import FOLDER, packaged
from presstab.resources.weights import read_weights

from tests.conftest import ROOT

Run = Callable[..., Extraction]
_WORDS = TieWords.of(packaged())
_FORMULAS = packaged().tie_lists["formulas"]["formulas"]
_STATUSES = packaged().tie_lists["statuses"]["statuses"]
_OFFICE_CUES = packaged().tie_lists["cues"]


def _relations() -> list[tuple[str, ...]]:
    rows = re.findall(r"^\|(.+)\|$", (ROOT / "tests" / "cases" / "relations.md").read_text("utf-8"), re.MULTILINE)[2:]
    return [tuple(cell.strip() for cell in row.split("|")) for row in rows]


@pytest.mark.parametrize(("text", "relations", "reason"), _relations())
def test_relations_are_stated_not_guessed(run: Run, text: str, relations: str, reason: str) -> None:
    rows = run(text).rows
    found = {f"{r['type']}: {r['subject']} > {r['object']}" for r in rows["relations"]}
    assert found == set(relations.split("; ")) - {"-"}, reason
    for row in rows["relations"]:
        assert row["subject"] in text[row["evidence_start"] : row["evidence_end"]]
        assert (row["score"] is None) == (row["found_by"] == "rule") == (row["rule_id"] is not None)


@pytest.mark.parametrize("entry", _FORMULAS, ids=lambda entry: entry["id"])
def test_every_wording_matches_its_example_alone(entry: dict[str, str]) -> None:
    def told(marked: str) -> str | None:
        parts = re.split(r"\[[^\]]*\]", marked)
        names = re.findall(r"\[([^\]]*)\]", marked)
        found = _WORDS.formulas.first(parts[0], parts[1], parts[2], names=(names[0], names[1]))
        return found.type if found else None

    assert told(entry["example"]) == entry["type"]
    assert told(entry["counterexample"]) is None


def test_what_keeps_two_organisations_apart_is_in_its_examples() -> None:
    entry = packaged().tie_lists["formulas"]["apart"]
    assert all(map(_WORDS.formulas.stand_apart, entry["examples"]))
    assert not any(map(_WORDS.formulas.stand_apart, entry["counterexamples"]))


@pytest.mark.parametrize("entry", _STATUSES, ids=lambda entry: entry["status"])
def test_every_wording_of_a_status_is_in_its_examples(entry: dict[str, list[str]]) -> None:
    for example in entry["examples"]:
        assert any(_WORDS.statuses.said(example, "lead", kind) == entry["status"] for kind in entry["types"]), example
    for example in entry["counterexamples"]:
        assert all(_WORDS.statuses.said(example, "lead", kind) != entry["status"] for kind in entry["types"]), example


def test_wordings_have_names_of_their_own() -> None:
    names = [formula.id for formula in _WORDS.formulas.known]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("entry", [*_OFFICE_CUES["offices"], *_OFFICE_CUES["relations"]], ids=lambda e: e["reason"])
def test_every_class_of_cues_is_in_its_examples(entry: dict[str, list[str]]) -> None:
    pattern = _WORDS.cues.offices if entry in _OFFICE_CUES["offices"] else _WORDS.cues.relations
    for example in entry["examples"]:
        assert entry["letter"] in {cue.kind for cue in Cues(example, pattern).within(0, len(example))}, example


def test_cues_of_one_kind_are_found_in_order() -> None:
    found = Cues("Acme appointed the former chair, who resigned.", _WORDS.cues.offices).within(0, 99)
    assert [cue.kind for cue in found] == ["A", "F", "L"]


def test_names_are_one_item_and_an_organisation_within_a_title_too() -> None:
    text = "Jane Doe, head of Acme's lab"
    named = [Named(10, 28, "TITLE"), Named(0, 8, "PERSON"), Named(18, 22, "ORG")]
    items = items_of(text, named, [0], [(0, len(text), "body")])
    assert [int(at) for at in items.at] == [2, 0, 3]
    assert len(items.words) == 4  # Jane Doe | , | head of | Acme


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    for name in ("settings.json", "weights.npz"):
        (tmp_path / name).write_bytes((FOLDER / "ties" / name).read_bytes())
    with (tmp_path / "weights.npz").open("ab") as weights:
        weights.write(b"x")
    with pytest.raises(ResourceError, match="checksum"):
        read_weights(tmp_path)
    with pytest.raises(ResourceError, match="no tie reader"):
        read_weights(tmp_path / "missing")


@pytest.mark.parametrize(
    ("text", "person", "action", "effective"),
    [
        ("Acme Corp. named Jane Doe chief executive officer today.", "Jane Doe", "appointed", None),
        ("Acme Corp. appointed Jane Doe as chief financial officer, effective July 1, 2025.", "Jane Doe", "appointed", "2025-07-01"),
        ("Acme Corp. said that John Roe, chief financial officer, will retire.", "John Roe", "leaves", None),
        ("Acme Corp. hired Jane Doe. She succeeds John Roe, chief financial officer of Acme Corp.", "John Roe", "leaves", None),
        ("Acme Corp. CEO John Roe to retire", "John Roe", "leaves", None),
        ("John Roe retired as general counsel of Acme Corp.", "John Roe", "leaves", None),
        ("Acme Corp. thanked outgoing chairman John Roe.", "John Roe", "leaves", None),
        ("“It was fun,” said John Roe, former president of Acme Corp.", "John Roe", "held", None),
    ],
)  # fmt: skip
def test_what_becomes_of_an_office(run: Run, text: str, person: str, action: str, effective: str | None) -> None:
    (role,) = [role for role in run(text).rows["roles"] if role["person"] == person]
    assert (role["action"], role["effective"], role["found_by"]) == (action, effective, "model")
    assert 0 < role["score"] <= 1


def test_reading_is_the_same_whatever_is_read_before(run: Run) -> None:
    text = "Acme Corp. named Jane Doe chief executive officer. Acme Corp. will merge with Beta Foods, Inc."
    first = run(text).rows
    run("Beta Foods, Inc. hired John Roe as chief financial officer.")
    again = run(text).rows
    assert [first["roles"], first["relations"]] == [again["roles"], again["relations"]]


def test_offices_of_the_state_are_told_from_others() -> None:
    assert _WORDS.cues.is_public("Mayor")
    assert not _WORDS.cues.is_public("President")
