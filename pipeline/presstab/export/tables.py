"""The tables as CSV with their description, all from one state; old files are replaced at once."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from presstab.errors import BusyError, InputError
from presstab.export.views import rows_in, views_over
from presstab.schema import DOCUMENTS, DOCUMENTS_WITH_TEXT, RUN_INPUTS, RUNS, SCHEMA, Column, Table
from presstab.store.database import FOLDER
from presstab.store.files import put, sync, temporary
from presstab.store.finished import is_settled
from presstab.store.reader import Reader
from presstab.store.store import Store
from presstab.store.view import View

if TYPE_CHECKING:
    import pandas as pd

DUCKDB_FILE = "presstab.duckdb"
PACKAGE_FILE = "datapackage.json"
_OF_RUNS = (RUNS, RUN_INPUTS)
_LAST = f"{RUNS.name}.csv"
# What a spreadsheet takes for a formula, full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def update_tables(store: Store, to: Path) -> list[Path]:
    """Let readers see the last run: publish the store, and write its tables into a folder; return the files.

    Those are every table as CSV, `datapackage.json` and `presstab.duckdb`; where nothing but the runs
    changed since the last time, only the tables of runs are written.

    Raises:
        InputError: the folder cannot be written.
    """
    store.publish()
    shown, listed = store.reader.tables, store.schema.listed
    before = shown.exported(to)
    files = [*(f"{table.name}.csv" for table in listed), PACKAGE_FILE, DUCKDB_FILE]
    whole = not before or shown.changed_since(before) or any(not (to / name).exists() for name in files)
    tables = listed if whole else _OF_RUNS
    with replaced(to) as folder:
        write_csv(store.reader, folder, View(), tables)
        write_package(folder, listed)
        if not whole:
            shutil.copyfile(to / DUCKDB_FILE, folder / DUCKDB_FILE)
        write_duckdb(store.reader, folder / DUCKDB_FILE, View(), with_texts(tables))
    store.settle()
    return [to / name for name in files] if whole else [to / f"{table.name}.csv" for table in tables]


def settle(out: Path) -> None:
    """Finish what a process that was killed left between the end of its run and what readers see of it.

    Where another process writes, or this one may not, readers see the finished run before.
    """
    if is_settled(out) or not os.access(out / FOLDER, os.W_OK):
        return
    try:
        with Store(out, create=False) as store:
            if not store.reader.runs.is_finished():
                return
            if (out / _LAST).exists():
                update_tables(store, out)
            else:
                store.publish()
                store.settle()
    except BusyError:
        return


@contextmanager
def replaced(to: Path) -> Iterator[Path]:
    """Yield a folder beside the target; what is in it at the end takes the place of the files of the same names.

    The table of runs comes last: it says which run the others are of.

    Raises:
        InputError: the target cannot be written.
    """
    try:
        to.mkdir(parents=True, exist_ok=True)
        # Beside the target, so that the moves stay on one file system.
        with temporary(to, ".export-") as made:
            yield made
            for path in sorted(made.iterdir(), key=lambda path: (path.name == _LAST, path.name)):
                put(path, to / path.name)
            sync(to)
    except OSError as error:
        raise InputError(f"{to}: cannot write the tables: {error}") from error


def write_csv(store: Reader, folder: Path, view: View, tables: Iterable[Table], *, excel: bool = False) -> None:
    """Write some tables as CSV.

    With `excel` the files bear a BOM and CRLF, and cells that a spreadsheet would run as formulas
    begin with an apostrophe.
    """
    for table in tables:
        path = folder / f"{table.name}.csv"
        if excel:
            _write_guarded(store, table, path, view)
        else:
            store.tables.copy_csv(table, path, view)


def write_duckdb(store: Reader, path: Path, view: View, tables: Collection[Table]) -> None:
    """Write some tables, and the views that read no others, into a DuckDB file, in place of those that it has."""
    store.tables.copy_to(path, tables, view)
    views = views_over({table.name for table in tables})
    store.tables.copy_views(path, {made.table.name: made.sql for made in views})


def with_texts(tables: Iterable[Table]) -> list[Table]:
    """Return some tables, that of the releases with their texts."""
    return [DOCUMENTS_WITH_TEXT if table.name == DOCUMENTS.name else table for table in tables]


def write_package(folder: Path, tables: Iterable[Table], *, excel: bool = False) -> None:
    """Write `datapackage.json`, the description of some tables."""
    package = json.dumps(data_package(tables, excel=excel), indent=1, ensure_ascii=False)
    (folder / PACKAGE_FILE).write_text(package + "\n", encoding="utf-8")


def _write_guarded(store: Reader, table: Table, path: Path, view: View) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.names)
        for row in rows_of(store, table, view):
            writer.writerow([_guarded(render_cell(value)) for value in row])


def rows_of(store: Reader, table: Table, view: View, order: str = "") -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table as a view shows it, a few at a time, in its own order or in that of an `ORDER BY`."""
    for batch in store.tables.read(table, view, order):
        yield from rows_in(batch)


def to_frames(store: Reader) -> dict[str, pd.DataFrame]:
    """Return every table as a pandas data frame; days and moments are `datetime64`, `NaT` where there is none."""
    tables = store.schema.listed
    return {table.name: store.tables.read(table).read_all().to_pandas(date_as_object=False) for table in tables}


def render_cell(value: Any) -> str:
    """Return a value as it stands in a CSV cell: ISO 8601 dates, true and false, empty for missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds") + "Z"
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)


def _guarded(cell: str) -> str:
    is_number = cell[1:].replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell


def data_package(tables: Iterable[Table] = SCHEMA.listed, *, excel: bool = False) -> dict[str, Any]:
    """Return the Frictionless Data Package descriptor of some tables."""
    known = list(tables)
    return {
        "profile": "tabular-data-package",
        "name": "presstab",
        "title": "Organisations, people, technologies, dates, offices, quotations and relations in press releases",
        "resources": [_resource(table, {t.name for t in known}, excel=excel) for table in known],
    }


def _resource(table: Table, known: set[str], *, excel: bool) -> dict[str, Any]:
    keys = [
        {"fields": ref.column, "reference": {"resource": ref.table, "fields": ref.to}}
        for ref in table.references
        if ref.table in known
    ]
    schema: dict[str, Any] = {
        "fields": [_field(column, unique=table.key == (column.name,)) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    return {
        "profile": "tabular-data-resource",
        "name": table.name.replace("_", "-"),
        "path": f"{table.name}.csv",
        "description": table.description,
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n" if excel else "\n"},
        "schema": schema | ({"foreignKeys": _named(keys)} if keys else {}),
    }


def _named(keys: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**key, "reference": {**key["reference"], "resource": key["reference"]["resource"].replace("_", "-")}}
        for key in keys
    ]


def _field(column: Column, *, unique: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if unique:
        constraints["unique"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    field: dict[str, Any] = {"name": column.name, "type": column.type, "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})
