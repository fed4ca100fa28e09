"""Where in a folder names or passages still stand, byte by byte: what `forget` asks before it says that it is done."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from presstab.names.hidden import LONG, full_names

_PIECE = 4_000_000  # bytes read at once
_OVERLAP = 2_000  # bytes; longer than anything that is looked for
_GAP = rb"[^0-9A-Za-z]{0,3}"


def name_pattern(names: Iterable[str]) -> re.Pattern[bytes]:
    """Return what finds names of more than one word in bytes, with nothing, blanks, dots or hyphens between the words.

    >>> bool(name_pattern(["Jane Doe"]).search(b"by JANE-DOE,"))
    True
    """
    names = list(names)
    # As names are compared, and as they are written: José.
    found = {name.words for name in full_names(names)}
    found |= {tuple(way.split()) for name in names for way in (name, name.lower(), name.upper()) if " " in name}
    return re.compile(b"|".join(sorted(map(_as_bytes, found))) or rb"(?!)", re.IGNORECASE)


def _as_bytes(words: tuple[str, ...]) -> bytes:
    whole = _GAP.join(re.escape(word.encode()) for word in words)
    # A short one may be a part of other words: `Li Na` in `Carolina`.
    is_long = sum(map(len, words)) >= LONG
    return whole if is_long else rb"(?<![0-9A-Za-z])" + whole + rb"(?![0-9A-Za-z])"


def passage_pattern(passages: Iterable[str]) -> re.Pattern[bytes]:
    """Return what finds passages in bytes, whatever white space is between their words."""
    found = [rb"\s+".join(re.escape(word.encode()) for word in passage.split()) for passage in passages]
    return re.compile(b"|".join(found) or rb"(?!)")


def files_with(folder: Path, pattern: re.Pattern[bytes]) -> list[Path]:
    """Return the files below a folder that hold a match; archives and workbooks are looked into."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()
            and any(_holds(stream, pattern) for stream in _streams(path))]  # fmt: skip


def _streams(path: Path) -> Iterator[IO[bytes]]:
    with path.open("rb") as file:
        yield file
    if zipfile.is_zipfile(path):
        yield from _members(path)


def _members(path: Path) -> Iterator[IO[bytes]]:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                yield member


def _holds(stream: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    before = b""
    while piece := stream.read(_PIECE):
        if pattern.search(before + piece):
            return True
        before = (before + piece)[-_OVERLAP:]
    return False
