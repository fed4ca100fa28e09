"""Text, names, terms, sentences and zones: no spaCy, no disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presstab.abbreviation_pairs import find_abbreviations
from presstab.analysis.linking.technologies import technology_key
from presstab.analysis.people_rules import PeopleRules
from presstab.analysis.proper_people import strip_titles
from presstab.language import detect_language
from presstab.names.organisations import acronyms, name_key
from presstab.names.people import is_part_of, part_name, person_key
from presstab.resources import packaged
from presstab.sentences import split_sentences
from presstab.terms import canonical, singular, term_key
from presstab.text import Occurrences, reading, row_id, slug
from presstab.zones import find_layout


def test_row_id_is_the_documented_digest() -> None:
    # printf 'doc\x1fHonda\x1f1' | sha256sum
    assert row_id("m", "doc", "Honda", 1) == "m_" + __import__("hashlib").sha256(b"doc\x1fHonda\x1f1").hexdigest()[:16]


def test_occurrences_count_overlaps_and_all_occurrences() -> None:
    counted = Occurrences("aaa aa", ["aa", "aaa"])
    assert [counted.number(0, 2), counted.number(1, 3), counted.number(4, 6)] == [1, 2, 3]


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@x", "\t=x", "＝x", "• = x"])
def test_reading_cells_never_begin_like_a_formula(text: str) -> None:
    assert not reading(text).startswith(tuple("=+-@\t＝＋－＠"))


def test_slug_is_latin_and_readable() -> None:
    assert [slug(t) for t in ("Société Générale", "AT&T", "Nordstål AB", "日本")] == [
        "societe-generale", "at-and-t", "nordstal-ab", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The company said that it will open a plant in the city and that it has hired staff. " * 3, "en"),
        ("ACME ROBOTICS RAISES GUIDANCE. SALES UP. MARGIN UP. OUTLOOK RAISED. " * 4, "en"),
        ("Das Unternehmen eröffnet ein Werk in der Stadt und stellt viele neue Leute ein. " * 5, "de"),
        ("La société ouvre une usine dans la ville et embauche de nombreux salariés cette année. " * 5, "fr"),
        ("会社は市内に新しい工場を開設し、多くの従業員を採用すると発表しました。" * 5, "ja"),
        ("Acme grows", "und"),
        ("", "und"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect_language(text) in {language, "und"} if text.isupper() else detect_language(text) == language


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Honda Motor Co., Ltd.", "honda-motor"),
        ("The Acme Corp.", "acme"),
        ("Acme & Söhne GmbH & Co. KG", "acme-and-sohne"),
        ("Telvento S.p.A.", "telvento"),
        ("AG", "ag"),
        ("The Company Company", "company"),
        ("Limited Brands", "limited-brands"),
        ("Orkla ASA", "orkla"),
        ("Micro Labs Pvt. Ltd.", "micro-labs"),
    ],
)
def test_name_key_drops_legal_forms_but_never_everything(name: str, key: str) -> None:
    assert name_key(name, packaged().legal_forms) == key


def test_acronyms_of_a_name() -> None:
    assert "UNDP" in acronyms("United Nations Development Programme")
    assert acronyms("Honda") == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr. Jane Doe, Ph.D.", "Jane Doe"),
        ("Sen. Maria Cole", "Maria Cole"),
        ("Lee Wong III", "Lee Wong III"),
        ("Major", "Major"),
    ],
)
def test_titles_and_degrees_come_off(text: str, name: str) -> None:
    start, end = strip_titles(text, packaged().rules_as(PeopleRules, "people"))
    assert text[start:end] == name


def test_names_of_people() -> None:
    assert part_name("Marijke van Doorn") == ("Marijke", "van Doorn")
    assert person_key("Jane Q. Doe") == person_key("Jane Doe") == "jane-doe"
    assert is_part_of("Doe", "Jane Doe")
    assert not is_part_of("Jane Doe", "Jane Doe")


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("batteries", "battery"),
        ("EVs", "EV"),
        ("switches", "switch"),
        ("analytics", "analytics"),
        ("gas", "gas"),
        ("GPUs", "GPU"),
        ("APIs", "API"),
        ("status", "status"),
        ("basis", "basis"),
        ("laptops", "laptop"),
        ("airdrops", "airdrop"),
        ("DevOps", "DevOps"),
        ("gitops", "gitops"),
    ],
)
def test_singular(word: str, one: str) -> None:
    assert singular(word) == one


def test_spellings_of_one_term_share_a_key() -> None:
    assert len({term_key(t) for t in ("e-Axle", "eAxle", "e-axles", "E-Axles")}) == 1
    assert [term_key(t) for t in ("GPUs", "open APIs", "GPUS", "As Is")] == ["gpu", "openapi", "gpus", "asis"]
    assert canonical("Battery Cell Modules") == "battery cell module"
    assert canonical("LumaScan 4") == "LumaScan 4"
    assert canonical("Acme® Sensors") == "acme sensor"
    assert canonical("LumaScanTM 4 ATM") == "LumaScan 4 ATM"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("DEX", "decentralized exchange"),
        ("DEXs", "decentralized exchange"),
        ("Dex", None),  # a name of its own
        ("Defi", "decentralized finance"),  # an abbreviation with small letters is one in any case
        ("SOC", None),  # so short a one is not: SoC
        ("heating, ventilation, and air conditioning", "HVAC"),  # a guard is for the one word
    ],
)
def test_an_abbreviation_is_a_form_of_the_lexicon_as_it_is_written(text: str, name: str | None) -> None:
    assert technology_key(text, packaged().lexicon()) == term_key(name or text)


def test_a_trade_mark_is_no_abbreviation() -> None:
    assert not list(find_abbreviations("The company's novel metal plating(TM) is new."))


def test_abbreviations_by_definition() -> None:
    text = "battery energy storage systems (BESS), electric vehicles (EVs), and many others (see below)"
    assert [(text[p.long_start : p.long_end], text[p.short_start : p.short_end]) for p in find_abbreviations(text)] == [
        ("battery energy storage systems", "BESS"),
        ("electric vehicles", "EVs"),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Acme Inc. and Foo Co., Ltd. said so. It rained.", 2),
        ("He lives in the U.S. now. Dr. Doe agreed.", 2),
        ("Headline without stop\n\nFirst sentence. Second one.", 3),
        ("“We grow.” She left.", 2),
        ("A long line that was wrapped by the wire at some column and goes\non in lower case.", 1),
        ("• one item\n• another item", 2),
        ("", 1),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(split_sentences(text, packaged().sentences)) == count


LAYOUT = packaged().layout
RELEASE = """Acme Opens Plant

TOKYO, Aug. 1, 2024 /PRNewswire/ -- Acme Corp. today opened a plant.

“We are glad to make robots here at last,” said Jane Doe.

It cost a lot of money to build the plant.

About Acme
Acme makes robots.

Forward-Looking Statements
Statements may be wrong.

Media Contact:
Jane Doe
"""


def test_zones_of_a_newswire_release() -> None:
    layout = find_layout(RELEASE, LAYOUT)
    zones = {zone.name: RELEASE[zone.start : zone.end].strip() for zone in layout.zones}
    assert zones["headline"] == "Acme Opens Plant"
    assert zones["dateline"].startswith("TOKYO, Aug. 1, 2024")
    assert zones["lead"].startswith("Acme Corp. today")
    assert zones["quote"].startswith("“We are glad")
    assert zones["boilerplate"].startswith("About Acme")
    assert zones["safe_harbour"].startswith("Forward-Looking")
    assert zones["contact"].startswith("Media Contact")
    assert layout.place == "TOKYO"
    assert layout.headline == "Acme Opens Plant"


def test_zones_where_a_conversion_ran_paragraphs_together() -> None:
    lead = "Acme Corp. of St. Ives today opened a plant for boats. " * 6
    middle = "It makes boats, and many of them. " * 50
    text = f"Acme Opens Plant\n\nHULL, Aug. 1, 2024 -- {lead} {middle} About Acme Acme makes boats. Media Contact: Jane Doe\n"
    zones = {zone.name: text[zone.start : zone.end].strip() for zone in find_layout(text, LAYOUT).zones}
    assert zones["lead"] == lead.strip()
    assert zones["body"] == middle.strip()
    assert zones["boilerplate"] == "About Acme Acme makes boats."
    assert zones["contact"] == "Media Contact: Jane Doe"


@given(st.text(max_size=500))
def test_zones_cover_any_text_in_order(text: str) -> None:
    at = 0
    for zone in find_layout(text, LAYOUT).zones:
        assert zone.start == at < zone.end
        at = zone.end
    assert at in {0, len(text)}
