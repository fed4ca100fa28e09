"""`presstab evaluate` and `gold build`: gold of one's own, and how far the extraction agrees with it."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table as RichTable

from presstab.cli.app import (
    DONE,
    FOUND,
    Lexicon,
    Model,
    Registry,
    app,
    console,
    errors,
    gold_app,
    sources_of,
)
from presstab.cli.terminal import data_stream
from presstab.corpus.release import Release
from presstab.errors import InputError
from presstab.schema import LABELS


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="gold.jsonl")],
    releases: Annotated[Path | None, typer.Option(help="Texts; default: releases.jsonl beside the gold.")] = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    without: Annotated[str, typer.Option(help="Leave out sources, joined by commas: model, rules, lexicon.")] = "",
    errors_of: Annotated[
        str | None, typer.Option("--errors", help="List misses and spurious spans of a label.")
    ] = None,
    output: Annotated[str, typer.Option("--format", help="table or json")] = "table",
) -> int:
    """Score the extraction against gold: precision, recall, F1 with a 95% bootstrap interval over releases.

    Example: presstab evaluate corpus/gold/gold.jsonl --releases corpus/gold/releases.jsonl --errors ORG
    """
    from presstab.corpus.gold import load_gold
    from presstab.evaluate import evaluate as score
    from presstab.evaluate import prediction_of
    from presstab.extraction import extract_release
    from presstab.nlp import load

    if output not in {"table", "json"}:
        raise InputError(f"--format {output}: table or json")
    if errors_of is not None and errors_of not in LABELS:
        raise InputError(f"--errors {errors_of}: one of {', '.join(LABELS)}")
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


@gold_app.command("build")
def gold_build(
    annotations: Annotated[list[Path], typer.Argument(help="Annotation files (JSON), or folders of them.")],
    releases: Annotated[list[str], typer.Option(help="Where the annotated texts are: files or folders.")],
    to: Annotated[Path, typer.Option(help="Folder that gold.jsonl and releases.jsonl are written to.")],
) -> int:
    """Turn annotation files into gold.jsonl, with every problem listed.

    Example: presstab gold build corpus/gold/annotations --releases corpus/releases --to corpus/gold
    """
    from presstab.corpus.gold import build_gold, load_annotations
    from presstab.corpus.read import read_texts

    texts = {item.doc_id: item for item in read_texts(releases)}
    built, problems = [], []
    for path, annotation in load_annotations(annotations):
        release = texts.get(annotation["doc"])
        if release is None:
            problems.append(f"{path.name}: no release with id {annotation['doc']!r}")
            continue
        record, found = build_gold(annotation, release.text)
        built.append((record, release))
        problems += [f"{path.name}: {problem}" for problem in found]
    to.mkdir(parents=True, exist_ok=True)
    _write_lines(to / "gold.jsonl", [record for record, _ in built])
    _write_lines(to / "releases.jsonl", [_release_record(record, release) for record, release in built])
    for problem in problems:
        errors.print(problem)
    console.print(f"{len(built)} releases in {to / 'gold.jsonl'}, {len(problems)} problems")
    return FOUND if problems else DONE


def _release_record(record: dict[str, Any], release: Release) -> dict[str, Any]:
    published: str | dt.date | None = record["published"] or release.published_on
    return {"id": release.doc_id, "published": str(published) if published else None, "text": release.text}


def _write_lines(path: Path, records: list[dict[str, Any]]) -> None:
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
