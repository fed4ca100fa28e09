"""Who holds, takes or leaves which office where: what the tie reader finds in a release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from presstab.analysis.ties.actions import ACTIONS, action_rows
from presstab.analysis.ties.groups import Groups, shares
from presstab.analysis.ties.holders import NOBODY, holders
from presstab.analysis.ties.leavings import says_left
from presstab.analysis.ties.model import Floats, Weights, softmax
from presstab.analysis.ties.namings import Namings, is_award, is_news, is_no_office, named_to, passed_over, tells_career
from presstab.analysis.ties.organisations import entity_of, is_where, may_hold, ministry, organisations, sharing
from presstab.analysis.ties.possessives import may_mean
from presstab.analysis.ties.same_offices import is_part, is_same
from presstab.analysis.ties.scene import Laid, Scene, lay_out
from presstab.analysis.ties.successions import HeldOffice, followed, followers

MIN_HOLDER = 0.5  # below this probability nobody is given an office
MIN_OFFICE = 0.7  # of holder times organisation: precision .90 in cross-validation; below it readers found half right
_MIN_OTHER = 0.3  # from this probability on a second organisation shares the office: `CEO of Acme and Beta`
_SHARED = 0.95  # of an office in the plural beside a list of people
_NAMED = 0.95  # of an office that a wording gives to who is named before it
_MIN_NEWS = 0.5  # one place that is so sure of a change decides for all places that name the office


_LOOKED_BACK = 40  # characters


class TiedRole(NamedTuple):
    """An office: numbers of its title and of the mention of who holds it, the organisation, what becomes of it, how surely."""

    title: int
    person: int
    organisation: str | None
    action: str
    score: float


class _Found(NamedTuple):
    office: TiedRole
    actions: Floats


def read_offices(scene: Scene, weights: Weights) -> list[TiedRole]:
    """Return the offices of a release in the order of its titles; an office named often is one."""
    laid = lay_out(scene)
    named = named_to(laid)
    held = list(_held(laid, weights, named)) if scene.titles and laid.people else []
    if not held:
        return []
    offices = [(title, person) for title, person, _ in held]
    actions = _actions(laid, offices, weights, named)
    found: list[_Found] = []
    for (title, person, sure), places, act in zip(held, _places(laid, offices, weights, named), actions, strict=True):
        for organisation, share in places:
            office = TiedRole(title, laid.people[person], organisation, "", round(sure * share, 4))
            found.append(_Found(office, act))
    decided = (_decided(scene, same) for same in _same_offices(scene, found))
    likely = [office for office in decided if office.score >= MIN_OFFICE]
    return _with_followed(scene, list(_without_parts(scene, likely)))


def _with_followed(scene: Scene, offices: list[TiedRole]) -> list[TiedRole]:
    """Return the offices with those that somebody is said to leave to who takes them, and the other way round."""
    known: dict[str | None, list[str]] = defaultdict(list)  # the titles of each person
    for office in offices:
        known[scene.mentions[office.person].entity].append(scene.titles[office.title].text)
    told = []
    for action, found, other in (("appointed", followed, "leaves"), ("leaves", followers, "appointed")):
        said = [office for office in offices if office.action == action]
        for number, person in found(scene, [HeldOffice(o.title, o.person) for o in said]):
            title, own = scene.titles[said[number].title].text, known[scene.mentions[person].entity]
            if not any(is_same(title, one) for one in own):
                own.append(title)
                told.append(said[number]._replace(person=person, action=other))
    return sorted([*offices, *told], key=lambda office: office.title)


def _held(laid: Laid, weights: Weights, named: Namings) -> Iterator[tuple[int, int, float]]:
    """Yield title, nearest mention and probability of who holds each office that somebody holds."""
    groups = holders(laid)
    for title, (choices, odds) in enumerate(_by_group(groups, weights.scores("holder", groups.rows))):
        if is_award(laid.scene, title) or is_no_office(laid.scene, title):
            continue
        if title in named:
            yield from ((title, person, _NAMED) for person in _taking(laid, title, named[title].person))
        elif not _is_unnamed(laid.scene, title):
            yield from _read(laid, title, choices, odds)


def _read(laid: Laid, title: int, choices: Sequence[int], odds: Sequence[float]) -> Iterator[tuple[int, int, float]]:
    """Yield title, nearest mention and probability of who holds an office as the reader finds it."""
    is_shared = laid.scene.titles[title].shared
    pooled = _pooled(choices, odds, lambda c: laid.entity(laid.people[c]) if c != NOBODY else None)
    if is_shared:
        pooled.pop(None, None)  # it was made of the list beside it
    best = max(pooled, key=lambda entity: pooled[entity], default=None)
    if best is None or not (is_shared or pooled[best] >= MIN_HOLDER):
        return
    own = [c for c in choices if c != NOBODY and laid.entity(laid.people[c]) == best]
    at = int(laid.title_at[title])
    nearest = min(own, key=lambda c: abs(int(laid.person_at[c]) - at))
    people = laid.listed_with.get(nearest, [nearest]) if is_shared else _taking(laid, title, nearest)
    yield from ((title, person, _SHARED if is_shared else pooled[best]) for person in people)


def _taking(laid: Laid, title: int, person: int) -> list[int]:
    """Return who holds an office with a person: all of a list after which a verb in the plural leads to the title."""
    people = laid.listed_with.get(person, [person])
    last, start = laid.scene.mentions[laid.people[people[-1]]].end, laid.scene.titles[title].start
    is_shared = (
        people[-1] == person and last < start and laid.scene.words.rules.of_all.find(laid.scene.text, last, start)
    )
    return people if is_shared else [person]


def _is_unnamed(scene: Scene, title: int) -> bool:
    """Return whether an office is that of somebody unnamed: `said a spokesperson for the company`."""
    start = scene.titles[title].start
    return scene.words.rules.unnamed.find(scene.text, max(0, start - _LOOKED_BACK), start) is not None


def _actions(laid: Laid, offices: Sequence[tuple[int, int]], weights: Weights, named: Namings) -> Floats:
    """Return the probability of each action of each office; where a wording says what becomes of it, that is sure."""
    odds = softmax(weights.scores("action", action_rows(laid, offices)))
    old = passed_over(laid, named)
    for number, (title, person) in enumerate(offices):
        words, name = laid.scene.titles[title], laid.scene.mentions[laid.people[person]]
        left = says_left(laid.scene, words, name)
        if left or (title in named and is_news(laid, title, named[title])):
            odds[number] = np.eye(len(ACTIONS))[ACTIONS.index("leaves" if left else "appointed")]
        elif title in old or (title in named and tells_career(laid, title)):
            odds[number, ACTIONS.index("appointed")] = 0
    return _mean_by([title for title, _ in offices], odds)  # the people of a list take an office together


def _mean_by(keys: Sequence[int], rows: Floats) -> Floats:
    """Return the rows, each as the mean of those of its key."""
    _, at, counts = np.unique(keys, return_inverse=True, return_counts=True)
    sums = np.zeros((len(counts), rows.shape[1]), np.float32)
    np.add.at(sums, at, rows)
    means: Floats = np.divide(sums, counts[:, None], dtype=np.float32)
    return means[at]


def _places(
    laid: Laid, offices: Sequence[tuple[int, int]], weights: Weights, named: Namings
) -> Iterator[list[tuple[str | None, float]]]:
    """Yield the organisations of each office with their probabilities, the likeliest first; None is no organisation."""
    groups = organisations(laid, offices)
    by_office = _by_group(groups, weights.scores("body", groups.rows))
    for office, (choices, odds) in zip(offices, by_office, strict=True):
        title, _ = office
        able = [(c, share) for c, share in zip(choices, odds, strict=True) if may_hold(laid, title, c)]
        able = [(c, share) for c, share in able if is_where(laid, title, c)] or able
        able = [(c, share) for c, share in able if may_mean(laid, office, entity_of(laid, c), named.get(title))] or able
        pooled = _pooled([c for c, _ in able], [share for _, share in able], lambda c: entity_of(laid, c))
        state = ministry(laid, title)
        if state:
            yield [(state, _NAMED)]
            continue
        best, *others = sorted(pooled, key=lambda entity: -pooled[entity])
        beside: list[str | None] = [*sharing(laid, title, best)] if best else []
        shared = [o for o in others if o and best and pooled[o] >= _MIN_OTHER and o not in beside]
        whole = sum(pooled.values()) or 1.0
        # What speaks for any of a list that shares an office speaks for each of it.
        first = beside or [best]
        together = sum(pooled.get(entity, 0.0) for entity in first)
        yield [(entity, together / whole) for entity in first] + [(other, pooled[other] / whole) for other in shared]


def _by_group(groups: Groups, scores: Floats) -> Iterator[tuple[list[int], list[float]]]:
    """Yield each group's choices with their probabilities."""
    odds = shares(scores[:, 0], groups.sizes).tolist()
    start = 0
    for size in groups.sizes:
        yield groups.choices[start : start + size], odds[start : start + size]
        start += size


def _pooled(
    choices: Sequence[int], odds: Sequence[float], entity: Callable[[int], str | None]
) -> dict[str | None, float]:
    """Return the probability of each entity: the sum over its mentions."""
    pooled: dict[str | None, float] = defaultdict(float)
    for choice, share in zip(choices, odds, strict=True):
        pooled[entity(choice)] += share
    return pooled


def _same_offices(scene: Scene, found: Sequence[_Found]) -> list[list[_Found]]:
    """Return the places of each office: same person, same organisation, title in the same words or their initials."""
    same: list[list[_Found]] = []
    by_holder: dict[tuple[str | None, str | None], list[list[_Found]]] = defaultdict(list)
    for one in found:
        key = scene.mentions[one.office.person].entity, one.office.organisation
        title = scene.titles[one.office.title].text
        known = next((o for o in by_holder[key] if is_same(scene.titles[o[0].office.title].text, title)), None)
        if known is None:
            known = []
            by_holder[key].append(known)
            same.append(known)
        known.append(one)
    return same


def _without_parts(scene: Scene, offices: Sequence[TiedRole]) -> Iterator[TiedRole]:
    """Yield the offices but for those that a fuller title says too: `CEO` beside `Chairman and CEO`.

    Former offices all stay: a career told names each by itself.
    """
    for office in offices:
        others = [o for o in offices if o.organisation == office.organisation and _is_together(o, office)]
        same = [o for o in others if scene.mentions[o.person].entity == scene.mentions[office.person].entity]
        words = scene.titles[office.title].text
        if any(is_part(words, scene.titles[o.title].text) for o in same):
            continue
        parts = [o for o in same if is_part(scene.titles[o.title].text, words)]
        yield office._replace(action="appointed") if any(o.action == "appointed" for o in parts) else office


def _is_together(one: TiedRole, other: TiedRole) -> bool:
    """Return whether two offices may be one by what becomes of them."""
    return {one.action, other.action} in ({"leaves"}, {"holds"}, {"appointed"}, {"holds", "appointed"})


def _decided(scene: Scene, same: Sequence[_Found]) -> TiedRole:
    """Return the office of several places: its longest title, and what they say together of what becomes of it."""
    odds = np.stack([one.actions for one in same])
    action = ACTIONS[int(odds.mean(axis=0).argmax())]
    for news in ("leaves", "appointed"):
        if odds[:, ACTIONS.index(news)].max() >= _MIN_NEWS:
            action = news
            break
    best = max(one.office.score for one in same)
    fullest = max(same, key=lambda one: len(scene.titles[one.office.title].text))  # the first of equals
    return fullest.office._replace(action=action, score=best)
