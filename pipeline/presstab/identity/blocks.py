"""Which local entities of a block are one, and under which id."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from presstab.corrections.union import Union
from presstab.identity.entity import Group, Member
from presstab.identity.people import parts_of
from presstab.names.shares import NameShares
from presstab.resources import Resources
from presstab.schema import ENTITY_PREFIX
from presstab.terms import term_key
from presstab.text import slug

SPELLING = "spelling "  # begins the evidence that two keys are spelled alike
_BARE = re.compile(r"[A-Z][a-z]+|[A-Z]{2,6}s?")  # Sophia, LSD; HydraFacial and NXP900 are hardly two things
_UNEXPLAINED = 4  # letters of an abbreviation that may mean anything
_EVERYBODY = 4  # issuers who use an abbreviation alike: everybody does
_UNKNOWN_KEY_DIGITS = 10
_HOMONYM_DIGITS = 6


def join_keys(evidence: Iterable[tuple[str, str]], docs: Mapping[str, set[str]]) -> dict[str, str]:
    """Return under which key each key goes that shares a listing, registry entry or name with another.

    `evidence` are pairs of such an identifier and a key that bears it, `docs` the releases of
    keys. Two keys that one release names stay apart, since two organisations may share a listing by mistake; two
    spellings of one key do not.
    """
    keys_of: dict[str, set[str]] = defaultdict(set)
    for identifier, key in evidence:
        keys_of[identifier].add(key)
    keys_of = {identifier: keys for identifier, keys in keys_of.items() if len(keys) > 1}
    together = {key: set(docs.get(key, ())) for keys in keys_of.values() for key in keys}
    under: dict[str, str] = {}

    def home(key: str) -> str:
        while key in under:
            key = under[key]
        return key

    for identifier in sorted(keys_of):
        first, *others = sorted({home(key) for key in keys_of[identifier]}, key=lambda key: (len(key), key))
        for other in others:
            if together[first] & together[other] and not identifier.startswith(SPELLING):
                continue
            together[first] |= together.pop(other)
            under[other] = first
    return {key: home(key) for key in under}


def one(label: str, members: Sequence[Member]) -> Group:
    """Return the organisation or technology of a block, named.

    Its id is the key of its shortest name; ids that its parts would bear are former ones.
    """
    group = Group(members)
    ids = [(member, own_id(label, member)) for member in group.members]
    # A release may tie a name to another's key (generative AI to AI): such a name is no id of the whole.
    own = [(m, made) for m, made in ids if label != "TECH" or m.is_acronym or term_key(m.name) == m.key] or ids
    plain = {made for m, made in own if not m.is_acronym} or {made for _, made in own}
    group.entity_id = min(plain, key=lambda made: (len(made), made))
    group.former_ids = {made for _, made in ids} - {group.entity_id}
    return group


def tell_apart(group: Group) -> None:
    """Give a group whose id another bears an id of its own."""
    _tell_apart(group, group.members[0].key)


def _tell_apart(group: Group, by: str) -> None:
    group.former_ids.add(group.entity_id)
    group.entity_id += "-" + _digits(by, _HOMONYM_DIGITS)


def apart_id(entity_id: str, by: str) -> str:
    """Return the id of what people told apart from an entity, by where it is named."""
    return f"{entity_id}-{_digits(by, _HOMONYM_DIGITS)}"


def own_id(label: str, member: Member) -> str:
    """Return the id that a member would bear alone."""
    key = slug(member.name) if label == "TECH" else member.key
    return ENTITY_PREFIX[label] + (slug(key) or "x" + _digits(member.name, _UNKNOWN_KEY_DIGITS))


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def organisations(members: Sequence[Member], resources: Resources) -> list[Group]:
    """Return the organisations of a block: members whose legal forms no country has both of stay apart.

    So do all whose forms are not one where a release names two of them. Who states no form goes with the form that
    most state. Of a name that many bear, see `_common`.
    """
    forms, common = resources.legal_forms, resources.common_names
    are_one = forms.are_one if _are_named_apart(members) else forms.are_compatible
    parts: list[tuple[str, list[Member]]] = []  # the first has whoever states no form
    stated = Counter(m.facts.legal_form for m in members if m.facts.legal_form)
    for form, _ in sorted(stated.items(), key=lambda item: (-item[1], item[0])):
        if not any(are_one(form, first) for first, _ in parts):
            parts.append((form, []))
    if len(parts) < 2:
        keys = {m.key for m in members}
        if keys <= resources.common_words:
            return _common(members, keys, is_word=True)
        borne = set(filter(common.hold, keys))
        return _common(members, borne) if borne else [one("ORG", members)]
    for member in members:
        said = member.facts.legal_form
        at = next((n for n, (first, _) in enumerate(parts) if said and are_one(said, first)), 0)
        parts[at][1].append(member)
    groups = [one("ORG", part) for _, part in parts if part]
    for (form, _), group in zip(parts[1:], groups[1:], strict=True):
        if group.entity_id in {other.entity_id for other in groups if other is not group}:
            _tell_apart(group, slug(form))
    return groups


def _are_named_apart(members: Sequence[Member]) -> bool:
    """Return whether a release names two organisations of a block, each with its legal form."""
    named = [(member.doc_id, member.key) for member in members if member.facts.legal_form]
    return len(set(named)) < len(named)


def technologies(members: Sequence[Member]) -> list[Group]:
    """Return the technologies of a block: one word that is a name and that nothing explains may mean several.

    Where few issuers use it, it is one in the releases of one issuer, and in those whose known technologies share a
    category: `FCS` of a maker of moulds is not that of a flow cytometer.
    """
    issuers = {member.facts.issuer or member.doc_id for member in members}
    if not 1 < len(issuers) < _EVERYBODY or not all(_is_bare(member) for member in members):
        return [one("TECH", members)]
    same = Union()
    for member in members:
        for tie in _ties(member):
            same.join(member.doc_id, tie)
    parts: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        parts[same.of(member.doc_id)].append(member)
    groups = {home: one("TECH", part) for home, part in parts.items()}
    for home, group in groups.items() if len(groups) > 1 else ():
        _tell_apart(group, home)
    return list(groups.values())


def _is_bare(member: Member) -> bool:
    """Return whether a technology is a name of one word, spelled out by no release and unknown to the lexicon."""
    if member.facts.category or member.facts.acronyms or not _BARE.fullmatch(member.name):
        return False
    return all(member.name.removesuffix("s").lower() in form.lower() for form in member.facts.forms)


def _ties(member: Member) -> Iterator[str]:
    """Yield what a name of one word shares where it means the same: the issuer, what the release is about."""
    yield member.facts.issuer or member.doc_id
    yield from (f"category {category}" for category in member.facts.around)
    if not member.facts.around and len(member.name.removesuffix("s")) > _UNEXPLAINED:
        yield "unknown"


def _common(members: Sequence[Member], common: Collection[str], *, is_word: bool = False) -> list[Group]:
    """Return the organisations of a block of which many may bear the names whose keys are `common`.

    There is one for each issuer whose releases name it so. What the registry knows, or a fuller name tells (`Supreme
    Court of Norvia`), is one everywhere, and keeps the id. Who issues releases under a word alone (`Omega`) is one
    in all of them; under `City Council` each may be another.
    """
    is_told = [member.facts.registry is not None or member.key not in common for member in members]
    known = {member.facts.issuer for member, told in zip(members, is_told, strict=True) if told} - {None}
    parts: dict[str, list[Member]] = defaultdict(list)
    for member, told in zip(members, is_told, strict=True):
        issuer = member.facts.issuer
        of_release = issuer if issuer and (is_word or issuer != member.local_id) else member.doc_id
        parts["" if told or issuer in known else of_release].append(member)
    groups = {by: one("ORG", part) for by, part in sorted(parts.items())}
    for by, group in groups.items() if len(groups) > 1 else ():
        if by:
            _tell_apart(group, by)
    return list(groups.values())


def people(members: Sequence[Member], shares: NameShares) -> list[Group]:
    """Return the people of one family name; those of one full name who stay apart bear ids of their own."""
    groups = []
    parts = parts_of(sorted(members, key=lambda m: (m.doc_id, m.local_id)), shares)
    for part in parts:
        group = Group(part)
        ids = {own_id("PERSON", member) for member in part}
        group.entity_id = min(ids, key=lambda made: (len(made), made))
        group.former_ids = ids - {group.entity_id}
        groups.append(group)
    borne = Counter(group.entity_id for group in groups)
    taken: set[str] = set()
    for group in groups:
        if borne[group.entity_id] > 1:
            group.entity_id = next(made for made in _own_ids(group) if made not in taken)
            taken.add(group.entity_id)
    return groups


def _own_ids(group: Group) -> Iterator[str]:
    """Yield ids for a person who shares a name with others: by an organisation, else by the release."""
    first = group.members[0]
    if first.is_full_name:
        organisations = sorted({found_id for member in group.members for found_id in member.organisation_ids})
        yield from (f"{group.entity_id}-{_digits(found_id, _HOMONYM_DIGITS)}" for found_id in organisations)
    yield f"{group.entity_id}-{_digits(first.doc_id, _HOMONYM_DIGITS)}"
    yield f"{group.entity_id}-{_digits(first.doc_id + first.local_id, _HOMONYM_DIGITS)}"
