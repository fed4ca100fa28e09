"""What was extracted from a release, in the form that is scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from presstab.extraction import Extraction


@dataclass(frozen=True)
class PredictedMention:
    """A predicted span; `entity` tells the entities of a release apart."""

    start: int
    end: int
    label: str
    text: str = ""
    entity: str | None = None
    value: str | None = None
    modifier: str | None = None


@dataclass(frozen=True)
class PredictedRole:
    """A predicted office."""

    person: str
    title: str
    organisation: str | None
    action: str = "holds"


class PredictedQuotation(NamedTuple):
    """A predicted quotation: the characters inside its marks, and the entity of who speaks."""

    start: int
    end: int
    speaker: str | None


class PredictedRelation(NamedTuple):
    """A predicted relation between two entities."""

    type: str
    subject: str
    object: str
    status: str


@dataclass
class Prediction:
    """What was extracted from one release; `names` are the entities' names by their id."""

    mentions: list[PredictedMention] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    roles: list[PredictedRole] = field(default_factory=list)
    quotations: list[PredictedQuotation] = field(default_factory=list)
    relations: list[PredictedRelation] = field(default_factory=list)


def prediction_of(extraction: Extraction) -> Prediction:
    """Return what an extraction's rows say, in the form that is scored."""
    rows = extraction.rows
    dates = {row["mention_id"]: row for row in rows.get("dates", ())}
    return Prediction(
        [_mention(row, dates.get(row["mention_id"], {})) for row in rows.get("mentions", ())],
        {row["local_id"]: row["name"] for row in rows.get("entities", ())},
        [PredictedRole(r["person"], r["title"], r["organisation"], r["action"]) for r in rows.get("roles", ())],
        [PredictedQuotation(r["start"], r["end"], r["person_local"]) for r in rows.get("quotations", ())],
        [
            PredictedRelation(r["type"], r["subject_local"], r["object_local"], r["status"])
            for r in rows.get("relations", ())
        ],
    )


def _mention(row: Mapping[str, Any], date: Mapping[str, Any]) -> PredictedMention:
    return PredictedMention(
        row["start"], row["end"], row["label"], row["text"], row["local_id"], date.get("value"), date.get("modifier")
    )
