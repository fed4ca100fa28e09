"""Two states to changes. The mass is compared in the database; what differs comes out as rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from presstab.diff.change import Change
from presstab.diff.entities import Flows, compare_entities
from presstab.diff.pairs import MentionRow, Place, aligned, pair_mentions
from presstab.diff.rows import as_shown, differing, whole
from presstab.diff.statements import compare_statements
from presstab.diff.states import LABEL_OF, NEW, OLD, States
from presstab.language import UNDETERMINED
from presstab.schema import DATES, DOCUMENTS, MENTIONS, QUOTATIONS, RELATIONS, ROLES

_DATE = ("value", "modifier", "start_on", "end_on", "bound", "resolution")
_MENTION = ("mention_id", "start", "end", "text", "label")


def compare(states: States) -> list[Change]:
    """Return every change, documents first, then mentions, dates, entities and statements, each in a fixed order."""
    _follow_renamed(states)
    _pair(states)
    flows = Flows.of(states)
    return [
        *_documents(states, flows), *_mentions(states, flows), *_dates(states), *compare_entities(states, flows),
        *compare_statements(states, flows), *_others(states, flows),
    ]  # fmt: skip


def _follow_renamed(states: States) -> None:
    """Make the table `renamed`: releases whose text now has another id; give their old rows that id."""
    states.database.run(
        """CREATE OR REPLACE TEMP TABLE renamed AS
           WITH gone AS (SELECT doc_id, text_sha256, row_number() OVER (PARTITION BY text_sha256 ORDER BY doc_id) AS n
                         FROM old_documents WHERE doc_id NOT IN (SELECT doc_id FROM new_documents)),
                come AS (SELECT doc_id, text_sha256, row_number() OVER (PARTITION BY text_sha256 ORDER BY doc_id) AS n
                         FROM new_documents WHERE doc_id NOT IN (SELECT doc_id FROM old_documents))
           SELECT gone.doc_id AS old_id, come.doc_id AS new_id FROM gone JOIN come USING (text_sha256, n)"""
    )
    for table in (name for name, columns in states.compared.items() if "doc_id" in columns):
        states.database.run(
            f"UPDATE old_{table} SET doc_id = renamed.new_id FROM renamed WHERE old_{table}.doc_id = renamed.old_id"
        )


# Tables whose rows have more to them than columns that differ.
_OWN = frozenset(table.name for table in (DOCUMENTS, MENTIONS, DATES, ROLES, QUOTATIONS, RELATIONS)) | LABEL_OF.keys()


def _others(states: States, flows: Flows) -> Iterator[Change]:
    """Yield what changed in every other table that is compared: rows that came and went, columns that differ."""
    for table in (states.schema.tables[name] for name in states.compared if name not in _OWN):
        key, *columns = table.compared
        for old, new in differing(states, table.name):
            row = new or old or {}
            doc_id, label = row.get("doc_id"), row.get("label")
            if old is None or new is None:
                yield whole(table.name, key, old, new, table.browsed.label or columns[0], doc_id, label)
                continue
            both = ((column, old[column], new[column]) for column in columns)
            yield from (
                Change(table.name, row[key], column, "changed", as_shown(was), as_shown(now), doc_id, label,
                       old_row=old, new_row=new)
                for column, was, now in both
                if not (flows.is_same(was, now) if column.endswith("_id") else was == now)
            )  # fmt: skip


def _documents(states: States, flows: Flows) -> Iterator[Change]:
    """Yield what changed in `documents`; an issuer that only goes by another id now did not."""
    columns = states.compared["documents"]
    renamed = {row["new_id"]: row["old_id"] for row in states.query("SELECT * FROM renamed ORDER BY new_id")}
    for doc_id, was in renamed.items():
        rows = states.query("SELECT * FROM new_documents WHERE doc_id = ?", [doc_id])
        yield Change("documents", doc_id, "doc_id", "renamed", was, doc_id, doc_id, old_row=rows[0], new_row=rows[0])
    for old, new in differing(states, "documents"):
        doc_id = (old or new or {})["doc_id"]
        if old is None or new is None:
            yield whole("documents", "doc_id", old, new, "title", doc_id, None)
            continue
        for column in columns[1:]:
            was, now = old[column], new[column]
            is_same = flows.is_same(was, now) if column == "issuer_id" else was == now
            is_same = is_same or (column == "source" and doc_id in renamed)
            if not is_same and not (column == "language" and UNDETERMINED in (was, now)):
                kind = "text_changed" if column == "text_sha256" else "changed"
                yield Change("documents", doc_id, column, kind, as_shown(was), as_shown(now), doc_id,
                             old_row=old, new_row=new)  # fmt: skip


def _pair(states: States) -> None:
    """Make the table `pairs`: which old mention is which new one."""
    states.database.run(
        """CREATE OR REPLACE TEMP TABLE edited AS SELECT o.doc_id, o.text_sha256 AS old_text, n.text_sha256 AS new_text
           FROM old_documents o JOIN new_documents n USING (doc_id) WHERE o.text_sha256 <> n.text_sha256;
           CREATE OR REPLACE TEMP TABLE pairs AS SELECT mention_id AS old_id, mention_id AS new_id
           FROM old_mentions o JOIN new_mentions n USING (mention_id)
           WHERE o.doc_id = n.doc_id AND o.doc_id NOT IN (SELECT doc_id FROM edited)"""
    )
    found = list(_further_pairs(states))
    columns = {"old_id": pa.array([was for was, _ in found], pa.string()),
               "new_id": pa.array([now for _, now in found], pa.string())}  # fmt: skip
    with states.database.registered("further_pairs", pa.table(columns)):
        states.database.run("INSERT INTO pairs SELECT * FROM further_pairs")


def _further_pairs(states: States) -> Iterator[tuple[str, str]]:
    """Yield pairs of mentions that their ids do not make, release by release."""
    columns = ", ".join(f'm."{name}"' for name in ("doc_id", *_MENTION))
    rest = {
        side: {
            doc_id: [MentionRow(*(row[name] for name in _MENTION)) for row in rows]
            for doc_id, rows in groupby(
                states.query(
                    f"SELECT {columns} FROM {side}_mentions m LEFT JOIN pairs p ON p.{side}_id = m.mention_id"
                    f' WHERE p.{side}_id IS NULL ORDER BY m.doc_id, m.start, m."end", m.mention_id'
                ),
                key=itemgetter("doc_id"),
            )
        }
        for side in (OLD, NEW)
    }
    edited = {row["doc_id"]: row for row in states.query("SELECT * FROM edited")}
    for doc_id in sorted(rest[OLD].keys() & rest[NEW].keys()):
        place: Place = int  # the same place
        if doc_id in edited and states.store is not None:
            was, now = (states.store.releases.text(edited[doc_id][f"{side}_text"]) for side in (OLD, NEW))
            place = aligned(was, now)
        yield from pair_mentions(rest[OLD][doc_id], rest[NEW][doc_id], place)


def _mentions(states: States, flows: Flows) -> Iterator[Change]:
    """Yield what changed in `mentions`."""
    names = states.compared["mentions"]
    renamed = {row["new_id"] for row in states.query("SELECT new_id FROM renamed")}
    shown = ", ".join(f'{side}."{c}" AS {side}_{c}' for side in "on" for c in names)
    rows = states.query(
        f"""SELECT {shown} FROM pairs p JOIN old_mentions o ON o.mention_id = p.old_id
            JOIN new_mentions n ON n.mention_id = p.new_id
            WHERE o.mention_id <> n.mention_id OR o.start <> n.start OR o."end" <> n."end" OR o.text <> n.text
               OR o.label <> n.label OR o.entity_id IS DISTINCT FROM n.entity_id
            UNION ALL SELECT {shown} FROM old_mentions o LEFT JOIN pairs p ON p.old_id = o.mention_id
            LEFT JOIN new_mentions n ON false WHERE p.old_id IS NULL
            UNION ALL SELECT {shown} FROM new_mentions n LEFT JOIN pairs p ON p.new_id = n.mention_id
            LEFT JOIN old_mentions o ON false WHERE p.new_id IS NULL"""
    )
    rows.sort(key=lambda r: (r["n_doc_id"] or r["o_doc_id"], r["n_start"] if r["n_doc_id"] else r["o_start"],
                             r["n_mention_id"] or r["o_mention_id"]))  # fmt: skip
    for row in rows:
        old, new = ({c: row[f"{side}_{c}"] for c in names} for side in "on")
        if old["mention_id"] is None or new["mention_id"] is None:
            was, now = (side if side["mention_id"] is not None else None for side in (old, new))
            side = now or was or {}
            yield whole("mentions", "mention_id", was, now, "text", side["doc_id"], side["label"])
        else:
            yield from _changed_mention(old, new, flows, has_new_ids=new["doc_id"] in renamed)


def _changed_mention(old: dict[str, Any], new: dict[str, Any], flows: Flows, *, has_new_ids: bool) -> Iterator[Change]:
    """Yield what changed of a mention; an id that only follows from a renamed release did not."""

    def change(column: str, kind: str, was: str | None, now: str | None) -> Change:
        return Change("mentions", new["mention_id"], column, kind, was, now, new["doc_id"], new["label"],
                      old_row=old, new_row=new)  # fmt: skip

    if old["text"] != new["text"]:
        yield change("text", "boundary_changed", old["text"], new["text"])
    elif (old["start"], old["end"]) != (new["start"], new["end"]):
        yield change("start", "moved", f"{old['start']}-{old['end']}", f"{new['start']}-{new['end']}")
    elif (
        old["mention_id"] != new["mention_id"] and not has_new_ids
    ):  # another string before it that was as this one is gone or new
        yield change("mention_id", "moved", old["mention_id"], new["mention_id"])
    if old["label"] != new["label"]:
        yield change("label", "relabelled", old["label"], new["label"])
    elif not flows.is_same(old["entity_id"], new["entity_id"]):
        yield change("entity_id", "relinked", old["entity_id"], new["entity_id"])


def _dates(states: States) -> Iterator[Change]:
    """Yield the dates whose mention stayed and whose value did not: the first column that differs."""
    shown = ", ".join(f'{side}."{c}" AS {side}_{c}' for side in "on" for c in states.compared["dates"])
    either = " OR ".join(f'o."{c}" IS DISTINCT FROM n."{c}"' for c in _DATE)
    rows = states.query(
        f"""SELECT {shown} FROM pairs p JOIN old_dates o ON o.mention_id = p.old_id
            JOIN new_dates n ON n.mention_id = p.new_id WHERE {either} ORDER BY n.doc_id, n.mention_id"""
    )
    for row in rows:
        old, new = ({c: row[f"{side}_{c}"] for c in states.compared["dates"]} for side in "on")
        column = next(c for c in _DATE if old[c] != new[c])
        was, now = ((_value(side), as_shown(side[column]))[column not in {"value", "modifier"}] for side in (old, new))
        yield Change("dates", new["mention_id"], column, "revalued", was, now, new["doc_id"], "DATE", old_row=old,
                     new_row=new)  # fmt: skip


def _value(row: dict[str, Any]) -> str | None:
    return " ".join(filter(None, (row["value"], row["modifier"]))) or None
