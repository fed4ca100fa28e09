"""Quotations: who said what, from marked-up texts; no spaCy, no disk."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presstab.analysis.quotations import NamedEntity, QuotationRules, Setting, SpeakerRole, find_quotations
from presstab.analysis.quotations.runs import find_runs
from presstab.resources import packaged

from tests.marked import setting_of

RULES = QuotationRules(**packaged().rules("quotations"))
_CASES = (Path(__file__).parent / "cases" / "quotations.md").read_text("utf-8")


def _cases() -> list[tuple[str, ...]]:
    rows = re.findall(r"^\|(.+)\|$", _CASES, re.MULTILINE)[2:]
    return [tuple(cell.strip() for cell in row.split(" | ")) for row in rows]


def _shown(text: str) -> str:
    words = text.split()
    return f"{' '.join(words[:2])} … {' '.join(words[-2:])}"


@pytest.mark.parametrize(("text", "wanted", "why"), _cases())
def test_quotations_are_those_of_the_case(text: str, wanted: str, why: str) -> None:
    setting = setting_of(text, RULES)
    found = [
        f"{_shown(setting.text[q.start : q.end])} = {q.person or '-'} @ {q.organisation or '-'}"
        for q in find_quotations(setting)
    ]
    assert " / ".join(found) == wanted, why


def test_quotation_that_nobody_closed_ends_where_paragraphs_were_run_together() -> None:
    text = "“We grow,” said Jane Doe. “And we hire.  The yard lies in Hull.  " + "It builds boats. " * 100
    assert [text[run.start : run.end] for run in find_runs(text, RULES)] == ["We grow,", "And we hire."]


def test_office_named_beside_the_quotation_is_the_one_spoken_in() -> None:
    text = "Jane Doe was director of Beta. “We will grow in the spring,” said Jane Doe, chairman of Acme."
    at = text.rfind("Jane Doe")
    people = [NamedEntity(0, 8, "doe"), NamedEntity(at, at + 8, "doe")]
    offices = [
        SpeakerRole("doe", "Beta", "director", 13),
        SpeakerRole("doe", "Acme", "chairman", text.find("chairman")),
    ]
    (quotation,) = find_quotations(Setting(text, RULES, people, (), offices))
    assert (quotation.organisation, quotation.title) == ("Acme", "chairman")


def test_earlier_office_is_not_spoken_in() -> None:
    text = "“We will grow in the spring,” said Jane Doe, who was director of Beta."
    setting = Setting(
        text, RULES, [NamedEntity(35, 43, "doe")], (), [SpeakerRole("doe", "Beta", "director", 200, is_held=False)]
    )
    assert find_quotations(setting)[0].title is None


@given(st.text(st.sampled_from("“”\"'’‘„«» \nabAB.,!said"), max_size=120))
def test_runs_are_disjoint_slices_in_order(text: str) -> None:
    at = 0
    for run in find_runs(text, RULES):
        assert at <= run.opens < run.start < run.end <= run.closes <= len(text)
        assert text[run.start : run.end] == text[run.start : run.end].strip() != ""
        at = run.closes


@pytest.mark.parametrize(
    "text",
    ["“" * 30_000, '"a b" ' * 4_000, "“We grow” " * 4_000 + "said", "‘a " * 30_000, "“a b c d e f.”\n\n" * 4_000],
)
def test_hostile_marks_take_no_time(text: str) -> None:
    started = time.process_time()
    find_quotations(Setting(text, RULES, [NamedEntity(0, 1, "x")], ()))
    assert time.process_time() - started < 5
