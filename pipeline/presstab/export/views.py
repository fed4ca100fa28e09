"""Views over the tables, and the questions that analysts ask: the same SQL in SQLite and in DuckDB."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import pyarrow as pa

from presstab.resources import packaged
from presstab.schema import Column, Table
from presstab.store.connection import open_connection
from presstab.store.reader import Reader
from presstab.store.view import View

_BATCH = 10_000  # rows


class SqlView(NamedTuple):
    """A view: what its rows are, as of a table, the tables that it reads, and its query."""

    table: Table
    needs: frozenset[str]
    sql: str


class Question(NamedTuple):
    """A question that analysts ask, and where it is answered.

    `name` is that of its view too; `sql` has a `:parameter` for each key of `example`; `sheet` and `choose` say
    where a workbook answers it.
    """

    name: str
    title: str
    about: str
    example: dict[str, str]
    sql: str
    sheet: str
    choose: str


def load_views() -> tuple[SqlView, ...]:
    """Return all views; each reads tables, and views before it."""
    return tuple(_view(entry) for entry in packaged().analyst_lists["views"])


def _view(entry: dict[str, Any]) -> SqlView:
    columns = tuple(Column(name, kind, meaning, "") for name, (kind, meaning) in entry["columns"].items())
    return SqlView(Table(entry["name"], entry["about"], columns, (), ()), frozenset(entry["needs"]), entry["sql"])


def views_over(names: Collection[str]) -> list[SqlView]:
    """Return the views that read no tables but those of some names."""
    return [view for view in load_views() if view.needs <= set(names)]


def rows_of_views(
    store: Reader, views: Collection[SqlView], view: View
) -> Iterator[tuple[Table, Iterator[tuple[Any, ...]]]]:
    """Yield each view, as a table, with its rows over what a view of a store shows, each once, in order."""
    if not views:
        return
    needed = {name for made in views for name in made.needs}
    with store.scratch() as scratch:
        path = scratch / "viewed.duckdb"
        store.tables.copy_to(path, [table for table in store.schema.listed if table.name in needed], view)
        with open_connection(path, spill=scratch, read_only=True) as database:
            for made in views:
                batches = database.batches(f"SELECT DISTINCT * FROM ({made.sql}) ORDER BY ALL", _BATCH)
                yield made.table, (row for batch in batches for row in rows_in(batch))


def load_questions() -> tuple[Question, ...]:
    """Return the questions that analysts ask."""
    return tuple(
        Question(**{name: value for name, value in entry.items() if name != "excel"}, **entry["excel"])
        for entry in packaged().analyst_lists["questions"]
    )


def rows_in(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of an Arrow batch."""
    yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
