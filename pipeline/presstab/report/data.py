"""What a page of the report holds, taken from the store."""

from __future__ import annotations

from typing import Any

from presstab.export.copied import Copied
from presstab.report import entities
from presstab.report.release import STATED, release_data
from presstab.schema import (
    DATES,
    DOCUMENTS,
    ENTITY_LABELS,
    ISSUES,
    MENTIONS,
    REPEATED_ZONES,
    RUN_INPUTS,
    RUNS,
    TABLES,
    ZONES,
)
from presstab.text import visible

# The tables that a page reads, beside the releases.
SHOWN = (MENTIONS, DATES, *(TABLES[name] for name in STATED), *entities.TABLES, ISSUES, RUNS, RUN_INPUTS)


def page_data(copy: Copied, doc_ids: list[str]) -> dict[str, Any]:
    """Return what the page shows of some releases, ready for JSON; the entities are those that they name."""
    number_of = entities.Numbered()
    mentions = copy.by_release(MENTIONS, doc_ids)
    dates = {row["mention_id"]: row for row in copy.rows(DATES, doc_ids)}
    stated = {name: copy.by_release(TABLES[name], doc_ids) for name in STATED}
    texts = copy.texts(doc_ids)
    rows = {row["doc_id"]: row for row in copy.rows(DOCUMENTS, doc_ids)}
    releases = [
        release_data(rows[doc_id], texts[doc_id], mentions.get(doc_id, ()), dates,
                     {name: found.get(doc_id, ()) for name, found in stated.items()}, number_of)
        for doc_id in doc_ids
    ]  # fmt: skip
    return {
        "labels": ENTITY_LABELS, "zones": ZONES, "background": REPEATED_ZONES, "releases": releases,
        "entities": entities.entity_data(copy, number_of.ids),
        "doubts": entities.doubt_data(copy, number_of.ids), "issues": _issues(copy, doc_ids), "run": _run(copy),
    }  # fmt: skip


def _issues(copy: Copied, doc_ids: list[str]) -> list[dict[str, str]]:
    """Return the issues of some releases, and those of none."""
    rows = [*copy.rows_where(ISSUES, "doc_id", doc_ids), *copy.rows_without(ISSUES, "doc_id")]
    rows.sort(key=lambda row: (row["severity"] != "error", row["severity"] != "warning", row["code"], row["issue_id"]))
    return [
        {name: visible(row[name] or "") for name in ("severity", "code", "message", "location", "doc_id")}
        for row in rows
    ]


def _run(copy: Copied) -> dict[str, Any]:
    """Return the last run and the digests of what it was made of."""
    runs = copy.all_rows(RUNS)
    if not runs:
        return {}
    last = runs[-1]
    inputs = copy.rows_where(RUN_INPUTS, "run_id", [last["run_id"]])
    moments = {name: str(last[name] or "")[:19] for name in ("started_at", "finished_at")}
    return {**last, **moments, "inputs": {row["input"]: row["sha256"] for row in inputs}}
