"""Plain text: white space, occurrences, digests, ids. No spaCy, no disk, no clock."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

UNIT_SEPARATOR = "\x1f"
# The Latin capitals, for a class of a pattern: Western ones and those with a háček, a cedilla, a stroke (Černý, Şahin).
CAPITALS = "A-ZÀ-ÖØ-Þ" + "".join(c for c in map(chr, range(0x100, 0x250)) if c.isupper())
ID_DIGITS = 16
LONG_LINE = 1_500  # characters; a longer line is several paragraphs that a conversion ran together

_SPACE = re.compile(r"\s+")
# What may stand before a line but is no part of it: bullets, dashes, `=` of a formula.
_LEADING = re.compile(r"^[^\w(\[{\"'“‘«„$€£¥#§¿¡<]+")
# Controls, what ends a line elsewhere, halves of characters (no encoding takes them), tags that nobody sees, and the
# marks that turn a line's direction (U+202E makes `txt.exe` of `exe.txt`).
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_REACH = 20  # characters looked at before a sentence
_BESIDE_SENTENCE = " \t\u00a0\"“‘'(*•·-–—"
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "|", ">", "\n", "…")
_PLUS = re.compile(r"(?<=[^\W\d_])\s?\+(?=\W*$)")  # Disney+ is Disney Plus, and not Disney
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
# Letters that Unicode does not decompose, as company and personal names are romanised.
_ROMAN = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l",
     "đ": "d", "Đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)  # fmt: skip


def collapse(text: str) -> str:
    """Return `text` with every run of white space as one blank, none at the ends."""
    return _SPACE.sub(" ", text).strip()


def lowered(text: str) -> str:
    """Return `text` in small letters, every letter where it stood: one that would become two stays as it is.

    >>> lowered("CEO in İzmir")
    'ceo in İzmir'
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def reading(text: str) -> str:
    r"""Return `text` as a cell for reading: white space collapsed, leading bullets dropped.

    A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula; a
    sentence never needs these marks, so the reading cells cannot carry one.

    >>> reading(" •  =Acme\n grows ")
    'Acme grows'
    """
    return _LEADING.sub("", collapse(text))


def begins_sentence(text: str, at: int) -> bool:
    """Return whether a sentence, a line or an entry of a list begins at a place, marks and bullets before it aside.

    >>> [begins_sentence(text, text.index("Acme")) for text in ("• Acme", "Sold. “Acme grew", "by Acme", "of (Acme")]
    [True, True, False, False]
    """
    before = text[max(0, at - _REACH) : at].rstrip(_BESIDE_SENTENCE)
    return not before or before.endswith(_SENTENCE_ENDS)


def fold(text: str) -> str:
    """Return `text` for comparison: NFKC, case folded, accents dropped, white space collapsed."""
    if text.isascii():  # as nearly all names are
        return collapse(text.casefold())
    decomposed = unicodedata.normalize("NFKD", text.translate(_ROMAN).casefold())
    return collapse("".join(c for c in decomposed if not unicodedata.combining(c)))


@lru_cache(maxsize=4096)  # identity asks for the same names again and again
def slug(name: str) -> str:
    """Return the readable key of a name: `a-z 0-9` joined by `-`, empty where nothing is Latin.

    >>> slug("Société Générale S.A."), slug("Acme TV+")
    ('societe-generale-s-a', 'acme-tv-plus')
    """
    return slug_of_text(name)


def slug_of_text(text: str) -> str:
    """Return the `slug` of a text of any length, which is not kept as those of names are."""
    folded = fold(text)
    if "+" in folded:
        folded = _PLUS.sub(" plus", folded)
    return _NOT_KEY.sub("-", folded.replace("&", " and ").replace("'", "").replace("’", "")).strip("-")


def digest(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return the SHA-256 of `data`, as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def visible(text: str, keep: str = "") -> str:
    r"""Return `text` without characters that steer a terminal or turn the direction of a line.

    Each becomes U+FFFD, so that no character moves; those of `keep` stay.

    >>> visible("a\x1b[1m\u202eb")
    'a\ufffd[1m\ufffdb'
    """
    return _UNSEEN.sub(lambda found: found[0] if found[0] in keep else "\ufffd", text)


def row_id(prefix: str, *parts: object) -> str:
    """Return `prefix` and the first 16 hex digits of SHA-256 over the parts joined by U+001F."""
    return f"{prefix}_{digest(UNIT_SEPARATOR.join(map(str, parts)))[:ID_DIGITS]}"


class Occurrences:
    """Counts at which occurrence of a string a span of the text stands.

    The number k counts, from 1, every occurrence of exactly that string, extracted or
    not, overlaps included: ids made from it do not change with the rules. All strings are
    looked for at once: a text may hold a hundred thousand of them.
    """

    def __init__(self, text: str, surfaces: Iterable[str]) -> None:
        self._text = text
        known = unique(surfaces)
        self._starts: dict[str, list[int]] = {surface: [] for surface in known}
        found = AhoCorasick(known).find_matches_as_indexes(text, overlapping=True) if known else []
        for number, start, _ in found:
            self._starts[known[number]].append(start)

    def number(self, start: int, end: int) -> int:
        """Return k for the span `text[start:end]`, whose string is one of the given."""
        return bisect_left(self._starts[self._text[start:end]], start) + 1


def is_owner(text: str, end: int) -> bool:
    """Return whether the name that ends at a place is an owner's.

    >>> is_owner("Acme’s boats", 4), is_owner("Acme sells", 4)
    (True, False)
    """
    return text.startswith(("'s", "’s"), end)


def end_of_words(text: str, at: int) -> int:
    """Return where what stands before a place ends, white space aside; the text is not copied for it.

    >>> end_of_words("Acme  (NYSE: ACM)", 6)
    4
    """
    while at and text[at - 1].isspace():
        at -= 1
    return at


def words(text: str) -> list[str]:
    """Return the words of `text`, inner hyphens and apostrophes kept."""
    return _WORD.findall(text)


def unique(items: Iterable[str]) -> list[str]:
    """Return the items in order of first appearance, each once."""
    return list(dict.fromkeys(items))
