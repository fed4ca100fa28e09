"""`press_linker`: which mentions of one release mean the same entity, and whose release it is."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.components.linking.grouping import group, renamed
from presstab.components.linking.issuer import find_issuer
from presstab.components.linking.organisations import (
    attach_definitions,
    attach_listings,
    attach_registry,
    finish_organisation,
    merge_organisations,
)
from presstab.components.linking.people import finish_person, merge_people
from presstab.components.linking.technologies import (
    finish_technology,
    is_name,
    merge_technologies,
    technology_key,
)
from presstab.components.state import Entity, ReleaseState, state_of
from presstab.lexicon import Lexicon, load_lexicon
from presstab.names.organisations import name_key
from presstab.names.people import person_key
from presstab.patterns import load_legal_forms


@Language.component("press_linker")
def press_linker(doc: Doc) -> Doc:
    """Group the mentions of the release into entities.

    Reads: `doc.ents`, definitions, listings, abbreviations. Writes: entities, issuer and
    defined terms of the state.
    """
    state = state_of(doc)
    state.mentions = tuple(doc.ents)
    spans = list(enumerate(state.mentions))
    organisations = group(spans, "ORG", lambda text: name_key(text, load_legal_forms()))
    organisations = merge_organisations(organisations, state, renamed(doc, state, "ORG"))
    people = merge_people(group(spans, "PERSON", person_key), renamed(doc, state, "PERSON"))
    lexicon = state.lexicon or load_lexicon()
    technologies = merge_technologies(group(spans, "TECH", lambda text: technology_key(text, lexicon)), state, lexicon)
    state.entities = []
    for label, groups in (("ORG", organisations), ("PERSON", people), ("TECH", technologies)):
        state.entities += [_finish(entity, label, lexicon, state) for entity in groups]
    state.entity_of_span = {at: entity for entity in state.entities for at in entity.spans}
    attach_listings(state)
    attach_registry(state)
    attach_definitions(doc, state)
    state.issuer = find_issuer(doc, state)
    return doc


def _finish(entity: Entity, label: str, lexicon: Lexicon, state: ReleaseState) -> Entity:
    entity.local_id = f"{label.lower()}:{entity.key}"
    if label == "TECH":
        finish_technology(entity, lexicon, is_name=is_name(entity, state))
    elif label == "PERSON":
        finish_person(entity)
    else:
        finish_organisation(entity, state.former_names)
    return entity
