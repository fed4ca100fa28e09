"""Text to what the encoder reads: word pieces, and the shape of the word after each.

The encoder's vocabulary is uncased; case, digits and line breaks reach it as shapes.
Training and extraction both use this module, so they cannot drift apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from presstab.glued import glued_at

UNKNOWN = "[UNK]"
START = "[CLS]"
END = "[SEP]"
MAX_PIECES_PER_WORD = 8
MAX_WORD_CHARS = 100
N_SHAPES = 32

# Letters and digits hang together; every mark stands alone: `e-Axles` is e - Axles.
_LOST = "\ufffd"  # what stands where a letter was lost: Mu\ufffdoz is one word
_WORD = re.compile(f"\\w[\\w{_LOST}]*|[^\\w\\s]")
# Letters that Unicode does not part from their stroke: the vocabulary hardly knows them, and Łukasz is Lukasz to it.
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ı": "i", "ð": "d"})
AFTER_BLANK = 10
AFTER_LINE_BREAK = 20


class Encoded(NamedTuple):
    """A text as pieces: `words[i]` is (start, end) in characters; the rest is one entry a piece."""

    words: list[tuple[int, int]]
    piece_ids: list[int]
    shapes: list[int]
    word_of_piece: list[int]


class Encoder:
    """Cuts text into word pieces of one vocabulary, longest match first (WordPiece)."""

    def __init__(self, vocabulary: Sequence[str], start: str = START, end: str = END) -> None:
        self._ids = {piece: number for number, piece in enumerate(vocabulary)}
        self.start_id, self.end_id = self._ids[start], self._ids[end]
        self._read = lru_cache(maxsize=100_000)(self._pieces_and_shape)

    def id_of(self, piece: str) -> int:
        """Return the number of a piece of the vocabulary."""
        return self._ids[piece]

    def encode(self, text: str) -> Encoded:
        """Return the words of `text` and their pieces."""
        encoded = Encoded([], [], [], [])
        end_before = 0
        cuts = glued_at(text)
        unglued = set(cuts)
        for number, (start, end) in enumerate(_words(text, cuts)):
            gap = "\n" if start in unglued else text[end_before:start]  # it is lines that conversions glue
            pieces, shape = self._read(text[start:end])
            shape += _gap(gap, is_first=number == 0)
            encoded.words.append((start, end))
            encoded.piece_ids.extend(pieces)
            encoded.shapes.extend([shape] * len(pieces))
            encoded.word_of_piece.extend([number] * len(pieces))
            end_before = end
        return encoded

    def _pieces_and_shape(self, word: str) -> tuple[tuple[int, ...], int]:
        return self._split(word), shape_of(word)

    def _split(self, word: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
        plain = plain.translate(_PLAIN).replace(_LOST, "e")
        if len(plain) > MAX_WORD_CHARS:
            return (self._ids[UNKNOWN],)
        ids: list[int] = []
        at = 0
        while at < len(plain) and len(ids) < MAX_PIECES_PER_WORD:
            prefix = "##" if at else ""
            end = next((e for e in range(len(plain), at, -1) if prefix + plain[at:e] in self._ids), at)
            if end == at:
                return (self._ids[UNKNOWN],)
            ids.append(self._ids[prefix + plain[at:end]])
            at = end
        return tuple(ids) or (self._ids[UNKNOWN],)


@lru_cache(maxsize=4)
def encoder_of(vocabulary: tuple[str, ...]) -> Encoder:
    """Return the encoder of a vocabulary, one for all that read with it: how a word is cut is kept once."""
    return Encoder(vocabulary)


def _words(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the words in order, those apart that a conversion glued together."""
    left = iter([*cuts, len(text) + 1])
    cut = next(left)
    for match in _WORD.finditer(text):
        start, end = match.span()
        while cut < end:
            if cut > start:
                yield start, cut
                start = cut
            cut = next(left)
        yield start, end


def _gap(gap: str, *, is_first: bool) -> int:
    if is_first or "\n" in gap:
        return AFTER_LINE_BREAK
    return AFTER_BLANK if gap else 0


def shape_of(word: str) -> int:
    """Return the shape of a word, 1 to 9: number, mark, code, lower, UPPER, letter, Title, miXed."""
    if word.isdigit():
        return 1
    if not any(c.isalnum() for c in word):
        return 2
    if any(c.isdigit() for c in word):
        return 3 if word.upper() == word else 4
    if word.islower():
        return 5
    if word.isupper():
        return 6 if len(word) > 1 else 7
    return 8 if word[0].isupper() and word[1:].islower() else 9


def line_starts(shapes: Sequence[int]) -> list[int]:
    """Return the places of the pieces that begin a line."""
    return [at for at, shape in enumerate(shapes) if shape >= AFTER_LINE_BREAK]


def with_shape(shape: int, word_shape: int) -> int:
    """Return `shape` with the word's own part replaced, its gap kept: for augmentation."""
    return shape // 10 * 10 + word_shape
