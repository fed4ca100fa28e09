"""Bytes to text: encoding detected and declared, BOM dropped, NUL replaced."""

from __future__ import annotations

import codecs
from typing import NamedTuple

import charset_normalizer

from presstab.errors import InputError

MAX_BYTES = 50_000_000
SAMPLE = 65_536
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Control characters that no text holds; tab, line ends, form feed and escape are let be.
_CONTROL = bytes(sorted(set(range(32)) - {9, 10, 11, 12, 13, 27}))


class Decoded(NamedTuple):
    """A text and the encoding it was read in; `guessed` where nothing declared it."""

    text: str
    encoding: str
    guessed: bool


class Encoding(NamedTuple):
    """An encoding, the bytes of its mark at the start, and whether it was guessed."""

    name: str
    mark: bytes = b""
    guessed: bool = False


def decode(data: bytes) -> Decoded:
    """Return the text of `data`: by its BOM, else as UTF-8, else by detection.

    Raises:
        InputError: the data is too large or no text.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 1_000_000} MB: split it")
    found = encoding_of(data)
    return Decoded(clean(data[len(found.mark) :].decode(found.name, "replace")), found.name, found.guessed)


def encoding_of(data: bytes) -> Encoding:
    """Return the encoding of a text, or of its beginning: by its BOM, else UTF-8, else by detection.

    Raises:
        InputError: it is no text.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Encoding(name, mark)
    if _is_binary(data):
        raise InputError("binary data, not text")
    try:
        # A sample may end within a character.
        codecs.getincrementaldecoder("utf-8")().decode(data, final=len(data) != SAMPLE)
    except UnicodeDecodeError:
        best = charset_normalizer.from_bytes(data[: 8 * SAMPLE]).best()
        if best is None:
            raise InputError("no known encoding fits: save it as UTF-8") from None
        return Encoding(best.encoding, guessed=True)
    return Encoding("utf-8")


def clean(text: str) -> str:
    """Return `text` without BOM, NUL as U+FFFD, lone surrogates as U+FFFD."""
    cleaned = text.removeprefix("\ufeff").replace("\x00", "\ufffd")
    return cleaned.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if _has_surrogate(cleaned) else cleaned


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _is_binary(data: bytes) -> bool:
    sample = data[:SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) // 50
