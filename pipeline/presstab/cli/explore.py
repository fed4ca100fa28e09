"""`presstab explore`: the tables in a browser, on this machine alone."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from presstab.cli.app import DONE, Out, app, console, open_tables


@app.command()
def explore(
    out: Out = None,
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.", min=1, max=65_535)] = 8001,
) -> int:
    """Open the tables in a browser: search, facets, SQL, the questions that analysts ask. Stop it with Ctrl-C.

    Example: presstab explore --out outputs
    """
    from presstab.explore.serve import address, build, serve

    with tempfile.TemporaryDirectory(prefix="presstab-explore-") as folder:
        with open_tables(out) as store:
            path = build(store, Path(folder))
        console.print(f"Open {address(port)} in a browser; Ctrl-C ends it.", highlight=False, soft_wrap=True)
        serve(path, port)
    return DONE
