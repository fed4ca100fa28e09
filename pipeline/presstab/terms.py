"""Technical terms: singular, normal form, abbreviations by definition. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from presstab.text import collapse, slug, slug_of_text

# Words that end in s and are no plurals.
_SINGULAR = frozenset(
    [
        "things",
        "biogas",
        "analytics",
        "robotics",
        "diagnostics",
        "electronics",
        "photonics",
        "genomics",
        "proteomics",
        "optics",
        "physics",
        "mechanics",
        "logistics",
        "biometrics",
        "informatics",
        "avionics",
        "kinetics",
        "dynamics",
        "therapeutics",
        "ceramics",
        "kubernetes",
        "series",
        "species",
        "gas",
        "bus",
        "lens",
        "metalens",
        "power-to-gas",
        "chassis",
        "basis",
        "analysis",
        "synthesis",
        "wireless",
        "ios",
        "dos",
        "aws",
        "gps",
        "dns",
        "sms",
        "tls",
        "ios",
        "saas",
        "paas",
        "iaas",
        "devops",
        "ops",
        "canvas",
        "atlas",
        "metrics",
        "biologics",
        "plastics",
        "aerodynamics",
        "hydraulics",
        "bioinformatics",
        "telematics",
        "haptics",
        "ergonomics",
        "mathematics",
        "statistics",
        "graphics",
        "forensics",
        "orthopedics",
        "genetics",
        "epigenetics",
        "cosmetics",
        "semantics",
        "acoustics",
        "hydroponics",
        "less",
        "process",
        "business",
        "class",
        "glass",
        "mass",
        "access",
        "wellness",
        "business",
        "express",
        "glasses",
        "headphones",
        "earbuds",
        "tweezers",
        "futures",
        "countermeasures",
        "hypersonics",
        "pancreas",
        "gas",
        "rails",
        "keras",
        "jenkins",
        "faas",
        "serdes",
        "atmos",
        "vxworks",
    ]
)
# metabolomics, photovoltaics, microfluidics, theranostics
_FIELD = re.compile(r"(?:omics|onics|oponics|voltaics|uidics|ostics|ytics|etics|thetics)$")
_ES = re.compile(r"(?:ss|sh|ch|x|zz)es$")
_PAIR = re.compile(r"\(\s*[“\"'‘]?\s*(?P<short>[A-Za-z0-9][A-Za-z0-9/&.\-]{1,11}s?)\s*[”\"'’]?\s*\)")
_MAX_LONG_WORDS = 8
_SIGNS = frozenset(["TM", "SM"])  # trade marks: Acme(TM)
_SHORT = 5  # letters of an abbreviation


_IRREGULAR = {
    "matrices": "matrix",
    "indices": "index",
    "buses": "bus",
    "viruses": "virus",
    "lenses": "lens",
    "gases": "gas",
    "analyses": "analysis",
}
_OPS = re.compile(r"(?:dr|lapt|deskt|lo|ho|cr|sh|st|pr|tro|ft)ops$")  # drops, laptops, workshops; not DevOps


def singular(word: str) -> str:
    """Return the singular of an English noun; what is none stays as it is.

    >>> [singular(w) for w in ("batteries", "EVs", "GPUs", "laptops", "DevOps", "analytics", "QuickBooks", "e-Axles")]
    ['battery', 'EV', 'GPU', 'laptop', 'DevOps', 'analytics', 'QuickBooks', 'e-Axle']
    """
    low = word.lower()
    if len(word) < 3 or low in _SINGULAR or _FIELD.search(low) or low.endswith(".js") or word.endswith("OS"):
        return word
    if word[-1] == "s" and word[-2].isupper():
        return word[:-1]  # EVs, GPUs, eVTOLs
    if low.endswith("ops") and not _OPS.search(low):
        return word  # DevOps
    if not low.endswith("s") or low.endswith(("ss", "us", "is", "'s", "’s")):
        return word
    irregular = next((end for end in _IRREGULAR if low.endswith(end)), None)
    if irregular:
        return word[: len(word) - len(irregular)] + _IRREGULAR[irregular]
    if any(c.isupper() for c in re.split(r"[-/]", word)[-1][1:]):
        return word  # QuickBooks, PulmoPlas: a name, not many of them
    if word.isupper():
        return word if len(word) <= 5 else word[:-1]
    if low.endswith("ies") and len(word) > 4 and low not in {"series", "movies", "cookies"}:
        return word[:-3] + "y"
    if _ES.search(low):
        return word[:-2]
    return word[:-1]


_MARKS = re.compile(r"[®™©℠]|(?<=[a-z])\s?TM\b")  # Acme® sensor, AcmeTM, Acme TM


def canonical(term: str, names: Container[str] = ()) -> str:
    """Return a term as a row names it: last word singular, lower case but for proper names, without trade marks.

    A word with a capital inside or with a digit is a proper name; so are the `names`.

    >>> canonical("SpaceX Falcon 9 Rockets", {"Falcon"}), canonical("Android emulators")
    ('SpaceX Falcon 9 rocket', 'android emulator')
    """
    words = collapse(_MARKS.sub("", term)).split(" ")
    ends = singular(words[-1])
    shown = [word if word in names or is_proper(word) else word.lower() for word in words[:-1]]
    return " ".join([*shown, ends if words[-1] in names or is_proper(ends) else ends.lower()])


def as_written(term: str) -> str:
    """Return a term that is a name as its row bears it: as written, but one of an abbreviation's plural.

    >>> [as_written(term) for term in ("Battle Born Batteries", "LED TVs", "GPUs", "SaaS")]
    ['Battle Born Batteries', 'LED TV', 'GPU', 'SaaS']
    """
    words, _, last = term.rpartition(" ")
    return f"{words} {singular(last)}".lstrip() if _OF_CAPITALS.search(last) else term


def names_within(term: str, *, begins_sentence: bool) -> set[str]:
    """Return the words of a term that are written as names: capitals beside small letters, no sentence's first word.

    >>> [names_within(term, begins_sentence=True) for term in ("small Astrobee robot", "Cygnus craft", "Vitamin C")]
    [{'Astrobee'}, set(), set()]
    >>> names_within("Cygnus craft", begins_sentence=False)
    {'Cygnus'}
    """
    words = collapse(_MARKS.sub("", term)).split(" ")
    if is_headline_case(words):
        return set()
    return {word for word in words[begins_sentence:] if word[:1].isupper()}


def is_headline_case(words: Iterable[str]) -> bool:
    """Return whether every word begins with a capital or a digit, small words like `of` aside.

    >>> is_headline_case(["Proof", "of", "Reserves"]), is_headline_case(["Vitamin", "c"])
    (True, False)
    """
    return all(not word[:1].islower() or word in _SMALL for word in words)


def is_proper(word: str) -> bool:
    """Return whether the shape of a word shows a proper name or an abbreviation: EV, iPhone, Wi-Fi 7."""
    return any(c.isupper() for c in word[1:]) or any(c.isdigit() for c in word)


@lru_cache(maxsize=4096)
def term_key(term: str) -> str:
    """Return what spellings of one term share: e-axle, eAxle and e-Axles; singular, no hyphens."""
    if term.isupper() and len(term) <= _SHORT:
        return slug(term).replace("-", "")  # FCS, IPS: one of a name, not many Fc, IPs
    return squashed(term)


_OF_CAPITALS = re.compile(r"(?<=[A-Z]{2})s\b")  # the plural of an abbreviation: EVs, GPUs; not As, Is


def squashed(text: str) -> str:
    """Return the words of a text joined, each in singular: holds those of every term that stands in it.

    >>> squashed("the ADAS of e-Axles"), squashed("APIs")
    ('theadaofeaxle', 'api')
    """
    return "".join(singular(word) for word in slug_of_text(_OF_CAPITALS.sub("", text)).split("-"))


class AbbreviationPair(NamedTuple):
    """A long form with the abbreviation that stands in brackets after it, in characters."""

    long_start: int
    long_end: int
    short_start: int
    short_end: int


def find_abbreviations(text: str) -> Iterator[AbbreviationPair]:
    """Yield pairs `long form (ABBR)`, as Schwartz and Hearst (PSB 2003) match them.

    Every letter or digit of the abbreviation must be found in order in the words before the
    bracket, its first at the start of a word.
    """
    for match in _PAIR.finditer(text):
        short = match["short"]
        if not any(c.isupper() for c in short) or len(short.rstrip("s")) < 2 or short in _SIGNS:
            continue
        letters = short.removesuffix("s") if len(short) > 2 and short[:-1].isupper() else short
        start = _long_start(text, match.start(), letters)
        if start is not None:
            end = start + len(text[start : match.start()].rstrip())
            yield AbbreviationPair(start, end, match.start("short"), match.end("short"))


# EMDR (eye movement desensitization and reprocessing)
_REVERSED = re.compile(
    r"\b(?P<short>[A-Z][A-Za-z]{1,9})\s*\(\s*(?:(?:the|an?)\s+)?(?P<long>[A-Za-z][^()\n]{5,100}?)\s*\)"
)
_SMALL = frozenset(["of", "the", "and", "for", "in", "a", "to", "as", "on", "&"])


def find_reversed(text: str) -> Iterator[AbbreviationPair]:
    """Yield pairs `ABBR (long form)`: the letters of the abbreviation begin the words of the bracket, small ones aside.

    >>> [text[p.long_start : p.long_end] for text in ["by EMDR (Eye Movement Desensitization and Reprocessing)."]
    ...  for p in find_reversed(text)]
    ['Eye Movement Desensitization and Reprocessing']
    """
    for match in _REVERSED.finditer(text):
        words = [word for word in re.split(r"[\s\-/,]+", match["long"]) if word]
        letters = match["short"].removesuffix("s").lower()
        initials = {
            "".join(word[0] for word in kept).lower() for kept in (words, [w for w in words if w not in _SMALL])
        }
        if len(letters) > 2 and letters in initials:
            yield AbbreviationPair(*match.span("long"), *match.span("short"))


def begins_long_form(words: str, short: str) -> bool:
    """Return whether words can begin what an abbreviation is short for: each gives it a letter, small words aside.

    >>> [begins_long_form(words, "LOQ") for words in ("limit of ", "the limit of ", "levels near the ", "LOQ) limit ")]
    [True, False, False, False]
    """
    at, letters = 0, short.lower()
    for word in re.findall(r"\w+", words.lower()):
        found = letters.find(word[0], at)
        if found < 0 and (word not in _SMALL or at == 0):
            return False
        at = found + 1 if found >= 0 else at
    return ")" not in words


def _long_start(text: str, end: int, short: str) -> int | None:
    limit = max(0, end - 120)
    clause = max(text.rfind(mark, limit, end) for mark in ("\n", ". ", "; ", ": ", ") ", "“", '"'))
    at = end - 1
    earliest = max(limit, clause + 1)
    for number, character in reversed(list(enumerate(short))):
        if not character.isalnum():
            continue
        while at >= earliest and (
            text[at].lower() != character.lower() or (number == 0 and at > 0 and text[at - 1].isalnum())
        ):
            at -= 1
        if at < earliest:
            return None
        at -= 1
    start = at + 1
    words = text[start:end].split()
    if not words or len(words) > min(_MAX_LONG_WORDS, 2 * len(short)) or len(text[start:end].strip()) <= len(short):
        return None
    return start
