"""Which mentions of one release mean the same entity, and whose release it is."""

from __future__ import annotations

import dataclasses

from presstab.analysis.linking.draft import Draft, Evidence
from presstab.analysis.linking.grouping import group, renamed
from presstab.analysis.linking.issuer import find_issuer
from presstab.analysis.linking.organisation_facts import attach_description, attach_listings, attach_registry
from presstab.analysis.linking.organisations import by_legal_form, finish_organisation, merge_organisations
from presstab.analysis.linking.people import finish_person, merge_people, name_couples
from presstab.analysis.linking.technologies import (
    attach_around,
    finish_technology,
    merge_technologies,
    technology_key,
)
from presstab.analysis.linking.terms import find_defined_terms
from presstab.analysis.record import Entities
from presstab.names.organisations import name_key
from presstab.names.people import person_key


def link(evidence: Evidence) -> Entities:
    """Return the local entities of a release: organisations, people, technologies, each in order of first mention."""
    drafts = [*_organisations(evidence), *_people(evidence), *_technologies(evidence)]
    entities = Entities(tuple(draft.finished() for draft in drafts))
    terms = tuple(find_defined_terms(evidence, entities.of_mention))
    issuer = find_issuer(evidence, entities, terms)
    place = evidence.outline.place
    country = evidence.resources.descriptions.country_of_place(place) if place else None
    return dataclasses.replace(entities, issuer=issuer, defined_terms=terms, dateline_country=country)


def _organisations(evidence: Evidence) -> list[Draft]:
    pairs, former_names = renamed(evidence, "ORG")
    legal = evidence.resources.legal_forms
    drafts = group(evidence.mentions, "ORG", lambda text: name_key(text, legal))
    drafts = merge_organisations(drafts, evidence, pairs)
    drafts = [part for draft in drafts for part in by_legal_form(draft, evidence)]
    for draft in drafts:
        finish_organisation(draft, former_names, legal)
    attach_listings(drafts, evidence)
    for draft in drafts:
        attach_registry(draft, evidence)
        attach_description(draft, evidence)
    return drafts


def _people(evidence: Evidence) -> list[Draft]:
    pairs, former_names = renamed(evidence, "PERSON")
    drafts = merge_people(group(evidence.mentions, "PERSON", person_key), pairs)
    for draft in drafts:
        finish_person(draft, former_names)
    name_couples(drafts, evidence)
    return drafts


def _technologies(evidence: Evidence) -> list[Draft]:
    lexicon = evidence.lexicon
    drafts = group(evidence.mentions, "TECH", lambda text: technology_key(text, lexicon))
    drafts = merge_technologies(drafts, evidence)
    for draft in drafts:
        finish_technology(draft, evidence)
    attach_around(drafts)
    return drafts
