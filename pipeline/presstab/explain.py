"""Why a row is there: the rule or model that made it, the candidates that lost, its entity's evidence, its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from presstab.analysis.record import Candidate
from presstab.batch.extract import stored_tasks
from presstab.components.results import candidates_of
from presstab.dates.rule import EXAMPLE_ANCHOR
from presstab.dates.starts import RULES
from presstab.errors import InputError
from presstab.explain_decisions import decisions_at
from presstab.extraction import analyse
from presstab.resources import packaged
from presstab.resources.files import rule_stages
from presstab.schema import Table
from presstab.statement_words import describe_statement
from presstab.store.reader import Reader
from presstab.terms import term_key
from presstab.text import reading

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass
class Explanation:
    """What is known of a place in a release, in lines to read under each heading."""

    doc_id: str
    start: int
    end: int
    sentence: str
    made_by: list[str] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    entity: list[str] = field(default_factory=list)
    history: list[str] = field(default_factory=list)
    decided: list[str] = field(default_factory=list)


def explain(store: Reader, nlp: Language, place: str, lexicon: str | None = None) -> Explanation:
    """Return why a mention is there, or why none is at a place.

    `place` is a mention_id, the id of an office, quotation or relation, or `DOC_ID:START-END` in
    characters of the text.

    Raises:
        InputError: the store has no such row, release or place.
    """
    statement = _statement(store, place)
    if statement is not None:
        return statement
    found = _locate(store, place)
    doc_id, start, end = found
    tasks = stored_tasks(store, [doc_id])
    if not tasks or not 0 <= start < end <= len(tasks[0].release.text):
        raise InputError(f"{place}: no such place in the stored text of {doc_id}")
    release = tasks[0].release
    doc = analyse(nlp, release)
    row = store.mentions.first_within(doc_id, start, end)
    at = row["start"] if row else start
    sentence = next((s for s in doc.sents if s.start_char <= at < s.end_char), None)
    explanation = Explanation(doc_id, start, end, reading(sentence.text) if sentence else "")
    if row is not None:
        explanation.made_by = _made_by(row, lexicon)
        explanation.entity = _entity(store, row)
        explanation.history = _history(store, row["mention_id"])
    explanation.decided = decisions_at(store, doc_id, start, end)
    there = (c for c in candidates_of(doc) if c.start < end and start < c.end)
    explanation.candidates = [_shown(candidate) for candidate in there]
    return explanation


def _statement(store: Reader, place: str) -> Explanation | None:
    """Return why an office, quotation or relation is there, None where the id is none of one."""
    for table in (table for table in store.schema.listed if table.words):
        for row in store.tables.rows_where(table, table.key[0], place):
            return _stated(store, table, row)
    return None


def _stated(store: Reader, table: Table, row: dict[str, Any]) -> Explanation:
    start, end = (row[column] for column in table.words or ())
    said = reading(store.releases.text_of(row["doc_id"])[start:end])
    explanation = Explanation(row["doc_id"], start, end, row.get("sentence") or said)
    explanation.made_by = [describe_statement(table.name, row), f"words: {said}"]
    if row.get("found_by"):
        score = f", probability {row['score']}" if row["score"] is not None else ""
        explanation.made_by.append(f"found by {row['found_by']}{score}")
    if row.get("rule_id"):
        explanation.made_by += describe_rule(row["found_by"], row["rule_id"])
    explanation.entity = [row[c] for c in _ENDS if row.get(c)]
    explanation.decided = decisions_at(store, row["doc_id"], start, end)
    return explanation


_ENDS = ("person_id", "organisation_id", "subject_id", "object_id")


def _locate(store: Reader, place: str) -> tuple[str, int, int]:
    if found := store.mentions.place_of(place):
        return found
    doc_id, _, span = place.rpartition(":")
    start, dash, end = span.partition("-")
    if not (doc_id and dash and start.isdecimal() and end.isdecimal()):
        raise InputError(f"{place}: no mention of the store has this id; a place is DOC_ID:START-END")
    return doc_id, int(start), int(end)


def _made_by(row: dict[str, Any], lexicon: str | None) -> list[str]:
    score = f", probability {row['score']}" if row["score"] is not None else ""
    lines = [f"{row['text']!r} is {row['label']}, found by {row['found_by']}{score}"]
    if row["rule_id"]:
        lines += describe_rule(row["found_by"], row["rule_id"], lexicon)
    return lines


def describe_rule(found_by: str, rule_id: str, lexicon: str | None = None) -> list[str]:
    """Return what a rule or lexicon entry says, with its examples."""
    if found_by == "lexicon":
        entry = packaged().lexicon(lexicon).get(term_key(rule_id))
        if entry is None:
            return [f"entry {rule_id}, which the lexicon no longer has"]
        forms = ", ".join(entry.forms[1:]) or "none"
        return [f"entry {entry.name}: category {entry.category or 'none'}, parent {entry.parent or 'none'}",
                f"other forms: {forms}"]  # fmt: skip
    if rule_id.startswith("date."):
        rule = next((r for r in RULES if r.id == rule_id.removeprefix("date.")), None)
        examples = [f"{text} = {value or 'unresolved'}" for text, value in rule.examples] if rule else []
        shown = "; ".join(examples)
        return [f"rule {rule_id}; examples, counted from {EXAMPLE_ANCHOR}: {shown}"] if rule else [f"rule {rule_id}"]
    for stated in (rule for stage in rule_stages() for rule in packaged().rules(stage).values()):
        if stated.id == rule_id:
            return [*_stated_rule(rule_id, stated.reason, stated.examples), f"pattern: {stated.written}"]
    for entry in packaged().lists("component_rules.yml")["rules"]:
        if entry["id"] == rule_id:
            return _stated_rule(rule_id, entry["reason"], entry["examples"])
    return [f"{found_by} {rule_id}"]


def _stated_rule(rule_id: str, reason: str, examples: Iterable[str]) -> list[str]:
    return [f"rule {rule_id}: {reason}", f"examples: {'; '.join(examples)}"]


def _shown(candidate: Candidate) -> str:
    score = f" ({candidate.score})" if candidate.score is not None else ""
    words = reading(candidate.text)
    fate = f"refused: {_reason(candidate.refused_by)}" if candidate.refused_by else "chosen"
    return f"{candidate.start}-{candidate.end} {words!r} {candidate.label} by {candidate.source}{score}: {fate}"


def _reason(rule: str) -> str:
    """Return what a rule refuses, with its id."""
    reasons: dict[str, str] = packaged().lists("refusals.yml")["rules"]
    return f"{reasons[rule]} ({rule})"


def _entity(store: Reader, row: dict[str, Any]) -> list[str]:
    if not row["entity_id"]:
        return []
    lines = [row["entity_id"]]
    if local := store.entities.local_one(row["doc_id"], row["local_id"]):
        name, facts, evidence = local
        forms = ", ".join(f"{form} ({number})" for form, number in facts.forms.items())
        lines.append(f"in this release: {name}, key {facts.key}; forms: {forms}")
        if evidence:
            lines.append(f"evidence: {', '.join(evidence)}")
    shared = store.entities.releases_of(row["entity_id"])
    lines.append(f"named by {len(shared)} releases: {', '.join(shared)[:200]}")
    return lines


def _history(store: Reader, mention_id: str) -> list[str]:
    rows = store.mentions.history(mention_id)
    lines = []
    for row in rows:
        made = "/".join(filter(None, (row["found_by"], row["rule_id"])))
        until = f"removed by run_{row['removed_by']:06d}" if row["removed_by"] else "current"
        at = row["started_at"] or "pruned"
        lines.append(
            f"run_{row['added_by']:06d} ({at}): {row['label']} at {row['start']}-{row['end']} by {made}; {until}"
        )
    return lines
