"""Organisations of a release: short forms, acronyms and defined terms to their body; what is known of it."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from spacy.tokens import Doc

from presstab.components.linking.grouping import Left, first_in_text, merge, other_names
from presstab.components.organisations import is_generic_term
from presstab.components.state import Entity, ReleaseState, text_of
from presstab.names.organisations import acronyms, clean_name, is_gapped_form, is_short_form, name_key
from presstab.patterns import kind_of, load_legal_forms
from presstab.registry import Body, fold_name
from presstab.text import collapse, end_of_words

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

    names = _Names(entities, state)

    def target(entity: Entity, left: Left) -> Entity | None:
        own = _body_of(entity, state)
        bearers = left.others(entity, names.of_body(own)) if own is not None else []
        same = next((o for o in bearers if _body_of(o, state) is own), None)
        if same is not None:
            return same
        defined = full_of.get(entity.key)
        if defined is not entity and left.has(defined):
            return defined
        acronym = next((form for form in entity.forms if form.isupper() and 2 <= len(form) <= 8), None)
        if acronym:
            spelled = left.others(entity, names.of_acronym(acronym))
            if len(spelled) == 1:
                spelled[0].acronyms.add(acronym)
                return spelled[0]
        longer = [o for o in left.others(entity, filter(left.has, names.longer(entity.key)))
                  if o.key.rsplit("-", 1)[1] not in _OWN_BODY]  # fmt: skip
        longer = [o for o in longer if _may_be_short(entity, o, state)]
        longer = longer or left.others(entity, filter(left.has, names.gapped(entity.key)))
        if _legal_name(entity):
            longer = [o for o in longer if not _legal_name(o)]  # two legal names are two bodies
        plain = [o for o in longer if _rest(entity, o) <= _CORPORATE]
        return plain[0] if len(plain) == 1 else _only_one(longer)

    return merge(entities, target)


class _Names:
    """Looks bodies up by what shorter names of theirs could be."""

    def __init__(self, entities: Sequence[Entity], state: ReleaseState) -> None:
        self._by_key = sorted(entities, key=lambda entity: entity.key)
        self._keys = [entity.key for entity in self._by_key]
        self._by_first: dict[str, list[Entity]] = defaultdict(list)
        self._by_ends: dict[tuple[str, ...], list[Entity]] = defaultdict(list)
        self._by_acronym: dict[str, list[Entity]] = defaultdict(list)
        self._by_body: dict[int, list[Entity]] = defaultdict(list)
        for entity in entities:
            words = entity.key.split("-")
            self._by_first[words[0]].append(entity)
            self._by_ends[*words[:2], words[-1]].append(entity)
            for acronym in {made for form in entity.forms for made in acronyms(form)}:
                self._by_acronym[acronym].append(entity)
            self._by_body[id(_body_of(entity, state))].append(entity)

    def longer(self, key: str) -> Iterator[Entity]:
        """Yield those of whose keys a key is the leading part, whatever its blanks."""
        for at in range(bisect_left(self._keys, f"{key}-"), len(self._keys)):
            if not self._keys[at].startswith(f"{key}-"):
                break
            yield self._by_key[at]
        yield from (o for o in self._by_first.get(key.replace("-", ""), ()) if is_short_form(key, o.key))

    def gapped(self, key: str) -> list[Entity]:
        """Return those of whose keys a key leaves words out in the middle."""
        words = key.split("-")
        return [o for o in self._by_ends.get((*words[:2], words[-1]), ()) if is_gapped_form(key, o.key)]

    def of_acronym(self, acronym: str) -> list[Entity]:
        """Return those with a form whose capitals make an acronym."""
        return self._by_acronym.get(acronym, [])

    def of_body(self, body: Body) -> list[Entity]:
        """Return those that were one of the registry's bodies by themselves."""
        return self._by_body.get(id(body), [])


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
        entity = ends.get(definition.after) or _before_listing(text, definition.after, ends)
        if entity is not None:
            state.defined_terms.setdefault(definition.term, (definition, entity))


def _before_listing(text: str, after: int, ends: Mapping[int, Entity]) -> Entity | None:
    """Return the entity before a ticker bracket that ends at `after`: Acme (NYSE: ACM) (the "Company").

    `ends` holds the entities by where their mentions end.
    """
    opening = text.rfind("(", max(0, after - 160), after)
    if opening < 0 or text[after - 1 : after] != ")":
        return None
    return ends.get(end_of_words(text, opening))
