"""Every rule proves itself: it matches its examples, none of its counterexamples, is used, and takes time in proportion."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, cast

import numpy as np
import pytest
import spacy
from presstab.analysis.arbiter import arbitrate
from presstab.analysis.brackets import BracketReading, BracketRules, read_brackets
from presstab.analysis.linking.draft import Evidence
from presstab.analysis.linking.link import link
from presstab.analysis.linking.rules import LinkRules
from presstab.analysis.organisation_words import ContextRules, NamePatterns
from presstab.analysis.organisations import find_organisations
from presstab.analysis.people import find_people
from presstab.analysis.people_rules import PeopleReading, PeopleRules
from presstab.analysis.places import Tokens
from presstab.analysis.quotations import QuotationRules, find_quotations
from presstab.analysis.record import Brackets, Candidate, Mention, Outline, Title, TitlePlaces
from presstab.analysis.soundness import NameReading, NameRules
from presstab.analysis.statements import Quotation
from presstab.analysis.technologies import TermRules, find_technologies
from presstab.analysis.ties.effective import effective
from presstab.analysis.ties.ends import Pair
from presstab.analysis.ties.evidence import Sums, stated_day
from presstab.analysis.ties.formulas import Formula
from presstab.analysis.ties.model import Weights
from presstab.analysis.ties.network import Networks, Said
from presstab.analysis.ties.offices import read_offices
from presstab.analysis.ties.relations import ANSWERS, read_relations
from presstab.analysis.ties.scene import Scene, SceneMention, TitleWords
from presstab.analysis.ties.statuses import Statuses
from presstab.analysis.ties.words import TieRules, TieWords
from presstab.analysis.title_rules import TitleReading, TitleRules
from presstab.analysis.titles import find_titles
from presstab.components.results import candidates_of
from presstab.datelines import DatelineRules
from presstab.dates import cues
from presstab.dates.find import find_by_rule, find_dates
from presstab.dates.impossible import impossible_days
from presstab.dates.rule import EXAMPLE_ANCHOR
from presstab.dates.starts import RULES as DATE_RULES
from presstab.dates.trap import Trap, around
from presstab.dates.traps import ANY_TRAPS
from presstab.dates.values import interval
from presstab.dates.words import WEEKDAY, WEEKDAYS
from presstab.dates.year import meant_year, said_day
from presstab.heads import HeadRules, LabelRules
from presstab.names.descriptions import DescriptionRules
from presstab.patterns import PlaceNames, descriptions
from presstab.recogniser.reading import Reading, Thresholds
from presstab.resources import packaged
from presstab.resources.files import rule_stages
from presstab.rules import Rule
from presstab.schema import STATUSES
from presstab.sentences import SentenceReading, SentenceRules, split_sentences
from presstab.zones import Layout, LayoutRules, SectionRules, find_layout

from tests.marked import Marked, read_marked, setting_of

ANCHOR = dt.date.fromisoformat(EXAMPLE_ANCHOR)
DATE_EXAMPLES = [(rule.id, text, value) for rule in DATE_RULES for text, value in rule.examples]
TRAPS = [*ANY_TRAPS, *dict.fromkeys(trap for rule in DATE_RULES for trap in rule.traps)]
STAGES = {stage: packaged().rules(stage) for stage in rule_stages()}
CUES = {name: cue for name, cue in vars(cues).items() if isinstance(cue, Rule)}
RULES = [*(rule for rules in STAGES.values() for rule in rules.values()), *CUES.values()]
ORGANISATION_RULES = list(STAGES["organisations"].values())
WORDS, WEIGHTS = TieWords.of(packaged()), Weights(packaged().tie_weights)
NETWORKS = Networks.of(packaged())
FORMULAS = packaged().lists("ties/formulas.yml")["formulas"]
IDS = [
    *(f"date.{rule.id}" for rule in (*DATE_RULES, *TRAPS)),
    *(r.id for r in RULES),
    *(entry["id"] for entry in FORMULAS),
]
_NEVER = re.compile("(?!)")
_SIX_DAYS = dt.timedelta(days=6)


def test_every_rule_has_an_id_of_its_own_and_an_example() -> None:
    assert len(set(IDS)) == len(IDS)
    assert all(rule.examples for rule in DATE_RULES)
    assert all(rule.examples and rule.counterexamples and rule.reason for rule in (*RULES, *TRAPS))


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


def _tokens(text: str) -> Tokens:
    words = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    return Tokens(text, [start for start, _ in words], [end for _, end in words])


def _sound(text: str, rules: Mapping[str, Rule]) -> list[tuple[Candidate, ...]]:
    """Return what is chosen without a recogniser, and with one that doubts everything."""
    marked = read_marked(text)
    names = NameReading.of(packaged())._replace(rules=NameRules(**rules))
    tokens, found = _tokens(marked.text), _names(marked)
    choose = partial(arbitrate, tokens, found, outline=Outline(), brackets=Brackets(), titles=(), names=names)
    return [choose(reading=reading)[0] for reading in (None, _doubting(tokens))]


def _scene(text: str, words: TieWords) -> Scene:
    marked = read_marked(text)
    names = [SceneMention(n.start, n.end, "PERSON", n.entity) for n in marked.people]
    names += [SceneMention(n.start, n.end, "ORG", n.entity) for n in marked.organisations]
    names += [SceneMention(*place, "DATE", None) for place in marked.dates]
    titles = [TitleWords(*place, marked.text[slice(*place)]) for place in marked.titles]
    zones = [(0, len(marked.text), "body")]
    starts = split_sentences(marked.text, packaged().sentences)
    return Scene(marked.text, sorted(names), titles, starts, zones, words, "Acme")


def _tied(text: str, rules: Mapping[str, Rule]) -> object:
    scene = _scene(text, WORDS._replace(rules=TieRules(**rules)))
    offices = [(office._replace(score=0), effective(scene, office)) for office in read_offices(scene, WEIGHTS)]
    sums = Sums(scene)
    ties = [
        (tie.type, tie.subject, tie.object, stated_day(scene, tie.pair), sums.paid(tie))
        for tie in read_relations(scene, NETWORKS)
    ]
    return offices, ties


class Unsure:
    """A network that holds every relation possible and none likely: wordings decide."""

    def read(self, scene: Scene, pairs: Sequence[Pair]) -> Said:
        odds = np.full((len(pairs), len(ANSWERS)), 0.4, np.float32)
        return Said(odds, np.ones((len(pairs), len(STATUSES))))


def _worded(marked: str) -> list[tuple[str, str | None]]:
    scene = _scene(re.sub(r"\[([^\]]+)\]", r"[\1](ORG)", marked), WORDS)
    return [(tie.type, tie.rule) for tie in read_relations(replace(scene, issuer=None), cast("Networks", Unsure()))]


@pytest.mark.parametrize("entry", FORMULAS, ids=lambda entry: entry["id"])
def test_a_wording_of_relations_ties_its_example_alone_and_is_the_reason(entry: dict[str, str]) -> None:
    assert _worded(entry["example"]) == [(entry["type"], entry["id"])]
    assert _worded(entry["counterexample"]) == []


@pytest.mark.parametrize("formula", WORDS.formulas.known, ids=lambda formula: str(formula.id))
def test_a_wording_of_relations_takes_time_in_proportion_to_what_stands_between(formula: Formula) -> None:
    short, long = (" ".join(["and its unit of the bank"] * number) for number in (100, 800))
    assert _is_in_proportion(formula.between.fullmatch, short, long)


def _stated(text: str, rules: Mapping[str, Rule]) -> list[str]:
    of = packaged().lists("rules/statuses.yml")["of"]
    scene = _scene(text, WORDS._replace(statuses=Statuses.of(rules, of)))
    scene = replace(scene, zones=[(0, len(scene.text), "lead")])
    return [tie.status for tie in read_relations(scene, NETWORKS)]


_DOUBT = Thresholds(
    proposed={}, sure_name=0.84, thinkable=0.15, lone_word=0.9, name_word=0.3, sure_abbreviation=0.9, certain=0.98,
    continued=0.6, elsewhere=0.1,
)  # fmt: skip


def _doubting(tokens: Tokens) -> Reading:
    words = list(zip(tokens.starts, tokens.ends, strict=True))
    return Reading((), words, {"ORG": np.full(len(words), 0.2, np.float32)}, _DOUBT, ("ORG", "PERSON"))


def _organised(text: str, rules: Mapping[str, Rule]) -> tuple[Candidate, ...]:
    marked = read_marked(text)
    tokens = _tokens(marked.text)
    reading = _doubting(tokens)
    patterns = replace(NamePatterns.of(packaged()), around=ContextRules(**rules))
    return find_organisations(tokens, _names(marked), reading, packaged().registry(), patterns)


def _names(marked: Marked) -> list[Candidate]:
    """Return the marked names as the recogniser's: it is sure of those that begin with Acme."""
    named = [("ORG", marked.organisations), ("PERSON", marked.people), ("TECH", marked.technologies)]
    found = [(n, label) for label, names in named for n in names]
    sure = [0.99 if n.entity.casefold().startswith("acme") else 0.6 for n, _ in found]
    return [Candidate(n.start, n.end, label, n.entity, "model", p) for (n, label), p in zip(found, sure, strict=True)]


def _of_people(text: str, rules: Mapping[str, Rule]) -> tuple[Candidate, ...]:
    marked = read_marked(text)
    words = PeopleReading.of(packaged())._replace(rules=PeopleRules(**rules))
    return find_people(_tokens(marked.text), _names(marked), None, words)


def _of_terms(text: str, rules: Mapping[str, Rule]) -> tuple[tuple[Candidate, ...], Mapping[str, str]]:
    marked = read_marked(text)
    reading = Reading((), (), {}, _DOUBT, ("ORG", "TECH"))
    names, lexicon = _names(marked), packaged().lexicon()
    return find_technologies(_tokens(marked.text), names, reading, lexicon, (), TermRules(**rules))


def _laid_out(text: str, **instead: Mapping[str, Rule]) -> Layout:
    sections, labels, datelines = (instead.get(name, STAGES[name]) for name in ("sections", "labels", "datelines"))
    head = HeadRules.of(LabelRules(**labels), DatelineRules(**datelines))
    return find_layout(read_marked(text).text, LayoutRules.of(SectionRules(**sections), head))


def _described(text: str, rules: Mapping[str, Rule]) -> list[object]:
    resources, marked = packaged(), read_marked(text)
    kinds, places = resources.lists("descriptions.yml")["kinds"], PlaceNames(resources.rows("places.csv"))
    words = descriptions(DescriptionRules(**rules), kinds, places)
    return [(words.read_before(marked.text, n.start), words.read(marked.text, n.end)) for n in marked.organisations]


def _linked(text: str, rules: Mapping[str, Rule]) -> object:
    marked, resources = read_marked(text), packaged()
    of_label = {"PERSON": marked.people, "ORG": marked.organisations, "TECH": marked.technologies}
    named = [(name, label) for label, names in of_label.items() for name in names]
    mentions = [Mention(n.start, n.end, label, n.entity, "model") for n, label in named]
    registry, lexicon, words = resources.registry(), resources.lexicon(), LinkRules(**rules)
    brackets = read_brackets(marked.text, _names(marked), BracketReading.of(resources))
    return link(Evidence(marked.text, mentions, Outline(), brackets, {}, registry, lexicon, resources, words))


def _bracketed(text: str, rules: Mapping[str, Rule]) -> Brackets:
    marked = read_marked(text)
    words = BracketReading(BracketRules(**rules), packaged().exchanges)
    return read_brackets(marked.text, _names(marked), words)


def _split(text: str, rules: Mapping[str, Rule]) -> list[int]:
    return split_sentences(read_marked(text).text, SentenceReading.of(SentenceRules(**rules)))


READ: dict[str, Callable[[str, Mapping[str, Rule]], object]] = {
    "brackets": _bracketed,
    "describing": _described,
    "links": _linked,
    "sections": lambda text, rules: _laid_out(text, sections=rules),
    "labels": lambda text, rules: _laid_out(text, labels=rules),
    "datelines": lambda text, rules: _laid_out(text, datelines=rules),
    "contexts": _organised,
    "names": _sound,
    "people": _of_people,
    "technologies": _of_terms,
    "quotations": _quoted,
    "sentences": _split,
    "offices": _titled,
    "ties": _tied,
    "statuses": _stated,
}


@pytest.mark.parametrize(("stage", "name"), [(stage, name) for stage in READ for name in STAGES[stage]])
def test_rule_decides_what_it_says(stage: str, name: str) -> None:
    rules = STAGES[stage]
    without = rules | {name: replace(rules[name], pattern=_NEVER)}
    assert READ[stage](rules[name].decides, rules) != READ[stage](rules[name].decides, without)


def _dated(text: str) -> object:
    return find_dates(text, ANCHOR), said_day(text), meant_year(text), impossible_days(text)


@pytest.mark.parametrize("name", CUES)
def test_cue_decides_what_it_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = CUES[name].decides
    read = _dated(text)
    monkeypatch.setattr(cues, name, replace(CUES[name], pattern=_NEVER))
    assert _dated(text) != read


@pytest.mark.parametrize(("rule", "text", "value"), DATE_EXAMPLES)
def test_date_rule_reads_its_examples(rule: str, text: str, value: str | None) -> None:
    assert (rule, value) in find_by_rule(text, ANCHOR)


@pytest.mark.parametrize(("rule", "text"), [(r.id, text) for r in DATE_RULES for text in r.counterexamples])
def test_date_rule_reads_none_of_its_counterexamples(rule: str, text: str) -> None:
    assert rule not in {found for found, _ in find_by_rule(text, ANCHOR)}


def _named(given: Trap | str) -> str:
    return given if isinstance(given, str) else given.id


def _in_brackets(marked: str) -> tuple[str, int, int]:
    before, words, after = re.split(r"[\[\]]", marked)
    return before + words + after, len(before), len(before + words)


def _reads(marked: str) -> bool:
    """Return whether a date is found in what stands in brackets."""
    text, start, end = _in_brackets(marked)
    return any(start <= date.start < end for date in find_dates(text, ANCHOR))


@pytest.mark.parametrize(("trap", "marked"), [(trap, text) for trap in TRAPS for text in trap.examples], ids=_named)
def test_trap_alone_keeps_its_examples_from_being_read(
    trap: Trap, marked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not _reads(marked)
    catches = Trap.catches
    monkeypatch.setattr(Trap, "catches", lambda self, found: self is not trap and catches(self, found))
    assert _reads(marked)


@pytest.mark.parametrize(("trap", "marked"), [(trap, t) for trap in TRAPS for t in trap.counterexamples], ids=_named)
def test_trap_catches_none_of_its_counterexamples(trap: Trap, marked: str) -> None:
    assert not trap.catches(around(*_in_brackets(marked)))


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
    examples |= {trap.id: [_in_brackets(text)[0] for text in trap.examples] for trap in TRAPS}
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
    for pattern in filter(None, (rule.pattern, rule.unless)):
        assert _is_in_proportion(lambda text, look=pattern.finditer: list(look(text)), short, long)
