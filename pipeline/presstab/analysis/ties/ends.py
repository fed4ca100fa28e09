"""The two ends of a relation: organisations named in one sentence, and the issuer where it is `we` or goes without saying."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, groupby
from typing import NamedTuple

import numpy as np

from presstab.analysis.ties.scene import Laid

NAMED, PRONOUN, UNSAID = range(3)
_MAX_BETWEEN = 60  # items between the two ends
_MAX_ENDS = 24  # organisations of one sentence that are looked at; more is a list of members or an attack


class End(NamedTuple):
    """An organisation where it stands: its item, its place in the text, who it is, and how it is named."""

    item: int
    start: int
    end: int
    entity: str
    kind: int


class Pair(NamedTuple):
    """Two organisations of one sentence in the order of the text."""

    first: End
    second: End


def pairs(laid: Laid) -> list[Pair]:
    """Return the pairs of different organisations of each sentence."""
    found: list[Pair] = []
    for _, same in groupby(_ends(laid), key=lambda end: int(laid.items.sentences[end.item])):
        ends = list(same)
        issuer = laid.scene.issuer_at(ends[0].start)
        if issuer and all(end.entity != issuer for end in ends):
            ends.insert(0, _unsaid(laid, ends[0], issuer))
        found += [
            Pair(a, b) for a, b in combinations(ends[:_MAX_ENDS], 2)
            if a.entity != b.entity and a.item < b.item and b.item - a.item <= _MAX_BETWEEN
            and NAMED in (a.kind, b.kind)
        ]  # fmt: skip
    return found


def _ends(laid: Laid) -> list[End]:
    mentions = laid.scene.mentions
    found = [
        End(int(at), mentions[number].start, mentions[number].end, laid.entity(number), NAMED)
        for number, at in zip(laid.organisations, laid.organisation_at, strict=True)
    ]
    return sorted([*found, *_pronouns(laid)])


def _pronouns(laid: Laid) -> Iterator[End]:
    """Yield the issuer where it calls itself `we` or `the company`, once a sentence, where organisations are named.

    Whoever a quotation speaks for may be a part of an organisation that is meant: another's `we` is left out.
    """
    telling = {int(laid.items.sentences[at]) for at in laid.organisation_at}
    for match in laid.scene.words.rules.issuer.find_all(laid.scene.text):
        item = int(np.searchsorted(laid.items.starts, match.start()))
        if item < len(laid.items.starts) and laid.items.starts[item] == match.start():
            sentence, issuer = int(laid.items.sentences[item]), laid.scene.issuer_at(match.start())
            if issuer and sentence in telling and not laid.scene.is_said_for_another(match.start()):
                telling.remove(sentence)
                yield End(item, match.start(), match.end(), issuer, PRONOUN)


def _unsaid(laid: Laid, first: End, issuer: str) -> End:
    """Return the issuer at the beginning of a sentence that does not name it."""
    start, _ = laid.scene.sentence(first.start)
    item = min(int(np.searchsorted(laid.items.starts, start)), first.item - 1)
    return End(max(item, 0), start, start, issuer, UNSAID)
