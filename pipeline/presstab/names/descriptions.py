"""What a release says of an organisation around its name, and what the name says: its kind and its country. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from presstab.rules import Rule

_REACH = 240  # characters after a name in which it is described
_BEFORE = 120  # ... and before it


class Description(NamedTuple):
    """The kind and the country (ISO 3166-1 alpha-2) that words state; either may be None."""

    kind: str | None = None
    country: str | None = None


class DescriptionRules(NamedTuple):
    """The rules of `resources/rules/describing.yml`, by name; the file says what each is for."""

    is_a: Rule
    nation: Rule
    based: Rule
    based_in: Rule
    based_in_before: Rule
    based_before: Rule
    noun_before: Rule
    sentence_end: Rule


class Descriptions:
    """Reads descriptions by their nouns, adjectives and places.

    `kinds` are nouns by the kind that they state; `seats` are the countries of places that an organisation may be
    based in, `nations` those of nationalities. A longer name with a place of `within` tells its country, one with a
    place that is `unsure` tells none.
    """

    def __init__(
        self,
        rules: DescriptionRules,
        kinds: Mapping[str, Iterable[str]],
        seats: Mapping[str, str],
        nations: Mapping[str, str],
        within: Iterable[str],
        unsure: Iterable[str],
    ) -> None:
        self._rules = rules
        self._kind_of = {noun: kind for kind, nouns in kinds.items() for noun in nouns}
        self._country_of, self._nation_of, self._unsure = seats, nations, frozenset(unsure)
        self._within = re.compile(rf"\b(?:{'|'.join(escaped([*within, *self._unsure]))})\b")
        self._by_place = {_folded(name): code for name, code in self._country_of.items()}

    def country_of_place(self, place: str) -> str | None:
        """Return the country of a dateline's place, by its last part: `AUSTIN, TX`, `AUSTIN, Tex.`, `Hong Kong`."""
        return self._by_place.get(_folded(place.rsplit(",", 1)[-1]))

    def country_within(self, name: str) -> str | None:
        """Return the country of the places within a name, where it is one for certain: University of Utah."""
        places = set(self._within.findall(name))
        found = {self._country_of[place] for place in places - self._unsure}
        return found.pop() if len(found) == 1 and places.isdisjoint(self._unsure) else None

    def read_before(self, text: str, start: int) -> Description:
        """Return what the words before the name that begins at `start` say of it."""
        begin = max(0, start - _BEFORE, text.rfind("\n", 0, start) + 1)
        before = text[begin:start]
        said = self._rules.noun_before.find(before)
        kind = self._kind_of[said["noun"]] if said else None
        if based := self._rules.based_before.find(before) or self._rules.based_in_before.find(before):
            return Description(kind, self._country_of[based["place"]])
        return Description(kind, self._nation_of[said["nation"]] if said and said["nation"] else None)

    def read(self, text: str, end: int) -> Description:
        """Return what the sentence goes on to say of the name that ends at `end`."""
        last = min(len(text), end + _REACH)
        sentence_end = self._rules.sentence_end.find(text, end, last)
        stop = sentence_end.start() if sentence_end else last
        said = self._rules.is_a.find(text, end, stop)
        kind = self._kind_of[said["noun"]] if said else None
        country = self._country(text, said.start(), said.end()) if said else None
        based = self._rules.based_in.find(text, said.end() if said else end, stop)
        if country is None and based:
            country = self._country_of[based["place"]]
        return Description(kind, country)

    def _country(self, text: str, start: int, end: int) -> str | None:
        based = self._rules.based.find(text, start, end)
        if based:
            return self._country_of[based["place"]]
        nation = self._rules.nation.find(text, start, end)
        return self._nation_of[nation["nation"]] if nation else None


def _folded(place: str) -> str:
    return place.strip(" .").casefold()


def escaped(words: Iterable[str]) -> list[str]:
    """Return words as parts of a pattern, the longest first."""
    return list(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
