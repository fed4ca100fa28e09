"""Names with legal forms: organisations whatever they look like, in lists, with places, without their form, cut."""

from __future__ import annotations

from typing import Any

import pytest
from presstab.analysis.brackets import read_brackets

_CASES = [
    # A name with a legal form is an organisation, whatever it looks like; so is its bare form.
    ("Henrik Vale AG signed with Sala Oy in Turku. Henrik Vale will build the plant.",
     {"Henrik Vale AG", "Sala Oy", "Henrik Vale"}, set()),
    ("The order went to Rosa Marin S.r.l. and Olaf Brink ApS.", {"Rosa Marin S.r.l.", "Olaf Brink ApS"}, set()),
    ("Dario Novak d.o.o. will supply Peck Rowan Kft. with pumps.", {"Dario Novak d.o.o.", "Peck Rowan Kft."}, set()),
    ("Tanjong Berhad, led by Lim Wei Han, opened a shop.", {"Tanjong Berhad"}, {"Lim Wei Han"}),
    # A place in brackets within the name does not part it.
    ("Calder (Malaysia) Sdn. Bhd. and Calder Pumps (Shanghai) Co., Ltd. signed a contract.",
     {"Calder (Malaysia) Sdn. Bhd.", "Calder Pumps (Shanghai) Co., Ltd."}, set()),
    # What a report says before a name is no part of it.
    ("Beleaguered Marlow Toys Inc. sold its plant.", {"Marlow Toys Inc."}, set()),
    # The bare form of a name with a joined form.
    ("Penn Chase & Co. opened an office. Penn Chase will hire ten people.", {"Penn Chase & Co.", "Penn Chase"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "organisations", "people"), _CASES)
def test_names_with_legal_forms(nlp: Any, text: str, organisations: set[str], people: set[str]) -> None:
    found = {
        label: {m.text for m in nlp(text)._.press_mentions.items if m.label == label} for label in ("ORG", "PERSON")
    }
    assert found == {"ORG": organisations, "PERSON": people}


def test_the_founder_of_a_company_called_after_him_is_a_person(nlp: Any) -> None:
    text = "Peter Marlow GmbH opened a plant. Peter Marlow, founder of the company, thanked the town."
    mentions = {(m.text, m.label) for m in nlp(text)._.press_mentions.items}
    assert mentions >= {("Peter Marlow GmbH", "ORG"), ("Peter Marlow", "PERSON")}


def test_two_legal_forms_of_one_name_are_two_organisations(nlp: Any) -> None:
    text = "Calder Homes plc, the parent of Calder Homes, Inc., signed. Calder Homes, Inc. is based in Ohio."
    entities = [e for e in nlp(text)._.press_entities.items if e.label == "ORG"]
    assert sorted(entity.name for entity in entities) == ["Calder Homes plc", "Calder Homes, Inc."]
    assert len({entity.local_id for entity in entities}) == 2


def test_a_ticker_of_another_name_gives_no_identifier(nlp: Any) -> None:
    wrong = nlp("Marlow Toys Inc. (NYSE: IBM) named a chair.")._.press_entities.items[0]
    right = nlp("International Business Machines Corp. (NYSE: IBM) named a chair.")._.press_entities.items[0]
    assert (wrong.facts.get("registry"), bool(right.facts.get("registry"))) == (None, True)


@pytest.mark.parametrize(
    ("bracket", "tickers"),
    [
        ("(NYSE: CAL, CALA, CALB)", ["CAL", "CALA", "CALB"]),
        ("(NYSE: [CAL](#chart))", ["CAL"]),
        ("(Nasdaq: CAL and TSX: CALX)", ["CAL", "CALX"]),
        ("(NYSE: CAL.A)", ["CAL.A"]),
    ],
)
def test_all_tickers_of_a_bracket_are_read(bracket: str, tickers: list[str]) -> None:
    assert [listing.ticker for listing in read_brackets(f"Calder Inc. {bracket} grew.", []).listings] == tickers
