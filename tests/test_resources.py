"""Rules and lexicons prove themselves by their own examples and counterexamples."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.components.organisations import _BRACKET, _LISTING, _exchange
from pipeline.patterns import (
    load_legal_forms,
    load_not_organisations,
    load_organisation_rules,
    load_resource,
    load_technologies,
    load_titles,
)

RULES: list[dict[str, Any]] = load_resource("organisation_rules")["rules"]
LISTS: dict[str, dict[str, Any]] = {
    n: load_resource(n) for n in ("legal_forms", "exchanges", "titles", "not_organisations")
}


@pytest.mark.parametrize(("rule", "example"), [(r["id"], e) for r in RULES for e in r["examples"]])
def test_rule_matches_its_examples_whole(rule: str, example: str) -> None:
    match = load_organisation_rules().fullmatch(example)
    assert match is not None
    assert (match.lastgroup or "").replace("__", ".") in {r["id"] for r in RULES}


@pytest.mark.parametrize(("rule", "text"), [(r["id"], e) for r in RULES for e in r["counterexamples"]])
def test_rule_matches_none_of_its_counterexamples(rule: str, text: str) -> None:
    assert load_organisation_rules().search(text) is None


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


@pytest.mark.parametrize("text", LISTS["titles"]["counterexamples"])
def test_title_is_not_matched_whole(text: str) -> None:
    assert not load_titles().fullmatch(text)


def test_never_organisations() -> None:
    lists = LISTS["not_organisations"]
    assert {e.casefold() for e in lists["examples"]} <= load_not_organisations()
    assert not {e.casefold() for e in lists["counterexamples"]} & load_not_organisations()


def test_lexicon_names_are_singular_and_categorised() -> None:
    from pipeline.terms import singular

    for entry in set(load_technologies().values()):
        assert entry.category, entry.name
        last = entry.name.split()[-1]
        assert singular(last) == last, entry.name
