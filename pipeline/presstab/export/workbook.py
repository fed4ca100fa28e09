"""The tables as an Excel workbook: a cover, typed cells, no formulas, links to rows and to http(s) only."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

from presstab.export.cover import COVER, DICTIONARY, dictionary_rows, write_cover
from presstab.export.fitting import CONTINUED, Fitting
from presstab.export.sheet import Sheet, formats_of
from presstab.export.tables import rows_of
from presstab.export.views import SqlView, load_questions, rows_of_views, views_over
from presstab.schema import (
    DOCUMENT_ENTITIES,
    DOCUMENTS,
    ENTITY_TABLES,
    ISSUES,
    MENTIONS,
    QUOTATIONS,
    RELATIONS,
    ROLES,
    Column,
    Table,
)
from presstab.store.reader import Reader
from presstab.store.view import View

MAX_ROWS = 1_048_576  # of a sheet, its header included
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "nan_inf_to_errors": True}  # fmt: skip
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,2000}")
# The mentions of an entity stand together, so that one link leads to all of them.
_ORDERS = {
    DOCUMENT_ENTITIES.name: "salience DESC, published_on DESC NULLS LAST, doc_id, entity_id",
    MENTIONS.name: "entity_id NULLS LAST, doc_id, start, mention_id",
}
_NAMES = Column("names", "string", "Entities that it names, the weightiest first, joined by `; `.", "Honda; Nissan")
WITH_NAMES = dataclasses.replace(DOCUMENTS, columns=(*DOCUMENTS.columns, _NAMES))
# Written first, since others lead to their rows, and say what they name.
_WRITTEN = {MENTIONS.name: 0, DOCUMENT_ENTITIES.name: 1, DOCUMENTS.name: 2}
Rows = Iterable[tuple[Any, ...]]
Links = Mapping[str, Callable[[str], str | None]]  # by column: where a cell with a value leads


def write_workbook(store: Reader, path: Path, view: View, tables: Collection[Table]) -> None:
    """Write some tables as sheets of one workbook, after a cover and before the data dictionary.

    `document_entities` comes first, by salience; `mentions` stand by entity; `documents` say in one more column
    what each names. A sheet with too many rows goes on in another (`mentions 2`), the rest of a cell that is too
    long in the sheet `continued`; either is a row in the sheet `issues`.
    """
    names = {table.name for table in tables}
    views = _asked(views_over(names))

    def rows(table: Table) -> Rows:
        return rows_of(store, table, view, _ORDERS.get(table.name, ""))

    with xlsxwriter.Workbook(str(path), _OPTIONS) as workbook:
        book = _Workbook(workbook, tables, [made.table for made in views])
        places = _Places(rows(DOCUMENTS), has_rows=DOCUMENTS.name in names)
        for table in sorted(tables, key=lambda table: _WRITTEN.get(table.name, len(_WRITTEN))):
            if table.name != ISSUES.name:
                shown = book.tables[table.name]
                book.write(shown, places.noted(shown, rows(table)), places.links(table))
        for table, found in rows_of_views(store, views, view):
            book.write(table, found)
        if ISSUES.name in names:  # last: they tell of the rest
            book.write(ISSUES, _with_notes(rows(ISSUES), book.fitting))
        book.finish(store, view)


def _with_notes(issues: Rows, fitting: Fitting) -> Rows:
    yield from issues
    yield from tuple(fitting.issues)  # what these notes themselves had no room for is no further note


def _asked(views: Iterable[SqlView]) -> list[SqlView]:
    """Return the views that answer a question where no table does."""
    asked = {question.sheet for question in load_questions()}
    return [made for made in views if made.table.name in asked]


class _Workbook:
    """The sheets of some tables and views, each written once, from the top."""

    def __init__(self, workbook: Any, tables: Collection[Table], views: list[Table]) -> None:
        self.fitting = Fitting()
        self._workbook, self._formats = workbook, formats_of(workbook)
        self._cover = workbook.add_worksheet(COVER)
        has_names = {DOCUMENTS.name, DOCUMENT_ENTITIES.name} <= {table.name for table in tables}
        shown = [WITH_NAMES if table.name == DOCUMENTS.name and has_names else table for table in tables]
        shown.sort(key=lambda table: table.name != DOCUMENT_ENTITIES.name)
        self.tables = {table.name: table for table in (*shown, *views)}
        self._sheets = {name: self._sheet(table) for name, table in self.tables.items()}
        self._dictionary = self._sheet(DICTIONARY)
        self._counts: dict[str, int] = defaultdict(int)

    def _sheet(self, table: Table, name: str = "") -> Sheet:
        return Sheet(self._workbook, name or table.name, table.names, self._formats)

    def write(self, table: Table, rows: Rows, links: Links | None = None) -> None:
        """Write a table, in as many sheets as it needs."""
        leading = [(table.names.index(name), link) for name, link in (links or {}).items()]
        sheet, number = self._sheets[table.name], 1
        for row in rows:
            if sheet.next_row > MAX_ROWS:
                sheet.close()
                number += 1
                sheet = self._sheet(table, _sheet_name(table, number))
                message = f"{table.name} has more rows than a sheet holds; it goes on in {sheet.name!r}"
                self.fitting.note("sheet_continued", message)
            found = ((at, link(row[at])) for at, link in leading if row[at])
            sheet.write(self.fitting.fitted(table, row), {at: address for at, address in found if address})
            self._counts[table.name] += 1
        sheet.close()

    def finish(self, store: Reader, view: View) -> None:
        """Write what did not fit into cells, the data dictionary, and the cover."""
        shown = list(self.tables.values())
        if self.fitting.continued:
            sheet = self._sheet(CONTINUED)
            for part in self.fitting.continued:
                sheet.write(list(part), {})
            sheet.close()
            shown.append(CONTINUED)
        for row in dictionary_rows(shown):
            self._dictionary.write(row, {})
        self._dictionary.close()
        write_cover(self._cover, self._formats, store, view, [(table, self._counts[table.name]) for table in shown])


def _sheet_name(table: Table, number: int) -> str:
    return table.name if number == 1 else f"{table.name} {number}"


class _Places:
    """Where links lead: a release to its source if that is an address, else to its row; an entity to its mentions."""

    def __init__(self, documents: Rows, *, has_rows: bool) -> None:
        source = DOCUMENTS.names.index("source")
        self._releases: dict[str, str | None] = {}
        for number, row in enumerate(documents, 2):
            own = f"internal:'{DOCUMENTS.name}'!A{number}" if has_rows and number <= MAX_ROWS else None
            self._releases[row[0]] = _address(row[source]) or own
        self._entities: dict[str, str] = {}
        self._names: dict[str, list[str]] = defaultdict(list)

    def noted(self, table: Table, rows: Rows) -> Rows:
        """Return the rows of a table as they are written; where others lead is noted on the way."""
        if table.name == MENTIONS.name:
            return self._noting_entities(rows)
        if table.name == DOCUMENT_ENTITIES.name:
            return self._noting_names(rows)
        return ((*row, "; ".join(self._names[row[0]])) for row in rows) if table is WITH_NAMES else rows

    def _noting_entities(self, mentions: Rows) -> Rows:
        at = MENTIONS.names.index("entity_id")
        for number, row in enumerate(mentions):
            if row[at] and row[at] not in self._entities:
                sheet, place = divmod(number, MAX_ROWS - 1)
                self._entities[row[at]] = f"internal:'{_sheet_name(MENTIONS, sheet + 1)}'!A{place + 2}"
            yield row

    def _noting_names(self, entities: Rows) -> Rows:
        at = DOCUMENT_ENTITIES.names.index("canonical_name")
        for row in entities:
            self._names[row[0]].append(row[at])
            yield row

    def links(self, table: Table) -> Links:
        """Return where the cells of a table lead."""
        if table.name == DOCUMENTS.name:
            return {"source": _address}
        if table.name in {known.name for known in ENTITY_TABLES.values()}:
            return {table.key[0]: self._entities.get}
        if table.name == DOCUMENT_ENTITIES.name:
            return {"doc_id": self._releases.get, "entity_id": self._entities.get}
        return {"doc_id": self._releases.get} if table.name in _STATEMENTS else {}


_STATEMENTS = frozenset(table.name for table in (ROLES, QUOTATIONS, RELATIONS))


def _address(text: str) -> str | None:
    return text if text.startswith("http") and _ADDRESS.fullmatch(text) else None
