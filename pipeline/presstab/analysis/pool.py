"""The candidates of a release while one part of the analysis looks at them: it adds and refuses, and deletes none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import NamedTuple

from presstab.analysis.places import Tokens
from presstab.analysis.record import Candidate, Place

# What the recogniser read and did not propose: its scores say nothing of what others find there.
UNSURE, NO_TOKENS = "model.unsure", "model.tokens"


class Refusal(NamedTuple):
    """The rule that refuses a candidate, and what stands in its place, if anything does."""

    rule: str
    instead: Candidate | None = None


class Pool:
    """Candidates in the order in which they came; of two alike the first counts."""

    def __init__(self, tokens: Tokens, candidates: Iterable[Candidate] = ()) -> None:
        self._tokens = tokens
        self._all = list(candidates)
        self._scores = {
            (c.start, c.end): c.score
            for c in self._all
            if c.score is not None and c.refused_by not in {UNSURE, NO_TOKENS}
        }

    def candidates(self) -> tuple[Candidate, ...]:
        """Return all candidates, the refused ones too."""
        return tuple(self._all)

    def open(self) -> list[Candidate]:
        """Return the candidates that nothing has refused so far."""
        return [candidate for candidate in self._all if candidate.refused_by is None]

    def score(self, candidate: Candidate) -> float | None:
        """Return how sure the recogniser is of a candidate's place, whatever found the candidate."""
        return self._scores.get((candidate.start, candidate.end))

    def make(self, start: int, end: int, label: str, source: str, score: float | None = None) -> Candidate | None:
        """Return a candidate that stands nowhere yet; None where no tokens begin and end there."""
        place = self._tokens.fit(start, end)
        if place is None:
            return None
        if score is not None:
            self._scores[place] = score
        return Candidate(*place, label, self._tokens.text[place[0] : place[1]], source, score)

    def add(self, start: int, end: int, label: str, source: str, score: float | None = None) -> Candidate | None:
        """Add a candidate and return it; None where no tokens begin and end there."""
        made = self.make(start, end, label, source, score)
        if made is not None:
            self._all.append(made)
        return made

    def extend(self, candidates: Iterable[Candidate]) -> None:
        """Add candidates at places that tokens bound, but for those that stand open already."""
        known = {(c.start, c.end, c.label) for c in self.open()}
        self._all += [c for c in candidates if (c.start, c.end, c.label) not in known]

    def review(self, judge: Callable[[Candidate], Refusal | None]) -> None:
        """Ask of each open candidate whether it is refused, and put what stands instead of it in its place."""
        reviewed: list[Candidate] = []
        for candidate in self._all:
            refusal = judge(candidate) if candidate.refused_by is None else None
            if refusal is None:
                reviewed.append(candidate)
                continue
            reviewed.append(dataclasses.replace(candidate, refused_by=refusal.rule))
            reviewed += [refusal.instead] if refusal.instead is not None else []
        self._all = reviewed

    def places(self, label: str) -> list[Place]:
        """Return the places of the open candidates of a label."""
        return [(candidate.start, candidate.end) for candidate in self.open() if candidate.label == label]
