"""`presstab lexicon suggest`: terms for a lexicon of one's own."""

from __future__ import annotations

from typing import Annotated

import typer

from presstab.cli.app import DONE, Lexicon, Model, Registry, lexicon_app, sources_of
from presstab.cli.terminal import data_stream


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
    from presstab.nlp import load
    from presstab.resources import packaged
    from presstab.suggest import suggest, write_suggestions

    sources = sources_of(model, lexicon, registry)
    nlp = load(**sources._asdict())
    known = packaged().lexicon(sources.lexicon)
    write_suggestions(suggest(nlp, known, read_texts(paths), least), data_stream())
    return DONE
