"""Names that must stand nowhere, known by digests alone: found and blacked out wherever they are written.

A name is compared by its letters and digits, without accents and case, so `Jane-Doe`, `JANE DOE`, `jane.doe@` and
`ByJane Doe` are one name. What is kept of it are the lengths of its words, a hint of its first three letters
(one in 256: what makes the search fast) and a digest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from presstab.text import digest, fold

BLACK = "█"
_HANDLE = "@"
_HINT = 3  # letters
LONG = 8  # letters: so long a name is no accident where it is glued to other words on either side
_BETWEEN = re.compile(r"[\s.\-]+")  # `Jane A.`, `Mary-Ann`
# What stands before the @ of a mail address, or after the @ or / of an account: `jdoe@`, `/in/jdoe`, `@jdoe`.
_ACCOUNT = re.compile(r"[\w.+-]+(?=@)|(?<=[@/])[\w.+-]+")
# Within an address or a tag nothing shows where words end: `www.janedoe.example`, `#janedoe`
_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(r"[@/#]|www\.")


class Name(NamedTuple):
    """What is kept of a name: lengths of its words, hint, digest."""

    lengths: tuple[int, ...]
    hint: str
    digest: str

    @classmethod
    def read(cls, code: str) -> Name:
        """Return the name that a code stands for."""
        lengths, hint, sha256 = code.split(":")
        return cls(tuple(map(int, lengths.split("+"))), hint, sha256)


class FullName(NamedTuple):
    """The words of a name in an order that it is written in, and the accounts that are called by it."""

    words: tuple[str, ...]
    accounts: frozenset[str] = frozenset()

    @property
    def whole(self) -> str:
        """All its letters."""
        return "".join(self.words)


def full_names(names: Iterable[str]) -> list[FullName]:
    """Return the ways to write a person's names that have more than one word: in order, and family name first.

    >>> [name.whole for name in full_names(["Jane Doe", "Doe"])]
    ['janedoe', 'doejane']
    """
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for name in names:
        given = tuple(word for word in map(squash, _BETWEEN.split(name)) if word)
        if len(given) < 2 or sum(map(len, given)) < _HINT:
            continue
        # A middle initial may be left out.
        short = (given[0], *(word for word in given[1:-1] if len(word) > 1), given[-1])
        for words in (given, short):
            first, last = words[0], words[-1]
            accounts = {first[0] + last, last + first[0], first + last[0]}
            found[words] = frozenset(account for account in accounts if len(account) > _HINT)
            found.setdefault((last, *words[:-1]), frozenset())
    return [FullName(*item) for item in found.items()]


def codes_of(names: Iterable[str]) -> set[str]:
    """Return what is kept of a person's names.

    >>> sorted(code.split(":")[0] for code in codes_of(["Jane Doe"]))
    ['3+4', '4+3', '@', '@', '@']
    """
    codes = set()
    for name in full_names(names):
        lengths = "+".join(str(len(word)) for word in name.words)
        codes.add(f"{lengths}:{digest(name.whole[:_HINT])[:2]}:{digest(name.whole)}")
        codes |= {f"{_HANDLE}:{digest(account)}" for account in name.accounts}
    return codes


class Hidden:
    """Looks for names that are known by their codes."""

    def __init__(self, codes: Collection[str]) -> None:
        self._accounts = {code[2:] for code in codes if code.startswith(_HANDLE)}
        names = sorted(Name.read(code) for code in codes if "+" in code.partition(":")[0])
        self._names: dict[str, set[tuple[int, ...]]] = {}
        for name in names:
            self._names.setdefault(name.hint, set()).add(name.lengths)
        self._known = {(name.lengths, name.digest) for name in names}
        self._hints: dict[str, set[tuple[int, ...]]] = {}

    def __bool__(self) -> bool:
        return bool(self._names or self._accounts)

    @classmethod
    def of(cls, codes: Collection[str]) -> Hidden:
        """Return what looks for the names of some codes, made once."""
        return _hidden(frozenset(codes))

    def black_out(self, text: str) -> str:
        """Return a text without the names; no character moves."""
        spans = self.find(text)
        if not spans:
            return text
        characters = list(text)
        for start, end in spans:
            characters[start:end] = BLACK * (end - start)
        return "".join(characters)

    def black_id(self, doc_id: str) -> str:
        """Return an id without the names; two that differ stay apart."""
        shown = self.black_out(doc_id)
        return doc_id if shown == doc_id else f"{shown}-{digest(doc_id)[:8]}"

    def find(self, text: str) -> list[tuple[int, int]]:
        """Return the spans of a text in which a name stands."""
        if not text or not self:
            return []
        return [*self._written(text), *self._as_accounts(text)]

    def _written(self, text: str) -> Iterator[tuple[int, int]]:
        squashed, places = _squashed(text)
        for at in range(len(squashed) - _HINT + 1):
            for lengths in self._hinted(squashed[at : at + _HINT]):
                end = at + sum(lengths)
                if end > len(squashed) or (lengths, digest(squashed[at:end])) not in self._known:
                    continue
                span = places[at], places[end - 1] + 1
                if end - at >= LONG or _stands_out(text, [*_edges(at, lengths, places), span[1]]):
                    yield span

    def _hinted(self, letters: str) -> set[tuple[int, ...]]:
        if letters not in self._hints:
            self._hints[letters] = self._names.get(digest(letters)[:2], set())
        return self._hints[letters]

    def _as_accounts(self, text: str) -> Iterator[tuple[int, int]]:
        if "@" in text or "/" in text:
            for found in _ACCOUNT.finditer(text):
                if digest(squash(found[0])) in self._accounts:
                    yield found.span()


@lru_cache(maxsize=4)
def _hidden(codes: frozenset[str]) -> Hidden:
    return Hidden(codes)


def _edges(at: int, lengths: tuple[int, ...], places: list[int]) -> Iterator[int]:
    for length in lengths:
        yield places[at]
        at += length


def _stands_out(text: str, edges: list[int]) -> bool:
    """Whether words end at all edges of a short name; within an address at its ends only."""
    return all(_is_edge(text, at) for at in edges) or (
        _is_edge(text, edges[0]) and _is_edge(text, edges[-1]) and _in_address(text, edges[0], edges[-1])
    )


def _is_edge(text: str, at: int) -> bool:
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    return not (before.isalnum() and after.isalnum()) or (before.islower() and after.isupper())


def _in_address(text: str, start: int, end: int) -> bool:
    # A name with white space in it is in no address.
    around = text[max(0, start - 200) : end + 200]
    runs = (run for run in _RUN.finditer(around) if run.start() <= start - max(0, start - 200) < run.end())
    return any(_ADDRESS.search(run[0]) for run in runs) and not re.search(r"\s", text[start:end])


class _Letters(dict[str, str]):
    """What each character is compared as: nothing for marks and white space."""

    def __missing__(self, character: str) -> str:
        self[character] = found = "".join(c for c in fold(character) if c.isalnum())
        return found


_LETTERS = _Letters()


def squash(text: str) -> str:
    """Return the letters and digits of a text as names are compared."""
    return "".join(_LETTERS[character] for character in text)


def _squashed(text: str) -> tuple[str, list[int]]:
    """Return the letters of a text as they are compared, and where each of them stands."""
    letters, places = [], []
    for at, character in enumerate(text):
        for letter in _LETTERS[character]:
            letters.append(letter)
            places.append(at)
    return "".join(letters), places
