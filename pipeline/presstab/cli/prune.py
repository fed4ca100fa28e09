"""`presstab prune`: history dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presstab.cli.app import DONE, Out, Wait, app, errors, place_of


@app.command()
def prune(
    keep: Annotated[int, typer.Option(min=1, help="Runs whose tables can still be rebuilt.")],
    out: Out = None,
    wait: Wait = False,
) -> int:
    """Drop the history that only runs before the last N need; the current tables stay as they are.

    Example: presstab prune --keep 30
    """
    from presstab.export.tables import settle, update_tables
    from presstab.store.store import Store

    folder = Path(place_of(out))
    settle(folder)
    with Store(folder, create=False, wait=wait) as store:
        dropped = store.prune(keep)
        if dropped and store.reader.tables.exported(folder):
            update_tables(store, folder)
        elif dropped:
            store.publish()
            store.settle()
    errors.print(f"{dropped} runs dropped")
    return DONE
