"""`presstab dates` and `lexicon suggest`: a part of the extraction alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table as RichTable

from presstab.cli.app import (
    DONE,
    Lexicon,
    Model,
    Registry,
    app,
    console,
    lexicon_app,
    sources_of,
)
from presstab.cli.terminal import data_stream
from presstab.corpus.release import parse_day


@app.command()
def dates(
    text: Annotated[str, typer.Argument(help="Any English text.")],
    anchor: Annotated[str | None, typer.Option(help="Day (YYYY-MM-DD) that relative expressions count from.")] = None,
) -> int:
    """Print the calendar expressions of a text with their values and days.

    Example: presstab dates "by the end of next year" --anchor 2025-03-12
    """
    from presstab.dates import find_dates

    table = RichTable(box=None, pad_edge=False)
    for heading in ("text", "value", "modifier", "bound", "start_on", "end_on", "resolution"):
        table.add_column(heading)
    for date in find_dates(text, parse_day(anchor)):
        cells = (date.text, date.value, date.modifier, date.bound, date.start_on, date.end_on, date.resolution)
        table.add_row(*("" if cell is None else str(cell) for cell in cells))
    console.print(table)
    return DONE


@lexicon_app.command("suggest")
def lexicon_suggest(
    paths: Annotated[list[str], typer.Argument(help="Files and folders of releases.")],
    least: Annotated[int, typer.Option(min=1, help="Releases that must name a term.")] = 3,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
) -> int:
    """Print terms that occur often and are in no lexicon, as rows to paste into a lexicon of your own.

    Example: presstab lexicon suggest corpus/releases --least 1
    """
    from presstab.corpus.read import read_texts
    from presstab.lexicon import load_lexicon
    from presstab.nlp import load
    from presstab.suggest import suggest, write_suggestions

    sources = sources_of(model, lexicon, registry)
    nlp = load(**sources._asdict())
    known = load_lexicon(Path(sources.lexicon) if sources.lexicon else None)
    write_suggestions(suggest(nlp, known, read_texts(paths), least), data_stream())
    return DONE
