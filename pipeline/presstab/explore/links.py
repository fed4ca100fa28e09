"""Links in what a question answers: Datasette links rows of tables by itself, but not those of queries and views."""

from __future__ import annotations

from functools import cache
from typing import Any

from datasette import hookimpl
from datasette.utils import tilde_encode
from markupsafe import Markup, escape

from presstab.explore.metadata import DATABASE, ENTITIES
from presstab.export.views import load_views
from presstab.schema import DOCUMENTS

_RELEASE = "doc_id"


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: Any, column: str, table: str | None) -> Any:
    """Return the link of a release or entity that a cell names, None where Datasette shows the cell as it is."""
    if not isinstance(value, str) or not (column == _RELEASE or column.endswith("_id")) or not _is_unlinked(table):
        return None
    place = DOCUMENTS.name if column == _RELEASE else ENTITIES.name
    return Markup(f'<a href="/{DATABASE}/{place}/{tilde_encode(value)}">{escape(value)}</a>')


def _is_unlinked(table: str | None) -> bool:
    """Return whether cells come from a query, of which the table is None, or from a view."""
    return table is None or table in _views()


@cache
def _views() -> frozenset[str]:
    return frozenset(made.table.name for made in load_views())
