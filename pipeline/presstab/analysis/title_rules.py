"""What titles are read by: the rules of `resources/rules/offices.yml` by name, how titles look, and places."""

from __future__ import annotations

from typing import NamedTuple

from presstab.patterns import TitlePatterns
from presstab.resources import Resources
from presstab.rules import Rule


class TitleRules(NamedTuple):
    """Which words are the title of an office, and where it begins and ends; the file says what each is for."""

    spokesperson: Rule
    board: Rule
    boards: Rule
    in_roles: Rule
    before_name: Rule
    between_names: Rule
    rank_before: Rule
    one_title: Rule
    compound: Rule
    purpose: Rule
    small_purpose: Rule
    to_whom: Rule
    serves: Rule
    with_purpose: Rule
    field: Rule
    of_organisation: Rule
    rest_of_purpose: Rule
    field_in_brackets: Rule
    organisation_after: Rule
    and_former: Rule
    to_another: Rule
    leading: Rule
    of_a_place: Rule
    trailing: Rule
    in_brackets: Rule
    torn_after: Rule
    describing: Rule
    belongs: Rule
    degree_before: Rule
    address_after: Rule
    in_what_role: Rule
    owner_mark: Rule
    alone: Rule
    next_person: Rule
    list_after: Rule
    list_before: Rule


class TitleReading(NamedTuple):
    """All that a title is read by."""

    rules: TitleRules
    patterns: TitlePatterns
    places: frozenset[str]

    @classmethod
    def of(cls, resources: Resources) -> TitleReading:
        """Return what the resources hold of titles."""
        return cls(resources.rules_as(TitleRules, "offices"), resources.titles, resources.places)
