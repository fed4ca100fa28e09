"""Two states of the tables, side by side in one database: runs of a store, or folders of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from presstab.errors import InputError
from presstab.export.tables import DUCKDB_FILE
from presstab.export.views import load_views
from presstab.schema import ENTITY_TABLES, MENTIONS, RUN_INPUTS, SCHEMA, Schema, Table
from presstab.store.connection import Connection, QueryError, open_connection
from presstab.store.dataset import Dataset, is_dataset
from presstab.store.files import temporary
from presstab.store.location import Location
from presstab.store.opening import quoted
from presstab.store.reader import Reader
from presstab.store.tables import DUCKDB_TYPES
from presstab.store.view import View

OLD, NEW = "old", "new"
MEMORY = 700  # MB
LABEL_OF = {table.name: label for label, table in ENTITY_TABLES.items()}


@dataclass(frozen=True)
class Side:
    """One of the two states: its run, the digests of that run's inputs, by input, and when it ended, UTC."""

    run: str
    inputs: dict[str, str] = field(default_factory=dict)
    ended: str = ""


@dataclass(frozen=True)
class States:
    """Both states, as tables `old_…` and `new_…` of a database; texts of releases where a store holds them.

    `forgets`: something was taken out for good between them.
    """

    database: Connection
    old: Side
    new: Side
    store: Reader | None = None
    schema: Schema = SCHEMA
    forgets: bool = False

    @property
    def compared(self) -> Mapping[str, tuple[str, ...]]:
        """The columns that are compared, by table, the key first."""
        return self.schema.compared

    def query(self, sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
        """Return the rows of a query as mappings."""
        return self.database.rows(sql, parameters)


def of_runs(store: Reader, old: int, new: int) -> States:
    """Return the states after two runs of a store.

    Raises:
        InputError: there is no such run, or it was cut off.
    """
    sides = []
    for prefix, run in ((OLD, old), (NEW, new)):
        if run not in store.runs.finished():
            raise InputError(f"run {run}: the store has no such finished run; `presstab runs` lists them")
        for table in _compared(store.schema):
            store.connection.run(
                f"CREATE OR REPLACE TEMP TABLE {prefix}_{table.name} AS SELECT {_columns(table)} FROM"
                f" ({store.tables.query(table, View(run))})"
            )
        sides.append(Side(f"run_{run:06d}", _made_with(store, run), _ended(store, run)))
    forgets = bool(_forgetting(store, old, new))
    return States(store.connection, sides[0], sides[1], store, store.schema, forgets)


def _made_with(store: Reader, run: int) -> dict[str, str]:
    """Return the inputs of a run; one that forgot something has none, and leaves the rows of the run before it."""
    made = (store.runs.inputs_of(number) for number in reversed(store.runs.finished()) if number <= run)
    return next(filter(None, made), {})


def _forgetting(store: Reader, old: int, new: int) -> list[int]:
    """Return the runs between two that forgot something."""
    between = range(min(old, new) + 1, max(old, new) + 1)
    return [run for run in store.runs.finished() if run in between and not store.runs.inputs_of(run)]


def _ended(store: Reader, run: int) -> str:
    row = store.connection.one("SELECT finished_at FROM runs WHERE run_id = ?", [run])
    return str(row[0] or "")[:16] if row else ""


@contextmanager
def of_folders(old: Path | str, new: Path | str, schema: Schema = SCHEMA) -> Iterator[States]:
    """Yield the states that two folders hold as CSV, Parquet or DuckDB, or the places of cluster runs.

    Raises:
        InputError: a folder holds no tables, lacks a column, or a key stands twice.
    """
    folders = [Path(place) for place in (old, new) if "://" not in str(place)]
    with temporary() as spill, open_connection(spill=spill, memory=MEMORY, within=[spill, *folders]) as database:
        sides = [_load(database, schema, prefix, str(place)) for prefix, place in ((OLD, old), (NEW, new))]
        yield States(database, sides[0], sides[1], schema=schema)


def _compared(schema: Schema) -> Iterator[Table]:
    yield from (table for table in schema.listed if table.compared)


def _load(database: Connection, schema: Schema, prefix: str, place: str) -> Side:
    location = Location.parse(place)
    if is_dataset(location):
        return _load_dataset(database, schema, prefix, location)
    return _load_files(database, schema, prefix, Path(place))


def _load_dataset(database: Connection, schema: Schema, prefix: str, location: Location) -> Side:
    with Dataset(location, schema=schema).reader as dataset:
        for table in _compared(schema):
            with database.registered("rows_read", dataset.tables.read(table)):
                database.run(f"CREATE TEMP TABLE {prefix}_{table.name} AS SELECT {_columns(table)} FROM rows_read")
        return Side(location.path, dataset.runs.inputs_of(dataset.runs.last()) or {})


def _columns(table: Table) -> str:
    return ", ".join(f'"{column}"' for column in table.compared)


def _load_files(database: Connection, schema: Schema, prefix: str, folder: Path) -> Side:
    if not any((folder / f).exists() for f in ("mentions.csv", "mentions.parquet", DUCKDB_FILE)):
        raise InputError(f"{folder}: no mentions.csv, mentions.parquet or {DUCKDB_FILE} here")
    for table in _compared(schema):
        relation = _relation(database, prefix, folder, table.name)
        try:
            database.run(f"CREATE TEMP TABLE {prefix}_{table.name} AS {_selected(database, relation, table)}")
        except QueryError as error:
            raise InputError(f"{folder}: {table.name} cannot be read: {' '.join(str(error).split())[:300]}") from error
        _refuse_duplicates(database, prefix, table, folder)
    return Side(str(folder), _inputs(database, prefix, folder))


def _selected(database: Connection, relation: str | None, table: Table) -> str:
    """Return the query of a table's compared columns; those that an older version did not write are empty.

    Without a relation it yields no rows: an analyst may have copied some tables only.

    Raises:
        InputError: a column is missing that is never empty.
    """
    present = set(database.firsts(f"DESCRIBE SELECT * FROM {relation}")) if relation else set()
    columns = []
    for column in (c for c in table.columns if c.name in table.compared):
        if relation and column.name not in present and not column.nullable:
            raise InputError(f"{table.name} lacks the column {column.name}")
        value = f'"{column.name}"' if column.name in present else "NULL"
        columns.append(f'CAST({value} AS {DUCKDB_TYPES[column.type]}) AS "{column.name}"')
    return f"SELECT {', '.join(columns)} " + (f"FROM {relation}" if relation else "WHERE false")


def _relation(database: Connection, prefix: str, folder: Path, name: str) -> str | None:
    csv, parquet, whole = folder / f"{name}.csv", folder / f"{name}.parquet", folder / DUCKDB_FILE
    if csv.exists():
        # A file of another version may have more or fewer columns, in another order: read by its own header.
        form = "header=true, delim=',', quote='\"', escape='\"', nullstr='', allow_quoted_nulls=false, all_varchar=true"
        return f"read_csv({quoted(csv)}, {form}, max_line_size=20000000)"
    if parquet.exists():
        return f"read_parquet({quoted(parquet)})"
    if not whole.exists():
        return None
    own = {made.table.name for made in load_views()}  # which nothing here reads
    if found := [made for made in database.attach_foreign(whole, f"{prefix}_file") if made not in own]:
        raise InputError(f"{whole}: no tables of presstab: {', '.join(found[:5])} would run queries")
    known = f"SELECT 1 FROM duckdb_tables() WHERE database_name = '{prefix}_file' AND table_name = ?"
    # Without mentions it is no file of ours: reading them fails.
    return f'{prefix}_file."{name}"' if name == MENTIONS.name or database.one(known, [name]) else None


def _refuse_duplicates(database: Connection, prefix: str, table: Table, folder: Path) -> None:
    key = f'"{table.compared[0]}"'
    query = f"SELECT {key} FROM {prefix}_{table.name} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 5"
    if twice := list(map(str, database.firsts(query))):
        raise InputError(f"{folder}: {table.name} has keys that stand twice: {', '.join(twice)}")


def _inputs(database: Connection, prefix: str, folder: Path) -> dict[str, str]:
    relation = _relation(database, prefix, folder, RUN_INPUTS.name)
    if relation is None:
        return {}
    query = f"SELECT input, sha256 FROM {relation} WHERE run_id = (SELECT max(run_id) FROM {relation})"
    found: Any = database.tuples(query)
    return dict(found)
