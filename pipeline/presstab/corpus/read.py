"""Reads releases from files, folders, archives and standard input, in a stream and in a fixed order.

A reader never raises for one bad file or record: it yields an `Issue` that names what
and where, and goes on. A new form of file is one function more: in `records.RECORDS` where
a file holds many releases, in `documents.CONVERTERS` where it holds one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import fnmatch
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from presstab.corpus.decode import decode
from presstab.corpus.documents import CONVERTERS, convert
from presstab.corpus.files import ARCHIVES, File, on_disk, unpack
from presstab.corpus.records import FIELDS, RECORDS, Columns, Read, csv_rows, optional, read_json_lines
from presstab.corpus.release import Issue, Release, parse_day
from presstab.errors import InputError

INDEX = "index.csv"
STDIN = "-"
_PLAIN = ".txt"
FORMATS = sorted({_PLAIN, *RECORDS, *CONVERTERS, *ARCHIVES})


def read_releases(
    paths: Iterable[str | Path],
    published: dt.date | None = None,
    *,
    pattern: str | None = None,
    columns: Columns | None = None,
) -> Read:
    """Yield the releases of files, folders and `-` (one JSON record a line), in a fixed order.

    The first of two equal ids is yielded, each further one becomes an issue. `published` is
    the date of releases that bring none; `pattern` chooses among the files of folders, by
    their path below it (`*.html`, `wire/2025-*`); `columns` names a record's fields where
    they are not ours. What costs time to read is not read yet: see `documents.convert`.

    Raises:
        InputError: a path does not exist, or nothing at all was found to read.
    """
    origins: dict[str, str] = {}
    found = False
    for item in _read_all(paths, pattern, columns or {}):
        found = True
        if isinstance(item, Issue):
            yield item
        elif item.doc_id in origins:
            yield duplicate(item.doc_id, item.origin, origins[item.doc_id])
        else:
            origins[item.doc_id] = item.origin
            yield item.with_days([("option", published)] if published else [])
    if not found:
        raise InputError(f"no releases in {', '.join(map(str, paths))}: expected {', '.join(FORMATS)}")


def duplicate(doc_id: str, origin: str, first: str) -> Issue:
    """Return the issue of a release whose id was read before, from `first`."""
    message = f"id already read from {first}; the release from {origin} is skipped"
    return Issue("duplicate_id", "error", message, doc_id, origin)


def read_texts(paths: Iterable[str | Path]) -> Iterator[Release]:
    """Yield the releases that can be read, each with its text; what cannot is left out."""
    for item in read_releases(paths):
        if isinstance(item, Release):
            try:
                yield convert(item)
            except InputError:
                continue


def read_versions(old: str | Path, new: str | Path) -> tuple[list[Release | Issue], list[Release | Issue]]:
    """Return the releases of two files or folders; two single files are versions of one release, whatever their names.

    Raises:
        InputError: one does not exist, or nothing was found in it.
    """
    sides = tuple([_unnamed(item) for item in read_releases([side])] for side in (old, new))
    if all(len(side) == 1 and isinstance(side[0], Release) for side in sides):
        one, other = (side[0] for side in sides)
        if isinstance(one, Release) and isinstance(other, Release):
            other = dataclasses.replace(other, doc_id=one.doc_id)
            return [one], [other]
    return sides[0], sides[1]


def _unnamed(item: Release | Issue) -> Release | Issue:
    """Return a release without the name of its file, which is another in each version."""
    is_named = isinstance(item, Release) and item.source == item.origin
    return dataclasses.replace(item, source="given") if is_named and isinstance(item, Release) else item


def parse_columns(given: str) -> dict[str, str]:
    """Return the names that a record uses for our fields: `text=body,id=guid`.

    Raises:
        InputError: a part is no such pair, or names no field of ours.
    """
    columns = {}
    for part in filter(None, given.split(",")):
        ours, equals, theirs = part.partition("=")
        if not equals or not theirs or ours not in FIELDS:
            raise InputError(f"--map {part}: write FIELD=COLUMN with a field of {', '.join(FIELDS)}")
        columns[ours] = theirs
    return columns


def _read_all(paths: Iterable[str | Path], pattern: str | None, columns: Columns) -> Read:
    for given in paths:
        if str(given) == STDIN:
            yield from read_json_lines(sys.stdin, STDIN, columns)
            continue
        path = Path(given)
        if path.is_dir():
            yield from _read_folder(path, pattern, columns)
        elif path.is_file():
            yield from read_file(on_disk(path, path.name), columns)
        else:
            raise InputError(f"{given}: no such file or folder")


def _read_folder(folder: Path, pattern: str | None, columns: Columns) -> Read:
    files = [on_disk(path, name) for name, path in _listed(folder)]
    indexed: dict[str, _Indexed] = {}
    for file in files:
        if file.name.rpartition("/")[2] == INDEX:
            try:
                for entry in _read_index(file):
                    if isinstance(entry, Issue):
                        yield entry
                    else:
                        indexed[entry.doc_id] = entry
            except (InputError, OSError) as error:
                yield _unreadable(error, file.name)
    for file in files:
        if file.name.rpartition("/")[2] == INDEX or (pattern and not fnmatch.fnmatchcase(file.name, pattern)):
            continue
        for item in read_file(file, columns):
            if isinstance(item, Release) and item.doc_id in indexed:
                yield indexed.pop(item.doc_id).complete(item)
            else:
                yield item
    if pattern is None:
        for entry in indexed.values():
            message = f"{INDEX} names a release that is not there"
            yield Issue("unknown_id", "warning", message, entry.doc_id, entry.location)


def _listed(folder: Path) -> list[tuple[str, Path]]:
    """Return the files below a folder by name, bytewise; what begins with a dot is left out."""
    named = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file())
    visible = [(name, path) for name, path in named if not any(part.startswith(".") for part in name.split("/"))]
    return sorted(visible, key=lambda item: item[0].encode(errors="surrogateescape"))


@dataclasses.dataclass(frozen=True)
class _Indexed:
    """A line of `index.csv`: what text files cannot carry."""

    doc_id: str
    published_on: dt.date | None
    title: str | None
    source: str | None
    location: str

    def complete(self, item: Release) -> Release:
        """Return the release with what it does not say itself."""
        dated = item.with_days([("index", self.published_on)] if self.published_on else [])
        return dataclasses.replace(dated, title=item.title or self.title, source=self.source or item.source)


def _read_index(file: File) -> Iterator[_Indexed | Issue]:
    prefix = file.name.removesuffix(INDEX)
    seen: set[str] = set()
    for line, row in csv_rows(io.StringIO(decode(file.read()).text, newline="")):
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
        yield _Indexed(doc_id, day, optional(row.get("title")), optional(row.get("source")), location)


def read_file(file: File, columns: Columns) -> Read:
    """Yield the releases of one file, whatever its form, and issues for what cannot be read."""
    try:
        if file.suffix in ARCHIVES:
            for inner in unpack(file):
                yield from [inner] if isinstance(inner, Issue) else read_file(inner, columns)
        elif file.suffix in RECORDS:
            yield from RECORDS[file.suffix](file, columns)
        elif file.suffix == _PLAIN:
            yield from _read_plain(file)
        elif file.suffix in CONVERTERS:
            yield Release(_doc_id(file), "", source=file.name, origin=file.name, original=file.read(), form=file.suffix)
        else:
            message = f"files {file.suffix or 'without extension'} are not read"
            yield Issue("unsupported_format", "warning", message, None, file.name)
    except (InputError, OSError) as error:
        yield _unreadable(error, file.name)


def _unreadable(error: Exception, name: str) -> Issue:
    return Issue("unreadable_file", "error", f"{error}; file skipped", None, name)


def _read_plain(file: File) -> Read:
    decoded = decode(file.read())
    if decoded.guessed:
        yield Issue("encoding_guessed", "warning", f"not UTF-8: read as {decoded.encoding}", _doc_id(file), file.name)
    yield Release(doc_id=_doc_id(file), text=decoded.text, source=file.name, origin=file.name)


def _doc_id(file: File) -> str:
    return file.name[: len(file.name) - len(file.suffix)]
