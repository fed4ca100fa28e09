"""Identity across releases: which people, organisations and technologies of several releases are one."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from presstab.identity import blocks
from presstab.identity import rows as render
from presstab.identity.abbreviations import meanings
from presstab.identity.blocks import join_keys
from presstab.identity.entity import Group, Member
from presstab.names.organisations import name_key
from presstab.names.people import part_name, person_key
from presstab.resources import packaged
from presstab.spelling import spelling_key, spellings, technology_spelling
from presstab.text import slug


def _person(doc_id: str, name: str, *organisations: str) -> Member:
    facts = {"key": person_key(name), "acronyms": [], "forms": {name: 1}, "given_name": part_name(name).given}
    return _member(doc_id, "PERSON", name, facts, organisation_ids=list(organisations))


def _organisation(doc_id: str, name: str) -> Member:
    form = packaged().legal_forms.part(name).form
    facts = {"key": name_key(name, packaged().legal_forms), "acronyms": [], "forms": {name: 1}, "legal_form": form}
    return _member(doc_id, "ORG", name, facts)


def _member(doc_id: str, label: str, name: str, facts: dict[str, Any], **more: Any) -> Member:
    row = {"doc_id": doc_id, "local_id": f"{label}:{facts['key']}", "label": label, "name": name, "n_mentions": 1}
    return Member({**row, "facts": json.dumps(facts), **more})


def _parts(*members: Member) -> list[list[str]]:
    groups = blocks.people(members, packaged().name_shares)
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
        ("Larkmoor Chase, PLLC", "Larkmoor Chase LLC", True),
    ],
)
def test_organisations_of_forms_that_no_country_has_both_of_are_two(name: str, other: str, is_one: bool) -> None:
    members = [_organisation("a", name), _organisation("b", other)]
    assert members[0].key == members[1].key
    groups = blocks.organisations(members, packaged())
    assert len(groups) == (1 if is_one else 2)
    assert len({group.entity_id for group in groups}) == len(groups)


def test_two_forms_that_one_release_names_are_two_everywhere() -> None:
    named = [("a", "Harrow Homes Inc."), ("a", "Harrow Homes, LLC"), ("b", "Harrow Homes LLC"), ("c", "Harrow Homes")]
    groups = blocks.organisations([_organisation(*one) for one in named], packaged())
    assert sorted(sorted(m.name for m in group.members) for group in groups) == [
        ["Harrow Homes", "Harrow Homes LLC", "Harrow Homes, LLC"],
        ["Harrow Homes Inc."],
    ]


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("red-matter", "redmatter"),
        ("oxmere-centers", "oxmere-centre"),
        ("gyeonggi-tourism-organisation", "gyeonggi-tourism-organization"),
        ("perna-abracht", "perna-and-abracht"),
        ("harrow-eats", "harroweats"),  # of one word the plural stays, so it does of two
        ("oxmere-of-harrow-county", "oxmere-harrow-county"),
        ("odd-pebble-com", "odd-pebble"),
    ],
)
def test_spellings_of_one_key_are_alike(key: str, other: str) -> None:
    assert not spellings(key).isdisjoint(spellings(other))


@pytest.mark.parametrize(
    ("key", "other"),
    [("bank-of-oslo", "oslo-bank"), ("s-and-p", "sp"), ("merrill", "merrills"), ("harrow-plus", "harrow")],
)
def test_other_names_are_not_spelled_alike(key: str, other: str) -> None:
    assert spelling_key(key) != spelling_key(other)
    assert spellings(key).isdisjoint(spellings(other))


def test_a_plus_is_part_of_a_name() -> None:
    legal = packaged().legal_forms
    assert [name_key(name, legal) for name in ("Harrow+", "Harrow Plus", "Harrow +", "Harrow", "Harrow + Co.")] == [
        "harrow-plus", "harrow-plus", "harrow-plus", "harrow", "harrow",
    ]  # fmt: skip


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
    assert packaged().descriptions.read(text, len("Oxmere")) == (kind, country)


def test_a_name_shows_its_kind() -> None:
    assert [packaged().kinds.of(name) for name in ("Oxmere Robotics", "Oxmere Foundation", "Oxmere")] == [
        "company",
        "nonprofit",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "kind", "country"),
    [
        ("the German widget Oxmere", None, None),
        ("the German maker Oxmere", "company", "DE"),
        ("Austin, Texas-based nonprofit Oxmere", "nonprofit", "US"),
        ("Headquartered in Leeds, England, Oxmere", None, "GB"),
        ("a visit to Texas by Oxmere", None, None),
    ],
)
def test_what_stands_before_a_name_says_kind_and_country(text: str, kind: str | None, country: str | None) -> None:
    assert packaged().descriptions.read_before(text, text.index("Oxmere")) == (kind, country)


def test_places_of_datelines_and_within_names_say_a_country() -> None:
    read = packaged().descriptions
    assert [read.country_of_place(place) for place in ("AUSTIN, TX", "SEOUL, KOREA", "Hong Kong", "NOWHERE")] == [
        "US", "KR", "HK", None,
    ]  # fmt: skip
    names = ("University of Utah", "Japan Utah Society", "Japan Society of Georgia", "Oxmere Society")
    assert [read.country_within(name) for name in names] == ["US", None, None, None]


def _use(short: str, doc_id: str, key: str | None = None, **more: Any) -> dict[str, Any]:
    row = {"short": short, "name": short.upper(), "doc_id": doc_id, "key": key, "kind": None, "issuer": f"org:{doc_id}"}
    return {**row, "people": None, "is_apart": False, **more}


_LONG = "oxmere-film-academy"


@pytest.mark.parametrize(
    ("uses", "key"),
    [
        ([_use("oxfa", "a", _LONG), _use("oxfa", "b", _LONG), _use("oxfa", "c")], _LONG),
        ([_use("oxfa", "a", _LONG), _use("oxfa", "c")], None),  # one release may call it anything
        ([_use("oxfa", "a", _LONG), _use("oxfa", "c", issuer="org:a")], _LONG),  # its issuer calls it so again
        ([_use("oxfa", "a", _LONG, people=["jane-doe"]), _use("oxfa", "c", people=["jane-doe"])], _LONG),
        ([_use("oxfa", "a", _LONG), _use("oxfa", "b", "oxmere-flight-arena"), _use("oxfa", "c")], None),
        ([_use("oxfa", "a", _LONG), _use("oxfa", "b", "film-academy"), _use("oxfa", "c", issuer="org:a")], _LONG),
        ([_use("oxfa", d, _LONG, kind="company") for d in "ab"] + [_use("oxfa", "c")], None),  # another firm's name?
        ([_use("oxfa", d, _LONG, kind="government") for d in "ab"] + [_use("oxfa", "c")], _LONG),
        ([_use("oxfa", d, _LONG) for d in "ab"] + [_use("oxfa", "c", is_apart=True)], None),
        ([_use("oxfa", d, _LONG) for d in "ab"] + [_use("oxfa", "c", name="O/XFA")], None),
        ([_use("ofa", d, _LONG) for d in "ab"] + [_use("ofa", "c")], None),  # three letters need three releases
        ([_use("ofa", d, _LONG) for d in "abd"] + [_use("ofa", "c")], _LONG),
        ([_use("oxfa", d, _LONG) for d in "ab"], None),  # stands alone nowhere
        ([_use("oxfam", "a", _LONG), _use("oxfam", "c")], _LONG),  # so long that one release is enough
        ([_use("oxfam", "a", _LONG, kind="company"), _use("oxfam", "c")], None),
        ([_use("oxfa", "a", _LONG, kind="government"), _use("oxfa", "c")], _LONG),
        ([_use("oxfai", d, _LONG, name="OxfAI") for d in "ab"] + [_use("oxfai", "c", name="OxfAi")], _LONG),
        ([_use("orbit", "a", "oxmere-river-board"), _use("orbit", "c")], None),  # a word of the language
    ],
)
def test_an_abbreviation_alone_means_what_releases_agree_on(uses: list[dict[str, Any]], key: str | None) -> None:
    words = packaged().common_words
    assert meanings(uses, words) == meanings(reversed(uses), words) == ({uses[0]["short"]: key} if key else {})


@pytest.mark.parametrize(
    ("name", "other", "is_one"),
    [
        ("fibre-optic cables", "fiber optic cable", True),
        ("PEM electrolyser", "PEM electrolyzers", True),
        ("haematology analyser", "hematology analyzer", True),
        ("microfibre moulding", "microfiber molding", True),
        ("sulphide electrolyte", "sulfide electrolytes", True),
        ("decision matrices", "decision matrix", True),
        ("signalling systems", "signaling system", True),
        ("filling machine", "filing machine", False),
        ("terahertz technology", "terahertz", True),
        ("HR technology", "HR", False),
        ("electronics engineering", "electronic engineering", True),
        ("microfluidic", "microfluidics", True),
        ("IPS", "IPs", False),
        ("wireless charging", "wireless charger", False),
    ],
)
def test_spellings_of_a_technology(name: str, other: str, *, is_one: bool) -> None:
    assert (technology_spelling(name, name) == technology_spelling(other, other)) is is_one


def _bearer(name: str, doc_id: str, issuer: str | None, **facts: Any) -> Member:
    known = {"key": slug(name), "acronyms": [], "forms": {name: 1}, "issuer": issuer, **facts}
    return _member(doc_id, "ORG", name, known)


def test_a_name_that_many_bear_is_one_under_one_issuer() -> None:
    council = partial(_bearer, "City Council")
    members = [
        council("a", "org:oxmere"), council("b", "org:oxmere"), council("c", "org:bolt"), council("d", None),
        council("e", "ORG:city-council"), council("f", None, registry="City Council"),
    ]  # fmt: skip
    groups = blocks.organisations(members, packaged())
    assert sorted(sorted(group.docs) for group in groups) == [["a", "b"], ["c"], ["d"], ["e"], ["f"]]
    assert len({group.entity_id for group in groups}) == 5
    assert next(group for group in groups if "f" in group.docs).entity_id == "org_city-council"
    assert packaged().common_names.hold("chambers-of-commerce")
    assert not packaged().common_names.hold("oxmere-chamber-of-commerce")


def test_a_fuller_name_takes_only_those_of_its_issuers() -> None:
    members = [
        _bearer("City Council of Norvia", "a", "org:oxmere"), _bearer("City Council", "b", "org:oxmere"),
        _bearer("City Council", "c", "org:bolt"), _bearer("City Council", "d", None),
    ]  # fmt: skip
    groups = blocks.organisations(members, packaged())
    assert sorted(sorted(group.docs) for group in groups) == [["a", "b"], ["c"], ["d"]]


def test_an_organisation_of_a_common_word_is_one_under_one_issuer() -> None:
    viking = partial(_bearer, "Viking")
    members = [
        viking("a", "org:oxmere"), viking("b", "org:oxmere"), viking("c", "org:bolt"), viking("d", None),
        viking("e", "ORG:viking"), viking("f", "ORG:viking"),
    ]  # fmt: skip
    groups = blocks.organisations(members, packaged())
    assert sorted(sorted(group.docs) for group in groups) == [["a", "b"], ["c"], ["d"], ["e", "f"]]
    assert len({group.entity_id for group in groups}) == 4


def test_common_words_hold_their_examples() -> None:
    lists, forms = packaged().lists("common_organisations.yml"), packaged().legal_forms
    assert {name_key(name, forms) for name in lists["word_examples"]} <= packaged().common_words
    assert packaged().common_words.isdisjoint(name_key(name, forms) for name in lists["word_counterexamples"])
    assert all(word == name_key(word, forms) for word in packaged().common_words)


def _technology(doc_id: str, **facts: Any) -> Member:
    return _member(doc_id, "TECH", "widget", {"key": "widget", "acronyms": [], "forms": {"widget": 1}, **facts})


def _short(doc_id: str, issuer: str, name: str = "OXF", **facts: Any) -> Member:
    known = {"key": name.lower(), "acronyms": [], "forms": {name: 1}, "issuer": issuer, **facts}
    return _member(doc_id, "TECH", name, known)


@pytest.mark.parametrize(
    ("members", "parts"),
    [
        ([_short("a", "org:x"), _short("b", "org:x")], [["a", "b"]]),  # of one issuer
        ([_short("a", "org:x"), _short("b", "org:y")], [["a"], ["b"]]),
        ([_short("a", "org:x", around={"ai": 2}), _short("b", "org:y", around={"ai": 1})], [["a", "b"]]),
        ([_short("a", "org:x", around={"ai": 2}), _short("b", "org:y", around={"power": 1})], [["a"], ["b"]]),
        ([_short("a", "org:x"), _short("b", "org:y", forms={"OXF": 1, "oxide film": 1})], [["a", "b"]]),  # explained
        ([_short("a", "org:x"), _short("b", "org:y", category="ai")], [["a", "b"]]),  # known
        ([_short(doc, f"org:{doc}") for doc in "abcd"], [["a", "b", "c", "d"]]),  # everybody says so
        ([_short(d, d, "Quorn", around={c: 1}) for d, c in (("a", "ai"), ("b", "power"))], [["a"], ["b"]]),
        ([_short(d, d, "Quorn", around={"ai": 1, c: 2}) for d, c in (("a", "media"), ("b", "power"))], [["a", "b"]]),
        ([_short("a", "org:x", "Quorn"), _short("b", "org:y", "Quorn")], [["a", "b"]]),  # nothing is known of either
        ([_short(d, d, "OxFilm", around={c: 1}) for d, c in (("a", "ai"), ("b", "power"))], [["a", "b"]]),  # hardly two
        ([_short(d, d, "oxide", around={c: 1}) for d, c in (("a", "ai"), ("b", "power"))], [["a", "b"]]),  # no name
    ],
)
def test_a_name_of_one_word_that_nothing_explains_may_mean_several(
    members: list[Member], parts: list[list[str]]
) -> None:
    groups = blocks.technologies(members)
    assert sorted(sorted(group.docs) for group in groups) == parts
    assert len({group.entity_id for group in groups}) == len(groups)


def test_an_abbreviation_in_the_plural_is_an_alias_of_its_kind() -> None:
    group = blocks.one("TECH", [_technology("a", acronyms=["OXF"], forms={"OXFs": 2, "OXF": 1, "widget": 1})])
    kinds = {row["alias"]: row["kind"] for row in render.aliases(group) if row["kind"] != "former_id"}
    assert kinds == {"OXFs": "acronym", "OXF": "acronym", "widget": "name"}


@pytest.mark.parametrize(
    ("members", "category", "found_by"),
    [
        ([_technology("a", category="power"), _technology("b", category_by_head="ai")], "power", "lexicon"),
        ([_technology("a", category_by_head="ai"), _technology("b", around={"power": 9})], "ai", "head"),
        ([_technology("a", around={"power": 3}), _technology("b", around={"power": 2})], "power", "neighbours"),
        ([_technology("a", around={"power": 3}), _technology("b", around={"ai": 2})], None, None),
        ([_technology("a", around={"power": 4})], None, None),
    ],
)
def test_the_category_of_a_technology_and_what_told_it(
    members: list[Member], category: str | None, found_by: str | None
) -> None:
    row = render.technology(Group(members))
    assert (row["category"], row["category_found_by"]) == (category, found_by)


@pytest.mark.parametrize(
    ("odd", "number", "name"),
    [
        (["Acme Widgets Corporation"], 3, "Acme Widgets Corporation"),  # one of four: the fullest
        (["Acme Widgets Corporation"], 4, "Acme"),  # of five releases two must give it
        (["Acme Widgets Corporation"] * 2, 18, "Acme Widgets Corporation"),  # two of twenty
        (["Acme Widgets Corporation"] * 2, 19, "Acme"),  # less than a tenth
        (["“Acme"], 10, "Acme"),
        (["AcMe", "ac-me"], 10, "Acme"),  # spellings of the name that most give
        (["Ac Me Corp.", "AcMe Corp."], 10, "Ac Me Corp."),  # two that give it, spelled as they like
    ],
)
def test_a_row_bears_the_fullest_name_that_a_tenth_of_its_releases_give(odd: list[str], number: int, name: str) -> None:
    given = [*odd, *["Acme"] * number]
    group = Group([_organisation(f"d{at}", one) for at, one in enumerate(given)])
    assert render.organisation(group)["name"] == name


def test_a_row_bears_an_abbreviation_only_where_no_release_gives_more() -> None:
    given = ["Oxmere Film Group", *["OFG"] * 9]
    assert (
        render.organisation(Group([_organisation(f"d{at}", one) for at, one in enumerate(given)]))["name"] == given[0]
    )
    assert render.organisation(Group([_organisation(f"d{at}", "OFG") for at in range(9)]))["name"] == "OFG"


def test_a_row_of_many_rare_names_bears_the_fullest_of_the_commonest() -> None:
    names = [f"{letter}. Doe" for letter in "ABCDEFGHIJKL"]
    group = Group([_person(name, name) for name in [*names, "A. Doe"]])
    assert render.person(group)["name"] == "A. Doe"


def test_the_datelines_of_its_own_releases_tell_where_an_organisation_is() -> None:
    def named(doc_id: str, country: str | None) -> Member:
        facts = {"key": "oxmere", "acronyms": [], "forms": {"Oxmere": 1}, "dateline_country": country}
        return _member(doc_id, "ORG", "Oxmere", facts)

    def country(*stated: str | None) -> str | None:
        members = [named(str(at), of) for at, of in enumerate(stated)]
        return render.organisation(Group(members))["country"]

    assert [country("US"), country("US", "US"), country("US", "CA"), country("US", None, None)] == [
        "US", "US", None, None,
    ]  # fmt: skip


def test_given_names_of_one_person() -> None:
    shares = packaged().name_shares
    pairs = (("tobi", "tobias"), ("paul", "paula"), ("maria", "mario"), ("ottilie", "otilie"), ("hana", "hanno"))
    assert [shares.are_forms_of_one(*pair) for pair in pairs] == [True, False, False, True, False]


@pytest.mark.parametrize(("name", "category"), list(packaged().lists("technology_heads.yml")["examples"].items()))
def test_heads_tell_categories(name: str, category: str) -> None:
    assert packaged().technology_heads.category_of(name) == category


@pytest.mark.parametrize("name", packaged().lists("technology_heads.yml")["counterexamples"])
def test_heads_tell_no_category_of_other_names(name: str) -> None:
    assert packaged().technology_heads.category_of(name) is None


def test_common_names_hold_their_examples() -> None:
    lists, forms = packaged().lists("common_organisations.yml"), packaged().legal_forms
    assert all(packaged().common_names.hold(name_key(name, forms)) for name in lists["examples"])
    assert not any(packaged().common_names.hold(name_key(name, forms)) for name in lists["counterexamples"])
