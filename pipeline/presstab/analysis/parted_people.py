"""Names of people that a recogniser reads in two: with a nickname between, with the surname first."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator
from functools import partial

from presstab.analysis.places import Stretches
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Place
from presstab.names.people import PARTICLES
from presstab.recogniser.reading import Reading
from presstab.resources import Resources
from presstab.text import CAPITALS

_WORD = rf"[{CAPITALS}][\w'’\-]+"
_INITIAL = rf"[{CAPITALS}]\."
_SUFFIX = r"(?:Jr|Sr)\b\.?|(?:II|III|IV)\b"
# Robert J. | "Bob" | Kempton Jr.; Ronald “Ron” C. Filer. In round brackets a place or a firm may stand as well: only
# after a given name alone
_NICKNAMED = re.compile(
    rf"(?<![\w'’\-.])(?:(?P<given>{_WORD}(?:[ ](?:{_INITIAL}|{_WORD}))?(?:[ ]{_INITIAL})?)"
    rf"[ ](?:\"{_WORD}\"|“{_WORD}”|'{_WORD}'|‘{_WORD}’)"
    rf"|(?P<alone>{_WORD}(?:[ ]{_INITIAL})*)[ ]\((?P<short>{_WORD})\))"
    rf"(?P<family>(?:[ ]{_INITIAL})*(?:[ ](?:{PARTICLES}))*[ ]{_WORD})(?:,?[ ](?:{_SUFFIX}))?"
)
# Tipton, James R., Jr. | , Chairman; VAN DEN HELM, Joost | (secretary); Okeke, Ngozi | – Director
_BEGINS = r"(?<![\w'’\-])"  # not within a word: a long one would be read anew from each of its letters
_SURNAME = rf"(?:(?:(?i:{PARTICLES})[ ])*|Mc[ ]){_WORD}"
_SURNAME_FIRST = re.compile(
    rf"{_BEGINS}(?P<family>{_SURNAME}),[ ](?P<given>{_WORD}(?:[ ](?:{_WORD}|{_INITIAL}))?(?:[ ]{_INITIAL})?"
    rf"(?:,[ ](?:{_SUFFIX}))?)"
    r"(?=(?P<degree>,[ ](?:[A-Z][A-Za-z]?\.?){2,4})?(?P<after>,[ ]|[ ]?\(|[ ][-–—][ ]|:[ ])(?=\w))"
)
# Marlow, Jane E., and Katz: an initial at the end tells a given name without an office after it
_WITH_INITIAL = re.compile(
    rf"{_BEGINS}(?P<family>{_SURNAME}),[ ](?P<given>{_WORD}(?:[ ]{_INITIAL})+)(?:,[ ](?:{_SUFFIX}))?"
    r"(?=,|;|\n|[ ](?:and|of)[ ]|$)"
)
# Roe, Max: no initial, but beside one that has it in a list; right before it, or right after
_NEIGHBOUR = re.compile(rf"{_BEGINS}(?P<family>{_SURNAME}),[ ](?P<given>{_WORD}(?:[ ]{_WORD})?)(?=[.,;)]|\s|$)")
_BETWEEN = re.compile(r"[ \t]*(?:[;,]|\n)(?:[ \t]*and\b)?\s*|[ ]and[ ]")
# Where an entry of a list begins: also ; and | Fraser, Catriona; (CEO), | LE GOFF, Yann; (CFO) and | BERNARD, Luc
_ENTRY = re.compile(r"(?:^|\n|[:;•·*](?:[ ]and)?|\)(?:,|,?[ ]and)|[-–—])[ \t]*$")
_NAMES = frozenset(["PERSON", "ORG"])


def join_people(text: str, pool: Pool, reading: Reading | None, resources: Resources) -> None:
    """Add people whose names stand in two pieces, in place of the pieces."""
    seen = _Seen(pool, reading)
    nicknamed, surnames_first = _nicknamed(text, seen, resources.places), _surnames_first(text, seen, resources)
    for rule, found in (("nickname", nicknamed), ("surname_first", surnames_first)):
        _put(pool, [place for place in found if place not in seen.whole], f"rule:person.{rule}")


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


def _nicknamed(text: str, seen: _Seen, places: frozenset[str]) -> Iterator[Place]:
    """Yield names with a nickname in quotation marks or brackets between two parts of a person's name."""
    for match in _NICKNAMED.finditer(text):
        given = match.span("given" if match["given"] else "alone")
        is_place = (match["short"] or "").casefold() in places
        if not is_place and seen.touches(*given) and seen.touches(given[1], match.end()):
            yield match.start(), match.end()


def _surnames_first(text: str, seen: _Seen, resources: Resources) -> Iterator[Place]:
    """Yield names with the surname first: entries of a list with an office after, or given names with an initial."""
    listed = [match for match in _SURNAME_FIRST.finditer(text) if _is_entry(text, match, resources)]
    # One entry that is surely a person's makes its neighbours people too: the recogniser is blind to some in capitals.
    if any(seen.is_thinkable(*match.span()) for match in listed):
        yield from (match.span() for match in listed)
    taken = {match.start() for match in listed}
    is_person = partial(_is_person, seen=seen, places=resources.places)
    sure = [match.span() for match in _WITH_INITIAL.finditer(text) if match.start() not in taken and is_person(match)]
    yield from sure
    yield from _neighbours(text, sure, is_person)


def _is_person(match: re.Match[str], seen: _Seen, places: Collection[str]) -> bool:
    """Return whether a surname and a given name are a person's, each by the recogniser, and no place's."""
    is_place = any(match[part].casefold() in places for part in ("family", "given"))
    return not is_place and seen.begins(match.start("given")) and seen.is_thinkable(*match.span("family"))


def _neighbours(text: str, sure: list[Place], is_person: Callable[[re.Match[str]], bool]) -> Iterator[Place]:
    """Yield the names right before or after one of a list that has an initial; `sure` are those, in order."""
    starts, ends = [start for start, _ in sure], [end for _, end in sure]
    for match in _NEIGHBOUR.finditer(text) if sure else ():
        before, after = bisect_right(ends, match.start()), bisect_left(starts, match.end())
        gaps = [(ends[before - 1], match.start())] if before else []
        gaps += [(match.end(), starts[after])] if after < len(starts) else []
        is_beside = any(_BETWEEN.fullmatch(text, *gap) for gap in gaps)
        if is_beside and is_person(match):
            yield match.span()


def _is_entry(text: str, match: re.Match[str], resources: Resources) -> bool:
    """Return whether a name stands where an entry begins, no place's, and an office stands after it."""
    places, line = resources.places, text[max(0, match.start() - 40) : match.start()]
    if not _ENTRY.search(line) or match["family"].casefold() in places or match["given"].casefold() in places:
        return False
    return resources.titles.single.match(text, match.end("after")) is not None
