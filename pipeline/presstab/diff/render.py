"""A diff as a person, a spreadsheet or a program reads it."""

from __future__ import annotations

import csv
import html
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from presstab.diff.change import COLUMNS, Change
from presstab.diff.states import States
from presstab.statement_words import describe_statement, name_statement
from presstab.text import collapse, visible

_MARK = {"added": "+", "removed": "-"}
_STATEMENTS = frozenset(["roles", "quotations", "relations"])


def summarise(changes: Iterable[Change]) -> Counter[tuple[str, str, str, str]]:
    """Return the number of changes by table, label, kind and cause."""
    return Counter((c.table, c.label or "", c.kind, c.cause) for c in changes)


def as_rows(states: States, changes: Iterable[Change]) -> Iterator[dict[str, str]]:
    """Yield the rows of `changes.csv`."""
    for change in changes:
        given = {**change._asdict(), "from_run": states.old.run, "to_run": states.new.run}
        yield {name: given[name] or "" for name in COLUMNS}


def as_csv(states: States, changes: Iterable[Change]) -> str:
    """Return the changes as CSV with a header."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(as_rows(states, changes))
    return stream.getvalue()


def as_json(states: States, changes: Iterable[Change]) -> str:
    """Return the changes as JSON, with the whole rows of either side."""
    found = [
        {**row, "old_row": change.old_row, "new_row": change.new_row}
        for row, change in zip(as_rows(states, changes), changes, strict=True)
    ]
    return json.dumps(found, indent=1, ensure_ascii=False, default=_json) + "\n"


def _json(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def line_of(change: Change) -> str:
    """Return a change in one line: mark, what, from what to what, where, why.

    >>> line_of(Change("mentions", "m_1", "label", "relabelled", "ORG", "TECH", "d", "TECH", "rules", "org.head"))
    '~ mentions relabelled TECH ORG -> TECH  [d m_1]  because of rules (org.head)'
    >>> office = {"person": "Jane Doe", "title": "chairman", "organisation": "Acme", "action": "holds"}
    >>> line_of(Change("roles", "r_1", "action", "changed", "appointed", "holds", "d", "PERSON", new_row=office))
    '~ roles changed action of Jane Doe, chairman, Acme: appointed -> holds  [d r_1]'
    >>> line_of(Change("roles", "r_1", "", "added", None, "chairman", "d", "PERSON", new_row=office))
    '+ roles added Jane Doe, chairman, Acme  [d r_1]'
    """
    was, now = (collapse(value) if value else None for value in (change.old_value, change.new_value))
    words = " -> ".join(filter(None, (was, now))) if was != now else now or ""
    if change.kind == "text_changed":
        words = ""  # two digests say nothing to a reader
    if change.kind == "changed" and (was is None or now is None):
        words = f"{was or '(nothing)'} -> {now or '(nothing)'}"
    subject = f" of {name}" if (name := _subject(change)) and change.kind not in _MARK else ""
    if change.table in _STATEMENTS and change.kind in _MARK:
        words = describe_statement(change.table, change.new_row or change.old_row or {})
    elif change.table in _STATEMENTS:
        subject += ":"
    column = f" {change.column}" if change.kind in {"changed", "revalued"} and change.column else ""
    place = " ".join(filter(None, (change.doc_id, change.row_id if change.row_id != change.doc_id else None)))
    why = f"{change.cause} ({change.cause_ref})" if change.cause_ref else change.cause
    mark = _MARK.get(change.kind, "~")
    label = f" {change.label}" if change.table == "mentions" else ""
    said = " ".join(filter(None, (f"{mark} {change.table} {change.kind}{label}{column}{subject}", words)))
    return visible(f"{said}  [{place}]" + (f"  because of {why}" if why else ""))


def lines_of(changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
    """Yield kind and line of the changes that are worth telling; equal mentions of a release in one line."""
    counted: dict[tuple[object, ...], list[Change]] = {}
    for change in worth_telling(changes):
        is_many = change.table == "mentions" and change.kind in {*_MARK, "boundary_changed", "relinked"}
        key = change._replace(row_id="", old_row=None, new_row=None) if is_many else change._replace(
            old_row=None, new_row=None)  # fmt: skip
        counted.setdefault(key, []).append(change)
    for first, *others in counted.values():
        yield first.kind, line_of(first) + (f"  ({len(others) + 1} times)" if others else "")


def worth_telling(changes: Iterable[Change]) -> list[Change]:
    """Return the changes without those that follow from others: what only moved, and what whole releases hold."""
    found = list(changes)
    whole = {c.doc_id for c in found if c.table == "documents" and c.kind in _MARK}
    return [c for c in found if c.kind != "moved" and (c.table == "documents" or c.doc_id not in whole)]


def _subject(change: Change) -> str:
    """Return what a changed row is about, where the values do not say."""
    row: Mapping[str, Any] = change.new_row or change.old_row or {}
    if change.table in _STATEMENTS:
        return name_statement(change.table, row)
    if change.table == "mentions" and change.kind in {"relabelled", "relinked", "moved"}:
        return str(row.get("text") or "")
    return str(row.get("name") or "") if change.kind == "changed" and change.table != "documents" else ""


def as_markdown(states: States, changes: list[Change]) -> str:
    """Return a summary and the changes as Markdown tables."""
    lines = [f"# Changes from {_cell(states.old.run)} to {_cell(states.new.run)}", ""]
    if not changes:
        return "\n".join([*lines, "Nothing changed.", ""])
    lines += ["| changes | table | label | kind | cause |", "|---:|---|---|---|---|"]
    lines += [f"| {n} | {' | '.join(map(_cell, key))} |" for key, n in sorted(summarise(changes).items())]
    lines += ["", "| " + " | ".join(COLUMNS[2:]) + " |", "|" + "---|" * len(COLUMNS[2:])]
    lines += [f"| {' | '.join(_cell(row[name]) for name in COLUMNS[2:])} |" for row in as_rows(states, changes)]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    """Return a cell of Markdown that no text can break out of."""
    return html.escape(visible(collapse(text))).replace("|", "&#124;").replace("`", "&#96;").replace("[", "&#91;")
