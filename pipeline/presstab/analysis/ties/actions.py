"""Whether an office is held, taken, left or was held before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from presstab.analysis.ties.cues import Cue, Cues
from presstab.analysis.ties.features import facts, features, looks, with_facet
from presstab.analysis.ties.groups import hashed
from presstab.analysis.ties.holders import title_words
from presstab.analysis.ties.items import Ints
from presstab.analysis.ties.scene import Laid

ACTIONS = ("holds", "appointed", "leaves", "held")
_WIDE = 14  # items of the sentence around the office whose place is not looked at
_BEFORE, _AFTER, _BESIDE = 150, 80, 25  # characters before, after and right before in which cues are looked for
_TELLING = frozenset("ALSFN")
_SLOT, _CUE_SLOT = 4000, 5000


def action_rows(laid: Laid, offices: Sequence[tuple[int, int]]) -> Ints:
    """Return the features of each office: its title and the person (number in `laid.people`) who holds it."""
    title = laid.title_at[np.array([t for t, _ in offices], dtype=np.int64)]
    person = laid.person_at[np.array([p for _, p in offices], dtype=np.int64)]
    left, right = np.minimum(title, person), np.maximum(title, person)
    cues = Cues(laid.scene.text, laid.scene.words.cues)
    headline = _headline(laid, cues)
    about = [_facts(laid, t, p, cues, headline) for t, p in offices]
    said = facts(list(map(list, zip(*about, strict=True))), _CUE_SLOT)
    around = with_facet(looks(laid.items, left, right), (person > title) * 1)
    return np.concatenate([around, _bags(laid, left, right, title), said], axis=1)


def _bags(laid: Laid, left: Ints, right: Ints, title: Ints) -> Ints:
    """Return the stems of the sentence before the office, after it, within it, and before its title."""
    steps = np.arange(1, _WIDE + 1)
    bags = []
    for slot, side, step in ((_SLOT, left, -1), (_SLOT + 1, right, 1), (_SLOT + 2, title, -1)):
        places = side[:, None] + step * steps
        held = np.clip(places, 0, len(laid.items.words) - 1)
        same = (places == held) & (laid.items.sentences[held] == laid.items.sentences[side][:, None])
        bags.append(features(np.where(same, laid.items.stems[held] + 1, 0), np.full(_WIDE, slot)))
    return np.concatenate(bags, axis=1)


def _headline(laid: Laid, cues: Cues) -> tuple[int, str]:
    """Return where the headline ends and what it says of offices."""
    end = max((end for _, end, zone in laid.scene.zones if zone == "headline"), default=0)
    return end, _kinds(cues.within(0, end), _TELLING)


def _kinds(cues: Sequence[Cue], among: frozenset[str] | None = None) -> str:
    return "".join(sorted({cue.kind for cue in cues if among is None or cue.kind in among}))


def _facts(laid: Laid, title: int, person: int, cues: Cues, headline: tuple[int, str]) -> list[int]:
    """Return what the cues around an office say, alone and together with where they stand."""
    words, name = laid.scene.titles[title], laid.scene.mentions[laid.people[person]]
    order = name.start > words.start
    first, second = ((words.start, words.end), (name.start, name.end))[:: -1 if not order else 1]
    begin, _ = laid.scene.sentence(first[0])
    _, end = laid.scene.sentence(second[0])
    title_sentence = laid.scene.sentence(words.start)[0]
    before = cues.within(max(begin, first[0] - _BEFORE), first[0])
    between = cues.within(first[1], second[0])
    after = cues.within(second[1], min(end, second[1] + _AFTER))
    to_title = cues.within(max(title_sentence, words.start - _BEFORE), words.start)
    own = _kinds(cues.within(words.start, words.end))
    telling = next((cue.kind for cue in reversed(to_title) if cue.kind in _TELLING), "")
    beside = to_title[-1].kind if to_title and words.start - to_title[-1].end < _BESIDE else ""
    in_headline = laid.scene.first_named.get(name.entity or "", headline[0]) < headline[0]
    last, between_last, after_first = _kind_at(before, -1), _kind_at(between, -1), _kind_at(after, 0)
    same = name.start >= title_sentence
    look = title_words(words.text)
    said = [
        (last, order), (between_last, order), (_kind_at(between, 0), order), (after_first, order), (beside, order),
        (telling, order), (headline[1], in_headline), (headline[1], in_headline, telling), (last, between_last, order),
        (between_last, after_first, order), (telling, _kind_at(to_title, -1), beside), same, (same, telling), own,
        (own, telling), look[0], look[1], (look[3], order), (laid.scene.zone(words.start), order), order,
        (_kinds(before), order), (_kinds(between), order), (_kinds(after), order), (_kinds(to_title), order),
    ]  # fmt: skip
    sides = enumerate((before, between, after, to_title))
    present = [(kind, n, order) if kind in _kinds(side) else 0 for n, side in sides for kind in "ANLSFPHQ"]
    return [hashed(n, value) for n, value in enumerate([*said, *present])]


def _kind_at(cues: Sequence[Cue], number: int) -> str:
    return cues[number].kind if cues else ""
