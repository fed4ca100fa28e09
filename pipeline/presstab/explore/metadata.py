"""What Datasette shows of the tables: descriptions, labels, facets, and the questions that analysts ask. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from presstab.export.views import Question, SqlView
from presstab.schema import Browsed, Column, Table

DATABASE = "presstab"
PAGES = "explore"  # where our own style sheet is served, and lies
CORRECTIONS = "corrections"  # the same of what the report holds too
# What `explore` adds to the tables, so that an id of any label leads to the entity, and sentences can be searched.
ENTITIES = Table(
    "entities",
    "Organisations, people and technologies together; below each what names it.",
    (
        Column("entity_id", "string", "The entity.", "org_honda"),
        Column("name", "string", "Its name in the store.", "Honda"),
        Column("label", "string", "What it is.", "ORG"),
        Column("n_documents", "integer", "Releases that mention it.", "3"),
    ),
    ("entity_id",),
    ("entity_id",),
    browsed=Browsed(("label",), label="name", sorted_by="n_documents"),
)
SENTENCES = Table(
    "sentences",
    "Every sentence that names something, to search in.",
    (
        Column("doc_id", "string", "The release.", "honda-nissan-2024"),
        Column("sentence", "string", "The sentence.", "Honda and Nissan have agreed …"),
    ),
    (),
    (),
)
_ABOUT = "Tables made by presstab from press releases, on this machine alone."
_BEGIN = """
<p>Ask a question, or open <a href="/presstab/document_entities">document_entities</a>: which entity stands in which
release. <a href="/presstab/documents">documents</a> and <a href="/presstab/sentences">sentences</a> can
be searched; every page is there as CSV and JSON.</p>"""


def metadata(tables: Iterable[Table], views: Iterable[SqlView], questions: Iterable[Question]) -> dict[str, Any]:
    """Return Datasette's metadata of some tables, views and questions."""
    shown = (*tables, ENTITIES, SENTENCES, *(made.table for made in views))
    queries = {q.name: _query(q) for q in questions}
    database = {
        "tables": {table.name: _table(table) for table in shown},
        "queries": queries,
        "description_html": _BEGIN,
    }
    own = {
        "title": "presstab",
        "description": _ABOUT,
        "extra_css_urls": [f"/{PAGES}/explore.css", f"/{CORRECTIONS}/corrections.css"],
        "extra_js_urls": [f"/{CORRECTIONS}/corrections.js", f"/{PAGES}/wrong.js"],
    }
    return {**own, "databases": {DATABASE: database}}


def _query(question: Question) -> dict[str, Any]:
    told = {"title": question.title, "description": question.about}
    return {"sql": question.sql, "params": list(question.example), "hide_sql": True, **told}


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
    elif table.sort and table.sort[0] not in table.key:
        described["sort"] = table.sort[0]
    return described
