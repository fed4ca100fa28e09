from __future__ import annotations

import re
from pathlib import Path

import pytest
from presstab.batch.extract import extract_into
from presstab.batch.options import Options
from presstab.corpus.records import read_records
from presstab.errors import InputError
from presstab.nlp import load
from presstab.resources import packaged
from presstab.schema import IDENTIFIERS, ORGANISATIONS
from presstab.store.store import Store

from training.registry import shares as registry_of_shares

KINDS = packaged().lists("organisation_kinds.yml")["kinds"]


def _write(folder: Path, content: str) -> Path:
    path = folder / "registry.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_packaged_registry_is_looked_up_by_listing_then_by_a_name_that_is_surely_one() -> None:
    registry = packaged().registry()
    listed = registry.lookup(["Apple"], [("AAPL", "XNAS")])
    assert registry.lookup(["Whoever"], [("AAPL", "XNAS")]) is None  # the text gives the ticker to another name
    assert listed is not None
    assert ("cik", "0000320193", "") in listed.identifiers
    assert registry.lookup(["Apple Inc."], []) == listed
    assert registry.lookup(["Apple"], []) is None  # one word alone names nobody for certain


@pytest.mark.parametrize(
    ("name", "listings", "shares"),
    [
        ("ACME BANK CORP", "XNYS:ACB XNYS:ACB-PA XNYS:ACBD", "XNYS:ACB"),
        ("ACME CORP", "XNAS:ACME XNAS:ACMEW XNAS:ACMEU XNAS:ACMEP", "XNAS:ACME"),
        ("ACME CLASSES INC", "XNAS:ACMEL XNAS:ACME XNYS:ACL-A", "XNAS:ACMEL XNAS:ACME XNYS:ACL-A"),
        ("BETA RENAMED INC", "XNYS:BTN XNYS:BET XNYS:BET-PB", "XNYS:BTN XNYS:BET"),
        ("BETA HOLDING AG", "OTCM:BETAY OTCM:BHLDF", "OTCM:BETAY OTCM:BHLDF"),
        ("GAMMA ACQUISITION CORP", "XNAS:GACQU", "XNAS:GACQU"),
        ("GAMMA EDISON CO", "XNYS:GED-PA XNYS:GED-PB", ""),
        ("DELTA NOTES PLC", "XNYS:XVXV XNYS:QQUP XNYS:WWDN", ""),
    ],
)
def test_listings_of_the_registry_are_of_shares(name: str, listings: str, shares: str) -> None:
    assert registry_of_shares(name, listings.split()) == shares.split()


def test_own_names_are_found_as_whole_words_and_carry_their_identifiers(tmp_path: Path) -> None:
    own = _write(tmp_path, "name,aliases,lei,kind,country,action\nglimmer works,glim|GLW,5299000,nonprofit,NO,add\n")
    records = [{"id": "a", "text": "In Oslo glim opened a lab, said glimmer works. The glimpse was brief."}]
    with Store(tmp_path / "out") as store:
        extract_into(store, read_records(records), Options(registry=str(own)))
        (row,) = [r for r in store.reader.tables.read(ORGANISATIONS).read_all().to_pylist() if r["lei"]]
        identifiers = store.reader.tables.read(IDENTIFIERS).read_all().to_pylist()
    assert (row["name"], row["lei"], row["kind"], row["country"], row["n_mentions"]) == (
        "glimmer works", "5299000", "nonprofit", "NO", 2,
    )  # fmt: skip
    assert [(r["scheme"], r["value"], r["source"]) for r in identifiers] == [("lei", "5299000", "registry")]


def test_ignored_names_are_never_organisations(tmp_path: Path) -> None:
    text = "Acme Robotics Inc. and Borealis Mining Inc. signed a contract."
    own = _write(tmp_path, "name,action\nBorealis Mining Inc.,ignore\n")
    assert "Borealis Mining Inc." in {e.text for e in load()(text).ents}
    assert "Borealis Mining Inc." not in {e.text for e in load(registry=own)(text).ents if e.label_ == "ORG"}


def test_an_alias_of_two_organisations_is_refused_with_both_lines(tmp_path: Path) -> None:
    own = _write(tmp_path, "name,aliases\nAcme Corp.,Acme\nAcme Foods,ACME\n")
    with pytest.raises(InputError, match="line 2 and in line 3"):
        packaged().registry(own)


@pytest.mark.parametrize("content", ["name,action\nx,remove\n", "name,action\n,add\n"])
def test_a_registry_that_is_none_is_refused_with_its_place(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match=r"registry\.csv:2"):
        packaged().registry(_write(tmp_path, content))


def test_offices_that_only_companies_have_hold_their_examples() -> None:
    told = packaged().lists("organisation_kinds.yml")["company_office"]
    assert all(map(packaged().kinds.shows_company, told["examples"]))
    assert not any(map(packaged().kinds.shows_company, told["counterexamples"]))


@pytest.mark.parametrize(("kind", "name"), [(k["kind"], e) for k in KINDS for e in k["examples"]])
def test_kind_is_read_from_the_name(kind: str, name: str) -> None:
    assert packaged().kinds.of(name) == kind


@pytest.mark.parametrize(("kind", "name"), [(k["kind"], e) for k in KINDS for e in k["counterexamples"]])
def test_kind_is_not_read_where_the_name_shows_none(kind: str, name: str) -> None:
    pattern: re.Pattern[str] = dict(packaged().kinds.patterns)[kind]
    assert not pattern.search(name)


def test_well_known_organisations_are_one_under_their_short_names_where_all_names_are_theirs(tmp_path: Path) -> None:
    registry = packaged().registry()
    listed = registry.known_as(["J&J", "Johnson & Johnson"])
    assert listed is not None
    assert ("cik", "0000200406", "") in listed.identifiers
    assert registry.known_as(["VW", "Volkswagen AG"]) is registry.known_as(["Volkswagen"])
    assert registry.known_as(["GM", "General Mills"]) is None  # another organisation's short name
    assert registry.known_as(["BMO Capital Markets"]) is None  # a daughter
    text = "Volkswagen is opening a plant in Spain. VW said so, and Odd Pebble, Inc. agreed."
    with Store(tmp_path / "out") as store:
        extract_into(store, read_records([{"id": "a", "text": text}]), nlp=load())
        names = {row["name"] for row in store.reader.tables.read(ORGANISATIONS).read_all().to_pylist()}
    assert names == {"Volkswagen", "Odd Pebble, Inc."}


def test_a_name_is_found_within_a_longer_one_that_is_no_whole_word(tmp_path: Path) -> None:
    registry = packaged().registry(_write(tmp_path, "name\nAcme\nAcme Inc\nMyAcme Bolt\nBolt\n"))
    text = "Acme Incubator and Acme Inc met OhMyAcme Bolt."
    assert [text[start:end] for start, end, _ in registry.find(text)] == ["Acme", "Acme Inc", "Bolt"]
