"""What organisations do with each other: what a network and wordings find between two organisations of a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from presstab.analysis.ties.ends import UNSAID, Pair, pairs
from presstab.analysis.ties.model import Floats
from presstab.analysis.ties.network import Network
from presstab.analysis.ties.scene import Laid, Scene, lay_out
from presstab.analysis.ties.wordings import formulas_of
from presstab.schema import RELATION_TYPES, STATUSES, SYMMETRIC

MIN_RELATION = 0.83  # below this probability two organisations have nothing to do with each other
MIN_WORDED = 0.3  # below this probability that anything ties the two, a wording says nothing: most of these were wrong

_AROUND = 120  # characters before and after two organisations that may say the status of their relation
_WEAKEST = "considered"


class Answer(NamedTuple):
    """A type of relation, and whether its subject is the organisation that stands second."""

    type: str
    reverse: bool


# The first answer is: none.
ANSWERS = (None, *(Answer(t, r) for t in RELATION_TYPES for r in (False, True) if not (r and t in SYMMETRIC)))


class Tie(NamedTuple):
    """A relation between two entities, the places that say so best, its status; how surely, or by which wording."""

    type: str
    subject: str
    object: str
    status: str
    pair: Pair
    score: float | None
    rule: str | None


_Key = tuple[str, str, str]  # type, subject, object


def read_relations(scene: Scene, network: Network) -> list[Tie]:
    """Return the relations of a release in order; one that is said often is one, and two organisations have one at most.

    A wording of the list decides where the network is not sure: it knows what releases that were read are too few to teach.
    """
    laid = lay_out(scene)
    found = pairs(laid) if len(set(map(laid.entity, laid.organisations))) > 1 else []
    if not found:
        return []
    said = network.read(scene, found)
    odds = _kept_apart(scene, found, said.answers)
    read = _read(found, odds)
    possible = np.flatnonzero(1 - odds[:, 0] >= MIN_WORDED).tolist()
    worded = {key: value for key, value in _worded(laid, found, possible).items() if key not in read}
    tied = {frozenset(key[1:]) for key in worded} | _co_parents(worded)
    ties = [
        Tie(*key, "", found[n], round(score, 4), None) for key, (n, score) in read.items()
        if frozenset(key[1:]) not in tied
    ]  # fmt: skip
    ties += [Tie(*key, "", found[n], None, rule) for key, (n, rule) in worded.items()]
    decided = _decided(scene, ties, _tied(found, odds), dict(zip(found, said.statuses, strict=True)))
    return sorted(decided, key=lambda tie: (tie.pair.first.start, tie.pair.second.start, tie.type))


def _kept_apart(scene: Scene, found: Sequence[Pair], odds: Floats) -> Floats:
    """Return probabilities by which nothing ties what the words between keep apart: `unlike `, `land near `."""
    stand_apart = scene.words.formulas.stand_apart
    apart = [stand_apart(scene.text[pair.first.end : pair.second.start]) for pair in found]
    nothing = np.eye(1, odds.shape[1], dtype=odds.dtype)
    return np.where(np.array(apart)[:, None], nothing, odds)


def _tied(found: Sequence[Pair], odds: Floats) -> dict[frozenset[str], list[Pair]]:
    """Return of each two organisations the pairs that something surely ties."""
    tied: dict[frozenset[str], list[Pair]] = defaultdict(list)
    for number in np.flatnonzero(1 - odds[:, 0] >= MIN_RELATION).tolist():
        tied[frozenset((found[number].first.entity, found[number].second.entity))].append(found[number])
    return tied


def _decided(
    scene: Scene, ties: Sequence[Tie], tied: Mapping[frozenset[str], Sequence[Pair]], odds: Mapping[Pair, Floats]
) -> Iterator[Tie]:
    """Yield relations with their status: what one sentence says is agreed is not merely considered for another's sake."""
    for tie in ties:
        stated = [tie.pair, *tied.get(frozenset((tie.subject, tie.object)), ())]
        statuses = (_worded_status(scene, pair, tie.type) or STATUSES[int(odds[pair].argmax())] for pair in stated)
        yield tie._replace(status=next((status for status in statuses if status != _WEAKEST), _WEAKEST))


def _worded_status(scene: Scene, pair: Pair, relation: str) -> str | None:
    """Return the status that the words around two organisations say; None where they say nothing."""
    start, end = pair.first.start, pair.second.end
    begin, stop = scene.sentence(end - 1)
    words = scene.text[max(min(begin, start), start - _AROUND) : min(stop, end + _AROUND)]
    return scene.words.statuses.said(words, scene.zone(pair.second.start), relation)


def _read(found: Sequence[Pair], odds: Floats) -> dict[_Key, tuple[int, float]]:
    """Return what the network sees: of each two organisations the likeliest relation, the number of its pair, how surely."""
    best: dict[frozenset[str], tuple[float, int, int]] = {}
    for number, column in np.argwhere(odds[:, 1:] >= MIN_RELATION).tolist():
        pair, score = found[number], float(odds[number, column + 1])
        ends = frozenset((pair.first.entity, pair.second.entity))
        best[ends] = max(best.get(ends, (0.0, 0, 0)), (score, -number, column + 1))
    return {_key(found[-n], ANSWERS[answer]): (-n, score) for score, n, answer in best.values()}


def _worded(laid: Laid, found: Sequence[Pair], possible: Sequence[int]) -> dict[_Key, tuple[int, str]]:
    """Return what wordings say of pairs: of each two organisations the first relation, the number of its pair, the wording's id."""
    first: dict[frozenset[str], tuple[_Key, int, str]] = {}
    formulas = formulas_of(laid, [found[number] for number in possible])
    for number, formula in zip(possible, formulas, strict=True):
        pair = found[number]
        if formula and (formula.unsaid or UNSAID not in (pair.first.kind, pair.second.kind)):
            key = _key(pair, Answer(formula.type, formula.reverse))
            first.setdefault(frozenset(key[1:]), (key, number, formula.id))
    return {key: (number, rule) for key, number, rule in first.values()}


def _co_parents(worded: Iterable[_Key]) -> set[frozenset[str]]:
    """Return each two parents of one joint venture: that they have it together is no partnership besides."""
    parents: dict[str, list[str]] = defaultdict(list)
    for kind, venture, parent in worded:
        if kind == "joint_venture":
            parents[venture].append(parent)
    return {frozenset(two) for of_one in parents.values() for two in combinations(of_one, 2)}


def _key(pair: Pair, answer: Answer | None) -> _Key:
    """Return type, subject and object."""
    first, second = pair.first.entity, pair.second.entity
    if answer is None:
        raise ValueError("no relation has no ends")
    swap = first > second if answer.type in SYMMETRIC else answer.reverse
    return (answer.type, second, first) if swap else (answer.type, first, second)
