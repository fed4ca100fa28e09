"""Which decisions differ between two states, and what they concern."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from presstab.corrections.decision import Decision
from presstab.corrections.read import parse_corrections
from presstab.diff.change import Change
from presstab.diff.states import States
from presstab.run import CORRECTIONS

CORRECTION = "correction"  # the cause


class Differing:
    """The decisions that one of two states was made with and the other was not."""

    def __init__(self, states: States, old: str, new: str) -> None:
        self._states = states
        sides = [{d.meaning: d for d in parse_corrections({CORRECTIONS: content})} for content in (old, new)]
        self.decisions = [(sides[0] | sides[1])[key] for key in sorted(sides[0].keys() ^ sides[1].keys())]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The entities that they name."""
        return frozenset(i for d in self.decisions if not d.is_of_release for i in (d.id, d.other_id) if i)

    @cached_property
    def doc_ids(self) -> frozenset[str]:
        """The releases that they concern, by themselves or by an entity that they name."""
        own = {decision.doc_id for decision in self.decisions if decision.is_of_release}
        rows = self._states.query(
            "SELECT DISTINCT doc_id FROM (SELECT doc_id, entity_id FROM old_mentions UNION"
            " SELECT doc_id, entity_id FROM new_mentions) WHERE list_contains($ids, entity_id)",
            {"ids": sorted(self.ids)},
        )
        return frozenset(own | {row["doc_id"] for row in rows})

    def of(self, change: Change) -> Iterator[Decision]:
        """Yield those that concern a change: of its cell, else of its row or its words, its release or its entities."""
        ids = {change.row_id, change.old_value, change.new_value, *_entities(change)}
        exact = [decision for decision in self.decisions if {decision.id, decision.other_id} & ids]
        of_cell = [d for d in exact if d.field and d.field == change.column.removesuffix("_id")]
        yield from (
            of_cell
            or exact
            or (decision for decision in self.decisions if change.doc_id and decision.doc_id == change.doc_id)
        )


def _entities(change: Change) -> Iterable[str]:
    """Yield the ids in the rows of a change."""
    for row in (change.old_row, change.new_row):
        if row:
            yield from (str(value) for column, value in row.items() if column.endswith("_id") and value)
