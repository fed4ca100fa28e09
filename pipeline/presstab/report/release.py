"""One release as the page holds it: its text, its mentions and dates, and what it states. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from presstab.report.places import Sentences, units_of
from presstab.schema import QUOTATIONS, RELATIONS, ROLES, ZONES
from presstab.text import visible

Row = Mapping[str, Any]
# The columns of each statement that the page shows or links by, and the one that says where it stands.
STATED = {
    ROLES.name: (("role_id", "person_id", "person", "title", "organisation_id", "organisation", "action", "effective",
                  "found_by", "score"), "title_start"),
    RELATIONS.name: (("relation_id", "type", "subject_id", "subject", "object_id", "object", "status", "amount",
                      "currency", "effective", "found_by", "score"), "evidence_start"),
    QUOTATIONS.name: (("quotation_id", "person_id", "person", "title", "organisation_id", "organisation", "found_by"),
                      "start"),
}  # fmt: skip


def release_data(
    row: Row, text: str, mentions: Iterable[Row], dates: Mapping[str, Row], stated: Mapping[str, Iterable[Row]],
    number_of: Callable[[str], int],
) -> dict[str, Any]:  # fmt: skip
    """Return a release for the page; offsets are UTF-16 units.

    A mention is [start, end, entity, zone, sentence, what found it, mention_id], a date [start, end, value, first day,
    last day, zone, sentence, what found it, mention_id]; entities, zones and sentences are numbers, -1 where there is
    none. Of a statement the columns `STATED` are kept, with `start` and `sentence`, of a quotation with `end`. `dates`
    are the rows of `dates` by mention_id.
    """
    shown = visible(text, keep="\n\t\r")
    units, sentences = units_of(shown), Sentences(text)
    entities, days = [], []
    for mention in mentions:
        zone, sentence = ZONES.index(mention["zone"]), sentences.number(mention["sentence"], mention["start"])
        span = [units(mention["start"]), units(mention["end"])]
        known = [zone, sentence, _found_by(mention), mention["mention_id"]]
        if mention["entity_id"]:
            entities.append([*span, number_of(mention["entity_id"]), *known])
        elif date := dates.get(mention["mention_id"]):
            days.append([*span, *_value(date), *known])
    statements = {name: [_statement(name, said, sentences, units) for said in stated.get(name, ())] for name in STATED}
    return {
        "id": row["doc_id"], "title": visible(row["title"] or row["doc_id"]), "on": _day(row["published_on"]),
        "source": visible(row["source"]), "address": _address(row["source"]), "language": row["language"],
        "copy": row["is_primary"] is False, "issuer": number_of(row["issuer_id"]) if row["issuer_id"] else -1,
        "text": shown, "sentences": [[units(start), units(end)] for start, end in sentences.spans],
        "mentions": entities, "dates": days, **statements,
    }  # fmt: skip


def _statement(table: str, row: Row, sentences: Sentences, units: Callable[[int], int]) -> dict[str, Any]:
    columns, place = STATED[table]
    made = {name: visible(value) if isinstance(value := row[name], str) else value for name in columns}
    sentence = sentences.number(row.get("sentence") or "", row[place])
    end = {"end": units(row["end"])} if table == QUOTATIONS.name else {}  # the words themselves stand in the text
    return {**made, "start": units(row[place]), **end, "sentence": sentence}


def _address(source: str) -> str:
    """Return the source where it is an address that a browser opens, else nothing."""
    try:
        parts = urlsplit(source.strip())
    except ValueError:
        return ""
    return source.strip() if parts.scheme in {"http", "https"} and parts.hostname else ""


def _found_by(mention: Row) -> str:
    score = f" {mention['score']:.2f}" if mention["score"] is not None else ""
    return visible(" ".join(filter(None, (mention["found_by"], mention["rule_id"]))) + score)


def _value(date: Row) -> tuple[str, str, str]:
    value = " ".join(filter(None, (date["value"], date["modifier"])))
    return value, _day(date["start_on"]), _day(date["end_on"])


def _day(day: Any) -> str:
    return str(day or "")
