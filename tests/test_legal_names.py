"""Names with legal forms: organisations whatever they look like, in lists, with places, without their form, cut."""

from __future__ import annotations

from typing import Any

import pytest
from presstab.analysis.brackets import BracketReading, read_brackets
from presstab.corpus.release import Release
from presstab.extraction import extract_release
from presstab.resources import packaged

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
    ("Calder Rope (M) Sdn. Bhd. and Calder Rope (Schweiz) AG signed a lease.",
     {"Calder Rope (M) Sdn. Bhd.", "Calder Rope (Schweiz) AG"}, set()),
    ("Stone (Proprietary) Limited and Tan Rowan (1998) Sdn Bhd signed.", {"Stone (Proprietary) Limited", "Tan Rowan (1998) Sdn Bhd"}, set()),
    ("Limited Partnerships (FLPs), Limited Liability Companies and trusts were discussed.", set(), set()),
    # A form before the name, spelt out, and letters beyond Western ones.
    ("PT Arung Laut Tbk opened a mine. PT Arung Laut will hire ten people.", {"PT Arung Laut Tbk", "PT Arung Laut"}, set()),
    ("Černý Vlk a.s., Lindgren Aktiebolag and Rohan Iyer Pvt. Ltd. signed a contract.",
     {"Černý Vlk a.s.", "Lindgren Aktiebolag", "Rohan Iyer Pvt. Ltd."}, set()),
    # What is left of a name without form, holding word and partners.
    ("Willow Marsh Bancorp, Inc. grew. Willow Marsh has 30 branches.", {"Willow Marsh Bancorp, Inc.", "Willow Marsh"}, set()),
    ("Edgar Pyne & Sons Ltd. built the hull. Edgar Pyne will deliver it.", {"Edgar Pyne & Sons Ltd.", "Edgar Pyne"}, set()),
    ("Nora Fell and Company signed. The town pays Nora Fell.", {"Nora Fell and Company", "Nora Fell"}, set()),
    ("Sundin AB (publ) sold a mill. Sundin said the price was low.", {"Sundin AB (publ)", "Sundin"}, set()),
    # Two hyphens after a figure part words; a headline's verb is no more of the name before it.
    ("Quillon Ridge Names Chair\n\nOSLO--(BUSINESS WIRE)--May 14, 2024--Quillon Ridge Ltd. today named a chair.",
     {"Quillon Ridge", "Quillon Ridge Ltd."}, set()),
    # A form's full stop ends the sentence as well; blanks within a form; forms written out.
    ("The bid came from Celia Prado S.A.C. Each side is glad of it.", {"Celia Prado S.A.C."}, set()),
    ("Karel Benda, s. r. o., and Petra Malik e. K. signed a contract.", {"Karel Benda, s. r. o.", "Petra Malik e. K."}, set()),
    ("Alfred S. A. Rowan hired Jan Visser V.O.F. and Hanna Lutz e.U. in May.", {"Jan Visser V.O.F.", "Hanna Lutz e.U."},
     {"Alfred S. A. Rowan"}),
    # Who is listed is no person, and needs no more to vouch for it.
    ("Lorne Pascal (Euronext Paris: LPA) sold a mill.", {"Lorne Pascal"}, set()),
    # Who owns an organisation: the article is no part of the name.
    ("Fernly - A Calder Group Company, Inc. opened a shop.", {"Fernly", "Calder Group Company, Inc."}, set()),
    # All in small letters.
    ("marlow toys plc said that it hired nina holt.", {"marlow toys plc"}, {"nina holt"}),
    # What a report says before a name is no part of it.
    ("Insolvent Marlow Toys Inc. and cash-strapped Calder AG met.", {"Marlow Toys Inc.", "Calder AG"}, set()),
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Calder Homes plc", "Calder Homes, Inc."),
        # Forms of one country, too: nobody gives an organisation two.
        ("Calder Homes Limited", "Calder Homes Inc."),
        ("Calder Homes AG", "Calder Homes GmbH"),
        ("Calder Homes LP", "Calder Homes LLC"),
    ],
)
def test_two_legal_forms_of_one_name_are_two_organisations(nlp: Any, one: str, other: str) -> None:
    text = f"{one}, the parent of {other}, signed. {other} is based in Ohio."
    entities = [e for e in nlp(text)._.press_entities.items if e.label == "ORG"]
    assert sorted(entity.name for entity in entities) == sorted([one, other])
    assert len({entity.local_id for entity in entities}) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Calder Homes Limited", "Calder Homes Ltd."),
        ("Calder Homes Pty Limited", "Calder Homes Pty Ltd"),
        ("Calder Homes Public Limited Company", "Calder Homes PLC"),
        ("Calder Homes Corporation Ltd", "Calder Homes Corporation"),
        ("Calder Homes Limited Partnership", "Calder Homes LP"),
        ("Calder Homes Limited Liability Company", "Calder Homes, LLC"),
    ],
)
def test_a_legal_form_written_otherwise_is_one(nlp: Any, one: str, other: str) -> None:
    text = f"{one} signed a lease. {other} is based in Perth."
    assert len([e for e in nlp(text)._.press_entities.items if e.label == "ORG"]) == 1


def test_a_ticker_of_another_name_gives_no_identifier(nlp: Any) -> None:
    wrong = nlp("Marlow Toys Inc. (NYSE: IBM) named a chair.")._.press_entities.items[0]
    right = nlp("International Business Machines Corp. (NYSE: IBM) named a chair.")._.press_entities.items[0]
    assert (wrong.facts.get("registry"), bool(right.facts.get("registry"))) == (None, True)


def test_a_ticker_of_another_name_is_told(nlp: Any) -> None:
    text = "Marlow Toys Inc. (NYSE: IBM) named a chair."
    (issue,) = extract_release(nlp, Release("a", text, "a", "a")).rows["issues"]
    assert (issue["code"], issue["severity"], issue["location"]) == ("ticker_of_another", "info", "0-16")
    assert "IBM (XNYS)" in issue["message"]


@pytest.mark.parametrize(
    "text",
    [
        "Calder Trust d/b/a Calder Lodgings opened a hall.",
        "Calder Trust Ltd t/a Calder Lodgings opened a hall.",
        "Calder Trust LLC (a/k/a Calder Lodgings) opened a hall.",
        "Calder Trust Inc., formerly Calder Lodgings Ltd., opened a hall.",
    ],
)
def test_two_names_that_the_text_gives_to_one_organisation_are_one(nlp: Any, text: str) -> None:
    assert len([e for e in nlp(text)._.press_entities.items if e.label == "ORG"]) == 1


def test_listings_before_a_name_behind_a_defined_term_and_on_two_exchanges(nlp: Any) -> None:
    text = (
        "NYSE American: CLD-listed Calder Inc. met Marlow AG (“Marlow”) (SIX: MRL). "
        "Fell Corp. (Nasdaq and TSX: FEL) did not come."
    )
    found = {e.name: e.tickers for e in nlp(text)._.press_entities.items}
    assert found == {
        "Calder Inc.": (("CLD", "XASE"),),
        "Marlow AG": (("MRL", "XSWX"),),
        "Fell Corp.": (("FEL", "XNAS"), ("FEL", "XTSE")),
    }


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
    found = read_brackets(f"Calder Inc. {bracket} grew.", [], BracketReading.of(packaged()))
    assert [listing.ticker for listing in found.listings] == tickers
