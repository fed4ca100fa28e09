"""Identity across releases: which people, organisations and technologies of several releases are one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from presstab.identity import blocks
from presstab.identity.blocks import join_keys
from presstab.identity.entity import Member
from presstab.names.organisations import name_key
from presstab.names.people import part_name, person_key
from presstab.patterns import kind_of, load_descriptions, load_legal_forms, load_name_shares
from presstab.spelling import spelling_key


def _person(doc_id: str, name: str, *organisations: str) -> Member:
    facts = {"key": person_key(name), "acronyms": [], "forms": {name: 1}, "given_name": part_name(name).given}
    return _member(doc_id, "PERSON", name, facts, body_ids=list(organisations))


def _organisation(doc_id: str, name: str) -> Member:
    form = load_legal_forms().part(name).form
    facts = {"key": name_key(name, load_legal_forms()), "acronyms": [], "forms": {name: 1}, "legal_form": form}
    return _member(doc_id, "ORG", name, facts)


def _member(doc_id: str, label: str, name: str, facts: dict[str, Any], **more: Any) -> Member:
    row = {"doc_id": doc_id, "local_id": f"{label}:{facts['key']}", "label": label, "name": name, "n_mentions": 1}
    return Member({**row, "facts": json.dumps(facts), **more})


def _parts(*members: Member) -> list[list[str]]:
    groups = blocks.people(members, load_name_shares())
    assert len({group.entity_id for group in groups}) == len(groups)
    return sorted(sorted(member.doc_id for member in group.members) for group in groups)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_person("a", "Ottilie Vanterpool"), _person("b", "Ottilie Vanterpool")),  # so few bear it
        (_person("a", "John Smith", "org_acme"), _person("b", "John Smith", "org_acme")),
        (_person("a", "Robert Smith", "org_acme"), _person("b", "Bob Smith", "org_acme")),  # a usual short form
        (_person("a", "J. Smith", "org_acme"), _person("b", "John Smith", "org_acme")),
        (_person("a", "John Q. Smith", "org_acme"), _person("b", "John Smith", "org_acme")),
        (_person("a", "Mary Ann Evelyn Allen"), _person("b", "Mary Ann Evelyn Allen")),  # its middle names make it rare
    ],
)
def test_people_of_one_name_are_one_where_something_speaks_for_it(one: Member, other: Member) -> None:
    assert _parts(one, other) == [["a", "b"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_person("a", "John Smith", "org_acme"), _person("b", "John Smith", "org_bolt")),
        (_person("a", "John A. Smith", "org_acme"), _person("b", "John B. Smith", "org_acme")),
        (_person("a", "John Smith Jr.", "org_acme"), _person("b", "John Smith III", "org_acme")),
        (_person("a", "Wei Zhang"), _person("b", "Wei Zhang")),  # common where few releases come from
        (_person("a", "Jane Smith", "org_acme"), _person("b", "John Smith", "org_acme")),
        (_person("a", "Smith", "org_acme"), _person("b", "Smith", "org_acme")),  # half a name
    ],
)
def test_people_stay_apart_where_nothing_does(one: Member, other: Member) -> None:
    assert _parts(one, other) == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("name", "other", "is_one"),
    [
        ("Harrow Batteries GmbH", "Harrow Batteries Ltd.", False),
        ("Harrow Homes plc", "Harrow Homes, Inc.", False),
        ("Harrow Homes Inc.", "Harrow Homes, LLC", True),
        ("Oxmere Pty Ltd", "Oxmere Pty Limited", True),
        ("Larkmoor Chase & Co.", "Larkmoor Chase", True),
    ],
)
def test_organisations_of_forms_that_no_country_has_both_of_are_two(name: str, other: str, is_one: bool) -> None:
    members = [_organisation("a", name), _organisation("b", other)]
    assert members[0].key == members[1].key
    groups = blocks.organisations(members)
    assert len(groups) == (1 if is_one else 2)
    assert len({group.entity_id for group in groups}) == len(groups)


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("red-matter", "redmatter"),
        ("oxmere-centers", "oxmere-centre"),
        ("gyeonggi-tourism-organisation", "gyeonggi-tourism-organization"),
        ("perna-abracht", "perna-and-abracht"),
    ],
)
def test_spellings_of_one_key_are_alike(key: str, other: str) -> None:
    assert spelling_key(key) == spelling_key(other)


@pytest.mark.parametrize(("key", "other"), [("bank-of-oslo", "oslo-bank"), ("s-and-p", "sp"), ("merrill", "merrills")])
def test_other_names_are_not_spelled_alike(key: str, other: str) -> None:
    assert spelling_key(key) != spelling_key(other)


def test_two_spellings_in_one_release_are_one_and_two_that_share_a_listing_are_not() -> None:
    docs = {"red-matter": {"a"}, "redmatter": {"a"}}
    spelled = [(blocks.SPELLING + "redmatter", key) for key in docs]
    listed = [("ticker XNAS RED", key) for key in docs]
    assert join_keys(spelled, docs) == {"red-matter": "redmatter"}
    assert join_keys(listed, docs) == {}


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        ("Oxmere, a German maker of pumps, said", "company", "DE"),
        ("Oxmere is a Singapore-based design consultancy with", "company", "SG"),
        ("Oxmere (NYSE: OXM), headquartered in Austin, Texas, sells", None, "US"),
        ("Oxmere is a leading law firm based in Leeds, England.", "company", "GB"),
        ("Oxmere, the American Tree Association and others met", None, None),
        ("Oxmere grew. Bolt is a German maker of nuts.", None, None),
        ("Oxmere works with Bolt from its headquarters in Munich, Germany.", None, None),
    ],
)
def test_what_stands_after_a_name_says_kind_and_country(text: str, kind: str | None, country: str | None) -> None:
    assert load_descriptions().read(text, len("Oxmere")) == (kind, country)


def test_a_name_shows_its_kind() -> None:
    assert [kind_of(name) for name in ("Oxmere Robotics", "Oxmere Foundation", "Oxmere")] == [
        "company",
        "nonprofit",
        None,
    ]
