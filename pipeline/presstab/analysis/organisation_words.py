"""What tells an organisation by its name and by the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from presstab.names.legal_forms import LegalForms
from presstab.resources import Resources
from presstab.rules import Rule
from presstab.text import collapse, slug

# Forms that are words of English too, or too short a mark: what the recogniser says of these names counts, and `Target
# Company` is not `Target`.
PLAIN_FORMS = frozenset(["company", "corporation", "limited", "incorporated", "co", "co."])


class ContextRules(NamedTuple):
    """The rules of `resources/rules/contexts.yml`, by name; the file says what each is for."""

    office_of: Rule
    alias_before: Rule
    beside_before: Rule
    list_before: Rule
    short_after: Rule
    explained_after: Rule
    announces_after: Rule
    alias_after: Rule
    alias_within: Rule
    beside_after: Rule
    end: Rule
    end_within: Rule
    agency_after: Rule
    firm_after: Rule
    end_of_none: Rule
    award_after: Rule
    coin_after: Rule
    chair_after: Rule
    listed_after: Rule
    of_office: Rule
    listed: Rule
    about: Rule
    owned: Rule
    office_before: Rule
    said_before: Rule
    owner_article: Rule
    before_owner: Rule
    begins_sentence: Rule
    heading: Rule
    open_end: Rule
    form_after: Rule
    end_after: Rule
    sentence_stop: Rule
    bracketed: Rule
    form_before: Rule
    form_in_list: Rule
    list_joint: Rule
    figures: Rule
    goes_on: Rule
    joint: Rule
    left_out: Rule
    person_after: Rule
    says_after: Rule


@dataclass(frozen=True)
class NamePatterns:
    """How names of organisations look and what stands around them, by rules and lists.

    `rules` find them by the build of their names, as one pattern (see `Resources.organisation_rules`).
    """

    around: ContextRules
    rules: re.Pattern[str]
    _resources: Resources

    @classmethod
    def of(cls, resources: Resources) -> NamePatterns:
        """Return what the resources hold of it."""
        return cls(resources.rules_as(ContextRules, "contexts"), resources.organisation_rules, resources)

    @property
    def legal(self) -> LegalForms:
        """Return the legal forms."""
        return self._resources.legal_forms

    @cached_property
    def form(self) -> re.Pattern[str]:
        """Return the pattern of a legal form."""
        return re.compile(self.legal.pattern)

    def is_form(self, text: str) -> bool:
        """Return whether a string is a legal form and nothing else."""
        return self.form.fullmatch(text) is not None

    def is_place(self, name: str) -> bool:
        """Return whether a name is a place's."""
        return name.casefold() in self._resources.places

    def is_common(self, name: str) -> bool:
        """Return whether many organisations bear a name: Supreme Court."""
        return self._resources.common_names.hold(slug(name))

    def is_none(self, name: str) -> bool:
        """Return whether a string is never an organisation by itself."""
        return self._resources.not_organisations.hold(collapse(name))
