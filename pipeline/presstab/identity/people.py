"""Which people of one family name are one person.

Two are one only where something speaks for it and nothing against: an organisation at which both hold an office, beside
which both are named or that issued both releases, or a full name that hardly anyone bears. A wrong merge costs more
than two rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from presstab.identity.entity import Member
from presstab.names.shares import NameShares
from presstab.text import slug

# So few may bear a name that two whom releases name by it are one: so was every pair read of 5,000 releases.
RARE = 500
_OF_ONE_MIDDLE = 0.05  # share of the bearers of a name who have one middle letter
_GENERATION = re.compile(r"\b(jr|sr|ii|iii|iv)\b")


@dataclass(frozen=True)
class _Name:
    """A person's name in parts, lower case; `middles` are the first letters of what stands between."""

    given: str
    family: str
    middles: frozenset[str]
    generation: str


@dataclass
class _Part:
    """People that are one so far, with the middle letters and generations that they bear."""

    members: list[int]
    middles: set[str] = field(default_factory=set)
    generations: set[str] = field(default_factory=set)

    def contradicts(self, other: _Part) -> bool:
        """Return whether both have middle names, or generations, and none in common."""
        pairs = ((self.middles, other.middles), (self.generations, other.generations))
        return any(one and two and one.isdisjoint(two) for one, two in pairs)


class _Parts:
    """The people of one family name, joined step by step where nothing speaks against it."""

    def __init__(self, names: Sequence[_Name]) -> None:
        self._part = [_Part([at], set(n.middles), {n.generation} - {""}) for at, n in enumerate(names)]

    def join(self, one: int, other: int) -> None:
        """Make the parts of two people one, unless they contradict each other."""
        first, second = self._part[one], self._part[other]
        if first is second or first.contradicts(second):
            return
        first.members += second.members
        first.middles |= second.middles
        first.generations |= second.generations
        for at in second.members:
            self._part[at] = first

    def __iter__(self) -> Iterator[list[int]]:
        """Yield the members of each part, in the order of its first."""
        seen: set[int] = set()
        for part in self._part:
            if id(part) not in seen:
                seen.add(id(part))
                yield sorted(part.members)


def parts_of(members: Sequence[Member], shares: NameShares) -> list[list[Member]]:
    """Return the members, all of one family name, in parts that are one person each.

    `members` come by release; whoever is named by half a name is a part alone.
    """
    names = [_name(member) for member in members]
    parts = _Parts(names)
    for one, other in _sharing(members):
        if shares.are_forms_of_one(names[one].given, names[other].given):
            parts.join(one, other)
    first: dict[tuple[str, ...], int] = {}
    for at, (member, name) in enumerate(zip(members, names, strict=True)):
        for key in _rare_names(name, shares) if member.is_full_name else ():
            parts.join(first.setdefault(key, at), at)
    return [[members[at] for at in part] for part in parts]


def _rare_names(name: _Name, shares: NameShares) -> Iterator[tuple[str, ...]]:
    """Yield the full name where hardly anyone bears it, and the name with its middle letters where fewer do."""
    bearers = shares.bearers(name.given, name.family)
    if len(name.family) > 1 and bearers <= RARE:
        yield name.given, name.family
    if name.middles and bearers * _OF_ONE_MIDDLE <= RARE:
        yield name.given, *sorted(name.middles), name.family


def _sharing(members: Sequence[Member]) -> Iterator[tuple[int, int]]:
    """Yield pairs who share an organisation: each with the first of its given name, else with the first of every."""
    firsts: dict[str, dict[str, int]] = defaultdict(dict)
    for at, member in enumerate(members):
        if not member.is_full_name:
            continue
        given = _name(member).given
        for organisation in member.organisation_ids:
            known = firsts[organisation]
            for other in (known[given],) if given in known else tuple(known.values()):
                yield other, at
            known.setdefault(given, at)


def _name(member: Member) -> _Name:
    words = member.key.split("-")
    generation = _GENERATION.search(slug(member.name).replace("-", " "))
    middles = frozenset(word[0] for word in slug(member.facts.given_name or "").split("-")[1:] if word)
    return _Name(words[0], words[-1], middles, generation[1] if generation else "")
