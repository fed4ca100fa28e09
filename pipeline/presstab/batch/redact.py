"""Leaves forgotten people out of releases: their names are blacked out before anything is made of them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from presstab.corpus.documents import convert
from presstab.corpus.release import Issue, Release
from presstab.extraction import Extraction
from presstab.names.hidden import BLACK, Hidden
from presstab.rows.issues import issue_row, release_scope
from presstab.rows.release import Rows
from presstab.store.facts import Facts
from presstab.text import digest


def redact(release: Release, extract: Callable[[Release], Extraction], forgotten: Collection[str]) -> Extraction:
    """Return what `extract` makes of a release, the names in it blacked out that are `forgotten`.

    `forgotten` are digests of name keys, and codes of full names (`names.hidden`): the names
    themselves are kept nowhere. What cannot be extracted is `cleaned` where it is stored.
    """
    extraction = extract(release)
    if not forgotten or extraction.failed:
        return extraction
    hidden, forms = Hidden.of(forgotten), _forms(extraction, forgotten)
    shown = (extraction.text, release.title or "")
    if not forms and not any(map(hidden.find, shown)):
        return extraction
    whole = convert(release)
    title = _blacked(whole.title, hidden, forms) if whole.title else None
    again = extract(dataclasses.replace(whole, text=_blacked(whole.text, hidden, forms), title=title))
    issue = Issue("forgotten", "info", "a person who was forgotten is blacked out", release.doc_id)
    again.rows.setdefault("issues", []).append(issue_row(issue, release_scope(release.doc_id)))
    return again


def hide(release: Release, hidden: Hidden) -> Release:
    """Return a release whose id, source and origin do not bear a forgotten name."""
    return dataclasses.replace(
        release,
        doc_id=hidden.black_id(release.doc_id),
        source=hidden.black_out(release.source),
        origin=hidden.black_out(release.origin),
    )


def hide_issue(issue: Issue, hidden: Hidden) -> Issue:
    """Return an issue of the input that does not bear a forgotten name."""
    return dataclasses.replace(
        issue,
        message=hidden.black_out(issue.message),
        doc_id=hidden.black_id(issue.doc_id) if issue.doc_id else None,
        location=hidden.black_out(issue.location) if issue.location else None,
    )


def cleaned(text: str, rows: Mapping[str, Iterable[Mapping[str, Any]]], hidden: Hidden) -> tuple[str, Rows]:
    """Return text and rows of a release that could not be extracted, forgotten names blacked out of every cell."""
    text = hidden.black_out(text)
    made = {
        name: [
            {key: hidden.black_out(value) if isinstance(value, str) else value for key, value in row.items()}
            for row in table
        ]
        for name, table in rows.items()
    }
    for row in made.get("documents", ()):
        row["text_sha256"] = digest(text)
    return text, made


def _forms(extraction: Extraction, forgotten: Collection[str]) -> set[str]:
    people = (row for row in extraction.rows.get("entities", ()) if row["label"] == "PERSON")
    return {form for row in people if digest(row["key"]) in forgotten for form in Facts.decode(row["facts"]).forms}


def _blacked(text: str, hidden: Hidden, forms: Collection[str]) -> str:
    text = hidden.black_out(text)
    return black_out(text, forms) if forms else text


def black_out(text: str, forms: Iterable[str]) -> str:
    """Return `text` with every whole-word occurrence of the forms blacked out; no character moves.

    >>> black_out("Jane Doe and Doerr: Doe's plan", ["Doe", "Jane Doe"])
    "████████ and Doerr: ███'s plan"
    """
    longest = sorted(forms, key=lambda form: (-len(form), form))
    # White space between the words of a name may differ from place to place.
    any_form = "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest)
    return re.sub(rf"(?<!\w)(?:{any_form})(?!\w)", lambda match: BLACK * len(match[0]), text, flags=re.IGNORECASE)
