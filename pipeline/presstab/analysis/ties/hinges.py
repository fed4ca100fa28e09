"""What an organisation hangs on: `customers such as Acme` hangs on `customers`, `as`; `a unit of Acme` on `unit`, `of`."""

from __future__ import annotations

import re
from typing import NamedTuple

from presstab.analysis.ties.cues import Cues

_REACH = 110  # characters before an organisation in which its preposition and the cue before that stand
_AFTER = 60  # characters after an organisation in which the first cue stands
# The last preposition before an organisation, with what else stands before the name: `with` global leader Acme
_LINK = re.compile(
    r"\b(?P<link>with|of|by|from|to|in|into|including|includes?|like|as|for|at|between|among|through|under|within|on|and)"
    r"(?P<rest>(?:\s+[\w’'&-]+){0,6}\s*[“\"(]?)$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:“”\n]|,\s+(?:which|who|while|and|but)\b")
_OWNER = re.compile(r"['’]s?\s")
_WORD = re.compile(r"\w+")
_STEM = 5


class Hinge(NamedTuple):
    """The preposition before an organisation, class and stem of the cue that it hangs on, how many words stand between."""

    link: str = ""
    kind: str = ""
    stem: str = ""
    far: int = 0


def hinge_before(text: str, begin: int, start: int, cues: Cues) -> Hinge:
    """Return what an organisation that starts at a place hangs on, within a sentence that begins at another.

    >>> text = "It has customers such as Acme."
    >>> hinge_before(text, 0, 25, Cues(text, re.compile("(?P<N>such as)")))
    Hinge(link='as', kind='N', stem='such ', far=0)
    """
    first = max(begin, start - _REACH)
    link = _LINK.search(text, first, start)
    found = cues.within(first, link.start() if link else start)
    cue = found[-1] if found and not _CLAUSE.search(text, found[-1].end, start) else None
    if link is None:
        return _beside(text, cue, start)
    if cue is None:
        return Hinge(link["link"].lower())
    far = len(_WORD.findall(text, cue.end, link.start()))
    return Hinge(link["link"].lower(), cue.kind, text[cue.start : cue.end][:_STEM].lower(), min(far, 6))


def _beside(text: str, cue: tuple[int, int, str] | None, start: int) -> Hinge:
    """Return the cue that an organisation stands right after: `its subsidiary Acme`, `acquires Acme`."""
    if cue is None:
        return Hinge()
    far = len(_WORD.findall(text, cue[1], start))
    return Hinge("", cue[2], text[cue[0] : cue[1]][:_STEM].lower(), min(far, 6))


def hinge_after(text: str, end: int, stop: int, cues: Cues) -> Hinge:
    """Return the first cue after an organisation that ends at a place; the link says whether it owns what follows.

    >>> text = "Acme's subsidiary Beta"
    >>> hinge_after(text, 4, len(text), Cues(text, re.compile("(?P<O>subsidiary)")))
    Hinge(link='owner', kind='O', stem='subsi', far=1)
    """
    found = cues.within(end, min(stop, end + _AFTER))
    owner = "owner" if _OWNER.match(text, end) else "hyphen" if text[end : end + 1] == "-" else ""
    if not found or _CLAUSE.search(text, end, found[0].start):
        return Hinge(owner)
    comma = "comma" if "," in text[end : found[0].start] else owner
    far = len(_WORD.findall(text, end, found[0].start))
    return Hinge(comma, found[0].kind, text[found[0].start : found[0].end][:_STEM].lower(), min(far, 6))
