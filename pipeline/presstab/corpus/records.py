"""Records to releases: JSON, CSV, Parquet, feeds, and mappings from Python."""

from __future__ import annotations

import csv
import functools
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from presstab.corpus.decode import MAX_BYTES, clean, decode
from presstab.corpus.feeds import read_feed
from presstab.corpus.files import File
from presstab.corpus.lines import Lines
from presstab.corpus.names import stem_of
from presstab.corpus.pages import looks_html, plain_text
from presstab.corpus.parquet import parquet_rows
from presstab.corpus.release import MAX_ID_CHARS, Issue, Release, parse_day
from presstab.corpus.repair import repair, told
from presstab.errors import InputError

Read = Iterator[Release | Issue]
Columns = Mapping[str, str]  # our name of a field: the input's
FIELDS = ("id", "text", "published", "title", "source")
_DELIMITERS = ",;\t|"


class RecordPlace(NamedTuple):
    """Where a record stands: its file, its number there, and what an id begins with where it has none."""

    origin: str
    number: int
    stem: str

    @property
    def location(self) -> str:
        """The place as issues name it."""
        return f"{self.origin}:{self.number}"


def place_in(file: File, number: int) -> RecordPlace:
    """Return the place of a record of a file."""
    return RecordPlace(file.name, number, file.doc_id)


def read_records(records: Iterable[Mapping[str, object]], origin: str = "records") -> Read:
    """Yield a release, or an issue, for each mapping with `text` and optional fields."""
    for number, record in enumerate(records, 1):
        yield from from_record(record, RecordPlace(origin, number, stem_of(origin)), {})


def from_record(record: object, place: RecordPlace, columns: Columns, kind: str = "record") -> Read:
    """Yield the release of one record, and issues for what is wrong with it; nothing is raised.

    `columns` says under which name the record holds each of our fields, where not under ours.
    `kind` is what the record's date counts as. A record may be a function that makes it.
    """
    try:
        yield from list(_from_record(record, place, columns, kind))
    except MemoryError:
        raise
    except Exception as error:  # whatever one record does to what reads it, the others are read
        said = str(error) if isinstance(error, InputError) else f"{type(error).__name__}: {error}"[:400]
        yield Issue("malformed_record", "error", f"{said}; skipped", None, place.location)


def _from_record(record: object, place: RecordPlace, columns: Columns, kind: str) -> Read:
    record = record() if callable(record) else record
    if not isinstance(record, Mapping):
        raise InputError("not a record of named fields")
    given = _given(record, columns)
    location, doc_id = place.location, optional(given["id"]) or f"{place.stem}-{place.number}"
    if len(doc_id) > MAX_ID_CHARS:
        raise InputError(f"id is longer than {MAX_ID_CHARS} characters")
    text = given["text"]
    if isinstance(text, bytes):
        decoded = decode(text)
        if decoded.guessed:
            message = f"not UTF-8: read as {decoded.encoding}"
            yield Issue("encoding_guessed", "warning", message, doc_id, location)
        text = decoded.text
    if not isinstance(text, str):
        message = f"no field `{columns.get('text', 'text')}` with a string; skipped"
        yield Issue("malformed_record", "error", message, doc_id, location)
        return
    if looks_html(text):
        yield Issue("html_text", "info", "the text is HTML: its marks are left out", doc_id, location)
        text = plain_text(text)
    text = clean(text)
    mended = repair(text)
    yield from told(text, mended, doc_id, location)
    day = None
    try:
        day = parse_day(given["published"])
    except InputError as error:
        yield Issue("invalid_date", "error", f"published: {error}; taken as missing", doc_id, location)
    title = optional(given["title"])
    yield Release(
        doc_id, mended, optional(given["source"]) or place.origin, place.origin, title=title and repair(title)
    ).with_days(((kind, day),) if day else ())


def _given(record: Mapping[object, object], columns: Columns) -> dict[str, object]:
    """Return what a record holds of our fields, under their own names or as ` Text` and `ID`."""
    plain = {str(name).strip().lower(): value for name, value in record.items() if isinstance(name, str)}
    named = {name: columns.get(name, name) for name in FIELDS}
    return {ours: record[theirs] if theirs in record else plain.get(theirs.lower()) for ours, theirs in named.items()}


def optional(value: object) -> str | None:
    """Return a field's text; None where it is empty or no text or number."""
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        value = int(value)  # 12.0: a column of numbers with a gap
    if isinstance(value, bytes):
        value = value.decode("utf-8", "backslashreplace")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return clean(str(value)).strip() or None


def read_json_lines(file: File, columns: Columns) -> Read:
    """Yield the release of each line that holds a JSON record; a file that is one JSON array is read as that."""
    with file.open() as stream:
        lines = Lines(stream, file.name)
        for number, line in enumerate(lines, 1):
            line = line.removeprefix("\ufeff")
            if not line.strip():
                continue
            place = place_in(file, number)
            try:
                record = json.loads(line, strict=False)
            except (ValueError, RecursionError) as error:
                if number == 1 and line.lstrip().startswith("["):  # an array over many lines
                    yield from read_json(file, columns)
                    return
                yield Issue("malformed_record", "error", f"not JSON: {error}; line skipped", None, place.location)
                continue
            if number == 1 and isinstance(record, list):
                for at, item in enumerate(record, 1):
                    yield from from_record(item, place_in(file, at), columns)
                continue
            yield from from_record(record, place, columns)
        yield from lines.issues()


def read_json(file: File, columns: Columns) -> Read:
    """Yield the releases of a JSON document: an array of records, an object that holds one, a record, or lines of them.

    Raises:
        InputError: it is no JSON.
    """
    try:
        document = json.loads(decode(file.read()).text, strict=False)
    except RecursionError as error:
        raise InputError(f"nested too deeply: {error}") from error
    except ValueError as error:
        if "Extra data" not in str(error):
            raise InputError(f"not JSON: {error}") from error
        yield from read_json_lines(file, columns)
        return
    for number, record in enumerate(_records_in(document, columns), 1):
        yield from from_record(record, place_in(file, number), columns)


def _records_in(document: object, columns: Columns) -> list[object]:
    if isinstance(document, list):
        return document
    if isinstance(document, dict) and columns.get("text", "text") not in document:
        lists = [value for value in document.values() if isinstance(value, list)]
        if len(lists) == 1:  # {"status": "ok", "articles": [...]}
            return lists[0]
    return [document]


def _read_csv(file: File, columns: Columns) -> Read:
    with file.open() as stream:
        lines = Lines(stream, file.name)
        for number, row in csv_rows(lines):
            yield from from_record(row, place_in(file, number), columns)
        yield from lines.issues()


def csv_rows(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the number of its last line; blank rows are left out.

    The heading tells the delimiter: comma, semicolon, tab or bar. A first line `sep=;` is Excel's.

    Raises:
        InputError: it is no CSV.
    """
    csv.field_size_limit(MAX_BYTES)
    given = iter(lines)
    heading, before = next(given, ""), 0
    if heading.lower().startswith("sep="):
        heading, before = next(given, ""), 1
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.DictReader((line for part in ([heading], given) for line in part), restkey="", delimiter=delimiter)
    try:
        for row in reader:
            yield before + reader.line_num, row
    except csv.Error as error:
        raise InputError(f"line {before + reader.line_num}: {error}") from error


def _read_parquet(file: File, columns: Columns) -> Read:
    for number, row in enumerate(parquet_rows(file, {columns.get(name, name).lower() for name in FIELDS}), 1):
        yield from from_record(row, place_in(file, number), columns)


def _read_feed_file(file: File, columns: Columns) -> Read:
    feed = read_feed(file.read())
    for number, entry in enumerate(feed.entries, 1):
        record = functools.partial(feed.record, entry)
        yield from from_record(record, place_in(file, number), {}, kind="feed")
    if feed.damage:
        message = f"damaged XML, read as far as it goes: {feed.damage}"
        yield Issue("damaged_feed", "warning", message, None, file.name)


RECORDS: dict[str, Callable[[File, Columns], Read]] = {
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".parquet": _read_parquet,
    ".rss": _read_feed_file,
    ".atom": _read_feed_file,
    ".xml": _read_feed_file,
}
