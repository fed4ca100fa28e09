"""What a workbook has no room for: the rest of a cell that is too long, and what `issues` says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from presstab.schema import Column, Table
from presstab.text import row_id

MAX_CELL = 32_767  # characters, as Excel counts
CONTINUED = Table(
    "continued",
    "The rest of cells that are longer than a cell of a workbook holds.",
    (
        Column("table", "string", "The table.", "mentions"),
        Column("row", "string", "The key of the row.", "m_0b6a5d0f7c1e2d3a"),
        Column("column", "string", "The column.", "sentence"),
        Column("part", "integer", "Which part: the first stands in the cell itself.", "2"),
        Column("text", "string", "The part.", "… and Nissan."),
    ),
    (),
    (),
)


class Fitting:
    """Cuts what is too long for a cell; keeps the rest as rows of `continued`, and notes as rows of `issues`."""

    def __init__(self) -> None:
        self.continued: list[tuple[str, str, str, int, str]] = []
        self.issues: list[tuple[Any, ...]] = []

    def fitted(self, table: Table, row: tuple[Any, ...]) -> list[Any]:
        """Return the cells of a row as they fit, however many characters of a text Excel counts twice."""
        half = MAX_CELL // 2
        return [self._cut(table, row, at, value) if isinstance(value, str) and len(value) > half else value
                for at, value in enumerate(row)]  # fmt: skip

    def note(self, code: str, message: str) -> None:
        """Keep what a reader should know."""
        self.issues.append((row_id("i", code, message), "", "", code, "info", message))

    def _cut(self, table: Table, row: tuple[Any, ...], at: int, text: str) -> str:
        if _units(text) <= MAX_CELL:
            return text
        key = " ".join(str(row[table.names.index(name)]) for name in table.key)[:200]
        first, *rest = _parts(text)
        name = table.names[at]
        self.continued += [(table.name, key, name, number, part) for number, part in enumerate(rest, 2)]
        where = f"it goes on in the sheet {CONTINUED.name!r}"
        self.note("cell_continued", f"{name} of {table.name} {key} is longer than a cell holds; {where}")
        return first


def _units(text: str) -> int:
    """Return the length of a text as Excel counts it: an emoji is two."""
    return len(text) + sum(ord(c) > 0xFFFF for c in text) if not text.isascii() else len(text)


def _parts(text: str) -> Iterator[str]:
    size = MAX_CELL // 2 if not text.isascii() else MAX_CELL
    yield from (text[at : at + size] for at in range(0, len(text), size))
