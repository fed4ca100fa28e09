"""Which body an office is held in: the bodies around title and holder, the issuer, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from presstab.analysis.ties.features import facts, looks, with_facet
from presstab.analysis.ties.groups import Groups, hashed, nearest
from presstab.analysis.ties.holders import title_words
from presstab.analysis.ties.scene import Laid

NO_BODY, ISSUER = -1, -2
_OF_TITLE, _OF_PERSON, _REACH = 4, 2, 150
_SLOT = 3000


def bodies(laid: Laid, offices: Sequence[tuple[int, int]]) -> Groups:
    """Return the candidates of each office (title and person): no body, the issuer, the bodies around it.

    A body is the number of its mention in `laid.bodies`.
    """
    found = [_near(laid, title, person) for title, person in offices]
    sizes = [len(near) + 2 for near in found]
    choices = [choice for near in found for choice in (NO_BODY, ISSUER, *near)]
    of_office = np.repeat(np.arange(len(offices)), sizes)
    return Groups(sizes, choices, _rows(laid, [offices[n] for n in of_office.tolist()], choices))


def entity_of(laid: Laid, choice: int) -> str | None:
    """Return the body that a candidate stands for."""
    if choice == NO_BODY:
        return None
    return laid.scene.issuer if choice == ISSUER else laid.entity(laid.bodies[choice])


def _near(laid: Laid, title: int, person: int) -> list[int]:
    at = int(laid.title_at[title])
    of_title = nearest(laid.body_at, at, _OF_TITLE, _OF_TITLE, _REACH)
    of_person = nearest(laid.body_at, int(laid.person_at[person]), _OF_PERSON, _OF_PERSON, _REACH)
    return sorted({*of_title, *of_person})


def _rows(laid: Laid, offices: Sequence[tuple[int, int]], choices: Sequence[int]) -> np.ndarray:
    title = laid.title_at[np.array([t for t, _ in offices], dtype=np.int64)]
    person = laid.person_at[np.array([p for _, p in offices], dtype=np.int64)]
    named = np.array(choices) >= 0
    body = np.where(named, _places(laid, choices), title)
    behind_title, behind_person = (body > title) + 1, (body > person) + 1
    of_title = with_facet(looks(laid.items, np.minimum(body, title), np.maximum(body, title)), behind_title)
    of_person = with_facet(
        looks(laid.items, np.minimum(body, person), np.maximum(body, person)), 7 + 3 * behind_person + behind_title
    )
    kinds = np.array([_kind(laid, choice) for choice in choices])
    between = with_facet(looks(laid.items, np.minimum(title, person), np.maximum(title, person)), 20 + kinds)
    shown = named[:, None]
    about = facts(_facts(laid, offices, choices), _SLOT)
    return np.concatenate([of_title * shown, of_person * shown, between, about], axis=1)


def _places(laid: Laid, choices: Sequence[int]) -> np.ndarray:
    return np.array([laid.body_at[c] if c >= 0 else 0 for c in choices], dtype=np.int64)


def _kind(laid: Laid, choice: int) -> int:
    """Return whether a candidate is none, the issuer unnamed, another body or the issuer where it is named."""
    if choice == NO_BODY:
        return 0
    if choice == ISSUER:
        return 1 if laid.scene.issuer else 2
    return 4 if entity_of(laid, choice) == laid.scene.issuer else 3


def _facts(laid: Laid, offices: Sequence[tuple[int, int]], choices: Sequence[int]) -> list[list[int]]:
    often = Counter(laid.entity(number) for number in laid.bodies)
    words = [title_words(title.text) for title in laid.scene.titles]
    here = np.searchsorted(laid.body_at, laid.title_at).tolist()
    columns: list[list[int]] = []
    for (title, person), choice in zip(offices, choices, strict=True):
        kind, entity = _kind(laid, choice), entity_of(laid, choice) or ""
        at, who = int(laid.title_at[title]), int(laid.person_at[person])
        place = int(laid.body_at[choice]) if choice >= 0 else -1
        rank = (choice - here[title] if place > at else here[title] - 1 - choice) if choice >= 0 else -1
        where = (place > at, rank, min(at, who) < place < max(at, who)) if choice >= 0 else ()
        what = laid.scene.kinds.get(entity, "")
        first, last, both, look = words[title]
        zone = int(laid.items.zones[at])
        columns.append([
            kind, hashed(kind, where), hashed(kind, first), hashed(kind, last), hashed(kind, both), hashed(kind, look),
            hashed(kind, min(5, often[entity])), hashed(kind, zone), hashed(where, who > at, kind), hashed(what, kind > 2),
            hashed(what, last), hashed(where, zone),
        ])  # fmt: skip
    return list(map(list, zip(*columns, strict=True)))
