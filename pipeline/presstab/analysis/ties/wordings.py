"""Which wording of the list ties two organisations of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from presstab.analysis.ties.ends import UNSAID, Pair
from presstab.analysis.ties.formulas import CLEAR, FAR, NEAR, Formula
from presstab.analysis.ties.items import Ints
from presstab.analysis.ties.lists import list_tails
from presstab.analysis.ties.scene import Laid


def formulas_of(laid: Laid, found: Sequence[Pair], heads: Ints) -> list[Formula | None]:
    """Return the wording of each pair; an organisation of a list is looked at as its list's nearest to the other.

    `heads` are the first of each item's list (see `list_heads`).
    """
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
    return bool(laid.scene.named("PERSON", start, end))
