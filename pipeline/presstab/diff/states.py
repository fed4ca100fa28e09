"""Two states of the tables, side by side in one database: runs of a store, or folders of files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from presstab.errors import InputError
from presstab.export.tables import DUCKDB_FILE
from presstab.schema import ENTITY_TABLES, TABLES
from presstab.store.dataset import Dataset, is_dataset
from presstab.store.files import temporary
from presstab.store.location import Location
from presstab.store.opening import open_database, quoted, refused
from presstab.store.reading import Reading
from presstab.store.tables import DUCKDB_TYPES
from presstab.store.view import View

OLD, NEW = "old", "new"
MEMORY = 700  # MB
# What is compared: the columns that say something themselves; counts, sentences and scores follow from others.
COMPARED: dict[str, tuple[str, ...]] = {
    "documents": ("doc_id", "source", "title", "published_on", "published_from", "dateline_place", "issuer_id",
                  "language", "text_sha256", "status", "is_primary"),
    "mentions": ("mention_id", "doc_id", "label", "start", "end", "text", "entity_id", "found_by", "rule_id"),
    "dates": ("mention_id", "doc_id", "value", "modifier", "bound", "start_on", "end_on", "resolution"),
    "roles": ("role_id", "doc_id", "person_id", "person", "title", "organisation_id", "organisation", "action",
              "mention_id", "title_start", "title_end", "effective"),
    "quotations": ("quotation_id", "doc_id", "text", "person_id", "person", "organisation_id", "organisation", "title"),
    "relations": ("relation_id", "doc_id", "type", "subject_id", "subject", "object_id", "object", "status", "amount",
                  "currency", "effective"),
    "organisations": ("organisation_id", "name", "legal_name", "legal_form", "kind", "ticker", "exchange", "country",
                      "lei", "wikidata_id"),
    "people": ("person_id", "name", "given_name", "family_name"),
    "technologies": ("technology_id", "name", "abbreviation", "category", "wikidata_id", "parent_id"),
}  # fmt: skip
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

    database: duckdb.DuckDBPyConnection
    old: Side
    new: Side
    store: Reading | None = None
    forgets: bool = False

    def query(self, sql: str, parameters: Any = None) -> list[dict[str, Any]]:
        """Return the rows of a query as mappings."""
        cursor = self.database.execute(sql, parameters or [])
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def of_runs(store: Reading, old: int, new: int) -> States:
    """Return the states after two runs of a store.

    Raises:
        InputError: there is no such run, or it was cut off.
    """
    sides = []
    for prefix, run in ((OLD, old), (NEW, new)):
        if run not in store.finished_runs():
            raise InputError(f"run {run}: the store has no such finished run; `presstab runs` lists them")
        for name in COMPARED:
            store.database.execute(
                f"CREATE OR REPLACE TEMP TABLE {prefix}_{name} AS SELECT {_columns(name)} FROM"
                f" ({store.public(TABLES[name], View(run))})"
            )
        sides.append(Side(f"run_{run:06d}", _made_with(store, run), _ended(store, run)))
    return States(store.database, sides[0], sides[1], store, bool(_forgetting(store, old, new)))


def _made_with(store: Reading, run: int) -> dict[str, str]:
    """Return the inputs of a run; one that forgot something has none, and leaves the rows of the run before it."""
    made = (store.inputs_of(number) for number in reversed(store.finished_runs()) if number <= run)
    return next(filter(None, made), {})


def _forgetting(store: Reading, old: int, new: int) -> list[int]:
    """Return the runs between two that forgot something."""
    between = range(min(old, new) + 1, max(old, new) + 1)
    return [run for run in store.finished_runs() if run in between and not store.inputs_of(run)]


def _ended(store: Reading, run: int) -> str:
    rows = store.database.execute("SELECT finished_at FROM runs WHERE run_id = ?", [run]).fetchall()
    return str(rows[0][0] or "")[:16] if rows else ""


@contextmanager
def of_folders(old: Path | str, new: Path | str) -> Iterator[States]:
    """Yield the states that two folders hold as CSV, Parquet or DuckDB, or the places of cluster runs.

    Raises:
        InputError: a folder holds no tables, lacks a column, or a key stands twice.
    """
    folders = [Path(place) for place in (old, new) if "://" not in str(place)]
    with temporary() as spill, open_database(spill=spill, memory=MEMORY, within=[spill, *folders]) as database:
        sides = [_load(database, prefix, str(place)) for prefix, place in ((OLD, old), (NEW, new))]
        yield States(database, sides[0], sides[1])


def _load_dataset(database: duckdb.DuckDBPyConnection, prefix: str, location: Location) -> Side:
    with Dataset(location) as tables:
        for name in COMPARED:
            database.register("rows_read", tables.read(TABLES[name]))
            database.execute(f"CREATE TEMP TABLE {prefix}_{name} AS SELECT {_columns(name)} FROM rows_read")
            database.unregister("rows_read")
        return Side(location.path, tables.inputs_of(tables.last_run()) or {})


def _columns(name: str) -> str:
    return ", ".join(f'"{column}"' for column in COMPARED[name])


def _load(database: duckdb.DuckDBPyConnection, prefix: str, place: str) -> Side:
    location = Location.parse(place)
    return (
        _load_dataset(database, prefix, location)
        if is_dataset(location)
        else _load_files(database, prefix, Path(place))
    )


def _load_files(database: duckdb.DuckDBPyConnection, prefix: str, folder: Path) -> Side:
    if not any((folder / f).exists() for f in ("mentions.csv", "mentions.parquet", DUCKDB_FILE)):
        raise InputError(f"{folder}: no mentions.csv, mentions.parquet or {DUCKDB_FILE} here")
    for name in COMPARED:
        relation = _relation(database, prefix, folder, name)
        try:
            database.execute(f"CREATE TEMP TABLE {prefix}_{name} AS {_selected(database, relation, name)}")
        except duckdb.Error as error:
            raise InputError(f"{folder}: {name} cannot be read: {' '.join(str(error).split())[:300]}") from error
        _refuse_duplicates(database, f"{prefix}_{name}", COMPARED[name][0], folder)
    return Side(str(folder), _inputs(database, prefix, folder))


def _selected(database: duckdb.DuckDBPyConnection, relation: str | None, name: str) -> str:
    """Return the query of a table's compared columns; those that an older version did not write are empty.

    Without a relation it yields no rows: an analyst may have copied some tables only.

    Raises:
        InputError: a column is missing that is never empty.
    """
    present = (
        {row[0] for row in database.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()} if relation else set()
    )
    columns = []
    for column in (c for c in TABLES[name].columns if c.name in COMPARED[name]):
        if relation and column.name not in present and not column.nullable:
            raise InputError(f"{name} lacks the column {column.name}")
        value = f'"{column.name}"' if column.name in present else "NULL"
        columns.append(f'CAST({value} AS {DUCKDB_TYPES[column.type]}) AS "{column.name}"')
    return f"SELECT {', '.join(columns)} " + (f"FROM {relation}" if relation else "WHERE false")


def _relation(database: duckdb.DuckDBPyConnection, prefix: str, folder: Path, name: str) -> str | None:
    csv, parquet, whole = folder / f"{name}.csv", folder / f"{name}.parquet", folder / DUCKDB_FILE
    if csv.exists():
        # A file of another version may have more or fewer columns, in another order: read by its own header.
        form = "header=true, delim=',', quote='\"', escape='\"', nullstr='', allow_quoted_nulls=false, all_varchar=true"
        return f"read_csv({quoted(csv)}, {form}, max_line_size=20000000)"
    if parquet.exists():
        return f"read_parquet({quoted(parquet)})"
    if not whole.exists():
        return None
    known = {row[0] for row in database.execute("SELECT database_name FROM duckdb_databases()").fetchall()}
    if f"{prefix}_file" not in known:
        database.execute(f"ATTACH {quoted(whole.absolute())} AS {prefix}_file (READ_ONLY)")
        if found := refused(database, f"{prefix}_file"):
            raise InputError(f"{whole}: no tables of presstab: {', '.join(found[:5])} would run queries")
    return f'{prefix}_file."{name}"'


def _refuse_duplicates(database: duckdb.DuckDBPyConnection, table: str, key: str, folder: Path) -> None:
    query = f'SELECT "{key}" FROM {table} GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 5'
    twice = [str(row[0]) for row in database.execute(query).fetchall()]
    if twice:
        raise InputError(f"{folder}: {table.split('_', 1)[1]} has keys that stand twice: {', '.join(twice)}")


def _inputs(database: duckdb.DuckDBPyConnection, prefix: str, folder: Path) -> dict[str, str]:
    relation = _relation(database, prefix, folder, "run_inputs")
    if relation is None:
        return {}
    query = f"SELECT input, sha256 FROM {relation} WHERE run_id = (SELECT max(run_id) FROM {relation})"
    return dict(database.execute(query).fetchall())
