"""A release's people and bodies in order, and what stands between them: what offices are read from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from presstab.analysis.places import Intervals
from presstab.analysis.record import Entities, Entity, Mention, Mentions, Outline, Place

_MAX_GAP = 2_000  # characters: offices by the thousand behind one name would each read all between


class Named:
    """The mentions of one label in order, to look up the neighbours of a place."""

    def __init__(self, mentions: Sequence[Mention], numbers: Sequence[int]) -> None:
        self.numbers = list(numbers)
        self._mentions = [mentions[n] for n in numbers]
        self._starts = [mention.start for mention in self._mentions]
        self._ends = [mention.end for mention in self._mentions]

    def before(self, at: int) -> tuple[int, Mention] | None:
        """Return number and mention of the last mention that ends at or before a place."""
        found = bisect_right(self._ends, at) - 1
        return (self.numbers[found], self._mentions[found]) if found >= 0 else None

    def behind(self, at: int) -> tuple[int, Mention] | None:
        """Return number and mention of the first mention that begins at or behind a place."""
        found = bisect_left(self._starts, at)
        return (self.numbers[found], self._mentions[found]) if found < len(self._mentions) else None


class Scene:
    """The text of a release, its people and bodies where they are named, its sentences and `About` sections."""

    def __init__(
        self, text: str, sentences: Sequence[Place], mentions: Mentions, entities: Entities, outline: Outline
    ) -> None:
        self.text, self.mentions = text, mentions.items
        self._of_mention = entities.of_mention
        self.issuer = entities.by_id[entities.issuer] if entities.issuer else None
        self.people, self.organisations = self._named("PERSON"), self._named("ORG")
        self.sentences = Intervals(sentences)
        self.sentence_starts = [start for start, _ in sentences]
        self.abouts = [(start, end) for start, end, name in outline.zones if name == "boilerplate"]

    def _named(self, label: str) -> Named:
        numbers = sorted(number for number, entity in self._of_mention.items() if entity.label == label)
        return Named(self.mentions, numbers)

    def entity(self, number: int) -> Entity:
        """Return the entity of a mention."""
        return self._of_mention[number]

    def gap(self, start: int, end: int) -> str:
        """Return the text between two places.

        A mark that no pattern knows where the second stands before the first, or further behind than words reach.
        """
        return self.text[start:end] if 0 <= end - start <= _MAX_GAP else "?"
