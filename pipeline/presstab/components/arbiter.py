"""`press_arbiter`: one reading per character. The only writer of `doc.ents`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from presstab.components.state import Intervals, candidates_of, make_span, state_of, text_of
from presstab.patterns import is_no_organisation, is_no_technology, load_places
from presstab.registry import fold_name

# How much the word of each source counts in the vote over a string's label. The recogniser's
# is its probability; `lexicon` yields to a recogniser that is sure.
_WEIGHTS = {
    "rule:org.legal_form": 2.0, "rule:org.about": 1.0, "rule:abbreviation": 0.6, "rule:person.honorific": 2.0,
    "rule:person.surname": 0.7, "lexicon": 0.55, "registry": 3.0, "rule": 0.7, "model": 0.8,
}  # fmt: skip
_MIN_SPREAD_LETTERS = 2
_MIN_UPPER_LETTERS = 3
# acme.com, acme/about, acme_1
_CONTINUES = re.compile(r"[\w@]|[./]\w")
_SOURCE_OF = {"model": "model", "rules": "rule", "lexicon": "lexicon"}
_SURE_NAME = 2.5  # votes from which a capitalised word is a body although the text uses it as a noun too
_SURE_BODY = 1.5  # votes from which a string is a body although somebody bears it as surname
_MAX_CHARS = 200
_ARTICLE = re.compile(r"(?:(?:[Tt]he|THE)\s+|Contact\s+Details\s*)(?=\S)")
_TWICE = re.compile(r"(?P<once>.{3,}?)\s*(?P=once)")  # KAP AGKAP AG: a heading glued to the text
# VeilleuxCFO: a name and an office that a conversion glued together
_GLUED = re.compile(r"[a-z](?:CEO|CFO|COO|CTO|CMO|Chief|President|Director|Manager)$")
# A headline's verb behind the name: SavvyMoney Signs
_VERB_AFTER = re.compile(
    r"\s+(?:Announces|Signs|Launches|Joins|Appoints|Names|Reports|Expands|Acquires|Completes|Unveils|Introduces|Receives|Wins|"
    r"Opens|Releases|Secures|Raises|Closes|Selects|Hires|Enters|Offers|Celebrates|Debuts|Achieves|Delivers|Publishes|"
    r"Welcomes|Adds|Extends|Files|Plans|Begins|Starts|Earns|Hosts|Presents|Provides|Brings|Sets|To|Will|Is|Has)$"
)
# FinTech Summit; AI in Health Care Conference
_EVENT_BEHIND = re.compile(
    r"(?:[ ](?:[A-Z&][\w&.\-]*|in|of|for|and)){0,4}?[ ](?:Summit|Conference|Congress|Symposium|Forum|Expo|"
    r"Exhibition|Awards?|Week|Show|Fair|Webinar|Report|Magazine|Journal)\b"
)
_CASHTAG = re.compile(r"\$[A-Z]{1,6}")  # a ticker: no name
# What the Acme bank, the Oslo clinic are: no part of their names
_COMMON_HEAD = re.compile(
    r"[ ](?:clinics?|hospital|bank|office|plant|facility|store|team|network|campus|brand|website|brewery|factory|mill|"
    r"warehouse|headquarters|subsidiary|unit|division|government|community|ecosystem|blockchain|"
    r"(?:crypto(?:currency)? )?exchange|(?:mobile )?games?|platforms?|systems|engineers|employees|researchers|"
    r"scientists|executives|officials|customers|members|users|investors|whales)$"
)
_GLUED_BEHIND = re.compile(r"(?<=[a-z])(?:The|This|About|Contact)$")  # AcmeThe company: the next sentence's word
_WHOLE_WORD = re.compile(r"(?<![\w@./-])\w+(?![\w@/-]|\.\w)")  # a light; not in acme.com, x-acme
_HAS_LETTER = re.compile(r"[^\W\d_]")


class _Vote(NamedTuple):
    """What the candidates of one string say together."""

    label: str
    source: str
    words: tuple[str, ...]

    def in_capitals(self) -> _Vote:
        """Return the vote for the same string as a headline in capitals writes it."""
        return self._replace(words=tuple(word.upper() for word in self.words))


@Language.factory("press_arbiter", assigns=["doc.ents"], default_config={"without": []})
def make_press_arbiter(nlp: Language, name: str, without: list[str]) -> PressArbiter:
    """Return the component; `without` names sources of candidates to leave out, for measuring."""
    return PressArbiter(without)


class PressArbiter:
    """Settles candidates: one label a string by vote, every occurrence of it, the longest span.

    Reads: candidates, zones. Writes: `doc.ents`.
    """

    def __init__(self, without: list[str]) -> None:
        self._left_out = {_SOURCE_OF[name] for name in without}

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        found = (span for span in candidates_of(doc) if span.id_.split(":")[0] not in self._left_out)
        closed = closed_stretches(doc)
        candidates = [cut for span in found if (cut := sound(doc, span, closed)) is not None]
        dated = {(span.start_char, span.end_char) for span in candidates if span.label_ == "DATE"}
        candidates = [s for s in candidates if s.label_ == "DATE" or (s.start_char, s.end_char) not in dated]
        votes = vote(candidates, text_of(doc))
        chosen = [relabelled for span in candidates if (relabelled := _voted(doc, span, votes)) is not None]
        chosen += [span for span in _spread(doc, votes) if not _is_within(span, closed)]
        text, offices = text_of(doc), Intervals(sorted(state_of(doc).titles))
        doc.ents = filter_spans([span for span in chosen if not _is_in_title(text, span, offices)])
        return doc


def _is_noun(surface: str, lower: Container[str]) -> bool:
    """Return whether a capitalised word stands in lower case elsewhere in the text: `Light is used`, `a light`."""
    return " " not in surface and surface.istitle() and surface.isalpha() and surface.lower() in lower


def _voted(doc: Doc, span: Span, votes: dict[str, _Vote]) -> Span | None:
    known = votes.get(surface_of(span.text))
    if known is not None and not known.label:
        return None
    if known is None or span.label_ in {"DATE", known.label}:
        return span
    return make_span(doc, span.start_char, span.end_char, known.label, span.id_, span._.score)


def surface_of(text: str) -> str:
    """Return the string that a candidate is voted on as: white space collapsed."""
    return " ".join(text.split())


def closed_stretches(doc: Doc) -> Intervals:
    """Return the stretches where names of bodies and technologies name none: ticker brackets, datelines."""
    state = state_of(doc)
    return Intervals(state.brackets + [(start, end) for start, end, name in state.zones if name == "dateline"])


def _is_within(span: Span, closed: Intervals) -> bool:
    return span.label_ in {"ORG", "TECH"} and closed.index(span.start_char) is not None


def _is_in_title(text: str, span: Span, offices: Intervals) -> bool:
    """Return whether a technology only stands in the title of an office, an event or a report: Chief AI Officer."""
    if span.label_ != "TECH":
        return False
    in_event = text[span.start_char].isupper() and _EVENT_BEHIND.match(text, span.end_char)
    return bool(in_event) or offices.index(span.start_char) is not None


def sound(doc: Doc, span: Span, closed: Intervals) -> Span | None:
    """Return a candidate without leading article; None for what is no name at all."""
    if span.label_ == "DATE":
        return span
    if not _HAS_LETTER.search(span.text) or len(span.text) > _MAX_CHARS or _CASHTAG.fullmatch(span.text):
        return None
    if _is_within(span, closed) and not span.id_.startswith("registry:"):
        return None
    if span.label_ == "TECH" and not span.id_.startswith("lexicon:") and is_no_technology(span.text):
        return None
    if span.label_ != "ORG":
        return span
    if fold_name(span.text) in state_of(doc).registry.ignored:
        return None
    if span.id_.startswith("registry:"):
        return span
    if span.text == span.text.lower() or is_no_organisation(surface_of(span.text)) or _GLUED.search(span.text):
        return None
    start, end = _name_within(span.text)
    if (start, end) != (0, len(span.text)):
        if span.text[start:end].casefold() in load_places():
            return None  # the Oslo clinic
        start, end = span.start_char + start, span.start_char + end
        return make_span(doc, start, end, "ORG", span.id_, span._.score)
    return span


def _name_within(text: str) -> tuple[int, int]:
    """Return where the name begins and ends: behind an article or a dateline's place, once of twice.

    A headline's verb, a common noun and a bracket that does not open within are behind it.

    >>> names = ("The Acme Fund", "YOKOHAMA Acme Ltd", "KAP AGKAP AG", "Acme Signs", "ACM), Ltd.", "Acme FundThe")
    >>> [text[slice(*_name_within(text))] for text in names]
    ['Acme Fund', 'Acme Ltd', 'KAP AG', 'Acme', 'ACM', 'Acme Fund']
    """
    article, verb, twice = _ARTICLE.match(text), _VERB_AFTER.search(text), _TWICE.fullmatch(text)
    verb = verb or _COMMON_HEAD.search(text) or _GLUED_BEHIND.search(text)
    first, _, rest = text.partition(" ")
    in_dateline = len(first) > 4 and first.isupper() and first.casefold() in load_places() and not rest.isupper()
    start = article.end() if article else len(first) + 1 if in_dateline and rest else 0
    bracket = text.find(")") if "(" not in text else -1
    return start, verb.start() if verb else twice.end("once") if twice else bracket if bracket > 0 else len(text)


def _weight(span: Span) -> float:
    if span._.score is not None:
        return float(span._.score)
    return _WEIGHTS.get(span.id_) or _WEIGHTS[span.id_.split(":")[0]]


def vote(candidates: list[Span], text: str) -> dict[str, _Vote]:
    """Return the prevailing label of every string that is a candidate; none for a noun taken for a body."""
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    sources: dict[tuple[str, str], str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for span in candidates:
        if span.label_ != "DATE":
            surface = surface_of(span.text)
            totals[surface][span.label_] += _weight(span)
            sources.setdefault((surface, span.label_), span.id_)
            if surface not in words:
                words[surface] = tuple(token.text for token in span if not token.is_space)
    surnames = {surface.split()[-1] for surface, labels in totals.items() if " " in surface and "PERSON" in labels}
    votes = {}
    lower = {found[0] for found in _WHOLE_WORD.finditer(text)}
    for surface, labels in totals.items():
        if surface in surnames and labels["ORG"] < _SURE_BODY:
            labels["PERSON"] += labels["ORG"]  # `Musk` once beside `Elon Musk`
        label = max(labels, key=lambda name: (labels[name], name))
        if label == "ORG" and labels["ORG"] < _SURE_NAME and _is_noun(surface, lower):
            label = ""
        votes[surface] = _Vote(label, sources.get((surface, label), "rule:person.surname"), words[surface])
    bodies = {surface for surface, known in votes.items() if known.label == "ORG"}
    return {
        s: known._replace(label="") if s in bodies and _is_glued(s, bodies) else known for s, known in votes.items()
    }


def _is_glued(surface: str, bodies: set[str]) -> bool:
    """Return whether a body's name is another body with a word beside it: AcmeWireAustin, branded Acme."""
    first, _, rest = surface.partition(" ")
    return (first.islower() and rest in bodies) or any(
        0 < at < len(surface) and surface[at].isupper() and surface[at - 1].islower() and surface[:at] in bodies
        for at in range(4, len(surface))
    )


def _spread(doc: Doc, votes: dict[str, _Vote]) -> list[Span]:
    """Return every occurrence of the voted strings, a known name in capitals in the headline included."""
    wanted = {
        s: v
        for s, v in votes.items()
        if v.label and len(s) >= _MIN_SPREAD_LETTERS and (v.label == "TECH" or s != s.lower())
    }
    tokens = [token for token in doc if not token.is_space]
    found = _occurrences(doc, wanted.values(), tokens)
    headline = next(((start, end) for start, end, name in state_of(doc).zones if name == "headline"), None)
    if headline:
        upper = [v.in_capitals() for s, v in wanted.items() if v.label != "TECH" and len(s) > _MIN_UPPER_LETTERS]
        found += _occurrences(doc, upper, [token for token in tokens if token.idx < headline[1]])
    return found


def _occurrences(doc: Doc, votes: Iterable[_Vote], tokens: list[Token]) -> list[Span]:
    """Return where the strings stand, token for token, whatever the white space between."""
    # By the first word, then by length: thousands of names may begin with one word.
    by_first: dict[str, dict[int, dict[tuple[str, ...], list[_Vote]]]] = defaultdict(dict)
    for vote in votes:
        by_first[vote.words[0]].setdefault(len(vote.words), {}).setdefault(vote.words, []).append(vote)
    texts = [token.text for token in tokens]
    source = text_of(doc)
    spans = []
    for at, text in enumerate(texts):
        for length, of_length in by_first.get(text, {}).items():
            end = at + length
            for vote in of_length.get(tuple(texts[at:end]), ()):
                if _stands_alone(source, tokens[at], tokens[end - 1]):
                    spans.append(Span(doc, tokens[at].i, tokens[end - 1].i + 1, label=vote.label, span_id=vote.source))
    return spans


def _stands_alone(text: str, first: Token, last: Token) -> bool:
    """Whether nothing adjoins that makes it part of an address, a tag or a compound: acme.com, #acme, x-acme."""
    end = last.idx + len(last)
    before, after = text[max(0, first.idx - 1) : first.idx], text[end : end + 2]
    return not (before.isalnum() or before in set("@._-/#$")) and not _CONTINUES.match(after)
