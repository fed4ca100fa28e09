"""Rules and lexicons prove themselves by their own examples and counterexamples."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from presstab.analysis.brackets import _BRACKET, _LISTING, _exchange
from presstab.errors import InputError
from presstab.lexicon import categories, lint, load_lexicon
from presstab.nlp import load
from presstab.patterns import (
    is_no_organisation,
    is_no_technology,
    load_legal_forms,
    load_office_words,
    load_resource,
    load_shared_titles,
    load_titles,
    read_rows,
    resource,
)
from presstab.terms import term_key

LISTS: dict[str, dict[str, Any]] = {
    n: load_resource(n) for n in ("legal_forms", "exchanges", "titles", "not_organisations")
}


@pytest.mark.parametrize("name", LISTS["legal_forms"]["examples"])
def test_legal_form_is_found(name: str) -> None:
    assert load_legal_forms().part(name).form


@pytest.mark.parametrize("name", LISTS["legal_forms"]["counterexamples"])
def test_legal_form_is_not_found(name: str) -> None:
    assert load_legal_forms().part(name).form in {None, "Company"}


def _listings(text: str) -> list[str]:
    return [m[2] for b in _BRACKET.finditer(text) for m in _LISTING.finditer(b[1]) if _exchange(m[1])]


@pytest.mark.parametrize("text", LISTS["exchanges"]["examples"])
def test_ticker_bracket_is_read(text: str) -> None:
    assert _listings(text)


@pytest.mark.parametrize("text", LISTS["exchanges"]["counterexamples"])
def test_other_bracket_is_not_read(text: str) -> None:
    assert not _listings(text)


@pytest.mark.parametrize("text", LISTS["titles"]["examples"])
def test_title_is_matched_whole(text: str) -> None:
    assert load_titles().fullmatch(text)


def test_offices_in_the_plural_are_told_from_others() -> None:
    assert all(load_shared_titles().fullmatch(text) for text in LISTS["titles"]["shared_examples"])
    assert not any(load_shared_titles().fullmatch(text) for text in LISTS["titles"]["shared_counterexamples"])


def test_titles_have_a_word_for_who_one_is() -> None:
    assert all(load_office_words().search(text) for text in LISTS["titles"]["office_examples"])
    assert not any(load_office_words().search(text) for text in LISTS["titles"]["office_counterexamples"])


@pytest.mark.parametrize("text", LISTS["titles"]["counterexamples"])
def test_title_is_not_matched_whole(text: str) -> None:
    assert not load_titles().fullmatch(text)


_LISTS = {
    "organisation_ends": [row["word"] for row in read_rows(resource("organisation_ends.csv"))],
    "places": [row["name"] for row in read_rows(resource("places.csv"))],
    **{f"not_organisations {part}": LISTS["not_organisations"][part] for part in ("generic", "last_words")},
    "not_technologies": load_resource("not_technologies")["words"],
}


@pytest.mark.parametrize("entries", _LISTS.values(), ids=_LISTS)
def test_a_list_stands_sorted_and_holds_words_none_twice(entries: list[str]) -> None:
    assert all(isinstance(entry, str) for entry in entries)  # a bare `on` is a truth value in YAML
    assert entries == sorted(set(entries), key=lambda entry: (entry.casefold(), entry))


def test_every_use_of_organisation_ends_and_every_kind_of_place_is_one_that_the_file_explains() -> None:
    for name, column in (("organisation_ends.csv", "uses"), ("places.csv", "kind")):
        text = resource(name).read_text("utf-8")
        explained = re.sub(
            r"[^\w\s]", " ", " ".join(line for line in text.splitlines() if line.startswith("#"))
        ).split()
        assert {use for row in read_rows(resource(name)) for use in row[column].split()} <= set(explained)


def test_never_organisations() -> None:
    lists = LISTS["not_organisations"]
    assert all(map(is_no_organisation, lists["examples"]))
    assert not any(map(is_no_organisation, lists["counterexamples"]))


@pytest.mark.parametrize("text", load_resource("not_technologies")["examples"])
def test_what_is_no_technology_is_known(text: str) -> None:
    assert is_no_technology(text)


@pytest.mark.parametrize("text", load_resource("not_technologies")["counterexamples"])
def test_what_is_a_technology_is_left(text: str) -> None:
    assert not is_no_technology(text)


def test_packaged_lexicon_has_no_lint() -> None:
    assert list(lint()) == []


def test_every_category_has_eighty_technologies_at_least() -> None:
    counts = Counter(entry.category for entry in load_lexicon().entries())
    assert set(counts) == set(categories())
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
    assert any(problem in found for found in lint(path))


def test_own_entries_win_over_packaged_ones_and_ignored_ones_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,aliases,action\nglow mesh,lithium-ion battery,add\nblockchain,,ignore\n", encoding="utf-8")
    nlp = load(lexicon=path)
    found = {e.text for e in nlp("The blockchain of Acme Corp. steers a glow mesh.").ents if e.label_ == "TECH"}
    assert found == {"glow mesh"}
    entry = load_lexicon(path).get(term_key("lithium-ion batteries"))
    assert entry is not None
    assert entry.name == "glow mesh"


@pytest.mark.parametrize("content", ["name,action\nx,delete\n", "name,action\n,add\n", "name,aliases\na,x\nb,x\n"])
def test_a_lexicon_that_is_none_is_refused_with_its_place(tmp_path: Path, content: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.csv"):
        load_lexicon(path)
