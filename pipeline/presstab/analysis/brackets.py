"""What a release says in brackets after names: tickers, defined terms."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterable, Iterator, Mapping

from presstab.analysis.record import Brackets, Candidate, Definition, Listing, Place
from presstab.text import end_of_words

Codes = Mapping[str, str]  # of exchanges, by their names, case folded
_BRACKET = re.compile(r"\(((?:[^()\n]|\([^()\n]{1,60}\)){3,160})\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\([^()]*\)")  # (NYSE: [ACM](#chart)): Markdown that nobody rendered; reported
_LISTING = re.compile(r"([A-Z][A-Za-z .,/&\-]{1,40}?)\s*[:：]\s*\$?([A-Z0-9]{1,6}(?:[. ][A-Z])?)\b(?!:)")
_EXCHANGES = re.compile(r"\s*(?:,|/|&|\band\b)\s*")  # (Nasdaq and TSX: ACM)
# NYSE American: ACM-listed | Acme Inc.: no bracket at all; reported (tests/test_legal_names.py), in no text of 12,000
_LISTED_BEFORE = re.compile(r"\b([A-Z][A-Za-z \-]{1,30}?):[ ]?([A-Z0-9]{1,6})-(?:listed|traded|quoted)[ ](?=\S)")
_FURTHER = re.compile(
    r"\s*(?:,|/|;|and|&)\s*(?:and\s+)?\$?([A-Z0-9]{1,6}(?:\.[A-Z]{1,2})?)\b(?!\s*:)"
)  # (OTC: ACMA, ACMB)
# Acme Robotics ($ACMR); Acme (ACM): a ticker or a coin, unless the letters begin the words of the name
_SYMBOL = re.compile(r"\((?P<dollar>\$?)(?P<letters>[A-Z][A-Z0-9]{2,5})\)")
_WORD = re.compile(r"[\w.&'’-]+")
_MAX_WORDS_BEFORE = 60  # characters
# (the "Company"); ("Acme" or the "Company"); (“ACME”)
_TERM = re.compile(r"(?:^|\s|,|;)(?P<the>(?:the|The|our|its)\s+)?[\"“‘'](?P<term>[A-Z][\w&.\-' ]{1,40}?)[,.]?[\"”’']")
_GENERIC = frozenset(
    [
        "company",
        "companies",
        "corporation",
        "firm",
        "group",
        "bank",
        "fund",
        "trust",
        "partnership",
        "partners",
        "parties",
        "party",
        "issuer",
        "seller",
        "buyer",
        "agency",
        "university",
        "institute",
        "foundation",
        "association",
        "board",
        "council",
        "commission",
        "department",
        "offering",
        "transaction",
        "merger",
        "acquisition",
        "agreement",
        "project",
        "program",
        "notes",
        "shares",
        "securities",
        "plan",
        "closing",
        "exchange",
        "act",
    ]
)


def read_brackets(text: str, organisations: Iterable[Candidate], codes: Codes) -> Brackets:
    """Return the listings and definitions of a text; `organisations` are candidates, `codes` those of exchanges."""
    listings: list[Listing] = []
    definitions: list[Definition] = []
    closed: list[tuple[int, int]] = []
    candidates = list(organisations)
    named_before: dict[int, int] = {}  # where a bracket ends: the words before it, or before the bracket before it
    for bracket in _BRACKET.finditer(text):
        after = end_of_words(text, bracket.start())
        after = named_before[bracket.end()] = named_before.get(after, after)
        found = list(_listings(bracket[1], after, codes))
        listings += found
        closed += [bracket.span()] * len(found)
        definitions += _definitions(bracket, after)
    listed = {listing.ticker for listing in listings}
    for listing, place in _listed_before(text, candidates, codes):
        listings.append(listing)
        closed.append(place)
    named = {candidate.end: candidate.text for candidate in candidates}
    closed += [m.span() for m in _SYMBOL.finditer(text) if _is_symbol(m, named, listed)]
    return Brackets(tuple(listings), tuple(definitions), tuple(closed))


def _listings(words: str, after: int, codes: Codes) -> Iterator[Listing]:
    words = _LINK.sub(r"\1", words)
    for listing in _LISTING.finditer(words):
        exchanges = _exchanges(listing[1], codes)
        yield from (Listing(after, listing[2], exchange) for exchange in exchanges)
        further = _FURTHER.match(words, listing.end()) if exchanges else None
        while further:
            yield Listing(after, further[1], exchanges[-1])
            further = _FURTHER.match(words, further.end())


def _exchanges(names: str, codes: Codes) -> list[str]:
    """Return the exchanges with whose names some words end: Nasdaq and TSX."""
    known = [_exchange(name, codes) for name in _EXCHANGES.split(names)]
    return [code for code in itertools.takewhile(bool, reversed(known)) if code][::-1]


def _listed_before(text: str, organisations: list[Candidate], codes: Codes) -> Iterator[tuple[Listing, Place]]:
    """Yield the listings before a name with the place of exchange and ticker: NYSE: ACM-listed Acme Inc."""
    end_of = {candidate.start: candidate.end for candidate in sorted(organisations, key=lambda c: c.end)}
    for match in _LISTED_BEFORE.finditer(text):
        exchange, after = _exchange(match[1], codes), end_of.get(match.end())
        if exchange and after:
            yield Listing(after, match[2], exchange), (match.start(), match.end(2))


def _definitions(bracket: re.Match[str], after: int) -> Iterator[Definition]:
    for term in _TERM.finditer(bracket[1]):
        start, words = bracket.start(1) + term.start("term"), term["term"].rstrip()
        yield Definition(after, words, start, start + len(words))


def _is_symbol(bracket: re.Match[str], named: Mapping[int, str], listed: Container[str]) -> bool:
    """Return whether capitals in brackets are what is traded, not the name before them made short.

    So are the tickers that the text gives with their exchange, and capitals after an organisation of one word;
    `named` are organisations by where they end.
    """
    text, letters = bracket.string, bracket["letters"]
    line = text[max(0, bracket.start() - _MAX_WORDS_BEFORE) : bracket.start()].rpartition("\n")[2]
    if "".join(word[0] for word in _WORD.findall(line)).upper().endswith(letters):
        return False
    name = named.get(bracket.start() - len(line) + len(line.rstrip()), "")
    one_word = bool(name) and " " not in name and not name.islower()
    return bool(bracket["dollar"]) or letters in listed or one_word


def _exchange(name: str, codes: Codes) -> str | None:
    return codes.get(" ".join(name.split()).casefold())


def is_generic_term(term: str) -> bool:
    """Return whether a defined term is a word for any organisation (the "Company"), never a name."""
    return term.split()[-1].casefold() in _GENERIC
