"""`press_quotations`: who said what."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from presstab.analysis.quotations import Named, Office, Setting, find_quotations
from presstab.components.state import ReleaseState, state_of, text_of

QUOTATIONS = "quotations"
_NO_MORE = frozenset(["held", "leaves"])


@Language.component("press_quotations")
def press_quotations(doc: Doc) -> Doc:
    """Find what is quoted and who says it.

    Reads: text; mentions, entities, issuer and roles of the state. Writes: quotations of the state, and
    their spans in `doc.spans["quotations"]`.
    """
    state = state_of(doc)
    issuer = state.issuer.local_id if state.issuer else None
    setting = Setting(text_of(doc), _named(state, "PERSON"), _named(state, "ORG"), _offices(state), issuer)
    state.quotations = find_quotations(setting)
    spans = (doc.char_span(q.start, q.end, label="QUOTATION", alignment_mode="expand") for q in state.quotations)
    doc.spans[QUOTATIONS] = SpanGroup(doc, name=QUOTATIONS, spans=[span for span in spans if span is not None])
    return doc


def _named(state: ReleaseState, label: str) -> Iterator[Named]:
    for at, entity in state.entity_of_span.items():
        if entity.label == label:
            span = state.mentions[at]
            yield Named(span.start_char, span.end_char, entity.local_id)


def _offices(state: ReleaseState) -> Iterator[Office]:
    for role in state.roles:
        is_held = role.action not in _NO_MORE
        yield Office(role.person, role.organisation, role.title, role.title_start, is_held)
