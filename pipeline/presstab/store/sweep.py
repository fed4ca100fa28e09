"""Finds names in the cells of a store, and writes others in their place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from presstab.names.hidden import FullName
from presstab.store.store import Store

# Of each release, everything that was ever said of it and is no digest.
_OF_RELEASES = (
    ("documents d JOIN texts t USING (text_sha256)", "d.doc_id", "t.text"),
    *(("documents d", "d.doc_id", f"d.{column}") for column in ("doc_id", "title", "source", "dateline_place")),
    ("states s", "s.doc_id", "s.origin"),
)
_NOT_SWEPT = ("forgotten", "store_version")
# As `names.hidden` compares letters, as far as DuckDB can.
_SQUASH = "regexp_replace(lower(strip_accents({})), '[^\\p{{L}}\\p{{N}}]', '', 'g')"


class _Condition(NamedTuple):
    """Whether a cell may hold a name; it finds some that do not."""

    wholes: list[str]
    accounts: str

    def of(self, column: str) -> str:
        found = f"len(list_filter($wholes, lambda name: contains({_SQUASH.format(column)}, name))) > 0"
        return f"({found} OR ($accounts <> '' AND regexp_matches(lower({column}), $accounts)))"

    def parameters(self) -> dict[str, object]:
        return {"wholes": self.wholes, "accounts": self.accounts}


def _condition(store: Store, names: Collection[FullName]) -> _Condition:
    wholes = sorted({name.whole for name in names})
    accounts = "|".join(sorted({account for name in names for account in name.accounts}))
    # `jdoe@`, `/in/jdoe`, `@jdoe`
    pattern = rf"(^|[^a-z0-9])({accounts})@|[@/]({accounts})([^a-z0-9]|$)" if accounts else ""
    query = f"SELECT {_SQUASH.format('name')} FROM (SELECT unnest($wholes) AS name)"
    as_stored = store.reader.connection.firsts(query, {"wholes": wholes})
    return _Condition(sorted({*wholes, *filter(None, as_stored)}), pattern)


def releases_with(store: Store, names: Collection[FullName]) -> set[str]:
    """Return the releases in whose texts, ids, titles, sources or origins a name may stand, or ever stood."""
    condition = _condition(store, names)
    found = set()
    for tables, doc_id, column in _OF_RELEASES:
        query = f"SELECT DISTINCT {doc_id} FROM {tables} WHERE {condition.of(column)}"
        found |= set(store.reader.connection.firsts(query, condition.parameters()))
    return found


def sweep(store: Store, names: Collection[FullName], written: Callable[[str, str], str]) -> None:
    """Replace what stands in the cells in which a name stands: `written(column, cell)` is what they hold then."""
    condition = _condition(store, names)
    database = store.reader.connection
    with database.transaction():
        for table, column in _columns(store):
            where = condition.of(f'"{column}"')
            query = f'SELECT DISTINCT "{column}" FROM "{table}" WHERE {where}'
            cells = database.firsts(query, condition.parameters())
            for cell, instead in [(cell, instead) for cell in cells if (instead := written(column, cell)) != cell]:
                database.run(f'UPDATE "{table}" SET "{column}" = ? WHERE "{column}" = ?', [instead, cell])


def _columns(store: Store) -> Iterator[tuple[str, str]]:
    rows = store.reader.connection.tuples(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND data_type = 'VARCHAR'"
        " AND database_name = current_database() ORDER BY ALL"
    )
    yield from ((table, column) for table, column in rows if table not in _NOT_SWEPT and not column.endswith("sha256"))
