"""Reads `corrections.csv`: every row checked, every fault named with file and line."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping

from presstab.corrections.contradictions import refuse_contradictions
from presstab.corrections.decision import (
    ADD,
    ADDED,
    APART,
    COLUMNS,
    DECISIONS,
    FIELDS,
    KINDS,
    MENTION,
    N_WORDS,
    NEVER_EMPTY,
    RELATION,
    ROLE,
    SAME,
    SET,
    VALUES,
    WRONG,
    Decision,
    DecisionPlace,
    kind_of,
)
from presstab.dates.values import is_valid
from presstab.errors import InputError
from presstab.schema import ENTITY_LABELS, RELATION_TYPES
from presstab.text import collapse

_ID = re.compile(r"(?:(?:m|r|q|rel)_[0-9a-f]{16}|(?:org|per|tech)_[a-z0-9_-]+)")
_COUNTRY = re.compile(r"[A-Z]{2}")
_EXCHANGE = re.compile(r"[A-Z0-9]{4}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# What a value must look like that is no member of a closed set; each may be empty.
_FORMS = {
    "country": (_COUNTRY, "an ISO 3166-1 code of two letters, such as JP"),
    "exchange": (_EXCHANGE, "an ISO 10383 code of four letters, such as XNYS"),
    "amount": (_NUMBER, "a number, such as 25000000"),
}
# The columns that each decision reads; any other but who, when and why stays empty.
_READ = {
    WRONG: {"id", "doc_id", "text"},
    SET: {"id", "field", "value", "doc_id", "text"},
    ADD: {"field", "value", "doc_id", "text"},
    SAME: {"id", "other_id"},
    APART: {"id", "other_id", "doc_id"},
}
Row = Mapping[str, str]


class _Fault(Exception):
    """What is wrong with a row."""


def parse_corrections(files: Mapping[str, str]) -> tuple[Decision, ...]:
    """Return the decisions of some files (name: content) in one order, whatever the order they stand in; each once.

    Raises:
        InputError: a row is malformed, or two contradict each other; names file and line.
    """
    found = [decision for name, content in files.items() for decision in _parse(name, content)]
    return in_order(found)


def in_order(found: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return decisions in the order of what they mean, each once.

    Raises:
        InputError: two contradict each other.
    """
    known: dict[tuple[str, ...], Decision] = {}
    for decision in sorted(found):
        known.setdefault(decision.meaning, decision)
    refuse_contradictions(known.values())
    return tuple(known.values())


def render_corrections(decisions: Iterable[Decision]) -> str:
    """Return decisions as the content of a file, with its header."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(decision[: len(COLUMNS)] for decision in decisions)
    return file.getvalue()


def _parse(name: str, content: str) -> Iterator[Decision]:
    rows = _numbered(name, content)
    _, header = next(rows, (1, []))
    header = [column.strip() for column in header]
    if unknown := sorted({*header} - {*COLUMNS}):
        raise InputError(f"{name}:1: unknown column {unknown[0]!r}; known are {', '.join(COLUMNS)}")
    if header and "decision" not in header:
        raise InputError(f"{name}:1: no column `decision`; the header is {','.join(COLUMNS)}")
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        place = DecisionPlace(name, line)
        if len(row) != len(header):
            raise InputError(f"{place}: {len(row)} cells, but {len(header)} columns")
        yield checked(dict(zip(header, row, strict=True)), place)


def _numbered(name: str, content: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a file, each with the line that it begins in."""
    reader = csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}:{line}: no CSV: {error}") from error


def checked(row: Row, place: DecisionPlace) -> Decision:
    """Return the decision of a row by column name; columns that are not there are empty.

    Raises:
        InputError: it is malformed; names the place.
    """
    decision = Decision(**{name: row.get(name, "").strip() for name in COLUMNS}, place=place)
    try:
        _check(decision)
    except _Fault as fault:
        raise InputError(f"{place}: {fault}") from None
    return decision


def _check(decision: Decision) -> None:
    if decision.decision not in DECISIONS:
        raise _Fault(f"decision {decision.decision!r} is none of {', '.join(DECISIONS)}")
    unread = {name for name in COLUMNS[1:7] if getattr(decision, name)} - _READ[decision.decision]
    if unread:
        raise _Fault(f"`{decision.decision}` has no {min(unread)}: leave it empty")
    if decision.when and not _is_day(decision.when):
        raise _Fault(f"when {decision.when!r} is no day, such as 2025-03-12")
    _CHECKS[decision.decision](decision)


def _check_id(given: str, column: str, kinds: Iterable[str] | None = None) -> None:
    if not _ID.fullmatch(given) or (kinds is not None and kind_of(given) not in kinds):
        wanted = ", ".join(prefix for prefix, kind in KINDS.items() if kinds is None or kind in kinds)
        raise _Fault(f"{column} {given!r} is no id that begins with {wanted}")


def _check_place(decision: Decision) -> None:
    """Check that a row of a release is named by all that tells which it is."""
    if decision.kind in ENTITY_LABELS:
        return
    if not decision.doc_id:
        raise _Fault(f"a {decision.kind} needs doc_id, the release that it stands in")
    if decision.kind in {ROLE, RELATION}:
        _check_words(decision)


def _check_words(decision: Decision) -> None:
    n_words = N_WORDS[decision.kind]
    if decision.kind == ROLE and (len(decision.words) != n_words or not all(decision.words[:2])):
        raise _Fault("text of a role is `person | title | organisation`, the last empty where it has none")
    if decision.kind == RELATION and (len(decision.words) != n_words or not all(decision.words)):
        raise _Fault("text of a relation is `type | subject | object`")
    if decision.kind == RELATION:
        _check_value("type", decision.words[0], RELATION_TYPES)


def _check_wrong(decision: Decision) -> None:
    _check_id(decision.id, "id")
    _check_place(decision)


def _check_set(decision: Decision) -> None:
    _check_id(decision.id, "id")
    _check_place(decision)
    if decision.kind in ENTITY_LABELS and decision.doc_id:
        raise _Fault("an entity's cells are the same in all releases: leave doc_id empty")
    fields = FIELDS[decision.kind]
    _check_value("field", decision.field, tuple(fields))
    _check_value(decision.field, decision.value, fields[decision.field])


def _check_add(decision: Decision) -> None:
    _check_value("field", decision.field, ADDED)
    if not decision.doc_id or not decision.text:
        raise _Fault("`add` needs doc_id, and in text the words of the release")
    if decision.field != MENTION:
        _check_words(decision)
    _check_value("value", decision.value, VALUES[decision.field])


def _check_same(decision: Decision) -> None:
    _check_id(decision.id, "id", ENTITY_LABELS)
    _check_id(decision.other_id, "other_id", [decision.kind])
    if decision.id == decision.other_id:
        raise _Fault("id and other_id are the same")


def _check_apart(decision: Decision) -> None:
    if decision.doc_id and not decision.other_id:
        _check_id(decision.id, "id", ENTITY_LABELS)
    else:
        _check_same(decision)


_CHECKS = {WRONG: _check_wrong, SET: _check_set, ADD: _check_add, SAME: _check_same, APART: _check_apart}


def _check_value(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if allowed and value not in allowed:
        raise _Fault(f"{name} {value!r} is none of {', '.join(filter(None, allowed))}")
    if name in NEVER_EMPTY and not value:
        raise _Fault(f"{name} must not be empty")
    form = _FORMS.get(name)
    if form and value and not form[0].fullmatch(value):
        raise _Fault(f"{name} {value!r} is not {form[1]}")
    if name in {"value", "effective"} and not allowed and value and not is_valid(value):
        raise _Fault(f"{name} {value!r} is no calendar value, such as 2028, 2028-Q3 or 2028-04-01")
    if value != collapse(value) and name != "text":
        raise _Fault(f"{name} {value!r} has white space that a cell never has")


def _is_day(given: str) -> bool:
    try:
        return dt.date.fromisoformat(given).isoformat() == given
    except ValueError:
        return False
