"""Leaves forgotten people out of releases: their names are blacked out before anything is made of them."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Collection, Iterable

from presstab.corpus.documents import convert
from presstab.corpus.release import Issue, Release
from presstab.extraction import Extraction
from presstab.rows.issues import issue_row, release_scope
from presstab.text import digest

BLACK = "█"


def redact(release: Release, extract: Callable[[Release], Extraction], forgotten: Collection[str]) -> Extraction:
    """Return what `extract` makes of a release, the names in it blacked out that are `forgotten`.

    `forgotten` are digests of name keys: the names themselves are kept nowhere.
    """
    extraction = extract(release)
    forms = _forms(extraction, forgotten) if forgotten else set()
    if not forms:
        return extraction
    whole = convert(release)
    title = black_out(whole.title, forms) if whole.title else None
    again = extract(dataclasses.replace(whole, text=black_out(whole.text, forms), title=title))
    issue = Issue("forgotten", "info", "a person who was forgotten is blacked out", release.doc_id)
    again.rows.setdefault("issues", []).append(issue_row(issue, release_scope(release.doc_id)))
    return again


def _forms(extraction: Extraction, forgotten: Collection[str]) -> set[str]:
    people = (row for row in extraction.rows.get("entities", ()) if row["label"] == "PERSON")
    return {form for row in people if digest(row["key"]) in forgotten for form in json.loads(row["facts"])["forms"]}


def black_out(text: str, forms: Iterable[str]) -> str:
    """Return `text` with every whole-word occurrence of the forms blacked out; no character moves.

    >>> black_out("Jane Doe and Doerr: Doe's plan", ["Doe", "Jane Doe"])
    "████████ and Doerr: ███'s plan"
    """
    longest = sorted(forms, key=lambda form: (-len(form), form))
    # White space between the words of a name may differ from place to place.
    body = "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest)
    return re.sub(rf"(?<!\w)(?:{body})(?!\w)", lambda match: BLACK * len(match[0]), text, flags=re.IGNORECASE)
