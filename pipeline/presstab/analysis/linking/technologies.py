"""Technologies of a release: forms of one lexicon entry, abbreviations to their long form, the name of the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from presstab.analysis.linking.draft import Draft, Evidence
from presstab.analysis.linking.grouping import Left, first_in_text, merge
from presstab.lexicon import Lexicon, Technology
from presstab.terms import as_written, canonical, is_headline_case, names_within, singular, term_key
from presstab.text import begins_sentence

_MIXED = 4  # letters of an abbreviation with small ones, from which on it is the same in any case: DeFi, DEFI


def technology_key(text: str, lexicon: Lexicon) -> str:
    """Return the key of the lexicon entry that the text is a form of, else its own.

    An abbreviation is one only as the lexicon writes it: `ICE`, not `ice`; `DeFi` is also `Defi`.
    """
    text = text.strip("-–—")  # `AI-` of `AI- and cloud-based`
    entry = lexicon.get(term_key(text))
    # A guard is for words that mean other things too, where the lexicon alone would find them.
    is_sure = entry is not None and (not entry.guarded or " " in text or singular(text) in entry.abbreviations)
    return term_key(entry.name) if entry and is_sure and _is_form(text, entry) else term_key(text)


def _is_form(text: str, entry: Technology) -> bool:
    """Return whether a text of an entry's key is a form of it, and no abbreviation in another case."""
    key = term_key(text)
    shorts = [short for short in entry.abbreviations if term_key(short) == key]
    return not shorts or any(
        short in {text, singular(text)} or (len(short) >= _MIXED and not short.isupper()) for short in shorts
    )


def _entry(entity: Draft, lexicon: Lexicon) -> Technology | None:
    """Return the entry of a technology; one whose abbreviation is written otherwise is none."""
    entry = lexicon.get(entity.key)
    return entry if entry and (entry.guarded or entity.key == term_key(entry.name)) else None


def merge_technologies(entities: list[Draft], evidence: Evidence) -> list[Draft]:
    """Tie abbreviations to their long form, as the release defines them, and `Quornly spacecraft` to Quornly."""
    lexicon = evidence.lexicon
    by_key = {entity.key: entity for entity in entities}
    long_of: dict[str, Draft] = {}
    for short, long in evidence.abbreviations.items():
        whole = by_key.get(technology_key(long, lexicon))
        if whole is not None:
            whole.acronyms.add(singular(short))
            if by_key.get(technology_key(short, lexicon)) is not whole:
                long_of[technology_key(short, lexicon)] = whole

    def target(entity: Draft, left: Left) -> Draft | None:
        whole = long_of.get(entity.key) or _named(entity, by_key, evidence)
        return whole if whole is not entity and left.has(whole) else None

    return merge(entities, target)


def _named(entity: Draft, by_key: Mapping[str, Draft], evidence: Evidence) -> Draft | None:
    """Return the technology of whose name a term is made with a noun that says what it is; a known term has none."""
    for form in entity.forms:
        name, _, noun = form.rpartition(" ")
        if is_headline_case(name.split()) and evidence.rules.class_noun.find(noun):
            named = by_key.get(technology_key(name, evidence.lexicon))
            if named is not None and _entry(named, evidence.lexicon) is None:
                return named
    return None


def _is_name(entity: Draft, evidence: Evidence) -> bool:
    """Return whether a term is written as a name wherever it stands, and not in the headline alone."""
    forms = [form for form in entity.forms if form not in entity.acronyms]
    if not forms or not all(is_headline_case(form.split()) for form in forms):
        return False
    return first_in_text(entity, evidence) >= evidence.outline.headline_end


def _names_within(entity: Draft, evidence: Evidence) -> set[str]:
    """Return the words of a term that the release writes as names in running text, and never in small letters."""
    found: set[str] = set()
    for at in entity.mentions:
        mention = evidence.mentions[at]
        found |= names_within(mention.text, begins_sentence=begins_sentence(evidence.text, mention.start))
    return found - {word.capitalize() for form in entity.forms for word in form.split() if word.islower()}


def finish_technology(entity: Draft, evidence: Evidence) -> None:
    """Give a technology its name, abbreviation, category and parent; what is written as a name stays as written."""
    entry = _entry(entity, evidence.lexicon)
    is_name = _is_name(entity, evidence)
    entity.acronyms |= {s for s in map(singular, entity.forms) if entry is not None and s in entry.abbreviations}
    longest = max(_long_forms(entity), key=lambda form: (entity.forms[form], len(form), form))
    entity.name = canonical(longest, _names_within(entity, evidence))
    if entry is not None:
        entity.facts = {"category": entry.category, "parent": entry.parent}
    elif category := evidence.resources.technology_heads.category_of(longest):
        entity.facts = {"category_by_head": category}
    if entry is not None and term_key(longest) == term_key(entry.name):
        entity.name = entry.name  # proper names as written: Kubernetes
    elif is_name:
        entity.name = as_written(longest)  # Aptos, Battle Born Batteries
    if entity.acronyms and singular(longest) not in entity.acronyms:
        entity.facts["abbreviation"] = min(entity.acronyms, key=lambda form: (len(form), form))


def attach_around(drafts: Sequence[Draft]) -> None:
    """Count, for each technology of unknown category, the categories of the others that the release names."""
    unknown = [draft for draft in drafts if not draft.facts.keys() & {"category", "category_by_head"}]
    around = Counter(draft.facts["category"] for draft in drafts if draft.facts.get("category"))
    for draft in unknown if around else ():
        draft.facts["around"] = dict(around)


def _long_forms(entity: Draft) -> Iterable[str]:
    return [form for form in entity.forms if singular(form) not in entity.acronyms] or list(entity.forms)
