"""`press_dates`: calendar expressions and their values."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.state import add_candidate, state_of
from pipeline.corpus.release import Issue
from pipeline.dates import find_dates


@Language.component("press_dates")
def press_dates(doc: Doc) -> Doc:
    """Find calendar expressions, relative ones counted from the release's anchor.

    Reads: text, anchor. Writes: candidates DATE, and their values in the state.
    """
    state = state_of(doc)
    for mention in find_dates(doc.text, state.anchor_on):
        if add_candidate(doc, mention.start, mention.end, "DATE", "rule:date"):
            state.dates[mention.start, mention.end] = mention
    unresolved = [m for m in state.dates.values() if m.resolution == "unresolved"]
    if unresolved:
        first = unresolved[0]
        known = "nothing here fixes them" if state.anchor_on else "neither text nor input gives a publication date"
        message = f"{len(unresolved)} date expressions stay without value, {first.text!r} first: {known}"
        state.issues.append(Issue("unresolved_date", "info", message, location=f"{first.start}-{first.end}"))
    return doc
