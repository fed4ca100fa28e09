"""Wordings by which a text ties two organisations, for what annotated releases are too few to teach: `formulas.yml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

_REACH = 80  # characters before and after the two organisations that are looked at
_MAX_BETWEEN = 260
_OF_WHAT_IT_IS = frozenset(["ownership", "membership"])  # what an apposition says too
FAR, CLEAR, NEAR = range(
    3
)  # a third organisation between two, none, and the two of no list or next to each other in theirs


class Formula(NamedTuple):
    """A wording: its id, the type of relation, whether its subject is the second organisation, its patterns.

    `names` are the patterns that the two organisations' own names must match.
    One with a `least` of CLEAR needs that no third organisation stands between the two, of NEAR no list either; one that is
    `unsaid` also holds for an issuer that is not named.
    """

    id: str
    type: str
    reverse: bool
    between: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    names: tuple[re.Pattern[str] | None, re.Pattern[str] | None]
    least: int
    unsaid: bool


class Formulas(NamedTuple):
    """The wordings in the order of their file, and the patterns of what keeps two organisations apart.

    `apart` stands between the two, `apposed` before the first.
    """

    known: tuple[Formula, ...]
    apart: re.Pattern[str]
    apposed: re.Pattern[str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Formulas:
        """Return the wordings of `formulas.yml`."""
        known = tuple(_formula(entry, data) for entry in data["formulas"])
        apart, apposed = (re.compile(data[key]["pattern"], re.IGNORECASE) for key in ("apart", "apposed"))
        return cls(known, apart, apposed)

    def first(
        self, before: str, between: str, after: str, apart: int = NEAR, names: tuple[str, str] = ("", "")
    ) -> Formula | None:
        """Return the first wording that what stands before, between and after two organisations of these names matches; None where they stand apart.

        >>> from presstab.resources import packaged
        >>> Formulas.of(packaged().lists("ties/formulas.yml")).first("", " has agreed to acquire ", ".").id
        'buys'
        """
        if len(between) > _MAX_BETWEEN or self.stand_apart(between):
            return None
        between, before = " ".join(between.split()), before[-_REACH:].rstrip()
        is_apposed = self.apposed.search(before) is not None
        return next(
            (
                formula for formula in self.known
                if not (is_apposed and formula.type not in _OF_WHAT_IT_IS)
                and apart >= formula.least and _matches(formula, before, between, after[:_REACH]) and _is_named(formula, names)
            ),
            None,
        )  # fmt: skip

    def stand_apart(self, between: str) -> bool:
        """Return whether the words between two organisations say that nothing ties the second to the first.

        >>> from presstab.resources import packaged
        >>> formulas = Formulas.of(packaged().lists("ties/formulas.yml"))
        >>> formulas.stand_apart(" acquired land near "), formulas.stand_apart(" acquired ")
        (True, False)
        """
        return self.apart.search(between[-_REACH:]) is not None


def _is_named(formula: Formula, names: tuple[str, str]) -> bool:
    return all(pattern is None or pattern.search(name) for pattern, name in zip(formula.names, names, strict=True))


def _matches(formula: Formula, before: str, between: str, after: str) -> bool:
    return (
        (formula.before is None or formula.before.search(before) is not None)
        and (formula.after is None or formula.after.search(after) is not None)
        and formula.between.fullmatch(between) is not None
    )


def _formula(entry: Mapping[str, Any], gaps: Mapping[str, Any]) -> Formula:
    words = entry["between"].replace("{gap}", gaps["gap"]).replace("{any}", gaps["any"])
    between = re.compile(words, re.IGNORECASE)
    before, after, first, second = (
        re.compile(entry[k], re.IGNORECASE) if k in entry else None for k in ("before", "after", "first", "second")
    )
    least = NEAR if entry.get("near") else CLEAR if entry.get("clear") else FAR
    return Formula(entry["id"], entry["type"], entry["subject"] == "second", between, before, after, (first, second),
                   least, entry.get("unsaid", False))  # fmt: skip
