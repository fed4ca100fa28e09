"""`presstab suggest`: what decisions that repeat would be in a registry and a lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presstab.cli.app import DONE, Corrections, Out, app, console, corrections_of, open_tables


@app.command()
def suggest(
    to: Annotated[Path, typer.Option(help="Folder that registry.csv and lexicon.csv are written to.")],
    corrections: Corrections = None,
    least: Annotated[int, typer.Option(min=1, help="Releases in which the same must have been decided.")] = 2,
    out: Out = None,
) -> int:
    """Write what decisions that repeat would be as rows of a registry and a lexicon of your own.

    Example: presstab suggest --corrections corrections.csv --to suggested
    """
    from presstab.corrections.files import load_corrections
    from presstab.corrections.lessons import LEXICON, REGISTRY, Known, learn, render

    decisions = load_corrections(corrections_of(corrections, out))
    with open_tables(out) as tables:
        label_of = lambda given: next((row["label"] for row in tables.mentions.history(given)), None)  # noqa: E731
        lessons = learn(decisions, Known(tables.entities.names_of, label_of), least)
    to.mkdir(parents=True, exist_ok=True)
    for kind in (REGISTRY, LEXICON):
        rows = [lesson for lesson in lessons if lesson.kind == kind]
        (to / f"{kind}.csv").write_text(render(rows), encoding="utf-8", newline="\n")
        console.print(f"{len(rows)} rows in {to / kind}.csv")
    return DONE
