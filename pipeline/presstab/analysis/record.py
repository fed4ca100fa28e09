"""The results of a release's analysis, frozen: each is made by one part from those before it.

Places are characters of the text, from 0, end exclusive. Entities are named by their local ids, mentions
by their number among those of the release. Nothing here knows spaCy; all of it can be stored (`codec`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from presstab.analysis.statements import Quotation, Relation
from presstab.corpus.release import Issue
from presstab.dates import DateMention

Place = tuple[int, int]
Zone = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a mention. `source` is `model`, or `rule:`, `lexicon:` or `registry:` with the id of the entry.

    It becomes a mention, or `refused_by` holds the id of the rule that refused it (`resources/refusals.yml`).
    """

    start: int
    end: int
    label: str
    text: str
    source: str
    score: float | None = None
    refused_by: str | None = None


@dataclass(frozen=True)
class Candidates:
    """All candidates so far, in the order in which they were found, the refused ones too."""

    items: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Outline:
    """The zones of a release in order, what its top says, and the day from which its relative dates count.

    `meant_year` is the year that a release without any day means, where something speaks for one.
    """

    zones: tuple[Zone, ...] = ()
    headline: str | None = None
    place: str | None = None
    dateline_day: dt.date | None = None
    anchor_on: dt.date | None = None
    meant_year: int | None = None

    @property
    def headline_end(self) -> int:
        """Return where the headline ends; 0 where there is none."""
        return next((end for _, end, zone in self.zones if zone == "headline"), 0)


@dataclass(frozen=True)
class TitlePlaces:
    """Where the recogniser sees titles of offices: those that it is sure of, and the others."""

    sure: tuple[Place, ...] = ()
    doubtful: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A ticker in brackets: `(NYSE: HMC)` after the name that ends at `after`."""

    after: int
    ticker: str
    exchange: str


@dataclass(frozen=True)
class Definition:
    """A term in brackets, such as (the "Company"), after the name that ends at `after`."""

    after: int
    term: str
    start: int
    end: int


@dataclass(frozen=True)
class Brackets:
    """What a release says in brackets; `closed` are the brackets with a ticker, in which nothing is named."""

    listings: tuple[Listing, ...] = ()
    definitions: tuple[Definition, ...] = ()
    closed: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Dates:
    """The calendar expressions, each with the place of its mention, and what a reader should know of them."""

    placed: tuple[tuple[int, int, DateMention], ...] = ()
    issues: tuple[Issue, ...] = ()

    @cached_property
    def by_place(self) -> dict[Place, DateMention]:
        """Return the expressions by the place of their mention."""
        return {(start, end): date for start, end, date in self.placed}


@dataclass(frozen=True, slots=True)
class Mention:
    """A candidate that was chosen; `score` is the recogniser's for its place, if it gave one."""

    start: int
    end: int
    label: str
    text: str
    source: str
    score: float | None = None


@dataclass(frozen=True)
class Mentions:
    """The mentions of a release in order; no two overlap."""

    items: tuple[Mention, ...] = ()

    @cached_property
    def by_place(self) -> dict[Place, Mention]:
        """Return the mentions by their place."""
        return {(mention.start, mention.end): mention for mention in self.items}


@dataclass(frozen=True)
class Entity:
    """A local entity: what one release says of one organisation, person or technology.

    `mentions` are numbers of mentions in order; `forms` counts the strings that name it; `tickers_of_others` are
    (ticker, exchange, name) of the listings that the text gives it and the registry knows as another's.
    """

    local_id: str
    label: str
    name: str
    key: str
    mentions: tuple[int, ...]
    forms: Mapping[str, int]
    acronyms: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    tickers: tuple[tuple[str, str], ...] = ()
    tickers_of_others: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class DefinedTerm:
    """A term that a release defines, where it does, and what it stands for."""

    term: str
    start: int
    end: int
    entity: str


@dataclass(frozen=True)
class Entities:
    """The local entities of a release, whose release it is, its defined terms, the country of its dateline's place."""

    items: tuple[Entity, ...] = ()
    issuer: str | None = None
    defined_terms: tuple[DefinedTerm, ...] = ()
    dateline_country: str | None = None

    @cached_property
    def of_mention(self) -> dict[int, Entity]:
        """Return the entity of each mention, by the mention's number; dates have none."""
        return {number: entity for entity in self.items for number in entity.mentions}


@dataclass(frozen=True)
class Title:
    """The words of an office, and where they begin and end; an organisation named within is not among the words.

    A `shared` one is said in the plural of all people of a list; its words are in the singular.
    """

    start: int
    end: int
    text: str
    shared: bool = False


@dataclass(frozen=True)
class Role:
    """An office: `mention` is the number of the person's mention, `effective` a date's value: when taken or left.

    `in_company` where hardly anything but a company has such an office.
    """

    person: str
    mention: int
    title: str
    title_start: int
    title_end: int
    organisation: str | None
    action: str
    effective: str | None = None
    found_by: str = "rule"
    score: float | None = None
    in_company: bool = False


@dataclass(frozen=True)
class Roles:
    """The offices of a release, each once, in order of their titles."""

    items: tuple[Role, ...] = ()


@dataclass(frozen=True)
class Quotations:
    """The quotations of a release in order."""

    items: tuple[Quotation, ...] = ()


@dataclass(frozen=True)
class Relations:
    """What the organisations of a release do with each other, in order of the evidence."""

    items: tuple[Relation, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """All that the analysis of a release came to, for its rows."""

    text: str
    sentences: tuple[Place, ...]
    outline: Outline
    mentions: Mentions
    dates: Dates
    entities: Entities
    roles: tuple[Role, ...]
    quotations: tuple[Quotation, ...]
    relations: tuple[Relation, ...]
