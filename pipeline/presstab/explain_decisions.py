"""What people decided about a place or an entity, and what it overruled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from presstab.corrections.decision import Decision
from presstab.corrections.read import parse_corrections
from presstab.run import CORRECTIONS
from presstab.schema import TABLES
from presstab.statement_words import describe_statement
from presstab.store.reader import Reader

_PLACES = {name: table.words for name, table in TABLES.items() if table.words} | {"mentions": ("start", "end")}


def decisions_at(store: Reader, doc_id: str, start: int, end: int) -> list[str]:
    """Return the decisions about what stands at some characters of a release, and the rows that they overruled."""
    gone = {
        name: [row for row in store.extracted.overruled(doc_id).get(name, ()) if row[first] < end and start < row[last]]
        for name, (first, last) in _PLACES.items()
    }
    current = store.extracted.current([doc_id])[doc_id]
    here = [*gone["mentions"], *(row for row in current.get("mentions", ()) if _overlaps(row, start, end))]
    said = {row["text"] for row in here} | {_squeezed(row) for row in gone["quotations"]}
    ids = {row["mention_id"] for row in here} | {row["quotation_id"] for row in gone["quotations"]}
    statements = [*gone["roles"], *gone["relations"]]
    told = [
        decision
        for decision in _decisions(store)
        if decision.doc_id == doc_id and (decision.id in ids or _is_about(decision, said, statements))
    ]
    overruled = [_described(name, row) for name, rows in gone.items() for row in rows]
    return [*(decision.told for decision in told), *(f"overruled: {words}" for words in overruled)]


def decisions_on(store: Reader, entity_ids: set[str]) -> list[str]:
    """Return the decisions that name an entity, by its id or a former one."""
    return [d.told for d in _decisions(store) if not d.is_of_release and {d.id, d.other_id} & entity_ids]


def _decisions(store: Reader) -> Iterator[Decision]:
    yield from parse_corrections({CORRECTIONS: store.decisions()})


def _overlaps(row: dict[str, Any], start: int, end: int) -> bool:
    return bool(row["start"] < end and start < row["end"])


def _squeezed(row: dict[str, Any]) -> str:
    return " ".join(str(row["text"]).split())


def _is_about(decision: Decision, said: set[str], statements: list[dict[str, Any]]) -> bool:
    """Whether a decision is about words that stand here, or about a role or relation that did."""
    if not decision.is_of_release or decision.kind == "quotation":
        return False
    if len(decision.words) == 1:
        return decision.words[0] in said
    named = {row.get("title") for row in statements} | {row.get("type") for row in statements}
    return bool(named & set(decision.words)) or bool(said & set(decision.words))


def _described(name: str, row: dict[str, Any]) -> str:
    if name == "mentions":
        made = "/".join(filter(None, (row["found_by"], row["rule_id"])))
        return f"{row['label']} {row['text']!r} at {row['start']}-{row['end']} by {made}"
    return describe_statement(name, row)
