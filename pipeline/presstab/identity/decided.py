"""Identity as people decided it: groups joined, parted, dropped, and cells that are theirs.

Laid over what evidence made of all releases, so it does not matter in which order anything came: groups that no
decision names pass through, the others are held back until all are known, and settled together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from presstab.corrections.decided import OfEntities
from presstab.corrections.decision import Decision
from presstab.corrections.union import Union
from presstab.identity.blocks import apart_id, own_id
from presstab.identity.entity import Group, Member


class Unfit(NamedTuple):
    """A decision that fits no entity, and why."""

    decision: Decision
    reason: str


class Held:
    """The groups of a label that decisions name, held back until all are known.

    With `is_part` only a part of all groups comes by: those that are held stay so, and are settled elsewhere.
    """

    def __init__(
        self, label: str, decisions: OfEntities, groups: Iterable[Group] = (), *, is_part: bool = False
    ) -> None:
        self._label, self._decisions, self._is_part = label, decisions, is_part
        self.groups = list(groups)
        self.unfit: list[Unfit] = []

    def passing(self, groups: Iterable[Group]) -> Iterator[Group]:
        """Yield the groups that no decision names, then the others, settled."""
        for group in groups:
            if self.holds(group):
                self.groups.append(group)
            else:
                yield group
        if not self._is_part:
            yield from self.settled()

    def holds(self, group: Group) -> bool:
        """Whether a decision names a group, by its id or one that a part of it bears."""
        return not self._decisions.ids.isdisjoint({group.entity_id, *group.former_ids})

    def settled(self) -> list[Group]:
        """Return the groups that were held back, as people decided them, by id."""
        groups = sorted(self.groups, key=lambda group: group.entity_id)
        parts = [part for group in groups for part in self._parted(group)]
        made = self._joined(parts)
        self._note_unfit(made)
        left = [group for group in map(self._without_wrong, made) if group.members]
        for group in left:
            self._set_cells(group)
        return sorted(left, key=lambda group: group.entity_id)

    def _parted(self, group: Group) -> list[Group]:
        """Return a group in the parts that people told apart; the first keeps the id."""
        borne = {group.entity_id, *group.former_ids}
        leaves = {i for d in self._decisions.apart if {d.id, d.other_id} <= borne for i in (d.id, d.other_id)}
        of_release = {d.doc_id: d for d in self._decisions.in_release if d.id in borne}
        parts: dict[str, list[Member]] = defaultdict(list)
        for member in group.members:
            own = own_id(self._label, member)
            if decision := of_release.get(member.doc_id):
                parts[decision.other_id or apart_id(decision.id, member.doc_id)].append(member)
            elif own in leaves and own != group.entity_id:
                parts[own].append(member)
            else:
                parts[group.entity_id].append(member)
        if len(parts) == 1 and group.entity_id in parts:
            return [group]
        return [self._part(entity_id, members, group) for entity_id, members in sorted(parts.items())]

    def _part(self, entity_id: str, members: list[Member], whole: Group) -> Group:
        part = Group(members)
        part.entity_id = entity_id
        ids = {own_id(self._label, member) for member in members}
        kept = whole.former_ids if entity_id == whole.entity_id else set()
        part.former_ids = ((ids | kept) & {*whole.former_ids, *ids}) - {entity_id}
        part.is_decided = True
        return part

    def _joined(self, parts: list[Group]) -> list[Group]:
        """Return the parts with those one that people said are one, or that they gave one id."""
        one = Union()
        at = self._ids(parts)
        for decision in self._decisions.same:
            if decision.id in at and decision.other_id in at:
                one.join(at[decision.id], at[decision.other_id])
        together: dict[str, list[Group]] = defaultdict(list)
        for part in parts:
            together[one.of(part.entity_id)].append(part)
        return [self._one(found) for _, found in sorted(together.items())]

    @staticmethod
    def _ids(groups: Iterable[Group]) -> dict[str, str]:
        """Return the id of the group that each id stands for: its own before one that a part of it bears."""
        found = list(groups)
        former = {old: group.entity_id for group in reversed(found) for old in group.former_ids}
        return former | {group.entity_id: group.entity_id for group in found}

    @staticmethod
    def _one(parts: list[Group]) -> Group:
        if len(parts) == 1:
            return parts[0]
        whole = Group(member for part in parts for member in part.members)
        ids = sorted({part.entity_id for part in parts}, key=lambda made: (len(made), made))
        whole.entity_id = ids[0]
        whole.former_ids = {old for part in parts for old in part.former_ids}.union(ids) - {ids[0]}
        whole.is_decided = True
        first = next(part for part in parts if part.entity_id == ids[0])
        whole.told = {m for part in parts if part is not first for m in part.members} | {
            m for part in parts for m in part.told
        }
        return whole

    def _note_unfit(self, groups: list[Group]) -> None:
        at = self._ids(groups)
        docs = {group.entity_id: group.docs for group in groups}
        for decision in self._decisions.all:
            missing = [i for i in (decision.id, decision.other_id) if i and i not in at and not decision.doc_id]
            if missing:
                self.unfit.append(Unfit(decision, f"no release names {missing[0]}"))
            elif decision in self._decisions.apart and at[decision.id] == at[decision.other_id]:
                self.unfit.append(Unfit(decision, "other decisions make them one"))
            elif decision.doc_id and not self._is_named(decision, at, docs):
                self.unfit.append(Unfit(decision, f"the release does not name {decision.id}"))

    @staticmethod
    def _is_named(decision: Decision, at: dict[str, str], docs: dict[str, set[str]]) -> bool:
        own = decision.other_id or apart_id(decision.id, decision.doc_id)
        ids = {at.get(decision.id, ""), at.get(own, "")}
        return any(decision.doc_id in docs.get(found, ()) for found in ids)

    def _without_wrong(self, group: Group) -> Group:
        borne = {group.entity_id, *group.former_ids}
        wrong = {d.doc_id for d in self._decisions.wrong if d.id in borne}
        if wrong:
            group.members = [m for m in group.members if "" not in wrong and m.doc_id not in wrong]
            group.is_decided = True
        return group

    def _set_cells(self, group: Group) -> None:
        """Give a group the cells that people set; of two ids that became one that of the first, bytewise."""
        borne = {group.entity_id, *group.former_ids}
        for decision in self._decisions.cells:
            if decision.id in borne:
                value = decision.value or None
                if group.cells.setdefault(decision.field, value) != value:
                    self.unfit.append(Unfit(decision, f"{group.entity_id} has another {decision.field} by a decision"))
                group.is_decided = True
