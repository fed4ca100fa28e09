"""`press_relations`: what organisations do with each other."""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.record import Dates, Relations
from presstab.analysis.statements import Relation
from presstab.analysis.ties.evidence import Sums, evidence, named_first, stated_day
from presstab.analysis.ties.network import Networks
from presstab.analysis.ties.relations import Tie, read_relations
from presstab.analysis.ties.scene import Scene
from presstab.analysis.ties.words import TieWords
from presstab.components.annotate import set_spans
from presstab.components.scene import scene_of
from presstab.resources import Resources, load_resources
from presstab.schema import SYMMETRIC


@Language.factory(
    "press_relations",
    requires=["doc._.press_mentions", "doc._.press_entities", "doc.sents"],
    assigns=["doc._.press_relations", "doc.spans"],
    default_config={"resources": None},
)
def press_relations(nlp: Language, name: str, resources: str | None) -> PressRelations:
    """Return the component; `resources` is a folder whose files stand in for packaged ones.

    Raises:
        InputError: there is no such folder.
    """
    return PressRelations(load_resources(resources))


class PressRelations:
    """Ties organisations to each other; the evidence is `doc.spans["relations"]`."""

    def __init__(self, resources: Resources) -> None:
        self._networks, self._words = Networks.of(resources), TieWords.of(resources)

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        scene = scene_of(doc, "press_relations", self._words)
        dates = doc._.press_dates or Dates()
        sums = Sums(scene)
        found = tuple(_relation(tie, scene, dates, sums) for tie in read_relations(scene, self._networks))
        doc._.press_relations = Relations(found)
        if doc._.press_reading:  # nothing reads the states after this, and they are most of what a `Doc` would keep
            doc._.press_reading = replace(doc._.press_reading, states=None)
        set_spans(doc, "relations", sorted({(r.evidence_start, r.evidence_end, r.type.upper()) for r in found}))
        return doc


def _relation(tie: Tie, scene: Scene, dates: Dates, sums: Sums) -> Relation:
    start, end = evidence(scene, tie.pair)
    day = stated_day(scene, tie.pair)
    date = dates.by_place.get(day) if day else None
    money = sums.paid(tie)
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
