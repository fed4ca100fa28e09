"""From candidates to mentions: one label a string by vote, every occurrence of it, the longest of what overlaps."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable

from presstab.analysis.occurrences import OccurrenceJudge
from presstab.analysis.places import Intervals, Tokens
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Brackets, Candidate, Mention, Mentions, Outline, Place
from presstab.analysis.soundness import NameReading, SoundJudge, closed_stretches, is_within
from presstab.analysis.vote import outvoted, spread, vote
from presstab.recogniser.reading import Reading
from presstab.rules import Rule

_NEVER = 1.1  # a probability that none reaches


def arbitrate(
    tokens: Tokens,
    candidates: Iterable[Candidate],
    *,
    outline: Outline,
    brackets: Brackets,
    titles: Iterable[Place],
    names: NameReading,
    ignored: Container[str] = (),
    reading: Reading | None = None,
    listed: Container[str] = (),
    without: Collection[str] = (),
) -> tuple[tuple[Candidate, ...], Mentions]:
    """Return all candidates, each chosen or with the rule that refused it, and the mentions.

    `titles` are the places of titles that the recogniser is sure of; `ignored` are names of organisations that the
    user wants none of, case folded, `listed` keys of the terms of the user's own lexicon, `without` kinds of sources
    that count for nothing.
    """
    pool = Pool(tokens, candidates)
    closed = closed_stretches(brackets, outline)
    if without:
        left_out = Refusal("source.left_out")
        pool.review(lambda c: left_out if c.source.partition(":")[0] in without else None)
    certain = reading.thresholds.certain if reading else _NEVER
    pool.review(SoundJudge(tokens.text, pool, closed, certain, names, ignored))
    dated, is_date = set(pool.places("DATE")), Refusal("date")
    pool.review(lambda c: is_date if c.label != "DATE" and (c.start, c.end) in dated else None)
    votes = vote(pool, tokens, names.rules, certain)
    pool.review(lambda c: outvoted(c, votes))
    pool.extend(c for c in spread(tokens, votes, outline.headline_end, names.rules) if not is_within(c, closed))
    if reading is not None:
        pool.review(OccurrenceJudge(tokens.text, reading, listed, names.rules))
    offices = Intervals(titles)
    pool.review(lambda c: _in_title(tokens.text, c, offices, names.rules.event_after))
    chosen = _longest(pool.open(), tokens)
    keys, overlaps = {_key(c) for c in chosen}, Refusal("overlap")
    pool.review(lambda c: None if _key(c) in keys else overlaps)
    mentions = (Mention(c.start, c.end, c.label, c.text, c.source, pool.score(c)) for c in chosen)
    return pool.candidates(), Mentions(tuple(mentions))


def _in_title(text: str, candidate: Candidate, offices: Intervals, event_after: Rule) -> Refusal | None:
    """Refuse a technology that only stands in the title of an office, an event or a report: Chief AI Officer."""
    if candidate.label != "TECH":
        return None
    if text[candidate.start].isupper() and event_after.find(text, candidate.end):
        return Refusal("technology.in_event")
    return Refusal("technology.in_title") if offices.index(candidate.start) is not None else None


def _key(candidate: Candidate) -> tuple[int, int, str]:
    return candidate.start, candidate.end, candidate.label


def _longest(candidates: Iterable[Candidate], tokens: Tokens) -> list[Candidate]:
    """Return the candidates that no longer one overlaps, in order; of equally long ones the earlier."""
    first_of: dict[tuple[int, int, str], Candidate] = {}
    for candidate in candidates:
        first_of.setdefault(_key(candidate), candidate)
    ranged = [(tokens.range(c.start, c.end), c) for c in first_of.values()]
    ranged.sort(key=lambda item: (len(item[0]), -item[0].start), reverse=True)
    taken: set[int] = set()
    chosen = []
    for numbers, candidate in ranged:
        if numbers.start not in taken and numbers[-1] not in taken:
            chosen.append(candidate)
            taken.update(numbers)
    return sorted(chosen, key=lambda c: c.start)
