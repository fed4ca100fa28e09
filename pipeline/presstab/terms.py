"""Technical terms: singular, normal form, key. Pure."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import lru_cache

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
_SHORT = 5  # letters of an abbreviation
SMALL_WORDS = frozenset(["of", "the", "and", "for", "in", "a", "to", "as", "on", "&"])


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
    return all(not word[:1].islower() or word in SMALL_WORDS for word in words)


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
