"""Links in what a question answers: Datasette links rows of tables by itself, but not those of queries and views."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from presstab.explore.metadata import DATABASE, ENTITIES
from presstab.export.views import load_views
from presstab.schema import DOCUMENTS, ENTITY_PREFIX

_RELEASE = "doc_id"
_ENTITIES = tuple(ENTITY_PREFIX.values())
# Columns of names whose id is called otherwise. The title of who holds an office is none of a release.
_NAMES = {"title": _RELEASE, "name": "entity_id", "other_name": "other_id"}
_OF_OFFICES = "person"


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None) -> Any:
    """Return the link of a release or entity that a cell names, None where Datasette shows the cell as it is."""
    if not isinstance(value, str) or not value or not _is_unlinked(table):
        return None
    by = _id_column(column, row.keys())
    if by is None or not row[by] or not (by == _RELEASE or str(row[by]).startswith(_ENTITIES)):
        return None
    place = DOCUMENTS.name if by == _RELEASE else ENTITIES.name
    return Markup(f'<a href="/{DATABASE}/{place}/{tilde_encode(row[by])}">{escape(value)}</a>')


def _id_column(column: str, columns: Collection[str]) -> str | None:
    """Return the column whose id a cell links by, itself for an id; None for a cell that names nothing.

    >>> columns = ["partner", "partner_id", "title", "doc_id"]
    >>> [_id_column(column, columns) for column in ("partner", "partner_id", "title")]
    ['partner_id', 'partner_id', 'doc_id']
    >>> _id_column("title", ["person", "title", "doc_id"])
    """
    if column == "title" and _OF_OFFICES in columns:
        return None
    by = column if column.endswith("_id") else _NAMES.get(column, f"{column}_id")
    return by if by in columns else None


def _is_unlinked(table: str | None) -> bool:
    """Return whether cells come from a query, of which the table is None, or from a view."""
    return table is None or table in _views()


@cache
def _views() -> frozenset[str]:
    return frozenset(made.table.name for made in load_views())
