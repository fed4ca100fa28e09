"""Files of records to parts: so many releases at a time, in the order of the input, each part with its name."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePosixPath
from typing import BinaryIO, NamedTuple, TypeVar, cast

import pyarrow as pa

from presstab.corpus.files import ARCHIVES, File
from presstab.corpus.read import dated, read_file
from presstab.corpus.records import RECORDS, Columns
from presstab.corpus.release import MAX_CHARS
from presstab.errors import InputError
from presstab.store.location import Location

T = TypeVar("T")


class Source(NamedTuple):
    """One file of the input: where it lies, its name below the input, its number in order."""

    location: Location
    name: str
    number: int


class ReadOptions(NamedTuple):
    """How files are read: releases in a part, a record's fields by our names, the day of others, the longest text."""

    size: int
    columns: Columns
    published: dt.date | None = None
    max_chars: int = MAX_CHARS


def list_sources(paths: Iterable[str]) -> list[Source]:
    """Return the files of records below some paths or URIs, in the order in which the local engine reads them.

    Raises:
        InputError: there are none.
    """
    found: list[Source] = []
    for given in paths:
        location = Location.parse(given)
        for info in sorted(location.files(), key=lambda info: info.path.encode(errors="surrogateescape")):
            name = info.path[len(location.path) :].lstrip("/") or PurePosixPath(info.path).name
            if _is_read(name):
                found.append(Source(Location(location.filesystem, info.path), name, len(found)))
    if not found:
        raise InputError(f"no files of records in {', '.join(paths)}: expected {', '.join(sorted(RECORDS))}")
    return found


def _is_read(name: str) -> bool:
    path = PurePosixPath(name)
    if any(part.startswith(".") for part in path.parts):
        return False
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    return bool(suffixes) and (suffixes[-1] in RECORDS or (suffixes[-1] in ARCHIVES and len(suffixes) == 2))


def read_parts(source: Source, reading: ReadOptions) -> Iterator[pa.Table]:
    """Yield the parts of a file, a row each: `part`, its name, and `items`, its pickled releases and issues."""

    def opened() -> BinaryIO:
        return cast(BinaryIO, source.location.filesystem.open_input_file(source.location.path))

    file = File(source.name, opened)
    items = dated(read_file(file, reading.columns, reading.max_chars), reading.published)
    for number, part in enumerate(_parts(items, reading.size)):
        name = f"{source.number:06d}-{number:06d}"
        yield pa.table({"part": [name], "items": pa.array([pickle.dumps(part)], pa.large_binary())})


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while part := list(islice(waiting, size)):
        yield part
