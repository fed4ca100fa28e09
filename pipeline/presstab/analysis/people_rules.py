"""What names of people are read by: the rules of `resources/rules/people.yml` by name, titles, and places."""

from __future__ import annotations

from typing import NamedTuple

from presstab.patterns import TitlePatterns
from presstab.resources import Resources
from presstab.rules import Rule


class PeopleRules(NamedTuple):
    """Which words are a person's name; the file says what each is for."""

    honorific: Rule
    titled: Rule
    degree: Rule
    headline_after: Rule
    owner_mark: Rule
    open_end: Rule
    hyphen: Rule
    open_start: Rule
    twice: Rule
    mixed_word: Rule
    initials: Rule
    nickname: Rule
    surname_first: Rule
    with_initial: Rule
    cited: Rule
    neighbour: Rule
    between: Rule
    entry: Rule
    longer_before: Rule
    longer_after: Rule


class PeopleReading(NamedTuple):
    """All that names of people are read by."""

    rules: PeopleRules
    titles: TitlePatterns
    places: frozenset[str]
    honorifics: frozenset[str]

    @classmethod
    def of(cls, resources: Resources) -> PeopleReading:
        """Return what the resources hold of it."""
        rules, honorifics = resources.rules_as(PeopleRules, "people"), resources.honorifics.words
        return cls(rules, resources.titles, resources.places, honorifics)
