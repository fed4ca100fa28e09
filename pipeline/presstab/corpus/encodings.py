"""Which encoding a text without mark or declaration is in, where it is no UTF-8.

Detectors go by statistics of long texts; an English release has a dozen accents and quotation
marks. So the Western encodings are tried first, and told apart by what no text holds: a
capital within a word (`ItÕs`), a sign within a name (`Wa³êsa`), a control character.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable

import charset_normalizer

# In order of how common they are: where two fit equally, the first is taken.
_WESTERN = ("cp1252", "mac_roman", "cp1250", "iso8859_15", "cp850")
_MOST_ACCENTED = 0.3  # share of letters beyond ASCII; French has 4%, Vietnamese 25%, Cyrillic 100%
_MOST_ODD = 0.2  # share of characters beyond ASCII that no text holds there
_LEAST_NULS = 0.3  # share of NUL bytes on one side of every pair: Latin text as UTF-16
_JOINERS = frozenset("’‘–—-…·ʼ\xad")  # signs that stand between letters: It’s, 2019–2021
_LONE = frozenset("àÀáÁéÉèÈóÓöÖøØåÅêÊ")  # words of one letter, or initials
_BEYOND = re.compile(r"[^\x00-\x7f]")  # ñ, ’


def without_mark(sample: bytes) -> str | None:
    """Return the UTF-16 that Latin text without a byte order mark is in: every second byte is NUL."""
    half = max(1, len(sample) // 2)
    for name, at in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[at::2].count(0) > _LEAST_NULS * half and sample[1 - at :: 2].count(0) < 0.05 * half:
            return name
    return None


def detect(data: bytes) -> str | None:
    """Return the encoding that fits best; None if none does."""
    fitting = sorted(_scored(data, _WESTERN), key=lambda pair: pair[0])
    if fitting and fitting[0][0] <= _MOST_ODD:
        name = fitting[0][1]
        return "cp1254" if name == "cp1252" and _is_turkish(codecs.decode(data, name)) else name
    best = charset_normalizer.from_bytes(data).best()
    if best is not None:
        return best.encoding
    return fitting[0][1] if fitting else None


def _is_turkish(text: str) -> bool:
    """Return whether ý, þ and ð stand for Turkish letters: they do in a text without Icelandic vowels.

    >>> _is_turkish("Yýldýz A.Þ. named Gülþen Þahin"), _is_turkish("Ægir Þórsson of Garðabær")
    (True, False)
    """
    found = set(text.casefold())
    return bool(found & set("ýþð")) and bool(found & set("üöç")) and not found & set("áéíóúæ")


def _scored(data: bytes, names: Iterable[str]) -> Iterable[tuple[float, str]]:
    for name in names:
        try:
            text = codecs.decode(data, name)
        except UnicodeDecodeError:
            continue
        yield _oddness(text), name


def _oddness(text: str) -> float:
    """Return the share of characters beyond ASCII that cannot stand where they do, 1 where the text is not Latin."""
    beyond = [match.start() for match in _BEYOND.finditer(text)]
    letters = sum(map(str.isalpha, text))
    accented = sum(text[at].isalpha() for at in beyond)
    if accented > _MOST_ACCENTED * letters:
        return 1.0
    return sum(_is_odd(text, at) for at in beyond) / max(1, len(beyond))


def _is_odd(text: str, at: int) -> bool:
    character, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if not character.isalpha():
        return _is_odd_sign(character, before, after)
    if not before.isalpha() and not after.isalpha():  # ` ñ ` for a dash
        return character not in _LONE
    if character.isupper():  # ItÕs
        return before.islower()
    # `ìIt` and `firm,î` for quotation marks
    return after.isupper() or before in {",", ".", ";", "!", "?"} or unicodedata.category(character) == "Lo"


def _is_odd_sign(character: str, before: str, after: str) -> bool:
    if character in _JOINERS or character.isspace():
        return False
    category = unicodedata.category(character)
    if category in {"Cc", "Cn", "Co"} or character == "\ufffd":
        return True
    return before.isalpha() and after.isalpha()
