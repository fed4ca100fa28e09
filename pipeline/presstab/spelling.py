"""What the spellings of one key share: number, blanks, hyphens, British and American."""

from __future__ import annotations

import re

from presstab.terms import singular
from presstab.text import slug

# British spellings, by the American one; as whole words of a key, but for a plural's s.
_AMERICAN = {
    "defence": "defense", "licence": "license", "programme": "program", "aluminium": "aluminum", "grey": "gray", "tyre":
    "tire", "catalogue": "catalog", "dialogue": "dialog", "analogue": "analog", "caesium": "cesium", "cheque": "check",
    "draught": "draft", "jewellery": "jewelry", "enrolment": "enrollment", "fulfilment": "fulfillment",
    "manoeuvre": "maneuver",
}  # fmt: skip
# The same of parts of words: organisation, optimiser, electrolyser, behavioural, microfibre, kilometre, signalling,
# haematology, leukaemia, orthopaedic, anaesthesia, foetal, oesophagus, sulphate, moulding, ploughing
_PARTS = [
    (re.compile(pattern), american)
    for pattern, american in (
        (r"(?<=[a-z]{3})is(?=(?:e[ds]?|ing|ations?|ational|ers?)$)", "iz"),
        (r"(?<=[a-z]{2})lys(?=(?:ed?|ing|ers?)$)", "lyz"),
        (r"(behavi|col|flav|harb|lab|neighb|od|tum|vap|arm)our", r"\1or"),
        (r"(calib|cent|fib|lit|met|theat)re(?=s?$)", r"\1er"),
        (r"(cancel|channel|fuel|label|level|model|panel|signal|travel|tunnel)l(?=(?:ed|ing|ers?)$)", r"\1"),
        (r"haem(?=[ao])", "hem"),
        (r"(?<=[a-z])aemi(?=[ac])", "emi"),
        (r"paed(?=[a-z])", "ped"),
        (r"anaesth", "anesth"),
        (r"foe(?=t(?:al|us)$)", "fe"),
        (r"^oe(?=dema|soph|str)", "e"),
        (r"sulph", "sulf"),
        (r"mould", "mold"),
        (r"plough", "plow"),
    )
]
_JOINS = frozenset(["and", "the", "of", "for"])  # CASA of Oxmere County, CASA Oxmere County
_SITE = "com"  # Odd Pebble.com is Odd Pebble
_FIELD = re.compile(r"(?<=[a-z]{3})ics$")  # microfluidics, microfluidic; robotics system, robotic system
_EDITION = re.compile(r"(?<=\d)\.0\b(?!\.)|(?<=\d):(?:19|20)\d\d$")  # Web 3.0 is Web3; ISO 27001:2022 is ISO 27001
_DRIVEN = re.compile(r"(?<=[ -])(?:driven|enabled|based)\b")  # AI-driven analytics is AI-powered analytics
_ALIKE = {"crypto": "cryptocurrency", "tech": "technology"}  # of several words: crypto wallets, climate tech
_SHORT = 4  # letters: HR technology is not HR
_LETTERS = 3  # of an abbreviation written with stops: N.A.T.O.
_LEAST = 6  # letters: below it two words may be anything (S&P, SP)


def spelling_key(key: str) -> str:
    """Return what the spellings of a key share; a key too short to be compared so is its own.

    >>> [spelling_key(key) for key in ("red-matter", "redmatter", "centres-for-defence", "acme-and-sons", "s-and-p")]
    ['redmatter', 'redmatter', 'centerdefense', 'acmeson', 's-and-p']
    """
    words = [_american(word) for word in key.split("-") if word not in _JOINS]
    if len(words) > 1:  # of one word a plural may be another name: Merrill, Merrills
        words = [singular(word) for word in words]
    folded = "".join(words)
    return folded if len(folded) >= _LEAST else key


def spellings(key: str) -> frozenset[str]:
    """Return all that a key may share with a spelling of it: one word keeps its plural, so several keep it too.

    >>> [sorted(spellings(key)) for key in ("uber-eats", "ubereats", "red-matter", "odd-pebble-com", "n-a-t-o")]
    [['ubereat', 'ubereats'], ['ubereats'], ['redmatter'], ['oddpebble', 'oddpebblecom'], ['nato']]
    """
    letters = key.split("-")
    if len(letters) >= _LETTERS and all(len(letter) == 1 for letter in letters):
        return frozenset({"".join(letters)})
    words = [_american(word) for word in letters if word not in _JOINS]
    written = {"".join(words)}
    if len(words) > 1 and words[-1] == _SITE:
        written.add("".join(words[:-1]))
    return frozenset({spelling_key(key), *(folded for folded in written if len(folded) >= _LEAST)})


def technology_spelling(name: str, key: str) -> str:
    """Return what the spellings of a technology's name share; `X technology` is X, where both occur.

    A name too short to be compared so has its key: `IPs` are no `IPS`.

    >>> technology_spelling("fibre-optic cables", "fibreopticcable"), technology_spelling("Wi-Fi technology", "")
    ('fiberopticcable', 'wifi')
    >>> technology_spelling("Web3.0 wallet", "") == technology_spelling("Web 3 wallets", "")
    True
    >>> technology_spelling("AI-enabled crypto trading", ""), technology_spelling("cloud-based storage", "")
    ('aipoweredcryptocurrencytrading', 'cloudpoweredstorage')
    >>> technology_spelling("electronics engineering", "") == technology_spelling("electronic engineering", "")
    True
    """
    written = _DRIVEN.sub("powered", _EDITION.sub("", name))
    words = [_FIELD.sub("ic", singular(_american(word))) for word in slug(written).split("-")]
    if len(words) > 1:
        words = [_ALIKE.get(word, word) for word in words]
    folded = "".join(words)
    if len(words) > 1 and words[-1] == "technology" and len(folded) >= len("technology") + _SHORT:
        return folded.removesuffix("technology")
    return folded if len(folded) >= _LEAST else key


def _american(word: str) -> str:
    """Return the American spelling of a word.

    >>> [_american(word) for word in ("tyres", "electrolyser", "microfibres", "signalling", "filling", "harbours")]
    ['tires', 'electrolyzer', 'microfibers', 'signaling', 'filling', 'harbors']
    """
    plain = word.removesuffix("s")
    if plain in _AMERICAN:
        return _AMERICAN[plain] + word[len(plain) :]
    for british, american in _PARTS:
        word = british.sub(american, word)
    return word
