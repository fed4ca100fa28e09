"""Changes in words, for who knows no table: who and where, from what to what, and why. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from presstab.diff.change import Change
from presstab.diff.states import LABEL_OF
from presstab.statement_words import describe_statement
from presstab.text import collapse, visible

Row = Mapping[str, Any]
NAMES_OF_LABELS = {"ORG": "organisation", "PERSON": "person", "TECH": "technology", "DATE": "date"}
_CAUSES = {
    "new": "a new release", "withdrawn": "a withdrawn release", "renamed": "a renamed file",
    "forgotten": "something that was forgotten", "text": "an edited text", "rules": "edited rules",
    "lexicon": "an edited lexicon", "registry": "an edited registry", "model": "another model",
    "code": "another version of presstab", "options": "other options", "correction": "what a person decided",
}  # fmt: skip
_COLUMNS = {
    "issuer_id": "issuer", "published_on": "published", "published_from": "day of publication read from",
    "dateline_place": "place", "is_primary": "first of its copies", "wikidata_id": "Wikidata", "lei": "LEI",
    "parent_id": "kind of", "person_id": "person", "organisation_id": "organisation",
}  # fmt: skip
NOTHING = "nothing"  # in the place of a value
_ENTITY_KINDS = {"renamed": "renamed", "merged": "now one with", "split": "taken apart from"}


class Line(NamedTuple):
    """A change in words: what happened, to what, from what to what, why, and how often it stands alike."""

    kind: str
    about: str
    was: str = ""
    now: str = ""
    why: str = ""
    times: int = 1


def words_of_cause(cause: str, reference: str = "") -> str:
    """Return a cause in words.

    >>> words_of_cause("text+lexicon", "fuel cell")
    'an edited text and an edited lexicon (fuel cell)'
    """
    words = " and ".join(_CAUSES.get(part, part) for part in cause.split("+") if part)
    return visible(f"{words} ({reference})" if reference else words)


def lines_of(changes: Iterable[Change], names: Mapping[str, str]) -> list[Line]:
    """Return changes in words, those that read alike once; `names` are those of entities, by id."""
    counted: dict[Line, int] = {}
    for change in changes:
        line = line_of(change, names)
        counted[line] = counted.get(line, 0) + 1
    return [line._replace(times=number) for line, number in counted.items()]


def line_of(change: Change, names: Mapping[str, str]) -> Line:
    """Return a change in words.

    >>> office = {"person": "Jane Doe", "title": "chairman", "organisation": "Acme", "action": "leaves"}
    >>> line_of(Change("roles", "r", "action", "changed", "holds", "leaves", "d", "PERSON", new_row=office), {})[:4]
    ('changed', 'Jane Doe, chairman of Acme', 'holds', 'leaves')
    """
    if change.table in LABEL_OF:
        line = _entity(change, names)
    elif change.table == "mentions":
        line = _mention(change, names)
    elif change.table == "dates":
        line = Line("changed", f"“{_row(change).get('value') or 'a date'}”", *_values(change, names))
    elif change.table == "documents":
        line = Line("changed", _column(change.column), *_values(change, names))
    else:
        line = _statement(change, names)
    kind, about, was, now = (visible(collapse(part)) for part in line[:4])
    return Line(kind, about, was, now, words_of_cause(change.cause, change.cause_ref))


def _mention(change: Change, names: Mapping[str, str]) -> Line:
    row, label = _row(change), NAMES_OF_LABELS[change.label or "ORG"]
    if change.kind in {"added", "removed"}:
        return Line(change.kind, f"{label} “{row['text']}”")
    if change.kind == "boundary_changed":
        return Line("changed", label, change.old_value or "", change.new_value or "")
    if change.kind == "relabelled":
        was, now = (NAMES_OF_LABELS.get(value or "", "") for value in (change.old_value, change.new_value))
        return Line("changed", f"“{row['text']}”", was, now)
    return Line("changed", f"“{row['text']}” means", *_values(change, names))


def _statement(change: Change, names: Mapping[str, str]) -> Line:
    if change.kind in {"added", "removed"}:
        return Line(change.kind, _said(change.table, _row(change), ""))
    return Line("changed", _said(change.table, _row(change), change.column), *_values(change, names))


def _said(table: str, row: Row, column: str) -> str:
    """Return a statement in words without what changed in it, which stands after it."""
    if table != "roles":
        said = describe_statement(table, row)
        return f"{said}, {_column(column)}" if column and column not in {"status", "text"} else said
    left = {name: row.get(name) for name in ("person", "title", "organisation")}
    left.pop(column.removesuffix("_id"), None)
    office = " of ".join(filter(None, (left.get("title"), left.get("organisation"))))
    said = ", ".join(filter(None, (left.get("person"), office)))
    if not column and row.get("action") not in {None, "holds"}:
        said += f" ({row['action']})"
    return f"{said}, as of" if column == "effective" else said


def _entity(change: Change, names: Mapping[str, str]) -> Line:
    label = NAMES_OF_LABELS[LABEL_OF[change.table]]
    name = str(_row(change).get("name") or names.get(change.row_id, change.row_id))
    if change.kind in {"added", "removed"}:
        return Line(change.kind, f"{label} {name}")
    was, now = _values(change, names)
    if change.kind in _ENTITY_KINDS and change.column != "name":  # ids; the names may be the same
        if was != now:
            return Line(_ENTITY_KINDS[change.kind], label, was, now)
        return Line(_ENTITY_KINDS[change.kind], f"{label} {was}, id", change.old_value or "", change.new_value or "")
    about = label if change.kind == "renamed" else f"{name}, {_column(change.column)}"
    return Line("renamed" if change.kind == "renamed" else "changed", about, was, now)


def _values(change: Change, names: Mapping[str, str]) -> tuple[str, str]:
    was, now = (names.get(value, value) if value else NOTHING for value in (change.old_value, change.new_value))
    return was, now


def _column(column: str) -> str:
    return _COLUMNS.get(column, column.replace("_", " "))


def _row(change: Change) -> Row:
    return change.new_row or change.old_row or {}
