"""What a release says of one of its entities beyond the columns of its row: what identity across releases needs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self


@dataclass(frozen=True)
class Facts:
    """The facts of a local entity.

    `forms` counts the strings that name it, `acronyms` are those of them that are abbreviations. `tickers` are
    (ticker, exchange), `identifiers` (scheme, value, exchange) by the registry, whose entry is `registry`. `issuer`
    and `organisations` are local ids: the release's issuer, and the organisations where a person holds an office,
    right beside which the person is named (`Acme's Jane Doe`) or whose release it is. `category_by_head` is what the
    words of a technology's name say, `around` counts the categories of the technologies that the release names with
    it, `dateline_country` is where the issuer's release comes from.
    Queries of the store read `kind`, `issuer`, `acronyms`, `forms` and `organisations` from the written form.
    """

    key: str
    forms: Mapping[str, int] = field(default_factory=dict)
    acronyms: tuple[str, ...] = ()
    published_on: dt.date | None = None
    legal_name: str | None = None
    legal_form: str | None = None
    kind: str | None = None
    country: str | None = None
    registry: str | None = None
    identifiers: tuple[tuple[str, str, str], ...] = ()
    tickers: tuple[tuple[str, str], ...] = ()
    issuer: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    organisations: tuple[str, ...] = ()
    category: str | None = None
    parent: str | None = None
    abbreviation: str | None = None
    category_by_head: str | None = None
    around: Mapping[str, int] = field(default_factory=dict)
    dateline_country: str | None = None

    def encode(self) -> str:
        """Return the facts as the store keeps them: JSON, without what is empty but for forms and acronyms."""
        stated = {of.name: value for of in fields(self) if (value := getattr(self, of.name)) or of.name in _ALWAYS}
        return json.dumps(stated, sort_keys=True, ensure_ascii=False, default=dt.date.isoformat)

    @classmethod
    def decode(cls, written: str) -> Self:
        """Return the facts that `encode` wrote, or that an earlier version did."""
        told: dict[str, Any] = json.loads(written)
        told.setdefault("organisations", told.get(_FORMER_ORGANISATIONS))
        stated = {name: value for name, value in told.items() if value and name in _NAMES} | {"key": told["key"]}
        for name in _READ.keys() & stated.keys():
            stated[name] = _READ[name](stated[name])
        return cls(**stated)


def _tuples(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, rows))


_FORMER_ORGANISATIONS = "bodies"  # what stores of 0.2 call them
_ALWAYS = frozenset(["forms", "acronyms"])
_NAMES = frozenset(of.name for of in fields(Facts))
# How what JSON has no form for is read.
_READ: dict[str, Callable[[Any], Any]] = {
    "acronyms": tuple, "organisations": tuple, "identifiers": _tuples, "tickers": _tuples,
    "published_on": dt.date.fromisoformat,
}  # fmt: skip
