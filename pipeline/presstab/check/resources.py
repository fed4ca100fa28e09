"""Lints rules, lexicons and the registry: the packaged ones, and the user's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from presstab.check.finding import Finding
from presstab.errors import PresstabError
from presstab.lexicon import lint
from presstab.resources import Resources, packaged
from presstab.resources.files import CATEGORIES, LEXICON, REGISTRY, rule_stages
from presstab.resources.rows import Rows, own_rows

_ORGANISATIONS = "rules/organisations.yml"  # these find names anywhere in a text, as one expression


def check_resources(own_lexicon: str = "", own_registry: str = "") -> Iterator[Finding]:
    """Yield what is wrong with rules, lexicons and registries."""
    resources = packaged()
    yield from packaged_lexicon(resources)
    yield from _rules(resources)
    yield from _packaged_registry(resources.rows(REGISTRY))
    try:
        resources.lexicon(own_lexicon)  # as an extraction reads it
        rows = own_rows(own_lexicon, "--lexicon") if own_lexicon else []
        parents = [entry.name for entry in resources.lexicon().entries()]
        yield from _lexicon(Path(own_lexicon).name, rows, resources, parents)
    except PresstabError as error:
        yield Finding(Path(own_lexicon).name, "", str(error))
    try:
        resources.registry(own_registry)
    except PresstabError as error:
        yield Finding(Path(own_registry).name, "", str(error))


def packaged_lexicon(resources: Resources) -> Iterator[Finding]:
    """Yield what is wrong with the packaged lexicon, of which each entry has a category."""
    rows = resources.rows(LEXICON)
    yield from (Finding(LEXICON, "", f"{row['name']!r} has no category") for row in rows if not row["category"])
    yield from _lexicon(LEXICON, rows, resources)


def _lexicon(name: str, rows: Rows, resources: Resources, parents: Iterable[str] = ()) -> Iterator[Finding]:
    lists = resources.lists(CATEGORIES)
    for problem in lint(rows, lists["categories"], frozenset(lists["plain_words"]), parents):
        yield Finding(name, "", problem)


def _rules(resources: Resources) -> Iterator[Finding]:
    """Check that every rule is met in its examples and in none of its counterexamples."""
    rules = [(f"rules/{stage}.yml", rule) for stage in rule_stages() for rule in resources.rules(stage).values()]
    for file, rule in rules:
        for example in rule.examples:
            if not rule.find(example):
                yield Finding(file, rule.id, f"does not match its example {example!r}")
        for text in rule.counterexamples:
            within = file == _ORGANISATIONS and resources.organisation_rules.search(text)
            if rule.find(text) or within:
                yield Finding(file, rule.id, f"matches in its counterexample {text!r}")


def _packaged_registry(rows: Rows) -> Iterator[Finding]:
    for cik, number in Counter(row["cik"] for row in rows).items():
        if number > 1:
            yield Finding(REGISTRY, cik, "this CIK stands twice")
    for row in rows:
        if not row["name"].strip():
            yield Finding(REGISTRY, row["cik"], "an organisation without a name")
