"""Builds the database that is explored, and serves it on the loopback address until it is stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from presstab.errors import InputError
from presstab.explore.metadata import DATABASE, PAGES, metadata
from presstab.export.formats import Wanted, export
from presstab.patterns import RESOURCES, load_questions
from presstab.schema import SCHEMA, Schema
from presstab.store.reader import Reader
from presstab.store.view import View

HOST = "127.0.0.1"
_ROWS = 2_000  # of a page or an export of one, at most


def build(store: Reader, folder: Path) -> Path:
    """Write the SQLite export with texts, sentences and their full-text indexes to a folder; return its path.

    Raises:
        InputError: presstab[explore] is not installed.
    """
    try:
        from sqlite_utils import Database
    except ImportError as error:
        raise InputError("explore needs an extra: pip install 'presstab[explore]'") from error
    export(store, folder, "sqlite", Wanted(View(), store.schema.listed))
    path = folder / "presstab.sqlite"
    database = Database(path)
    texts = ({"doc_id": doc_id, "text": text} for doc_id, text in store.releases.texts())
    database.table("texts").insert_all(texts, pk="doc_id", foreign_keys=[("doc_id", "documents", "doc_id")])
    database.execute("CREATE TABLE sentences (doc_id TEXT REFERENCES documents (doc_id), sentence TEXT)")
    database.execute("INSERT INTO sentences SELECT DISTINCT doc_id, sentence FROM mentions ORDER BY doc_id, start")
    database.table("texts").enable_fts(["text"])
    database.table("sentences").enable_fts(["sentence"])
    database.close()
    return path


def application(path: Path, schema: Schema = SCHEMA) -> Any:
    """Return Datasette over a database that `build` wrote: read only, nothing fetched, no write of any kind."""
    from datasette.app import Datasette

    settings = {"max_returned_rows": _ROWS, "default_page_size": 50, "sql_time_limit_ms": 10_000, "num_sql_threads": 2}
    told = metadata(schema.listed, load_questions())
    mounts = [(PAGES, str(RESOURCES / "pages"))]
    return Datasette([], immutables=[str(path)], metadata=told, settings=settings, static_mounts=mounts, memory=False)


def serve(path: Path, port: int) -> None:
    """Serve a database on the loopback address until interrupted."""
    import uvicorn

    uvicorn.run(application(path).app(), host=HOST, port=port, log_level="warning", lifespan="on")


def address(port: int) -> str:
    """Return the address to open."""
    return f"http://{HOST}:{port}/{DATABASE}"
