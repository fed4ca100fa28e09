"""Completes a decision from the tables that it is about: its release and words, and whether it fits them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
from presstab.corrections.read import checked, in_order, parse_corrections
from presstab.errors import InputError
from presstab.resources import packaged
from presstab.rows.decided.release import lay_over
from presstab.run import CORRECTIONS
from presstab.schema import ENTITY_LABELS, ENTITY_TABLES, MENTIONS, QUOTATIONS, RELATIONS, ROLES
from presstab.store.reader import Reader

_TABLES = {MENTION: MENTIONS, ROLE: ROLES, QUOTATION: QUOTATIONS, RELATION: RELATIONS, **ENTITY_TABLES}
# The columns whose words name a role or relation, whatever ids its entities get.
_WORDS = {ROLE: ("person", "title", "organisation"), RELATION: ("type", "subject", "object"), MENTION: ("text",)}
_MOST = 50  # ids offered


def complete(reader: Reader, decision: Decision, known: Iterable[Decision] = ()) -> Decision:
    """Return a decision with release and words of the row that it is about; `known` are those of its file.

    Raises:
        InputError: it is malformed, contradicts another of the file, or does not fit: the tables have no such row or
            release, or another decision comes first, which is named; or then one of the others does not fit.
    """
    made = _completed(reader, decision)
    others = in_order([*known, made])
    if made.is_of_release:
        _check_fits(reader, made, others)
    return made


def _completed(reader: Reader, decision: Decision) -> Decision:
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


def _check_fits(reader: Reader, made: Decision, others: Iterable[Decision]) -> None:
    """Lay a decision over its release, with those that lie there and those beside it, and see that all still fit."""
    laid = parse_corrections({CORRECTIONS: reader.decisions()})
    of_release = {one.meaning: one for one in (*laid, *others) if one.is_of_release and one.doc_id == made.doc_id}
    rows = reader.extracted.rows([made.doc_id])[made.doc_id]
    text = reader.releases.text_of(made.doc_id)
    unfit = lay_over(rows, text, of_release.values(), packaged()).unfit
    del of_release[made.meaning]
    before = {one.decision for one in lay_over(rows, text, of_release.values(), packaged()).unfit}
    for decision, reason in sorted(unfit, key=lambda one: one.decision.meaning != made.meaning):
        if decision.meaning == made.meaning:
            raise InputError(f"{made.doc_id}: {reason}")
        if decision not in before:
            raise InputError(f"{made.doc_id}: then `{decision}` does not fit any more: {reason}")


def _checked(decision: Decision) -> Decision:
    given = {name: value for name, value in decision._asdict().items() if name != "place"}
    return checked(given, DecisionPlace("this decision"))


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
