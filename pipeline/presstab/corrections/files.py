"""Reads decisions from disk: `corrections.csv`, and the table of doubts that somebody filled in, as CSV or workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from presstab.corrections.decision import Decision
from presstab.corrections.doubts import is_doubts, parse_doubts
from presstab.corrections.read import in_order, parse_corrections, render_corrections
from presstab.corrections.workbook import read_sheet
from presstab.errors import InputError

FILE = "corrections.csv"  # read from the working folder where no other is named
WORKBOOK = ".xlsx"
_DOUBTS = "doubts"


def load_corrections(paths: Iterable[Path | str]) -> tuple[Decision, ...]:
    """Return the decisions of some files, in one order, each once.

    Raises:
        InputError: there is no such file, a row is malformed, or two decisions contradict each other.
    """
    return in_order(decision for path in paths for decision in read_file(Path(path)))


def read_file(path: Path, who: str = "", when: str = "") -> tuple[Decision, ...]:
    """Return the decisions of one file; `who` and `when` are those of what a table of doubts says.

    Raises:
        InputError: there is no such file, or a row is malformed.
    """
    content = _content(path)
    if is_doubts(content):
        return parse_doubts(path.name, content, who, when)
    return parse_corrections({path.name: content})


def has_decisions(path: Path) -> bool:
    """Whether a file is one of decisions, by its header."""
    if path.suffix == WORKBOOK:
        return True
    header = _content(path).partition("\n")[0]
    return "decision" in [column.strip().strip('"') for column in header.split(",")]


def append_corrections(path: Path, decisions: Iterable[Decision]) -> int:
    """Write decisions to the end of a file, those that it has not; return how many.

    Raises:
        InputError: one contradicts another of the file.
    """
    known = load_corrections([path]) if path.exists() else ()
    have = {decision.meaning for decision in known}
    new = [decision for decision in in_order(decisions) if decision.meaning not in have]
    in_order([*known, *new])
    if not new:
        return 0
    written = render_corrections(new)
    if path.exists():
        header, _, written = written.partition("\n")
        before = path.read_text(encoding="utf-8-sig")
        if not before.startswith(header):
            raise InputError(f"{path}:1: nothing can be added to another header than {header}")
        written = ("" if before.endswith("\n") or not before else "\n") + written
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(written)
    return len(new)


def _content(path: Path) -> str:
    if path.suffix == WORKBOOK:
        return read_sheet(path, _DOUBTS)
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: no file of decisions: {error}") from error
