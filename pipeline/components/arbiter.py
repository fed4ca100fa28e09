"""`press_arbiter`: one reading per character. The only writer of `doc.ents`."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from pipeline.components.state import candidates_of, state_of
from pipeline.patterns import load_not_organisations

# How much the word of each source counts in the vote over a string's label. The recogniser's
# is its probability; `lexicon` yields to a recogniser that is sure.
_WEIGHTS = {
    "rule:org.legal_form": 2.0, "rule:org.about": 1.0, "rule:abbreviation": 0.6, "rule:person.honorific": 2.0,
    "rule:person.surname": 0.7, "lexicon": 0.55, "rule": 0.7, "model": 0.8,
}  # fmt: skip
_MIN_SPREAD_LETTERS = 2
_SOURCE_OF = {"model": "model", "rules": "rule", "lexicon": "lexicon"}
_SURE_BODY = 1.5  # votes from which a string is a body although somebody bears it as surname
_MAX_CHARS = 200
_ARTICLE = re.compile(r"(?:[Tt]he|THE)\s+(?=\S)")
_HAS_LETTER = re.compile(r"[^\W\d_]")


class _Vote(NamedTuple):
    """What the candidates of one string say together."""

    label: str
    source: str


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
        candidates = [cut for span in found if (cut := _sound(doc, span)) is not None]
        votes = _vote(candidates)
        chosen = [relabelled for span in candidates if (relabelled := _voted(doc, span, votes)) is not None]
        chosen += [span for span in _spread(doc, votes) if not _is_elsewhere(doc, span)]
        doc.ents = filter_spans(chosen)
        return doc


def _voted(doc: Doc, span: Span, votes: dict[str, _Vote]) -> Span | None:
    vote = votes.get(_surface(span.text))
    if vote is None or span.label_ in {"DATE", vote.label}:
        return span
    return _copy(doc, span.start_char, span.end_char, vote.label, span.id_, span._.score)


def _surface(text: str) -> str:
    return " ".join(text.split())


def _is_elsewhere(doc: Doc, span: Span) -> bool:
    """Whether an organisation's name stands where it names none: a ticker bracket, a dateline's place."""
    if span.label_ != "ORG":
        return False
    state = state_of(doc)
    datelines = [(start, end) for start, end, name in state.zones if name == "dateline"]
    return any(start <= span.start_char and span.end_char <= end for start, end in state.brackets + datelines)


def _sound(doc: Doc, span: Span) -> Span | None:
    """Return a candidate without leading article; None for what is no name at all."""
    if span.label_ == "DATE":
        return span
    if not _HAS_LETTER.search(span.text) or len(span.text) > _MAX_CHARS:
        return None
    if span.label_ != "ORG":
        return span
    if span.text == span.text.lower() or span.text.casefold() in load_not_organisations() or _is_elsewhere(doc, span):
        return None
    article = _ARTICLE.match(span.text)
    if article:
        return _copy(doc, span.start_char + article.end(), span.end_char, "ORG", span.id_, span._.score)
    return span


def _weight(span: Span) -> float:
    if span._.score is not None:
        return float(span._.score)
    return _WEIGHTS.get(span.id_) or _WEIGHTS[span.id_.split(":")[0]]


def _vote(candidates: list[Span]) -> dict[str, _Vote]:
    """Return the prevailing label of every string that is a candidate."""
    totals: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    sources: dict[tuple[str, str], str] = {}
    for span in candidates:
        if span.label_ != "DATE":
            surface = _surface(span.text)
            totals[surface][span.label_] += _weight(span)
            sources.setdefault((surface, span.label_), span.id_)
    surnames = {surface.split()[-1] for surface, labels in totals.items() if " " in surface and "PERSON" in labels}
    votes = {}
    for surface, labels in totals.items():
        if surface in surnames and labels["ORG"] < _SURE_BODY:
            labels["PERSON"] += labels["ORG"]  # `Musk` once beside `Elon Musk`
        label = max(labels, key=lambda name: (labels[name], name))
        votes[surface] = _Vote(label, sources[surface, label])
    return votes


def _spread(doc: Doc, votes: dict[str, _Vote]) -> list[Span]:
    """Return every occurrence of the voted strings, a known name in capitals in the headline included."""
    wanted = {s: v for s, v in votes.items() if len(s) >= _MIN_SPREAD_LETTERS and (v.label == "TECH" or s != s.lower())}
    if not wanted:
        return []
    found = list(_occurrences(doc, wanted, doc.text, 0))
    headline = next(((start, end) for start, end, name in state_of(doc).zones if name == "headline"), None)
    if headline:
        upper = {s.upper(): v for s, v in wanted.items() if v.label != "TECH" and len(s) > 3}
        found += _occurrences(doc, upper, doc.text[slice(*headline)], headline[0])
    return found


def _occurrences(doc: Doc, votes: dict[str, _Vote], text: str, offset: int) -> list[Span]:
    bodies = "|".join(r"\s+".join(map(re.escape, s.split())) for s in sorted(votes, key=len, reverse=True))
    spans = []
    for match in re.finditer(rf"(?<![\w@.\-/])(?:{bodies})(?![\w@]|\.\w|/\w)", text) if bodies else ():
        vote = votes.get(_surface(match[0]))
        if vote:
            span = _copy(doc, offset + match.start(), offset + match.end(), vote.label, vote.source, None)
            if span is not None:
                spans.append(span)
    return spans


def _copy(doc: Doc, start: int, end: int, label: str, source: str, score: float | None) -> Span | None:
    span = doc.char_span(start, end, label=label, span_id=source)
    if span is not None and score is not None:
        span._.score = score
    return span
