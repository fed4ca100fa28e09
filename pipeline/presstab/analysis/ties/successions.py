"""Who leaves an office to somebody else: `named Jane Doe chairman. She succeeds John Roe`; `Jane Doe will succeed John Roe as`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from presstab.analysis.ties.scene import Scene, SceneMention

_REACH = 80  # characters before who is followed, or follows
_NEXT = 300  # characters after an office in which a pronoun is who takes it


class HeldOffice(NamedTuple):
    """An office that is taken or left: the numbers of its title and of the mention of who does."""

    title: int
    person: int


def followed(scene: Scene, taken: Sequence[HeldOffice]) -> Iterator[tuple[int, int]]:
    """Yield the number of an office that is taken, and of the mention of whom its taker follows there."""
    for number, other in enumerate(scene.mentions if taken else ()):
        begin, _ = scene.sentence(other.start)
        if other.label == "PERSON" and other.entity and _is_followed(scene, max(begin, other.start - _REACH), other):
            office = _office(scene, taken, other, begin)
            if office is not None:
                yield office, number


def followers(scene: Scene, left: Sequence[HeldOffice]) -> Iterator[tuple[int, int]]:
    """Yield the number of an office that is left, and of the mention of who takes it by the words of its sentence."""
    for number, (title, person) in enumerate(left):
        leaver, office = scene.mentions[person], scene.titles[title]
        begin, end = scene.sentence(leaver.start)
        before, after = _people_beside(scene, person, begin, end)
        if before is not None and _takes_from(scene, scene.mentions[before], leaver, office.start, end):
            yield number, before
        elif after is not None and _leaves_to(scene, leaver, scene.mentions[after], office.end):
            yield number, after


def _is_followed(scene: Scene, start: int, other: SceneMention) -> bool:
    return scene.words.rules.follows.find(scene.text, start, other.start) is not None


def _people_beside(scene: Scene, person: int, begin: int, end: int) -> tuple[int | None, int | None]:
    """Return the mentions of the nearest other people before and after one in a sentence."""
    leaver = scene.mentions[person]
    others = [
        (mention.start, number)
        for number, mention in enumerate(scene.mentions)
        if mention.label == "PERSON" and begin <= mention.start < end and mention.entity not in {None, leaver.entity}
    ]
    before = max((other for other in others if other[0] < leaver.start), default=None)
    after = min((other for other in others if other[0] > leaver.start), default=None)
    return before and before[1], after and after[1]


def _takes_from(scene: Scene, taker: SceneMention, leaver: SceneMention, title: int, end: int) -> bool:
    """Return whether somebody follows who leaves, in an office that this sentence names: `replaces John Roe as president`.

    `Jane Doe succeeds John Roe, dean of the college` does not say in what.
    """
    near = leaver.start - _REACH <= taker.end <= title < end
    says_where = title < leaver.start or not scene.text.startswith(",", leaver.end)
    return near and says_where and _is_followed(scene, taker.end, leaver)


def _leaves_to(scene: Scene, leaver: SceneMention, taker: SceneMention, title_end: int) -> bool:
    """Return whether who leaves is followed by somebody: `John Roe, president, will be succeeded by Jane Doe`."""
    start = max(leaver.end, min(title_end, taker.start), taker.start - _REACH)
    return scene.words.rules.followed_by.find(scene.text, start, taker.start) is not None


def _office(scene: Scene, taken: Sequence[HeldOffice], other: SceneMention, begin: int) -> int | None:
    """Return the last office before whom somebody follows that is his: named in this sentence, or `he` is of the last."""
    subjects = {mention.entity for mention in scene.named("PERSON", begin, other.start)}
    is_pronoun = scene.words.rules.pronoun.find(scene.text, begin) is not None
    for number, (title, person) in sorted(enumerate(taken), key=lambda one: -scene.titles[one[1].title].start):
        end, entity = scene.titles[title].end, scene.mentions[person].entity
        if end <= other.start and entity != other.entity:
            if entity in subjects or (is_pronoun and begin - end <= _NEXT):
                return number
            return number if begin <= end and not subjects else None
    return None
