"""Organisations of a release: short forms, acronyms and defined terms to their body; what is known of it."""

from __future__ import annotations

import itertools

from spacy.tokens import Doc

from presstab.components.linking.grouping import first_in_text, merge, other_names
from presstab.components.organisations import is_generic_term
from presstab.components.state import Entity, ReleaseState, text_of
from presstab.names.organisations import acronyms, clean_name, is_gapped_form, is_short_form, name_key
from presstab.patterns import kind_of, load_legal_forms
from presstab.registry import Body, fold_name
from presstab.text import collapse

# A longer name that ends so is a body of its own beside the shorter one: Honda and Honda
# Research Institute. (Heads of daughters and units, not of the company itself. A bank, a club or a
# university is what its short name means: Acme and Acme Bank.)
_OWN_BODY = frozenset(
    ["institute", "foundation", "association", "council", "committee", "ventures", "court", "department", "division",
     "lab", "labs", "laboratory", "laboratories", "america", "americas", "europe", "asia", "canada", "china", "japan",
     "india", "uk", "usa", "africa", "australia", "germany", "france", "research", "center", "centre", "fund",
     "academy", "press", "news", "wire"]
)  # fmt: skip
_CORPORATE = frozenset(
    ["bank", "university", "college", "group", "technologies", "technology", "holdings", "company", "com",
     "corporation", "brands", "industries", "international", "systems", "partners", "capital", "enterprises", "global",
     "solutions", "exchange"]
)  # fmt: skip
# Dropped from keys like a legal form, but none: `L-H Battery Company` is no legal name.
_NO_LEGAL_FORM = frozenset({"company", "co", "co."})


def merge_organisations(entities: list[Entity], state: ReleaseState, pairs: list[tuple[str, str]]) -> list[Entity]:
    """Return the bodies with short forms, acronyms, terms, tickers and other names (`pairs`) taken into theirs."""
    full_of = {**_listed(entities, state), **_defined_names(entities, state), **other_names(entities, pairs)}

    def target(entity: Entity, others: list[Entity]) -> Entity | None:
        own = _body_of(entity, state)
        same = next((o for o in others if own is not None and _body_of(o, state) is own), None)
        if same is not None:
            return same
        defined = full_of.get(entity.key)
        if defined is not None and defined is not entity and defined in others:
            return defined
        acronym = next((form for form in entity.forms if form.isupper() and 2 <= len(form) <= 8), None)
        if acronym:
            spelled = [o for o in others if any(acronym in acronyms(form) for form in o.forms)]
            if len(spelled) == 1:
                spelled[0].acronyms.add(acronym)
                return spelled[0]
        longer = [o for o in others if is_short_form(entity.key, o.key) and o.key.rsplit("-", 1)[1] not in _OWN_BODY]
        longer = [o for o in longer if _may_be_short(entity, o, state)]
        longer = longer or [o for o in others if is_gapped_form(entity.key, o.key)]
        if _legal_name(entity):
            longer = [o for o in longer if not _legal_name(o)]  # two legal names are two bodies
        plain = [o for o in longer if _rest(entity, o) <= _CORPORATE]
        return plain[0] if len(plain) == 1 else _only_one(longer)

    return merge(entities, target)


def _may_be_short(short: Entity, long: Entity, state: ReleaseState) -> bool:
    """Return whether a release that says `long` would say `short` for it, not for its parent: Acme and Acme Oslo.

    It gives the full name first, or as a legal name, or the rest is what any company may be called. A body that
    everyone knows by its short name is none of which no one knows the longer: Microsoft and Microsoft Solutions.
    """
    if state.registry.known_as(short.forms) and not _legal_name(long):
        return False
    if _rest(short, long) <= _CORPORATE or _legal_name(long):
        return True
    return first_in_text(long, state) <= first_in_text(short, state)


def _rest(short: Entity, long: Entity) -> set[str]:
    return set(long.key.removeprefix(short.key).split("-")) - {""}


def _legal_name(entity: Entity) -> bool:
    """Return whether a form of the entity ends with a legal form."""
    parted = (load_legal_forms().part(form).form for form in entity.forms)
    return any(form and form.casefold() not in _NO_LEGAL_FORM for form in parted)


def _only_one(longer: list[Entity]) -> Entity | None:
    """Return the body that a short form can mean: the only one, one chain of forms, one legal name."""
    ordered = sorted(longer, key=lambda e: (len(e.key), e.key))
    if not ordered or all(is_short_form(a.key, b.key) for a, b in itertools.pairwise(ordered)):
        return ordered[0] if ordered else None
    forms = load_legal_forms()
    legal = [e for e in ordered if any(forms.part(form).form for form in e.forms)]
    return legal[0] if len(legal) == 1 else None


def _body_of(entity: Entity, state: ReleaseState) -> Body | None:
    """Return the user's entry that a form of the entity is an alias of, or the well-known body that they all name."""
    aliases = state.registry.by_alias
    own = next((aliases[fold_name(form)] for form in entity.forms if fold_name(form) in aliases), None)
    return own or state.registry.known_as(entity.forms)


def _listed(entities: list[Entity], state: ReleaseState) -> dict[str, Entity]:
    """Return the listed body by the key of its bare ticker: `SNGX said`."""
    ends = {state.mentions[at].end_char: entity for entity in entities for at in entity.spans}
    forms = load_legal_forms()
    return {name_key(item.ticker, forms): ends[item.after] for item in state.listings if item.after in ends}


def _defined_names(entities: list[Entity], state: ReleaseState) -> dict[str, Entity]:
    """Return the entity that a bracket behind it defines a short form for, by that form's key."""
    forms = load_legal_forms()
    ends = {state.mentions[at].end_char: entity for entity in entities for at in entity.spans}
    by_key: dict[str, Entity] = {}
    for definition in state.definitions:
        entity = ends.get(definition.after)
        if entity is not None and not is_generic_term(definition.term):
            by_key[name_key(definition.term, forms)] = entity
    names = {form: entity for entity in entities for form in entity.forms}
    for short, long in state.abbreviations.items():
        if collapse(long) in names:
            entity = names[collapse(long)]
            entity.acronyms.add(short)
            by_key[name_key(short, forms)] = entity
    return by_key


def finish_organisation(entity: Entity, former_names: set[str]) -> None:
    """Give a body the fullest name that it bears now, and its legal name where it bears one."""
    forms = load_legal_forms()
    borne = [form for form in entity.forms if form not in former_names] or list(entity.forms)
    # The fullest form; not one in capitals where the text also writes it otherwise.
    mixed = [form for form in borne if not form.isupper()] or borne
    entity.name = clean_name(max(mixed, key=lambda form: (len(form), form)))
    parted = forms.part(entity.name)
    if parted.form and parted.form.casefold() not in _NO_LEGAL_FORM:
        entity.facts = {"legal_name": entity.name, "legal_form": parted.form}


def attach_listings(state: ReleaseState) -> None:
    """Give each body the listings in brackets behind its name."""
    ends = {state.mentions[at].end_char: entity for at, entity in state.entity_of_span.items() if entity.label == "ORG"}
    for listing in state.listings:
        entity = ends.get(listing.after)
        if entity is not None and (listing.ticker, listing.exchange) not in entity.tickers:
            entity.tickers.append((listing.ticker, listing.exchange))


def attach_registry(state: ReleaseState) -> None:
    """Note what the registry knows of a body, and its kind."""
    for entity in state.entities:
        if entity.label != "ORG":
            continue
        body = state.registry.lookup(sorted(entity.forms), entity.tickers)
        kind = kind_of(entity.name) or ("company" if entity.tickers or entity.facts.get("legal_form") else None)
        if body is not None:
            entity.facts["registry"] = body.name
            entity.facts["identifiers"] = [list(identifier) for identifier in body.identifiers]
            entity.facts["country"] = body.country
            kind = body.kind if body.is_own and body.kind else kind or body.kind
        if kind:
            entity.facts["kind"] = kind


def attach_definitions(doc: Doc, state: ReleaseState) -> None:
    """Note what each defined term stands for: the name directly before its bracket."""
    ends = {state.mentions[at].end_char: entity for at, entity in state.entity_of_span.items()}
    text = text_of(doc)
    for definition in state.definitions:
        entity = ends.get(definition.after) or _before_listing(text, definition.after, state)
        if entity is not None:
            state.defined_terms.setdefault(definition.term, (definition, entity))


def _before_listing(text: str, after: int, state: ReleaseState) -> Entity | None:
    """Return the entity before a ticker bracket that ends at `after`: Acme (NYSE: ACM) (the "Company")."""
    opening = text.rfind("(", max(0, after - 160), after)
    if opening < 0 or text[after - 1 : after] != ")":
        return None
    end = len(text[:opening].rstrip())
    return next((e for at, e in state.entity_of_span.items() if state.mentions[at].end_char == end), None)
