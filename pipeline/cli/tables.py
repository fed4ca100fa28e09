"""`presstab export`, `check` and `describe`: what the store holds, written, proved, explained."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.app import (
    DONE,
    FOUND,
    Out,
    app,
    console,
    print_findings,
)
from pipeline.schema import TABLES
from pipeline.settings import load_settings


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
        print_findings(findings)
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
    print_findings(findings)
    return FOUND


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
