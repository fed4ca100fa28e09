"""`press_relations`: what organisations do with each other."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.record import Dates, Relations
from presstab.analysis.statements import Relation
from presstab.analysis.ties.evidence import evidence, named_first, stated_day, stated_sum
from presstab.analysis.ties.model import load_weights
from presstab.analysis.ties.relations import Tie, read_relations
from presstab.analysis.ties.scene import Scene
from presstab.components.annotate import set_spans
from presstab.components.results import needed
from presstab.components.scene import scene_of
from presstab.schema import SYMMETRIC


@Language.component(
    "press_relations",
    requires=["doc._.press_mentions", "doc._.press_entities", "doc.sents"],
    assigns=["doc._.press_relations", "doc.spans"],
)
def press_relations(doc: Doc) -> Doc:
    """Tie organisations to each other; the evidence is `doc.spans["relations"]`."""
    needed(doc, "press_entities", "press_relations")
    scene = scene_of(doc, "press_relations")
    dates = doc._.press_dates or Dates()
    found = tuple(_relation(tie, scene, dates) for tie in read_relations(scene, load_weights()))
    doc._.press_relations = Relations(found)
    set_spans(doc, "relations", sorted({(r.evidence_start, r.evidence_end, r.type.upper()) for r in found}))
    return doc


def _relation(tie: Tie, scene: Scene, dates: Dates) -> Relation:
    start, end = evidence(scene, tie.pair)
    day = stated_day(scene, tie.pair)
    date = dates.by_place.get(day) if day else None
    money = stated_sum(scene, tie)
    ends = (tie.subject, tie.object)
    subject, object_ = named_first(scene, *ends) if tie.type in SYMMETRIC else ends
    return Relation(
        type=tie.type,
        subject=subject,
        object=object_,
        status=tie.status,
        evidence_start=start,
        evidence_end=end,
        found_by="rule" if tie.rule else "model",
        amount=money.amount if money else None,
        currency=money.currency if money else None,
        effective=date.value if date else None,
        rule_id=tie.rule,
        score=tie.score,
    )
