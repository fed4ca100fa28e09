"""The wordings that the tie reader knows beside its weights."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from presstab.analysis.ties.cues import cue_pattern
from presstab.analysis.ties.formulas import Formulas
from presstab.analysis.ties.statuses import Statuses
from presstab.analysis.title_rules import TitleRules
from presstab.resources import Resources
from presstab.rules import Rule


class TieRules(NamedTuple):
    """The rules of `resources/rules/ties.yml`, by name; the file says what each is for."""

    before: Rule
    between: Rule
    next: Rule
    passive: Rule
    recent: Rule
    award: Rule
    no_office: Rule
    career: Rule
    followed: Rule
    sent_away: Rule
    outgoing: Rule
    went: Rule
    goes: Rule
    laid_down: Rule
    follows: Rule
    followed_by: Rule
    pronoun: Rule
    unnamed: Rule
    of_all: Rule
    other_name: Rule
    public: Rule
    minister: Rule
    ministry: Rule
    to_organisation: Rule
    to_title: Rule
    its: Rule
    whose: Rule
    of: Rule
    and_organisation: Rule
    from_day: Rule
    says_so: Rule
    of_another: Rule
    of_relation: Rule
    sum_to: Rule
    sum_from: Rule
    sum_after: Rule
    other_before: Rule
    other_after: Rule
    list_next: Rule
    short_form: Rule
    issuer: Rule


class TieWords(NamedTuple):
    """The rules of offices, what parts the people of a list, the cues of what becomes of an office, and the wordings of relations and of their status."""

    rules: TieRules
    next_person: Rule
    cues: re.Pattern[str]
    formulas: Formulas
    statuses: Statuses

    @classmethod
    @lru_cache(maxsize=4)  # offices and relations are read by the same
    def of(cls, resources: Resources) -> TieWords:
        """Return what the resources hold of it."""
        return cls(
            resources.rules_as(TieRules, "ties"),
            resources.rules_as(TitleRules, "offices").next_person,
            cue_pattern(resources.lists("ties/cues.yml")["offices"]),
            Formulas.of(resources.lists("ties/formulas.yml")),
            Statuses.of(resources.rules("statuses"), resources.lists("rules/statuses.yml")["of"]),
        )
