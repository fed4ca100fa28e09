"""What offices teach that somebody has read: which candidate of each question is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from presstab.analysis.ties.actions import ACTIONS, action_rows
from presstab.analysis.ties.holders import NOBODY, holders
from presstab.analysis.ties.organisations import entity_of, organisations
from presstab.analysis.ties.scene import Laid

from training.ties.fit import Answers, Choices
from training.ties.told import ToldOffice


class Lessons(NamedTuple):
    """The examples of each question that one release gives; no organisations and actions where no person is named."""

    holder: Choices
    organisation: Choices | None
    action: Answers | None


_Held = list[tuple[int, int]]  # title and person


def lessons(laid: Laid, told: Sequence[ToldOffice]) -> Lessons | None:
    """Return what the offices of a release teach; None where nothing is told of them."""
    if not told:
        return None
    held = [(office.title, _nearest(laid, office)) for office in told if office.people]
    offices = [office for office in told if office.people]
    choices = _holders(laid, {office.title: office.people for office in told})
    if not held:
        return Lessons(choices, None, None)
    return Lessons(choices, _organisations(laid, held, offices), _actions(laid, held, offices))


def _nearest(laid: Laid, office: ToldOffice) -> int:
    at = int(laid.title_at[office.title])
    return min(sorted(office.people), key=lambda person: abs(int(laid.person_at[person]) - at))


def _holders(laid: Laid, people: dict[int, frozenset[int]]) -> Choices:
    """Return who of the people around each title holds it; a title of which nothing is told teaches nothing."""
    groups = holders(laid)
    titles = np.repeat(np.arange(len(groups.sizes)), groups.sizes).tolist()
    right = np.array([
        choice in people.get(title, ()) or (choice == NOBODY and not people.get(title))
        for title, choice in zip(titles, groups.choices, strict=True)
    ])  # fmt: skip
    kept = np.array([title in people for title in titles])
    sizes = np.array([size for title, size in enumerate(groups.sizes) if title in people])
    return Choices(groups.rows[kept], sizes, right[kept])


def _organisations(laid: Laid, held: _Held, offices: Sequence[ToldOffice]) -> Choices:
    """Return which candidates are the organisation of each office; where none is, it teaches nothing."""
    groups = organisations(laid, held)
    told = np.repeat(np.arange(len(held)), groups.sizes).tolist()
    right = np.array([
        entity_of(laid, choice) in offices[number].organisations
        for number, choice in zip(told, groups.choices, strict=True)
    ])  # fmt: skip
    sizes = np.array(groups.sizes)
    known = np.logical_or.reduceat(right, np.cumsum(sizes) - sizes)
    kept = np.repeat(known, sizes)
    return Choices(groups.rows[kept], sizes[known], right[kept])


def _actions(laid: Laid, held: _Held, offices: Sequence[ToldOffice]) -> Answers:
    """Return the action of each office of which one is told."""
    kept = np.array([office.action is not None for office in offices])
    answers = np.array([ACTIONS.index(office.action) if office.action else 0 for office in offices])
    return Answers(action_rows(laid, held)[kept], answers[kept])
