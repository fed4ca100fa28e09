"""Which local entities of a block are one, and under which id."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from presstab.identity.entity import Group, Member
from presstab.schema import ENTITY_PREFIX
from presstab.terms import term_key
from presstab.text import slug

_UNKNOWN_KEY_DIGITS = 10
_HOMONYM_DIGITS = 6


def join_keys(evidence: Iterable[tuple[str, str]], docs: Mapping[str, set[str]]) -> dict[str, str]:
    """Return under which key each key goes that shares a listing, registry entry or name with another.

    `evidence` are pairs of such an identifier and a key that bears it, `docs` the releases of
    keys. Two keys that one release names stay apart: two bodies that share a listing by mistake.
    """
    keys_of: dict[str, set[str]] = defaultdict(set)
    for identifier, key in evidence:
        keys_of[identifier].add(key)
    keys_of = {identifier: keys for identifier, keys in keys_of.items() if len(keys) > 1}
    home = {key: key for keys in keys_of.values() for key in keys}
    together = {key: set(docs.get(key, ())) for key in home}
    for identifier in sorted(keys_of):
        first, *others = sorted({home[key] for key in keys_of[identifier]}, key=lambda key: (len(key), key))
        for other in others:
            if together[first] & together[other]:
                continue
            together[first] |= together.pop(other)
            home = {key: first if at == other else at for key, at in home.items()}
    return {key: at for key, at in home.items() if at != key}


def one(label: str, members: Sequence[Member]) -> Group:
    """Return the organisation or technology of a block, named.

    Its id is the key of its shortest name; ids that its parts would bear are former ones.
    """
    group = Group(members)
    ids = [_entity_id(label, member) for member in group.members]
    # A release may tie a name to another's key (generative AI to AI): such a name is no id of the whole.
    own = [m for m in group.members if label != "TECH" or m.is_acronym or term_key(m.name) == m.key] or group.members
    plain = [_entity_id(label, m) for m in own if not m.is_acronym] or [_entity_id(label, m) for m in own]
    group.entity_id = min(plain, key=lambda made: (len(made), made))
    group.former_ids = set(ids) - {group.entity_id}
    return group


def tell_apart(group: Group) -> None:
    """Give a group whose id another bears an id of its own."""
    group.former_ids.add(group.entity_id)
    group.entity_id += "-" + _digits(group.members[0].key, _HOMONYM_DIGITS)


def _entity_id(label: str, member: Member) -> str:
    key = slug(member.name) if label == "TECH" else member.key
    return ENTITY_PREFIX[label] + (slug(key) or "x" + _digits(member.name, _UNKNOWN_KEY_DIGITS))


def _digits(text: str, count: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:count]


def apart(members: Sequence[Member]) -> list[Group]:
    """Return the people of one name: those who share a body are one, those who share none stay apart."""
    groups = []
    parts = _connected(sorted(members, key=lambda m: (m.doc_id, m.local_id)))
    for part in parts:
        group = Group(part)
        first = group.members[0]
        group.entity_id = ENTITY_PREFIX["PERSON"] + (slug(first.key) or "x" + _digits(first.name, _UNKNOWN_KEY_DIGITS))
        if len(parts) > 1:
            bodies = sorted({body for member in part for body in member.body_ids}) if first.is_full_name else []
            group.entity_id += "-" + _digits((bodies or [first.doc_id])[0], _HOMONYM_DIGITS)
        groups.append(group)
    return groups


def _connected(members: Sequence[Member]) -> list[list[Member]]:
    """Return the members in parts that share no body; one who is named by half a name is a part alone."""
    parent = list(range(len(members)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    first_of: dict[str, int] = {}
    for at, member in enumerate(members):
        for body in member.body_ids if member.is_full_name else ():
            parent[root(at)] = root(first_of.setdefault(body, at))
    parts: dict[int, list[Member]] = defaultdict(list)
    for at, member in enumerate(members):
        parts[root(at)].append(member)
    return list(parts.values())
