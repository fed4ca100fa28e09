"""Why each candidate of a release became a mention or did not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Span

from presstab.components.arbiter import closed_stretches, sound, surface_of, vote
from presstab.components.state import candidates_of, text_of


class Verdict(NamedTuple):
    """A candidate and what became of it; `source` is what added it."""

    start: int
    end: int
    label: str
    source: str
    score: float | None
    verdict: str


def verdicts(doc: Doc) -> Iterator[Verdict]:
    """Yield the verdict of each candidate of an extracted release, in the order in which they were added."""
    closed = closed_stretches(doc)
    cuts = [(span, sound(doc, span, closed)) for span in candidates_of(doc)]
    votes = vote([cut for _, cut in cuts if cut is not None], text_of(doc))
    for span, cut in cuts:
        label = votes[surface_of(cut.text)].label if cut is not None and surface_of(cut.text) in votes else ""
        yield Verdict(
            span.start_char, span.end_char, span.label_, span.id_, span._.score, _verdict(doc, span, cut, label)
        )


def _verdict(doc: Doc, span: Span, cut: Span | None, label: str) -> str:
    if cut is None:
        return "no name by itself: a list of words, a bracket or dateline, or the registry says so"
    where = next((m for m in doc.ents if m.start_char == cut.start_char and m.end_char == cut.end_char), None)
    if where is not None and where.label_ == span.label_:
        return "chosen" if cut is span else f"chosen, cut to {cut.text!r}"
    if where is not None:
        return f"the string is {where.label_} by vote of all its candidates in the release"
    other = next((m for m in doc.ents if m.start_char < cut.end_char and cut.start_char < m.end_char), None)
    if other is not None:
        return f"a longer one was chosen: {other.text!r}, {other.label_}"
    if span.label_ != "DATE" and not label:
        return "a word that stands in lower case elsewhere, or another body with a word glued to it"
    return "not chosen: part of a title, an event, a bracket or a dateline"
