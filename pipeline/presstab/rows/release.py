"""The rows of one analysed release, by stored table."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

from presstab.analysis.record import Analysis, Outline
from presstab.corpus.release import Issue, Release
from presstab.identity.duplicates import sketch_of
from presstab.rows.entities import entity_rows
from presstab.rows.issues import issue_row, release_scope
from presstab.rows.places import MAX_SENTENCE, Places
from presstab.rows.statements import statement_rows
from presstab.schema import REPEATED_ZONES
from presstab.text import Occurrences, collapse, digest, reading, row_id, words

Rows = dict[str, list[dict[str, Any]]]


def release_rows(analysis: Analysis, release: Release, language: str, today: dt.date | None) -> Rows:
    """Return the rows of a release; `today` serves to find publication dates that lie in the future."""
    release, conflicts = _dated(release, analysis.outline.dateline_day, today)
    doc_id, places = release.doc_id, Places(analysis.text, analysis.outline.zones, analysis.sentences)
    mentions, entities = analysis.mentions.items, analysis.entities
    quoted = (analysis.text[quotation.start : quotation.end] for quotation in analysis.quotations)
    occurrences = Occurrences(analysis.text, (*(mention.text for mention in mentions), *quoted))
    ids = [row_id("m", doc_id, m.text, occurrences.number(m.start, m.end)) for m in mentions]
    issues = [
        *release.notes,
        *conflicts,
        *(dataclasses.replace(issue, doc_id=doc_id) for issue in analysis.dates.issues),
        *_tickers_of_others(analysis, doc_id),
    ]
    return {
        "documents": [document_row(release, "ok", language, analysis.outline, entities.issuer)],
        "mentions": list(_mentions(analysis, doc_id, ids, places)),
        "dates": list(_dates(analysis, doc_id, ids)),
        "entities": entity_rows(analysis, doc_id, release.published_on, places),
        **statement_rows(analysis, doc_id, ids, places.sentence, occurrences),
        "definitions": [
            {"doc_id": doc_id, "term": term.term, "start": term.start, "end": term.end, "local_id": term.entity}
            for term in sorted(entities.defined_terms, key=lambda term: term.term)
        ],
        "issues": [issue_row(issue, release_scope(doc_id)) for issue in issues],
    }


def document_row(
    release: Release, status: str, language: str, outline: Outline | None = None, issuer: str | None = None
) -> dict[str, Any]:
    """Return the row of a release in `documents`; one that failed has no outline."""
    title = release.title or (outline.headline if outline else None)
    place = outline.place if outline else None
    return {
        "doc_id": release.doc_id,
        "source": release.source,
        "title": reading(title)[:MAX_SENTENCE] or None if title else None,
        "published_on": release.published_on,
        "published_from": release.published_from,
        "dateline_place": collapse(place) if place else None,
        "language": language,
        "n_words": len(words(release.text)),
        "text_sha256": digest(release.text),
        "status": status,
        "issuer": issuer,
        "sketch": sketch_of(_news(release.text, outline)) or None,
    }


def _dated(release: Release, dateline_day: dt.date | None, today: dt.date | None) -> tuple[Release, list[Issue]]:
    """Return the release with its best evidence of a day, the dateline's included, and what contradicts it."""
    stated = [("dateline", dateline_day)] if dateline_day else []
    dated = release.with_days(stated)
    issues = []
    best = dated.published_on
    for source, day in dated.days:
        # The option is a fallback for releases without a day, no evidence of one.
        if best and source != "option" and abs((day - best).days) > 1:
            message = f"{source} says {day}, {dated.published_from} says {best}; {dated.published_from} is taken"
            issues.append(Issue("date_conflict", "warning", message, release.doc_id))
    # A day on: it is tomorrow already elsewhere.
    if best and today and best > today + dt.timedelta(days=1):
        message = f"{dated.published_from} says {best}, which lies in the future"
        issues.append(Issue("future_date", "warning", message, release.doc_id))
    return dated, issues


def _tickers_of_others(analysis: Analysis, doc_id: str) -> Iterator[Issue]:
    """Yield an issue for each ticker that the registry knows as that of a company of another name."""
    for entity in analysis.entities.items:
        first = analysis.mentions.items[entity.mentions[0]]
        for ticker, exchange, name in entity.tickers_of_others:
            known = f"which the registry knows as that of {name}: its number is not used"
            message = f"{entity.name} is given the ticker {ticker} ({exchange}), {known}"
            yield Issue("ticker_of_another", "info", message, doc_id, f"{first.start}-{first.end}")


def _news(text: str, outline: Outline | None) -> str:
    """Return what a release says, without what its issuer says in every one."""
    if outline is None:
        return text
    return "\n".join(text[start:end] for start, end, zone in outline.zones if zone not in REPEATED_ZONES)


def _mentions(analysis: Analysis, doc_id: str, ids: list[str], places: Places) -> Iterator[dict[str, Any]]:
    for at, mention in enumerate(analysis.mentions.items):
        found_by, _, rule_id = mention.source.partition(":")
        entity = analysis.entities.of_mention.get(at)
        yield {
            "mention_id": ids[at], "doc_id": doc_id, "label": mention.label, "start": mention.start,
            "end": mention.end, "text": mention.text, "zone": places.zone(mention.start),
            "sentence": places.sentence(mention.start), "found_by": found_by, "rule_id": rule_id or None,
            "score": mention.score, "local_id": entity.local_id if entity else None,
        }  # fmt: skip


def _dates(analysis: Analysis, doc_id: str, ids: list[str]) -> Iterator[dict[str, Any]]:
    for at, mention in enumerate(analysis.mentions.items):
        date = analysis.dates.by_place.get((mention.start, mention.end)) if mention.label == "DATE" else None
        if date is not None:
            yield {
                "mention_id": ids[at], "doc_id": doc_id, "start": date.start, "text": date.text, "value": date.value,
                "modifier": date.modifier, "bound": date.bound, "start_on": date.start_on, "end_on": date.end_on,
                "granularity": date.granularity, "anchor_on": date.anchor_on, "resolution": date.resolution,
            }  # fmt: skip
