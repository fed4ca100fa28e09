"""Every rule proves itself: it matches its examples, none of its counterexamples, is used, and takes time in proportion."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
import spacy
from presstab.analysis.places import Intervals, Tokens
from presstab.analysis.pool import Pool
from presstab.analysis.quotations import QuotationRules, find_quotations
from presstab.analysis.record import Candidate, Mention, Title, TitlePlaces
from presstab.analysis.soundness import NameReading, NameRules, SoundJudge
from presstab.analysis.statements import Quotation
from presstab.analysis.title_rules import TitleReading, TitleRules
from presstab.analysis.titles import find_titles
from presstab.components.results import candidates_of
from presstab.dates.find import find_by_rule, find_dates
from presstab.dates.rule import EXAMPLE_ANCHOR
from presstab.dates.starts import RULES as DATE_RULES
from presstab.dates.values import interval
from presstab.dates.words import WEEKDAY, WEEKDAYS
from presstab.resources import packaged, rule_stages
from presstab.rules import Rule

from tests.marked import read_marked, setting_of

ANCHOR = dt.date.fromisoformat(EXAMPLE_ANCHOR)
DATE_EXAMPLES = [(rule.id, text, value) for rule in DATE_RULES for text, value in rule.examples]
STAGES = {stage: packaged().rules(stage) for stage in rule_stages()}
RULES = [rule for rules in STAGES.values() for rule in rules.values()]
ORGANISATION_RULES = list(STAGES["organisations"].values())
IDS = [
    *(f"date.{rule.id}" for rule in DATE_RULES),
    *(r.id for r in RULES),
]
_NEVER = re.compile("(?!)")
_SIX_DAYS = dt.timedelta(days=6)


def test_every_rule_has_an_id_of_its_own_and_an_example() -> None:
    assert len(set(IDS)) == len(IDS)
    assert all(rule.examples for rule in DATE_RULES)
    assert all(rule.examples and rule.counterexamples and rule.reason for rule in RULES)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.examples], ids=str)
def test_rule_is_found_in_its_examples(rule: Rule, text: str) -> None:
    assert rule.find(text)


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule in RULES for text in rule.counterexamples], ids=str)
def test_rule_is_found_in_none_of_its_counterexamples(rule: Rule, text: str) -> None:
    assert not rule.find(text)


def _quoted(text: str, rules: Mapping[str, Rule]) -> list[Quotation]:
    return find_quotations(setting_of(text, QuotationRules(**rules)))


def _titled(text: str, rules: Mapping[str, Rule]) -> list[Title]:
    marked = read_marked(text)
    named = [("PERSON", marked.people), ("ORG", marked.organisations)]
    mentions = [Mention(n.start, n.end, label, n.entity, "model") for label, names in named for n in names]
    words = TitleReading.of(packaged())._replace(rules=TitleRules(**rules))
    return find_titles(marked.text, sorted(mentions, key=lambda m: m.start), TitlePlaces(tuple(marked.titles)), words)


def _sound(text: str, rules: Mapping[str, Rule]) -> tuple[Candidate, ...]:
    marked = read_marked(text)
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", marked.text)]
    tokens = Tokens(marked.text, [start for start, _ in words], [end for _, end in words])
    named = [("ORG", marked.organisations), ("TECH", marked.technologies)]
    pool = Pool(tokens, (Candidate(n.start, n.end, label, n.entity, "model", 0.9) for label, ns in named for n in ns))
    names = NameReading.of(packaged())._replace(rules=NameRules(**rules))
    pool.review(SoundJudge(marked.text, pool, Intervals([]), 0.98, names, ()))
    return pool.candidates()


READ: dict[str, Callable[[str, Mapping[str, Rule]], object]] = {
    "names": _sound,
    "quotations": _quoted,
    "offices": _titled,
}


@pytest.mark.parametrize(("stage", "name"), [(stage, name) for stage in READ for name in STAGES[stage]])
def test_rule_decides_what_it_says(stage: str, name: str) -> None:
    rules = STAGES[stage]
    without = rules | {name: replace(rules[name], pattern=_NEVER)}
    assert READ[stage](rules[name].decides, rules) != READ[stage](rules[name].decides, without)


@pytest.mark.parametrize(("rule", "text", "value"), DATE_EXAMPLES)
def test_date_rule_reads_its_examples(rule: str, text: str, value: str | None) -> None:
    assert (rule, value) in find_by_rule(text, ANCHOR)


@pytest.mark.parametrize(("rule", "text"), [(r.id, text) for r in DATE_RULES for text in r.counterexamples])
def test_date_rule_reads_none_of_its_counterexamples(rule: str, text: str) -> None:
    assert rule not in {found for found, _ in find_by_rule(text, ANCHOR)}


@pytest.mark.parametrize(("text", "value"), [(t, v) for _, t, v in DATE_EXAMPLES if re.search(WEEKDAY, t) and v])
def test_a_day_that_an_example_calls_by_its_weekday_is_one(text: str, value: str) -> None:
    named = re.search(WEEKDAY, text)
    first = interval(value).start_on
    assert named
    assert first
    assert first.weekday() == WEEKDAYS[named["weekday"].lower()]


@pytest.mark.parametrize(("text", "value"), [(t, v) for _, t, v in DATE_EXAMPLES if re.search("week", t) and v])
def test_weeks_and_weekends_of_the_examples_are_those_of_the_calendar(text: str, value: str) -> None:
    first, last = interval(value)
    if not first or not last or first == last or "weeks" in text or "week period" in text:
        return  # a day that is counted in weeks
    if "weekend" in text:
        assert last.weekday() == 6
        assert {first + dt.timedelta(days=n) for n in range((last - first).days + 1)} >= {last, last - dt.timedelta(1)}
    elif "past week" not in text:
        assert last - first == _SIX_DAYS


@pytest.mark.parametrize("text", [text for rule in ORGANISATION_RULES for text in rule.counterexamples])
def test_organisation_rules_match_nothing_within_their_counterexamples(text: str) -> None:
    assert packaged().organisation_rules.search(text) is None


@pytest.fixture(scope="module")
def by_rules() -> Any:
    nlp = spacy.blank("en")
    nlp.add_pipe("press_organisations")
    return nlp


@pytest.mark.parametrize("rule", ORGANISATION_RULES, ids=lambda rule: str(rule.id))
def test_the_component_gives_the_rule_as_its_source(rule: Rule, by_rules: Any) -> None:
    sources = set()
    for example in rule.examples:
        doc = by_rules(f"They have often met {example} in Oslo.")
        sources |= {c.source for c in candidates_of(doc) if c.text.removesuffix(".") == example.removesuffix(".")}
    assert f"rule:{rule.id}" in sources


def _cpu_seconds(call: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    call(text)
    return time.process_time() - began


def _is_in_proportion(call: Callable[[str], object], short: str, long: str) -> bool:
    """Return whether eight times the text takes no more than thrice eight times as long, at the best of some tries."""
    return any(_cpu_seconds(call, long) < 24 * _cpu_seconds(call, short) + 0.02 for _ in range(4))


@pytest.mark.parametrize("joint", [" ", ", ", "-"])
def test_rules_take_time_in_proportion_to_the_text(joint: str) -> None:
    rules = packaged().organisation_rules
    examples = {f"date.{rule.id}": [text for text, _ in rule.examples] for rule in DATE_RULES}
    examples |= {rule.id: list(rule.examples) for rule in ORGANISATION_RULES}
    for name, texts in examples.items():
        text = joint.join(texts) + joint
        short, long = (text * (length // len(text) + 1) for length in (250, 2_000))
        assert _is_in_proportion(lambda text: find_dates(text, ANCHOR), short, long), name
        assert _is_in_proportion(lambda text: list(rules.finditer(text)), short, long), name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.id))
@pytest.mark.parametrize("joint", [" ", ", ", "-"])
def test_rule_takes_time_in_proportion_to_the_text(rule: Rule, joint: str) -> None:
    text = joint.join([*rule.examples, *rule.counterexamples]) + joint
    short, long = (text * (length // len(text) + 1) for length in (2_000, 16_000))
    assert _is_in_proportion(lambda text: list(rule.find_all(text)), short, long)
