"""Which entities were added, removed, renamed, merged or split: seen from where their mentions went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from presstab.diff.change import Change
from presstab.diff.states import LABEL_OF, NEW, OLD, States
from presstab.schema import ENTITY_PREFIX

_Row = dict[str, Any]


@dataclass(frozen=True)
class Flows:
    """From which old ids to which new ones mentions went, where these differ.

    `gone` ids stand in the old state only, `fresh` ones in the new one only.
    """

    targets: dict[str, set[str]]
    sources: dict[str, set[str]]
    gone: frozenset[str]
    fresh: frozenset[str]

    @classmethod
    def of(cls, states: States) -> Flows:
        """Return the flows of the paired mentions of two states."""
        targets: dict[str, set[str]] = defaultdict(set)
        sources: dict[str, set[str]] = defaultdict(set)
        for row in states.query(
            """SELECT DISTINCT o.entity_id AS was, n.entity_id AS now FROM pairs p
               JOIN old_mentions o ON o.mention_id = p.old_id JOIN new_mentions n ON n.mention_id = p.new_id
               WHERE o.label = n.label AND o.entity_id <> n.entity_id"""
        ):
            targets[row["was"]].add(row["now"])
            sources[row["now"]].add(row["was"])
        sides = {}
        for one, other in (("old", "new"), ("new", "old")):
            sides[one] = frozenset(
                row["id"]
                for table in LABEL_OF
                for row in states.query(
                    f"SELECT {states.compared[table][0]} AS id FROM {one}_{table} EXCEPT"
                    f" SELECT {states.compared[table][0]} FROM {other}_{table}"
                )
            )
        return cls(dict(targets), dict(sources), sides["old"], sides["new"])

    def kind(self, was: str, now: str) -> str | None:
        """Return what a flow between two ids is: renamed, merged or split; None where both ids stand in both."""
        if was in self.gone and now in self.fresh:
            parts, wholes = len(self.targets[was]), len(self.sources[now])
            return "renamed" if (parts > 1) == (wholes > 1) else "split" if parts > 1 else "merged"
        if was in self.gone:
            return "merged"
        return "split" if now in self.fresh else None

    def is_same(self, was: str | None, now: str | None) -> bool:
        """Return whether two ids differ by no more than what the entities' own changes say."""
        if was == now:
            return True
        return bool(was and now and now in self.targets.get(was, ()) and self.kind(was, now))


class _Differing(NamedTuple):
    """The rows of an entity table that differ, by id, before and after."""

    table: str
    label: str
    columns: tuple[str, ...]
    before: dict[str, _Row]
    after: dict[str, _Row]


def compare_entities(states: States, flows: Flows) -> list[Change]:
    """Return what changed in the entity tables: first ids, then names and facts."""
    found: list[Change] = []
    for table, label in LABEL_OF.items():
        columns = states.compared[table]
        rows = ({row[columns[0]]: row for row in _rows(states, table, side)} for side in (OLD, NEW))
        differing = _Differing(table, label, columns, *rows)
        found += _ids(differing, flows)
        found += _facts(differing, flows)
    return found


def _rows(states: States, table: str, side: str) -> list[_Row]:
    """Return the rows of a side that the other does not have exactly so."""
    other = NEW if side == OLD else OLD
    return states.query(f"SELECT * FROM {side}_{table} EXCEPT SELECT * FROM {other}_{table} ORDER BY 1")


def _ids(differing: _Differing, flows: Flows) -> Iterator[Change]:
    table, label, (key, *_), old, new = differing
    explained: set[str] = set()
    for was in sorted(flows.targets):
        for now in sorted(flows.targets[was]):
            kind = flows.kind(was, now)
            if kind and (was in old or now in new) and was.startswith(ENTITY_PREFIX[label]):
                explained |= {was, now}
                entity_id = was if kind == "merged" else now
                yield Change(table, entity_id, key, kind, was, now, None, label, old_row=old.get(was),
                             new_row=new.get(now))  # fmt: skip
    for entity_id in sorted((flows.gone & old.keys()) - explained):
        row = old[entity_id]
        yield Change(table, entity_id, "", "removed", row["name"], None, None, label, old_row=row)
    for entity_id in sorted((flows.fresh & new.keys()) - explained):
        row = new[entity_id]
        yield Change(table, entity_id, "", "added", None, row["name"], None, label, new_row=row)


def _facts(differing: _Differing, flows: Flows) -> Iterator[Change]:
    table, label, columns, old, new = differing
    for entity_id in sorted(old.keys() & new.keys()):
        for column in columns[1:]:
            was, now = old[entity_id][column], new[entity_id][column]
            if was != now and not (column == "parent_id" and flows.is_same(was, now)):
                kind = "renamed" if column == "name" else "changed"
                yield Change(table, entity_id, column, kind, was, now, None, label, old_row=old[entity_id],
                             new_row=new[entity_id])  # fmt: skip
