"""Offices, quotations and relations in words: who, what, where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from presstab.text import collapse

Row = Mapping[str, Any]
_MOST = 80  # characters of a quotation that stand for it


def name_statement(table: str, row: Row) -> str:
    """Return what a row is about.

    >>> name_statement("roles", {"person": "Jane Doe", "title": "chairman", "organisation": "Acme"})
    'Jane Doe, chairman, Acme'
    """
    return _NAMES[table](row)


def describe_statement(table: str, row: Row) -> str:
    """Return a row in one line.

    >>> row = {"type": "joint_venture", "subject": "Gamma", "object": "Acme", "status": "agreed", "amount": 2e6}
    >>> describe_statement("relations", row | {"currency": "USD", "effective": "2025"})
    'joint venture Gamma – Acme (agreed, 2,000,000 USD, 2025)'
    """
    said = ", ".join(_details(table, row))
    return name_statement(table, row) + (f" ({said})" if said else "")


def _office(row: Row) -> str:
    return ", ".join(str(row[column]) for column in ("person", "title", "organisation") if row.get(column))


def _quotation(row: Row) -> str:
    text = collapse(str(row.get("text") or ""))
    quoted = text if len(text) <= _MOST else text[:_MOST].rsplit(" ", 1)[0] + " …"
    return f"{row.get('person') or row.get('organisation') or 'somebody'}: “{quoted}”"


def _relation(row: Row) -> str:
    return f"{str(row.get('type')).replace('_', ' ')} {row.get('subject')} – {row.get('object')}"


_NAMES: dict[str, Callable[[Row], str]] = {"roles": _office, "quotations": _quotation, "relations": _relation}


def _details(table: str, row: Row) -> Iterator[str]:
    if table == "roles" and row.get("action") not in {None, "holds"}:
        yield str(row["action"])
    if table == "relations":
        yield str(row.get("status"))
        if row.get("amount") is not None:
            yield f"{row['amount']:,.10g} {row.get('currency') or ''}".rstrip()
    if table != "quotations" and row.get("effective"):
        yield str(row["effective"])
