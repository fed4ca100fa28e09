"""Rows of what a release states of its people and organisations: offices, quotations, relations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from presstab.analysis.record import Analysis
from presstab.text import Occurrences, row_id

Row = dict[str, Any]


def statement_rows(
    analysis: Analysis, doc_id: str, ids: Sequence[str], sentence: Callable[[int], str], occurrences: Occurrences
) -> dict[str, list[Row]]:
    """Return the rows of a release's statements, by stored table.

    `ids` are those of the release's mentions; `sentence` returns the sentence around a place, for reading.
    """
    names = {entity.local_id: entity.name for entity in analysis.entities.items}
    return {
        "roles": list(_roles(analysis, doc_id, names, ids, sentence)),
        "quotations": list(_quotations(analysis, doc_id, names, occurrences)),
        "relations": list(_relations(analysis, doc_id, names, sentence)),
    }


def _roles(
    analysis: Analysis, doc_id: str, names: dict[str, str], ids: Sequence[str], sentence: Callable[[int], str]
) -> Iterator[Row]:
    for role in analysis.roles:
        yield {
            "doc_id": doc_id, "person": names[role.person], "title": role.title,
            "organisation": names[role.organisation] if role.organisation else None, "action": role.action,
            "mention_id": ids[role.mention], "title_start": role.title_start, "title_end": role.title_end,
            "sentence": sentence(role.title_start), "effective": role.effective, "found_by": role.found_by,
            "score": role.score, "person_local": role.person, "organisation_local": role.organisation,
        }  # fmt: skip


def _quotations(analysis: Analysis, doc_id: str, names: dict[str, str], occurrences: Occurrences) -> Iterator[Row]:
    for quotation in analysis.quotations:
        start, end = quotation.start, quotation.end
        text = analysis.text[start:end]
        yield {
            "quotation_id": row_id("q", doc_id, text, occurrences.number(start, end)), "doc_id": doc_id,
            "start": start, "end": end, "text": text,
            "person": names[quotation.person] if quotation.person else None,
            "organisation": names[quotation.organisation] if quotation.organisation else None,
            "title": quotation.title, "person_local": quotation.person, "organisation_local": quotation.organisation,
        }  # fmt: skip


def _relations(analysis: Analysis, doc_id: str, names: dict[str, str], sentence: Callable[[int], str]) -> Iterator[Row]:
    for relation in analysis.relations:
        yield {
            "doc_id": doc_id, "type": relation.type, "subject": names[relation.subject],
            "object": names[relation.object], "status": relation.status,
            "amount": float(relation.amount) if relation.amount is not None else None, "currency": relation.currency,
            "effective": relation.effective, "evidence_start": relation.evidence_start,
            "evidence_end": relation.evidence_end, "sentence": sentence(relation.evidence_start),
            "found_by": relation.found_by, "rule_id": relation.rule_id, "score": relation.score,
            "subject_local": relation.subject, "object_local": relation.object,
        }  # fmt: skip
