"""What a character costs does not grow with the text: bounds are wide, a quadratic step is wider."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from presstab.analysis.linking.draft import Draft, Evidence
from presstab.analysis.linking.organisations import merge_organisations
from presstab.analysis.linking.people import merge_people
from presstab.analysis.linking.rules import LinkRules
from presstab.analysis.places import Stretches
from presstab.analysis.record import Brackets, Mention, Outline
from presstab.batch.extract import now
from presstab.heads import find_head, read_label
from presstab.identity.abbreviations import meanings
from presstab.lexicon import Lexicon
from presstab.names.organisations import name_key
from presstab.names.people import person_key
from presstab.registry import Registry
from presstab.resources import packaged
from presstab.sentences import split_sentences
from presstab.store.store import Store
from presstab.store.tables import to_batches
from presstab.text import Occurrences
from presstab.zones import find_layout

from benchmarks.growth import KINDS, seconds_per_million, text_of

LAYOUT = packaged().layout
_NAMED = [Mention(0, 0, "ORG", "", "model")] * 3_000
_LINKS = packaged().rules_as(LinkRules, "links")
_REGISTRY = Registry(packaged().legal_forms)
_EVIDENCE = Evidence("", _NAMED, Outline(), Brackets(), {}, _REGISTRY, Lexicon({}), packaged(), _LINKS)
_TEN_TIMES = 35  # ten times as much takes ten times as long, and quadratic steps a hundred times


def _seconds(work: Callable[[], object]) -> float:
    took = []
    for _ in range(3):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return max(min(took), 0.002)


def _growth(work: Callable[[Any], object], small: Any, large: Any) -> float:
    return _seconds(lambda: work(large)) / _seconds(lambda: work(small))


def _people(number: int) -> list[Draft]:
    names = [name.strip() for name in text_of("people", 30 * number).split(",")][:number]
    return [Draft("PERSON", name, person_key(name), [at], {name: 1}) for at, name in enumerate(names)]


def _organisations(number: int) -> list[Draft]:
    names = [f"Global {name.strip()}" for name in text_of("organisations", 30 * number).split(",")][:number]
    made = [(name, name_key(name, packaged().legal_forms)) for name in names]
    return [Draft("ORG", name, key, [at], {name: 1}) for at, (name, key) in enumerate(made)]


def test_people_are_not_compared_each_with_each() -> None:
    assert len(_people(3_000)) == 3_000
    assert _growth(lambda n: merge_people(_people(n), []), 300, 3_000) < _TEN_TIMES


def test_organisations_are_not_compared_each_with_each() -> None:
    assert len({one.key for one in _organisations(3_000)}) > 2_900
    assert _growth(lambda n: merge_organisations(_organisations(n), _EVIDENCE, []), 300, 3_000) < _TEN_TIMES


def test_thousands_of_names_are_still_merged() -> None:
    people = [*_people(4_000), Draft("PERSON", "Quill", "quill", [4_001], {"Quill": 1})]
    people.insert(0, Draft("PERSON", "Zora Quill", "zora-quill", [4_000], {"Zora Quill": 1}))
    merged = {entity.key: entity for entity in merge_people(people, [])}
    assert "quill" not in merged
    assert merged["zora-quill"].mentions == [4_000, 4_001]


@pytest.mark.parametrize("kind", ["A-A-A", "1-1-1", "capitals", "digits", "capital words"])
def test_rules_read_runs_without_an_end_once(kind: str) -> None:
    rules = packaged().organisation_rules
    assert _growth(lambda text: list(rules.finditer(text)), text_of(kind, 2_000), text_of(kind, 20_000)) < _TEN_TIMES


@pytest.mark.parametrize("kind", ["hyphens", "blanks", "brackets", "capitals", "capital words", "A-A-A"])
def test_the_lines_of_a_head_are_read_once(kind: str) -> None:
    assert _growth(lambda text: find_head(text, LAYOUT.head), text_of(kind, 3_000), text_of(kind, 30_000)) < _TEN_TIMES


@pytest.mark.parametrize("kind", ["hyphens", "blanks", "brackets"])
def test_labels_at_the_start_of_a_line_are_read_once(kind: str) -> None:
    assert (
        _growth(lambda text: read_label(text, 0, len(text), LAYOUT.head), text_of(kind, 3_000), text_of(kind, 30_000))
        < _TEN_TIMES
    )


def test_occurrences_of_all_strings_are_found_in_one_pass() -> None:
    def count(number: int) -> None:
        names = text_of("organisations", 20 * number).split(", ")
        text = ", ".join(names)
        counted = Occurrences(text, names)
        assert counted.number(0, len(names[0])) == 1

    assert _growth(count, 500, 5_000) < _TEN_TIMES


def test_a_release_that_names_thousands_of_organisations_is_linked(tmp_path: Path) -> None:
    organisations = [
        {"doc_id": "a", "local_id": f"org:{n}", "label": "ORG", "name": f"Acme {n}", "n_mentions": 1, "key": f"acme-{n}",
         "facts": json.dumps({"key": f"acme-{n}", "forms": {f"Acme {n}": 1}, "acronyms": [f"ac{n % 7}"]})}
        for n in range(15_000)
    ]  # fmt: skip
    short = {"doc_id": "a", "local_id": "org:ac1", "label": "ORG", "name": "AC1", "n_mentions": 1, "key": "ac1",
             "facts": json.dumps({"key": "ac1", "forms": {"AC1": 1}, "acronyms": []})}  # fmt: skip
    organisations.append(short)
    with Store(tmp_path) as store:
        run = store.begin_run("0", {}, now())
        store.commit(run, to_batches({"entities": organisations}), {}, {}, (), ())
        uses = list(store.reader.entities.local("ORG abbreviations"))
    assert len(uses) == 1 + len([n for n in range(15_000) if n % 7 == 1])
    assert meanings(uses) == {}  # the release names them apart


def test_stretches_tell_overlaps_whatever_their_order() -> None:
    known = Stretches([(10, 20), (12, 14), (30, 31)])
    assert [known.overlap(*place) for place in ((0, 10), (9, 11), (15, 18), (20, 30), (30, 40), (31, 32))] == [
        False, True, True, False, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["people", "organisations", "A-A-A", "quotation marks"])
def test_a_text_ten_times_as_long_costs_no_more_by_the_character(nlp: Any, kind: str) -> None:
    seconds_per_million(nlp, kind, 500)
    assert seconds_per_million(nlp, kind, 20_000) < 3 * seconds_per_million(nlp, kind, 2_000)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_text_costs_the_same_by_the_character(nlp: Any, kind: str) -> None:
    seconds_per_million(nlp, kind, 2_000)
    assert seconds_per_million(nlp, kind, 300_000) < 3 * seconds_per_million(nlp, kind, 10_000)


@pytest.mark.parametrize("line", ["A" * 4_000 + "!", "TOKYO" + " " * 4_000 + "x", "ACME GLOBAL " * 400 + "!"])
def test_a_line_without_an_end_is_no_dateline_and_takes_no_time(line: str) -> None:
    text = f"{line}\n\nTOKYO, March 3, 2026 -- Acme grew.\n"
    began = time.process_time()
    assert find_layout(text, LAYOUT).place == "TOKYO"
    assert time.process_time() - began < 2


def test_titles_are_not_parted_in_all_ways() -> None:
    began = time.process_time()
    assert packaged().titles.single.search("A-" * 2_000 + "!") is None
    assert time.process_time() - began < 2
    found = [
        match[0]
        for match in packaged().titles.single.finditer("Jane Doe, Co-Managing Director, met our E-commerce Director.")
    ]
    assert found == ["Co-Managing Director", "E-commerce Director"]


@pytest.mark.parametrize("unit", [" ", "\t", "\n", " \n", ". ", "A. ", '" '])
def test_sentences_read_runs_once(unit: str) -> None:
    split = partial(split_sentences, reading=packaged().sentences)
    assert _growth(split, unit * 2_000 + "x", unit * 20_000 + "x") < _TEN_TIMES
