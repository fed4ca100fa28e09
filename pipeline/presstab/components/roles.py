"""`press_roles`: who holds, takes or leaves which office where."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.record import Outline, Roles
from presstab.analysis.roles.find import find_roles
from presstab.analysis.roles.scene import Scene
from presstab.components.annotate import set_spans
from presstab.components.results import needed, sentences_of


@Language.component(
    "press_roles",
    requires=["doc._.press_mentions", "doc._.press_entities", "doc.sents"],
    assigns=["doc._.press_roles", "doc.spans"],
)
def press_roles(doc: Doc) -> Doc:
    """Tie people to their offices; the places of their titles are `doc.spans["titles"]`."""
    mentions = needed(doc, "press_mentions", "press_roles")
    entities = needed(doc, "press_entities", "press_roles")
    scene = Scene(doc.text, sentences_of(doc, "press_roles"), mentions, entities, doc._.press_outline or Outline())
    roles = find_roles(scene, doc._.press_titles)
    doc._.press_roles = Roles(roles)
    set_spans(doc, "titles", sorted({(role.title_start, role.title_end, "TITLE") for role in roles}))
    return doc
