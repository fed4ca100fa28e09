"""Which organisation an office belongs to by its sentence's words: `its`, `whose`, who names somebody to it."""

from __future__ import annotations

from presstab.analysis.ties.namings import Naming
from presstab.analysis.ties.scene import Laid, SceneMention

_LOOKED_BACK = 30  # characters before a title


def may_mean(laid: Laid, office: tuple[int, int], organisation: str | None, naming: Naming | None) -> bool:
    """Return whether an office (title and person) can be that of an organisation (None: of none) by its sentence's words.

    They say nothing where the person stands in another sentence.
    """
    title, person = office
    begin, end = laid.scene.sentence(laid.scene.titles[title].start)
    if not begin <= laid.scene.mentions[laid.people[person]].start < end:
        return True
    owner = _owner(laid, title, naming)
    return organisation == owner if owner else organisation is not None or not _says_its(laid, title)


def _owner(laid: Laid, title: int, naming: Naming | None) -> str | None:
    """Return the organisation that the words before an office mean; None where they leave it open."""
    text, words = laid.scene.text, laid.scene.titles[title]
    before = _named_before(laid, words.start)
    if before and laid.scene.words.rules.whose.find(text, before[-1].end, words.start):
        return before[-1].entity
    if len({mention.entity for mention in before}) != 1:
        return None
    names_him = naming is not None and not naming.passive and not laid.scene.words.rules.of.find(text, words.end)
    return before[-1].entity if names_him or _says_its(laid, title) else None


def _named_before(laid: Laid, end: int) -> list[SceneMention]:
    """Return the organisations that a sentence names before a place in it."""
    begin, _ = laid.scene.sentence(end)
    return [m for m in laid.scene.named("ORG", begin, end) if m.entity and m.end <= end]


def _says_its(laid: Laid, title: int) -> bool:
    start = laid.scene.titles[title].start
    begin, _ = laid.scene.sentence(start)
    return laid.scene.words.rules.its.find(laid.scene.text, max(begin, start - _LOOKED_BACK), start) is not None
