"""`press_linker`: which mentions of one release mean the same entity, and whose release it is."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.organisations import is_generic_term
from pipeline.components.state import Entity, Intervals, ReleaseState, state_of
from pipeline.lexicon import Lexicon, load_lexicon
from pipeline.names.organisations import acronyms, clean_name, is_bracketed_form, is_short_form, name_key
from pipeline.names.people import is_part_of, part_name, person_key
from pipeline.patterns import kind_of, load_legal_forms
from pipeline.registry import Body, fold_name
from pipeline.terms import canonical, singular, term_key
from pipeline.text import collapse, slug

# A longer name that ends so is a body of its own beside the shorter one: Honda and Honda
# Research Institute. (Heads of daughters and units, not of the company itself.)
_OWN_BODY = frozenset(
    [
        "institute",
        "foundation",
        "university",
        "college",
        "school",
        "hospital",
        "association",
        "council",
        "committee",
        "ventures",
        "bank",
        "court",
        "department",
        "division",
        "lab",
        "labs",
        "laboratory",
        "laboratories",
        "america",
        "americas",
        "europe",
        "asia",
        "canada",
        "china",
        "japan",
        "india",
        "uk",
        "usa",
        "africa",
        "australia",
        "germany",
        "france",
        "research",
        "center",
        "centre",
        "fund",
        "academy",
        "museum",
        "club",
        "press",
        "news",
        "wire",
    ]
)
_CORPORATE = frozenset(
    ["group", "technologies", "technology", "holdings", "company", "com", "corporation", "brands", "industries", "international",
     "systems", "partners", "capital", "enterprises", "global", "solutions"]
)  # fmt: skip
# Every form is compared with every other: no release names so many, but a whole archive in one file may.
_MAX_MERGED = 3_000
# Dropped from keys like a legal form, but none: `L-H Battery Company` is no legal name.
_NO_LEGAL_FORM = frozenset({"company", "co", "co."})


@Language.component("press_linker")
def press_linker(doc: Doc) -> Doc:
    """Group the mentions of the release into entities.

    Reads: `doc.ents`, definitions, listings, abbreviations. Writes: entities, issuer and
    defined terms of the state.
    """
    state = state_of(doc)
    state.mentions = tuple(doc.ents)
    spans = list(enumerate(state.mentions))
    organisations = _group(spans, "ORG", lambda text: name_key(text, load_legal_forms()))
    organisations = _merge_organisations(organisations, state, _renamed(doc, state, "ORG"))
    people = _merge_people(_group(spans, "PERSON", person_key), _renamed(doc, state, "PERSON"))
    lexicon = state.lexicon or load_lexicon()
    technologies = _merge_technologies(
        _group(spans, "TECH", lambda text: _technology_key(text, lexicon)), state, lexicon
    )
    state.entities = []
    for label, groups in (("ORG", organisations), ("PERSON", people), ("TECH", technologies)):
        state.entities += [_finish(entity, label, lexicon, state) for entity in groups]
    state.entity_of_span = {at: entity for entity in state.entities for at in entity.spans}
    _attach_listings(state)
    _attach_registry(state)
    _attach_definitions(doc, state)
    state.issuer = _find_issuer(doc, state)
    return doc


def _group(spans: list[tuple[int, Span]], label: str, key_of: Callable[[str], str]) -> list[Entity]:
    """Return one entity for each key, in order of first mention."""
    groups: dict[str, Entity] = {}
    for at, span in spans:
        if span.label_ != label:
            continue
        text = collapse(span.text)
        key = key_of(text) or text
        entity = groups.setdefault(key, Entity("", label, text, key))
        entity.spans.append(at)
        entity.forms[text] = entity.forms.get(text, 0) + 1
    return list(groups.values())


def _absorb(whole: Entity, part: Entity) -> None:
    whole.spans = sorted(whole.spans + part.spans)
    whole.forms = dict(Counter(whole.forms) + Counter(part.forms))
    whole.acronyms |= part.acronyms


def _merge(entities: list[Entity], target: Callable[[Entity, list[Entity]], Entity | None]) -> list[Entity]:
    """Return the entities with each one that `target` sends to another taken into it, shortest key first."""
    if len(entities) > _MAX_MERGED:
        return entities
    left = sorted(entities, key=lambda e: (len(e.key), e.key))
    for entity in list(left):
        whole = target(entity, [other for other in left if other is not entity])
        if whole is not None:
            _absorb(whole, entity)
            left.remove(entity)
    return sorted(left, key=lambda e: e.spans[0])


def _merge_organisations(entities: list[Entity], state: ReleaseState, pairs: list[tuple[str, str]]) -> list[Entity]:
    full_of = {**_listed(entities, state), **_defined_names(entities, state), **_other_names(entities, pairs)}

    def target(entity: Entity, others: list[Entity]) -> Entity | None:
        own = _own_body(entity, state)
        same = next((o for o in others if own is not None and _own_body(o, state) is own), None)
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
        if _legal_name(entity):
            longer = [o for o in longer if not _legal_name(o)]  # two legal names are two bodies
        return _only_one(longer)

    return _merge(entities, target)


def _may_be_short(short: Entity, long: Entity, state: ReleaseState) -> bool:
    """Return whether a release that says `long` would say `short` for it, not for its parent: NASA and NASA Glenn.

    It gives the full name first, or as a legal name, or the rest is what any company may be called.
    """
    rest = set(long.key.removeprefix(short.key).split("-")) - {""}
    if rest <= _CORPORATE or _legal_name(long):
        return True
    return _first_in_text(long, state) <= _first_in_text(short, state)


def _first_in_text(entity: Entity, state: ReleaseState) -> int:
    """Return where an entity is first named outside the headline: a release gives the full name before the short."""
    end = next((end for _, end, zone in state.zones if zone == "headline"), 0)
    starts = [state.mentions[at].start_char for at in entity.spans]
    return next((start for start in starts if start >= end), starts[0])


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


def _own_body(entity: Entity, state: ReleaseState) -> Body | None:
    """Return the user's entry that a form of the entity is an alias of."""
    aliases = state.registry.by_alias
    return next((aliases[fold_name(form)] for form in entity.forms if fold_name(form) in aliases), None)


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


# Between two names of one body or person: Acme (formerly Beta Inc.); Jane Doe (“Janie”)
_OTHER_NAME = {
    "ORG": re.compile(
        r"\s*[,(\[]\s*(?:(?:f/k/a|fka|d/b/a|dba|a/k/a|aka|doing\s+business\s+as|(?:[Ff]ormerly|[Pp]reviously)(?:\s+known)?(?:\s+as)?|"
        r"[Nn]ow\s+known\s+as|[Aa]lso\s+known\s+as)\s+)(?:the\s+)?[\"“‘']?"
    ),
    "PERSON": re.compile(r"\s*[(\[]\s*[\"“‘']|\s*,?\s+(?:also\s+)?known\s+as\s+[\"“‘']?"),
}


_LISTED = re.compile(r"\s*\([^()]*:[^()]*\)")  # the ticker between them


def _renamed(doc: Doc, state: ReleaseState, label: str) -> list[tuple[str, str]]:
    """Return the pairs of names that the text itself says are of one."""
    spans = [span for span in state.mentions if span.label_ == label]
    text = doc.text
    pairs = []
    for one, other in itertools.pairwise(spans):
        gap = _LISTED.sub("", text[one.end_char : other.start_char]) if other.start_char - one.end_char < 120 else ""
        names = collapse(one.text), collapse(other.text)
        in_brackets = gap.strip() == "(" and text[other.end_char : other.end_char + 1] == ")"
        if _OTHER_NAME[label].fullmatch(gap) or (in_brackets and label == "ORG" and is_bracketed_form(*names[::-1])):
            pairs.append(names)
    return pairs


def _other_names(entities: list[Entity], pairs: list[tuple[str, str]]) -> dict[str, Entity]:
    """Return the entity that each second name is another name of, by the key of that name's entity."""
    by_form = {form: entity for entity in entities for form in entity.forms}
    return {
        by_form[other].key: by_form[one]
        for one, other in pairs
        if one in by_form and other in by_form and by_form[one] is not by_form[other]
    }


def _merge_people(entities: list[Entity], pairs: list[tuple[str, str]]) -> list[Entity]:
    named = _other_names(entities, pairs)

    def target(entity: Entity, others: list[Entity]) -> Entity | None:
        if named.get(entity.key) in others:
            return named[entity.key]
        full = [other for other in others if is_part_of(entity.name, other.name)]
        return min(full, key=lambda e: e.spans[0]) if full and _is_unambiguous(entity, full) else None

    return _merge(entities, target)


def _is_unambiguous(entity: Entity, full: list[Entity]) -> bool:
    """A surname that two people bear stays apart, unless one of them alone was named before."""
    before = [other for other in full if other.spans[0] < entity.spans[0]]
    return len(full) == 1 or len(before) == 1


def _technology_key(text: str, lexicon: Lexicon) -> str:
    """Return the key of the lexicon entry that the text is a form of, else its own.

    An abbreviation is one only as the lexicon writes it: `ICE`, not `ice`.
    """
    entry = lexicon.get(term_key(text))
    if entry is None:
        return term_key(text)
    is_form = (
        term_key(text) not in {term_key(short) for short in entry.abbreviations}
        or singular(text) in entry.abbreviations
    )
    return term_key(entry.name) if is_form and not entry.guarded else term_key(text)


def _merge_technologies(entities: list[Entity], state: ReleaseState, lexicon: Lexicon) -> list[Entity]:
    """Tie abbreviations to their long form, as the release defines them."""
    by_key = {entity.key: entity for entity in entities}
    long_of: dict[str, Entity] = {}
    for short, long in state.abbreviations.items():
        whole = by_key.get(_technology_key(long, lexicon))
        if whole is not None:
            whole.acronyms.add(singular(short))
            if by_key.get(_technology_key(short, lexicon)) is not whole:
                long_of[_technology_key(short, lexicon)] = whole
    return _merge(entities, lambda entity, others: long_of[entity.key] if long_of.get(entity.key) in others else None)


def _finish(entity: Entity, label: str, lexicon: Lexicon, state: ReleaseState) -> Entity:
    entity.local_id = f"{label.lower()}:{entity.key}"
    if label == "TECH":
        _finish_technology(entity, lexicon, is_name=_is_name(entity, state))
    elif label == "PERSON":
        entity.name = max(entity.forms, key=lambda form: (len(form.split()), len(form), form))
        parts = part_name(entity.name)
        entity.facts = {"given_name": parts.given, "family_name": parts.family}
    else:
        _finish_organisation(entity)
    return entity


def _finish_organisation(entity: Entity) -> None:
    forms = load_legal_forms()
    # The fullest form; not one in capitals where the text also writes it otherwise.
    mixed = [form for form in entity.forms if not form.isupper()] or list(entity.forms)
    entity.name = clean_name(max(mixed, key=lambda form: (len(form), form)))
    parted = forms.part(entity.name)
    if parted.form and parted.form.casefold() not in _NO_LEGAL_FORM:
        entity.facts = {"legal_name": entity.name, "legal_form": parted.form}


def _is_name(entity: Entity, state: ReleaseState) -> bool:
    """Return whether a term is written as a name wherever it stands, and not in the headline alone."""
    forms = [form for form in entity.forms if form not in entity.acronyms]
    if not forms or not all(word[:1].isupper() or word[:1].isdigit() for form in forms for word in form.split()):
        return False
    return _first_in_text(entity, state) >= next((end for _, end, zone in state.zones if zone == "headline"), 0)


def _finish_technology(entity: Entity, lexicon: Lexicon, *, is_name: bool) -> None:
    entry = lexicon.get(entity.key)
    entity.acronyms |= {s for s in map(singular, entity.forms) if entry is not None and s in entry.abbreviations}
    longest = max(_long_forms(entity), key=lambda form: (entity.forms[form], len(form), form))
    entity.name = canonical(longest)
    if entry is not None:
        entity.facts = {"category": entry.category, "parent": entry.parent}
    if entry is not None and term_key(longest) == term_key(entry.name):
        entity.name = entry.name  # proper names as written: Kubernetes
    elif is_name:
        entity.name = longest  # Aptos, Battle Born Batteries
    if entity.acronyms and singular(longest) not in entity.acronyms:
        entity.facts["abbreviation"] = min(entity.acronyms, key=lambda form: (len(form), form))


def _long_forms(entity: Entity) -> Iterable[str]:
    return [form for form in entity.forms if singular(form) not in entity.acronyms] or list(entity.forms)


def _attach_listings(state: ReleaseState) -> None:
    ends = {state.mentions[at].end_char: entity for at, entity in state.entity_of_span.items() if entity.label == "ORG"}
    for listing in state.listings:
        entity = ends.get(listing.after)
        if entity is not None and (listing.ticker, listing.exchange) not in entity.tickers:
            entity.tickers.append((listing.ticker, listing.exchange))


def _attach_registry(state: ReleaseState) -> None:
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


def _attach_definitions(doc: Doc, state: ReleaseState) -> None:
    """Note what each defined term stands for: the name directly before its bracket."""
    ends = {state.mentions[at].end_char: entity for at, entity in state.entity_of_span.items()}
    text = doc.text
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


def _find_issuer(doc: Doc, state: ReleaseState) -> Entity | None:
    """Return whose release it is: the body with most evidence from headline, lead, `About` and contact."""
    scores: Counter[str] = Counter()
    by_id = {entity.local_id: entity for entity in state.entities if entity.label == "ORG"}
    text = doc.text
    zones = Intervals((start, end) for start, end, _ in state.zones)
    seen_in: set[tuple[str, str]] = set()
    for at, entity in sorted(state.entity_of_span.items()):
        if entity.label != "ORG":
            continue
        span = state.mentions[at]
        number = zones.index(span.start_char)
        zone = state.zones[number][2] if number is not None else "body"
        first_in_zone = (zone, "") not in seen_in
        if (entity.local_id, zone) not in seen_in:
            scores[entity.local_id] += _ISSUER_WEIGHTS.get(zone, 0) + (
                2 if first_in_zone and zone in _FIRST_ZONES else 0
            )
        seen_in |= {(entity.local_id, zone), (zone, "")}
        if span.id_ == "rule:org.about" or text[max(0, span.start_char - 6) : span.start_char].lower() == "about ":
            scores[entity.local_id] += 3
    for definition, entity in state.defined_terms.values():
        if slug(definition.term) in {"company", "corporation", "group", "bank"} and entity.label == "ORG":
            scores[entity.local_id] += 3
    if not scores:
        return None
    for local in scores:
        scores[local] -= _UNLIKELY.get(by_id[local].facts.get("kind", ""), 0)
    best = max(scores, key=lambda local: (scores[local], len(by_id[local].spans), -by_id[local].spans[0]))
    return by_id[best] if scores[best] >= 2 else None


_ISSUER_WEIGHTS = {"headline": 2, "lead": 1, "contact": 1}
_UNLIKELY = {"government": 2, "media": 1}  # they are named in others' releases more often than they issue any
_FIRST_ZONES = frozenset({"headline", "lead", "boilerplate"})
