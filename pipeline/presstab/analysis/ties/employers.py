"""What the rest of a release says of who is whose: the domains of e-mail addresses, other sentences that name both."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from presstab.analysis.ties.scene import Laid, SceneMention
from presstab.names.organisations import acronyms
from presstab.text import fold

NO_ADDRESS, OWN, ANOTHER = range(3)
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?P<domain>[\w-]+(?:\.[\w-]+)+)")
_REACH = 250  # characters after a name in which its address begins, unless somebody else is named before it
# Parts of a domain that are nobody's name: what ends it, and what a service of it is called.
_NOBODY = frozenset(["ac", "co", "com", "edu", "gov", "info", "ir", "mail", "media", "net", "news", "org", "press"])
_MIN_BEGINNING = 3  # letters of a part of a domain that may begin a name, or of a word that may begin a part
_ARTICLE = "the"


class Employers:
    """The addresses after the people of a release, and in which sentences people and organisations are named."""

    def __init__(self, laid: Laid) -> None:
        self._domains: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._sentences: dict[str, set[int]] = defaultdict(set)
        self._both: dict[tuple[str, str], set[int]] = {}
        mentions = laid.scene.mentions
        for numbers, places in ((laid.people, laid.person_at), (laid.organisations, laid.organisation_at)):
            for number, at in zip(numbers, places.tolist(), strict=True):
                self._sentences[laid.entity(number)].add(int(laid.items.sentences[at]))
        for number in laid.organisations:
            self._names[laid.entity(number)].add(laid.scene.text[mentions[number].start : mentions[number].end])
        people = [mentions[number] for number in laid.people]
        end = SceneMention(len(laid.scene.text), len(laid.scene.text), "", None)
        for person, after in pairwise([*people, end]):
            # Of the text between alone: a conversion may have glued the address to the name.
            found = _ADDRESS.search(laid.scene.text[person.end : after.start])
            if found and found.start() < _REACH:
                self._domains[person.entity or ""] |= {*found["domain"].split(".")[:-1]} - _NOBODY

    def address(self, person: str, organisation: str) -> int:
        """Return NO_ADDRESS where none stands after a person's names, else whether it is the organisation's."""
        domains, names = (
            found.get(key, set()) for found, key in ((self._domains, person), (self._names, organisation))
        )
        if not domains:
            return NO_ADDRESS
        return OWN if any(is_of(part, name) for part in domains for name in names) else ANOTHER

    def together(self, person: str, organisation: str, sentence: int) -> int:
        """Return how many sentences but for the one given name a person and an organisation."""
        key = person, organisation
        if key not in self._both:
            self._both[key] = self._sentences.get(person, set()) & self._sentences.get(organisation, set())
        return len(self._both[key]) - (sentence in self._both[key])


@lru_cache(maxsize=10_000)
def is_of(part: str, name: str) -> bool:
    """Return whether a part of a domain is made of an organisation's name.

    >>> is_of("larch-pr", "Larch Public Relations"), is_of("coral", "Coral Space Systems"), is_of("coral", "Acme Corp.")
    (True, True, False)
    """
    letters = "".join(re.findall(r"\w+", fold(part)))
    words = [word for word in re.findall(r"\w+", fold(name)) if word != _ARTICLE]
    whole = "".join(words)
    if letters == whole or letters.upper() in acronyms(name):
        return bool(letters)
    if len(letters) >= _MIN_BEGINNING and whole.startswith(letters):
        return True
    return bool(words) and _is_first_with_rest(letters, words[0], words[1:])


def _is_first_with_rest(letters: str, first: str, rest: list[str]) -> bool:
    """Return whether letters are a name's first word, and what begins the next or the initials of those after it."""
    if len(first) < _MIN_BEGINNING or not letters.startswith(first):
        return False
    left = letters[len(first) :]
    return "".join(rest).startswith(left) or "".join(word[0] for word in rest).startswith(left)
