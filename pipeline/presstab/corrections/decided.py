"""What is decided, looked up: of each release, and of entities over all releases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from presstab.corrections.decision import APART, SAME, SET, WRONG, Decision
from presstab.text import digest


@dataclass(frozen=True)
class OfEntities:
    """What is decided of the entities of one label.

    `same` and `apart` are pairs of ids; `in_release` says under which id (empty: one of its own) an entity goes
    that a release names, by release and id; `wrong` are (id, release; empty: any); `cells` values by id and column.
    """

    same: tuple[Decision, ...] = ()
    apart: tuple[Decision, ...] = ()
    in_release: tuple[Decision, ...] = ()
    wrong: tuple[Decision, ...] = ()
    cells: tuple[Decision, ...] = ()

    @cached_property
    def all(self) -> tuple[Decision, ...]:
        """All of them."""
        return (*self.same, *self.apart, *self.in_release, *self.wrong, *self.cells)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Every id that one of them names."""
        return frozenset(found for decision in self.all for found in (decision.id, decision.other_id) if found)


@dataclass(frozen=True)
class Decided:
    """Decisions by what they are laid over: rows of a release, or identity across releases."""

    decisions: tuple[Decision, ...] = ()
    of_releases: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)
    of_labels: Mapping[str, OfEntities] = field(default_factory=dict)

    def of_entities(self, label: str) -> OfEntities:
        """Return what is decided of the entities of a label."""
        return self.of_labels.get(label, OfEntities())


NOTHING = Decided()


def sort_out(decisions: Iterable[Decision]) -> Decided:
    """Return decisions by what they are laid over."""
    found = tuple(decisions)
    releases: dict[str, list[Decision]] = defaultdict(list)
    labels: dict[str, dict[str, list[Decision]]] = defaultdict(lambda: defaultdict(list))
    for decision in found:
        if decision.is_of_release:
            releases[decision.doc_id].append(decision)
        else:
            labels[decision.kind][_part(decision)].append(decision)
    of_labels = {
        label: OfEntities(**{name: tuple(made) for name, made in parts.items()}) for label, parts in labels.items()
    }
    return Decided(found, {doc_id: tuple(made) for doc_id, made in releases.items()}, of_labels)


def _part(decision: Decision) -> str:
    if decision.decision == APART:
        return "in_release" if decision.doc_id else "apart"
    return {SAME: "same", WRONG: "wrong", SET: "cells"}[decision.decision]


def digest_of(decisions: Iterable[Decision]) -> str:
    """Return a digest of what decisions mean: it changes when something else is decided, not who or why."""
    return digest(repr(sorted(decision.meaning for decision in decisions)))
