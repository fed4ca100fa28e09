"""What organisations do with each other: what a network and wordings find between two organisations of a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from presstab.analysis.ties.ends import UNSAID, Pair, pairs
from presstab.analysis.ties.items import Ints
from presstab.analysis.ties.lists import list_heads
from presstab.analysis.ties.model import Floats
from presstab.analysis.ties.network import Networks
from presstab.analysis.ties.scene import Laid, Scene, lay_out
from presstab.analysis.ties.wordings import formulas_of
from presstab.schema import RELATION_TYPES, STATUSES, SYMMETRIC

MIN_RELATION = (
    0.5  # below this probability nothing ties two organisations: of those just over it readers found half right
)
# Of what readers agree least on, and of what costs an analyst most where it is wrong.
MIN_OF_TYPE = {"partnership": 0.75, "joint_venture": 0.6, "acquisition": 0.7, "merger": 0.85}
# Below this probability that anything ties the two, and below that of its type, a wording says nothing: most of these were wrong.
# Of joint ventures and mergers the network was taught too few to say so.
MIN_WORDED, MIN_WORDED_TYPE = 0.3, 0.15
_TOO_FEW = frozenset(["joint_venture", "merger"])

_AROUND = 120  # characters before and after two organisations that may say the status of their relation
_SURE = (
    0.75  # from this probability on that something ties two organisations a sentence says the status of their relation
)
_WEAKEST = "considered"


class Answer(NamedTuple):
    """A type of relation, and whether its subject is the organisation that stands second."""

    type: str
    reverse: bool


# The first answer is: none.
ANSWERS = (None, *(Answer(t, r) for t in RELATION_TYPES for r in (False, True) if not (r and t in SYMMETRIC)))
_OF_TYPE = {t: [n for n, answer in enumerate(ANSWERS) if answer and answer.type == t] for t in RELATION_TYPES}
_LEAST = np.array([MIN_OF_TYPE.get(answer.type if answer else "", MIN_RELATION) for answer in ANSWERS])


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


def read_relations(scene: Scene, networks: Networks) -> list[Tie]:
    """Return the relations of a release in order; one that is said often is one, and two organisations have one at most.

    A wording of the list decides where the network is not sure: it knows what releases that were read are too few to teach.
    """
    laid = lay_out(scene)
    found = pairs(laid) if len(set(map(laid.entity, laid.organisations))) > 1 else []
    if not found:
        return []
    said = networks.read(scene, found)
    heads = list_heads(laid)
    odds = _kept_apart(laid, found, heads, _shared_in_lists(found, heads, said.answers))
    read = _read(found, odds)
    worded = {key: value for key, value in _worded(laid, found, odds, heads).items() if key not in read}
    tied = {frozenset(key[1:]) for key in worded} | _co_parents([*read, *worded])
    ties = [
        Tie(*key, "", pair, round(score, 4), None) for key, (pair, score) in read.items()
        if frozenset(key[1:]) not in tied
    ]  # fmt: skip
    ties += [Tie(*key, "", pair, None, rule) for key, (pair, rule) in worded.items()]
    decided = _decided(scene, ties, _tied(found, odds), dict(zip(found, said.statuses, strict=True)))
    return sorted(decided, key=lambda tie: (tie.pair.first.start, tie.pair.second.start, tie.type))


def _shared_in_lists(found: Sequence[Pair], heads: Ints, odds: Floats) -> Floats:
    """Return probabilities by which all of a list have the same to do with who stands outside it: those of their mean."""
    of_list: dict[tuple[bool, int, int], list[int]] = defaultdict(list)
    for number, (first, second) in enumerate(found):
        is_named, one, other = first.kind != UNSAID, int(heads[first.item]), int(heads[second.item])
        if one != other or not is_named:
            of_list[is_named, one, other].append(number)
    shared = odds.copy()
    for numbers in of_list.values():
        shared[numbers] = odds[numbers].mean(axis=0)
    return shared


def _kept_apart(laid: Laid, found: Sequence[Pair], heads: Ints, odds: Floats) -> Floats:
    """Return probabilities by which nothing ties what the words between keep apart: `unlike `, `land near `.

    What stands before the first of a list holds for all of it.
    """
    text, starts, stand_apart = laid.scene.text, laid.items.starts, laid.scene.words.formulas.stand_apart
    apart = []
    for first, second in found:
        head = int(heads[second.item])
        apart.append(stand_apart(text[first.end : int(starts[head]) if head > first.item else second.start]))
    nothing = np.eye(1, odds.shape[1], dtype=odds.dtype)
    return np.where(np.array(apart)[:, None], nothing, odds)


def _tied(found: Sequence[Pair], odds: Floats) -> dict[frozenset[str], list[Pair]]:
    """Return of each two organisations the pairs that something surely ties."""
    tied: dict[frozenset[str], list[Pair]] = defaultdict(list)
    for number in np.flatnonzero(1 - odds[:, 0] >= _SURE).tolist():
        tied[frozenset((found[number].first.entity, found[number].second.entity))].append(found[number])
    return tied


def _decided(
    scene: Scene, ties: Sequence[Tie], tied: Mapping[frozenset[str], Sequence[Pair]], odds: Mapping[Pair, Floats]
) -> Iterator[Tie]:
    """Yield relations with their status.

    Wordings go before what the network makes of any sentence, and what one sentence says is agreed is not merely
    considered for another's sake.
    """
    for tie in ties:
        stated = [tie.pair, *tied.get(frozenset((tie.subject, tie.object)), ())]
        worded = list(filter(None, (_worded_status(scene, pair, tie.type) for pair in stated)))
        said = worded or [STATUSES[int(odds[pair].argmax())] for pair in stated]
        yield tie._replace(status=next((status for status in said if status != _WEAKEST), _WEAKEST))


def _worded_status(scene: Scene, pair: Pair, relation: str) -> str | None:
    """Return the status that the words around two organisations say; None where they say nothing."""
    start, end = pair.first.start, pair.second.end
    begin, stop = scene.sentence(end - 1)
    words = scene.text[max(min(begin, start), start - _AROUND) : min(stop, end + _AROUND)]
    return scene.words.statuses.said(words, scene.zone(pair.second.start), relation)


def _read(found: Sequence[Pair], odds: Floats) -> dict[_Key, tuple[Pair, float]]:
    """Return what the network sees: of each two organisations the likeliest relation, its pair, how surely."""
    best: dict[frozenset[str], tuple[float, int, int]] = {}
    for number, column in np.argwhere(odds[:, 1:] >= _LEAST[1:]).tolist():
        pair, score = found[number], float(odds[number, column + 1])
        ends = frozenset((pair.first.entity, pair.second.entity))
        best[ends] = max(best.get(ends, (0.0, 0, 0)), (score, -number, column + 1))
    return {_key(found[-n], ANSWERS[answer]): (found[-n], score) for score, n, answer in best.values()}


def _worded(laid: Laid, found: Sequence[Pair], odds: Floats, heads: Ints) -> dict[_Key, tuple[Pair, str]]:
    """Return what wordings say of pairs: of each two organisations the first relation, its pair, the wording's id."""
    first: dict[frozenset[str], tuple[_Key, Pair, str]] = {}
    numbers = np.flatnonzero(1 - odds[:, 0] >= MIN_WORDED).tolist()
    possible = [found[number] for number in numbers]
    for number, pair, formula in zip(numbers, possible, formulas_of(laid, possible, heads), strict=True):
        if formula is None or not _is_thinkable(formula.type, odds[number]):
            continue
        if formula.unsaid or UNSAID not in (pair.first.kind, pair.second.kind):
            key = _key(pair, Answer(formula.type, formula.reverse))
            first.setdefault(frozenset(key[1:]), (key, pair, formula.id))
    return {key: (pair, rule) for key, pair, rule in first.values()}


def _is_thinkable(kind: str, odds: Floats) -> bool:
    """Return whether the network's probabilities allow that a pair has a relation of a type."""
    return kind in _TOO_FEW or bool(odds[_OF_TYPE[kind]].max() >= MIN_WORDED_TYPE)


def _co_parents(keys: Iterable[_Key]) -> set[frozenset[str]]:
    """Return each two parents of one joint venture: that they have it together is no partnership besides."""
    parents: dict[str, list[str]] = defaultdict(list)
    for kind, venture, parent in keys:
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
