"""What the tie reader is told of a release: its text, names, titles, sentences, zones and issuer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from presstab.analysis.shared_titles import person_lists
from presstab.analysis.ties.items import Ints, Items, Named, items_of
from presstab.analysis.ties.words import TieWords
from presstab.recogniser.reading import PieceStates


class SceneMention(NamedTuple):
    """A name in the text, end exclusive; `entity` is None where it is of none (a date)."""

    start: int
    end: int
    label: str
    entity: str | None


class TitleWords(NamedTuple):
    """The words of an office and where they stand; a `shared` one is that of all people of the list beside it."""

    start: int
    end: int
    text: str
    shared: bool = False


@dataclass(frozen=True)
class Scene:
    """A release as the tie reader sees it; `sentences` are the places where sentences begin, in order.

    `words` are the wordings that it is read by; `kinds` are the kinds of the organisations (company, government) by
    entity; `states` are the recogniser's, if it has any; `said_for` are the quotations, each with the organisation that is spoken for.
    """

    text: str
    mentions: Sequence[SceneMention]
    titles: Sequence[TitleWords]
    sentences: Sequence[int]
    zones: Sequence[tuple[int, int, str]]
    words: TieWords
    issuer: str | None = None
    kinds: dict[str, str] = field(default_factory=dict)
    states: PieceStates | None = None
    said_for: Sequence[tuple[int, int, str]] = ()

    def sentence(self, at: int) -> tuple[int, int]:
        """Return start and end of the sentence around a place."""
        number = bisect_right(self.sentences, at)
        start = self.sentences[number - 1] if number else 0
        return start, self.sentences[number] if number < len(self.sentences) else len(self.text)

    def zone(self, at: int) -> str:
        """Return the zone of a place."""
        number = bisect_right(self._zone_starts, at) - 1
        return self.zones[number][2] if number >= 0 and at < self.zones[number][1] else "body"

    def named(self, label: str, begin: int, end: int) -> list[SceneMention]:
        """Return the mentions of a label that begin between two places, in order."""
        first, last = bisect_left(self._starts, begin), bisect_left(self._starts, end)
        return [mention for mention in self.mentions[first:last] if mention.label == label]

    @cached_property
    def first_named(self) -> dict[str, int]:
        """Return where each entity is named first."""
        return {mention.entity: mention.start for mention in reversed(self.mentions) if mention.entity}

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    @cached_property
    def _zone_starts(self) -> list[int]:
        return [start for start, _, _ in self.zones]

    def issuer_at(self, at: int) -> str | None:
        """Return who speaks at a place: the organisation that a section is about (`About Acme`), else the issuer."""
        return next((entity for start, end, entity in self._about if start <= at < end), self.issuer)

    def is_said_for_another(self, at: int) -> bool:
        """Return whether a place stands in a quotation that speaks for another organisation than who speaks around it."""
        return any(start <= at < end and entity != self.issuer_at(at) for start, end, entity in self.said_for)

    @cached_property
    def _about(self) -> list[tuple[int, int, str]]:
        """Return start, end and organisation of the sections about one that they begin with."""
        organisations = [(m.start, m.entity) for m in self.mentions if m.label == "ORG" and m.entity]
        named = (
            (start, end, next((entity for at, entity in organisations if start <= at <= start + _HEADING), None))
            for start, end, zone in self.zones if zone == "boilerplate"
        )  # fmt: skip
        return [(start, end, entity) for start, end, entity in named if entity]


@dataclass(frozen=True)
class Laid:
    """A scene laid out as items: where its titles, people and organisations stand among them.

    `people` and `organisations` are the numbers of the mentions in order; `person_at` and `organisation_at` their items.
    """

    scene: Scene
    items: Items
    title_at: Ints
    people: list[int]
    person_at: Ints
    organisations: list[int]
    organisation_at: Ints

    def entity(self, mention: int) -> str:
        """Return the entity of a person's or an organisation's mention."""
        return self.scene.mentions[mention].entity or ""

    @cached_property
    def listed_with(self) -> dict[int, list[int]]:
        """Return the people of a list, as numbers in `people`, by the number of each."""
        mentions = [self.scene.mentions[number] for number in self.people]
        number_at = {mention.start: number for number, mention in enumerate(mentions)}
        names = [(mention.start, mention.end, mention.label) for mention in mentions]
        found = person_lists(self.scene.text, names, self.scene.words.next_person)
        lists = [[number_at[start] for start, _, _ in people] for people in found]
        return {number: numbers for numbers in lists for number in numbers}


_HEADING = 12  # characters of `About the ` before the organisation that a section is about
_NONE = SceneMention(0, 0, "", None)


def _end(scene: Scene, mention: SceneMention, after: SceneMention) -> int:
    """Return where a name ends for the reader: a person's other name in brackets is of it."""
    is_same = mention.label == "PERSON" == after.label and mention.entity == after.entity
    is_beside = is_same and scene.words.rules.other_name.find(scene.text, mention.end, after.start)
    return after.end + 1 if is_beside and scene.text[after.end : after.end + 1] == ")" else mention.end


def lay_out(scene: Scene) -> Laid:
    """Return the items of a scene with its names found among them."""
    named = [Named(t.start, t.end, "TITLE") for t in scene.titles]
    named += [Named(m.start, _end(scene, m, after), m.label) for m, after in pairwise([*scene.mentions, _NONE])]
    items = items_of(scene.text, named, scene.sentences, scene.zones)
    at = items.at[len(scene.titles) :]

    def places(label: str) -> tuple[list[int], Ints]:
        found = [n for n, m in enumerate(scene.mentions) if m.label == label and m.entity and at[n] >= 0]
        return found, at[np.array(found, dtype=np.int64)]

    people, person_at = places("PERSON")
    organisations, organisation_at = places("ORG")
    return Laid(scene, items, items.at[: len(scene.titles)], people, person_at, organisations, organisation_at)
