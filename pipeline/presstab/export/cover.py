"""The first and last sheet of a workbook: what it is and how to begin, and the data dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from presstab.export.sheet import printed
from presstab.export.views import load_questions
from presstab.schema import DOCUMENTS, RUNS, Column, Table
from presstab.store.reader import Reader
from presstab.store.view import View
from presstab.version import __version__

COVER = "start"
_WIDTHS = (52, 22, 110)
_BEGIN = (
    "Open document_entities: which entity stands in which release, the weightiest first (salience).",
    "The arrow beside a heading filters and sorts. Count by entity_id, not by name.",
    "A blue id leads on: an entity to its mentions with their sentences, a release to its source or its row.",
    "A green cell says that a person decided about the row (found_by is person).",
    "Numbers and days are numbers and days; the last sheet explains every column.",
)
DICTIONARY = Table(
    "dictionary",
    "Every column of every sheet.",
    (
        Column("table", "string", "The table, and the sheet.", "mentions"),
        Column("column", "string", "The column.", "start"),
        Column("type", "string", "Its type.", "integer"),
        Column("meaning", "string", "What it says.", "First character, from 0."),
        Column("example", "string", "A value.", "41"),
        Column("may_be_empty", "boolean", "Whether cells may be empty.", "false"),
    ),
    (),
    (),
)


def dictionary_rows(tables: Iterable[Table]) -> Iterator[list[Any]]:
    """Yield the rows of the data dictionary."""
    for table in tables:
        for column in table.columns:
            values = f" One of: {', '.join(column.values)}." if column.values else ""
            meaning = column.description + values
            yield [table.name, column.name, column.type, meaning, column.example, column.nullable]


def write_cover(
    sheet: Any, formats: dict[str, Any], store: Reader, view: View, counts: list[tuple[Table, int]]
) -> None:
    """Write the cover: what this is, how to begin, every sheet with its rows, where each question is answered."""
    for at, width in enumerate(_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.hide_gridlines(2)
    lines = iter(range(1_000))
    sheet.write_string(next(lines), 0, "Tables made from press releases", formats["title"])
    for text in _facts(store, view):
        sheet.write_string(next(lines), 0, text)
    _head(sheet, formats, lines, "How to begin")
    for text in _BEGIN:
        sheet.write_string(next(lines), 0, text)
    _head(sheet, formats, lines, "Sheet", "Rows", "What it is")
    for table, number in counts:
        at = next(lines)
        sheet.write_url(at, 0, f"internal:'{table.name}'!A1", formats["link"], table.name)
        sheet.write_number(at, 1, number, formats["count"])
        sheet.write_string(at, 2, table.description)
    _head(sheet, formats, lines, "Question", "Sheet", "What to choose there")
    shown = {table.name for table, _ in counts}
    for question in load_questions():
        if question.sheet in shown:
            at = next(lines)
            sheet.write_string(at, 0, question.title)
            sheet.write_url(at, 1, f"internal:'{question.sheet}'!A1", formats["link"], question.sheet)
            sheet.write_string(at, 2, question.choose.replace("`", ""))
    next(lines)
    owner = "The texts and sentences belong to the issuers of the releases; presstab gives no licence to them."
    sheet.write_string(next(lines), 0, owner)
    printed(sheet)


def _head(sheet: Any, formats: dict[str, Any], lines: Iterator[int], *headings: str) -> None:
    next(lines)
    at = next(lines)
    for column, heading in enumerate(headings):
        sheet.write_string(at, column, heading, formats["header"])


def _facts(store: Reader, view: View) -> Iterator[str]:
    run = f"run_{store.runs.last() if view.run is None else view.run:06d}"
    finished = [row["finished_at"] for row in store.tables.rows_where(RUNS, "run_id", run)]
    moment = f", finished {finished[0]:%Y-%m-%d %H:%M} UTC" if finished and finished[0] else ""
    yield f"presstab {__version__}, {run}{moment}"
    days = store.tables.span(DOCUMENTS, "published_on", view)
    published = f", published from {days[0]} to {days[1]}" if days[0] else ""
    yield f"{store.tables.count(DOCUMENTS, view):,} releases{published}"
    if view.since:
        yield f"Releases since {view.since} only."
    if not view.contacts:
        yield "What contact blocks name is left out."
