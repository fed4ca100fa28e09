"""What the places of an entity's mentions make of its row: how often, where, and with what weight it is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from presstab.schema import REPEATED_ZONES

# What a zone says of the weight of what it names: the fifth of `salience` that position alone does not tell.
_ZONE_WEIGHTS = {"headline": 1.0, "lead": 0.8, "dateline": 0.8, "body": 0.5, "quote": 0.5, "boilerplate": 0.2,
                 "contact": 0.1, "safe_harbour": 0.0}  # fmt: skip


class NamedAt(NamedTuple):
    """A mention: its first character, its zone and its sentence."""

    start: int
    zone: str
    sentence: str


def weigh(mentions: Sequence[NamedAt], most: int, length: int) -> Mapping[str, Any]:
    """Return the columns that follow from an entity's mentions, which come in order of the text.

    `most` are the mentions of the most mentioned entity of its label, `length` the characters of the text.
    """
    first = mentions[0]
    weight = max(_ZONE_WEIGHTS[mention.zone] for mention in mentions)
    earliness = 1 - first.start / max(1, length)
    return {
        "n_mentions": len(mentions),
        "first_zone": first.zone,
        "in_headline": any(mention.zone == "headline" for mention in mentions),
        "salience": round(0.4 * earliness + 0.4 * len(mentions) / most + 0.2 * weight, 4),
        "first_sentence": first.sentence,
        "only_in_boilerplate": all(mention.zone in REPEATED_ZONES for mention in mentions),
    }
