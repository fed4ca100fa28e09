"""`presstab gold build` and `from-corrections`: gold of one's own, from annotation files and from decisions."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated, Any

import typer

from presstab.cli.app import DONE, FOUND, Out, console, errors, gold_app, open_finished, place_of
from presstab.corpus.release import Release


@gold_app.command("build")
def gold_build(
    annotations: Annotated[list[Path], typer.Argument(help="Annotation files (JSON), or folders of them.")],
    releases: Annotated[list[str], typer.Option(help="Where the annotated texts are: files or folders.")],
    to: Annotated[Path, typer.Option(help="Folder that gold.jsonl and releases.jsonl are written to.")],
) -> int:
    """Turn annotation files into gold.jsonl, with every problem listed.

    Example: presstab gold build corpus/gold/annotations --releases corpus/gold/releases --to gold
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
    _write_lines(to / "gold.jsonl", records)
    _write_lines(to / "releases.jsonl", releases)
    console.print(f"{len(records)} corrected releases in {to / 'gold.jsonl'}")
    return DONE


def _release_record(record: dict[str, Any], release: Release) -> dict[str, Any]:
    published: str | dt.date | None = record["published"] or release.published_on
    return {"id": release.doc_id, "published": str(published) if published else None, "text": release.text}


def _write_lines(path: Path, records: list[dict[str, Any]]) -> None:
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
