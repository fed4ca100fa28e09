"""What a release says in brackets after names: tickers, defined terms."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from presstab.analysis.record import Brackets, Candidate, Definition, Listing, Place
from presstab.resources import Resources
from presstab.rules import Rule
from presstab.text import end_of_words, is_owner

Codes = Mapping[str, str]  # of exchanges, by their names, case folded
_BRACKET = re.compile(r"\(((?:[^()\n]|\([^()\n]{1,60}\)){3,160})\)")
_WORD = re.compile(r"[\w.&'’-]+")
_REACH = 60  # characters before a bracket


class BracketRules(NamedTuple):
    """The rules of `resources/rules/brackets.yml`, by name; the file says what each is for."""

    listing: Rule
    further: Rule
    between_exchanges: Rule
    link: Rule
    listed_before: Rule
    symbol: Rule
    term: Rule
    together: Rule


class BracketReading(NamedTuple):
    """All that brackets are read by; `codes` are those of exchanges."""

    rules: BracketRules
    codes: Codes

    @classmethod
    def of(cls, resources: Resources) -> BracketReading:
        """Return what the resources hold of it."""
        return cls(resources.rules_as(BracketRules, "brackets"), resources.exchanges)


def read_brackets(text: str, organisations: Iterable[Candidate], words: BracketReading) -> Brackets:
    """Return the listings and definitions of a text; `organisations` are candidates."""
    listings: list[Listing] = []
    definitions: list[Definition] = []
    closed: list[tuple[int, int]] = []
    candidates = list(organisations)
    owners = {candidate.end + 2: candidate.end for candidate in candidates if is_owner(text, candidate.end)}
    named_before: dict[int, int] = {}  # where a bracket ends: the words before it, or before the bracket before it
    for bracket in _BRACKET.finditer(text):
        after = end_of_words(text, bracket.start())
        after = owners.get(after, after)
        after = named_before[bracket.end()] = named_before.get(after, after)
        found = list(_listings(bracket[1], after, words))
        listings += found
        closed += [bracket.span()] * len(found)
        definitions += _definitions(bracket, after, words.rules)
    listed = {listing.ticker for listing in listings}
    for listing, place in _listed_before(text, candidates, words):
        listings.append(listing)
        closed.append(place)
    named = {candidate.end: candidate.text for candidate in candidates}
    closed += [m.span() for m in words.rules.symbol.find_all(text) if _is_symbol(m, named, listed)]
    return Brackets(tuple(listings), tuple(definitions), tuple(closed))


def _listings(bracket: str, after: int, words: BracketReading) -> Iterator[Listing]:
    rules = words.rules
    told = rules.link.pattern.sub(lambda link: link["shown"], bracket)
    for listing in rules.listing.find_all(told):
        exchanges = _exchanges(listing["exchange"], words)
        yield from (Listing(after, listing["ticker"], exchange) for exchange in exchanges)
        further = rules.further.find(told, listing.end()) if exchanges else None
        while further:
            yield Listing(after, further["ticker"], exchanges[-1])
            further = rules.further.find(told, further.end())


def _exchanges(names: str, words: BracketReading) -> list[str]:
    """Return the exchanges with whose names some words end: Nasdaq and TSX."""
    known = [_exchange(name, words.codes) for name in words.rules.between_exchanges.pattern.split(names)]
    return [code for code in itertools.takewhile(bool, reversed(known)) if code][::-1]


def _listed_before(text: str, organisations: list[Candidate], words: BracketReading) -> Iterator[tuple[Listing, Place]]:
    """Yield the listings before a name with the place of exchange and ticker: NYSE: ACM-listed Acme Inc."""
    end_of = {candidate.start: candidate.end for candidate in sorted(organisations, key=lambda c: c.end)}
    for match in words.rules.listed_before.find_all(text):
        exchange, after = _exchange(match["exchange"], words.codes), end_of.get(match.end())
        if exchange and after:
            yield Listing(after, match["ticker"], exchange), (match.start(), match.end("ticker"))


def _definitions(bracket: re.Match[str], after: int, rules: BracketRules) -> Iterator[Definition]:
    for term in rules.term.find_all(bracket[1]):
        if rules.together.find(bracket[1], 0, term.start("term")):
            continue
        start, words = bracket.start(1) + term.start("term"), term["term"].rstrip()
        yield Definition(after, words, start, start + len(words))


def _is_symbol(bracket: re.Match[str], named: Mapping[int, str], listed: Container[str]) -> bool:
    """Return whether capitals in brackets are what is traded, not the name before them made short.

    So are the tickers that the text gives with their exchange, and capitals after an organisation of one word;
    `named` are organisations by where they end.
    """
    text, letters = bracket.string, bracket["letters"]
    line = text[max(0, bracket.start() - _REACH) : bracket.start()].rpartition("\n")[2]
    if "".join(word[0] for word in _WORD.findall(line)).upper().endswith(letters):
        return False
    name = named.get(bracket.start() - len(line) + len(line.rstrip()), "")
    one_word = bool(name) and " " not in name and not name.islower()
    return bool(bracket["dollar"]) or letters in listed or one_word


def _exchange(name: str, codes: Codes) -> str | None:
    return codes.get(" ".join(name.split()).casefold())
