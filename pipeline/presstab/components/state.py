"""What the components of one pipeline tell each other about a release, and how they add candidates."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Span, SpanGroup

from presstab.analysis.statements import Quotation, Relation
from presstab.corpus.release import Issue
from presstab.dates import DateMention
from presstab.lexicon import Lexicon
from presstab.recogniser.model import Reading
from presstab.registry import Registry

CANDIDATES = "candidates"
_KEY = "presstab"


@dataclass
class Entity:
    """A local entity: what one release says of one organisation, person or technology.

    `spans` are indices into `ReleaseState.mentions`; `forms` counts the strings that name it.
    """

    local_id: str
    label: str
    name: str
    key: str
    spans: list[int] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    acronyms: set[str] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=dict)
    tickers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Listing:
    """A ticker in brackets: `(NYSE: HMC)` behind the name that ends at `after`."""

    after: int
    ticker: str
    exchange: str


@dataclass(frozen=True)
class Definition:
    """A term in brackets, such as (the "Company"), behind the name that ends at `after`."""

    after: int
    term: str
    start: int
    end: int


@dataclass(frozen=True)
class Title:
    """The words of an office, and where they begin and end; a body named within is not among the words."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Role:
    """An office: `person` and `organisation` are local ids, `span` an index into `ReleaseState.mentions`.

    `effective` is a date's value: when it is taken or left.
    """

    person: str
    span: int
    title: str
    title_start: int
    title_end: int
    organisation: str | None
    action: str
    effective: str | None = None
    found_by: str = "rule"
    score: float | None = None


@dataclass
class ReleaseState:
    """Everything beyond spans that components add to a release.

    `reading` is what our own recogniser says of the text; another pipeline's says no more than its spans.
    `titles` are the places of the recogniser's titles (`doubtful_titles`: of those it is not sure of),
    `has_titles` whether it gives any at all.
    `mentions` is `doc.ents` as the linker found it: spaCy builds that tuple anew at every call.
    """

    text: str = ""
    published_on: dt.date | None = None
    anchor_on: dt.date | None = None
    dateline_day: dt.date | None = None
    dateline_place: str | None = None
    headline: str | None = None
    zones: list[tuple[int, int, str]] = field(default_factory=list)
    dates: dict[tuple[int, int], DateMention] = field(default_factory=dict)
    listings: list[Listing] = field(default_factory=list)
    brackets: list[tuple[int, int]] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    registry: Registry = field(default_factory=Registry)
    lexicon: Lexicon | None = None
    abbreviations: dict[str, str] = field(default_factory=dict)
    reading: Reading | None = None
    titles: list[tuple[int, int]] = field(default_factory=list)
    doubtful_titles: list[tuple[int, int]] = field(default_factory=list)
    has_titles: bool = False
    mentions: tuple[Span, ...] = ()
    former_names: set[str] = field(default_factory=set)
    entities: list[Entity] = field(default_factory=list)
    entity_of_span: dict[int, Entity] = field(default_factory=dict)
    defined_terms: dict[str, tuple[Definition, Entity]] = field(default_factory=dict)
    issuer: Entity | None = None
    roles: list[Role] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def state_of(doc: Doc) -> ReleaseState:
    """Return the state of a release, made empty on first use."""
    state = doc.user_data.get(_KEY)
    if not isinstance(state, ReleaseState):
        state = ReleaseState()
        doc.user_data[_KEY] = state
    return state


def text_of(doc: Doc) -> str:
    """Return the text of a release; spaCy joins `doc.text` anew from its tokens at every call."""
    state = state_of(doc)
    if not state.text:
        state.text = doc.text
    return state.text


class Intervals:
    """Disjoint stretches of a text in order, to look up which of them holds a place."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._stretches = sorted(stretches)
        self._starts = [start for start, _ in self._stretches]

    def index(self, at: int) -> int | None:
        """Return the number of the stretch that holds the character `at`; None where none does."""
        number = bisect_right(self._starts, at) - 1
        return number if number >= 0 and at < self._stretches[number][1] else None


def candidates_of(doc: Doc) -> SpanGroup:
    """Return the candidates of a release, made empty on first use."""
    if CANDIDATES not in doc.spans:
        doc.spans[CANDIDATES] = SpanGroup(doc, name=CANDIDATES, spans=[])
    group: SpanGroup = doc.spans[CANDIDATES]
    return group


def make_span(doc: Doc, start: int, end: int, label: str, source: str, score: float | None = None) -> Span | None:
    """Return the span of characters `start` to `end`; None where no tokens begin and end there.

    A full stop that tokens keep (`Acme N.V.`, `Doe Jr.`, `Studio Q.`) may be left out of `end`.
    `source` is `model`, or `rule:`, `lexicon:` or `registry:` with the id of the entry.
    """
    span = doc.char_span(start, end, label=label, span_id=source)
    if span is None and text_of(doc)[end : end + 1] == ".":
        span = doc.char_span(start, end + 1, label=label, span_id=source)
    if span is not None and score is not None:
        span._.score = score
    return span


def add_candidate(doc: Doc, start: int, end: int, label: str, source: str, score: float | None = None) -> Span | None:
    """Add the span as a candidate and return it; None where there is none (see `make_span`)."""
    span = make_span(doc, start, end, label, source, score)
    if span is not None:
        candidates_of(doc).append(span)
    return span


if not Span.has_extension("score"):
    Span.set_extension("score", default=None)
