"""Names of organisations: key, acronym, short form."""

from __future__ import annotations

import re

from presstab.names.legal_forms import LegalForms
from presstab.text import slug

_THE = re.compile(r"^(?:the|The|THE)\s+(?=\S)")
# The U.S. Department of Energy is the Department of Energy; U.S. Bank is not Bank.
_UNITED_STATES = re.compile(r"^(?:U\.S\.|US|United States)\s+(?=\S+\s+(?:\S+\s+)*\S+$)")
# Acme®; SeaTrainTM, as conversions leave the raised letters
# 2024 Oxmere Film Society; 36th Annual Larkmoor Bar Association
_EDITION = re.compile(r"^(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th) Annual)\s+(?=[A-Z]\S+\s+\S)")
_MARKS = re.compile(r"[®™©]+|(?<=[a-z])TM\b")
_SMALL_WORDS = frozenset(
    [
        "of",
        "the",
        "and",
        "for",
        "in",
        "de",
        "la",
        "du",
        "des",
        "di",
        "der",
        "und",
        "et",
        "y",
        "e",
        "&",
        "on",
        "at",
        "to",
        "a",
    ]
)
_BRACKET = re.compile(r"\s*\([^)]*\)\s*$")
# What joined a legal form to the name: Larkmoor Chase & Co.
_JOINED = re.compile(r"\s+(?:&|\+|and|und|y|et)$")


# After these the full stop is the sentence's; after `Inc`, `Corp`, `Mfg`, `N.V` it is the abbreviation's.
_STOP = re.compile(r"(?:(?<=\.)|(?<=[A-Z]{3})|(?<=[A-Za-z]{5})|(?<=\w\w\.(?:co|io|ai))|(?<=[ ][A-Z]))\.$")


# Acme (, Acme (Hol: cut off within brackets
_OPEN = re.compile(r"(?<=\S)\s*\([^()]*$")


def clean_name(name: str) -> str:
    """Return a name without a leading article or year, trade marks, an open bracket and the stop that ends a sentence.

    >>> [clean_name(name) for name in ("The Orbit Foods.", "Acme, LLC.", "Acme.co.", "Acme Inc..", "Acme N.V.")]
    ['Orbit Foods', 'Acme, LLC', 'Acme.co', 'Acme Inc.', 'Acme N.V.']
    >>> clean_name("Acme (Hol")
    'Acme'
    """
    named = _OPEN.sub("", _EDITION.sub("", _THE.sub("", _MARKS.sub("", name))))
    return _STOP.sub("", named.strip(" ,"))


def name_key(name: str, forms: LegalForms) -> str:
    """Return what equal names share: no article, no legal form, no case, accents or marks.

    >>> [name_key(name, LegalForms(["Corp.", "Co."], [])) for name in ("The Acme Corp.", "Larkmoor Chase & Co.")]
    ['acme', 'larkmoor-chase']
    """
    cleaned = clean_name(name)
    parted = forms.part(_BRACKET.sub("", cleaned) or cleaned)
    bare = forms.part(parted.stem).stem
    stem = forms.without_prefix(_JOINED.sub("", bare) if parted.form else bare)
    return slug(_UNITED_STATES.sub("", stem)) or slug(name)


def without_united_states(name: str) -> str:
    """Return the name of an organ of the United States without them.

    >>> without_united_states("The U.S. Department of Energy"), without_united_states("U.S. Bank")
    ('Department of Energy', 'U.S. Bank')
    """
    return _UNITED_STATES.sub("", _THE.sub("", name))


def acronyms(name: str) -> set[str]:
    """Return the acronyms that the capitals of a name make, with and without its small words.

    >>> sorted(acronyms("University of California"))
    ['UC', 'UOC']
    >>> acronyms("JPMorganChase")
    {'JPMC'}
    """
    words = [w for w in re.split(r"[\s\-/,]+", _UNITED_STATES.sub("", name)) if w and w[0].isalnum()]
    capitals = "".join(c for c in name if c.isupper())
    made = {capitals} if len(capitals) > 2 and not name.isupper() else set()
    if len(words) < 2:
        return made
    large = [w for w in words if w.lower() not in _SMALL_WORDS]
    made |= {"".join(w[0] for w in chosen).upper() for chosen in (words, large)}
    return {a for a in made if len(a) > 1}


def is_bracketed_form(short: str, full: str) -> bool:
    """Return whether a name in brackets abbreviates the one before it, word by word.

    >>> is_bracketed_form("ASTRO America", "Applied Science and Technology Research Organization of America")
    True
    """
    words = [w for w in re.split(r"[\s\-/,]+", full) if w and w[0].isalnum()]
    initials = "".join(w[0] for w in words).lower()
    known = {w.lower() for w in words}
    return all(w.lower() in known or (w.isupper() and _in_order(w.lower(), initials)) for w in short.split())


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return len(letters) > 1 and all(letter in rest for letter in letters)


def is_gapped_form(short_key: str, full_key: str) -> bool:
    """Return whether a key leaves out words in the middle of another: two of weight are left before, one after.

    >>> is_gapped_form("odd-pebble-club", "odd-pebble-lawn-tennis-club")
    True
    >>> is_gapped_form("bank-of-china", "bank-of-communications-china")
    False
    """
    short, full = short_key.split("-"), full_key.split("-")
    before = next((at for at, (a, b) in enumerate(zip(short, full, strict=False)) if a != b), len(short))
    leading = [word for word in short[:before] if word not in _SMALL_WORDS]
    return len(leading) > 1 and before < len(short) < len(full) and short[before:] == full[before - len(short) :]


# A longer name that ends with a shorter one is not: its branch in a place, a part of it, two organisations in one.
_TIED_BEFORE = frozenset(["and", "of", "the", "at", "by", "for", "in", "with", "to", "on", "from"])
_FIRM_OF = ("law-offices-of", "law-office-of", "offices-of", "firm-of", "law-firm-of", "firm", "law-firm")


def is_firm_of(short_key: str, full_key: str) -> bool:
    """Return whether a key is another with `law offices of` and the like before it, or one letter or figure.

    >>> [is_firm_of("doe-and-roe", key) for key in ("law-offices-of-doe-and-roe", "1-doe-and-roe", "acme-doe-and-roe")]
    [True, True, False]
    """
    before = full_key.removesuffix(f"-{short_key}")
    return full_key.endswith(f"-{short_key}") and (before in _FIRM_OF or len(before) == 1)


def is_tail_form(short_key: str, full_key: str) -> bool:
    """Return whether a key of at least two words is the end of another, which has up to three words before it.

    >>> is_tail_form("lung-association", "oxmere-lung-association")
    True
    >>> is_tail_form("republic-of-oz", "government-of-the-republic-of-oz"), is_tail_form("club", "oxmere-club")
    (False, False)
    """
    before = full_key.removesuffix(f"-{short_key}").split("-")
    is_end = "-" in short_key and full_key.endswith(f"-{short_key}")
    return is_end and len(before) <= 3 and before[-1] not in _TIED_BEFORE


def is_short_form(short_key: str, full_key: str) -> bool:
    """Return whether a key is the leading part of another, whatever its blanks.

    >>> is_short_form("honda", "honda-motor"), is_short_form("rapid-fire", "rapidfire-safety")
    (True, True)
    """
    if full_key.startswith(short_key + "-"):
        return True
    words = full_key.split("-")
    return "-" in short_key and len(words) > 1 and short_key.replace("-", "") == words[0]
