"""Drives the extraction: a release through the pipeline to rows of the stored tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from presstab.analysis.record import Analysis, Dates, Entities, Mentions, Outline, Quotations, Relations, Roles
from presstab.components.results import PUBLISHED_ON, sentences_of, text_of
from presstab.corpus.documents import convert
from presstab.corpus.release import Issue, Release
from presstab.errors import InputError, TooLargeError
from presstab.language import ENGLISH, UNDETERMINED, detect_language
from presstab.rows.issues import issue_row, release_scope
from presstab.rows.release import Rows, document_row, release_rows

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


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
        rows = release_rows(analysis_of(analyse(nlp, release)), release, language, today)
        return Extraction(doc_id, rows, failed=False, text=release.text)
    except MemoryError:
        raise
    except InputError as error:
        code = "too_large" if isinstance(error, TooLargeError) else "unreadable_file"
        return failed(release, Issue(code, "error", f"{error}; nothing extracted", doc_id, release.origin))
    except Exception as error:  # whatever a poisonous text does to a component, the batch goes on
        cause = f" ({error.__cause__!r})" if error.__cause__ else ""  # spaCy tells a KeyError as another error
        message = f"{type(error).__name__}: {error}{cause}; nothing extracted"
        return failed(release, Issue("extraction_failed", "error", message[:500], doc_id))


def analyse(nlp: Language, release: Release) -> Doc:
    """Return the release as the pipeline reads it."""
    doc = nlp.make_doc(release.text)
    doc._.set(PUBLISHED_ON, release.published_on.isoformat() if release.published_on else None)
    return nlp(doc)


def analysis_of(doc: Doc) -> Analysis:
    """Return all results of a release's analysis; what no component of the pipeline makes is empty."""
    results = doc._
    return Analysis(
        text=text_of(doc),
        sentences=sentences_of(doc, "the table of mentions"),
        outline=results.press_outline or Outline(),
        mentions=results.press_mentions or Mentions(),
        dates=results.press_dates or Dates(),
        entities=results.press_entities or Entities(),
        roles=(results.press_roles or Roles()).items,
        quotations=(results.press_quotations or Quotations()).items,
        relations=(results.press_relations or Relations()).items,
    )


def failed(release: Release, issue: Issue, language: str = UNDETERMINED) -> Extraction:
    """Return the rows of a release that could not be extracted, and why."""
    rows: Rows = {
        "documents": [document_row(release, "failed", language)],
        "issues": [issue_row(issue, release_scope(release.doc_id))],
    }
    return Extraction(release.doc_id, rows, failed=True, text=release.text)
