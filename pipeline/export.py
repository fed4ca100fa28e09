"""Writes the tables of a store as files, all from one state, and replaces the old ones atomically."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import InputError
from pipeline.schema import RUN_INPUTS, RUNS, TABLES, Column, Table
from pipeline.store.store import Store

if TYPE_CHECKING:
    import pandas as pd

DUCKDB_FILE = "presstab.duckdb"
PACKAGE_FILE = "datapackage.json"
_OF_RUNS = (RUNS, RUN_INPUTS)
# What a spreadsheet takes for a formula, full-width forms included.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def export_tables(store: Store, to: Path, *, excel: bool = False, run: int | None = None) -> list[Path]:
    """Write every table as CSV, `datapackage.json` and `presstab.duckdb` into a folder, as of a run or as they stand.

    With `excel` the CSV files bear a BOM and CRLF, and cells that a spreadsheet would run
    as formulas begin with an apostrophe. Returns the files.

    Raises:
        InputError: the folder cannot be written.
    """
    return _written(store, to, TABLES.values(), excel=excel, run=run)


def update_tables(store: Store, to: Path) -> list[Path]:
    """Write the tables as `export_tables` does, but only those of runs where nothing else changed since the last time.

    Raises:
        InputError: the folder cannot be written.
    """
    before = store.exported(to)
    clear_leftovers(to)
    whole = not before or store.changed_since(before) or any(not (to / name).exists() for name in _files())
    files = _written(store, to, TABLES.values() if whole else _OF_RUNS)
    store.note_export(to)
    return files


def _files() -> list[str]:
    return [*(f"{name}.csv" for name in TABLES), PACKAGE_FILE, DUCKDB_FILE]


def _written(
    store: Store, to: Path, tables: Collection[Table], *, excel: bool = False, run: int | None = None
) -> list[Path]:
    try:
        to.mkdir(parents=True, exist_ok=True)
        # Beside the target, so that the moves stay on one file system.
        with tempfile.TemporaryDirectory(prefix=".export-", dir=to) as made:
            folder = Path(made)
            for table in tables:
                _write_csv(store, table, folder, excel=excel, run=run)
            _write_package(folder, excel=excel)
            if len(tables) < len(TABLES):
                shutil.copyfile(to / DUCKDB_FILE, folder / DUCKDB_FILE)
            store.copy_to(folder / DUCKDB_FILE, tables, run)
            names = sorted(path.name for path in folder.iterdir() if path.name in _files())
            for name in names:
                os.replace(folder / name, to / name)
            return [to / name for name in names]
    except OSError as error:
        raise InputError(f"{to}: cannot write the tables: {error}") from error


def to_frames(store: Store) -> dict[str, pd.DataFrame]:
    """Return every table as a pandas data frame."""
    return {name: store.read(table).read_all().to_pandas() for name, table in TABLES.items()}


def _write_csv(store: Store, table: Table, folder: Path, *, excel: bool, run: int | None) -> None:
    path = folder / f"{table.name}.csv"
    if not excel:
        store.copy_csv(table, path, run)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.names)
        writer.writerows(map(_guarded, row) for row in _cells(store, table, run))


def _cells(store: Store, table: Table, run: int | None) -> Iterator[list[str]]:
    for batch in store.read(table, run):
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield [render_cell(value) for value in row]


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


def _write_package(folder: Path, *, excel: bool) -> None:
    path = folder / PACKAGE_FILE
    path.write_text(json.dumps(data_package(excel=excel), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def data_package(*, excel: bool = False) -> dict[str, Any]:
    """Return the Frictionless Data Package descriptor of the tables."""
    return {
        "profile": "tabular-data-package",
        "name": "presstab",
        "title": "Organisations, people, technologies, dates and offices in press releases",
        "resources": [_resource(table, excel=excel) for table in TABLES.values()],
    }


def _resource(table: Table, *, excel: bool) -> dict[str, Any]:
    keys = [{"fields": ref.column, "reference": {"resource": ref.table, "fields": ref.to}} for ref in table.references]
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


def clear_leftovers(to: Path) -> None:
    """Remove what an export that was killed left behind."""
    for left in to.glob(".export-*"):
        shutil.rmtree(left, ignore_errors=True)
