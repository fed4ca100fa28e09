"""What Datasette shows of the tables: descriptions, labels, facets, and the questions that analysts ask. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from presstab.schema import Table

DATABASE = "presstab"
PAGES = "presstab-pages"  # where the packaged scripts are served
SCRIPT = f"/{PAGES}/corrections.js"


def metadata(tables: Iterable[Table], questions: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return Datasette's metadata of some tables and questions."""
    shown = {table.name: _table(table) for table in tables}
    shown["texts"] = {"description": "The text of every release, to search in."}
    shown["sentences"] = {"description": "Every sentence that names something, to search in."}
    queries = {q["name"]: {"sql": q["sql"], "title": q["title"], "description": q["about"]} for q in questions}
    about = "Tables made by presstab from press releases. Open document_entities first, or one of the questions."
    database = {"tables": shown, "queries": queries, "description": about}
    return {"title": "presstab", "description": about, "databases": {DATABASE: database}, "extra_js_urls": [SCRIPT]}


def _table(table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": table.description,
        "columns": {column.name: column.description for column in table.columns},
        "facets": list(table.browsed.facets),
    }
    if table.browsed.label:
        described["label_column"] = table.browsed.label
    if table.browsed.sorted_by:
        described["sort_desc"] = table.browsed.sorted_by
    return described
