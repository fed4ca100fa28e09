"""Decisions that cannot both hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from presstab.corrections.decision import ADD, APART, SAME, SET, WRONG, Decision
from presstab.corrections.union import Union
from presstab.errors import InputError


def refuse_contradictions(decisions: Iterable[Decision]) -> None:
    """Refuse decisions of which two contradict each other.

    Raises:
        InputError: two do; names file and line of both.
    """
    found = list(decisions)
    _refuse_two_of_a_row(found)
    _refuse_two_of_identity(found)


def _refuse_two_of_a_row(decisions: list[Decision]) -> None:
    """Refuse two values of one cell, and whatever is decided of a row that is wrong."""
    by_subject: dict[tuple[str, ...], list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.decision in {WRONG, SET, ADD}:
            by_subject[decision.subject].append(decision)
    for several in by_subject.values():
        known: dict[str, Decision] = {}
        for decision in several:
            cell = decision.field if decision.decision == SET else ""
            other = known.setdefault(cell, decision)
            if other is not decision:
                raise _contradiction(other, decision)
        wrong = next((d for d in several if d.decision == WRONG), None)
        for decision in several:
            if wrong is not None and decision is not wrong:
                raise _contradiction(wrong, decision)


def _refuse_two_of_identity(decisions: list[Decision]) -> None:
    """Refuse two entities that are apart but one by others, and one that is wrong everywhere but one with another."""
    one = Union()
    joined_by: dict[str, Decision] = {}
    for decision in decisions:
        if decision.decision == SAME:
            one.join(decision.id, decision.other_id)
            joined_by |= {decision.id: decision, decision.other_id: decision}
    apart_in: dict[tuple[str, str], Decision] = {}
    for decision in decisions:
        if decision.decision == WRONG and not decision.doc_id and decision.id in joined_by:
            raise _contradiction(joined_by[decision.id], decision)
        if decision.decision != APART:
            continue
        if decision.other_id and one.of(decision.id) == one.of(decision.other_id):
            raise _contradiction(joined_by[decision.id], decision)
        if decision.doc_id:
            other = apart_in.setdefault((decision.id, decision.doc_id), decision)
            if other is not decision:
                raise _contradiction(other, decision)


def _contradiction(one: Decision, other: Decision) -> InputError:
    return InputError(f"{other.place}: `{other}` contradicts {one.place}: `{one}`; delete one of them")
