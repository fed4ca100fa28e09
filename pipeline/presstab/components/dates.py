"""`press_dates`: calendar expressions and their values."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from presstab.components.state import add_candidate, state_of, text_of
from presstab.corpus.release import Issue
from presstab.dates import DateMention, find_dates
from presstab.dates.find import ambiguous_numeric
from presstab.dates.impossible import impossible_days


@Language.component("press_dates")
def press_dates(doc: Doc) -> Doc:
    """Find calendar expressions, relative ones counted from the release's anchor.

    Reads: text, anchor. Writes: candidates DATE, and their values in the state.
    """
    state = state_of(doc)
    for mention in find_dates(text_of(doc), state.anchor_on, state.meant_year):
        span = add_candidate(doc, mention.start, mention.end, "DATE", f"rule:date.{mention.rule}")
        if span is not None:
            state.dates[span.start_char, span.end_char] = mention
    unresolved = [m for m in state.dates.values() if m.resolution == "unresolved"]
    if unresolved:
        first = unresolved[0]
        known = "nothing here fixes them" if state.anchor_on else "neither text nor input gives a publication date"
        message = f"{len(unresolved)} date expressions stay without value, {first.text!r} first: {known}"
        state.issues.append(Issue("unresolved_date", "info", message, location=f"{first.start}-{first.end}"))
    state.issues += _issues(state.dates.values(), text_of(doc))
    return doc


def _issues(mentions: Collection[DateMention], text: str) -> Iterator[Issue]:
    """Yield what a reader of the table `dates` should know: days that could not be told, and why."""
    fiscal = [m for m in mentions if m.resolution == "fiscal" and not m.end_on]
    if fiscal:
        why = "the release does not say when its year ends"
        message = f"{len(fiscal)} fiscal periods have no days, {fiscal[0].text!r} first: {why}"
        yield Issue("fiscal_year_unknown", "info", message, location=f"{fiscal[0].start}-{fiscal[0].end}")
    for start, end in ambiguous_numeric(text):
        message = f"{text[start:end]!r} could name day or month first; it was read as month first"
        yield Issue("ambiguous_date", "info", message, location=f"{start}-{end}")
    for start, end in impossible_days(text):
        message = f"{text[start:end]!r} is no day of the calendar; it is no date here"
        yield Issue("impossible_date", "warning", message, location=f"{start}-{end}")
