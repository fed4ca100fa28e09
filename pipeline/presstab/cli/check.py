"""`presstab check`: whether all holds together."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from presstab.cli.app import DONE, FOUND, Out, app, console, errors, open_tables, place_of
from presstab.settings import load_settings


@app.command()
def check(out: Out = None) -> int:
    """Prove that the tables hold together and files equal the store; lint rules, lexicons and registry.

    Example: presstab check --out outputs
    """
    from presstab.check.resources import check_resources
    from presstab.check.tables import check_files, check_store

    settings = load_settings()
    with open_tables(out) as store:
        files = check_files(store, Path(place_of(out)))
        findings = [*check_resources(settings.lexicon, settings.registry), *check_store(store), *files]
    if not findings:
        console.print("all tables hold together")
        return DONE
    _print_findings(findings)
    return FOUND


def _print_findings(findings: list[Any]) -> None:
    for finding in findings[:50]:
        errors.print(f"{finding.table} {finding.row}: {finding.message}")
    errors.print(f"{len(findings)} findings")
