"""What organisations with a legal form are called without it, wherever a text says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from presstab.analysis.organisation_words import PLAIN_FORMS, ContextRules, NamePatterns
from presstab.analysis.places import Stretches
from presstab.analysis.pool import Pool, Refusal
from presstab.analysis.record import Candidate
from presstab.recogniser.reading import Reading
from presstab.text import CAPITALS

_SHORTEST = 4  # letters of a bare form of one word


def add_bare_forms(text: str, pool: Pool, reading: Reading | None, patterns: NamePatterns) -> None:
    """Add what names with a legal form are called without it, wherever nothing else stands; no person is called so."""
    named = [candidate.text for candidate in pool.open() if candidate.label == "ORG"]
    stems = {stem for name in named if (stem := _stem(name, patterns))}
    shorter = {short for name in named if (short := _shorter(name, patterns))}
    _rename_people(text, pool, stems | shorter, set(_first_words(text, stems)), patterns.around)
    taken = Stretches([(c.start, c.end) for c in pool.open()])
    for start, end in _occurrences(text, stems | shorter):
        is_sure = text[start:end] in stems or _is_named(text, start, end, reading, patterns.around)
        if is_sure and not taken.overlap(start, end):
            pool.add(start, end, "ORG", "rule:org.bare_form")


def _rename_people(text: str, pool: Pool, stems: set[str], first_words: set[str], around: ContextRules) -> None:
    """Take for organisations those people who are called like one, but for whoever a company is called after.

    `first_words` of their names are so too: Coop of Coop Marktgilde BV.
    """
    people = [candidate.text for candidate in pool.open() if candidate.label == "PERSON"]
    of_people = {word for name in people if " " in name and name not in stems for word in name.split()}
    called = (stems | first_words) - of_people

    def judge(candidate: Candidate) -> Refusal | None:
        if candidate.label != "PERSON" or candidate.text not in called:
            return None
        # A company of one word says things; two words that do may be its founder.
        if around.person_after.find(text, candidate.end) or (
            " " in candidate.text and around.says_after.find(text, candidate.end)
        ):
            return None
        instead = pool.make(candidate.start, candidate.end, "ORG", candidate.source, pool.score(candidate))
        return Refusal("person.is_organisation", instead)

    pool.review(judge)


def _first_words(text: str, stems: set[str]) -> Iterator[str]:
    """Yield the first words of names that begin nothing else in the text: Coop, but not Acme of Acme Park."""
    for stem in stems:
        first, _, rest = stem.partition(" ")
        if rest and len(first) >= _SHORTEST:
            begins_another = re.search(rf"\b{re.escape(first)} (?!{re.escape(rest)})[{CAPITALS}]", text)
            if not begins_another:
                yield first


def _occurrences(text: str, stems: set[str]) -> Iterator[tuple[int, int]]:
    """Yield where names stand as whole words, the longest at each place."""
    pattern = "|".join(map(re.escape, sorted(stems, key=lambda stem: (-len(stem), stem))))
    for match in re.finditer(rf"(?<![\w@./-])(?:{pattern})(?![\w@]|-\w|\.\w)", text) if stems else ():
        yield match.span()


def _is_named(text: str, start: int, end: int, reading: Reading | None, around: ContextRules) -> bool:
    """Return whether what is left of a name may name the organisation: no place, no part of a longer name."""
    if text[max(0, start - 4) : start].lower() == "the " or around.goes_on.find(text, end):
        return False
    return reading is None or reading.probability("ORG", start, end) >= reading.thresholds.thinkable


def _stem(name: str, patterns: NamePatterns) -> str | None:
    """Return a name without its legal form; None where it has none, or where little is left."""
    parted, bare = patterns.legal.part(name), patterns.legal.without_prefix
    joint = patterns.around.joint.find(parted.stem)
    stem = bare(parted.stem[: joint.start()] if joint else parted.stem)
    is_word = " " not in stem and (len(stem) < _SHORTEST or (parted.form or "").casefold() in PLAIN_FORMS)
    has_form = parted.form is not None or stem != name
    return stem if has_form and not is_word and stem[:1].isupper() else None


def _shorter(name: str, patterns: NamePatterns) -> str | None:
    """Return a name of two words or more without its legal form and what is left out with it; None where nothing is.

    >>> from presstab.resources import packaged
    >>> names = ("Hollis Grange Bancorp, Inc.", "Orbit Holdings Ltd.", "Hollis Grange Inc.")
    >>> patterns = NamePatterns.of(packaged())
    >>> [_shorter(name, patterns) for name in names]
    ['Hollis Grange', None, None]
    """
    stem = _stem(name, patterns) or name
    left_out = patterns.around.left_out.find(stem)
    short = stem[: left_out.start()] if left_out else stem
    is_none = short == stem or " " not in short or patterns.is_none(short)
    return None if is_none else short
