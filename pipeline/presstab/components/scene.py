"""A release as the tie reader is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from presstab.analysis.ties.scene import Mention, Scene, TitleWords
from presstab.components.state import ReleaseState, Title, text_of


def scene_of(doc: Doc, state: ReleaseState, titles: Sequence[Title] = ()) -> Scene:
    """Return text, names, titles, sentences, zones and issuer of a release."""
    entities = state.entity_of_span
    mentions = [
        Mention(m.start_char, m.end_char, m.label_, entities[at].local_id if at in entities else None)
        for at, m in enumerate(state.mentions)
    ]
    return Scene(
        text=text_of(doc),
        mentions=mentions,
        titles=[TitleWords(title.start, title.end, title.text) for title in titles],
        sentences=[sentence.start_char for sentence in doc.sents],
        zones=state.zones,
        issuer=state.issuer.local_id if state.issuer else None,
        kinds={e.local_id: str(e.facts.get("kind") or "") for e in state.entities if e.label == "ORG"},
    )
