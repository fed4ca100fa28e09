"""Something that does not hold."""

from __future__ import annotations

from typing import NamedTuple


class Finding(NamedTuple):
    """In which table or file, which row, what."""

    table: str
    row: str
    message: str
