"""`presstab report`: one page of HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presstab.cli.app import DONE, Out, app, console, open_finished, place_of


@app.command()
def report(
    to: Annotated[Path, typer.Option(help="The page to write.")] = Path("report.html"),
    out: Out = None,
) -> int:
    """Write one self-contained page: overview, every release with its marks, every entity with its sentences.

    Example: presstab report --to report.html
    """
    from presstab.report.page import write_report

    with open_finished(Path(place_of(out))) as store:
        files = write_report(store, to)
    console.print(", ".join(map(str, files)))
    return DONE
