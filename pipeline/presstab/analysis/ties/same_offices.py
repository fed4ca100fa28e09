"""Which titles name one office of one person: the same words, their initials, a part of a fuller title."""

from __future__ import annotations

import re

_EMPTY = frozenset(["of", "the", "and", "for", "a", "an", "in", "at", "to", "former", "new", "incoming"])
_CHIEF = {"chief", "executive"}  # officer, be it said or not
_SHORT = {
    "vp": "vice president",
    "svp": "senior vice president",
    "evp": "executive vice president",
    "avp": "assistant vice president",
    "ceo": "chief executive officer",
    "cfo": "chief financial officer",
    "coo": "chief operating officer",
    "cto": "chief technology officer",
    "cmo": "chief marketing officer",
}


def is_same(title: str, other: str) -> bool:
    """Return whether two titles name one office.

    >>> is_same("CEO", "Chief Executive Officer"), is_same("CEO", "CFO"), is_same("former Dean", "dean")
    (True, False, True)
    >>> is_same("MD", "Managing Director"), is_same("Medical Director", "Managing Director")
    (True, False)
    """
    if _words(title) == _words(other):
        return True
    return _is_short(title) != _is_short(other) and _initials(title) == _initials(other)


def is_part(title: str, fuller: str) -> bool:
    """Return whether a fuller title says all that a title says, and more.

    >>> is_part("CEO", "Chairman and Chief Executive Officer"), is_part("member", "member of the Executive Board")
    (True, True)
    >>> is_part("CEO", "CEO"), is_part("CEO", "CFO and director")
    (False, False)
    """
    return _words(title) < _words(fuller)


def _words(title: str) -> frozenset[str]:
    words = {word for short in re.findall(r"\w+", title.lower()) for word in _SHORT.get(short, short).split()}
    return frozenset(words - _EMPTY | ({"officer"} if words >= _CHIEF else set()))


def _is_short(title: str) -> bool:
    """Return whether a title is one abbreviation."""
    return title.isupper() and title.isalpha()


def _initials(title: str) -> str:
    """Return what an office and its abbreviation share: `CEO` of Chief Executive Officer, Chief Executive and CEO."""
    words: list[str] = re.findall(r"[A-Za-z]+", title)
    if len(words) == 1:
        return words[0] if words[0].isupper() else words[0].lower()
    letters = "".join(word[0] for word in words if word not in {"of", "and", "the"}).upper()
    return letters + "O" if letters == "CE" and _words(title) >= _CHIEF else letters
