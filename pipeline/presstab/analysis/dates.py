"""Calendar expressions as candidates, with their values and what a reader should know of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from presstab.analysis.places import Tokens
from presstab.analysis.pool import Pool
from presstab.analysis.record import Candidate, Dates, Place
from presstab.corpus.release import Issue
from presstab.dates import DateMention, find_dates
from presstab.dates.impossible import impossible_days
from presstab.dates.numeric import ambiguous_numeric


def place_dates(
    tokens: Tokens, candidates: Iterable[Candidate], anchor_on: dt.date | None, year: int | None = None
) -> tuple[tuple[Candidate, ...], Dates]:
    """Return the candidates with the calendar expressions, and these.

    Relative ones are counted from the anchor; `year` is the release's own where it is inferred.
    """
    pool = Pool(tokens, candidates)
    placed: dict[Place, DateMention] = {}
    for date in find_dates(tokens.text, anchor_on, year):
        made = pool.add(date.start, date.end, "DATE", f"rule:date.{date.rule}")
        if made is not None:
            placed[made.start, made.end] = date
    issues = [*_unresolved(placed.values(), anchor_on), *_issues(placed.values(), tokens.text)]
    dates = Dates(tuple((*place, date) for place, date in placed.items()), tuple(issues))
    return pool.candidates(), dates


def _unresolved(mentions: Iterable[DateMention], anchor_on: dt.date | None) -> Iterator[Issue]:
    # With an anchor a word for a day stays without value where it means nowadays: nothing is amiss.
    unresolved = [m for m in mentions if m.resolution == "unresolved" and not (anchor_on and m.rule == "day_word")]
    if unresolved:
        first = unresolved[0]
        known = "nothing here fixes them" if anchor_on else "neither text nor input gives a publication date"
        several = "1 date expression stays" if len(unresolved) == 1 else f"{len(unresolved)} date expressions stay"
        message = f"{several} without value, {first.text!r} first: {known}"
        yield Issue("unresolved_date", "info", message, location=f"{first.start}-{first.end}")


def _issues(mentions: Collection[DateMention], text: str) -> Iterator[Issue]:
    """Yield what a reader of the table `dates` should know: days that could not be told, and why."""
    fiscal = [m for m in mentions if m.resolution == "fiscal" and not m.end_on]
    if fiscal:
        why = "the release does not say when its year ends"
        several = "1 fiscal period has" if len(fiscal) == 1 else f"{len(fiscal)} fiscal periods have"
        message = f"{several} no days, {fiscal[0].text!r} first: {why}"
        yield Issue("fiscal_year_unknown", "info", message, location=f"{fiscal[0].start}-{fiscal[0].end}")
    for start, end in ambiguous_numeric(text):
        message = f"{text[start:end]!r} could name day or month first; it was read as month first"
        yield Issue("ambiguous_date", "info", message, location=f"{start}-{end}")
    for start, end in impossible_days(text):
        message = f"{text[start:end]!r} is no day of the calendar; it is no date here"
        yield Issue("impossible_date", "warning", message, location=f"{start}-{end}")
