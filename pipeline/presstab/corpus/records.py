"""Records to releases: JSON lines, CSV, Parquet, feeds, and mappings from Python."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import BinaryIO

from presstab.corpus.decode import MAX_BYTES, SAMPLE, Encoding, clean, encoding_of
from presstab.corpus.feeds import read_feed
from presstab.corpus.files import File
from presstab.corpus.pages import looks_html, plain_text
from presstab.corpus.release import MAX_ID_CHARS, Issue, Release, parse_day
from presstab.errors import InputError

Read = Iterator[Release | Issue]
Columns = Mapping[str, str]  # our name of a field: the input's
FIELDS = ("id", "text", "published", "title", "source")


def read_records(records: Iterable[Mapping[str, object]], origin: str = "records") -> Read:
    """Yield a release, or an issue, for each mapping with `text` and optional fields."""
    for number, record in enumerate(records, 1):
        yield from from_record(record, f"{origin}:{number}", origin, number, {})


def from_record(
    record: object, location: str, origin: str, number: int, columns: Columns, kind: str = "record"
) -> Read:
    """Yield the release of one record, and issues for what is wrong with it.

    `columns` says under which name the record holds each of our fields, where not under ours.
    `kind` is what the record's date counts as.
    """
    if not isinstance(record, Mapping):
        yield Issue("malformed_record", "error", "not a record of named fields; skipped", None, location)
        return
    given = {name: record.get(columns.get(name, name)) for name in FIELDS}
    doc_id = optional(given["id"]) or f"{PurePosixPath(origin).stem}-{number}"
    text = given["text"]
    if len(doc_id) > MAX_ID_CHARS:
        yield Issue("malformed_record", "error", f"id is longer than {MAX_ID_CHARS} characters", None, location)
        return
    if not isinstance(text, str):
        field = columns.get("text", "text")
        yield Issue("malformed_record", "error", f"no field `{field}` with a string; skipped", doc_id, location)
        return
    if looks_html(text):
        yield Issue("html_text", "info", "the text is HTML: its marks are left out", doc_id, location)
        text = plain_text(text)
    day, issue = None, None
    try:
        day = parse_day(given["published"])
    except InputError as error:
        issue = Issue("invalid_date", "error", f"published: {error}; taken as missing", doc_id, location)
    if issue:
        yield issue
    days = ((kind, day),) if day else ()
    yield Release(
        doc_id=doc_id,
        text=clean(text),
        source=optional(given["source"]) or origin,
        origin=origin,
        title=optional(given["title"]),
    ).with_days(days)


def optional(value: object) -> str | None:
    """Return a field's text; None where it is empty or no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return clean(str(value)).strip() or None


def read_json_lines(lines: Iterable[str], name: str, columns: Columns) -> Read:
    """Yield the release of each line that holds a JSON record."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        location = f"{name}:{number}"
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Issue("malformed_record", "error", f"not JSON: {error}; line skipped", None, location)
            continue
        yield from from_record(record, location, name, number, columns)


def _read_jsonl(file: File, columns: Columns) -> Read:
    yield from _text_of(file, lambda stream: read_json_lines(_lines(stream), file.name, columns))


def _read_csv(file: File, columns: Columns) -> Read:
    yield from _text_of(file, lambda stream: _csv_releases(stream, file.name, columns))


def _csv_releases(stream: io.TextIOBase, name: str, columns: Columns) -> Read:
    for line, row in csv_rows(stream):
        yield from from_record(row, f"{name}:{line}", name, line, columns)


def csv_rows(stream: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the number of its last line; blank rows are left out.

    Raises:
        InputError: it is no CSV.
    """
    csv.field_size_limit(MAX_BYTES)
    reader = csv.DictReader(stream, restkey="")
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"line {reader.line_num}: {error}") from error


def _text_of(file: File, read: Callable[[io.TextIOBase], Read]) -> Read:
    """Yield what `read` makes of a file's text, in a stream, however long it is."""
    with file.open() as binary:
        sample = _at_least(binary, SAMPLE)
        encoding = encoding_of(sample)
        if encoding.guessed:
            yield _guessed(encoding, file.name)
        rest = _Joined(sample[len(encoding.mark) :], binary)
        yield from read(io.TextIOWrapper(io.BufferedReader(rest), encoding.name, errors="replace", newline=""))


def _guessed(encoding: Encoding, name: str) -> Issue:
    return Issue("encoding_guessed", "warning", f"not UTF-8: read as {encoding.name}", None, name)


def _at_least(stream: BinaryIO, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data


class _Joined(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _lines(stream: io.TextIOBase) -> Iterator[str]:
    while line := stream.readline(MAX_BYTES + 1):
        if len(line) > MAX_BYTES:
            raise InputError(f"a line is longer than {MAX_BYTES // 1_000_000} MB: split the file")
        yield line


def _read_parquet(file: File, columns: Columns) -> Read:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with file.open() as stream:
        try:
            number = 0
            with pq.ParquetFile(stream if stream.seekable() else io.BytesIO(file.read())) as table:
                wanted = {columns.get(name, name) for name in FIELDS} & set(table.schema_arrow.names)
                for batch in table.iter_batches(batch_size=256, columns=sorted(wanted)):
                    for row in batch.to_pylist():
                        number += 1
                        yield from from_record(row, f"{file.name}:{number}", file.name, number, columns)
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"not Parquet: {error}") from error


def _read_feed_file(file: File, columns: Columns) -> Read:
    for entry in read_feed(file.read()):
        record = entry._asdict()
        yield from from_record(record, f"{file.name}:{entry.number}", file.name, entry.number, {}, kind="feed")


RECORDS: dict[str, Callable[[File, Columns], Read]] = {
    ".jsonl": _read_jsonl,
    ".ndjson": _read_jsonl,
    ".csv": _read_csv,
    ".parquet": _read_parquet,
    ".rss": _read_feed_file,
    ".atom": _read_feed_file,
    ".xml": _read_feed_file,
}
