"""Which candidates are names or terms by themselves, and where a name begins and ends within one."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from presstab.analysis.places import Intervals
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Brackets, Candidate, Outline
from presstab.patterns import NotOrganisations, NotTechnologies
from presstab.registry import fold_name
from presstab.resources import Resources
from presstab.rules import Rule
from presstab.text import collapse

_MAX_CHARS = 200
_INNER = re.compile(r"[^()]+\)\s(?=[a-z])")  # what stands in a bracket that opened before


class NameRules(NamedTuple):
    """The rules of `resources/rules/names.yml`, by name; the file says what each is for."""

    ticker: Rule
    no_letter: Rule
    article: Rule
    heading: Rule
    twice: Rule
    open_start: Rule
    headline_verb: Rule
    common_head: Rule
    open_end: Rule
    full_stop: Rule
    clipped: Rule
    event_after: Rule
    goes_on: Rule
    tag: Rule
    town: Rule
    no_town: Rule
    formed: Rule
    bound_before: Rule
    bound_after: Rule
    whole_word: Rule


class NameReading(NamedTuple):
    """All that tells a name or term from what is none."""

    rules: NameRules
    places: frozenset[str]
    not_organisations: NotOrganisations
    not_technologies: NotTechnologies

    @classmethod
    def of(cls, resources: Resources) -> NameReading:
        """Return what the resources hold of it."""
        rules = resources.rules_as(NameRules, "names")
        return cls(rules, resources.places, resources.not_organisations, resources.not_technologies)


def closed_stretches(brackets: Brackets, outline: Outline) -> Intervals:
    """Return the stretches where names of organisations and technologies name none: ticker brackets, datelines."""
    datelines = ((start, end) for start, end, name in outline.zones if name == "dateline")
    return Intervals([*brackets.closed, *datelines])


def is_within(candidate: Candidate, closed: Intervals) -> bool:
    """Return whether a candidate stands where it names nothing."""
    return candidate.label in {"ORG", "TECH"} and closed.index(candidate.start) is not None


class SoundJudge:
    """Refuses what is no name by itself, and cuts leading articles and other words off names."""

    def __init__(
        self, text: str, pool: Pool, closed: Intervals, certain: float, names: NameReading, ignored: Container[str]
    ) -> None:
        self._text, self._pool, self._closed, self._certain = text, pool, closed, certain
        self._names, self._ignored = names, ignored

    def __call__(self, candidate: Candidate) -> Refusal | None:
        """Return why a candidate is refused, and its cut, if it has one."""
        if candidate.label == "DATE":
            return None
        text, kind = candidate.text, candidate.source.partition(":")[0]
        rules = self._names.rules
        if len(text) > _MAX_CHARS or rules.no_letter.find(text) or rules.ticker.find(text):
            return Refusal("no_name")
        if kind != "registry" and is_within(candidate, self._closed):
            return Refusal("bracket_or_dateline")
        if candidate.label == "TECH":
            unsound = self._of_technology(candidate) if kind != "lexicon" else None
            return unsound or self._within_compound(candidate)
        if candidate.label != "ORG":
            return None
        if fold_name(text) in self._ignored:
            return Refusal("organisation.ignored")
        return None if kind == "registry" else self._of_organisation(candidate)

    def _of_technology(self, candidate: Candidate) -> Refusal | None:
        """Refuse what names no technology, and cut a mark left at its end: `CNC-` is CNC, `mono-` is none.

        Of `EV) charging equipment` the abbreviation is one of its own, which its long form tells.
        """
        inner = _INNER.match(candidate.text)
        start = inner.end() if inner else 0
        text = candidate.text[start:]
        clipped, twice = self._names.rules.clipped.find(text), self._names.rules.twice.find(text)
        end = clipped.start() if clipped else twice.end("once") if twice else _sound_end(text)
        is_none = self._names.not_technologies.hold(text) or (clipped and text.islower())
        if is_none or (not text[0].isalnum() and text[0] not in ".$"):
            return Refusal("technology.generic")
        if start == 0 and end == len(text):
            return None
        at, score = candidate.start + start, self._pool.score(candidate)
        return Refusal("technology.trimmed", self._pool.make(at, at + end, "TECH", candidate.source, score))

    def _within_compound(self, candidate: Candidate) -> Refusal | None:
        """Cut off the word that a hyphen ties to the one before it: the `edge` of cutting-edge AI."""
        start = candidate.start
        if self._text[start - 1 : start] != "-" or not self._text[start - 2 : start - 1].isalnum():
            return None
        rest = candidate.text.find(" ") + 1
        score = self._pool.score(candidate)
        cut = self._pool.make(start + rest, candidate.end, "TECH", candidate.source, score) if rest else None
        return Refusal("technology.compound", cut)

    def _of_organisation(self, candidate: Candidate) -> Refusal | None:
        text = candidate.text
        is_none = self._names.not_organisations.hold(collapse(text))
        if is_none or (text == text.lower() and not self._is_written_small(candidate)):
            return Refusal("organisation.generic")
        if self._names.rules.tag.find(self._text, max(0, candidate.start - 1), candidate.start):
            return Refusal("organisation.tag")
        start, end = _name_within(text, self._names)
        if (start, end) == (0, len(text)):
            return None
        if text[start:end].casefold() in self._names.places:
            return Refusal("organisation.place")  # the Oslo clinic
        at, score = candidate.start, self._pool.score(candidate)
        return Refusal("organisation.cut", self._pool.make(at + start, at + end, "ORG", candidate.source, score))

    def _is_written_small(self, candidate: Candidate) -> bool:
        """Return whether all of the text is in small letters, or the recogniser is certain of the name."""
        return self._text.islower() or (
            " " not in candidate.text and (self._pool.score(candidate) or 0.0) >= self._certain
        )


def _name_within(text: str, known: NameReading) -> tuple[int, int]:
    """Return where the name begins and ends: after an article or a dateline's place, once of twice.

    A headline's verb, a common noun and a bracket that does not open within are not of it.

    >>> from presstab.resources import packaged
    >>> known = NameReading.of(packaged())
    >>> names = ("The Acme Fund", "YOKOHAMA Acme Ltd", "KAP AGKAP AG", "Acme Signs", "ACM), Ltd.")
    >>> [text[slice(*_name_within(text, known))] for text in names]
    ['Acme Fund', 'Acme Ltd', 'KAP AG', 'Acme', 'ACM']
    >>> names = ("Bolt Labs Bolt Labs Group, LLC", "of Acme Ltd", "Acme Society The", "Deutsch & Deutsch")
    >>> [text[slice(*_name_within(text, known))] for text in names]
    ['Bolt Labs Group, LLC', 'Acme Ltd', 'Acme Society', 'Deutsch & Deutsch']
    """
    rules = known.rules
    twice = rules.twice.find(text)
    before = rules.article.find(text) or (None if twice else rules.heading.find(text)) or rules.open_start.find(text)
    after_name = (rules.headline_verb, rules.common_head, rules.open_end, rules.full_stop)
    after = next((found for rule in after_name if (found := rule.find(text))), None)
    first, _, rest = text.partition(" ")
    in_dateline = len(first) > 4 and first.isupper() and first.casefold() in known.places and not rest.isupper()
    start = before.end() if before else len(first) + 1 if in_dateline and rest else 0
    return start, after.start() if after else twice.end("once") if twice else _sound_end(text)


def _sound_end(text: str) -> int:
    """Return where a name ends: before a bracket that opens or closes elsewhere, if not within a word.

    >>> [text[: _sound_end(text)] for text in ("ACE) inhibitor", "Quornly(R", "Quornly (analog", "(LP)DDR4", "LP)DDR4")]
    ['ACE', 'Quornly', 'Quornly', '(LP)DDR4', 'LP)DDR4']
    """
    opens, closes = text.find("("), text.find(")")
    if closes > 0 and opens < 0:
        return len(text) if text[closes + 1 : closes + 2].isalnum() else closes
    return len(text[:opens].rstrip()) if opens > 0 and closes < 0 else len(text)
