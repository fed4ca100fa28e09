"""`presstab correct`: decisions made."""

from __future__ import annotations

import datetime as dt
import getpass
from pathlib import Path
from typing import Annotated, Any

import typer

from presstab.cli.app import (
    DONE,
    Out,
    app,
    console,
    open_tables,
)
from presstab.corrections.decision import DECISIONS, Decision
from presstab.errors import InputError, PresstabError

_ARGUMENTS = {  # the columns that the words after each decision fill
    "wrong": ("id",),
    "set": ("id", "field", "value"),
    "add": ("field", "doc_id", "text", "value"),
    "same": ("id", "other_id"),
    "apart": ("id", "other_id"),
}


def _offered(context: typer.Context, incomplete: str) -> list[str]:
    """Return what may come next, for the shell's completion; nothing where there are no tables."""
    from presstab.correct import offers

    words = [str(word) for word in context.params.get("words") or ()]
    try:
        with open_tables(None) as tables:
            return list(offers(tables, words, incomplete))
    except PresstabError:
        return list(offers(None, words, incomplete))


@app.command()
def correct(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            help="wrong ID | set ID FIELD VALUE | add KIND RELEASE WORDS VALUE | same ID ID | apart ID [ID]",
            autocompletion=_offered,
        ),
    ] = None,
    release: Annotated[str, typer.Option("--in", help="The release that an entity is wrong, or another, in.")] = "",
    filled: Annotated[
        Path | None, typer.Option("--from", help="Decisions to take over: a file of them, or doubts filled in.")
    ] = None,
    to: Annotated[Path, typer.Option(help="The file that decisions are added to.")] = Path("corrections.csv"),
    who: Annotated[str | None, typer.Option(help="Who decides. Default: the user's name.")] = None,
    why: Annotated[str, typer.Option(help="The reason.")] = "",
    out: Out = None,
) -> int:
    """Add a decision to a file of corrections, checked against the tables; the next run applies it.

    Example: presstab correct set org_acme kind government --why "a ministry"
    """
    from presstab.correct import complete
    from presstab.corrections.files import append_corrections, load_corrections, read_file

    by, today = getpass.getuser() if who is None else who, dt.date.today().isoformat()
    if (filled is None) == (not words):
        raise InputError("say one decision, or --from a file of them")
    if filled is not None:
        decisions = read_file(filled, by, today)
    else:
        given = _decision(words or [], release)._replace(who=by, when=today, why=why)
        with open_tables(out) as tables:
            decisions = (complete(tables, given, load_corrections([to] if to.exists() else ())),)
    number = append_corrections(to, decisions)
    for decision in decisions:
        console.print(str(decision))
    console.print(f"{number} of {len(decisions)} decisions are new in {to}")
    return DONE


def _decision(words: list[str], release: str) -> Decision:
    kind, *rest = words
    columns = _ARGUMENTS.get(kind)
    if columns is None:
        raise InputError(f"{kind}: one of {', '.join(DECISIONS)}")
    if len(rest) > len(columns) or (len(rest) < len(columns) and not (kind == "apart" and len(rest) == 1)):
        raise InputError(f"{kind} takes {', '.join(columns)}; {len(rest)} words are given")
    given: dict[str, Any] = dict(zip(columns, rest, strict=False))
    decision = Decision(kind, **given)
    return decision._replace(doc_id=release) if release else decision
