"""Every format that tables and releases are exported in."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from presstab.errors import InputError
from presstab.export import sqlite
from presstab.export.copied import copied
from presstab.export.sqlite import plain, write_sqlite
from presstab.export.tables import DUCKDB_FILE, replaced, with_texts, write_csv, write_duckdb, write_package
from presstab.export.workbook import write_workbook
from presstab.schema import DOCUMENTS, MENTIONS, SCHEMA, Schema, Table
from presstab.store.reader import Reader
from presstab.store.view import View
from presstab.version import __version__

README = "README.txt"
WORKBOOK = "tables.xlsx"
_AT_ONCE = 200  # releases in memory


class Wanted(NamedTuple):
    """What is exported: the view, the tables, whether CSV is for spreadsheets, and databases have the texts."""

    view: View = View()
    tables: tuple[Table, ...] = SCHEMA.listed
    excel: bool = False
    texts: bool = True


def export(store: Reader, to: Path, form: str = "csv", wanted: Wanted | None = None) -> list[Path]:
    """Write tables in a format into a folder, all from one state, in place of what stood there; return the files.

    Raises:
        InputError: the format or run is unknown, or the folder cannot be written.
    """
    chosen = wanted or Wanted()
    if form not in FORMATS:
        raise InputError(f"--format {form}: one of {', '.join(FORMATS)}")
    if chosen.view.run is not None and chosen.view.run not in store.runs.finished():
        raise InputError(f"--as-of {chosen.view.run}: no such finished run; `presstab runs` lists them")
    with replaced(to) as folder:
        FORMATS[form](store, folder, chosen)
        (folder / README).write_text(_readme(store, form, chosen), encoding="utf-8")
        names = sorted(path.name for path in folder.iterdir())
    return [to / name for name in names]


def _csv(store: Reader, folder: Path, wanted: Wanted) -> None:
    write_csv(store, folder, wanted.view, wanted.tables, excel=wanted.excel)
    write_package(folder, wanted.tables, excel=wanted.excel)


def _xlsx(store: Reader, folder: Path, wanted: Wanted) -> None:
    write_workbook(store, folder / WORKBOOK, wanted.view, wanted.tables)


def _parquet(store: Reader, folder: Path, wanted: Wanted) -> None:
    for table in wanted.tables:
        store.tables.copy_parquet(table, folder / f"{table.name}.parquet", wanted.view)


def _duckdb(store: Reader, folder: Path, wanted: Wanted) -> None:
    write_duckdb(store, folder / DUCKDB_FILE, wanted.view, _of_database(wanted))


def _sqlite(store: Reader, folder: Path, wanted: Wanted) -> None:
    write_sqlite(store, folder / sqlite.FILE, wanted.view, _of_database(wanted))


def _of_database(wanted: Wanted) -> list[Table]:
    """Return the tables as a database has them: releases with their texts, where these are wanted."""
    return with_texts(wanted.tables) if wanted.texts else list(wanted.tables)


def _jsonl(store: Reader, folder: Path, wanted: Wanted) -> None:
    """Write a release a line: its row and text, with its mentions, entities, dates and statements within."""
    with (folder / "releases.jsonl").open("w", encoding="utf-8", newline="\n") as file:
        for release in _releases(store, wanted.view, store.schema.nested):
            file.write(json.dumps(release, ensure_ascii=False, default=plain) + "\n")


def _releases(store: Reader, view: View, nested: Mapping[str, Table]) -> Iterator[dict[str, Any]]:
    """Yield each release with its text and, by name, its rows of some tables, a few of them in memory."""
    with copied(store, nested.values(), view) as copy:
        for doc_ids in copy.batches(_AT_ONCE):
            texts = copy.texts(doc_ids)
            rows = {name: copy.by_release(table, doc_ids) for name, table in nested.items()}
            for release in copy.rows(DOCUMENTS, doc_ids):
                doc_id = release["doc_id"]
                within = {name: [_without_id(row) for row in found.get(doc_id, ())] for name, found in rows.items()}
                yield {**release, "text": texts[doc_id], **within}


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "doc_id"}


def _spacy(store: Reader, folder: Path, wanted: Wanted) -> None:
    """Write the texts with their mentions as spaCy's DocBin, for people who train models."""
    import spacy
    from spacy.tokens import DocBin

    from presstab.components.tokenizer import PressTokenizer

    nlp = spacy.blank("en")
    nlp.tokenizer = PressTokenizer(nlp)
    made = DocBin(store_user_data=True)
    for release in _releases(store, wanted.view, {MENTIONS.nested: MENTIONS}):
        doc = nlp.make_doc(release["text"])
        spans = (
            doc.char_span(m["start"], m["end"], label=m["label"], kb_id=m["entity_id"] or "")
            for m in release[MENTIONS.nested]
        )
        doc.ents = [span for span in spans if span is not None]
        doc.user_data["doc_id"] = release["doc_id"]
        made.add(doc)
    made.to_disk(folder / "releases.spacy")


def _readme(store: Reader, form: str, wanted: Wanted) -> str:
    view = wanted.view
    run = store.runs.last() if view.run is None else view.run
    left_out = "".join(
        (f", releases since {view.since}" if view.since else "", "" if view.contacts else ", no contacts")
    )
    lines = [
        f"Tables made by presstab {__version__}, run_{run:06d}, as {form}{left_out}.",
        "",
        *(f"{t.name:20} {store.tables.count(t, view):>9,} rows  {t.description}" for t in wanted.tables),
        "",
        "Open document_entities first: which entity stands in which release, with its weight and sentence.",
        "The columns are explained in docs/tables.md of presstab, and by `presstab describe`.",
        "The texts and sentences belong to the issuers of the releases; presstab gives no licence to them.",
        "",
    ]
    return "\n".join(lines)


FORMATS: dict[str, Callable[[Reader, Path, Wanted], None]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "sqlite": _sqlite,
    "duckdb": _duckdb,
    "jsonl": _jsonl,
    "spacy": _spacy,
}


def tables_named(only: Collection[str], schema: Schema = SCHEMA) -> tuple[Table, ...]:
    """Return the tables of these names, all where there are none.

    Raises:
        InputError: there is no such table.
    """
    for name in only:
        if name not in schema.tables:
            raise InputError(f"--only {name}: one of {', '.join(schema.tables)}")
    return tuple(table for table in schema.listed if table.name in only or not only)
