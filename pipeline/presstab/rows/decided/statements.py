"""Decisions about offices, quotations and relations, laid over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from presstab.corrections.decision import ADD, QUOTATION, ROLE, WRONG, Decision, as_words
from presstab.rows.decided.state import Row, State
from presstab.schema import PERSON, SYMMETRIC

TABLE = {"role": "roles", "quotation": "quotations", "relation": "relations"}


def settle_statements(state: State) -> None:
    """Take away what is said of entities that no mention names any more, and of mentions that are gone."""
    named = {row["local_id"] for row in state.mentions.values()}
    roles = []
    for role in state.rows.get("roles", ()):
        if role["mention_id"] not in state.mentions:
            role["mention_id"] = state.renamed.get(role["mention_id"], "")
        person = state.mentions.get(role["mention_id"])
        if person is None or person["label"] != "PERSON":
            continue
        if role["person_local"] != person["local_id"]:
            role |= {"person_local": person["local_id"], "person": state.locals[person["local_id"]].row["name"]}
        roles.append(role)
    state.rows["roles"] = roles
    for row in (*roles, *state.rows.get("quotations", ())):
        for end in ("person", "organisation"):
            if row[f"{end}_local"] not in named:
                row |= {end: None, f"{end}_local": None}
    ends = ("subject_local", "object_local")
    relations = state.rows.get("relations", ())
    state.rows["relations"] = [row for row in relations if all(row[end] in named for end in ends)]
    state.rows["definitions"] = [row for row in state.rows.get("definitions", ()) if row["local_id"] in named]
    if state.document["issuer"] not in named:
        state.document["issuer"] = None


def lay_over_statement(state: State, decision: Decision) -> None:
    """Lay a decision about an office, quotation or relation over a release."""
    if decision.decision == ADD:
        _ADD[decision.field](state, decision)
        return
    found = list(_rows_of(state, decision))
    if not found:
        state.refuse(decision, f"the release has no such {decision.kind}")
    for row in found:
        if decision.decision == WRONG:
            state.rows[TABLE[decision.kind]].remove(row)
        else:
            _set(state, decision, row)


def _rows_of(state: State, decision: Decision) -> Iterator[Row]:
    for row in state.rows.get(TABLE[decision.kind], ()):
        if decision.kind == QUOTATION:
            is_meant = row["quotation_id"] == decision.id
        elif decision.kind == ROLE:
            person, title, where = decision.words
            is_meant = (
                as_words(row["title"]) == title
                and _is_named(state, row["person_local"], person)
                and _is_named(state, row["organisation_local"], where)
            )
        else:
            kind, subject, other = decision.words
            is_meant = (
                row["type"] == kind
                and _is_named(state, row["subject_local"], subject)
                and _is_named(state, row["object_local"], other)
            )
        if is_meant:
            yield row


def _is_named(state: State, local_id: str | None, words: str) -> bool:
    return words in map(as_words, state.locals[local_id].forms) if local_id else not words


def _set(state: State, decision: Decision, row: Row) -> None:
    value: Any = decision.value or None
    if decision.field in {"person", "organisation"}:
        ends = [(value, "PERSON" if decision.field == "person" else "ORG")] if value else []
        named = state.named(decision, *ends)
        if named is None:
            return
        local = next(iter(named), None)
        row |= {
            decision.field: local.row["name"] if local else None,
            f"{decision.field}_local": local.local_id if local else None,
        }
    else:
        row[decision.field] = float(value) if decision.field == "amount" and value else value
    row["found_by"] = PERSON


def _add_role(state: State, decision: Decision) -> None:
    who, title, where = decision.words
    if next(_rows_of(state, decision), None) is not None:
        state.refuse(decision, "the release has this role already")
        return
    if not (titles := state.spans_of(title)):
        state.refuse(decision, f"{title!r} does not stand in the release")
        return
    named = state.named(decision, (who, "PERSON"), *([(where, "ORG")] if where else []))
    if named is None:
        return
    person, organisation = named[0], named[1] if where else None
    (start, end), mention = _nearest(state, person.local_id, titles)
    state.rows.setdefault("roles", []).append({
        "doc_id": state.doc_id, "person": person.row["name"], "title": title,
        "organisation": organisation.row["name"] if organisation else None, "action": decision.value,
        "mention_id": mention["mention_id"], "title_start": start, "title_end": end,
        "sentence": state.places.sentence(start), "effective": None, "found_by": PERSON, "score": None,
        "person_local": person.local_id, "organisation_local": organisation.local_id if organisation else None,
    })  # fmt: skip


def _nearest(state: State, local_id: str, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], Row]:
    """Return the place, and the mention of an entity, that are next to each other of all."""
    mentions = [row for row in state.mentions.values() if row["local_id"] == local_id]
    pairs = [(span, row) for span in spans for row in mentions]
    return min(pairs, key=lambda pair: (abs(pair[0][0] - pair[1]["start"]), pair[0]))


def _add_relation(state: State, decision: Decision) -> None:
    kind, one, two = decision.words
    if next(_rows_of(state, decision), None) is not None:
        state.refuse(decision, "the release has this relation already")
        return
    if state.locals.id_of(one, "ORG") == state.locals.id_of(two, "ORG"):
        state.refuse(decision, "subject and object are one")
        return
    named = state.named(decision, (one, "ORG"), (two, "ORG"))
    if named is None:
        return
    subject, other = named
    places = [(row["start"], row["end"]) for row in state.mentions.values() if row["local_id"] == other.local_id]
    (start, end), mention = _nearest(state, subject.local_id, places)
    if kind in SYMMETRIC and start < mention["start"]:  # the one that is named first is the subject
        subject, other = other, subject
    begins = min(start, mention["start"])
    state.rows.setdefault("relations", []).append({
        "doc_id": state.doc_id, "type": kind, "subject": subject.row["name"], "object": other.row["name"],
        "status": decision.value, "amount": None, "currency": None, "effective": None, "evidence_start": begins,
        "evidence_end": max(end, mention["end"]), "sentence": state.places.sentence(begins), "found_by": PERSON,
        "rule_id": None, "score": None, "subject_local": subject.local_id, "object_local": other.local_id,
    })  # fmt: skip


_ADD: dict[str, Callable[[State, Decision], None]] = {"role": _add_role, "relation": _add_relation}
