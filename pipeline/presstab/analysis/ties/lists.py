"""Organisations in a list: `Acme, Beta (BT) and Gamma` is looked at as its first and its last."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from presstab.analysis.ties.items import Ints
from presstab.analysis.ties.scene import Laid

_MAX_APART = 4  # items between the beginnings of two neighbours


def list_heads(laid: Laid) -> Ints:
    """Return for each item the first of the list of organisations that it stands in: `Acme`, `Beta and Gamma`."""
    heads = np.arange(len(laid.items.words))
    mentions, rules = laid.scene.mentions, laid.scene.words.rules
    ends: list[tuple[int, int]] = list(zip(laid.organisations, laid.organisation_at.tolist(), strict=True))
    for (one, before), (other, at) in pairwise(ends):
        first, second = mentions[one], mentions[other]
        gap = laid.scene.text[first.end : second.start]
        if len(gap) < 60 and (
            rules.list_next.find(gap) or (first.entity == second.entity and rules.short_form.find(gap))
        ):
            heads[at] = heads[before]
    return heads


def list_tails(heads: Ints) -> Ints:
    """Return for each item the last of its list."""
    numbers = np.arange(len(heads))
    last = numbers.copy()
    np.maximum.at(last, heads, numbers)
    return last[heads]
