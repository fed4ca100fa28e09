"""`presstab explain`: why a row is there, or why names are one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from presstab.cli.app import (
    DONE,
    Lexicon,
    Model,
    Out,
    Registry,
    app,
    console,
    open_finished,
    open_tables,
    place_of,
    sources_of,
)


@app.command()
def explain(
    place: Annotated[
        str,
        typer.Argument(help="A mention_id, the id of a role, quotation or relation, DOC_ID:START-END, or an entity."),
    ],
    other: Annotated[str | None, typer.Argument(help="A second entity: why the two are two.")] = None,
    out: Out = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
) -> int:
    """Print why a row or a mention is there, or why none is; why names are one entity, or two.

    Example: presstab explain honda-nissan-2024:0-5
    """
    from presstab.explain import explain as explain_place
    from presstab.explain_entity import explain_entity, explain_two, is_entity_id
    from presstab.nlp import load

    if other is not None or is_entity_id(place):
        with open_tables(out) as store:
            lines = explain_two(store, place, other) if other else explain_entity(store, place)
        for line in lines:
            console.print(line)
        return DONE
    sources = sources_of(model, lexicon, registry)
    with open_finished(Path(place_of(out))) as store:
        found = explain_place(store, load(**sources._asdict()), place, sources.lexicon)
    sections = {"made by": found.made_by or ["no mention here"], "candidates": found.candidates or ["none"],
                "entity": found.entity, "decided": found.decided, "history": found.history}  # fmt: skip
    console.print(f"{found.doc_id}:{found.start}-{found.end}  {found.sentence}")
    for heading, lines in sections.items():
        for number, line in enumerate(lines):
            mark = f"{heading:12}" if number == 0 else " " * 12
            console.print(mark + line)
    return DONE
