"""Who leaves an office to somebody else: `named Jane Doe chairman. She succeeds John Roe, who is retiring.`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from presstab.analysis.ties.scene import Scene, SceneMention

# Right before who is followed: `, succeeding `, `She replaces `, `who takes over from Mr. `
_REACH = 80  # characters before who is followed
_NEXT = 300  # characters after an office in which a pronoun is who takes it


class NewOffice(NamedTuple):
    """An office that is taken: the numbers of its title and of the mention of who takes it."""

    title: int
    person: int


def followed(scene: Scene, taken: Sequence[NewOffice]) -> Iterator[tuple[int, int]]:
    """Yield the number of an office that is taken, and of the mention of whom its taker follows there."""
    for number, other in enumerate(scene.mentions if taken else ()):
        begin, _ = scene.sentence(other.start)
        is_person = other.label == "PERSON" and other.entity
        if is_person and scene.words.rules.follows.find(scene.text, max(begin, other.start - _REACH), other.start):
            office = _office(scene, taken, other, begin)
            if office is not None:
                yield office, number


def _office(scene: Scene, taken: Sequence[NewOffice], other: SceneMention, begin: int) -> int | None:
    """Return the last office before whom somebody follows that is his: named in this sentence, or `he` is of the last."""
    subjects = {m.entity for m in scene.mentions if begin <= m.start < other.start and m.label == "PERSON"}
    is_pronoun = scene.words.rules.pronoun.find(scene.text, begin) is not None
    for number, (title, person) in sorted(enumerate(taken), key=lambda one: -scene.titles[one[1].title].start):
        end, entity = scene.titles[title].end, scene.mentions[person].entity
        if end <= other.start and entity != other.entity:
            if entity in subjects or (is_pronoun and begin - end <= _NEXT):
                return number
            return number if begin <= end and not subjects else None
    return None
