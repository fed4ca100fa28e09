"""`presstab try`: what an edited rule, lexicon or registry, or decisions, would change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presstab.cli.app import (
    DONE,
    Corrections,
    Lexicon,
    Model,
    Out,
    Registry,
    Workers,
    app,
    chosen,
    console,
    corrections_of,
    open_finished,
    place_of,
    sources_of,
)
from presstab.cli.changes import print_changes
from presstab.settings import load_settings

_EXAMPLES = 20


@app.command("try")
def try_file(
    file: Annotated[
        Path, typer.Argument(help="A packaged file, edited; a lexicon or registry of yours; or decisions.")
    ],
    out: Out = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Releases to run at most, drawn at random.")] = None,
    workers: Workers = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    corrections: Corrections = None,
) -> int:
    """Print what an edited rule or lexicon, or decisions, would change over the stored releases, before it is made.

    Example: presstab try terms.csv --sample 200
    """
    from presstab.batch.options import Options
    from presstab.trial.attempt import attempt
    from presstab.trial.scratch import scratch_of

    given = chosen(workers, "--workers", "workers", load_settings())
    sources, decisions = sources_of(model, lexicon, registry), corrections_of(corrections, out)
    options = Options(*sources, corrections=decisions, workers=given)
    with open_finished(Path(place_of(out))) as store, scratch_of(store) as scratch:
        states, changes, number = attempt(scratch, file, options, sample)
        console.print(f"{number} releases run again")
        print_changes(states, changes, _EXAMPLES)
    return DONE
