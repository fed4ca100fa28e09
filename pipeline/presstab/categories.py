"""The category of a technology by the words of its name, and by what it is named with. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from presstab.terms import singular
from presstab.text import slug

_LONGEST = 3  # words of a head
# Of the technologies of known category that releases name with one, so many must there be, and such a share of one
# category: of those that the lexicon knows, 83% are of it then.
_LEAST_AROUND, _SHARE_AROUND = 5, 0.8


class Heads:
    """Categories by the last words of names, and by words that stand anywhere in them."""

    def __init__(self, heads: Mapping[str, Iterable[str]], words: Mapping[str, Iterable[str]]) -> None:
        self._heads = {_normal(word): category for category, listed in heads.items() for word in listed}
        self._words = {_normal(word): category for category, listed in words.items() for word in listed}

    def category_of(self, name: str) -> str | None:
        """Return the category that a name states, None where it states none or several.

        >>> heads = Heads({"medical": ["surgery"]}, {"ai": ["AI"], "robotics": ["robotic"]})
        >>> [heads.category_of(name) for name in ("AI surgeries", "AI-guided triage", "robotic AI", "widget")]
        ['medical', 'ai', None, None]
        """
        words = _normal(name).split("-")
        for count in range(min(_LONGEST, len(words)), 0, -1):
            if category := self._heads.get("-".join(words[-count:])):
                return category
        runs = {"-".join(words[at : at + count]) for count in (1, 2) for at in range(len(words))}
        found = {self._words[run] for run in runs if run in self._words}
        return found.pop() if len(found) == 1 else None


def _normal(name: str) -> str:
    return "-".join(singular(word) for word in slug(name).split("-"))


def category_around(counts: Mapping[str, int]) -> str | None:
    """Return the category of nearly all technologies that releases name with one, None where no category is.

    >>> category_around({"medical": 9, "ai": 1}), category_around({"medical": 2}), category_around({})
    ('medical', None, None)
    """
    total = sum(counts.values())
    best = max(sorted(counts), key=lambda category: counts[category], default=None)
    if best is None or total < _LEAST_AROUND or counts[best] < _SHARE_AROUND * total:
        return None
    return best
