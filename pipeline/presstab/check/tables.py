"""Proves that an output holds together: slices, keys, references, date order, ids, files equal to the store.

Everything is asked of the database, so that a million rows cost neither memory nor minutes.
"""

from __future__ import annotations

import filecmp
from collections.abc import Iterator
from pathlib import Path

from presstab.check.finding import Finding
from presstab.dates.values import granularity
from presstab.schema import ENTITY_TABLES, Table
from presstab.store.reader import Reader

_SLICED = frozenset(["doc_id", "start", "end", "text"])  # columns of a table of slices
_SHOWN = 20  # rows of one kind of finding
_ENTITY_TABLES = {table.key[0]: table.name for table in ENTITY_TABLES.values()}


def check_store(store: Reader) -> list[Finding]:
    """Return everything in the current tables that contradicts the contract, none if all is well."""
    for table in store.schema.listed:
        query = store.tables.query(table)
        store.connection.run(f"CREATE OR REPLACE TEMP TABLE checked_{table.name} AS {query}")
    findings: list[Finding] = []
    for table in store.schema.listed:
        findings += _columns(store, table)
        findings += _keys(store, table)
        findings += _references(store, table)
        findings += _ids(store, table)
        findings += _slices(store, table)
        findings += _entities(store, table)
    findings += _texts(store)
    findings += _labels(store)
    findings += _dates(store)
    findings += _orphans(store)
    return findings


def _found(store: Reader, table: str, query: str, message: str) -> Iterator[Finding]:
    """Yield a finding for each row of a query, whose first column names it and whose others fill the message."""
    for row in store.connection.tuples(f"{query} LIMIT {_SHOWN}"):
        yield Finding(table, str(row[0]), message.format(*row[1:]))


def _columns(store: Reader, table: Table) -> Iterator[Finding]:
    name = f"checked_{table.name}"
    for column in table.columns:
        if not column.nullable:
            query = f"SELECT '{column.name}', n FROM (SELECT count(*) AS n FROM {name} WHERE \"{column.name}\" IS NULL) WHERE n > 0"
            yield from _found(store, table.name, query, "{0} empty cells in a column that is never empty")
        if column.values:
            allowed = ", ".join(f"'{value}'" for value in column.values)
            query = f'SELECT DISTINCT \'{column.name}\', "{column.name}" FROM {name} WHERE "{column.name}" NOT IN ({allowed}) ORDER BY 2'
            yield from _found(store, table.name, query, f"{{0!r}} is none of {', '.join(column.values)}")


def _keys(store: Reader, table: Table) -> Iterator[Finding]:
    key = ", ".join(f'"{name}"' for name in table.key)
    query = f"SELECT concat_ws(' ', {key}) FROM checked_{table.name} GROUP BY {key} HAVING count(*) > 1 ORDER BY 1"
    yield from _found(store, table.name, query, "key stands twice")


def _references(store: Reader, table: Table) -> Iterator[Finding]:
    for reference in table.references:
        query = (
            # An empty cell is in no table that is empty.
            f'SELECT DISTINCT "{reference.column}" AS id FROM checked_{table.name} WHERE id IS NOT NULL AND id NOT IN'
            f' (SELECT "{reference.to}" FROM checked_{reference.table}) ORDER BY 1'
        )
        yield from _found(store, table.name, query, f"{reference.column} names no row of {reference.table}")


def _entities(store: Reader, table: Table) -> Iterator[Finding]:
    """Check `entity_id`, which names a row of one of three tables."""
    if "entity_id" not in table.names:
        return
    known = " UNION ALL ".join(f"SELECT {column} AS id FROM checked_{name}" for column, name in _ENTITY_TABLES.items())
    query = (
        f"SELECT DISTINCT entity_id FROM checked_{table.name}"
        f" WHERE entity_id IS NOT NULL AND entity_id NOT IN ({known}) ORDER BY 1"
    )
    yield from _found(store, table.name, query, "entity_id names no entity")


def _labels(store: Reader) -> Iterator[Finding]:
    query = "SELECT mention_id FROM checked_mentions WHERE (entity_id IS NULL) <> (label = 'DATE') ORDER BY 1"
    yield from _found(store, "mentions", query, "entity_id is empty for DATE, and for DATE only")


def _slices(store: Reader, table: Table) -> Iterator[Finding]:
    """Check that a table's texts are the characters that it says."""
    if not set(table.names) >= _SLICED:
        return
    query = (
        f"SELECT {table.key[0]}, doc_id FROM checked_{table.name} m JOIN checked_documents d USING (doc_id)"
        " JOIN texts t USING (text_sha256)"
        ' WHERE substring(t.text, m.start + 1, m."end" - m.start) <> m.text ORDER BY 1'
    )
    yield from _found(store, table.name, query, "text differs from characters of {0}")


def _texts(store: Reader) -> Iterator[Finding]:
    query = "SELECT doc_id FROM checked_documents LEFT JOIN texts t USING (text_sha256) WHERE t.text IS NULL ORDER BY 1"
    yield from _found(store, "documents", query, "no text of this release is stored")


def _dates(store: Reader) -> Iterator[Finding]:
    query = "SELECT mention_id FROM checked_dates WHERE start_on > end_on ORDER BY 1"
    yield from _found(store, "dates", query, "starts after it ends")
    rows = store.connection.tuples(
        "SELECT DISTINCT ON (value, granularity) mention_id, value, granularity FROM checked_dates ORDER BY 2, 3, 1"
    )
    for mention_id, value, size in rows:
        try:
            wanted = granularity(value) if value else None
        except ValueError as error:
            yield Finding("dates", mention_id, str(error))
            continue
        if wanted != size:
            yield Finding("dates", mention_id, f"granularity is {wanted}, not {size}")


def _ids(store: Reader, table: Table) -> Iterator[Finding]:
    if table.id_form:
        column = table.key[0]
        query = f"SELECT {column} FROM checked_{table.name} WHERE NOT regexp_full_match({column}, '{table.id_form}')"
        yield from _found(store, table.name, f"{query} ORDER BY 1", "id is malformed")


def _orphans(store: Reader) -> Iterator[Finding]:
    """Check that every entity is named by a mention, and every date is one."""
    for column, name in _ENTITY_TABLES.items():
        query = (
            f"SELECT {column} FROM checked_{name} WHERE {column} NOT IN"
            " (SELECT entity_id FROM checked_mentions WHERE entity_id IS NOT NULL) ORDER BY 1"
        )
        yield from _found(store, name, query, "no mention names it")
    query = (
        "SELECT mention_id FROM checked_mentions WHERE label = 'DATE' AND mention_id NOT IN"
        " (SELECT mention_id FROM checked_dates) ORDER BY 1"
    )
    yield from _found(store, "mentions", query, "a DATE without its row in dates")


def check_files(store: Reader, folder: Path) -> Iterator[Finding]:
    """Yield which CSV files of a folder are not what the store holds; those that are not there are left out."""
    if store.tables.exported(folder) != store.runs.last():
        return  # another process, or an older run, wrote them: nothing to compare with
    with store.scratch() as made:
        found = [f"{table.name}.csv" for table in store.schema.listed if _differs(store, folder, made, table)]
    if (
        found and store.tables.exported(folder) == store.runs.last()
    ):  # else a run has ended meanwhile, and wrote its own
        yield from (Finding(name, "", "differs from what the store holds; export it again") for name in found)


def _differs(store: Reader, folder: Path, made: Path, table: Table) -> bool:
    name = f"{table.name}.csv"
    if not (folder / name).exists():
        return False
    store.tables.copy_csv(table, made / name)
    return not filecmp.cmp(folder / name, made / name, shallow=False)
