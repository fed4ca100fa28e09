"""What organisations do with each other: what the tie reader finds between two bodies of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from presstab.analysis.ties.cues import Cues
from presstab.analysis.ties.ends import End, Pair, pairs
from presstab.analysis.ties.features import facts, features, looks
from presstab.analysis.ties.groups import hashed
from presstab.analysis.ties.items import Ints
from presstab.analysis.ties.model import Weights, softmax
from presstab.analysis.ties.scene import Laid, Scene, lay_out
from presstab.schema import RELATION_TYPES, STATUSES, SYMMETRIC

MIN_RELATION = 0.5  # below this probability two bodies have nothing to do with each other
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
    """A relation between two entities, the pair of places that says so best, its status, how surely."""

    type: str
    subject: str
    object: str
    status: str
    pair: Pair
    score: float


def read_relations(scene: Scene, weights: Weights, least: float = MIN_RELATION) -> list[Tie]:
    """Return the relations of a release in order; one that is said often is one."""
    laid = lay_out(scene)
    found = pairs(laid) if len(set(map(laid.entity, laid.bodies))) > 1 else []
    if not found:
        return []
    rows = relation_rows(laid, found)
    odds = softmax(weights.scores("relation", rows))
    best: dict[tuple[str, str, str], tuple[float, int]] = {}
    for number, column in np.argwhere(odds[:, 1:] >= least / 2).tolist():
        key = _key(found[number], column + 1)
        score = float(odds[number, column + 1])
        if score > best.get(key, (0.0, 0))[0]:
            best[key] = score, number
    kept = {key: value for key, value in best.items() if value[0] >= least}
    numbers = [number for _, number in kept.values()]
    if not numbers:
        return []
    statuses = softmax(weights.scores("status", rows[numbers])).argmax(axis=1)
    ties = [
        Tie(*key, STATUSES[status], found[number], round(score, 4))
        for (key, (score, number)), status in zip(kept.items(), statuses.tolist(), strict=True)
    ]
    return sorted(ties, key=lambda tie: (tie.pair.first.start, tie.pair.second.start, tie.type))


def _key(pair: Pair, answer: int) -> tuple[str, str, str]:
    """Return type, subject and object."""
    told = ANSWERS[answer]
    assert told is not None  # answer 0 is never asked for
    first, second = pair.first.entity, pair.second.entity
    if told.type in SYMMETRIC and first > second:
        first, second = second, first
    return (told.type, second, first) if told.reverse else (told.type, first, second)


def relation_rows(laid: Laid, found: Sequence[Pair]) -> Ints:
    """Return the features of each pair: what stands around and between, what the words there tell, who they are."""
    left = np.array([pair.first.item for pair in found])
    right = np.array([pair.second.item for pair in found])
    heads = _list_heads(laid)
    head, tail = heads[right], _list_tails(heads)[left]
    apart = head > tail
    across = looks(laid.items, np.where(apart, tail, left), np.where(apart, head, right))
    across = np.where(across == 0, 0, (across * 3 + 1) % (1 << 15))
    cues = Cues(laid.scene.text, "relations")
    told = [_facts(laid, pair, cues, listed) for pair, listed in zip(found, (~apart).tolist(), strict=True)]
    about = facts(list(map(list, zip(*told, strict=True))), _SLOT)
    return np.concatenate([looks(laid.items, left, right), across, _bags(laid, left, right), about], axis=1)


def _list_heads(laid: Laid) -> Ints:
    """Return for each item the first of the list of bodies that it stands in: `Acme`, `Beta and Gamma`."""
    heads = np.arange(len(laid.items.words))
    places = laid.body_at.tolist()
    starts = laid.items.starts
    for before, at in zip(places, places[1:], strict=False):
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


def _facts(laid: Laid, pair: Pair, cues: Cues, listed: bool) -> list[int]:
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
        ("kind said", who[0][1], who[1][1], inner or last or outer),
    ]  # fmt: skip
    sides = enumerate((before, between, behind))
    present = [(n, kind, kind in side, listed) for n, side in sides for kind in cues.kinds]
    return [hashed(value) for value in (*said, *present)]


def _who(laid: Laid, end: End) -> tuple[int, str, bool]:
    """Return how a body is named, its kind, and whether it is the issuer."""
    return end.kind, laid.scene.kinds.get(end.entity, ""), end.entity == laid.scene.issuer
