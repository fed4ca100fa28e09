"""Every score against an example computed by hand: two documents, two labels."""

from __future__ import annotations

import pytest
from presstab.corpus.gold import GoldMention, GoldRelease
from presstab.corpus.gold_statements import GoldQuotation, GoldRelation, GoldRole
from presstab.evaluate import (
    Count,
    PredictedMention,
    PredictedQuotation,
    PredictedRelation,
    PredictedRole,
    Prediction,
    evaluate,
)


def _gold() -> list[GoldRelease]:
    first = GoldRelease("1", None)
    first.mentions = [
        GoldMention(0, 5, "Honda", "ORG", "Honda"),
        GoldMention(10, 21, "Honda Motor", "ORG", "Honda"),
        GoldMention(30, 33, "NEC", "ORG", "NEC"),
        GoldMention(40, 47, "gadgets", "TECH", "gadget", optional=True),
        GoldMention(50, 54, "2024", "DATE", None, "2024"),
        GoldMention(60, 70, "early 2026", "DATE", None, "2026", "START"),
    ]
    first.forms = {("ORG", "Honda"): {"Honda", "Honda Motor"}, ("ORG", "NEC"): {"NEC"}}
    first.roles = [GoldRole("Jane Doe", "chief executive officer", "Honda"), GoldRole("Al Roe", "Mayor", None)]
    second = GoldRelease("2", None)
    second.mentions = [GoldMention(0, 2, "AI", "TECH", "AI"), GoldMention(5, 9, "Acme", "ORG", "Acme")]
    second.forms = {("TECH", "AI"): {"AI"}, ("ORG", "Acme"): {"Acme"}}
    return [first, second]


def _predictions() -> dict[str, Prediction]:
    first = Prediction(
        [
            PredictedMention(0, 5, "ORG", "Honda", "o1"),
            PredictedMention(10, 15, "ORG", "Honda", "o2"),  # overlaps Honda Motor, and splits the entity
            PredictedMention(80, 84, "ORG", "Nope", "o3"),
            PredictedMention(40, 44, "TECH", "gadg", "t1"),  # overlaps an optional mention: left out
            PredictedMention(50, 54, "DATE", "2024", None, "2024"),
            PredictedMention(66, 70, "DATE", "2026", None, "2026"),  # right place, modifier missing
        ],
        {"o1": "HONDA", "o2": "Honda", "o3": "Nope", "t1": "gadg"},
        [PredictedRole("J. Doe", "Chief Executive Officer", "Honda Motor"), PredictedRole("Al Roe", "Mayor", "Honda")],
    )
    second = Prediction(
        [PredictedMention(0, 2, "TECH", "AI", "t1"), PredictedMention(5, 9, "ORG", "Acme", "o1")],
        {"t1": "AI", "o1": "Acme Inc"},
    )
    return {"1": first, "2": second}


@pytest.mark.parametrize(
    ("score", "label", "count"),
    [
        ("exact", "ORG", Count(2, 2, 2)),
        ("overlap", "ORG", Count(3, 1, 1)),
        ("row", "ORG", Count(2, 2, 1)),
        ("name", "ORG", Count(1, 1, 1)),
        ("exact", "TECH", Count(1, 0, 0)),
        ("row", "TECH", Count(1, 0, 0)),
        ("exact", "DATE", Count(1, 1, 1)),
        ("overlap", "DATE", Count(2, 0, 0)),
        ("value", "DATE", Count(1, 1, 1)),
        ("role", "PERSON", Count(1, 1, 1)),
        ("exact", "PERSON", Count(0, 0, 0)),
    ],
)
def test_counts_are_those_computed_by_hand(score: str, label: str, count: Count) -> None:
    assert evaluate(_gold(), _predictions()).total(score, label) == count


def test_f1_comes_from_summed_counts() -> None:
    count = evaluate(_gold(), _predictions()).total("exact", "ORG")
    assert (count.precision, count.recall, count.f1) == (0.5, 0.5, 0.5)


def test_interval_holds_the_figure_and_is_repeatable() -> None:
    evaluation = evaluate(_gold(), _predictions())
    low, high = evaluation.interval("exact", "ORG")
    assert 0 <= low <= 0.5 <= high <= 1
    assert evaluation.interval("exact", "ORG") == (low, high)


def test_release_without_prediction_counts_as_missed() -> None:
    assert evaluate(_gold(), {}).total("exact", "ORG") == Count(0, 0, 4)


def _stated() -> list[GoldRelease]:
    first = GoldRelease("1", None)
    first.mentions = [
        GoldMention(0, 10, "Acme Corp.", "ORG", "Acme"),
        GoldMention(20, 24, "Beta", "ORG", "Beta"),
        GoldMention(30, 35, "Gamma", "ORG", "Gamma"),
        GoldMention(36, 41, "Delta", "ORG", "Delta", optional=True),
        GoldMention(60, 68, "Jane Doe", "PERSON", "Jane Doe"),
        GoldMention(70, 76, "Al Roe", "PERSON", "Al Roe"),
    ]
    first.roles = [
        GoldRole("Jane Doe", "chief executive officer", "Acme", "appointed"),
        GoldRole("Jane Doe", "chief executive officer", "Acme", "holds"),  # the same office: counts once without action
        GoldRole("Jane Doe", "director", "Beta", "held"),
        GoldRole("Al Roe", "chairman", "Acme", "leaves"),
    ]
    first.quotations = [
        GoldQuotation(100, 200, "Jane Doe", "Acme"),
        GoldQuotation(210, 310, "Jane Doe", "Acme"),
        GoldQuotation(400, 500, None, "Beta"),
    ]
    first.relations = [
        GoldRelation("partnership", "Acme", "Beta", "agreed", 0, 24),
        GoldRelation("acquisition", "Acme", "Gamma", "agreed", 0, 35),
        GoldRelation("supply", "Acme", "Delta", "exists", 0, 41),  # an optional end: left out
    ]
    second = GoldRelease("2", None)
    second.mentions = [GoldMention(0, 4, "Acme", "ORG", "Acme"), GoldMention(5, 9, "Beta", "ORG", "Beta")]
    second.relations = [GoldRelation("acquisition", "Acme", "Beta", "exists", 0, 9)]
    second.quotations = [GoldQuotation(20, 40, None, None)]
    return [first, second]


def _said() -> dict[str, Prediction]:
    first = Prediction(
        [
            PredictedMention(0, 4, "ORG", "Acme", "o1"),  # overlaps: the same organisation all the same
            PredictedMention(20, 24, "ORG", "Beta", "o2"),
            PredictedMention(36, 41, "ORG", "Delta", "o4"),
            PredictedMention(50, 55, "ORG", "Other", "o5"),
            PredictedMention(60, 68, "PERSON", "Jane Doe", "p1"),
            PredictedMention(70, 76, "PERSON", "Al Roe", "p2"),
        ],
        {},
        [
            PredictedRole("Jane Doe", "Chief Executive Officer", "Acme Corp.", "appointed"),
            PredictedRole("Jane Doe", "Director", "Beta", "holds"),
            PredictedRole("Al Roe", "chairman", "Acme", "leaves"),
        ],
        [
            PredictedQuotation(100, 190, "p1"),  # nine tenths
            PredictedQuotation(210, 299, "p1"),  # less
            PredictedQuotation(400, 500, "p2"),
        ],
        [
            PredictedRelation("partnership", "o2", "o1", "exists"),  # in either order; another status
            PredictedRelation("acquisition", "o1", "o5", "agreed"),
            PredictedRelation("supply", "o1", "o4", "exists"),  # an optional end: left out
        ],
    )
    second = Prediction(
        [PredictedMention(0, 4, "ORG", "Acme", "o1"), PredictedMention(5, 9, "ORG", "Beta", "o2")],
        quotations=[PredictedQuotation(20, 40, None)],
        relations=[
            PredictedRelation("acquisition", "o2", "o1", "exists"),  # who bought whom is not the same
            PredictedRelation("acquisition", "o1", "o2", "exists"),
        ],
    )
    return {"1": first, "2": second}


@pytest.mark.parametrize(
    ("score", "label", "count"),
    [
        ("row", "ORG", Count(4, 1, 1)),
        ("role", "PERSON", Count(3, 0, 0)),
        ("role", "with action", Count(2, 1, 2)),
        ("role", "appointed", Count(1, 0, 0)),
        ("role", "holds", Count(0, 1, 1)),
        ("role", "held", Count(0, 0, 1)),
        ("role", "leaves", Count(1, 0, 0)),
        ("quotation", "span", Count(3, 1, 1)),
        ("quotation", "with speaker", Count(2, 2, 2)),
        ("relation", "type and pair", Count(2, 2, 1)),
        ("relation", "with status", Count(1, 3, 2)),
        ("relation", "partnership", Count(1, 0, 0)),
        ("relation", "acquisition", Count(1, 2, 1)),
        ("relation", "supply", Count(0, 0, 0)),
    ],
)
def test_statements_are_counted_as_by_hand(score: str, label: str, count: Count) -> None:
    assert evaluate(_stated(), _said()).total(score, label) == count
