"""Whether a relation is agreed, considered or over, where a wording says so: `resources/ties/statuses.yml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from presstab.analysis.ties.ends import Pair
from presstab.analysis.ties.scene import Scene

_DATA = Path(__file__).parent.parent.parent / "resources" / "ties" / "statuses.yml"
_AROUND = 120  # characters before and after the two organisations that are looked at
_NEVER = r"(?!)"


class Wording(NamedTuple):
    """A pattern that says a status: for which types of relation, in which zones (none: all), and what speaks against it."""

    status: str
    types: frozenset[str]
    zones: frozenset[str]
    pattern: re.Pattern[str]
    unless: re.Pattern[str]


def worded_status(scene: Scene, pair: Pair, relation: str) -> str | None:
    """Return the status that the words around two organisations say; None where they say nothing."""
    start, end = pair.first.start, pair.second.end
    begin, stop = scene.sentence(end - 1)
    words = scene.text[max(min(begin, start), start - _AROUND) : min(stop, end + _AROUND)]
    return status_of(words, scene.zone(pair.second.start), relation)


def status_of(words: str, zone: str, relation: str) -> str | None:
    """Return the status that words in a zone say of a type of relation.

    >>> status_of("Acme is in talks to acquire Beta", "lead", "acquisition")
    'considered'
    """
    return next(
        (
            wording.status for wording in load_wordings()
            if relation in wording.types and (not wording.zones or zone in wording.zones)
            and wording.pattern.search(words) and not wording.unless.search(words)
        ),
        None,
    )  # fmt: skip


@cache
def load_wordings() -> tuple[Wording, ...]:
    """Return the wordings in the order of the file."""
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return tuple(
        Wording(
            entry["status"], frozenset(entry["types"]), frozenset(entry.get("zones", ())),
            re.compile(entry["pattern"], re.IGNORECASE), re.compile(entry.get("unless", _NEVER), re.IGNORECASE),
        )
        for entry in data["statuses"]
    )  # fmt: skip
