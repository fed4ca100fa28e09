"""What a release states of its people and organisations, as frozen results; their rows are made from these.

Entities are named by their local ids; places are characters of the text, from 0, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Quotation:
    """A run of quoted words inside its marks: who says it, for which organisation, in which office."""

    start: int
    end: int
    person: str | None
    organisation: str | None
    title: str | None = None


@dataclass(frozen=True)
class Relation:
    """What the characters from `evidence_start` to `evidence_end` state of two organisations.

    `effective` is a date's value; `amount` has a `currency`: ISO 4217 or a coin's symbol.
    """

    type: str
    subject: str
    object: str
    status: str
    evidence_start: int
    evidence_end: int
    found_by: str
    amount: Decimal | None = None
    currency: str | None = None
    effective: str | None = None
    rule_id: str | None = None
    score: float | None = None
