"""What the recogniser reads in a place decides whether a name known from elsewhere stands there."""

from __future__ import annotations

import re

import numpy as np
import pytest
from presstab.analysis.arbiter import arbitrate
from presstab.analysis.organisation_words import NamePatterns
from presstab.analysis.organisations import find_organisations
from presstab.analysis.places import Tokens
from presstab.analysis.pool import Refusal
from presstab.analysis.proposals import propose
from presstab.analysis.record import Brackets, Candidate, Outline
from presstab.analysis.soundness import NameReading
from presstab.analysis.vote import NOUN, Vote, outvoted
from presstab.recogniser.reading import Reading, TextSpan, Thresholds
from presstab.registry import Registry
from presstab.resources import packaged
from presstab.terms import term_key

_THRESHOLDS = Thresholds(
    proposed={"ORG": 0.5, "PERSON": 0.5, "TECH": 0.7}, sure_name=0.84, thinkable=0.15, lone_word=0.9, name_word=0.3,
    sure_abbreviation=0.9, certain=0.98, continued=0.6, elsewhere=0.1,
)  # fmt: skip
NAMES = NameReading.of(packaged())
_WORD = re.compile(r"\w+|[^\w\s]")


def _tokens(text: str) -> Tokens:
    places = [match.span() for match in _WORD.finditer(text)]
    return Tokens(text, [start for start, _ in places], [end for _, end in places])


def _reading(text: str, spans: list[TextSpan]) -> Reading:
    """A reading that gives each word of a span the span's probability, and every other word none."""
    words = [match.span() for match in _WORD.finditer(text)]
    of_kind = {kind: np.zeros(len(words), np.float32) for kind in ("ORG", "PERSON", "TECH")}
    for span in spans:
        for number, (start, end) in enumerate(words):
            if span.start <= start and end <= span.end:
                of_kind[span.label][number] = span.score
    return Reading(spans, words, of_kind, _THRESHOLDS, ("ORG", "PERSON", "TECH"))


def _mentions(text: str, *read: tuple[str, str, float]) -> list[str]:
    """The mentions of a text of which the recogniser reads the first occurrence of some strings, in square brackets."""
    spans = [TextSpan(text.index(s), text.index(s) + len(s), label, score) for s, label, score in read]
    reading, tokens = _reading(text, spans), _tokens(text)
    proposed = [Candidate(s.start, s.end, s.label, text[s.start : s.end], "model", s.score) for s in spans]
    found = find_organisations(tokens, proposed, reading, Registry(packaged().legal_forms), NamePatterns.of(packaged()))
    _, mentions = arbitrate(
        tokens, found, outline=Outline(), brackets=Brackets(), titles=(), names=NAMES, reading=reading
    )
    return [f"{text[max(0, m.start - 1) : m.start]}[{m.text}]{text[m.end : m.end + 4]}" for m in mentions.items]


@pytest.mark.parametrize("mark", [",", ":", " –", "—", "-", "/", " (", " |"])
def test_a_mark_at_the_end_of_a_name_is_no_part_of_it(mark: str) -> None:
    text = f"Quorn Hill{mark} Dunmore"
    read = _reading(text, [TextSpan(0, text.index("Dunmore") - 1, "ORG", 0.99)])
    assert [candidate.text for candidate in propose(_tokens(text), read)] == ["Quorn Hill"]


def test_a_mark_within_a_name_is() -> None:
    text = "Quorn/Hill & Sons"
    read = _reading(text, [TextSpan(0, len(text), "ORG", 0.99)])
    assert [candidate.text for candidate in propose(_tokens(text), read)] == [text]


@pytest.mark.parametrize("goes_on", ["Top Baker of the year", "500 list", "#1 Rank", "Conference in May"])
def test_a_known_name_before_more_of_a_name_is_none_where_the_recogniser_reads_none(goes_on: str) -> None:
    text = f"Quorn Hill picked her. She is a Quorn Hill {goes_on}."
    assert _mentions(text, ("Quorn Hill", "ORG", 0.99)) == ["[Quorn Hill] pic"]


def test_it_is_one_before_a_small_word_or_where_it_is_read_again() -> None:
    text = "Quorn Hill picked her. He thanked Quorn Hill for it. Then Quorn Hill Announced more."
    assert len(_mentions(text, ("Quorn Hill", "ORG", 0.99))) == 2
    assert len(_mentions(text, ("Quorn Hill", "ORG", 0.99))) == 2


def test_a_term_is_no_technology_where_the_recogniser_reads_none() -> None:
    text = "The lidar sees far. The Lidar is a bar, says the lidar owner."
    assert _mentions(text, ("lidar", "TECH", 0.99)) == [" [lidar] see"]


@pytest.mark.parametrize(("score", "found"), [(0.99, [" [quornly] for"]), (0.95, [])])
def test_a_name_in_small_letters_needs_a_certain_recogniser(score: float, found: list[str]) -> None:
    assert _mentions("They use quornly for lunch.", ("quornly", "ORG", score)) == found


def test_a_doubtful_name_beside_a_sure_one_in_a_list_is_one() -> None:
    sure, doubtful = ("Bramble", "ORG", 0.99), ("Quornly", "ORG", 0.6)
    assert _mentions("Its users are Bramble, Quornly and others.", sure, doubtful) == [
        " [Bramble], Qu",
        " [Quornly] and",
    ]
    assert _mentions("Its users are Bramble. Quornly and others.", sure, doubtful) == [" [Bramble]. Qu"]


@pytest.mark.parametrize(
    ("text", "term", "found"),
    [
        ("a cutting-edge AI tool", "edge AI", [" [AI] too"]),
        ("the solar-plus-BESS plant", "BESS", []),
        ("an edge AI tool", "edge AI", [" [edge AI] too"]),
    ],
)
def test_a_word_tied_to_the_one_before_is_no_part_of_a_term(text: str, term: str, found: list[str]) -> None:
    assert _mentions(text, (term, "TECH", 0.99)) == found


def test_a_lexicon_term_does_not_take_the_recognisers_certainty_of_another_label() -> None:
    text = "She joined QLA in May. QLA is an agency."
    read = TextSpan(11, 14, "ORG", 1.0)
    reading, tokens = _reading(text, [read]), _tokens(text)
    candidates = [
        Candidate(11, 14, "ORG", "QLA", "model", 1.0),
        Candidate(11, 14, "TECH", "QLA", "lexicon:quartz lamp array"),
    ]
    _, mentions = arbitrate(
        tokens, candidates, outline=Outline(), brackets=Brackets(), titles=(), names=NAMES, reading=reading
    )
    assert {m.label for m in mentions.items} == {"ORG"}


def test_a_term_of_the_users_own_lexicon_is_found_wherever_it_stands() -> None:
    text = "She sells quorl parts. The Quorl Parts Show is a fair."
    tokens = _tokens(text)
    candidates = [Candidate(10, 21, "TECH", "quorl parts", "lexicon:quorl part")]
    for listed, found in ((frozenset([term_key("quorl part")]), ["quorl parts"]), (frozenset(), [])):
        _, mentions = arbitrate(
            tokens, candidates, outline=Outline(), brackets=Brackets(), titles=(), names=NAMES,
            reading=_reading(text, []), listed=listed,
        )  # fmt: skip
        assert [m.text for m in mentions.items] == found


def test_a_date_stands_although_its_words_are_no_organisation() -> None:
    refused = {"Today": Vote("", "model", ("Today",), NOUN)}
    assert outvoted(Candidate(0, 5, "DATE", "Today", "rule:day", None), refused) is None
    assert outvoted(Candidate(0, 5, "ORG", "Today", "model", 0.9), refused) == Refusal(NOUN)
