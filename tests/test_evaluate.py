"""Every score against an example computed by hand: two documents, two labels."""

from __future__ import annotations

import pytest
from presstab.corpus.gold import GoldMention, GoldRelease, GoldRole
from presstab.evaluate import Count, Mention, PredictedRole, Prediction, evaluate


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
            Mention(0, 5, "ORG", "Honda", "o1"),
            Mention(10, 15, "ORG", "Honda", "o2"),  # overlaps Honda Motor, and splits the entity
            Mention(80, 84, "ORG", "Nope", "o3"),
            Mention(40, 44, "TECH", "gadg", "t1"),  # overlaps an optional mention: left out
            Mention(50, 54, "DATE", "2024", None, "2024"),
            Mention(66, 70, "DATE", "2026", None, "2026"),  # right place, modifier missing
        ],
        {"o1": "HONDA", "o2": "Honda", "o3": "Nope", "t1": "gadg"},
        [PredictedRole("J. Doe", "Chief Executive Officer", "Honda Motor"), PredictedRole("Al Roe", "Mayor", "Honda")],
    )
    second = Prediction(
        [Mention(0, 2, "TECH", "AI", "t1"), Mention(5, 9, "ORG", "Acme", "o1")], {"t1": "AI", "o1": "Acme Inc"}
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
