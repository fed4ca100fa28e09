"""The zone and the sentence of a place in a release, for reading."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from presstab.analysis.record import Place, Zone
from presstab.text import reading

MAX_SENTENCE = 1_000  # characters of a sentence repeated for reading; the text itself is never cut


class Places:
    """Looks up the zone and the sentence of a place in the text."""

    def __init__(self, text: str, zones: Sequence[Zone], sentences: Sequence[Place]) -> None:
        self._zones = zones
        self._zone_starts = [zone[0] for zone in zones]
        self._sentences = sentences
        self._sentence_starts = [start for start, _ in sentences]
        self._text = text
        self.length = len(text)

    def zone(self, at: int) -> str:
        """Return the name of the zone around a character."""
        index = bisect_right(self._zone_starts, at) - 1
        return self._zones[index][2] if index >= 0 else "body"

    def sentence(self, at: int) -> str:
        """Return the sentence around a character; a monstrous one only near it."""
        start, end = self._sentences[max(0, bisect_right(self._sentence_starts, at) - 1)]
        if end - start > MAX_SENTENCE:
            start, end = max(start, at - MAX_SENTENCE // 2), min(end, at + MAX_SENTENCE // 2)
        return reading(self._text[start:end])
