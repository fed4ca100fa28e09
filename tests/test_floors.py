"""The figures of quality are those that `floors.json` holds: none falls unseen, and a rise is written down.

Where a change moves one for a good reason: `python -m benchmarks.floors --write`, and a line in the CHANGELOG.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from presstab.corpus.gold import GoldMention, GoldRelease, load_gold
from presstab.corpus.gold_statements import GoldRole
from presstab.nlp import load
from presstab.schema import ACTIONS, LABELS, RELATION_TYPES, STATUSES

from benchmarks.floors import GOLD, READERS, SLACK, differences, measure, read_floors
from benchmarks.given import GivenReader, register

TEXT = "Brindlecove named Wren Ash chief pilot. The growers ripen glow wheat. “It glows,” said Ash."


@pytest.mark.parametrize("reader", READERS["own"])
def test_no_figure_of_our_own_gold_moves_unseen(reader: str) -> None:
    assert differences(measure("own", reader), read_floors()["own"][reader], SLACK[reader]) == []


@pytest.mark.soak
@pytest.mark.skipif(not GOLD["train"].exists(), reason="../shared/gold/train is not here")
@pytest.mark.parametrize("reader", READERS["train"])
def test_no_figure_of_the_training_gold_moves_unseen(reader: str) -> None:
    if reader == "folds":
        pytest.importorskip("torch", reason="the five folds need torch: make folds")
    assert differences(measure("train", reader), read_floors()["train"][reader], SLACK[reader]) == []


@pytest.mark.parametrize(
    ("measured", "slack", "expected"),
    [
        ({"exact ORG": 0.9}, 0.0, []),
        ({"exact ORG": 0.899}, 0.0, ["exact ORG: 0.899 fell below 0.900"]),
        ({"exact ORG": 0.901}, 0.0, ["exact ORG: 0.901 rose above 0.900"]),
        ({"exact ORG": 0.896}, 0.005, []),
        ({"exact ORG": 0.894}, 0.005, ["exact ORG: 0.894 fell below 0.900"]),
        ({}, 0.0, ["exact ORG: not measured any more"]),
        ({"exact ORG": 0.9, "exact TECH": 0.5}, 0.0, ["exact TECH: 0.500 is new"]),
    ],
)
def test_what_moved_is_said(measured: dict[str, float], slack: float, expected: list[str]) -> None:
    assert differences(measured, {"exact ORG": 0.9}, slack) == expected


def test_our_own_gold_holds_every_layer_often_enough_to_show_a_fall() -> None:
    releases = load_gold(GOLD["own"])
    assert len(releases) >= 60
    labels = Counter(m.label for r in releases for m in r.mentions if not m.optional)
    assert min(labels[label] for label in LABELS) >= 200
    relations = [relation for release in releases for relation in release.relations]
    for counted, kinds, least in (
        (Counter(role.action for r in releases for role in r.roles), ACTIONS, 15),
        (Counter(relation.type for relation in relations), RELATION_TYPES, 4),
        (Counter(relation.status for relation in relations), STATUSES, 10),
    ):
        assert {kind: counted[kind] for kind in kinds if counted[kind] < least} == {}
    assert sum(len(release.quotations) for release in releases) >= 120


def _given() -> dict[str, GoldRelease]:
    release = GoldRelease("brindlecove", None)
    places = [("Brindlecove", "ORG"), ("Wren Ash", "PERSON"), ("glow wheat", "TECH"), ("Ash", "PERSON")]
    for text, label in places:
        start = TEXT.rindex(text)
        release.mentions.append(GoldMention(start, start + len(text), text, label, text))
    release.roles = [GoldRole("Wren Ash", "chief pilot", "Brindlecove", "appointed")]
    return {TEXT: release}


@pytest.fixture(scope="module")
def given() -> Any:
    return load(register("given-brindlecove", _given()))


def test_a_given_reading_holds_what_is_annotated_and_titles_where_they_stand() -> None:
    reading = GivenReader(_given()).read(TEXT)
    assert [(TEXT[s.start : s.end], s.label) for s in reading.spans] == [
        ("Brindlecove", "ORG"), ("Wren Ash", "PERSON"), ("chief pilot", "TITLE"), ("glow wheat", "TECH"), ("Ash", "PERSON"),
    ]  # fmt: skip
    assert reading.probability("PERSON", TEXT.index("Wren"), TEXT.index(" chief")) == 1
    assert reading.probability("ORG", TEXT.index("growers"), TEXT.index(" ripen")) == 0
    assert GivenReader({}).read(TEXT).spans == []


def test_components_make_of_a_given_reading_what_it_says_without_the_model(given: Any) -> None:
    doc = given(TEXT)
    assert [(e.text, e.label_) for e in doc.ents] == [
        ("Brindlecove", "ORG"), ("Wren Ash", "PERSON"), ("glow wheat", "TECH"), ("Ash", "PERSON"),
    ]  # fmt: skip
    assert doc.ents[1].kb_id_ == doc.ents[3].kb_id_
    assert [(role.title, role.action) for role in doc._.press_roles.items] == [("chief pilot", "appointed")]
    assert [TEXT[q.start : q.end] for q in doc._.press_quotations.items] == ["It glows,"]


def test_components_find_none_of_these_where_nothing_is_read() -> None:
    assert not load(register("given-nothing", {}))(TEXT).ents
