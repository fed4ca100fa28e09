"""Names of people that a recogniser reads in two: a nickname between, the surname first, authors of a list."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator
from functools import partial

from presstab.analysis.people_rules import PeopleReading, PeopleRules
from presstab.analysis.places import Stretches
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Place
from presstab.recogniser.reading import Reading

_NAMES = frozenset(["PERSON", "ORG"])


def join_people(text: str, pool: Pool, reading: Reading | None, words: PeopleReading) -> None:
    """Add people whose names stand in two pieces, in place of the pieces."""
    seen = _Seen(pool, reading)
    rules = words.rules
    for rule, parted in ((rules.nickname, _nicknamed), (rules.surname_first, _surnames_first), (rules.cited, _cited)):
        found = parted(text, seen, words)
        _put(pool, [place for place in found if place not in seen.whole], f"rule:{rule.id}")


def _put(pool: Pool, places: list[Place], source: str) -> None:
    within, is_part = Stretches(places), Refusal("person.part")
    pool.review(lambda c: is_part if c.label in _NAMES and within.overlap(c.start, c.end) else None)
    for start, end in places:
        pool.add(start, end, "PERSON", source)


class _Seen:
    """Where the recogniser sees people, whatever has become of its candidates."""

    def __init__(self, pool: Pool, reading: Reading | None) -> None:
        found = [c for c in pool.candidates() if c.label == "PERSON" and c.source == "model"]
        self.whole = {(c.start, c.end) for c in found if c.refused_by is None}
        self._starts = {c.start for c in found}
        self._pieces = Stretches([(c.start, c.end) for c in found])
        self._reading = reading

    def begins(self, at: int) -> bool:
        """Return whether a person's name begins at a place."""
        return at in self._starts

    def touches(self, start: int, end: int) -> bool:
        """Return whether a person's name shares a character with a stretch."""
        return self._pieces.overlap(start, end)

    def is_thinkable(self, start: int, end: int) -> bool:
        """Return whether the words of a stretch may name a person at all."""
        reading = self._reading
        return reading is None or reading.probability("PERSON", start, end) >= reading.thresholds.thinkable


def _nicknamed(text: str, seen: _Seen, words: PeopleReading) -> Iterator[Place]:
    """Yield names with a nickname in quotation marks or brackets between two parts of a person's name."""
    for match in words.rules.nickname.find_all(text):
        given = match.span("given" if match["given"] else "alone")
        is_place = (match["short"] or "").casefold() in words.places
        if not is_place and seen.touches(*given) and seen.touches(given[1], match.end()):
            yield match.start(), match.end()


def _surnames_first(text: str, seen: _Seen, words: PeopleReading) -> Iterator[Place]:
    """Yield names with the surname first: entries of a list with an office after, or given names with an initial."""
    rules = words.rules
    listed = [match for match in rules.surname_first.find_all(text) if _is_entry(text, match, words)]
    # One entry that is surely a person's makes its neighbours people too: the recogniser is blind to some in capitals.
    if any(seen.is_thinkable(*match.span()) for match in listed):
        yield from (match.span() for match in listed)
    taken = {match.start() for match in listed}
    is_person = partial(_is_person, seen=seen, places=words.places)
    others = (match for match in rules.with_initial.find_all(text) if match.start() not in taken)
    sure = [match.span() for match in others if is_person(match)]
    yield from sure
    yield from _neighbours(text, sure, is_person, rules)


def _cited(text: str, seen: _Seen, words: PeopleReading) -> Iterator[Place]:
    """Yield authors of a list, surname and initials, where the recogniser sees a person begin, and no place."""
    for match in words.rules.cited.find_all(text):
        is_place = match["family"].casefold() in words.places
        if not is_place and seen.begins(match.start()) and seen.is_thinkable(*match.span("family")):
            yield match.span()


def _is_person(match: re.Match[str], seen: _Seen, places: Collection[str]) -> bool:
    """Return whether a surname and a given name are a person's, each by the recogniser, and no place's."""
    is_place = any(match[part].casefold() in places for part in ("family", "given"))
    return not is_place and seen.begins(match.start("given")) and seen.is_thinkable(*match.span("family"))


def _neighbours(
    text: str, sure: list[Place], is_person: Callable[[re.Match[str]], bool], rules: PeopleRules
) -> Iterator[Place]:
    """Yield the names right before or after one of a list that has an initial; `sure` are those, in order."""
    starts, ends = [start for start, _ in sure], [end for _, end in sure]
    for match in rules.neighbour.find_all(text) if sure else ():
        before, after = bisect_right(ends, match.start()), bisect_left(starts, match.end())
        gaps = [(ends[before - 1], match.start())] if before else []
        gaps += [(match.end(), starts[after])] if after < len(starts) else []
        is_beside = any(rules.between.find(text, *gap) for gap in gaps)
        if is_beside and is_person(match):
            yield match.span()


def _is_entry(text: str, match: re.Match[str], words: PeopleReading) -> bool:
    """Return whether a name stands where an entry begins, no place's, and an office stands after it."""
    places, line = words.places, text[max(0, match.start() - 40) : match.start()]
    if not words.rules.entry.find(line) or match["family"].casefold() in places or match["given"].casefold() in places:
        return False
    return words.titles.single.match(text, match.end("after")) is not None
