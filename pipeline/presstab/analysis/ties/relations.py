"""What organisations do with each other: what the tie reader finds between two bodies of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from presstab.analysis.ties.cues import Cues
from presstab.analysis.ties.ends import UNSAID, End, Pair, pairs
from presstab.analysis.ties.features import facts, features, looks
from presstab.analysis.ties.formulas import Formula, formula_of
from presstab.analysis.ties.groups import hashed
from presstab.analysis.ties.items import Ints
from presstab.analysis.ties.model import Floats, Weights, softmax
from presstab.analysis.ties.scene import Laid, Scene, lay_out
from presstab.schema import RELATION_TYPES, STATUSES, SYMMETRIC

MIN_RELATION = 0.45  # below this probability two bodies have nothing to do with each other
_WIDE = 14
_AROUND = 100  # characters before and behind a pair in which cues are looked for
_SLOT, _BAGS = 6000, 6100


class Answer(NamedTuple):
    """A type of relation, and whether its subject is the body that stands second."""

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


def read_relations(scene: Scene, weights: Weights) -> list[Tie]:
    """Return the relations of a release in order; one that is said often is one, and two bodies have one at most.

    A wording of the list decides before the reader: it knows what annotated releases are too few to teach.
    """
    laid = lay_out(scene)
    found = pairs(laid) if len(set(map(laid.entity, laid.bodies))) > 1 else []
    if not found:
        return []
    formulas = _formulas(laid, found)
    rows = relation_rows(laid, found, formulas)
    read = _read(found, softmax(weights.scores("relation", rows)))
    worded = {key: value for key, value in _worded(found, formulas).items() if key not in read}
    tied = {frozenset(key[1:]) for key in worded}
    read = {key: value for key, value in read.items() if frozenset(key[1:]) not in tied}
    numbers = [number for number, _ in (*read.values(), *worded.values())]
    if not numbers:
        return []
    statuses = softmax(weights.scores("status", rows[numbers])).argmax(axis=1).tolist()
    ties = [Tie(*key, "", found[n], round(score, 4), None) for key, (n, score) in read.items()]
    ties += [Tie(*key, "", found[n], None, rule) for key, (n, rule) in worded.items()]
    decided = [tie._replace(status=STATUSES[status]) for tie, status in zip(ties, statuses, strict=True)]
    return sorted(decided, key=lambda tie: (tie.pair.first.start, tie.pair.second.start, tie.type))


def _read(found: Sequence[Pair], odds: Floats) -> dict[_Key, tuple[int, float]]:
    """Return what the reader sees: of each two bodies the likeliest relation, the number of its pair, how surely."""
    best: dict[frozenset[str], tuple[float, int, int]] = {}
    for number, column in np.argwhere(odds[:, 1:] >= MIN_RELATION).tolist():
        pair, score = found[number], float(odds[number, column + 1])
        ends = frozenset((pair.first.entity, pair.second.entity))
        best[ends] = max(best.get(ends, (0.0, 0, 0)), (score, -number, column + 1))
    return {_key(found[-n], ANSWERS[answer]): (-n, score) for score, n, answer in best.values()}


def _worded(found: Sequence[Pair], formulas: Sequence[Formula | None]) -> dict[_Key, tuple[int, str]]:
    """Return what wordings say: of each two bodies the first relation, the number of its pair, the wording's id."""
    first: dict[frozenset[str], tuple[_Key, int, str]] = {}
    for number, (pair, formula) in enumerate(zip(found, formulas, strict=True)):
        if formula and formula.alone and UNSAID not in (pair.first.kind, pair.second.kind):
            key = _key(pair, Answer(formula.type, formula.reverse))
            first.setdefault(frozenset(key[1:]), (key, number, formula.id))
    return {key: (number, rule) for key, number, rule in first.values()}


def _key(pair: Pair, answer: Answer | None) -> _Key:
    """Return type, subject and object."""
    first, second = pair.first.entity, pair.second.entity
    if answer is None:
        raise ValueError("no relation has no ends")
    swap = first > second if answer.type in SYMMETRIC else answer.reverse
    return (answer.type, second, first) if swap else (answer.type, first, second)


def relation_rows(laid: Laid, found: Sequence[Pair], formulas: Sequence[Formula | None] | None = None) -> Ints:
    """Return the features of each pair: what stands around and between, what the words there tell, who they are."""
    left = np.array([pair.first.item for pair in found])
    right = np.array([pair.second.item for pair in found])
    heads = _list_heads(laid)
    head, tail = heads[right], _list_tails(heads)[left]
    apart = head > tail
    formulas = _formulas(laid, found) if formulas is None else formulas
    across = looks(laid.items, np.where(apart, tail, left), np.where(apart, head, right))
    across = np.where(across == 0, 0, (across * 3 + 1) % (1 << 15))
    cues = Cues(laid.scene.text, "relations")
    told = [
        _facts(laid, pair, cues, listed, formula.id if formula else "")
        for pair, listed, formula in zip(found, (~apart).tolist(), formulas, strict=True)
    ]
    about = facts(list(map(list, zip(*told, strict=True))), _SLOT)
    return np.concatenate([looks(laid.items, left, right), across, _bags(laid, left, right), about], axis=1)


def _formulas(laid: Laid, found: Sequence[Pair]) -> list[Formula | None]:
    """Return the wording of each pair."""
    heads = _list_heads(laid)
    return [_formula(laid, pair, int(heads[pair.second.item])) for pair in found]


def _formula(laid: Laid, pair: Pair, head: int) -> Formula | None:
    """Return the wording that ties a pair; a body of a list is looked at as the list's first."""
    begin, end = laid.scene.sentence(pair.second.start)
    start = int(laid.items.starts[head]) if head > pair.first.item else pair.second.start
    text = laid.scene.text
    return formula_of(text[begin : pair.first.start], text[pair.first.end : start], text[pair.second.end : end])


def _list_heads(laid: Laid) -> Ints:
    """Return for each item the first of the list of bodies that it stands in: `Acme`, `Beta and Gamma`."""
    heads = np.arange(len(laid.items.words))
    places = laid.body_at.tolist()
    starts = laid.items.starts
    for before, at in pairwise(places):
        between = laid.scene.text[int(starts[before]) : int(starts[at])]
        if at - before <= 3 and (at - before == 1 or between.rstrip().endswith((",", "and", "&", "or", "/"))):
            heads[at] = heads[before]
    return heads


def _list_tails(heads: Ints) -> Ints:
    """Return for each item the last of its list."""
    tails = np.arange(len(heads))
    for at in np.flatnonzero(heads != tails).tolist():
        tails[heads == heads[at]] = at
    return tails


def _bags(laid: Laid, left: Ints, right: Ints) -> Ints:
    """Return the stems of the sentence before the first and behind the second body."""
    steps = np.arange(1, _WIDE + 1)
    bags = []
    for slot, side, step in ((_BAGS, left, -1), (_BAGS + 1, right, 1)):
        places = side[:, None] + step * steps
        held = np.clip(places, 0, len(laid.items.words) - 1)
        same = (places == held) & (laid.items.sentences[held] == laid.items.sentences[side][:, None])
        bags.append(features(np.where(same, laid.items.stems[held] + 1, 0), np.full(_WIDE, slot)))
    return np.concatenate(bags, axis=1)


def _facts(laid: Laid, pair: Pair, cues: Cues, listed: bool, formula: str) -> list[int]:
    """Return what the cues before, between and behind say, and who the two are."""
    first, second = pair
    begin, end = laid.scene.sentence(second.start)
    before = [c.kind for c in cues.within(max(begin, first.start - _AROUND), first.start)]
    between = [c.kind for c in cues.within(first.end, second.start)]
    behind = [c.kind for c in cues.within(second.end, min(end, second.end + _AROUND))]
    who = (_who(laid, first), _who(laid, second))
    words = [laid.scene.text[e.start : e.end].split() for e in pair]
    akin = bool(words[0] and words[1] and words[0][0] == words[1][0])
    last, inner, outer = before[-1:], between[:1], behind[:1]
    said = [
        ("last", last), ("first between", inner), ("last between", between[-1:]), ("behind", outer), ("all", inner, last, outer),
        ("kinds between", sorted(set(between))), ("who", who), ("who said", who, inner or last), ("akin", akin),
        ("akin said", akin, inner, listed), ("listed", listed), ("listed said", listed, last, inner), ("zone", laid.scene.zone(first.start)),
        ("zone who", laid.scene.zone(first.start), who[0][0], who[1][0]), ("kind", who[0][1], who[1][1]),
        ("formula", formula), ("formula who", formula, who), ("formula listed", formula, listed),
        ("kind said", who[0][1], who[1][1], inner or last or outer),
    ]  # fmt: skip
    sides = enumerate((before, between, behind))
    present = [(n, kind, kind in side, listed) for n, side in sides for kind in cues.kinds]
    return [hashed(value) for value in (*said, *present)]


def _who(laid: Laid, end: End) -> tuple[int, str, bool]:
    """Return how a body is named, its kind, and whether it is the issuer."""
    return end.kind, laid.scene.kinds.get(end.entity, ""), end.entity == laid.scene.issuer
