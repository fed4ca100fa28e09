"""Names of people: given and family name, keys."""

from __future__ import annotations

import re
from typing import NamedTuple

from nameparser import HumanName

from presstab.text import collapse, slug

# Lee Man-hee, Leung Chun-ying: a given name of two syllables, the second in small letters, after the family name
_FAMILY_FIRST = re.compile(r"^([A-Z][a-z]+) ([A-Z][a-z]+-[a-z]+)$")
_SYLLABLES_FIRST = re.compile(r"^([A-Z][a-z]+-[a-z]+) ([A-Z][a-z]+)$")
_INITIALS = re.compile(r"^([A-Z])\.\s?([A-Z])\.\s")  # J.B. Doe, J. B. Doe, JB Doe
_SUFFIX = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")
# Robert J. "Bob" Kempton; Robert (Bob) Kemple
_NICKNAME = re.compile(r"(?<=\S)\s+(?:\"[^\"]+\"|“[^”]+”|'[^']+'|‘[^’]+’|\([^)]+\))(?=\s+\S)")


class PersonName(NamedTuple):
    """Given and family part of a name; either may be empty."""

    given: str
    family: str


def in_order(name: str) -> str:
    """Return a name with the given name first.

    >>> [in_order(name) for name in ("Tipton, James R., Jr.", "Marsh,  Alan", "Jane Doe, Jr.")]
    ['James R. Tipton Jr.', 'Alan Marsh', 'Jane Doe, Jr.']
    """
    name = collapse(name)
    suffix = _SUFFIX.search(name)
    family, _, given = name[: suffix.start() if suffix else len(name)].partition(", ")
    if not given:
        return name
    return f"{given} {family}" + (suffix[0].replace(",", "") if suffix else "")


def _plain(name: str) -> str:
    return _NICKNAME.sub("", in_order(name))


def part_name(name: str) -> PersonName:
    """Return given and family name, particles (van der, de la, bin) with the family name.

    >>> part_name("Lee Man-hee")
    PersonName(given='Man-hee', family='Lee')
    """
    parsed = HumanName(_FAMILY_FIRST.sub(r"\2 \1", _plain(name)))
    given = collapse(f"{parsed.first} {parsed.middle}")
    return PersonName(given, collapse(parsed.last)) if parsed.last else PersonName("", given)


def person_key(name: str) -> str:
    """Return what equal full names share: first and last part, without nickname, middle initials and suffixes.

    Two initials that begin a name are one word; East Asian names begin with the family name, as they are written at home.

    >>> [person_key(name) for name in ('Robert J. "Bob" Kempton Jr.', "Tipton, James R., Jr.", "Doe-Roe, Jane")]
    ['robert-kempton', 'james-tipton', 'jane-doe-roe']
    >>> {person_key(name) for name in ("Lee Man-hee", "Man-hee Lee", "Lee Man Hee")}
    {'lee-man-hee'}
    >>> {person_key(name) for name in ("J.B. Doe", "J. B. Doe", "JB Doe")}
    {'jb-doe'}
    """
    plain = _SYLLABLES_FIRST.sub(r"\2 \1", _INITIALS.sub(r"\1\2 ", _plain(name)))
    words = slug(_SUFFIX.sub("", plain)).split("-")
    kept = [w for at, w in enumerate(words) if at in {0, len(words) - 1} or len(w) > 1]
    return "-".join(kept)


def is_part_of(short: str, full: str) -> bool:
    """Return whether all words of one name stand in another, longer one: `Doe` in `Jane Q. Doe`."""
    short_words, full_words = slug(short).split("-"), slug(full).split("-")
    return len(short_words) < len(full_words) and set(short_words) <= set(full_words)
