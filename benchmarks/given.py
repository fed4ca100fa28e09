"""A recogniser that says what the gold says, so that all that comes after it is measured by itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from presstab.corpus.gold import GoldRelease, whole_words
from presstab.recogniser.decode import Floats
from presstab.recogniser.reading import Reading, TextSpan, Thresholds
from spacy.util import registry

KINDS = ("ORG", "PERSON", "TECH", "TITLE")
_WORD = re.compile(r"\w+|[^\w\s]")  # Acme | , | Inc | .
# Whatever is given is believed.
_OTHERS = {field.name: 0.5 for field in dataclasses.fields(Thresholds) if field.name != "proposed"}
_THRESHOLDS = Thresholds(dict.fromkeys(KINDS, 0.5), **_OTHERS)


class GivenReader:
    """Reads a text of the gold as its annotator did: names, technologies, and titles where their words stand.

    `releases` by their texts; a text that is none of them holds nothing.
    """

    sha256 = "given"

    def __init__(self, releases: Mapping[str, GoldRelease]) -> None:
        self._releases = releases

    def read(self, text: str) -> Reading:
        """Return the spans that are annotated, each as sure as can be."""
        release = self._releases.get(text)
        spans = sorted(_spans(text, release), key=lambda span: span.start) if release else []
        words = [match.span() for match in _WORD.finditer(text)]
        return Reading(spans, words, {kind: _words_of(kind, words, spans) for kind in KINDS}, _THRESHOLDS, KINDS)


def register(name: str, releases: Mapping[str, GoldRelease]) -> str:
    """Make a reader of some releases known as `--model NAME`; returns that name."""
    registry.presstab_recognisers(name, func=lambda: GivenReader(releases))  # type: ignore[attr-defined]
    return name


def _spans(text: str, release: GoldRelease) -> Iterator[TextSpan]:
    taken = []
    for mention in release.mentions:
        if mention.label in KINDS and not mention.optional:
            taken.append((mention.start, mention.end))
            yield TextSpan(mention.start, mention.end, mention.label, 1.0)
    titles = {role.title for role in release.roles}
    for title in sorted(titles, key=lambda title: (-len(title), title)):  # `chief executive officer` before `officer`
        for start, end in whole_words(text, title):
            if all(end <= first or last <= start for first, last in taken):
                taken.append((start, end))
                yield TextSpan(start, end, "TITLE", 1.0)


def _words_of(kind: str, words: Iterable[tuple[int, int]], spans: Iterable[TextSpan]) -> Floats:
    of_kind = [span for span in spans if span.label == kind]
    inside = [any(span.start <= start and end <= span.end for span in of_kind) for start, end in words]
    return np.array(inside, dtype=np.float32)
