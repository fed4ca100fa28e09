"""A release's people and bodies in order, and what stands between them: what offices are read from."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from presstab.components.state import Entity, Intervals, ReleaseState, text_of

_MAX_GAP = 2_000  # characters: offices by the thousand behind one name would each read all between


class Named:
    """The mentions of one label in order, to look up the neighbours of a place."""

    def __init__(self, spans: Sequence[Span], numbers: Sequence[int]) -> None:
        self.numbers = list(numbers)
        self._spans = [spans[n] for n in numbers]
        self._starts = [span.start_char for span in self._spans]
        self._ends = [span.end_char for span in self._spans]

    def before(self, at: int) -> tuple[int, Span] | None:
        """Return number and span of the last mention that ends at or before a place."""
        found = bisect_right(self._ends, at) - 1
        return (self.numbers[found], self._spans[found]) if found >= 0 else None

    def behind(self, at: int) -> tuple[int, Span] | None:
        """Return number and span of the first mention that begins at or behind a place."""
        found = bisect_left(self._starts, at)
        return (self.numbers[found], self._spans[found]) if found < len(self._spans) else None


class Scene:
    """The text of a release, its people and bodies where they are named, its sentences and `About` sections."""

    def __init__(self, doc: Doc, state: ReleaseState) -> None:
        self.text, self.state = text_of(doc), state
        labels = {at: entity.label for at, entity in state.entity_of_span.items()}
        self.people = Named(state.mentions, sorted(at for at, label in labels.items() if label == "PERSON"))
        self.bodies = Named(state.mentions, sorted(at for at, label in labels.items() if label == "ORG"))
        self.sentences = Intervals((s.start_char, s.end_char) for s in doc.sents)
        self.sentence_starts = [s.start_char for s in doc.sents]
        self.abouts = [(start, end) for start, end, name in state.zones if name == "boilerplate"]

    def entity(self, number: int) -> Entity:
        """Return the entity of a mention."""
        return self.state.entity_of_span[number]

    def gap(self, start: int, end: int) -> str:
        """Return the text between two places.

        A mark that no pattern knows where the second stands before the first, or further behind than words reach.
        """
        return self.text[start:end] if 0 <= end - start <= _MAX_GAP else "?"
