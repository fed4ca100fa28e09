"""Whether a relation is agreed, considered or over, where a wording says so: `resources/ties/statuses.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_NEVER = r"(?!)"


class Wording(NamedTuple):
    """A pattern that says a status: for which types of relation, in which zones (none: all), and what speaks against it."""

    status: str
    types: frozenset[str]
    zones: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str]


class Statuses(NamedTuple):
    """The wordings in the order of their file."""

    wordings: tuple[Wording, ...]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Statuses:
        """Return the wordings of `statuses.yml`."""
        return cls(
            tuple(
                Wording(
                    entry["status"], frozenset(entry["types"]), frozenset(entry.get("zones", ())),
                    re.compile(entry["pattern"], re.IGNORECASE), re.compile(entry.get("unless", _NEVER), re.IGNORECASE),
                )
                for entry in data["statuses"]
            )
        )  # fmt: skip

    def said(self, words: str, zone: str, relation: str) -> str | None:
        """Return the status that words in a zone say of a type of relation; None where they say none.

        >>> from presstab.resources import packaged
        >>> statuses = Statuses.of(packaged().tie_lists["statuses"])
        >>> statuses.said("Acme is in talks to acquire Beta", "lead", "acquisition")
        'considered'
        """
        return next(
            (
                wording.status for wording in self.wordings
                if relation in wording.types and (not wording.zones or zone in wording.zones)
                and wording.pattern.search(words) and not wording.unless.search(words)
            ),
            None,
        )  # fmt: skip
