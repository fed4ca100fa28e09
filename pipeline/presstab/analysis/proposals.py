"""What the recogniser proposes: candidates, and the places of titles."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from presstab.analysis.places import Stretches, Tokens
from presstab.analysis.pool import NO_TOKENS, UNSURE, Pool
from presstab.analysis.record import Candidate, TitlePlaces
from presstab.recogniser.reading import Reading

SOURCE = "model"
TITLE = "TITLE"  # the words of an office: no mention, but what roles are made of
_THINKABLE = 0.15  # probability from which a word outside all spans is a title to be looked at
_MARKS = " ,;:-–—/(|"  # at the end of a name, no part of it
_DATE = "DATE"  # left to the rules: an expression without a value is no row
# Acme Corp.\n\nBolt Foods; Acme Corp.  Bolt Foods: two names each
_BREAK = re.compile(r"\s*\n\s*\n\s*|[ \t]*(?:\t| {2})[ \t]*")


def propose(tokens: Tokens, reading: Reading) -> tuple[Candidate, ...]:
    """Return the recogniser's organisations, people and technologies; what it is not sure of is refused."""
    pool = Pool(tokens)
    found: list[Candidate] = []
    for span in reading.spans:
        if span.label in {TITLE, _DATE}:
            continue
        is_sure = span.score >= reading.thresholds.proposed.get(span.label, 1.1)
        for start, end in _lines(tokens.text, span.start, span.end):
            made = pool.make(start, end, span.label, SOURCE, span.score)
            if made is None:
                made = Candidate(start, end, span.label, tokens.text[start:end], SOURCE, span.score, NO_TOKENS)
            found.append(made if is_sure else dataclasses.replace(made, refused_by=UNSURE))
    return tuple(found)


def title_places(reading: Reading) -> TitlePlaces | None:
    """Return where the recogniser sees titles; None where it knows none at all."""
    if TITLE not in reading.kinds:
        return None
    least = reading.thresholds.proposed[TITLE]
    titles = [span for span in reading.spans if span.label == TITLE]
    doubtful = [(span.start, span.end) for span in titles if span.score < least]
    doubtful += _thinkable(reading)
    return TitlePlaces(tuple((span.start, span.end) for span in titles if span.score >= least), tuple(sorted(doubtful)))


def _thinkable(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield the runs of words outside all spans that may be a title: `engineer` in `Acme engineer Jane Doe`."""
    likely = [number for number, share in enumerate(reading.of_kind[TITLE]) if share >= _THINKABLE]
    taken = Stretches((span.start, span.end) for span in reading.spans)
    runs: list[list[int]] = []
    for number in likely:
        if taken.overlap(*reading.words[number]):
            continue
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        yield reading.words[run[0]][0], reading.words[run[-1]][1]


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span between blank lines, wide blanks and tabs, none with a mark at the end."""
    edges = [start, *(edge for gap in _BREAK.finditer(text, start, end) for edge in gap.span()), end]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if part := text[first:last].rstrip(_MARKS):
            yield first, first + len(part)
