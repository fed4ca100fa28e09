"""What speaks for a relation of two organisations: what stands around and between them, what each hangs on, who they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from presstab.analysis.ties.cues import Cues
from presstab.analysis.ties.ends import UNSAID, End, Pair
from presstab.analysis.ties.features import facts, features, looks
from presstab.analysis.ties.formulas import CLEAR, FAR, NEAR, Formula
from presstab.analysis.ties.groups import hashed
from presstab.analysis.ties.hinges import Hinge, hinge_after, hinge_before
from presstab.analysis.ties.items import Ints
from presstab.analysis.ties.lists import list_heads, list_tails
from presstab.analysis.ties.scene import Laid

_WIDE = 14
_AROUND = 100  # characters before and after a pair in which cues are looked for
_SLOT, _BAGS = 6000, 6100


class _Side(NamedTuple):
    """One end of a pair: what its list hangs on, what stands after the list, how many organisations stand before it."""

    before: Hinge
    after: Hinge
    rank: int


def relation_rows(laid: Laid, found: Sequence[Pair], formulas: Sequence[Formula | None] | None = None) -> Ints:
    """Return the features of each pair: what stands around and between, what the words there tell, who they are."""
    left = np.array([pair.first.item for pair in found])
    right = np.array([pair.second.item for pair in found])
    heads = list_heads(laid)
    tails = list_tails(heads)
    head, tail = heads[right], tails[left]
    apart = head > tail
    formulas = formulas_of(laid, found) if formulas is None else formulas
    across = looks(laid.items, np.where(apart, tail, left), np.where(apart, head, right))
    across = np.where(across == 0, 0, (across * 3 + 1) % (1 << 15))
    sentences = sorted({laid.scene.sentence(pair.second.start) for pair in found})
    cues = Cues(laid.scene.text, laid.scene.words.cues.relations, sentences)
    sides = _sides(laid, found, cues, heads, tails)
    told = [
        _facts(laid, pair, cues, listed, formula.id if formula else "") + _hanging(pair, sides, listed)
        for pair, listed, formula in zip(found, (~apart).tolist(), formulas, strict=True)
    ]
    about = facts(list(map(list, zip(*told, strict=True))), _SLOT)
    return np.concatenate([looks(laid.items, left, right), across, _bags(laid, left, right), about], axis=1)


def formulas_of(laid: Laid, found: Sequence[Pair]) -> list[Formula | None]:
    """Return the wording of each pair; an organisation of a list is looked at as its list's nearest to the other."""
    heads = list_heads(laid)
    tails = list_tails(heads)
    whole = np.flatnonzero(
        heads[laid.organisation_at] == laid.organisation_at
    )  # lists, not organisations, are counted between two
    lists = laid.organisation_at[whole]
    ends = {
        int(at): laid.scene.mentions[n].end
        for n, at in zip(laid.organisations, laid.organisation_at.tolist(), strict=True)
    }
    return [_formula(laid, pair, (heads, tails, lists), ends) for pair in found]


def _formula(laid: Laid, pair: Pair, of_list: tuple[Ints, Ints, Ints], ends: dict[int, int]) -> Formula | None:
    """Return the wording that ties a pair."""
    heads, tails, lists = of_list
    text, starts = laid.scene.text, laid.items.starts
    begin, stop = laid.scene.sentence(pair.second.start)
    head, tail = int(heads[pair.second.item]), int(tails[pair.first.item])
    apart = head > tail
    start = int(starts[head]) if head > pair.first.item else pair.second.start
    first = int(starts[heads[pair.first.item]]) if apart and pair.first.kind != UNSAID else pair.first.start
    last = ends.get(tail, pair.first.end) if apart and tail != pair.first.item else pair.first.end
    is_clear = apart and not ((lists > tail) & (lists < head)).any()
    is_near = is_clear and tail == pair.first.item and head == pair.second.item
    one, other = (text[end.start : end.end] for end in pair)
    formula = laid.scene.words.formulas.first(
        text[begin:first],
        text[last:start],
        text[pair.second.end : stop],
        NEAR if is_near else CLEAR if is_clear else FAR,
        (one, other),
    )
    is_of_person = formula is not None and formula.type == "membership" and _names_person(laid, last, start)
    return None if is_of_person else formula


def _names_person(laid: Laid, start: int, end: int) -> bool:
    """Return whether a person is named in a stretch: it is Jane Doe of Acme who joins Beta, not Acme."""
    return any(start <= mention.start < end for mention in laid.scene.mentions if mention.label == "PERSON")


def _bags(laid: Laid, left: Ints, right: Ints) -> Ints:
    """Return the stems of the sentence before the first and after the second organisation."""
    steps = np.arange(1, _WIDE + 1)
    bags = []
    for slot, side, step in ((_BAGS, left, -1), (_BAGS + 1, right, 1)):
        places = side[:, None] + step * steps
        held = np.clip(places, 0, len(laid.items.words) - 1)
        same = (places == held) & (laid.items.sentences[held] == laid.items.sentences[side][:, None])
        bags.append(features(np.where(same, laid.items.stems[held] + 1, 0), np.full(_WIDE, slot)))
    return np.concatenate(bags, axis=1)


def _facts(laid: Laid, pair: Pair, cues: Cues, listed: bool, formula: str) -> list[int]:
    """Return what the cues before, between and after say, and who the two are."""
    first, second = pair
    begin, end = laid.scene.sentence(second.start)
    before = [c.kind for c in cues.within(max(begin, first.start - _AROUND), first.start)]
    between = [c.kind for c in cues.within(first.end, second.start)]
    after = [c.kind for c in cues.within(second.end, min(end, second.end + _AROUND))]
    who = (_who(laid, first), _who(laid, second))
    words = [laid.scene.text[e.start : e.end].split() for e in pair]
    akin = bool(words[0] and words[1] and words[0][0] == words[1][0])
    last, inner, outer = before[-1:], between[:1], after[:1]
    said = [
        ("last", last), ("first between", inner), ("last between", between[-1:]), ("behind", outer), ("all", inner, last, outer),
        ("kinds between", sorted(set(between))), ("who", who), ("who said", who, inner or last), ("akin", akin),
        ("akin said", akin, inner, listed), ("listed", listed), ("listed said", listed, last, inner), ("zone", laid.scene.zone(first.start)),
        ("zone who", laid.scene.zone(first.start), who[0][0], who[1][0]), ("kind", who[0][1], who[1][1]),
        ("formula", formula), ("formula who", formula, who), ("formula listed", formula, listed),
        ("kind said", who[0][1], who[1][1], inner or last or outer),
    ]  # fmt: skip
    sides = enumerate((before, between, after))
    present = [(n, kind, kind in side, listed) for n, side in sides for kind in cues.kinds]
    return [hashed(value) for value in (*said, *present)]


def _who(laid: Laid, end: End) -> tuple[int, str, bool]:
    """Return how an organisation is named, its kind, and whether it is the issuer."""
    return end.kind, laid.scene.kinds.get(end.entity, ""), end.entity == laid.scene.issuer


def _sides(laid: Laid, found: Sequence[Pair], cues: Cues, heads: Ints, tails: Ints) -> dict[End, _Side]:
    """Return of each end what it hangs on; an organisation of a list hangs on what the list hangs on."""
    text, starts = laid.scene.text, laid.items.starts
    order = {int(at): number for number, at in enumerate(laid.organisation_at.tolist())}
    ends = [laid.scene.mentions[number].end for number in laid.organisations]
    sides: dict[End, _Side] = {}
    for end in {end for pair in found for end in pair}:
        begin, stop = laid.scene.sentence(end.start)
        first = int(starts[heads[end.item]]) if heads[end.item] != end.item else end.start
        last = ends[order[int(tails[end.item])]] if tails[end.item] != end.item else end.end
        rank = sum(1 for at in laid.organisation_at.tolist() if begin <= int(starts[at]) < first and heads[at] == at)
        before = Hinge() if end.kind == UNSAID else hinge_before(text, begin, first, cues)
        after = Hinge() if end.kind == UNSAID else hinge_after(text, last, stop, cues)
        sides[end] = _Side(before, after, min(rank, 3))
    return sides


def _hanging(pair: Pair, sides: dict[End, _Side], listed: bool) -> list[int]:
    """Return what both ends hang on, alone and together."""
    one, other = sides[pair.first], sides[pair.second]
    kinds = (pair.first.kind, pair.second.kind)
    (link, kind, stem, far), (own_link, own_kind, own_stem, _) = other.before, one.before
    apart = min(other.rank - one.rank, 3)
    said = [
        (link, kind), (link, stem), (kind, stem), (link, kind, far), (link, kind, kinds), (link, stem, kinds), (link, stem, one.rank, apart),
        (own_link, own_kind), (own_link, own_stem), (own_link, own_kind, link, kind), one.after[:2], (one.after[0], one.after[2]),
        one.after, other.after[:2], (other.after[0], other.after[2]), other.after, (one.after[:3], link, kind), (kind, one.after[1], apart),
        (one.rank, apart, listed), (one.rank, apart, kinds, kind), (link, kind, own_kind, one.after[1], other.after[1]), (own_kind, kind, listed),
    ]  # fmt: skip
    return [hashed("hangs", number, value) for number, value in enumerate(said)]
