"""What the spellings of one key share: number, blanks, hyphens, British and American."""

from __future__ import annotations

import re

from presstab.terms import singular
from presstab.text import slug

# British spellings, by the American one; as whole words of a key.
_AMERICAN = {
    "centre": "center", "theatre": "theater", "fibre": "fiber", "metre": "meter", "litre": "liter", "labour":
    "labor", "colour": "color", "harbour": "harbor", "vapour": "vapor", "behaviour": "behavior", "defence":
    "defense", "licence": "license", "programme": "program", "aluminium": "aluminum", "grey": "gray", "tyre":
    "tire", "catalogue": "catalog", "dialogue": "dialog", "modelling": "modeling", "labelling": "labeling",
    "analogue": "analog", "sulphur": "sulfur", "haemoglobin": "hemoglobin", "paediatric": "pediatric",
    "orthopaedic": "orthopedic", "anaesthesia": "anesthesia", "oestrogen": "estrogen", "tumour": "tumor",
    "travelling": "traveling",
}  # fmt: skip
# organisation, digitised, polymerising
_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e[ds]?|ing|ations?|ational)$)")
_JOINS = frozenset(["and", "the"])
_SHORT = 4  # letters: HR technology is not HR
_LEAST = 6  # letters: below it two words may be anything (S&P, SP)


def spelling_key(key: str) -> str:
    """Return what the spellings of a key share; a key too short to be compared so is its own.

    >>> [spelling_key(key) for key in ("red-matter", "redmatter", "centres-for-defence", "acme-and-sons", "s-and-p")]
    ['redmatter', 'redmatter', 'centerfordefense', 'acmeson', 's-and-p']
    """
    words = [_american(word) for word in key.split("-") if word not in _JOINS]
    if len(words) > 1:  # of one word a plural may be another name: Merrill, Merrills
        words = [singular(word) for word in words]
    folded = "".join(words)
    return folded if len(folded) >= _LEAST else key


def technology_spelling(name: str, key: str) -> str:
    """Return what the spellings of a technology's name share; `X technology` is X, where both occur.

    A name too short to be compared so has its key: `IPs` are no `IPS`.

    >>> technology_spelling("fibre-optic cables", "fibreopticcable"), technology_spelling("Wi-Fi technology", "")
    ('fiberopticcable', 'wifi')
    """
    words = [singular(_american(word)) for word in slug(name).split("-")]
    folded = "".join(words)
    if len(words) > 1 and words[-1] == "technology" and len(folded) >= len("technology") + _SHORT:
        return folded.removesuffix("technology")
    return folded if len(folded) >= _LEAST else key


def _american(word: str) -> str:
    plain = word.removesuffix("s")
    found = _AMERICAN.get(plain)
    return found + word[len(plain) :] if found else _ISE.sub("iz", word)
