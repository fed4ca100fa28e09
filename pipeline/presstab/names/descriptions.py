"""What a release says of an organisation around its name, and what the name says: its kind and its country. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_REACH = 240  # characters after a name in which it is described
_BEFORE = 120  # ... and before it


class Description(NamedTuple):
    """The kind and the country (ISO 3166-1 alpha-2) that words state; either may be None."""

    kind: str | None = None
    country: str | None = None


class Descriptions:
    """Reads descriptions by their nouns, adjectives and places.

    `kinds` are nouns by the kind that they state; `seats` are the countries of places that an organisation may be
    based in, `nations` those of nationalities. A longer name with a place of `within` tells its country, one with a
    place that is `unsure` tells none.
    """

    def __init__(
        self,
        kinds: Mapping[str, Iterable[str]],
        seats: Mapping[str, str],
        nations: Mapping[str, str],
        within: Iterable[str],
        unsure: Iterable[str],
    ) -> None:
        self._kind_of = {noun: kind for kind, nouns in kinds.items() for noun in nouns}
        self._country_of, self._nation_of, self._unsure = seats, nations, frozenset(unsure)
        place, nation = _any_of(self._country_of), _any_of(self._nation_of)
        # Acme Corp., a leading German maker of pumps; Acme (NYSE: ACM) is the largest nonprofit in
        self._is_a = re.compile(
            rf"(?:\s\([^()\n]{{1,80}}\))?,?\s(?:is\s|was\s|are\s)?(?:an?|the|one of the)\s"
            rf"(?:(?:[\w’'.\-]+,?|&)\s){{0,8}}?(?P<noun>{_any_of(self._kind_of)})\b"
        )
        # a German maker; a Tokyo, Japan-based bank; a U.S.-listed company
        self._nation = re.compile(rf"\b(?P<nation>{nation})(?:[\s-](?!-)|-(?=based))(?=[\w])")
        self._based_before = re.compile(rf"\b(?P<place>{place})-(?:based|headquartered)\b")
        # headquartered in Austin, Texas; based in Seoul, South Korea; with headquarters in Munich, Germany
        self._based_in = re.compile(
            r"(?:\s\([^()\n]{1,80}\))?[\s,(]*(?:(?:which\s)?(?:is|was)\s)?(?:[a-z&,'’\-]+\s){0,4}?"
            r"(?:headquartered|based|located|incorporated|headquarters)\s(?:is\s)?in\s(?:the\s)?"
            rf"(?:[A-Z][\w.’'\-]+(?:\s[A-Z][\w.’'\-]+){{0,3}},\s)?(?P<place>{place})(?![\w-])"
        )

        # Headquartered in Leeds, England, Acme; based in Austin, Texas, the pump maker Acme
        self._based_in_before = re.compile(
            rf"(?:[Hh]eadquartered|[Bb]ased)\sin\s(?:[A-Z][\w.’'\-]+(?:\s[A-Z][\w.’'\-]+){{0,3}},\s)?(?P<place>{place}),\s"
            r"(?:the\s)?(?:[a-z\-]+\s){0,3}$"
        )
        # Austin, Texas-based Acme; the U.S.-based software company Acme
        self._place_before = re.compile(rf"\b(?P<place>{place})[-–](?:based|headquartered)\s(?:[a-z\-]+\s){{0,4}}$")
        # German carmaker Acme; the nonprofit Acme
        self._noun_before = re.compile(
            rf"(?:\b(?P<nation>{nation})\s)?(?:[a-z\-]+\s){{0,3}}?\b(?P<noun>{_any_of(self._kind_of)})\s$"
        )
        self._within = re.compile(rf"\b{_any_of([*within, *self._unsure])}\b")
        self._by_place = {name.casefold(): code for name, code in self._country_of.items()}

    def country_of_place(self, place: str) -> str | None:
        """Return the country of a dateline's place, by its last part: `AUSTIN, TX`, `Hong Kong`."""
        return self._by_place.get(place.rsplit(",", 1)[-1].strip(" .").casefold())

    def country_within(self, name: str) -> str | None:
        """Return the country of the places within a name, where it is one for certain: University of Utah."""
        places = set(self._within.findall(name))
        found = {self._country_of[place] for place in places - self._unsure}
        return found.pop() if len(found) == 1 and places.isdisjoint(self._unsure) else None

    def read_before(self, text: str, start: int) -> Description:
        """Return what the words before the name that begins at `start` say of it."""
        begin = max(0, start - _BEFORE, text.rfind("\n", 0, start) + 1)
        before = text[begin:start]
        said = self._noun_before.search(before)
        kind = self._kind_of[said["noun"]] if said else None
        if based := self._place_before.search(before) or self._based_in_before.search(before):
            return Description(kind, self._country_of[based["place"]])
        return Description(kind, self._nation_of[said["nation"]] if said and said["nation"] else None)

    def read(self, text: str, end: int) -> Description:
        """Return what the sentence goes on to say of the name that ends at `end`."""
        stop = _end_of_sentence(text, end)
        said = self._is_a.match(text, end, stop)
        kind = self._kind_of[said["noun"]] if said else None
        country = self._country(text, said.start(), said.end()) if said else None
        based = self._based_in.match(text, said.end() if said else end, stop)
        if country is None and based:
            country = self._country_of[based["place"]]
        return Description(kind, country)

    def _country(self, text: str, start: int, end: int) -> str | None:
        based = self._based_before.search(text, start, end)
        if based:
            return self._country_of[based["place"]]
        nation = self._nation.search(text, start, end)
        return self._nation_of[nation["nation"]] if nation else None


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"


_STOP = re.compile(r"\n|(?<=[a-z)\d])[.!?](?=\s+[A-Z])")  # GmbH is large. The; not Inc. (NYSE


def _end_of_sentence(text: str, start: int) -> int:
    stop = _STOP.search(text, start, min(len(text), start + _REACH))
    return stop.start() if stop else min(len(text), start + _REACH)
