"""The tie reader: offices and relations between organisations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from presstab.analysis.ties.cues import Cues
from presstab.analysis.ties.employers import ANOTHER, NO_ADDRESS, OWN, Employers, is_of
from presstab.analysis.ties.ends import NAMED, PRONOUN, End, Pair, pairs
from presstab.analysis.ties.items import Named, items_of
from presstab.analysis.ties.network import Network, Networks
from presstab.analysis.ties.pieces import ISSUER, MAX_PIECES, NAME, NO_STATE, NOT_NAMED, ORG, WE, WORD, sentences_of
from presstab.analysis.ties.relations import ANSWERS
from presstab.analysis.ties.scene import Scene, SceneMention, lay_out
from presstab.analysis.ties.words import TieWords
from presstab.errors import ResourceError
from presstab.extraction import Extraction
from presstab.recogniser.encode import encoder_of
from presstab.recogniser.model import Recogniser
from presstab.resources import packaged
from presstab.resources.files import FOLDER
from presstab.resources.weights import NETWORKS, SETTINGS, WEIGHTS, read_weights

from tests.conftest import ROOT

Run = Callable[..., Extraction]
_WORDS = TieWords.of(packaged())
_FORMULAS = packaged().lists("ties/formulas.yml")
_CUES = packaged().lists("ties/cues.yml")
_NETWORKS = Networks.of(packaged())


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


def test_what_keeps_two_organisations_apart_is_in_its_examples() -> None:
    entry = _FORMULAS["apart"]
    assert all(map(_WORDS.formulas.stand_apart, entry["examples"]))
    assert not any(map(_WORDS.formulas.stand_apart, entry["counterexamples"]))


def test_an_apposition_is_not_whom_its_clause_speaks_of() -> None:
    entry, first = _FORMULAS["apposed"], _WORDS.formulas.first
    between = " today announced a partnership with "
    assert not any(first(before, between, ".") for before in entry["examples"])
    assert all(first(before, between, ".") for before in entry["counterexamples"])
    assert all(first(before, ", a subsidiary of ", ".") for before in entry["examples"])


@pytest.mark.parametrize("entry", _CUES["offices"], ids=lambda entry: entry["reason"])
def test_every_class_of_cues_is_in_its_examples(entry: dict[str, list[str]]) -> None:
    assert entry["words"] == [word.lower() for word in entry["words"]]  # they are looked for in small letters
    for example in entry["examples"]:
        cues = Cues(example, _WORDS.cues).within(0, len(example))
        assert entry["letter"] in {cue.kind for cue in cues}, example


def test_cues_of_one_kind_are_found_in_order() -> None:
    found = Cues("Acme appointed the former chair, who resigned.", _WORDS.cues).within(0, 99)
    assert [cue.kind for cue in found] == ["A", "F", "L"]


def test_names_are_one_item_and_an_organisation_within_a_title_too() -> None:
    text = "Jane Doe, head of Acme's lab"
    named = [Named(10, 28, "TITLE"), Named(0, 8, "PERSON"), Named(18, 22, "ORG")]
    items = items_of(text, named, [0], [(0, len(text), "body")])
    assert [int(at) for at in items.at] == [2, 0, 3]
    assert len(items.words) == 4  # Jane Doe | , | head of | Acme


@pytest.mark.parametrize("name", [WEIGHTS, *NETWORKS])
def test_damaged_weights_are_refused(tmp_path: Path, name: str) -> None:
    for file in (SETTINGS, name):
        (tmp_path / file).write_bytes((FOLDER / "ties" / file).read_bytes())
    assert read_weights(tmp_path, name)
    with (tmp_path / name).open("ab") as weights:
        weights.write(b"x")
    with pytest.raises(ResourceError, match="checksum"):
        read_weights(tmp_path, name)
    with pytest.raises(ResourceError, match="no tie reader"):
        read_weights(tmp_path / "missing", name)


_TWO = "Acme Corp. will buy Beta AG. We supply Gamma Ltd."


def _scene() -> Scene:
    named = [SceneMention(*_place(name), "ORG", name[:1]) for name in ("Acme Corp.", "Beta AG", "Gamma Ltd")]
    return Scene(_TWO, named, [], [0, _TWO.index("We")], [(0, len(_TWO), "body")], _WORDS, "A")


def _place(name: str) -> tuple[int, int]:
    return _TWO.index(name), _TWO.index(name) + len(name)


def test_a_sentence_is_read_with_one_piece_a_name() -> None:
    encoder = encoder_of(packaged().word_pieces)
    name, found = encoder.id_of(NAME), pairs(lay_out(_scene()))
    first, second = sentences_of(_scene(), found, encoder)
    words = encoder.encode("will buy").piece_ids
    assert first.pieces == [encoder.start_id, name, name, *words, name, encoder.id_of(".")]
    assert first.kinds == [WORD, NOT_NAMED, ISSUER, WORD, WORD, ORG, WORD]
    assert first.asked == [(0, 2, 5)]
    assert second.kinds[2:5] == [WE, WORD, ORG]  # of what stands far into a sentence nothing is asked
    assert second.asked == [(1, 2, 4)]


def test_a_section_about_an_organisation_speaks_of_it() -> None:
    text = "Acme grew.\nAbout Beta AG\nBacked by Gamma Fund, the company grows.\nContact\nAcme"
    named = [
        SceneMention(text.index(name, at), text.index(name, at) + len(name), "ORG", name)
        for name, at in (("Acme", 0), ("Beta AG", 0), ("Gamma Fund", 0), ("Acme", 9))
    ]
    about, contact = text.index("About"), text.index("Contact")
    zones = [(0, about, "body"), (about, contact, "boilerplate"), (contact, len(text), "contact")]
    lines = [match.end() for match in re.finditer("^|\n", text)]
    scene = Scene(text, named, [], lines, zones, _WORDS, "Acme")
    assert [scene.issuer_at(at) for at in (0, about, contact - 1, contact)] == ["Acme", "Beta AG", "Beta AG", "Acme"]
    assert {(p.first.entity, p.second.entity) for p in pairs(lay_out(scene))} == {("Gamma Fund", "Beta AG")}


@pytest.mark.parametrize(("speaks_for", "ends"), [("Acme", {"Acme", "Beta AG"}), ("Gamma Fund", set())])
def test_we_of_a_quotation_is_the_issuer_where_it_speaks_for_it(speaks_for: str, ends: set[str]) -> None:
    text = "“So we shall work with Beta AG,” she said."
    at = text.index("Beta AG")
    named = [SceneMention(at, at + len("Beta AG"), "ORG", "Beta AG")]
    zones, said_for = [(0, len(text), "body")], [(1, text.index("”"), speaks_for)]
    scene = Scene(text, named, [], [0], zones, _WORDS, "Acme", said_for=said_for)
    found = [pair for pair in pairs(lay_out(scene)) if PRONOUN in (pair.first.kind, pair.second.kind)]
    assert {end.entity for pair in found for end in pair} == ends


def test_addresses_and_other_sentences_say_who_is_whose() -> None:
    text = "Jane Doe of Acme Corp. met Beta AG.\nContact:\nJane Doej.doe@ir.acme.com\nJohn Roe\njr@mail.org"
    places = [m.span() for m in re.finditer("Jane Doe|John Roe|Acme Corp.|Beta AG", text)]
    named = [SceneMention(a, b, "PERSON" if text[a] == "J" else "ORG", text[a:b]) for a, b in places]
    sentences = [match.end() for match in re.finditer("^|\n", text)]
    laid = lay_out(Scene(text, named, [], sentences, [(0, len(text), "body")], _WORDS))
    employers = Employers(laid)  # the first address is glued to its name
    addresses = [employers.address("Jane Doe", "Acme Corp."), employers.address("Jane Doe", "Beta AG")]
    assert addresses == [OWN, ANOTHER]
    assert employers.address("John Roe", "Acme Corp.") == NO_ADDRESS  # a mail service is nobody's name
    assert [employers.together("Jane Doe", "Acme Corp.", sentence) for sentence in (2, 0)] == [1, 0]


@pytest.mark.parametrize(
    ("part", "name", "is_own"),
    [("acme", "Acme Corp.", True), ("larch-pr", "Larch Public Relations", True), ("mpc", "Marlow Port Company", True),
     ("ey", "EY", True), ("orchardbank", "The Orchard-Bank Company", True), ("hu", "Hull University", True), ("co", "Coral Ltd", False),
     ("gmail", "Gamma AG", False), ("oak", "Oak Hill Foods", True), ("oaks", "Oak Hill", False),
     ("bankofhull", "Bank of Marlow", False), ("unitedmills", "United Foods", False), ("the", "The Mill", False)],
)  # fmt: skip
def test_a_domain_is_made_of_a_name(part: str, name: str, is_own: bool) -> None:
    assert is_of(part, name) is is_own


def test_words_have_their_states_and_names_none() -> None:
    states = Recogniser().read(_TWO).states
    assert states
    scene = replace(_scene(), states=states)
    first, _ = sentences_of(scene, pairs(lay_out(scene)), encoder_of(packaged().word_pieces))
    starts = [int(states.starts[row]) for row in first.rows if row != NO_STATE]
    assert [_TWO[start:].split()[0] for start in starts] == ["will", "buy", "."]
    rows = states.of(np.array([*first.rows, len(states.rows)]))
    assert rows.any(axis=1).tolist() == [row != NO_STATE for row in first.rows] + [False]


def test_the_second_network_is_asked_where_the_first_is_in_doubt_and_states_are_known() -> None:
    words, states = packaged().relation_networks
    scene = replace(_scene(), states=Recogniser().read(_TWO).states)
    found = pairs(lay_out(scene))
    first, both = _NETWORKS.read(_scene(), found), _NETWORKS.read(scene, found)
    sentences = sentences_of(scene, found, encoder_of(packaged().word_pieces))
    second = Network({**words, **states}).read(sentences, scene.states)
    assert np.allclose(both.answers, (first.answers + second.answers) / 2, atol=1e-6)
    assert not np.allclose(both.answers, first.answers, atol=1e-3)
    sure = Networks(
        {**words, "answers_bias": words["answers_bias"] + 99 * np.eye(1, len(ANSWERS), dtype=np.float32)[0]},
        states,
        packaged().states_model,
        encoder_of(packaged().word_pieces),
    )
    assert np.allclose(sure.read(scene, found).answers[:, 0], 1)


def test_states_of_another_recogniser_say_nothing() -> None:
    states = Recogniser().read(_TWO).states
    assert states
    assert states.model == packaged().states_model  # teach the network anew (`make ties`) with the recogniser
    found = pairs(lay_out(_scene()))
    alone = _NETWORKS.read(_scene(), found)
    other = _NETWORKS.read(replace(_scene(), states=replace(states, model="other")), found)
    assert np.array_equal(alone.answers, other.answers)


@pytest.mark.parametrize("has_states", [False, True])
def test_no_sentence_sees_another(has_states: bool) -> None:
    scene = replace(_scene(), states=Recogniser().read(_TWO).states if has_states else None)
    found = pairs(lay_out(scene))
    together = _NETWORKS.read(scene, found)
    for number, pair in enumerate(found):
        alone = _NETWORKS.read(scene, [pair])
        assert np.allclose(alone.answers[0], together.answers[number], atol=1e-5)
        assert np.allclose(together.answers[number].sum(), 1, atol=1e-5)


def test_what_stands_too_far_into_a_sentence_is_told_nothing_of() -> None:
    far = f"Acme Corp. {'really ' * MAX_PIECES}bought Beta AG."
    named = [SceneMention(0, 10, "ORG", "A"), SceneMention(far.index("Beta"), far.index("Beta") + 7, "ORG", "B")]
    scene = Scene(far, named, [], [0], [(0, len(far), "body")], _WORDS, "A")
    pair = Pair(End(0, 0, 10, "A", NAMED), End(3, named[1].start, named[1].end, "B", NAMED))
    said = _NETWORKS.read(scene, [pair])
    assert said.answers[0].argmax() == 0
    assert said.answers[0, 0] == 1


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


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Acme Corp. has agreed to acquire Beta Foods, Inc. for $25 million.", {"Beta Foods, Inc.": 25e6}),
        (
            "Norvex Bank last year awarded $6 million to Acme Corp. and $4 million to Beta Foods, Inc.",
            {"Acme Corp.": 6e6, "Beta Foods, Inc.": 4e6},
        ),
        (
            "Acme Corp. invested $6 million in Norvex Ltd. and has acquired Beta Foods, Inc.",
            {"Norvex Ltd.": 6e6, "Beta Foods, Inc.": None},
        ),
    ],
)
def test_a_sum_is_of_the_relation_that_it_stands_beside(run: Run, text: str, sums: dict[str, float | None]) -> None:
    assert {row["object"]: row["amount"] for row in run(text).rows["relations"]} == sums


@pytest.mark.parametrize("name", ["Karen Smith-Obi (born Karen Smith)", "Karen Obi (née Smith)", "Karen Smith-Obi"])
def test_another_name_in_brackets_parts_nobody_from_an_office(run: Run, name: str) -> None:
    (role,) = run(f"{name}, director of sales at Norvex Inc., spoke.").rows["roles"]
    assert (role["title"], role["organisation"]) == ("director of sales", "Norvex Inc.")


def test_reading_is_the_same_whatever_is_read_before(run: Run) -> None:
    text = "Acme Corp. named Jane Doe chief executive officer. Acme Corp. will merge with Beta Foods, Inc."
    first = run(text).rows
    run("Beta Foods, Inc. hired John Roe as chief financial officer.")
    again = run(text).rows
    assert [first["roles"], first["relations"]] == [again["roles"], again["relations"]]


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("Acme Corp. named Jane Doe chairman and John Roe deputy chairman.",
         "Jane Doe: chairman @ Acme Corp., appointed; John Roe: deputy chairman @ Acme Corp., appointed"),
        ("Acme Corp. named Jane Doe finance director. Beta Foods plc elected John Roe chairman and Max Moe secretary.",
         "Jane Doe: finance director @ Acme Corp., appointed; John Roe: chairman @ Beta Foods plc, appointed; "
         "Max Moe: secretary @ Beta Foods plc, appointed"),
        ("Hale & Stone LLP made Jane Doe a partner and promoted John Roe to managing director.",
         "Jane Doe: partner @ Hale & Stone LLP, appointed; John Roe: managing director @ Hale & Stone LLP, appointed"),
        ("Acme Corp. promoted Jane Doe, its treasurer, to chief financial officer.",
         "Jane Doe: chief financial officer @ Acme Corp., appointed; Jane Doe: treasurer @ Acme Corp., held"),
        ("Jane Doe was named president of Beta Foods. Jane replaces John Roe, who left in May.",
         "Jane Doe: president @ Beta Foods, appointed; John Roe: president @ Beta Foods, leaves"),
        ("Acme Corp. elected Jane Doe president, succeeding John Roe, who is retiring.",
         "Jane Doe: president @ Acme Corp., appointed; John Roe: president @ Acme Corp., leaves"),
        ("Acme Corp. said its chief executive, John Roe, resigned on Monday.", "John Roe: chief executive @ Acme Corp., leaves"),
        ("John Roe quit as chief executive of Beta Foods.", "John Roe: chief executive @ Beta Foods, leaves"),
        ("John Roe, outgoing chairman of Acme Corp., spoke.", "John Roe: chairman @ Acme Corp., leaves"),
        ("Acme Ltd. sold a mill to Gamma plc, whose chief executive, Jane Doe, agreed.", "Jane Doe: chief executive @ Gamma plc, holds"),
        ("Acme Ltd. today sold a mill to Gamma plc. Gamma plc agreed, said Jane Doe, its general counsel.",
         "Jane Doe: general counsel @ Gamma plc, holds"),
        # Who follows somebody takes his office, who is followed leaves it, whichever the text gives it to.
        ("Jane Doe will replace John Roe as chief executive of Acme Corp. on May 1, 2025.",
         "Jane Doe: chief executive @ Acme Corp., appointed; John Roe: chief executive @ Acme Corp., leaves"),
        ("Beta Bank picked Jane Doe to succeed chief operating officer John Roe.",
         "Jane Doe: chief operating officer @ Beta Bank, appointed; John Roe: chief operating officer @ Beta Bank, leaves"),
        ("Acme Corp. CEO John Roe will be succeeded by Jane Doe on July 1.",
         "Jane Doe: CEO @ Acme Corp., appointed; John Roe: CEO @ Acme Corp., leaves"),
        ("Beta Bank: Jane Doe becomes president, taking over from John Roe, who is retiring after 12 years.",
         "Jane Doe: president @ Beta Bank, appointed; John Roe: president @ Beta Bank, leaves"),
        ("Jane Doe of Acme Corp. succeeds John Roe, executive director of the Beta Institute.",
         "John Roe: executive director @ Beta Institute, leaves"),
        ("John Roe, president of Acme Inc., is to hand over to Jane Doe in May.",
         "Jane Doe: president @ Acme Inc., appointed; John Roe: president @ Acme Inc., leaves"),
        ("John Roe, treasurer of Acme Inc., will not stand for re-election.", "John Roe: treasurer @ Acme Inc., leaves"),
        ("Acme Ltd. said its board had chosen Jane Doe finance director.", "Jane Doe: finance director @ Acme Ltd., appointed"),
        ("Hale & Stone LLP admitted Jane Doe and John Roe as partners.",
         "Jane Doe: partner @ Hale & Stone LLP, appointed; John Roe: partner @ Hale & Stone LLP, appointed"),
        ("Acme Corp. named Jane Doe chief executive of the year.", ""),
    ],
)  # fmt: skip
def test_offices_are_tied_by_the_words_that_say_so(run: Run, text: str, offices: str) -> None:
    rows = run(text).rows["roles"]
    found = {f"{r['person']}: {r['title']} @ {r['organisation']}, {r['action']}" for r in rows}
    assert found == set(filter(None, offices.split("; ")))


def test_a_day_of_who_is_followed_is_his(run: Run) -> None:
    rows = run(
        "Acme Corp. has promoted Jane Doe to president, succeeding John Roe, who will retire on June 30, 2025."
    ).rows
    assert {(r["person"], r["effective"]) for r in rows["roles"]} == {("Jane Doe", None), ("John Roe", "2025-06-30")}


def test_a_year_makes_a_naming_a_step_in_a_career(run: Run) -> None:
    (role,) = run("Before joining Beta AG, Jane Doe was named president of Acme Corp. in 2015.").rows["roles"]
    assert role["action"] == "held"
