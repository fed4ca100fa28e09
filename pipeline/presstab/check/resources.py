"""Lints rules, lexicons and the registry: the packaged ones, and the user's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from presstab.check.finding import Finding
from presstab.errors import PresstabError
from presstab.lexicon import PACKAGED as LEXICON
from presstab.lexicon import lint
from presstab.patterns import load_organisation_rules, load_resource, read_rows
from presstab.registry import PACKAGED as REGISTRY
from presstab.registry import load_registry


def check_resources(own_lexicon: str = "", own_registry: str = "") -> Iterator[Finding]:
    """Yield what is wrong with rules, lexicons and registries."""
    for path in (LEXICON, *([Path(own_lexicon)] if own_lexicon else [])):
        try:
            yield from (Finding(path.name, "", problem) for problem in lint(path))
        except PresstabError as error:
            yield Finding(path.name, "", str(error))
    yield from _rules()
    yield from _packaged_registry()
    if own_registry:
        try:
            load_registry(Path(own_registry))
        except PresstabError as error:
            yield Finding(Path(own_registry).name, "", str(error))


def _rules() -> Iterator[Finding]:
    """Check that every rule matches its own examples whole and nothing in its counterexamples."""
    rules = load_resource("organisation_rules")["rules"]
    pattern = load_organisation_rules()
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


def _packaged_registry() -> Iterator[Finding]:
    rows = read_rows(REGISTRY)
    for cik, number in Counter(row["cik"] for row in rows).items():
        if number > 1:
            yield Finding(REGISTRY.name, cik, "this CIK stands twice")
    for row in rows:
        if not row["name"].strip():
            yield Finding(REGISTRY.name, row["cik"], "an organisation without a name")
