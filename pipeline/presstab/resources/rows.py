"""Rows of CSV files: those that are packaged, and those that users write."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from presstab.errors import InputError

Rows = list[dict[str, str]]


def own_rows(path: str | Path, option: str) -> Rows:
    """Return the rows of a user's CSV file; an error names the option that gave it.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with Path(path).open(encoding="utf-8", newline="") as file:
            return parse_rows(file.read())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{option} {path}: {error}") from error


def parse_rows(content: str) -> Rows:
    """Return the rows of a CSV file with a header line; lines that begin with `#` are comments."""
    lines = io.StringIO(content, newline="")
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
