"""A release as the tie reader is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from presstab.analysis.record import Outline, Quotations, Title
from presstab.analysis.ties.scene import Scene, SceneMention, TitleWords
from presstab.analysis.ties.words import TieWords
from presstab.components.results import needed, sentences_of, text_of


def scene_of(doc: Doc, component: str, words: TieWords, titles: Sequence[Title] = ()) -> Scene:
    """Return text, names, titles, sentences, zones and issuer of a release, to be read by some wordings.

    Raises:
        PipelineError: no component before it made the mentions, entities or sentences.
    """
    mentions, entities = needed(doc, "press_mentions", component), needed(doc, "press_entities", component)
    outline, quotations = doc._.press_outline or Outline(), doc._.press_quotations or Quotations()
    named = [
        SceneMention(m.start, m.end, m.label, entities.of_mention[at].local_id if at in entities.of_mention else None)
        for at, m in enumerate(mentions.items)
    ]
    return Scene(
        text=text_of(doc),
        mentions=named,
        titles=[TitleWords(title.start, title.end, title.text, title.shared) for title in titles],
        sentences=[start for start, _ in sentences_of(doc, component)],
        zones=outline.zones,
        words=words,
        issuer=entities.issuer,
        kinds={e.local_id: str(e.facts.get("kind") or "") for e in entities.items if e.label == "ORG"},
        states=doc._.press_reading.states if doc._.press_reading else None,
        said_for=[(q.start, q.end, q.organisation) for q in quotations.items if q.organisation],
    )
