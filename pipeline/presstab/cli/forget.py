"""`presstab forget`: releases and people taken out for good."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presstab.cli.app import (
    DONE,
    FOUND,
    Lexicon,
    Model,
    Out,
    Registry,
    Wait,
    app,
    console,
    errors,
    place_of,
    sources_of,
)
from presstab.errors import InputError


@app.command()
def forget(
    doc_id: Annotated[str | None, typer.Argument(help="The release to forget.")] = None,
    person: Annotated[str | None, typer.Option(help="The person to forget, by person_id.")] = None,
    out: Out = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    wait: Wait = False,
) -> int:
    """Take a release, or a person's name, out of tables, texts and history, for good.

    Example: presstab forget honda-nissan-2024
    """
    from presstab.batch.forget import forget_person, forget_release
    from presstab.batch.options import Options
    from presstab.batch.remains import files_with
    from presstab.export.tables import settle, update_tables
    from presstab.store.store import Store

    folder = Path(place_of(out))
    if (doc_id is None) == (person is None):
        raise InputError("name one release, or one person with --person")
    settle(folder)
    with Store(folder, create=False, wait=wait) as store:
        if doc_id is not None:
            done = forget_release(store, doc_id)
        else:
            done = forget_person(store, str(person), Options(*sources_of(model, lexicon, registry)))
        update_tables(store, folder)
    blacked = f" and blacked out of {done.number} releases" if person and done.pattern else ""
    message = f"{doc_id or person} is forgotten{blacked}. Tables in {folder}"
    console.print(message)
    return _print_remains(files_with(folder, done.pattern) if done.pattern else [])


def _print_remains(files: list[Path]) -> int:
    """Print which files still hold what was forgotten: the user's own, or what other commands wrote."""
    if not files:
        return DONE
    for path in files[:20]:
        errors.print(str(path))
    errors.print(f"{len(files)} files still hold what was forgotten: delete them, or write them anew")
    return FOUND
