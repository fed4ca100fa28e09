"""What entities are while linking groups mentions: drafts, which end as frozen entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from presstab.analysis.linking.rules import LinkRules
from presstab.analysis.record import Brackets, Entity, Mention, Outline
from presstab.lexicon import Lexicon
from presstab.registry import Registry
from presstab.resources import Resources


@dataclass
class Draft:
    """An entity in the making; `mentions` are numbers of mentions, `forms` counts the strings that name it."""

    label: str
    name: str
    key: str
    mentions: list[int] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=dict)
    acronyms: set[str] = field(default_factory=set)
    facts: dict[str, Any] = field(default_factory=dict)
    tickers: list[tuple[str, str]] = field(default_factory=list)
    tickers_of_others: list[tuple[str, str, str]] = field(default_factory=list)
    apart: str = ""  # what tells it from another draft of its key

    def finished(self) -> Entity:
        """Return the entity that the draft came to."""
        return Entity(
            f"{self.label.lower()}:{self.key}{self.apart}", self.label, self.name, self.key, tuple(self.mentions),
            dict(self.forms), tuple(sorted(self.acronyms)), dict(self.facts), tuple(self.tickers),
            tuple(self.tickers_of_others),
        )  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """What tells which mentions of a release are of one entity; `abbreviations` give the long form of each."""

    text: str
    mentions: Sequence[Mention]
    outline: Outline
    brackets: Brackets
    abbreviations: Mapping[str, str]
    registry: Registry
    lexicon: Lexicon
    resources: Resources
    rules: LinkRules
