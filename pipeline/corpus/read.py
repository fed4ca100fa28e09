"""Reads releases from files, folders, record files and standard input, in a stream.

A reader never raises for one bad file or record: it yields an `Issue` that names what
and where, and goes on. A new form of file is one function more in `FORMATS`.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from pipeline.corpus.decode import MAX_BYTES, Decoded, clean, decode
from pipeline.corpus.release import MAX_ID_CHARS, Issue, Release, parse_day
from pipeline.errors import InputError

Read = Iterator[Release | Issue]
INDEX = "index.csv"
STDIN = "-"


def read_releases(paths: Iterable[str | Path], published: dt.date | None = None) -> Read:
    """Yield the releases of files, folders and `-` (one JSON record a line), in a fixed order.

    The first of two equal ids is yielded, each further one becomes an issue.
    `published` is the date of releases that bring none.

    Raises:
        InputError: a path does not exist, or nothing at all was found to read.
    """
    origins: dict[str, str] = {}
    found = False
    for item in _read_all(paths):
        found = True
        if isinstance(item, Issue):
            yield item
        elif item.doc_id in origins:
            yield Issue(
                "duplicate_id",
                "error",
                f"id already read from {origins[item.doc_id]}; the release from {item.origin} is skipped",
                item.doc_id,
                item.origin,
            )
        else:
            origins[item.doc_id] = item.origin
            yield _with_fallback(item, published)
    if not found:
        raise InputError(f"no releases in {', '.join(map(str, paths))}: expected {', '.join(sorted(FORMATS))}")


def read_records(records: Iterable[Mapping[str, Any]], origin: str = "records") -> Read:
    """Yield a release, or an issue, for each mapping with `text` and optional fields."""
    for number, record in enumerate(records, 1):
        yield from _from_record(record, f"{origin}:{number}", origin, f"{Path(origin).stem}-{number}")


def _read_all(paths: Iterable[str | Path]) -> Read:
    for given in paths:
        if str(given) == STDIN:
            yield from _read_json_lines(sys.stdin, STDIN)
            continue
        path = Path(given)
        if path.is_dir():
            yield from _read_folder(path)
        elif path.is_file():
            yield from _read_file(path, path.name)
        else:
            raise InputError(f"{given}: no such file or folder")


def _with_fallback(release: Release, published: dt.date | None) -> Release:
    if release.published_on or not published:
        return release
    return dataclasses.replace(release, published_on=published, published_from="option")


def _read_folder(folder: Path) -> Read:
    files = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda p: p.as_posix().encode())
    visible = [p for p in files if not any(part.startswith(".") for part in p.relative_to(folder).parts)]
    indexed: dict[str, _Indexed] = {}
    for path in visible:
        if path.name == INDEX:
            for entry in _read_index(path, folder):
                if isinstance(entry, Issue):
                    yield entry
                else:
                    indexed[entry.doc_id] = entry
    for path in visible:
        if path.name == INDEX:
            continue
        for item in _read_file(path, path.relative_to(folder).as_posix()):
            if isinstance(item, Release) and item.doc_id in indexed:
                yield indexed.pop(item.doc_id).complete(item)
            else:
                yield item
    for entry in indexed.values():
        yield Issue("unknown_id", "warning", f"{INDEX} names a release that is not there", entry.doc_id, entry.location)


@dataclasses.dataclass(frozen=True)
class _Indexed:
    """A line of `index.csv`: what text files cannot carry."""

    doc_id: str
    published_on: dt.date | None
    title: str | None
    source: str | None
    location: str

    def complete(self, item: Release) -> Release:
        return dataclasses.replace(
            item,
            published_on=item.published_on or self.published_on,
            published_from=item.published_from if item.published_on or not self.published_on else "index",
            title=item.title or self.title,
            source=self.source or item.source,
        )


def _read_index(path: Path, folder: Path) -> Iterator[_Indexed | Issue]:
    name = path.relative_to(folder).as_posix()
    prefix = name.removesuffix(INDEX)
    seen: set[str] = set()
    for line, row in _csv_rows(_decode_file(path).text):
        location = f"{name}:{line}"
        doc_id = prefix + (row.get("doc_id") or "").strip()
        if doc_id == prefix or doc_id in seen:
            yield Issue("malformed_record", "error", f"doc_id is empty or named before: {doc_id!r}", None, location)
            continue
        seen.add(doc_id)
        day, issue = _day_or_issue(row.get("published"), doc_id, location)
        if issue:
            yield issue
        yield _Indexed(doc_id, day, _optional(row.get("title")), _optional(row.get("source")), location)


def _read_file(path: Path, name: str) -> Read:
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        yield Issue("unsupported_format", "warning", f"files {path.suffix or 'without extension'} are not read", None,
                    name)  # fmt: skip
        return
    try:
        yield from reader(path, name)
    except (InputError, OSError) as error:
        yield Issue("unreadable_file", "error", f"{error}; file skipped", None, name)


def _read_plain(path: Path, name: str) -> Read:
    decoded = _decode_file(path)
    doc_id = name.removesuffix(path.suffix)
    if decoded.guessed:
        yield Issue("encoding_guessed", "warning", f"not UTF-8: read as {decoded.encoding}", doc_id, name)
    yield Release(doc_id=doc_id, text=decoded.text, source=name, origin=name)


def _read_jsonl(path: Path, name: str) -> Read:
    yield from _read_json_lines(io.StringIO(_decode_file(path).text), name)


def _read_json_lines(lines: TextIO, name: str) -> Read:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        location = f"{name}:{number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Issue("malformed_record", "error", f"not JSON: {error}; line skipped", None, location)
            continue
        yield from _from_record(record, location, name, f"{Path(name).stem}-{number}")


def _read_csv(path: Path, name: str) -> Read:
    for line, row in _csv_rows(_decode_file(path).text):
        yield from _from_record(row, f"{name}:{line}", name, f"{Path(name).stem}-{line}")


def _read_parquet(path: Path, name: str) -> Read:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        number = 0
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=256):
                for row in batch.to_pylist():
                    number += 1
                    yield from _from_record(row, f"{name}:{number}", name, f"{Path(name).stem}-{number}")
    except pa.ArrowException as error:
        raise InputError(f"not Parquet: {error}") from error


FORMATS: dict[str, Callable[[Path, str], Read]] = {
    ".txt": _read_plain,
    ".md": _read_plain,
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
}


def _decode_file(path: Path) -> Decoded:
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 1_000_000} MB: split it")
    return decode(path.read_bytes())


def _csv_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the number of its last line; blank rows are left out."""
    csv.field_size_limit(MAX_BYTES)
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="")
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"line {reader.line_num}: {error}") from error


def _from_record(record: object, location: str, origin: str, default_id: str) -> Read:
    if not isinstance(record, Mapping):
        yield Issue("malformed_record", "error", "not a record of named fields; skipped", None, location)
        return
    doc_id = _optional(record.get("id")) or default_id
    text = record.get("text")
    if len(doc_id) > MAX_ID_CHARS:
        yield Issue("malformed_record", "error", f"id is longer than {MAX_ID_CHARS} characters", None, location)
        return
    if not isinstance(text, str):
        yield Issue("malformed_record", "error", "no field `text` with a string; skipped", doc_id, location)
        return
    published_on, issue = _day_or_issue(record.get("published"), doc_id, location)
    if issue:
        yield issue
    yield Release(
        doc_id=doc_id,
        text=clean(text),
        source=_optional(record.get("source")) or origin,
        origin=origin,
        published_on=published_on,
        published_from="record" if published_on else "none",
        title=_optional(record.get("title")),
    )


def _day_or_issue(value: object, doc_id: str, location: str) -> tuple[dt.date | None, Issue | None]:
    try:
        return parse_day(value), None
    except InputError as error:
        return None, Issue("invalid_date", "error", f"published: {error}; taken as missing", doc_id, location)


def _optional(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return clean(str(value)).strip() or None
