"""`press_relations`: what organisations do with each other."""

from __future__ import annotations

from decimal import Decimal

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.statements import Relation
from presstab.analysis.ties.evidence import evidence, stated_day, stated_sum
from presstab.analysis.ties.model import load_weights
from presstab.analysis.ties.relations import Tie, read_relations
from presstab.analysis.ties.scene import Scene
from presstab.components.scene import scene_of
from presstab.components.state import ReleaseState, state_of


@Language.component("press_relations")
def press_relations(doc: Doc) -> Doc:
    """Tie organisations to each other.

    Reads: `doc.ents`, entities, zones, dates and issuer of the state. Writes: relations of the state.
    """
    state = state_of(doc)
    scene = scene_of(doc, state)
    state.relations += [_relation(tie, scene, state) for tie in read_relations(scene, load_weights())]
    return doc


def _relation(tie: Tie, scene: Scene, state: ReleaseState) -> Relation:
    start, end = evidence(scene, tie.pair)
    day = stated_day(scene, tie.pair)
    date = state.dates.get(day) if day else None
    money = stated_sum(scene, tie)
    amount, currency = (money.amount, money.currency) if money else (None, None)
    return Relation(
        type=tie.type,
        subject=tie.subject,
        object=tie.object,
        status=tie.status,
        evidence_start=start,
        evidence_end=end,
        found_by="rule" if tie.rule else "model",
        amount=Decimal(amount) if amount is not None else None,
        currency=currency,
        effective=date.value if date else None,
        rule_id=tie.rule,
        score=tie.score,
    )
