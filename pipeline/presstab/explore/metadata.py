"""What Datasette shows of the tables: descriptions, labels, facets, and the questions that analysts ask. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from presstab.schema import Table

DATABASE = "presstab"
# Columns by whose values a table's page offers to narrow it.
FACETS = {
    "documents": ("language", "published_from", "status"),
    "document_entities": ("label", "first_zone"),
    "mentions": ("label", "zone", "found_by"),
    "organisations": ("kind", "country"),
    "technologies": ("category",),
    "roles": ("action", "title"),
    "relations": ("type", "status"),
    "quotations": ("organisation",),
    "issues": ("severity", "code"),
}
# The column that stands for a row where another table links to it.
_LABELS = {"documents": "title", "organisations": "name", "people": "name", "technologies": "name"}
# By what a table's page is sorted at first.
_SORTED = {"document_entities": "salience", "organisations": "n_documents", "people": "n_documents",
           "technologies": "n_documents", "documents": "published_on"}  # fmt: skip


def metadata(tables: Iterable[Table], questions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return Datasette's metadata of some tables and questions."""
    shown = {table.name: _table(table) for table in tables}
    shown["texts"] = {"description": "The text of every release, to search in."}
    shown["sentences"] = {"description": "Every sentence that names something, to search in."}
    queries = {q["name"]: {"sql": q["sql"], "title": q["title"], "description": q["about"]} for q in questions}
    about = "Tables made by presstab from press releases. Open document_entities first, or one of the questions."
    database = {"tables": shown, "queries": queries, "description": about}
    return {"title": "presstab", "description": about, "databases": {DATABASE: database}}


def _table(table: Table) -> dict[str, Any]:
    names = set(table.names)
    described: dict[str, Any] = {
        "description": table.description,
        "columns": {column.name: column.description for column in table.columns},
        "facets": [name for name in FACETS.get(table.name, ()) if name in names],
    }
    if table.name in _LABELS:
        described["label_column"] = _LABELS[table.name]
    if table.name in _SORTED:
        described["sort_desc"] = _SORTED[table.name]
    return described
