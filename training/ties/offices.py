"""What annotated offices teach: which candidate of each question is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from presstab.analysis.ties.actions import ACTIONS, action_rows
from presstab.analysis.ties.holders import holders
from presstab.analysis.ties.organisations import NO_ORGANISATION, entity_of, organisations
from presstab.analysis.ties.scene import Laid, lay_out
from presstab.corpus.gold import GoldRole
from presstab.evaluate.prediction import Prediction
from presstab.evaluate.rows import align
from presstab.evaluate.statements import is_same_person, is_same_place, is_same_title

from training.ties.fit import Answers, Choices
from training.ties.releases import Annotated

_NEAR = 40  # items by which another place of an office may be farther from its person than the nearest and still teach


class Lessons(NamedTuple):
    """The examples of each question that one release gives; no organisations and actions where no person is named."""

    holder: Choices
    organisation: Choices | None
    action: Answers | None


def lessons(release: Annotated) -> Lessons | None:
    """Return what a release teaches of offices; None where it has no titles or nobody."""
    laid = lay_out(release.scene)
    if not laid.people or not release.scene.titles:
        return None
    told = _told(laid, release)
    groups = holders(laid)
    right = np.zeros(len(groups.choices), dtype=np.bool_)
    held: list[tuple[int, int]] = []
    start = 0
    for title, size in enumerate(groups.sizes):
        own = [start + n for n, c in enumerate(groups.choices[start : start + size]) if (title, c) in told]
        right[own or [start]] = True
        if own:
            at = int(laid.title_at[title])
            people = [groups.choices[n] for n in own]
            held.append((title, min(people, key=lambda p: abs(int(laid.person_at[p]) - at))))
        start += size
    choices = Choices(groups.rows, np.array(groups.sizes), right)
    if not held:
        return Lessons(choices, None, None)
    roles = [told[office] for office in held]
    return Lessons(choices, _organisations(laid, release, held, roles), _actions(laid, held, roles))


def _told(laid: Laid, release: Annotated) -> dict[tuple[int, int], list[GoldRole]]:
    """Return the annotated offices that each pair of title and person stands for, far repetitions left out."""
    names = [release.names[laid.entity(number)] for number in laid.people]
    told: dict[tuple[int, int], list[GoldRole]] = defaultdict(list)
    for role in release.gold.roles:
        pairs = {
            (title, person): abs(int(laid.person_at[person]) - int(laid.title_at[title]))
            for title, words in enumerate(release.scene.titles) if is_same_title(role.title, words.text)
            for person, name in enumerate(names) if is_same_person(role.person, name)
        }  # fmt: skip
        nearest: dict[int, int] = {}
        for (title, _), far in pairs.items():
            nearest[title] = min(far, nearest.get(title, far))
        reach = min(nearest.values(), default=0) + _NEAR
        for title, person in pairs:
            if nearest[title] <= reach:
                told[title, person].append(role)
    return told


def _organisations(
    laid: Laid, release: Annotated, held: Sequence[tuple[int, int]], roles: Sequence[Sequence[GoldRole]]
) -> Choices:
    """Return which candidates are the organisation annotated with each office; where none is, it teaches nothing."""
    groups = organisations(laid, held)
    aligned = align(release.gold, Prediction(release.mentions), "ORG").ours
    right = np.array([
        _is_organisation(laid, release, aligned, choice, roles[number])
        for number, choice in zip(np.repeat(np.arange(len(held)), groups.sizes).tolist(), groups.choices, strict=True)
    ])  # fmt: skip
    sizes = np.array(groups.sizes)
    known = np.logical_or.reduceat(right, np.cumsum(sizes) - sizes)
    kept = np.repeat(known, sizes)
    return Choices(groups.rows[kept], sizes[known], right[kept])


def _is_organisation(
    laid: Laid, release: Annotated, aligned: Mapping[str, str], choice: int, roles: Sequence[GoldRole]
) -> bool:
    """Return whether a candidate is the annotated organisation: the entity aligned with it, or it shares a word."""
    entity = entity_of(laid, choice)
    told = {role.organisation for role in roles}
    if entity is None:
        return choice == NO_ORGANISATION and None in told
    missing = told - {None} - set(aligned.values())
    return aligned.get(entity) in told - {None} or any(is_same_place(o, release.names[entity]) for o in missing)


def _actions(laid: Laid, held: Sequence[tuple[int, int]], roles: Sequence[Sequence[GoldRole]]) -> Answers:
    """Return the action of each office that is annotated with one alone."""
    kept = np.array([len({role.action for role in told}) == 1 for told in roles])
    answers = np.array([ACTIONS.index(told[0].action) for told in roles])
    return Answers(action_rows(laid, held)[kept], answers[kept])
