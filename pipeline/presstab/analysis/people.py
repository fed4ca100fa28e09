"""Candidates for people: names without honorifics and degrees, later mentions by the family name alone."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

from presstab.analysis.parted_people import join_people
from presstab.analysis.people_rules import PeopleReading, PeopleRules
from presstab.analysis.places import Tokens
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.proper_people import strip_titles
from presstab.analysis.record import Candidate
from presstab.names.people import part_name
from presstab.recogniser.reading import Reading
from presstab.rules import Rule

_BEFORE = 3  # characters before a family name that tell that a longer name goes on


def find_people(
    tokens: Tokens, candidates: Iterable[Candidate], reading: Reading | None, words: PeopleReading
) -> tuple[Candidate, ...]:
    """Return the candidates with people by honorific and by family name added, titles cut off, what names nobody refused."""
    pool, text, rules = Pool(tokens, candidates), tokens.text, words.rules
    join_people(text, pool, reading, words)
    _strip_titles(pool, rules)
    _go_on_after_hyphens(text, pool, rules.hyphen)
    _refuse_doubtful(text, pool, reading, rules)
    for match in rules.honorific.find_all(text):
        at, (start, end) = match.start("name"), strip_titles(match["name"], rules)
        end = _end_as_read(text, reading, at + start, at + end)
        end = at + start + strip_titles(text[at + start : end], rules)[1]  # Dr. Jane Doe's | Big Book
        if end > at + start:
            pool.add(at + start, end, "PERSON", f"rule:{rules.honorific.id}")
    _add_surnames(text, pool, words)
    return pool.candidates()


def _end_as_read(text: str, reading: Reading | None, start: int, end: int) -> int:
    """Return where a name after an honorific ends: `Dr. Jane Doe Introduces` goes on in capitals, but not as a name."""
    while reading is not None and end > start:
        last = start + text[start:end].rfind(" ") + 1
        if reading.probability("PERSON", last, end) >= reading.thresholds.name_word:
            break
        end = max(start, last - 1)
    return end


def _strip_titles(pool: Pool, rules: PeopleRules) -> None:
    """Cut honorific and degrees off the names."""

    def judge(candidate: Candidate) -> Refusal | None:
        whole = (0, len(candidate.text))
        start, end = strip_titles(candidate.text, rules) if candidate.label == "PERSON" else whole
        if (start, end) == whole:
            return None
        at, score = candidate.start, pool.score(candidate)
        return Refusal("person.titles", pool.make(at + start, at + end, "PERSON", candidate.source, score))

    pool.review(judge)


def _go_on_after_hyphens(text: str, pool: Pool, hyphen: Rule) -> None:
    """Replace full names that a recogniser cut at a hyphen: Jane Doe | -Wedding."""
    begins = {candidate.start for candidate in pool.open()}

    def judge(candidate: Candidate) -> Refusal | None:
        if candidate.label != "PERSON" or " " not in candidate.text or candidate.end + 1 in begins:
            return None
        more = hyphen.find(text, candidate.end)
        if not more:
            return None
        whole = pool.make(candidate.start, more.end(), "PERSON", candidate.source, pool.score(candidate))
        return Refusal("person.hyphen", whole) if whole else None

    pool.review(judge)


def _refuse_doubtful(text: str, pool: Pool, reading: Reading | None, rules: PeopleRules) -> None:
    """Refuse a lone word of no fuller name unless the recogniser is sure of it, and what no person is called.

    A lone word directly before a full name is what that person is: Futurist Jane Doe.
    """
    full = [candidate for candidate in pool.open() if candidate.label == "PERSON" and " " in candidate.text]
    words = {word for candidate in full for word in candidate.text.split()}
    begins = {candidate.start for candidate in full}
    least = reading.thresholds.lone_word if reading else 0.0

    def judge(candidate: Candidate) -> Refusal | None:
        if candidate.label != "PERSON":
            return None
        if rules.mixed_word.find(candidate.text):
            return Refusal("person.mixed_word")
        if rules.initials.find(candidate.text):
            return Refusal("person.initials")
        score = pool.score(candidate)
        if candidate.text in words or " " in candidate.text or score is None:
            return None
        is_before_name = candidate.end + 1 in begins and text[candidate.end] == " "
        return Refusal("person.lone_word") if is_before_name or score < least else None

    pool.review(judge)


def _add_surnames(text: str, pool: Pool, words: PeopleReading) -> None:
    """Add every later occurrence of the family name of a person found in full."""
    first: dict[str, int] = {}
    for candidate in pool.open():
        if candidate.label == "PERSON" and " " in candidate.text:
            family = part_name(candidate.text).family
            if len(family) > 2 and family[0].isupper() and family.casefold() not in words.honorifics:
                first[family] = min(candidate.start, first.get(family, candidate.start))
    if not first:
        return
    names = list(first)
    # All names at once, the longest first where several begin: a text may name thousands of people.
    found = AhoCorasick(names).find_matches_as_indexes(text, overlapping=True)
    done = 0
    for number, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
        if start >= done and not _is_within_name(text, start, end, words.rules):
            done = end
            if start > first[names[number]]:
                pool.add(start, end, "PERSON", "rule:person.surname")


def _is_within_name(text: str, start: int, end: int, rules: PeopleRules) -> bool:
    """Return whether a word is a part of a longer name or word: `Doe` of `Doe Foundation`, of `John Doe`, of `x-Doe`."""
    before = rules.longer_before.find(text, max(0, start - _BEFORE), start)
    return before is not None or rules.longer_after.find(text, end) is not None
