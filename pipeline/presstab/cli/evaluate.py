"""`presstab evaluate`: how far the extraction agrees with gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.table import Table as RichTable

from presstab.cli.app import (
    DONE,
    Lexicon,
    Model,
    Registry,
    app,
    console,
    sources_of,
)
from presstab.cli.terminal import data_stream
from presstab.corpus.release import Release
from presstab.errors import InputError


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="gold.jsonl")],
    releases: Annotated[Path | None, typer.Option(help="Texts; default: releases.jsonl beside the gold.")] = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    without: Annotated[str, typer.Option(help="Leave out sources, joined by commas: model, rules, lexicon.")] = "",
    errors_of: Annotated[
        Literal["ORG", "PERSON", "TECH", "DATE"] | None,
        typer.Option("--errors", help="List misses and spurious spans of a label."),
    ] = None,
    output: Annotated[Literal["table", "json"], typer.Option("--format", help="How scores are shown.")] = "table",
) -> int:
    """Score the extraction against gold: precision, recall, F1 with a 95% bootstrap interval over releases.

    Example: presstab evaluate corpus/gold/gold.jsonl --releases corpus/gold/releases.jsonl --errors ORG
    """
    from presstab.corpus.gold import load_gold
    from presstab.evaluate import evaluate as score
    from presstab.evaluate import prediction_of
    from presstab.extraction import extract_release
    from presstab.nlp import load

    known = load_gold(gold)
    texts = _texts_of({release.doc_id for release in known}, releases or gold.with_name("releases.jsonl"))
    left_out = {part for part in without.split(",") if part}
    nlp = load(without=left_out, **sources_of(model, lexicon, registry)._asdict())
    predictions = {doc_id: prediction_of(extract_release(nlp, release)) for doc_id, release in texts.items()}
    result = score(known, predictions)
    if output == "json":
        data_stream().write(json.dumps(result.table(), indent=1) + "\n")
        return DONE
    _print_scores(result.table())
    if errors_of:
        _print_errors(result.errors, errors_of, {doc_id: release.text for doc_id, release in texts.items()})
    return DONE


def _texts_of(doc_ids: set[str], place: Path) -> dict[str, Release]:
    """Return the releases of some ids, in order of these.

    Raises:
        InputError: one is missing.
    """
    from presstab.corpus.read import read_texts

    texts = {release.doc_id: release for release in read_texts([place])}
    missing = sorted(doc_ids - texts.keys())
    if missing:
        raise InputError(
            f"no text for {len(missing)} gold releases, {missing[0]} first: name their file with --releases"
        )
    return {doc_id: texts[doc_id] for doc_id in sorted(doc_ids)}


def _print_scores(rows: list[dict[str, Any]]) -> None:
    table = RichTable(box=None, pad_edge=False)
    for heading in ("score", "label", "precision", "recall", "F1", "95% interval", "tp", "fp", "fn"):
        table.add_column(heading, justify="left" if heading in {"score", "label"} else "right")
    for row in rows:
        figures = [f"{row[name]:.3f}" for name in ("precision", "recall", "f1")]
        interval = f"{row['low']:.3f}-{row['high']:.3f}"
        table.add_row(row["score"], row["label"], *figures, interval, *(str(row[name]) for name in ("tp", "fp", "fn")))
    console.print(table)


def _print_errors(found: list[Any], label: str, texts: dict[str, str]) -> None:
    for error in found:
        if error.label == label:
            text, end = texts[error.doc_id], error.start + len(error.text)
            before, after = text[max(0, error.start - 40) : error.start], text[end : end + 40]
            line = " ".join(f"{before}«{error.text}»{after}".split())
            console.print(f"{error.kind:8} {error.doc_id} {error.start}: {line}")
