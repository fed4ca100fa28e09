"""The rules of `resources/rules/quotations.yml`, by name; the file says what each is for."""

from __future__ import annotations

from typing import NamedTuple

from presstab.rules import Rule


class QuotationRules(NamedTuple):
    """Which quoted words are somebody's statement, and whose."""

    mark: Rule
    single_opens: Rule
    single_closes: Rule
    sentence_end: Rule
    unclosed: Rule
    verb: Rule
    verb_first: Rule
    pronoun_first: Rule
    pronoun_after: Rule
    unnamed: Rule
    own_voice: Rule
    organisation_words: Rule
    definite: Rule
    indefinite: Rule
    later: Rule
    definite_after: Rule
    not_between: Rule
    according: Rule
    pronoun_before: Rule
    goes_on: Rule
    anybody_before: Rule
    and_more: Rule
    signed: Rule
    dash_signed: Rule
    signed_after: Rule
    article_before: Rule
    title_before: Rule
    term_before: Rule
