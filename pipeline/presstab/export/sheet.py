"""One sheet of a workbook: cells written fast, text always as text, widths by content, made to print."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet

from presstab.schema import PERSON
from presstab.schema.columns import DECIDED

MAX_LINKS = 65_000  # of a sheet; Excel stops at 65,530
_FIRST_DAY = dt.date(1900, 3, 1)  # Excel counts a 29 February 1900, and no day before 1900
_LEAST, _MOST = 6, 60  # characters of a column's width
_MEASURED = 1_000  # rows by which columns are as wide as they are
_FILTER = 3  # characters that the arrow of a filter takes
_A4 = 9
# What does not stand in XML as it is; `_x` may begin what Excel takes for a character's code.
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x")


class _FastSheet(Worksheet):  # type: ignore[misc]
    """Writes plain texts and numbers, nearly all cells, without what XlsxWriter does for the others.

    Its own way takes a text from `<r>` to `</r>` for formatted XML, and costs twice the time.
    """

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = cell.__class__.__name__
        if cell.format is not None or kind not in {"String", "Number"}:
            super()._write_cell(row, col, cell)
            return
        place = xl_rowcol_to_cell_fast(row, col)
        if kind == "Number":
            self.fh.write(f'<c r="{place}"><v>{cell.number:.16G}</v></c>')
            return
        text = cell.string
        if _SPECIAL.search(text):
            text = self._escape_data(self._escape_control_characters(text))
        space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
        self.fh.write(f'<c r="{place}" t="inlineStr"><is><t{space}>{text}</t></is></c>')


class Sheet:
    """A sheet under a header, written row by row from the top; no cell is a formula."""

    def __init__(self, workbook: Any, name: str, header: tuple[str, ...], formats: Mapping[str, Any]) -> None:
        self.name = name
        self.rows = 0  # without the header
        self._sheet = workbook.add_worksheet(name, _FastSheet)
        self._formats = formats
        self._header = header
        self._widths = [len(heading) + _FILTER for heading in header]
        self._links = 0
        self._sheet.freeze_panes(1, 1)
        for at, heading in enumerate(header):
            self._sheet.write_string(0, at, heading, self._formats["header"])

    @property
    def next_row(self) -> int:
        """The number of the row that is written next, as Excel counts."""
        return self.rows + 2

    def write(self, cells: list[Any], links: dict[int, str]) -> None:
        """Write a row; `links` are the addresses that cells lead to, by column, as far as a sheet may have them."""
        self.rows += 1
        for at, value in enumerate(cells):
            if value is None or value == "":
                continue
            if self.rows <= _MEASURED:
                self._widths[at] = max(self._widths[at], len(_shown(value)) + 1)
            if value == PERSON and self._header[at] == DECIDED.name:
                self._sheet.write_string(self.rows, at, value, self._formats["decided"])
            elif at in links and self._links < MAX_LINKS:
                self._links += 1
                self._sheet.write_url(self.rows, at, links[at], self._formats["link"], str(value))
            else:
                self._cell(at, value)

    def _cell(self, at: int, value: Any) -> None:
        if isinstance(value, str):
            self._sheet.write_string(self.rows, at, value)
        elif isinstance(value, bool):
            self._sheet.write_boolean(self.rows, at, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(self.rows, at, value)
        elif isinstance(value, dt.datetime):
            self._sheet.write_datetime(self.rows, at, value, self._formats["datetime"])
        elif isinstance(value, dt.date) and value >= _FIRST_DAY:
            self._sheet.write_datetime(self.rows, at, value, self._formats["date"])
        else:
            self._sheet.write_string(self.rows, at, str(value))  # a day before Excel's first

    def close(self) -> None:
        """Set what the rows decide: widths, the filter; and how it prints: across, as wide as the paper, headed."""
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, min(max(width, _LEAST), _MOST))
        self._sheet.autofilter(0, 0, max(self.rows, 1), len(self._header) - 1)
        self._sheet.repeat_rows(0)
        printed(self._sheet)


def formats_of(workbook: Any) -> dict[str, Any]:
    """Return the formats of a workbook's cells, by what they are for."""
    return {
        "header": workbook.add_format({"bold": True, "bottom": 1}),
        "title": workbook.add_format({"bold": True, "font_size": 16}),
        "link": workbook.add_format({"font_color": "#0563C1"}),
        "decided": workbook.add_format({"bold": True, "bg_color": "#D2F4D9"}),
        "count": workbook.add_format({"num_format": "#,##0"}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "datetime": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }


def printed(sheet: Any) -> None:
    """Set how a sheet prints: on A4, across, as wide as the paper, with its name and the pages below."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&R&P / &N")


def _shown(value: Any) -> str:
    return value.isoformat(" ") if isinstance(value, dt.datetime) else str(value)
