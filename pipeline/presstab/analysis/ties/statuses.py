"""Whether a relation is agreed, considered or over, where a wording says so: `resources/rules/statuses.yml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from presstab.rules import Rule


class Wording(NamedTuple):
    """A rule that says a status: for which types of relation, in which zones (none: all)."""

    status: str
    rule: Rule
    types: frozenset[str]
    zones: frozenset[str]


class Statuses(NamedTuple):
    """The wordings in the order of their file."""

    wordings: tuple[Wording, ...]

    @classmethod
    def of(cls, rules: Mapping[str, Rule], speak_of: Mapping[str, Mapping[str, list[str]]]) -> Statuses:
        """Return the rules of `statuses.yml` with the types and zones that each speaks of."""
        of = {status: (frozenset(on["types"]), frozenset(on.get("zones", ()))) for status, on in speak_of.items()}
        return cls(tuple(Wording(status, rule, *of[status]) for status, rule in rules.items()))

    def said(self, words: str, zone: str, relation: str) -> str | None:
        """Return the status that words in a zone say of a type of relation; None where they say none.

        >>> from presstab.analysis.ties.words import TieWords
        >>> from presstab.resources import packaged
        >>> TieWords.of(packaged()).statuses.said("Acme is in talks to acquire Beta", "lead", "acquisition")
        'considered'
        """
        may_say = (w for w in self.wordings if relation in w.types and (not w.zones or zone in w.zones))
        return next((wording.status for wording in may_say if wording.rule.find(words)), None)
