"""The command line: the only module that prints."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

from pipeline import __version__
from pipeline.corpus.release import Issue, Release, parse_day
from pipeline.errors import PresstabError
from pipeline.schema import LABELS, TABLES
from pipeline.settings import load_settings

DONE, FOUND, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130
_TOP = 8
_SUMMARISED = ("documents", "organisations", "people", "technologies", "dates", "roles", "mentions", "issues")

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
                  help="Press releases to tables: organisations, people, technologies, dates, offices.")  # fmt: skip
gold_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Gold of your own.")
app.add_typer(gold_app, name="gold")
lexicon_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="The technology lexicon.")
app.add_typer(lexicon_app, name="lexicon")
console = Console()
errors = Console(stderr=True)

Out = Annotated[Path | None, typer.Option(help="Folder of the tables and the store. Default: outputs")]
Lexicon = Annotated[Path | None, typer.Option(help="Technologies of your own (CSV), which win over the packaged ones.")]
Registry = Annotated[Path | None, typer.Option(help="Organisations of your own (CSV): names to find, tie or ignore.")]
Model = Annotated[str | None, typer.Option(help="Recogniser: presstab, or an installed spaCy pipeline with a `ner`.")]


def run() -> int:
    """Run the command line and return the exit code: 0 done, 1 a finding, 2 bad input, 130 interrupted."""
    try:
        result = app(standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except PresstabError as error:
        errors.print(f"presstab: {error}", markup=False, highlight=False, soft_wrap=True)
        return BAD_INPUT
    except typer.Exit as stop:
        return stop.exit_code
    except (KeyboardInterrupt, typer.Abort):
        errors.print("presstab: interrupted; what was committed stays, run the same command again to go on")
        return INTERRUPTED
    except Exception as error:
        # Typer's usage errors carry their own exit code; everything else is a bug and keeps its trace.
        code = getattr(error, "exit_code", None)
        if code is None or not hasattr(error, "format_message"):
            raise
        errors.print(f"presstab: {error.format_message()}", markup=False, highlight=False)
        return int(code)


def _version(value: bool) -> None:
    if value:
        console.print(f"presstab {__version__}", highlight=False)
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Press releases to normalised tables."""


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(help="Files and folders of releases; - reads JSON lines from stdin.")],
    out: Out = None,
    model: Model = None,
    lexicon: Lexicon = None,
    registry: Registry = None,
    published: Annotated[
        str | None, typer.Option(help="Publication date (YYYY-MM-DD) of releases without one.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that share the releases.")] = None,
    strict: Annotated[bool, typer.Option(help="Exit 1 if there is any issue of severity error.")] = False,
    update: Annotated[bool, typer.Option(help="Accept another text for a known id from another file.")] = False,
    sync: Annotated[bool, typer.Option(help="Remove known releases that are absent from the input.")] = False,
) -> int:
    """Read releases and bring the tables up to date.

    Example: presstab extract corpus/releases --out outputs
    """
    from pipeline.batch import Options, extract_into
    from pipeline.check import check_store
    from pipeline.corpus.read import read_releases
    from pipeline.export import clear_leftovers, export_tables
    from pipeline.store.store import Store

    settings = load_settings()
    folder = out or Path(settings.out)
    day = parse_day(published)
    options = Options(
        model or settings.model,
        _own(lexicon, settings.lexicon),
        _own(registry, settings.registry),
        workers or settings.workers,
        update,
        sync,
    )
    items = _from_first(read_releases(paths, day))
    with Store(folder) as store, _progress() as progress:
        task = progress.add_task("releases", total=None)
        counts = extract_into(store, items, options, on_progress=lambda n: progress.update(task, completed=n))
        clear_leftovers(folder)
        export_tables(store, folder)
        findings = check_store(store)
        summary = _summary(store)
    _print_summary(summary, folder)
    console.print(
        f"{counts.n_seen} releases: {counts.n_new} new, {counts.n_changed} changed, {counts.n_unchanged} unchanged, "
        f"{counts.n_failed} failed. Tables in {folder}", highlight=False, soft_wrap=True,
    )  # fmt: skip
    if findings:
        _print_findings(findings)
        return FOUND
    return FOUND if strict and summary["n_errors"] else DONE


def _own(given: Path | None, setting: str) -> str | None:
    """Return the file that a flag names, else the one that the settings do."""
    return str(given) if given else setting or None


def _from_first(items: Iterator[Release | Issue]) -> Iterator[Release | Issue]:
    """Read the first item before anything is written: a wrong path leaves no store behind."""
    first = next(items)
    return (item for part in ([first], items) for item in part)


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=errors, disable=not errors.is_terminal, transient=True)


def _summary(store: Any) -> dict[str, Any]:
    tables = {name: store.read(TABLES[name]).read_all() for name in _SUMMARISED}
    severities = tables["issues"]["severity"].to_pylist()
    return {
        "counts": {name: table.num_rows for name, table in tables.items()},
        "top": {name: _top(tables[name]) for name in ("organisations", "people", "technologies")},
        "n_errors": severities.count("error"),
    }


def _top(table: Any) -> list[str]:
    rows = table.select(["name", "n_documents", "n_mentions"]).to_pylist()
    rows.sort(key=lambda row: (-row["n_documents"], -row["n_mentions"], row["name"]))
    return [row["name"] for row in rows[:_TOP]]


def _print_summary(summary: dict[str, Any], folder: Path) -> None:
    table = RichTable(box=None, pad_edge=False)
    for heading in ("table", "rows", "most named"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "rows" else "left")
    for name, count in summary["counts"].items():
        table.add_row(f"{name}.csv", str(count), ", ".join(_plain(top) for top in summary["top"].get(name, ())))
    console.print(table, highlight=False, markup=False)


def _plain(text: str) -> str:
    """Return text for a terminal: no control characters, which could move its cursor."""
    return "".join(c if c.isprintable() else " " for c in text).replace("[", "(").replace("]", ")")


@app.command()
def export(
    to: Annotated[Path, typer.Option(help="Folder that the files are written to.")],
    out: Out = None,
    excel: Annotated[bool, typer.Option(help="BOM, CRLF, and no cell that a spreadsheet runs as a formula.")] = False,
) -> int:
    """Write the current tables again: CSV, datapackage.json, presstab.duckdb.

    Example: presstab export --to share --excel
    """
    from pipeline.check import check_store
    from pipeline.export import export_tables
    from pipeline.store.store import Store

    with Store(out or Path(load_settings().out), create=False) as store:
        files = export_tables(store, to, excel=excel)
        findings = check_store(store)
    console.print(f"{len(files)} files in {to}", highlight=False, soft_wrap=True)
    if findings:
        _print_findings(findings)
    return FOUND if findings else DONE


@app.command()
def check(out: Out = None) -> int:
    """Prove that the tables hold together: text slices, keys, references, dates, ids; and lint the lexicons.

    Example: presstab check --out outputs
    """
    from pipeline.check import check_lexicons, check_store
    from pipeline.store.store import Store

    with Store(out or Path(load_settings().out), create=False) as store:
        findings = [*check_lexicons(load_settings().lexicon), *check_store(store)]
    if not findings:
        console.print("all tables hold together", highlight=False)
        return DONE
    _print_findings(findings)
    return FOUND


def _print_findings(findings: list[Any]) -> None:
    for finding in findings[:50]:
        errors.print(_plain(f"{finding.table} {finding.row}: {finding.message}"), markup=False, highlight=False)
    errors.print(f"{len(findings)} findings", highlight=False)


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
    from pipeline.corpus.gold import load_gold
    from pipeline.corpus.read import read_releases
    from pipeline.errors import InputError
    from pipeline.evaluate import evaluate as score
    from pipeline.evaluate import prediction_of
    from pipeline.extraction import extract_release
    from pipeline.nlp import load

    if output not in {"table", "json"}:
        raise InputError(f"--format {output}: table or json")
    if errors_of is not None and errors_of not in LABELS:
        raise InputError(f"--errors {errors_of}: one of {', '.join(LABELS)}")
    known = load_gold(gold)
    wanted = {release.doc_id for release in known}
    texts = {
        r.doc_id: r for r in read_releases([releases or gold.with_name("releases.jsonl")]) if isinstance(r, Release)
    }
    missing = sorted(wanted - texts.keys())
    if missing:
        raise InputError(
            f"no text for {len(missing)} gold releases, {missing[0]} first: name their file with --releases"
        )
    sources = {part for part in without.split(",") if part}
    settings = load_settings()
    nlp = load(
        model or settings.model,
        without=sources,
        lexicon=_own(lexicon, settings.lexicon),
        registry=_own(registry, settings.registry),
    )
    predictions = {doc_id: prediction_of(extract_release(nlp, texts[doc_id])) for doc_id in sorted(wanted)}
    result = score(known, predictions)
    if output == "json":
        print(json.dumps(result.table(), indent=1))
        return DONE
    table = RichTable(box=None, pad_edge=False)
    for heading in ("score", "label", "precision", "recall", "F1", "95% interval", "tp", "fp", "fn"):
        table.add_column(heading, justify="left" if heading in {"score", "label"} else "right")
    for row in result.table():
        figures = [f"{row[name]:.3f}" for name in ("precision", "recall", "f1")]
        interval = f"{row['low']:.3f}-{row['high']:.3f}"
        table.add_row(row["score"], row["label"], *figures, interval, *(str(row[name]) for name in ("tp", "fp", "fn")))
    console.print(table, highlight=False)
    if errors_of:
        _print_errors(result.errors, errors_of, {doc_id: release.text for doc_id, release in texts.items()})
    return DONE


def _print_errors(found: list[Any], label: str, texts: dict[str, str]) -> None:
    for error in found:
        if error.label == label:
            text, end = texts[error.doc_id], error.start + len(error.text)
            before, after = text[max(0, error.start - 40) : error.start], text[end : end + 40]
            line = " ".join(f"{before}«{error.text}»{after}".split())
            console.print(_plain(f"{error.kind:8} {error.doc_id} {error.start}: {line}"), markup=False, highlight=False)


@app.command()
def dates(
    text: Annotated[str, typer.Argument(help="Any English text.")],
    anchor: Annotated[str | None, typer.Option(help="Day (YYYY-MM-DD) that relative expressions count from.")] = None,
) -> int:
    """Print the calendar expressions of a text with their values and days.

    Example: presstab dates "by the end of next year" --anchor 2025-03-12
    """
    from pipeline.dates import find_dates

    table = RichTable(box=None, pad_edge=False)
    for heading in ("text", "value", "modifier", "bound", "start_on", "end_on", "resolution"):
        table.add_column(heading)
    for date in find_dates(text, parse_day(anchor)):
        cells = (date.text, date.value, date.modifier, date.bound, date.start_on, date.end_on, date.resolution)
        table.add_row(*(_plain("" if cell is None else str(cell)) for cell in cells))
    console.print(table, highlight=False)
    return DONE


@app.command()
def describe(
    output: Annotated[str, typer.Option("--format", help="text or markdown")] = "text",
) -> int:
    """Print the data dictionary: every table and column, its type and meaning.

    Example: presstab describe --format markdown
    """
    for table in TABLES.values():
        lines = [f"{'### ' if output == 'markdown' else ''}{table.name}", "", table.description, ""]
        if output == "markdown":
            lines += ["| column | type | meaning | example |", "|---|---|---|---|"]
        for column in table.columns:
            mark = ("*" if column.name in table.key else "") + ("?" if column.nullable else "")
            values = f" One of: {', '.join(column.values)}." if column.values else ""
            cells = (column.name + mark, column.type, column.description + values, column.example)
            row = "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
            lines.append(row if output == "markdown" else f"  {cells[0]:18} {cells[1]:9} {cells[2]}")
        print("\n".join([*lines, ""]))
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
    from pipeline.corpus.read import read_releases
    from pipeline.nlp import load
    from pipeline.suggest import suggest, write_suggestions

    settings = load_settings()
    nlp = load(
        model or settings.model, lexicon=_own(lexicon, settings.lexicon), registry=_own(registry, settings.registry)
    )
    releases = (item for item in read_releases(paths) if isinstance(item, Release))
    write_suggestions(suggest(nlp, releases, least), sys.stdout)
    return DONE


@gold_app.command("build")
def gold_build(
    annotations: Annotated[list[Path], typer.Argument(help="Annotation files (JSON), or folders of them.")],
    releases: Annotated[list[str], typer.Option(help="Where the annotated texts are: files or folders.")],
    to: Annotated[Path, typer.Option(help="Folder that gold.jsonl and releases.jsonl are written to.")],
) -> int:
    """Turn annotation files into gold.jsonl, with every problem listed.

    Example: presstab gold build corpus/gold/annotations --releases corpus/releases --to corpus/gold
    """
    from pipeline.corpus.gold import build_gold, load_annotations
    from pipeline.corpus.read import read_releases

    texts = {item.doc_id: item for item in read_releases(releases) if isinstance(item, Release)}
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
        errors.print(_plain(problem), markup=False, highlight=False, soft_wrap=True)
    console.print(
        f"{len(built)} releases in {to / 'gold.jsonl'}, {len(problems)} problems", highlight=False, soft_wrap=True
    )
    return FOUND if problems else DONE


def _release_record(record: dict[str, Any], release: Release) -> dict[str, Any]:
    published: str | dt.date | None = record["published"] or release.published_on
    return {"id": release.doc_id, "published": str(published) if published else None, "text": release.text}


def _write_lines(path: Path, records: list[dict[str, Any]]) -> None:
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    path.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(run())
