"""Names of people: honorifics and degrees off, given and family name, keys."""

from __future__ import annotations

import re
from typing import NamedTuple

from nameparser import HumanName

from presstab.text import collapse, slug

_HONORIFICS = (
    "Mr Mrs Ms Miss Mx Dr Prof Professor Sir Dame Lord Lady Hon Honourable Honorable Rev Reverend Father Sister Rabbi"
    " Imam Sheikh Sen Senator Rep Representative Congressman Congresswoman Gov Governor President Chairman Chairwoman"
    " Minister Secretary Judge Justice Mayor Ambassador Gen General Col Colonel Lt Lieutenant Maj Major Capt Captain"
    " Cmdr Commander Sgt Sergeant Adm Admiral Pvt Chef Coach Engr Headliner Panelist Moderator Datuk Dato Shri Smt H.E"
    " Señor Señora Senhor Senhora Signor Signora Monsieur Madame Mme Mlle Herr Frau"
)
HONORIFICS = frozenset(_HONORIFICS.lower().split())
# Tan Sri is one; Tan alone is a family name, Sri a given one.
_HONORIFIC_WORDS = rf"(?:Tan|Puan)\s+Sri|Dat(?:o|uk)\s+Se?ri|{'|'.join(map(re.escape, _HONORIFICS.split()))}"
HONORIFIC = rf"(?:(?i:{_HONORIFIC_WORDS})\b\.?\s+)"  # with the blank after it
_HONORIFIC = re.compile(rf"^{HONORIFIC}+(?=\S)")
# Ph.D., MBA, CPA after a name, with or without comma; Jr. and III stay
_DEGREE = re.compile(
    r"(?:\s*,?\s*\(?\b(?:Ph\.?\s?D|M\.?D|MBA|M\.B\.A|J\.?D|Esq(?:uire)?|CPA|CFA|CFP|R\.?N|B\.?Sc?|M\.?Sc?|M\.?A|B\.?A|D\.?D\.?S|DVM|"
    r"D\.?O|FACS|FACC|FRCP|MPH|MPP|LL\.?[MB]|P\.?E|P\.?Eng|PMP|CISSP|OBE|CBE|MBE|KC|QC|PharmD|DSc|EdD|Ed\.?D|ChB|MBBS|FRS|MP|PG|QP|PA-C|CRNP|FNP|DNP|[A-Z]{2,6}-BC)\b\.?\)?)+$"
)
# A headline's verb after the name, with what follows: `Jane Doe Recognized Among`
_VERB_AFTER = re.compile(
    r"\s+(?:Recogni[sz]ed|Nominated|Appointed|Named|Elected|Honou?red|Awarded|Promoted|Selected|Featured|Joins|Joined|Receives|"
    r"Wins|Earns|Announces|Launches|Presents|Unveils|Releases|Returns|Celebrates)\b.*$"
)
# What a name never ends with: an opened bracket or quotation mark, a hyphen, a small word: `Rashaan "`, `Doe PA-`, `Jane and`
_OPEN_END = re.compile(r"(?:\s+[A-Z]{2,6}-|\s+(?:and|or|of|the|The|To)|\s*[(\[\"“‘'&-]+)$")
_OPEN_START = re.compile(r"[(\[\"“‘]+")  # [Jane, her surname not given
_TWICE = re.compile(
    r"(?P<once>\S+(?:\s+\S+)+)\s+(?=(?P=once)$)", re.IGNORECASE
)  # a heading, and the text under it on one line
_POSSESSIVE = re.compile(r"['’]s$")
_SUFFIX = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")
# Robert J. "Bob" Kempton; Robert (Bob) Kemple
_NICKNAME = re.compile(r"(?<=\S)\s+(?:\"[^\"]+\"|“[^”]+”|'[^']+'|‘[^’]+’|\([^)]+\))(?=\s+\S)")


class PersonName(NamedTuple):
    """Given and family part of a name; either may be empty."""

    given: str
    family: str


def strip_titles(name: str) -> tuple[int, int]:
    """Return start and end of the name proper within `name`, honorifics and degrees left out.

    >>> strip_titles("Dr. Jane Doe, Ph.D.")
    (4, 12)
    >>> strip_titles("Jane Doe Jane Doe"), strip_titles("Dee Dee")
    ((9, 17), (0, 7))
    >>> strip_titles("Tan Sri Jane Doe"), strip_titles("Tan Mei Ling")
    ((8, 16), (0, 12))
    >>> strip_titles("Jane Doe Recognized Among"), strip_titles("Jane Doe PA-"), strip_titles('Jane "')
    ((0, 8), (0, 8), (0, 4))
    """
    before = _TWICE.match(name) or _OPEN_START.match(name)
    match = _HONORIFIC.match(name[before.end() :] if before else name)
    start = (before.end() if before else 0) + (match.end() if match else 0)
    if start >= len(name):
        start = 0
    degree = _DEGREE.search(name, start)
    end = degree.start() if degree and degree.start() > start else len(name)
    found = (cut.search(name, start, end) for cut in (_VERB_AFTER, _POSSESSIVE, _OPEN_END))
    after = next((match for match in found if match), None)
    return start, len(name[: after.start() if after else end].rstrip(" ,"))


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


def part_name(name: str) -> PersonName:
    """Return given and family name, particles (van der, de la, bin) with the family name."""
    parsed = HumanName(_NICKNAME.sub("", in_order(name)))
    given = collapse(f"{parsed.first} {parsed.middle}")
    return PersonName(given, collapse(parsed.last)) if parsed.last else PersonName("", given)


def person_key(name: str) -> str:
    """Return what equal full names share: first and last part, without nickname, middle initials and suffixes.

    >>> [person_key(name) for name in ('Robert J. "Bob" Kempton Jr.', "Tipton, James R., Jr.", "Doe-Roe, Jane")]
    ['robert-kempton', 'james-tipton', 'jane-doe-roe']
    """
    words = slug(_SUFFIX.sub("", _NICKNAME.sub("", in_order(name)))).split("-")
    kept = [w for at, w in enumerate(words) if at in {0, len(words) - 1} or len(w) > 1]
    return "-".join(kept)


def is_part_of(short: str, full: str) -> bool:
    """Return whether all words of one name stand in another, longer one: `Doe` in `Jane Q. Doe`."""
    short_words, full_words = slug(short).split("-"), slug(full).split("-")
    return len(short_words) < len(full_words) and set(short_words) <= set(full_words)
