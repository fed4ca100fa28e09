"""Reads releases from files, folders, archives and standard input, in a stream and in a fixed order.

A reader never raises for one bad file or record: it yields an `Issue` that names what
and where, and goes on. A new form of file is one function more: in `records.RECORDS` where
a file holds many releases, in `documents.CONVERTERS` where it holds one.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import fnmatch
import functools
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from presstab.corpus.apart import Apart, Job, Limits
from presstab.corpus.documents import CONVERTERS, convert
from presstab.corpus.files import ARCHIVES, STDIN, File, on_disk, standard_input, unpack, unreadable
from presstab.corpus.index import INDEX, Indexed, read_index
from presstab.corpus.listing import list_folder, no_file
from presstab.corpus.names import SINGLES, shared_stems, shown, stem_of
from presstab.corpus.plain import read_plain
from presstab.corpus.records import FIELDS, RECORDS, Columns, Read, read_json_lines
from presstab.corpus.release import MAX_CHARS, WHOLE_INPUT, Issue, Release, too_large
from presstab.errors import InputError

MAX_FAULTS = 1_000  # issues of one file
_PLAIN = ".txt"
FORMATS = sorted({_PLAIN, *RECORDS, *CONVERTERS, *ARCHIVES})


class _Reading(NamedTuple):
    """How inputs are read: which files of folders, a record's fields by our names, the longest text, where."""

    pattern: str | None
    columns: Columns
    max_chars: int
    run: Callable[[Job, str], Iterator[Any]]

    def file(self, file: File) -> Read:
        """Yield what a file holds."""
        return self.run(functools.partial(read_file, file, self.columns, self.max_chars), file.name)


def read_releases(
    paths: Iterable[str | Path],
    published: dt.date | None = None,
    *,
    pattern: str | None = None,
    columns: Columns | None = None,
    max_chars: int = MAX_CHARS,
    limits: Limits | None = None,
) -> Read:
    """Yield the releases of files, folders and `-` (one JSON record a line), in a fixed order.

    The first of two equal ids is yielded, each further one becomes an issue. `published` is
    the date of releases that bring none; `pattern` chooses among the files of folders, by
    their path below it (`*.html`, `wire/2025-*`); `columns` names a record's fields where
    they are not ours; a text longer than `max_chars` is an issue. With `limits`, files are
    read in a process of their own that has so much memory and time. What costs time to read
    is not read yet: see `documents.convert`.

    Raises:
        InputError: a path does not exist.
    """
    given = [str(path) for path in paths]
    for path in given:
        if path != STDIN and not os.path.lexists(path):
            raise InputError(f"{shown(os.fsencode(path))}: no such file or folder")
    if limits is None:
        yield from dated(once(_read_all(given, _Reading(pattern, columns or {}, max_chars, _here))), published)
        return
    with Apart(limits, reads_stdin=STDIN in given) as run:
        yield from dated(once(_read_all(given, _Reading(pattern, columns or {}, max_chars, run))), published)


def _here(job: Job, name: str) -> Iterator[Any]:
    """Yield what a job yields, in this process."""
    yield from job()


def once(items: Iterable[Release | Issue]) -> Read:
    """Yield issues, and the first release of each id; an issue stands for every further one."""
    origins: dict[str, str] = {}
    for item in items:
        if isinstance(item, Release) and item.doc_id in origins:
            yield duplicate(item.doc_id, item.origin, origins[item.doc_id])
            continue
        if isinstance(item, Release):
            origins[item.doc_id] = item.origin
        yield item


def duplicate(doc_id: str, origin: str, first: str) -> Issue:
    """Return the issue of a release whose id was read before, from `first`."""
    message = f"id already read from {first}; the release from {origin} is skipped"
    return Issue("duplicate_id", "error", message, doc_id, origin)


def dated(items: Iterable[Release | Issue], published: dt.date | None) -> Read:
    """Yield issues, and releases with a day given for all as the last evidence of theirs."""
    days = [("option", published)] if published else []
    return (item.with_days(days) if isinstance(item, Release) else item for item in items)


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
    sides = tuple([_unnamed(item) for item in read_releases([side], limits=Limits())] for side in (old, new))
    for side, items in zip((old, new), sides, strict=True):
        if all(isinstance(item, Issue) and item.severity == "info" for item in items):
            raise InputError(f"no releases in {side}: expected {', '.join(FORMATS)}")
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


def _read_all(paths: Iterable[str], reading: _Reading) -> Read:
    for given in paths:
        if given == STDIN:
            yield from reading.file(standard_input())
            continue
        path = Path(given)
        name = shown(os.fsencode(path.name))
        try:
            mode = path.stat().st_mode
        except OSError as error:  # in a folder that may not be entered
            yield unreadable(error, name)
            continue
        if stat.S_ISDIR(mode):
            yield from _read_folder(path, reading)
        elif stat.S_ISREG(mode):
            yield from reading.file(on_disk(path, name))
        else:
            yield no_file(mode, name)


def _read_folder(folder: Path, reading: _Reading) -> Read:
    items = list_folder(folder)
    yield from (item for item in items if isinstance(item, Issue))
    files = [item for item in items if isinstance(item, File)]
    indexed: dict[str, Indexed] = {}
    for file in filter(_is_index, files):
        for entry in reading.run(functools.partial(read_index, file), file.name):
            if isinstance(entry, Issue):
                yield entry
            else:
                indexed[entry.doc_id] = entry
    chosen = [f for f in files if not _is_index(f) and fnmatch.fnmatchcase(f.name, reading.pattern or "*")]
    if not items:
        yield Issue("empty_input", "info", f"no releases: expected {', '.join(FORMATS)}", None, WHOLE_INPUT)
    named: set[str] = set()
    for item in _read_files(chosen, reading):
        entry = _entry(item, indexed) if isinstance(item, Release) else None
        if entry and isinstance(item, Release):
            named.add(entry.doc_id)
            item = entry.complete(item)
        yield item
    if reading.pattern is None:
        for entry in indexed.values():
            if entry.doc_id not in named:
                message = f"{INDEX} names a release that is not there"
                yield Issue("unknown_id", "warning", message, entry.doc_id, entry.location)


def _is_index(file: File) -> bool:
    return file.name.rpartition("/")[2] == INDEX


def _entry(release: Release, indexed: Mapping[str, Indexed]) -> Indexed | None:
    """Return the line of the index that names a release, by its id or by the stem of its file."""
    return indexed.get(release.doc_id) or indexed.get(stem_of(release.origin))


def _read_files(files: list[File], reading: _Reading) -> Read:
    shared = shared_stems(file.name for file in files)
    for file in files:
        if file.name not in shared:
            yield from reading.file(file)
            continue
        if file.suffix in SINGLES:
            message = f"another file is called {file.stem} too: the id is {file.name}"
            yield Issue("same_stem", "info", message, file.name, file.name)
        yield from reading.file(file._replace(shares_stem=True))


def read_file(file: File, columns: Columns, max_chars: int = MAX_CHARS) -> Read:
    """Yield the releases of one file, whatever its form, and issues for what cannot be read; nothing is raised.

    Of a file without end of faults the first thousand are told, the others counted.
    """
    faults = releases = 0
    for item in _read_safely(file, columns, max_chars):
        if isinstance(item, Release) and len(item.text) > max_chars:
            item = Issue(
                "too_large", "error", f"{too_large(len(item.text), max_chars)}; skipped", item.doc_id, item.origin
            )
        faults += isinstance(item, Issue)
        releases += isinstance(item, Release)
        if isinstance(item, Release) or faults <= MAX_FAULTS:
            yield item
    if faults > MAX_FAULTS:
        yield Issue("more_faults", "error", f"{faults - MAX_FAULTS:,} further faults", None, file.name)
    if not faults and not releases:
        yield Issue("empty_input", "info", "holds no release", None, file.name)


def _read_safely(file: File, columns: Columns, max_chars: int) -> Read:
    try:
        if file.suffix in ARCHIVES:
            for inner in unpack(file):
                yield from [inner] if isinstance(inner, Issue) else read_file(inner, columns, max_chars)
        elif file.name == STDIN:
            yield from read_json_lines(file, columns)
        elif file.suffix in RECORDS:
            yield from RECORDS[file.suffix](file, columns)
        elif file.suffix == _PLAIN:
            yield from read_plain(file)
        elif file.suffix in CONVERTERS:
            data = file.read()
            yield Release(file.doc_id, "", file.name, file.name, original=data, form=file.suffix, max_chars=max_chars)
        else:
            message = f"files {file.suffix or 'without extension'} are not read"
            yield Issue("unsupported_format", "warning", message, None, file.name)
    except MemoryError:
        raise
    except Exception as error:  # a damaged file makes its reader raise nearly anything
        yield unreadable(error, file.name)
