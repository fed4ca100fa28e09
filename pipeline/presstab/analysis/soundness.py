"""Which candidates are names or terms by themselves, and where a name begins and ends within one."""

from __future__ import annotations

import re
from collections.abc import Container

from presstab.analysis.places import Intervals
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Brackets, Candidate, Outline
from presstab.registry import fold_name
from presstab.resources import Resources
from presstab.text import collapse

_MAX_CHARS = 200
_ARTICLE = re.compile(r"(?:(?:[Tt]he|THE)\s+|Contact\s+Details\s*)(?=\S)")
_TWICE = re.compile(r"(?P<once>.{3,}?)\s*(?P=once)")  # KAP AGKAP AG: a heading glued to the text
# A headline's verb after the name: SavvyMoney Signs
_VERB_AFTER = re.compile(
    r"\s+(?:Announces|Signs|Launches|Joins|Appoints|Names|Reports|Expands|Acquires|Completes|Unveils|Introduces|Receives|Wins|"
    r"Opens|Releases|Secures|Raises|Closes|Selects|Hires|Enters|Offers|Celebrates|Debuts|Achieves|Delivers|Publishes|"
    r"Welcomes|Adds|Extends|Files|Plans|Begins|Starts|Earns|Hosts|Presents|Provides|Brings|Sets|To|Will|Is|Has)$"
)
_CASHTAG = re.compile(r"\$[A-Z]{1,6}")  # a ticker: no name
# What the Acme bank, the Oslo clinic are: no part of their names
_COMMON_HEAD = re.compile(
    r"[ ](?:clinics?|hospital|bank|office|plant|facility|store|team|network|campus|brand|website|brewery|factory|mill|"
    r"warehouse|headquarters|subsidiary|unit|division|government|community|ecosystem|blockchain|"
    r"(?:crypto(?:currency)? )?exchange|(?:mobile )?games?|platforms?|systems|engineers|employees|researchers|"
    r"scientists|executives|officials|customers|members|users|investors|whales)$"
)
# About Acme Acme Labs Inc. is: a heading, and the text under it on one line; RADIO 45 Radio 45
_HEADING = re.compile(
    r"(?i)(?P<once>\w[\w’'&.\-]{3,}(?:\s[\w’'&.\-]+){0,5}?)\s+(?=(?:The\s+)?(?P=once)\b(?!\s+(?P=once)$))"
)
# of Acme; o Acme, the bullet of a list; marks that nobody sees
_OPEN_START = re.compile(r"(?:(?:of|o|at|by|with|to)\s+(?=[A-Z])|[^\w\s\"“'‘(@#$&]+)")
# Acme Society The; Acme Hospital in: what follows is no part of it, or was not read
_OPEN_END = re.compile(r"\s+(?:The|At|By|For|From|With|in|at|by|to|for|from|with)$")
_CLIPPED = re.compile(r"[\s&/\-–—]+$")  # CNC- of CNC-machined; AI &
_GLUED_AFTER = re.compile(r"(?<=[a-z])(?:The|This|About|Contact)$")  # AcmeThe company: the next sentence's word
_HAS_LETTER = re.compile(r"[^\W\d_]")


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
        self, text: str, pool: Pool, closed: Intervals, certain: float, resources: Resources, ignored: Container[str]
    ) -> None:
        self._text, self._pool, self._closed, self._certain = text, pool, closed, certain
        self._resources, self._ignored = resources, ignored

    def __call__(self, candidate: Candidate) -> Refusal | None:
        """Return why a candidate is refused, and its cut, if it has one."""
        if candidate.label == "DATE":
            return None
        text, kind = candidate.text, candidate.source.partition(":")[0]
        if not _HAS_LETTER.search(text) or len(text) > _MAX_CHARS or _CASHTAG.fullmatch(text):
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
        """Refuse what names no technology, and cut a mark left at its end: `CNC-` is CNC, `mono-` is none."""
        text = candidate.text
        clipped, twice = _CLIPPED.search(text), _TWICE.fullmatch(text)
        end = clipped.start() if clipped else twice.end("once") if twice else len(text)
        is_none = self._resources.not_technologies.hold(text) or (clipped and text.islower())
        if is_none or (not text[0].isalnum() and text[0] not in ".$"):
            return Refusal("technology.generic")
        if end == len(text):
            return None
        at, score = candidate.start, self._pool.score(candidate)
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
        is_none = self._resources.not_organisations.hold(collapse(text))
        if is_none or (text == text.lower() and not self._is_written_small(candidate)):
            return Refusal("organisation.generic")
        start, end = _name_within(text, self._resources.places)
        if (start, end) == (0, len(text)):
            return None
        if text[start:end].casefold() in self._resources.places:
            return Refusal("organisation.place")  # the Oslo clinic
        at, score = candidate.start, self._pool.score(candidate)
        return Refusal("organisation.cut", self._pool.make(at + start, at + end, "ORG", candidate.source, score))

    def _is_written_small(self, candidate: Candidate) -> bool:
        """Return whether all of the text is in small letters, or the recogniser is certain of the name."""
        return self._text.islower() or (
            " " not in candidate.text and (self._pool.score(candidate) or 0.0) >= self._certain
        )


def _name_within(text: str, places: frozenset[str]) -> tuple[int, int]:
    """Return where the name begins and ends: after an article or a dateline's place, once of twice.

    A headline's verb, a common noun and a bracket that does not open within are not of it.

    >>> names = ("The Acme Fund", "YOKOHAMA Acme Ltd", "KAP AGKAP AG", "Acme Signs", "ACM), Ltd.", "Acme FundThe")
    >>> [text[slice(*_name_within(text, frozenset(["yokohama"])))] for text in names]
    ['Acme Fund', 'Acme Ltd', 'KAP AG', 'Acme', 'ACM', 'Acme Fund']
    >>> names = ("Bolt Labs Bolt Labs Group, LLC", "of Acme Ltd", "Acme Society The", "Deutsch & Deutsch")
    >>> [text[slice(*_name_within(text, frozenset(["yokohama"])))] for text in names]
    ['Bolt Labs Group, LLC', 'Acme Ltd', 'Acme Society', 'Deutsch & Deutsch']
    """
    twice = _TWICE.fullmatch(text)
    article = _ARTICLE.match(text) or (None if twice else _HEADING.match(text)) or _OPEN_START.match(text)
    verb = _VERB_AFTER.search(text) or _COMMON_HEAD.search(text) or _GLUED_AFTER.search(text) or _OPEN_END.search(text)
    first, _, rest = text.partition(" ")
    in_dateline = len(first) > 4 and first.isupper() and first.casefold() in places and not rest.isupper()
    start = article.end() if article else len(first) + 1 if in_dateline and rest else 0
    bracket = text.find(")") if "(" not in text else -1
    return start, verb.start() if verb else twice.end("once") if twice else bracket if bracket > 0 else len(text)
