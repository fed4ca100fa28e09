"""Wordings by which a text ties two bodies, for what annotated releases are too few to teach: `formulas.yml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_DATA = Path(__file__).parent.parent.parent / "resources" / "ties" / "formulas.yml"
_REACH = 80  # characters before and behind the two bodies that are looked at
_MAX_BETWEEN = 260


class Formula(NamedTuple):
    """A wording: its id, the type of relation, whether its subject is the second body, its patterns.

    One that does not stand `alone` makes no relation, and only helps the reader to decide.
    """

    id: str
    type: str
    reverse: bool
    between: re.Pattern[str]
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    alone: bool


def formula_of(before: str, between: str, behind: str) -> Formula | None:
    """Return the first wording that what stands before, between and behind two bodies matches.

    >>> formula_of("", " has agreed to acquire ", ".").id
    'buys'
    """
    if len(between) > _MAX_BETWEEN:
        return None
    between, before = " ".join(between.split()), before[-_REACH:].rstrip()
    return next((f for f in load_formulas() if _matches(f, before, between, behind[:_REACH])), None)


def _matches(formula: Formula, before: str, between: str, behind: str) -> bool:
    return (
        (formula.before is None or formula.before.search(before) is not None)
        and (formula.behind is None or formula.behind.search(behind) is not None)
        and formula.between.fullmatch(between) is not None
    )


@cache
def load_formulas() -> tuple[Formula, ...]:
    """Return the wordings in the order of the file."""
    data = yaml.safe_load(_DATA.read_text(encoding="utf-8"))
    return tuple(_formula(entry, data["gap"]) for entry in data["formulas"])


def _formula(entry: dict[str, Any], gap: str) -> Formula:
    between = re.compile(entry["between"].replace("{gap}", gap), re.IGNORECASE)
    before, behind = (re.compile(entry[k], re.IGNORECASE) if k in entry else None for k in ("before", "behind"))
    return Formula(entry["id"], entry["type"], entry["subject"] == "second", between, before, behind,
                   entry.get("alone", True))  # fmt: skip
