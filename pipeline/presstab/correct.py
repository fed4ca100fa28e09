"""Completes a decision from the tables that it is about: its release and words, and whether there is such a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from presstab.corpus.gold import whole_words
from presstab.corrections.decision import (
    ADD,
    DECISIONS,
    FIELDS,
    MENTION,
    QUOTATION,
    RELATION,
    ROLE,
    VALUES,
    Decision,
    DecisionPlace,
    joined_words,
    kind_of,
)
from presstab.corrections.read import checked
from presstab.errors import InputError
from presstab.schema import ENTITY_LABELS, ENTITY_TABLES, MENTIONS, QUOTATIONS, RELATIONS, ROLES
from presstab.store.reader import Reader

_TABLES = {MENTION: MENTIONS, ROLE: ROLES, QUOTATION: QUOTATIONS, RELATION: RELATIONS, **ENTITY_TABLES}
# The columns whose words name a role or relation, whatever ids its entities get.
_WORDS = {ROLE: ("person", "title", "organisation"), RELATION: ("type", "subject", "object"), MENTION: ("text",)}
_MOST = 50  # ids offered


def complete(reader: Reader, decision: Decision) -> Decision:
    """Return a decision with release and words of the row that it is about.

    Raises:
        InputError: it is malformed, or the tables have no such row, release or words.
    """
    if decision.decision == ADD:
        _check_words(reader, decision)
        return _checked(decision)
    kinds = [kind_of(given) for given in (decision.id, decision.other_id) if given]
    if not all(kinds) or not kinds:
        raise InputError(f"{decision.id or decision.other_id}: no id of a row")
    row = _row(reader, decision.id)
    if decision.other_id and not decision.doc_id:
        _row(reader, decision.other_id)
    if decision.kind in ENTITY_LABELS:
        return _checked(decision)
    words = [row[column] for column in _WORDS.get(decision.kind, ())]
    return _checked(decision._replace(doc_id=row["doc_id"], text=joined_words(words)))


def _checked(decision: Decision) -> Decision:
    given = {name: value for name, value in decision._asdict().items() if name != "place"}
    return checked(given, DecisionPlace("this decision", 1))


def _row(reader: Reader, row_id: str) -> dict[str, Any]:
    table = _TABLES[kind_of(row_id)]
    rows = reader.tables.rows_where(table, table.key[0], row_id)
    if not rows:
        raise InputError(f"{row_id}: the tables have no such row of {table.name}")
    return rows[0]


def _check_words(reader: Reader, decision: Decision) -> None:
    text = reader.releases.text_of(decision.doc_id)
    if not text:
        raise InputError(f"{decision.doc_id}: no such release in the store")
    words = decision.words[1:] if decision.kind == RELATION else decision.words
    for part in filter(None, words):
        if next(whole_words(text, part), None) is None:
            raise InputError(f"{decision.doc_id}: {part!r} does not stand in the release")


def offers(reader: Reader | None, words: list[str], begun: str) -> Iterator[str]:
    """Yield what may come next after the words of a decision, by what is begun: decisions, ids, fields, values."""
    if not words:
        given: tuple[str, ...] | list[str] = DECISIONS
    elif words[0] == ADD:
        given = (tuple(VALUES), (), (), VALUES.get(words[1] if len(words) > 1 else "", ()))[min(len(words) - 1, 3)]
    elif words[0] == "set" and len(words) == 2:
        given = tuple(FIELDS.get(kind_of(words[1]), ()))
    elif words[0] == "set" and len(words) == 3:
        given = FIELDS.get(kind_of(words[1]), {}).get(words[2], ())
    else:
        given = list(_ids(reader, begun)) if reader is not None else ()
    yield from (word for word in given if word and word.startswith(begun))


def _ids(reader: Reader, begun: str) -> Iterator[str]:
    """Yield ids of rows that begin so: of entities and mentions, once it is said of which."""
    table = _TABLES.get(kind_of(begun))
    if table is not None:
        key = table.key[0]
        query = f"SELECT {key} FROM ({reader.tables.query(table)}) WHERE starts_with({key}, ?) ORDER BY 1 LIMIT {_MOST}"
        yield from reader.connection.firsts(query, [begun])
