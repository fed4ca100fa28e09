"""`index.csv` beside text files: what they cannot carry themselves."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from presstab.corpus.files import File, unreadable
from presstab.corpus.lines import Lines
from presstab.corpus.records import csv_rows, optional
from presstab.corpus.release import Issue, Release, parse_day
from presstab.errors import InputError

INDEX = "index.csv"


@dataclasses.dataclass(frozen=True)
class Indexed:
    """A line of `index.csv`."""

    doc_id: str
    published_on: dt.date | None
    title: str | None
    source: str | None
    location: str

    def complete(self, item: Release) -> Release:
        """Return the release with what it does not say itself."""
        dated = item.with_days([("index", self.published_on)] if self.published_on else [])
        return dataclasses.replace(dated, title=item.title or self.title, source=self.source or item.source)


def read_index(file: File) -> Iterator[Indexed | Issue]:
    """Yield the lines of an index, and issues for what is wrong with it; nothing is raised."""
    try:
        with file.open() as stream:
            yield from _entries(file, Lines(stream, file.name))
    except MemoryError:
        raise
    except Exception as error:  # whatever it holds, the releases beside it are read
        yield unreadable(error, file.name)


def _entries(file: File, lines: Lines) -> Iterator[Indexed | Issue]:
    prefix = file.name.removesuffix(INDEX)
    seen: set[str] = set()
    for line, row in csv_rows(lines):
        location = f"{file.name}:{line}"
        doc_id = prefix + (row.get("doc_id") or "").strip()
        if doc_id == prefix or doc_id in seen:
            yield Issue("malformed_record", "error", f"doc_id is empty or named before: {doc_id!r}", None, location)
            continue
        seen.add(doc_id)
        day = None
        try:
            day = parse_day(row.get("published"))
        except InputError as error:
            yield Issue("invalid_date", "error", f"published: {error}; taken as missing", doc_id, location)
        yield Indexed(doc_id, day, optional(row.get("title")), optional(row.get("source")), location)
    yield from lines.issues()
