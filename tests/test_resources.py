"""Rules and lexicons prove themselves by their own examples and counterexamples."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from presstab.analysis.brackets import BracketReading, read_brackets
from presstab.analysis.soundness import NameReading
from presstab.check.resources import check_resources, packaged_lexicon
from presstab.errors import InputError, ResourceError
from presstab.nlp import load
from presstab.resources import load_resources, packaged
from presstab.resources.files import packaged_names
from presstab.terms import term_key

LISTS: dict[str, dict[str, Any]] = {
    name: packaged().lists(f"{name}.yml")
    for name in ("legal_forms", "exchanges", "titles", "not_organisations", "honorifics")
}


@pytest.mark.parametrize("name", LISTS["legal_forms"]["examples"])
def test_legal_form_is_found(name: str) -> None:
    assert packaged().legal_forms.part(name).form


@pytest.mark.parametrize("name", LISTS["legal_forms"]["counterexamples"])
def test_legal_form_is_not_found(name: str) -> None:
    assert packaged().legal_forms.part(name).form in {None, "Company"}


@pytest.mark.parametrize("text", LISTS["honorifics"]["examples"])
def test_honorifics_stand_before_a_name(text: str) -> None:
    assert re.fullmatch(f"{packaged().honorifics.pattern}+Roe", text)


@pytest.mark.parametrize("text", LISTS["honorifics"]["counterexamples"])
def test_a_name_is_no_honorific(text: str) -> None:
    assert not re.match(packaged().honorifics.pattern, text)


def _listings(text: str) -> list[str]:
    return [listing.ticker for listing in read_brackets(text, (), BracketReading.of(packaged())).listings]


@pytest.mark.parametrize("text", LISTS["exchanges"]["examples"])
def test_ticker_bracket_is_read(text: str) -> None:
    assert _listings(text)


@pytest.mark.parametrize("text", LISTS["exchanges"]["counterexamples"])
def test_other_bracket_is_not_read(text: str) -> None:
    assert not _listings(text)


@pytest.mark.parametrize("text", LISTS["titles"]["examples"])
def test_title_is_matched_whole(text: str) -> None:
    assert packaged().titles.single.fullmatch(text)


def test_offices_in_the_plural_are_told_from_others() -> None:
    assert all(packaged().titles.shared.fullmatch(text) for text in LISTS["titles"]["shared_examples"])
    assert not any(packaged().titles.shared.fullmatch(text) for text in LISTS["titles"]["shared_counterexamples"])


def test_titles_have_a_word_for_who_one_is() -> None:
    assert all(packaged().titles.office.search(text) for text in LISTS["titles"]["office_examples"])
    assert not any(packaged().titles.office.search(text) for text in LISTS["titles"]["office_counterexamples"])


@pytest.mark.parametrize("text", LISTS["titles"]["counterexamples"])
def test_title_is_not_matched_whole(text: str) -> None:
    assert not packaged().titles.single.fullmatch(text)


_LISTS = {
    "organisation_ends": [row["word"] for row in packaged().rows("organisation_ends.csv")],
    "places": [row["name"] for row in packaged().rows("places.csv")],
    **{f"not_organisations {part}": LISTS["not_organisations"][part] for part in ("generic", "last_words")},
    "not_technologies": packaged().lists("not_technologies.yml")["words"],
}


@pytest.mark.parametrize("entries", _LISTS.values(), ids=_LISTS)
def test_a_list_stands_sorted_and_holds_words_none_twice(entries: list[str]) -> None:
    assert all(isinstance(entry, str) for entry in entries)  # a bare `on` is a truth value in YAML
    assert entries == sorted(set(entries), key=lambda entry: (entry.casefold(), entry))


def test_every_use_of_organisation_ends_and_every_kind_of_place_is_one_that_the_file_explains() -> None:
    for name, column in (("organisation_ends.csv", "uses"), ("places.csv", "kind"), ("places.csv", "uses")):
        text = packaged().text(name)
        explained = re.sub(
            r"[^\w\s]", " ", " ".join(line for line in text.splitlines() if line.startswith("#"))
        ).split()
        assert {use for row in packaged().rows(name) for use in row[column].split()} <= set(explained)


def test_no_two_files_of_rules_and_lists_share_a_name() -> None:
    names = Counter(Path(name).name for name in packaged_names())  # `presstab try FILE` takes a file by its name
    assert [name for name, number in names.items() if number > 1] == []


def test_never_organisations() -> None:
    lists = LISTS["not_organisations"]
    assert all(map(packaged().not_organisations.hold, lists["examples"]))
    assert not any(map(packaged().not_organisations.hold, lists["counterexamples"]))


@pytest.mark.parametrize("text", packaged().lists("not_technologies.yml")["examples"])
def test_what_is_no_technology_is_known(text: str) -> None:
    assert packaged().not_technologies.hold(text)


@pytest.mark.parametrize("text", packaged().lists("not_technologies.yml")["counterexamples"])
def test_what_is_a_technology_is_left(text: str) -> None:
    assert not packaged().not_technologies.hold(text)


def test_packaged_lexicon_has_no_lint() -> None:
    assert list(packaged_lexicon(packaged())) == []


def test_every_category_has_eighty_technologies_at_least() -> None:
    counts = Counter(entry.category for entry in packaged().lexicon().entries())
    assert set(counts) == set(packaged().lists("technology_categories.yml")["categories"])
    assert min(counts.values()) >= 80
    assert sum(counts.values()) >= 4_000


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("solid batteries,,,batteries,,\n", "is no singular"),
        ("a,x,,ai,,\nb,x,,ai,,\n", "stands for both"),
        ("cloud,,,software,,\n", "plain word"),
        ("thing,,,nowhere,,\n", "category 'nowhere' is unknown"),
        ("small thing,,,ai,big thing,\n", "its parent 'big thing' is no entry"),
    ],
)
def test_lint_finds_what_is_wrong(tmp_path: Path, rows: str, problem: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,aliases,abbreviations,category,parent,guard\n" + rows, encoding="utf-8")
    assert any(problem in found.message for found in check_resources(str(path)))


def test_a_lexicon_that_an_extraction_takes_passes_the_check(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,parent,action\nharbour battery,electric vehicle battery,\nclouds,,ignore\n", encoding="utf-8")
    assert list(check_resources(str(path))) == []


@pytest.mark.parametrize("content", ["term\nharbour battery\n", "name,category\n,batteries\n"])
def test_a_lexicon_that_no_extraction_takes_is_a_finding(tmp_path: Path, content: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf-8")
    assert ["a row needs a name" in found.message for found in check_resources(str(path))] == [True]


def test_own_entries_win_over_packaged_ones_and_ignored_ones_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,aliases,action\nglow mesh,lithium-ion battery,add\nblockchain,,ignore\n", encoding="utf-8")
    nlp = load(lexicon=path)
    found = {e.text for e in nlp("The blockchain of Acme Corp. steers a glow mesh.").ents if e.label_ == "TECH"}
    assert found == {"glow mesh"}
    entry = packaged().lexicon(path).get(term_key("lithium-ion batteries"))
    assert entry is not None
    assert entry.name == "glow mesh"


@pytest.mark.parametrize("content", ["name,action\nx,delete\n", "name,action\n,add\n", "name,aliases\na,x\nb,x\n"])
def test_a_lexicon_that_is_none_is_refused_with_its_place(tmp_path: Path, content: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.csv"):
        packaged().lexicon(path)


def _edited(folder: Path) -> Path:
    """Write files of resources to stand in for the packaged ones: an exchange and a legal form more."""
    added = {
        "exchanges.yml": ("exchanges:\n", "  Zembla Bourse: XZEM\n"),
        "legal_forms.yml": ("suffixes:\n", "  - {form: Zpk, in: ZZ}\n"),
    }
    for name, (heading, line) in added.items():
        content = packaged().text(name)
        assert heading in content
        (folder / name).write_text(content.replace(heading, heading + line, 1), encoding="utf-8")
    return folder


def test_pipelines_with_different_resources_do_not_know_of_each_other(nlp: Any, tmp_path: Path) -> None:
    text = "Marlow Toys Zpk (Zembla Bourse: MRL) opened a plant. Jane Doe leads Marlow Toys Zpk."
    other = load(resources=_edited(tmp_path))

    def known(pipeline: Any) -> list[tuple[Any, Any]]:
        return [
            (e.facts.get("legal_form"), e.tickers) for e in pipeline(text)._.press_entities.items if e.label == "ORG"
        ]

    for _ in range(2):  # whichever reads first, or last
        assert known(other) == [("Zpk", (("MRL", "XZEM"),))]
        assert known(nlp) == [(None, ())]


def test_what_a_folder_held_once_is_not_taken_for_what_it_holds_now(tmp_path: Path) -> None:
    for name in ("Zembla Bourse", "Quorn Bourse"):
        (tmp_path / "exchanges.yml").write_text(f"exchanges:\n  {name}: XZEM\n", encoding="utf-8")
        assert load_resources(tmp_path).exchanges == {name.casefold(): "XZEM"}
    assert "nyse" in packaged().exchanges
    with pytest.raises(InputError, match="no folder of resources"):
        load_resources(tmp_path / "none")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("exchange.yml", b"exchanges: {}", "stands in for no packaged file"),
        ("ties/settings.json", b"{}", "stands in for no packaged file"),
        ("exchanges.yml", b"exchanges: {A\xff: XZEM}", "utf-8"),
    ],
)
def test_a_folder_of_resources_holds_nothing_else(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_bytes(content)
    (tmp_path / ".DS_Store").write_bytes(b"\xff")  # what a desktop leaves there is nobody's file
    with pytest.raises(InputError, match=message):
        load_resources(tmp_path)


def test_a_file_of_rules_holds_each_rule_that_is_asked_for_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "names.yml").write_text("rules: []\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=r"rules/names\.yml"):
        NameReading.of(load_resources(tmp_path))


def test_importing_the_package_reads_no_file_of_it() -> None:
    code = """
import importlib, pkgutil, sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
import presstab
for module in pkgutil.walk_packages(presstab.__path__, "presstab."):
    if not module.name.startswith(("presstab.__main__", "presstab.cluster")):  # a program; what needs Ray
        importlib.import_module(module.name)
print([path for path in opened if path.startswith(presstab.__path__[0]) and not path.endswith((".py", ".pyc"))])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [line for line in done.stdout.splitlines() if "__pycache__" not in line] == ["[]"]
