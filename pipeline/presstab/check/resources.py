"""Lints rules, lexicons and the registry: the packaged ones, and the user's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from presstab.check.finding import Finding
from presstab.errors import PresstabError
from presstab.lexicon import lint
from presstab.resources import CATEGORIES, LEXICON, REGISTRY, Resources, Rows, own_rows, packaged


def check_resources(own_lexicon: str = "", own_registry: str = "") -> Iterator[Finding]:
    """Yield what is wrong with rules, lexicons and registries."""
    resources = packaged()
    yield from lexicon_findings(LEXICON, resources.rows(LEXICON), resources)
    yield from _rules(resources)
    yield from _packaged_registry(resources.rows(REGISTRY))
    try:
        if own_lexicon:
            yield from lexicon_findings(Path(own_lexicon).name, own_rows(own_lexicon, "lexicon"), resources)
    except PresstabError as error:
        yield Finding(Path(own_lexicon).name, "", str(error))
    try:
        resources.registry(own_registry)
    except PresstabError as error:
        yield Finding(Path(own_registry).name, "", str(error))


def lexicon_findings(name: str, rows: Rows, resources: Resources) -> Iterator[Finding]:
    """Yield what is wrong with a lexicon of a name."""
    lists = resources.lists(CATEGORIES)
    for problem in lint(rows, lists["categories"], frozenset(lists["plain_words"])):
        yield Finding(name, "", problem)


def _rules(resources: Resources) -> Iterator[Finding]:
    """Check that every rule matches its own examples whole and nothing in its counterexamples."""
    rules = resources.lists("organisation_rules.yml")["rules"]
    pattern = resources.organisation_rules
    for rule in rules:
        for example in rule["examples"]:
            if not pattern.fullmatch(example):
                yield Finding("organisation_rules.yml", rule["id"], f"does not match its example {example!r}")
        for text in rule["counterexamples"]:
            if pattern.search(text):
                yield Finding("organisation_rules.yml", rule["id"], f"matches in its counterexample {text!r}")
    for rule_id, number in Counter(rule["id"] for rule in rules).items():
        if number > 1:
            yield Finding("organisation_rules.yml", rule_id, "id stands twice")


def _packaged_registry(rows: Rows) -> Iterator[Finding]:
    for cik, number in Counter(row["cik"] for row in rows).items():
        if number > 1:
            yield Finding(REGISTRY, cik, "this CIK stands twice")
    for row in rows:
        if not row["name"].strip():
            yield Finding(REGISTRY, row["cik"], "an organisation without a name")
