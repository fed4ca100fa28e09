"""The tables as an Excel workbook: typed cells, no formulas, links to http(s) only."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from presstab.export.tables import rows_of
from presstab.schema import Column, Table
from presstab.store.reader import Reader
from presstab.store.view import View
from presstab.text import row_id

MAX_CELL = 32_767  # characters
MAX_ROWS = 1_048_576  # of a sheet, its header included
_MAX_LINKS = 65_000  # of a sheet; Excel stops at 65,530
_URL = re.compile(r"https?://[^\s<>\"]{1,2000}")
_WIDTHS = {"string": 24, "integer": 11, "number": 11, "boolean": 11, "date": 12, "datetime": 20}
_WIDE = {"sentence": 80, "first_sentence": 80, "title": 50, "message": 80, "description": 60}
CONTINUED = "continued"
_FIRST_DAY = dt.date(1900, 3, 1)  # Excel counts a 29 February 1900, and no day before 1900


def write_workbook(store: Reader, path: Path, view: View, tables: Collection[Table]) -> None:
    """Write some tables as sheets of one workbook.

    A sheet with too many rows goes on in another (`mentions 2`), the rest of a cell that is too long in
    the sheet `continued`; either is a row in the sheet `issues`.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": True}  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as workbook:
        made = _Workbook(workbook)
        for table in sorted(tables, key=lambda table: table.name == "issues"):  # the issues last: they tell of the rest
            made.write(table, rows_of(store, table, view))
        made.finish()


class _Workbook:
    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._formats = {
            "header": workbook.add_format({"bold": True, "bottom": 1}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        self._continued: list[tuple[str, str, str, int, str]] = []
        self._issues: list[tuple[Any, ...]] = []

    def write(self, table: Table, rows: Iterator[tuple[Any, ...]]) -> None:
        """Write a table, in as many sheets as it needs."""
        number = 1
        sheet = self._sheet(table, table.name)
        at = 1
        links = 0
        for row in rows:
            if at == MAX_ROWS:
                self._close(sheet, table, at)
                number += 1
                name = f"{table.name} {number}"
                sheet, at, links = self._sheet(table, name), 1, 0
                self._note("sheet_continued", f"{table.name} has more rows than a sheet holds; it goes on in {name!r}")
            for column, value in enumerate(row):
                links += self._cell(sheet, at, column, table, row, value, may_link=links < _MAX_LINKS)
            at += 1
        if table.name == "issues":
            for at, issue in enumerate(self._issues, at):  # noqa: B020 - goes on where the rows end
                sheet.write_row(at, 0, issue)
        self._close(sheet, table, at)

    def _sheet(self, table: Table, name: str) -> Any:
        sheet = self._workbook.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, _width(column))
            sheet.write_string(0, at, column.name, self._formats["header"])
        return sheet

    def _close(self, sheet: Any, table: Table, rows: int) -> None:
        sheet.autofilter(0, 0, max(rows - 1, 1), len(table.columns) - 1)

    def _cell(
        self, sheet: Any, at: int, column: int, table: Table, row: tuple[Any, ...], value: Any, *, may_link: bool
    ) -> bool:
        """Write a cell; return whether it is a link."""
        if value is None or value == "":
            return False
        if isinstance(value, str):  # most are: first, and no regular expression for those that cannot be links
            if may_link and value.startswith("http") and _URL.fullmatch(value):
                return bool(sheet.write_url(at, column, value, string=value) == 0)
            # However many of its characters Excel counts twice
            short = value if len(value) <= MAX_CELL // 2 else self._short(table, column, row, value)
            sheet.write_string(at, column, short)
        elif isinstance(value, bool):
            sheet.write_boolean(at, column, value)
        elif isinstance(value, int | float):
            sheet.write_number(at, column, value)
        elif isinstance(value, dt.datetime):
            sheet.write_datetime(at, column, value, self._formats["datetime"])
        elif isinstance(value, dt.date) and value >= _FIRST_DAY:
            sheet.write_datetime(at, column, value, self._formats["date"])
        else:
            sheet.write_string(at, column, str(value))  # a day before Excel's first
        return False

    def _short(self, table: Table, column: int, row: tuple[Any, ...], text: str) -> str:
        if _units(text) <= MAX_CELL:
            return text
        key = " ".join(str(row[table.names.index(name)]) for name in table.key)[:200]
        parts = list(_cut(text))
        name = table.names[column]
        self._continued += [(table.name, key, name, number, part) for number, part in enumerate(parts[1:], 2)]
        message = f"{name} of {table.name} {key} is longer than a cell holds; it goes on in the sheet {CONTINUED!r}"
        self._note("cell_continued", message)
        return parts[0]

    def _note(self, code: str, message: str) -> None:
        self._issues.append((row_id("i", code, message), "", "", code, "info", message))

    def finish(self) -> None:
        """Write what did not fit into cells."""
        if self._continued:
            sheet = self._workbook.add_worksheet(CONTINUED)
            sheet.write_row(0, 0, ("table", "row", "column", "part", "text"), self._formats["header"])
            for at, entry in enumerate(self._continued, 1):
                for column, value in enumerate(entry):
                    (sheet.write_number if column == 3 else sheet.write_string)(at, column, value)


def _units(text: str) -> int:
    """Return the length of a text as Excel counts it: an emoji is two."""
    return len(text) + sum(ord(c) > 0xFFFF for c in text) if not text.isascii() else len(text)


def _cut(text: str) -> Iterator[str]:
    size = MAX_CELL // 2 if not text.isascii() else MAX_CELL
    yield from (text[at : at + size] for at in range(0, len(text), size))


def _width(column: Column) -> int:
    return _WIDE.get(column.name, _WIDTHS[column.type])
