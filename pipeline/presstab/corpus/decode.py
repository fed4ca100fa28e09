"""Bytes to text: encoding declared or detected, BOM dropped, NUL replaced."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from presstab.corpus.encodings import detect, without_mark
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


_WESTERN = "presstab.western"  # the name under which codecs know what to do with what is no UTF-8


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
    errors: str = "replace"


def _western(error: UnicodeError) -> tuple[str, int]:
    """Read what is no UTF-8 within a text that mostly is: two sources joined."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_WESTERN, _western)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of `data`: by its BOM, else as UTF-8, else as it declares, else by detection.

    Raises:
        InputError: the data is too large or no text.
    """
    if len(data) > MAX_BYTES:
        raise InputError(f"larger than {MAX_BYTES // 1_000_000} MB: split it")
    found = encoding_of(data, declared)
    text = clean(data[len(found.mark) :].decode(found.name, found.errors))
    return Decoded(text, "utf-8 and cp1252" if found.errors == _WESTERN else found.name, found.guessed)


def encoding_of(data: bytes, declared: str | None = None) -> Encoding:
    """Return the encoding of a text, or of its beginning: by BOM, else UTF-8, as declared, or by detection.

    Raises:
        InputError: it is no text.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return Encoding(name, mark)
    if unmarked := without_mark(data[:SAMPLE]):
        return Encoding(unmarked, guessed=True)
    if _is_binary(data):
        raise InputError("binary data, not text")
    try:
        # A sample may end within a character.
        codecs.getincrementaldecoder("utf-8")().decode(data, final=len(data) != SAMPLE)
    except UnicodeDecodeError:
        if _is_mixed(data):
            return Encoding("utf-8", guessed=True, errors=_WESTERN)
        if declared and _fits(data, declared):
            return Encoding(declared)
        detected = detect(data[: 8 * SAMPLE])
        if detected is None:
            raise InputError("no known encoding fits: save it as UTF-8") from None
        return Encoding(detected, guessed=True)
    return Encoding("utf-8")


def clean(text: str) -> str:
    """Return `text` without BOM, NUL as U+FFFD, lone surrogates as U+FFFD."""
    cleaned = text.removeprefix("\ufeff").replace("\x00", "\ufffd")
    return cleaned.encode("utf-8", "surrogatepass").decode("utf-8", "replace") if _has_surrogate(cleaned) else cleaned


def _is_mixed(data: bytes) -> bool:
    """Whether most characters beyond ASCII are UTF-8: bytes of another encoding hardly ever look like that."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return sum(character > "\x7f" for character in text) > 2 * lost


def _fits(data: bytes, declared: str) -> bool:
    """Whether a declared encoding is known and no byte contradicts it."""
    try:
        data.decode(declared)
    except (LookupError, UnicodeError):
        return False
    return True


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _is_binary(data: bytes) -> bool:
    sample = data[:SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROL)) > len(sample) // 50
