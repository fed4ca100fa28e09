"""From releases to rows: runs the pipeline and turns each `Doc` into rows of the stored tables."""

from __future__ import annotations

import datetime as dt
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from presstab.components.state import Entity, ReleaseState, state_of, text_of
from presstab.corpus.documents import convert
from presstab.corpus.release import Issue, Release
from presstab.errors import InputError
from presstab.identity.blocks import SPELLING
from presstab.identity.duplicates import sketch_of
from presstab.identity.spelling import spelling_key
from presstab.language import ENGLISH, UNDETERMINED, detect_language
from presstab.statement_rows import statement_rows
from presstab.text import Occurrences, collapse, digest, reading, row_id, words

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Rows = dict[str, list[dict[str, Any]]]
_REPEATED = frozenset(["boilerplate", "safe_harbour", "contact"])
# What a zone says of the weight of what it names: the fifth of `salience` that position alone does not tell.
_ZONE_WEIGHTS = {"headline": 1.0, "lead": 0.8, "dateline": 0.8, "body": 0.5, "quote": 0.5, "boilerplate": 0.2,
                 "contact": 0.1, "safe_harbour": 0.0}  # fmt: skip
MAX_SENTENCE = 1_000  # characters of a sentence repeated for reading; the text itself is never cut


class Extraction(NamedTuple):
    """The rows of one release, by stored table; `failed` where it could not be extracted."""

    doc_id: str
    rows: Rows
    failed: bool
    text: str = ""


def extract_release(
    nlp: Language, release: Release, *, any_language: bool = False, today: dt.date | None = None
) -> Extraction:
    """Return the rows of one release; an error inside becomes an `issues` row, never an exception.

    A release in another language than English is not extracted but with `any_language`. `today`
    serves to find publication dates that lie in the future, and enters no value.
    """
    doc_id = release.doc_id
    try:
        release = convert(release)
        if not release.text.strip():
            return failed(release, Issue("empty_text", "error", "no text; nothing extracted", doc_id))
        language = detect_language(release.text)
        if language not in {ENGLISH, UNDETERMINED} and not any_language:
            message = f"the language is {language}, not English; nothing extracted: --any-language extracts it"
            return failed(release, Issue("not_english", "warning", message, doc_id), language)
        doc = nlp.make_doc(release.text)
        state = state_of(doc)
        state.published_on = release.published_on
        doc = nlp(doc)
        rows = _rows(doc, state_of(doc), release, language, today)
        return Extraction(doc_id, rows, failed=False, text=release.text)
    except MemoryError:
        raise
    except InputError as error:
        return failed(release, Issue("unreadable_file", "error", f"{error}; nothing extracted", doc_id, release.origin))
    except Exception as error:  # whatever a poisonous text does to a component, the batch goes on
        message = f"{type(error).__name__}: {error}; nothing extracted"
        return failed(release, Issue("extraction_failed", "error", message[:500], doc_id))


def issue_row(issue: Issue, scope: str) -> dict[str, Any]:
    """Return the row of an issue; `scope` is the release or input file that it belongs to."""
    key = (issue.doc_id or "", issue.location or "", issue.code, issue.message)
    return {
        "issue_id": row_id("i", *key), "doc_id": issue.doc_id, "location": issue.location, "code": issue.code,
        "severity": issue.severity, "message": reading(issue.message), "scope": scope,
    }  # fmt: skip


def release_scope(doc_id: str) -> str:
    """Return the scope of the issues that belong to a release."""
    return f"doc:{doc_id}"


def failed(release: Release, issue: Issue, language: str = UNDETERMINED) -> Extraction:
    """Return the rows of a release that could not be extracted, and why."""
    rows: Rows = {
        "documents": [_document(release, None, "failed", language)],
        "issues": [issue_row(issue, release_scope(release.doc_id))],
    }
    return Extraction(release.doc_id, rows, failed=True, text=release.text)


def _dated(release: Release, state: ReleaseState, today: dt.date | None) -> tuple[Release, list[Issue]]:
    """Return the release with its best evidence of a day, the dateline's included, and what contradicts it."""
    stated = [("dateline", state.dateline_day)] if state.dateline_day else []
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


def _news(text: str, state: ReleaseState | None) -> str:
    """Return what a release says, without what its issuer says in every one."""
    if state is None:
        return text
    return "\n".join(text[start:end] for start, end, zone in state.zones if zone not in _REPEATED)


def _document(release: Release, state: ReleaseState | None, status: str, language: str) -> dict[str, Any]:
    title = release.title or (state.headline if state else None)
    return {
        "doc_id": release.doc_id,
        "source": release.source,
        "title": reading(title)[:MAX_SENTENCE] or None if title else None,
        "published_on": release.published_on,
        "published_from": release.published_from,
        "dateline_place": collapse(state.dateline_place) if state and state.dateline_place else None,
        "language": language,
        "n_words": len(words(release.text)),
        "text_sha256": digest(release.text),
        "status": status,
        "issuer": state.issuer.local_id if state and state.issuer else None,
        "sketch": sketch_of(_news(release.text, state)) or None,
    }


def _rows(doc: Doc, state: ReleaseState, release: Release, language: str, today: dt.date | None) -> Rows:
    release, conflicts = _dated(release, state, today)
    places = _Places(doc, state)
    occurrences = Occurrences(text_of(doc))
    ids = [
        row_id("m", release.doc_id, span.text, occurrences.number(span.start_char, span.end_char))
        for span in state.mentions
    ]
    most: dict[str, int] = {}
    for entity in state.entities:
        most[entity.label] = max(most.get(entity.label, 0), len(entity.spans))
    issues = [
        issue_row(issue, release_scope(release.doc_id))
        for issue in [*conflicts, *_with_doc_id(state.issues, release.doc_id)]
    ]
    return {
        "documents": [_document(release, state, "ok", language)],
        "mentions": list(_mentions(doc, state, release.doc_id, ids, places)),
        "dates": list(_dates(doc, state, release.doc_id, ids)),
        "entities": [_entity(doc, state, release, entity, places, most) for entity in state.entities],
        **statement_rows(state, release.doc_id, ids, places.sentence, occurrences),
        "definitions": [
            {"doc_id": release.doc_id, "term": term, "start": d.start, "end": d.end, "local_id": entity.local_id}
            for term, (d, entity) in sorted(state.defined_terms.items())
        ],
        "issues": issues,
    }


def _with_doc_id(issues: Iterable[Issue], doc_id: str) -> Iterator[Issue]:
    for issue in issues:
        yield Issue(issue.code, issue.severity, issue.message, doc_id, issue.location)


class _Places:
    """Looks up the zone and the sentence of a place in the text."""

    def __init__(self, doc: Doc, state: ReleaseState) -> None:
        self._zones = state.zones
        self._zone_starts = [zone[0] for zone in state.zones]
        self._sentences = [(s.start_char, s.end_char) for s in doc.sents]
        self._sentence_starts = [start for start, _ in self._sentences]
        self._text = text_of(doc)
        self.length = len(self._text)

    def zone(self, at: int) -> str:
        index = bisect_right(self._zone_starts, at) - 1
        return self._zones[index][2] if index >= 0 else "body"

    def sentence(self, at: int) -> str:
        """Return the sentence around a character, for reading; a monstrous one only near it."""
        start, end = self._sentences[max(0, bisect_right(self._sentence_starts, at) - 1)]
        if end - start > MAX_SENTENCE:
            start, end = max(start, at - MAX_SENTENCE // 2), min(end, at + MAX_SENTENCE // 2)
        return reading(self._text[start:end])


def _found_by(source: str) -> tuple[str, str | None]:
    kind, _, rule = source.partition(":")
    return kind, rule or None


def _mentions(doc: Doc, state: ReleaseState, doc_id: str, ids: list[str], places: _Places) -> Iterator[dict[str, Any]]:
    for at, span in enumerate(state.mentions):
        found_by, rule_id = _found_by(span.id_)
        entity = state.entity_of_span.get(at)
        yield {
            "mention_id": ids[at], "doc_id": doc_id, "label": span.label_, "start": span.start_char,
            "end": span.end_char, "text": span.text, "zone": places.zone(span.start_char),
            "sentence": places.sentence(span.start_char), "found_by": found_by, "rule_id": rule_id,
            "score": span._.score, "local_id": entity.local_id if entity else None,
        }  # fmt: skip


def _dates(doc: Doc, state: ReleaseState, doc_id: str, ids: list[str]) -> Iterator[dict[str, Any]]:
    for at, span in enumerate(state.mentions):
        date = state.dates.get((span.start_char, span.end_char)) if span.label_ == "DATE" else None
        if date is not None:
            yield {
                "mention_id": ids[at], "doc_id": doc_id, "start": date.start, "text": date.text, "value": date.value,
                "modifier": date.modifier, "bound": date.bound, "start_on": date.start_on, "end_on": date.end_on,
                "granularity": date.granularity, "anchor_on": date.anchor_on, "resolution": date.resolution,
            }  # fmt: skip


def _entity(
    doc: Doc, state: ReleaseState, release: Release, entity: Entity, places: _Places, most: Mapping[str, int]
) -> dict[str, Any]:
    starts = [state.mentions[at].start_char for at in entity.spans]
    facts = _facts(state, entity, release.published_on)
    weight = max(_ZONE_WEIGHTS[places.zone(start)] for start in starts)
    earliness = 1 - starts[0] / max(1, places.length)
    return {
        "doc_id": release.doc_id,
        "label": entity.label,
        "name": entity.name,
        "n_mentions": len(entity.spans),
        "first_zone": places.zone(starts[0]),
        "in_headline": any(places.zone(start) == "headline" for start in starts),
        "salience": round(0.4 * earliness + 0.4 * len(entity.spans) / most[entity.label] + 0.2 * weight, 4),
        "first_sentence": places.sentence(starts[0]),
        "only_in_boilerplate": all(places.zone(start) in _REPEATED for start in starts),
        "local_id": entity.local_id,
        "facts": json.dumps(facts, sort_keys=True, ensure_ascii=False),
        "key": entity.key,
        "evidence": "\n".join(_evidence(entity, facts)) or None,
    }


def _evidence(entity: Entity, facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield what says that two keys are one entity's: its spelling, its listings, its entry in the registry, a name.

    A release that ties `air mobility` to `advanced air mobility` keys it otherwise than one that does not.
    """
    if entity.label == "PERSON":
        return
    yield SPELLING + spelling_key(entity.key)
    if entity.label == "TECH":
        yield f"name {entity.name}"
    for ticker, exchange in facts.get("tickers", ()):
        yield f"ticker {exchange} {ticker}"
    if entry := facts.get("registry"):
        yield f"registry {entry}"


def _facts(state: ReleaseState, entity: Entity, published_on: dt.date | None) -> dict[str, Any]:
    """Return what identity across releases needs to know beyond the row itself."""
    facts: dict[str, Any] = {
        "key": entity.key,
        "forms": entity.forms,
        "acronyms": sorted(entity.acronyms),
        "published_on": published_on.isoformat() if published_on else None,
        **entity.facts,
    }
    issuer = state.issuer.local_id if state.issuer else None
    if entity.label == "ORG":
        facts["tickers"] = entity.tickers
        facts["issuer"] = issuer
    if entity.label == "PERSON":
        # Whoever two releases of one issuer name alike is one person, as who holds offices at one organisation is.
        bodies = {role.organisation for role in state.roles if role.person == entity.local_id}
        facts["bodies"] = sorted((bodies | {issuer}) - {None})
    return facts
