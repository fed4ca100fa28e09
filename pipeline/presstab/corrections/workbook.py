"""Reads one sheet of an Excel workbook as CSV: as much of the format as a table of texts needs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from presstab.errors import InputError

_MOST = 200_000_000  # bytes of one part of a workbook: more is no table that somebody filled in
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_sheet(path: Path, name: str) -> str:
    """Return a sheet as CSV; the first, where none bears the name.

    Raises:
        InputError: it is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            strings = _strings(archive)
            sheet = _part(archive, _sheet(archive, name))
    except (OSError, KeyError, IndexError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise InputError(f"{path}: no workbook that can be read: {error}") from error
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(_rows(sheet, strings))
    return file.getvalue()


def _part(archive: zipfile.ZipFile, name: str) -> Any:
    if archive.getinfo(name).file_size > _MOST:
        raise OSError(f"{name} is larger than {_MOST:,} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(archive.read(name), parser)


def _sheet(archive: zipfile.ZipFile, name: str) -> str:
    """Return the part of the archive that holds a sheet."""
    sheets = [(s.get("name"), s.get(_LINK)) for s in _part(archive, "xl/workbook.xml").iter(f"{_MAIN}sheet")]
    wanted = dict(sheets).get(name, sheets[0][1])
    targets = {r.get("Id"): r.get("Target") for r in _part(archive, "xl/_rels/workbook.xml.rels")}
    return "xl/" + str(targets[wanted]).removeprefix("/xl/")


def _strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(item) for item in _part(archive, "xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_MAIN}t"))


def _rows(sheet: Any, strings: list[str]) -> Iterator[list[str]]:
    width = 0
    for row in sheet.iter(f"{_MAIN}row"):
        cells: dict[int, str] = {}
        for cell in row.iter(f"{_MAIN}c"):
            value = cell.find(f"{_MAIN}v")
            shown = _text(cell) if value is None else value.text or ""
            cells[_column(cell.get("r"))] = strings[int(shown)] if cell.get("t") == "s" else shown
        width = max(width, *(at + 1 for at in cells), 0) if cells else width
        yield [cells.get(at, "") for at in range(width)]


def _column(reference: str) -> int:
    """Return the number of the column of a cell, from 0.

    >>> _column("A1"), _column("AB12")
    (0, 27)
    """
    number = 0
    for letter in re.match(r"[A-Z]+", reference)[0]:  # type: ignore[index]
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
