"""What a table is said by: its columns, how the store keeps its rows, and what else is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "integer", "number", "boolean", "date", "datetime"]


@dataclass(frozen=True)
class Column:
    """One column: its type, whether it may be empty, its closed set of values, if any."""

    name: str
    type: Type
    description: str
    example: str
    nullable: bool = False
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reference:
    """A foreign key: `column` names a row of `table` by that table's first key column."""

    column: str
    table: str
    to: str


@dataclass(frozen=True)
class Stored:
    """A table of the store, with history.

    `scope` is the column by which a commit replaces rows; with None each commit of identity writes the table
    whole. `entity` is the column that names the entity whose past `presstab forget` erases, empty where rows are
    a release's. `narrowed` is the query, over `all_…` tables and `live_…` ones, of what `--since` and
    `--no-contacts` leave; `{since}` and `{zones}` stand for the two conditions.
    """

    name: str
    columns: tuple[Column, ...]
    scope: str | None
    narrowed: str
    entity: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, without those of history."""
        return tuple(column.name for column in self.columns)


@dataclass(frozen=True)
class Kept:
    """How the store keeps a public table: `Stored`, with columns that are left out and strings that come beside."""

    scope: str | None
    narrowed: str
    without: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    entity: str = ""


@dataclass(frozen=True)
class Browsed:
    """How `presstab explore` shows a table.

    `facets` are the columns by whose values its page can be narrowed, `label` is the column that stands for a row
    where another table links to it, `sorted_by` the one by which the page is sorted at first, downwards.
    """

    facets: tuple[str, ...] = ()
    label: str = ""
    sorted_by: str = ""


@dataclass(frozen=True)
class Table:
    """One public table: all that is said of it; whatever handles tables takes it from here.

    `columns` stand in file order, rows in the order of `sort`. `kept` is None where nothing is stored under its
    name: `query` makes its rows from other tables as they stand after a run (`live_…`, and `$run`). Without a query
    the stored rows are shown as they are.

    `compared` are the columns by which `presstab diff` compares it, the key first: those that say something
    themselves, while counts, sentences and scores follow from others; without any it is not compared. `nested` is
    the name under which a release in JSON lines holds its rows, empty where it does not. `words` are the columns
    of the first and last character that state a row, `id_form` is the pattern of its ids.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sort: tuple[str, ...]
    references: tuple[Reference, ...] = ()
    kept: Kept | None = None
    query: str = ""
    compared: tuple[str, ...] = ()
    nested: str = ""
    words: tuple[str, str] | None = None
    id_form: str = ""
    browsed: Browsed = Browsed()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in file order."""
        return tuple(column.name for column in self.columns)

    @property
    def stored(self) -> Stored | None:
        """The table of the store that holds its rows, None where they follow from others."""
        if self.kept is None:
            return None
        left = without(self.columns, *self.kept.without)
        columns = (*left, *(inner(name) for name in self.kept.also))
        return Stored(self.name, columns, self.kept.scope, self.kept.narrowed, self.kept.entity)


def without(columns: Iterable[Column], *dropped: str) -> tuple[Column, ...]:
    """Return columns but for some."""
    return tuple(column for column in columns if column.name not in dropped)


def inner(name: str) -> Column:
    """Return a column of strings that no public table shows."""
    return Column(name, "string", "", "", nullable=True)
