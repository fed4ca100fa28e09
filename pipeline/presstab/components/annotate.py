"""What components write where other tools look for it: `doc.ents`, `doc.spans`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from spacy.tokens import Doc, SpanGroup
from spacy.util import filter_spans

from presstab.analysis.record import Candidate, Mention


def add_ents(doc: Doc, candidates: Iterable[Candidate], labels: Collection[str]) -> None:
    """Lay a component's candidates over `doc.ents`, where no arbiter follows; what they overlap gives way."""
    found = (c for c in candidates if c.label in labels and c.refused_by is None)
    spans = (doc.char_span(c.start, c.end, label=c.label, span_id=c.source) for c in found)
    own = filter_spans([span for span in spans if span is not None])
    taken = {token for span in own for token in range(span.start, span.end)}
    doc.ents = [*own, *(e for e in doc.ents if taken.isdisjoint(range(e.start, e.end)))]


def set_ents(doc: Doc, mentions: Iterable[Mention], entity_ids: Mapping[int, str]) -> None:
    """Set `doc.ents` to the mentions; `entity_ids` are those of their entities, by number of the mention."""
    spans = (
        doc.char_span(m.start, m.end, label=m.label, kb_id=entity_ids.get(number, ""), span_id=m.source)
        for number, m in enumerate(mentions)
    )
    doc.ents = [span for span in spans if span is not None]


def set_spans(doc: Doc, name: str, places: Iterable[tuple[int, int, str]]) -> None:
    """Set a group of `doc.spans` to labelled places, as far as tokens lie within them."""
    spans = (doc.char_span(start, end, label=label, alignment_mode="contract") for start, end, label in places)
    doc.spans[name] = SpanGroup(doc, name=name, spans=[span for span in spans if span is not None])
