"""Organisations of a release: short forms, acronyms and defined terms to their organisation; what is known of it."""

from __future__ import annotations

import dataclasses
import itertools
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from presstab.analysis.linking.draft import Draft, Evidence
from presstab.analysis.linking.grouping import Left, first_in_text, merge, other_names
from presstab.names.legal_forms import LegalForms
from presstab.names.organisations import (
    acronyms,
    clean_name,
    is_firm_of,
    is_gapped_form,
    is_short_form,
    is_tail_form,
    name_key,
    without_united_states,
)
from presstab.registry import RegistryEntry, fold_name
from presstab.text import collapse, slug

# Dropped from keys like a legal form, but none: `L-H Battery Company` is no legal name.
_NO_LEGAL_FORM = frozenset({"company", "co", "co."})


def merge_organisations(entities: list[Draft], evidence: Evidence, pairs: list[tuple[str, str]]) -> list[Draft]:
    """Return the organisations, each with its short forms, acronyms, terms, tickers and other names (`pairs`)."""
    full_of = {**_listed(entities, evidence), **_defined_names(entities, evidence), **other_names(entities, pairs)}

    names = _Names(entities, evidence)
    ends, legal = evidence.resources.organisation_ends, evidence.resources.legal_forms

    def target(entity: Draft, left: Left) -> Draft | None:
        own = _entry_of(entity, evidence)
        bearers = left.others(entity, names.of_entry(own)) if own is not None else []
        same = next((o for o in bearers if _entry_of(o, evidence) is own), None)
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
                  if o.key.rsplit("-", 1)[1] not in ends.apart]  # fmt: skip
        longer = [o for o in longer if _may_be_short(entity, o, evidence)]
        longer = longer or left.others(entity, filter(left.has, names.gapped(entity.key)))
        longer = longer or [o for o in left.others(entity, filter(left.has, names.ending(entity.key)))
                            if _may_be_end(entity, o, evidence)]  # fmt: skip
        if _and_company(entity, evidence):  # Acme & Company is not Acme Capital
            longer = [o for o in longer if _and_company(o, evidence)]
        if _legal_name(entity, legal):  # two legal names are two organisations
            longer = [o for o in longer if not _legal_name(o, legal) or is_firm_of(entity.key, o.key)]
        plain = [o for o in longer if _rest(entity, o) <= ends.same]
        return plain[0] if len(plain) == 1 else _only_one(longer, legal)

    return merge(entities, target)


class _Names:
    """Looks organisations up by what shorter names of theirs could be."""

    def __init__(self, entities: Sequence[Draft], evidence: Evidence) -> None:
        self._by_key = sorted(entities, key=lambda entity: entity.key)
        self._keys = [entity.key for entity in self._by_key]
        self._by_first: dict[str, list[Draft]] = defaultdict(list)
        self._by_ends: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
        self._by_tail: dict[tuple[str, ...], list[Draft]] = defaultdict(list)
        self._by_acronym: dict[str, list[Draft]] = defaultdict(list)
        self._by_entry: dict[int, list[Draft]] = defaultdict(list)
        for entity in entities:
            words = entity.key.split("-")
            self._by_first[words[0]].append(entity)
            self._by_ends[*words[:2], words[-1]].append(entity)
            self._by_tail[tuple(words[-2:])].append(entity)
            for acronym in {made for form in entity.forms for made in acronyms(form)}:
                self._by_acronym[acronym].append(entity)
            self._by_entry[id(_entry_of(entity, evidence))].append(entity)

    def longer(self, key: str) -> Iterator[Draft]:
        """Yield those of whose keys a key is the leading part, whatever its blanks."""
        for at in range(bisect_left(self._keys, f"{key}-"), len(self._keys)):
            if not self._keys[at].startswith(f"{key}-"):
                break
            yield self._by_key[at]
        yield from (o for o in self._by_first.get(key.replace("-", ""), ()) if is_short_form(key, o.key))

    def gapped(self, key: str) -> list[Draft]:
        """Return those of whose keys a key leaves words out in the middle."""
        words = key.split("-")
        return [o for o in self._by_ends.get((*words[:2], words[-1]), ()) if is_gapped_form(key, o.key)]

    def ending(self, key: str) -> list[Draft]:
        """Return those whose keys a key of two words or more ends."""
        found = self._by_tail.get(tuple(key.split("-")[-2:]), ())
        # Of Acme Oxmere Racing either may be the team's name where Acme is named too: its sponsor.
        tails = (o for o in found if is_tail_form(key, o.key) and not self._has(o.key.removesuffix(f"-{key}")))
        return [*tails, *(o for o in found if is_firm_of(key, o.key))]

    def _has(self, key: str) -> bool:
        at = bisect_left(self._keys, key)
        return self._keys[at : at + 1] == [key]

    def of_acronym(self, acronym: str) -> list[Draft]:
        """Return those with a form whose capitals make an acronym."""
        return self._by_acronym.get(acronym, [])

    def of_entry(self, entry: RegistryEntry) -> list[Draft]:
        """Return those that were one of the registry's organisations by themselves."""
        return self._by_entry.get(id(entry), [])


def _may_be_short(short: Draft, long: Draft, evidence: Evidence) -> bool:
    """Return whether a release that says `long` would say `short` for it, not for its parent: Acme and Acme Oslo.

    It gives the full name first, or as a legal name, or the rest is what any company may be called. A short name that
    everyone knows does not stand for a long one that no one knows: Microsoft and Microsoft Solutions.
    """
    is_legal = _legal_name(long, evidence.resources.legal_forms)
    if evidence.registry.known_as(short.forms) and not is_legal:
        return False
    if is_legal or _rest(short, long) <= evidence.resources.organisation_ends.same:
        return True
    return first_in_text(long, evidence) <= first_in_text(short, evidence)


def _may_be_end(short: Draft, long: Draft, evidence: Evidence) -> bool:
    """Return whether a release says `short` for `long`: the Lung Association for the Oxmere Lung Association.

    It gives the full name first, and a branch is not what its chain is called: a chain's name comes first, or is known.
    """
    if is_firm_of(short.key, long.key):
        return True
    if evidence.registry.known_as(short.forms) or _legal_name(short, evidence.resources.legal_forms):
        return False
    if len(short.mentions) > len(long.mentions):
        return False
    if any(without_united_states(clean_name(form)) != clean_name(form) for form in short.forms):
        return False  # the U.S. Court of Appeals is not the Ohio Court of Appeals
    return evidence.mentions[long.mentions[0]].start < evidence.mentions[short.mentions[0]].start


def _rest(short: Draft, long: Draft) -> set[str]:
    return set(long.key.removeprefix(short.key).split("-")) - {""}


def _legal_name(entity: Draft, legal: LegalForms) -> bool:
    """Return whether a form of the entity ends with a legal form."""
    parted = (legal.part(form).form for form in entity.forms)
    return any(form and form.casefold() not in _NO_LEGAL_FORM for form in parted)


def _and_company(entity: Draft, evidence: Evidence) -> bool:
    """Return whether all forms of an organisation hold `& Company`."""
    return all(evidence.rules.and_company.find(form) for form in entity.forms)


def _only_one(longer: list[Draft], legal: LegalForms) -> Draft | None:
    """Return the organisation that a short form can mean: the only one, one chain of forms, one legal name."""
    ordered = sorted(longer, key=lambda e: (len(e.key), e.key))
    if not ordered or all(is_short_form(a.key, b.key) for a, b in itertools.pairwise(ordered)):
        return ordered[0] if ordered else None
    named = [e for e in ordered if any(legal.part(form).form for form in e.forms)]
    return named[0] if len(named) == 1 else None


def _entry_of(entity: Draft, evidence: Evidence) -> RegistryEntry | None:
    """Return the user's entry that has a form of the entity as an alias, or the well-known one that all forms name."""
    aliases = evidence.registry.by_alias
    own = next((aliases[fold_name(form)] for form in entity.forms if fold_name(form) in aliases), None)
    return own or evidence.registry.known_as(entity.forms)


def _listed(entities: list[Draft], evidence: Evidence) -> dict[str, Draft]:
    """Return the listed organisation by the key of its bare ticker: `SNGX said`."""
    ends = {evidence.mentions[at].end: entity for entity in entities for at in entity.mentions}
    forms = evidence.resources.legal_forms
    return {name_key(item.ticker, forms): ends[item.after] for item in evidence.brackets.listings if item.after in ends}


def _defined_names(entities: list[Draft], evidence: Evidence) -> dict[str, Draft]:
    """Return the entity that a bracket after it defines a short form for, by that form's key."""
    forms = evidence.resources.legal_forms
    ends = {evidence.mentions[at].end: entity for entity in entities for at in entity.mentions}
    by_key: dict[str, Draft] = {}
    for definition in evidence.brackets.definitions:
        entity = ends.get(definition.after)
        if entity is not None and not evidence.rules.any_organisation.find(definition.term):
            by_key[name_key(definition.term, forms)] = entity
    names = {form: entity for entity in entities for form in entity.forms}
    for short, long in evidence.abbreviations.items():
        if collapse(long) in names:
            entity = names[collapse(long)]
            entity.acronyms.add(short)
            by_key[name_key(short, forms)] = entity
    return by_key


def finish_organisation(entity: Draft, former_names: set[str], legal: LegalForms) -> None:
    """Give an organisation the fullest name that it bears now, and its legal name where it bears one."""
    borne = [form for form in entity.forms if form not in former_names] or list(entity.forms)
    # The fullest form; not one in capitals where the text also writes it otherwise.
    mixed = [form for form in borne if not form.isupper()] or borne
    entity.name = clean_name(max(mixed, key=lambda form: (len(form), form)))
    parted = legal.part(entity.name)
    if parted.form and parted.form.casefold() not in _NO_LEGAL_FORM:
        entity.facts = {"legal_name": entity.name, "legal_form": parted.form}


class _Part(NamedTuple):
    """What of an organisation bears a legal form: the first name's key and form, and its mentions."""

    key: str
    form: str
    draft: Draft

    def takes(self, key: str, form: str, forms: LegalForms) -> bool:
        """Return whether a name is of the part: its form is the same, or known in one country where its key differs."""
        return forms.are_one(self.form, form) if key == self.key else forms.are_compatible(self.form, form)


def by_legal_form(draft: Draft, evidence: Evidence) -> list[Draft]:
    """Return an organisation as several where its names bear legal forms that are not one.

    `Harrow Homes plc` is not `Harrow Homes, Inc.`; what bears no form goes with the form that is named first. Calder
    Trust Inc. d/b/a Calder Lodgings Ltd. may be one.
    """
    forms = evidence.resources.legal_forms
    parts: list[_Part] = []
    bare: list[int] = []
    for at in draft.mentions:
        name = collapse(evidence.mentions[at].text)
        form, key = forms.whole(name), name_key(name, forms)
        if form is None or form.casefold() in _NO_LEGAL_FORM:
            bare.append(at)
            continue
        part = next((part for part in parts if part.takes(key, form, forms)), None)
        if part is None:
            part = _Part(key, form, _empty(draft, f"/{slug(form)}" if parts else ""))
            parts.append(part)
        part.draft.mentions.append(at)
    return _parted([part.draft for part in parts], bare, evidence) if len(parts) > 1 else [draft]


def _empty(draft: Draft, apart: str) -> Draft:
    """Return a part of an organisation without mentions; the first alone keeps the acronyms."""
    acronyms = set() if apart else draft.acronyms
    return dataclasses.replace(draft, mentions=[], forms={}, acronyms=acronyms, facts={}, tickers=[], apart=apart)


def _parted(parts: list[Draft], bare: list[int], evidence: Evidence) -> list[Draft]:
    """Return the parts of an organisation with the forms of their names; the first has whatever bears no legal form."""
    parts[0].mentions = sorted(parts[0].mentions + bare)
    for part in parts:
        part.forms = dict(Counter(collapse(evidence.mentions[at].text) for at in part.mentions))
    return parts
