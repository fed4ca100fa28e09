"""`presstab correct`, `suggest` and `gold from-corrections`: decisions made, and what they teach."""

from __future__ import annotations

import datetime as dt
import getpass
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from presstab.cli.app import (
    DONE,
    Corrections,
    Out,
    app,
    console,
    corrections_of,
    gold_app,
    open_finished,
    open_tables,
    place_of,
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
    from presstab.corrections.files import append_corrections, read_file

    by, today = getpass.getuser() if who is None else who, dt.date.today().isoformat()
    if (filled is None) == (not words):
        raise InputError("say one decision, or --from a file of them")
    if filled is not None:
        decisions = read_file(filled, by, today)
    else:
        with open_tables(out) as tables:
            decisions = (complete(tables, _decision(words or [], release)._replace(who=by, when=today, why=why)),)
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


@gold_app.command("from-corrections")
def gold_from_corrections(
    to: Annotated[Path, typer.Option(help="Folder that gold.jsonl and releases.jsonl are written to.")],
    out: Out = None,
) -> int:
    """Write the releases that somebody corrected as gold, for `presstab evaluate` and for training.

    Example: presstab gold from-corrections --to gold
    """
    from presstab.evaluate.corrected import corrected_releases, gold_of

    with open_finished(Path(place_of(out))) as tables:
        doc_ids = corrected_releases(tables)
        records = gold_of(tables, doc_ids)
        texts = {row["doc_id"]: row for row in tables.releases.stored(doc_ids)}
    releases = [
        {"id": record["doc"], "published": record["published"], "text": texts[record["doc"]]["text"]}
        for record in records
    ]
    to.mkdir(parents=True, exist_ok=True)
    for name, rows in (("gold.jsonl", records), ("releases.jsonl", releases)):
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (to / name).write_text("".join(lines), encoding="utf-8", newline="\n")
    console.print(f"{len(records)} corrected releases in {to / 'gold.jsonl'}")
    return DONE
