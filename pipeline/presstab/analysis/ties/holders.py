"""Whose office a title is: the people around it as candidates, and what speaks for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from presstab.analysis.ties.features import facts, looks, with_facet
from presstab.analysis.ties.groups import Groups, hashed, nearest
from presstab.analysis.ties.scene import Laid

NOBODY = -1
_BEFORE, _AFTER, _REACH = 4, 3, 160
_NONE, _FIRST, _SECOND = 0, 1, 2  # the order of title and person: none, the person first, the title first
_SLOT = 2000


def holders(laid: Laid) -> Groups:
    """Return the candidates of each title: nobody, and the numbers (in `laid.people`) of the people around it."""
    found = [nearest(laid.person_at, int(at), _BEFORE, _AFTER, _REACH) for at in laid.title_at]
    sizes = [1 + len(near) for near in found]
    choices = [choice for near in found for choice in (NOBODY, *near)]
    titles = [number for number, size in enumerate(sizes) for _ in range(size)]
    return Groups(sizes, choices, _rows(laid, titles, choices))


def title_words(text: str) -> tuple[int, int, int, int]:
    """Return what a title says: its first and last word, both, and how it looks."""
    words = re.findall(r"\w+", text.lower()) or [""]
    return hashed(words[0]), hashed(words[-1]), hashed(words[0], words[-1]), min(len(words), 5) * 2 + text[:1].isupper()


def _rows(laid: Laid, titles: Sequence[int], choices: Sequence[int]) -> np.ndarray:
    at = laid.title_at[np.array(titles, dtype=np.int64)]
    places = np.array([laid.person_at[c] if c >= 0 else min(a + 1, len(laid.items.words) - 1)
                       for c, a in zip(choices, at.tolist(), strict=True)], dtype=np.int64)  # fmt: skip
    order = np.array([_NONE if c < 0 else _SECOND if p > a else _FIRST
                      for c, p, a in zip(choices, places.tolist(), at.tolist(), strict=True)])  # fmt: skip
    around = with_facet(looks(laid.items, np.minimum(at, places), np.maximum(at, places)), order)
    return np.concatenate([around, facts(_facts(laid, titles, choices, order), _SLOT)], axis=1)


def _facts(laid: Laid, titles: Sequence[int], choices: Sequence[int], order: np.ndarray) -> list[list[int]]:
    """Return order and rank of each person, how often he is named, and the title's words."""
    entities = [laid.entity(number) for number in laid.people]
    often = Counter(entities)
    first = {entity: number for number, entity in reversed(list(enumerate(entities)))}
    words = [title_words(title.text) for title in laid.scene.titles]
    here = np.searchsorted(laid.person_at, laid.title_at).tolist()
    columns: list[list[int]] = []
    for title, choice, side in zip(titles, choices, order.tolist(), strict=True):
        rank = choice - here[title] if side == _SECOND else here[title] - 1 - choice if side == _FIRST else -1
        named = (first[entities[choice]] == choice, min(3, often[entities[choice]])) if choice >= 0 else ()
        start, last, both, look = words[title]
        columns.append([
            side, hashed(side, rank), hashed(side, named), hashed(side, start), hashed(side, last), hashed(side, both),
            hashed(side, look), hashed(side, rank, look),
        ])  # fmt: skip
    return list(map(list, zip(*columns, strict=True)))
