"""Builds the database that is explored, and serves it on the loopback address until it is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from presstab import pages
from presstab.errors import InputError
from presstab.explore.metadata import CORRECTIONS, DATABASE, ENTITIES, PAGES, SENTENCES, metadata
from presstab.export.formats import Wanted, export
from presstab.export.sqlite import FILE
from presstab.export.tables import with_texts
from presstab.export.views import load_questions, load_views
from presstab.resources.files import FOLDER
from presstab.schema import DOCUMENTS, ENTITY_TABLES, SCHEMA, Schema, Table
from presstab.store.reader import Reader
from presstab.store.view import View

HOST = "127.0.0.1"
# At most 2,000 rows in a page or a file of one; a release's text is cut in a table, and whole in its own page.
_SETTINGS = {"max_returned_rows": 2_000, "default_page_size": 50, "sql_time_limit_ms": 10_000, "num_sql_threads": 2,
             "truncate_cells_html": 300, "suggest_facets": False}  # fmt: skip
_LABEL_OF = {table.name: label for label, table in ENTITY_TABLES.items()}
_OF_ENTITIES = {"entity_id", "other_id"}  # columns that name an entity of any label


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
    path = folder / FILE
    database = Database(path)
    database.execute(_create(ENTITIES))
    for table in ENTITY_TABLES.values():
        names = f"{table.key[0]}, name, '{_LABEL_OF[table.name]}', n_documents"
        database.execute(f'INSERT INTO "{ENTITIES.name}" SELECT {names} FROM "{table.name}"')
    database.execute(_create(SENTENCES))
    database.execute("INSERT INTO sentences SELECT DISTINCT doc_id, sentence FROM mentions ORDER BY doc_id, start")
    database.add_foreign_keys(list(_references(store.schema)))
    database.index_foreign_keys()
    database.table(DOCUMENTS.name).enable_fts(["title", "text"])
    database.table(SENTENCES.name).enable_fts(["sentence"])
    database.close()
    return path


def _create(table: Table) -> str:
    columns = ", ".join(
        f'"{column.name}" {"INTEGER" if column.type == "integer" else "TEXT"}' for column in table.columns
    )
    return f'CREATE TABLE "{table.name}" ({columns}{f", PRIMARY KEY ({table.key[0]})" if table.key else ""})'


def _references(schema: Schema) -> Iterator[tuple[str, str, str, str]]:
    """Yield what the tables do not refer to themselves: entities of any label, and the release of a sentence."""
    key = ENTITIES.key[0]
    for table in schema.listed:
        known = {reference.column for reference in table.references}
        for column in _OF_ENTITIES & set(table.names) - known:
            yield table.name, column, ENTITIES.name, key
    yield SENTENCES.name, DOCUMENTS.key[0], DOCUMENTS.name, DOCUMENTS.key[0]


def application(path: Path, schema: Schema = SCHEMA) -> Any:
    """Return Datasette over a database that `build` wrote: read only, nothing fetched, no write of any kind."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    from presstab.explore import links

    if not pm.is_registered(links):
        pm.register(links)
    told = metadata(with_texts(schema.listed), load_views(), load_questions())
    own = str(FOLDER / PAGES)
    return Datasette(
        [],
        immutables=[str(path)],
        metadata=told,
        settings=_SETTINGS,
        memory=False,
        static_mounts=[(PAGES, own), (CORRECTIONS, str(pages.PAGES / CORRECTIONS))],
        template_dir=own,
    )


def serve(path: Path, port: int) -> None:
    """Serve a database on the loopback address until interrupted."""
    import uvicorn

    uvicorn.run(application(path).app(), host=HOST, port=port, log_level="warning", lifespan="on")


def address(port: int) -> str:
    """Return the address to open."""
    return f"http://{HOST}:{port}/{DATABASE}"
