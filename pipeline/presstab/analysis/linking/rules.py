"""The rules of `resources/rules/links.yml`, by name."""

from __future__ import annotations

from typing import NamedTuple

from presstab.rules import Rule


class LinkRules(NamedTuple):
    """By which words two names are of one, and whose release it is; the file says what each is for."""

    organisation: Rule
    person: Rule
    couple: Rule
    former: Rule
    now: Rule
    about: Rule
    listed: Rule
    code: Rule
    any_organisation: Rule
    class_noun: Rule
    and_company: Rule
