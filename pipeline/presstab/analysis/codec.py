"""Results of the analysis to plain values and back, so that a spaCy `Doc` that holds them can be stored.

spaCy writes a `Doc` with msgpack, which srsly lets encoders extend (entry points `srsly_msgpack_encoders`
and `_decoders` in pyproject.toml): a frozen result becomes a map of its type's name and its fields.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from presstab.analysis import record
from presstab.analysis.statements import Quotation, Relation
from presstab.corpus.release import Issue
from presstab.dates import DateMention
from presstab.recogniser.reading import PieceStates, Reading, TextSpan, Thresholds

_TYPE, _FIELDS = "presstab", "fields"
_KINDS: tuple[Any, ...] = (
    record.Candidate, record.Candidates, record.Outline, record.TitlePlaces, record.Listing, record.Definition,
    record.Brackets, record.Dates, record.Mention, record.Mentions, record.Entity, record.DefinedTerm,
    record.Entities, record.Title, record.Role, record.Roles, record.Quotations, record.Relations,
    Quotation, Relation, Issue, DateMention, Reading, PieceStates, TextSpan, Thresholds,
)  # fmt: skip
_RECORDS: dict[str, Any] = {kind.__name__: kind for kind in _KINDS}
_PLAIN: dict[str, Callable[[str], Any]] = {"date": dt.date.fromisoformat, "Decimal": Decimal}

Chain = Callable[[Any], Any] | None


def encode(value: Any, chain: Chain = None) -> Any:
    """Return a result as a map of plain values; what is none goes to the next encoder of the chain."""
    name = type(value).__name__
    if type(value) is _RECORDS.get(name):
        return {_TYPE: name, _FIELDS: [getattr(value, field.name) for field in dataclasses.fields(value)]}
    if type(value) in {dt.date, Decimal}:
        return {_TYPE: name, _FIELDS: str(value)}
    return value if chain is None else chain(value)


def decode(value: Any, chain: Chain = None) -> Any:
    """Return the result that a map holds; what is none goes to the next decoder of the chain."""
    if isinstance(value, Mapping) and value.keys() == {_TYPE, _FIELDS}:
        name, fields = value[_TYPE], value[_FIELDS]
        if name in _RECORDS:
            return _RECORDS[name](*map(_frozen, fields))
        if name in _PLAIN:
            return _PLAIN[name](fields)
    return value if chain is None else chain(value)


def _frozen(value: Any) -> Any:
    """Return a value with tuples for lists: msgpack tells the two from each other no more."""
    if isinstance(value, list | tuple):
        return tuple(map(_frozen, value))
    return {key: _frozen(item) for key, item in value.items()} if isinstance(value, dict) else value
