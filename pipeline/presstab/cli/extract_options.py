"""The options of `presstab extract` that no other command has."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from presstab.cli.app import of_settings

Paths = Annotated[list[str], typer.Argument(help="Files and folders of releases; - reads JSON lines from stdin.")]
Published = Annotated[str | None, typer.Option(help="Publication date (YYYY-MM-DD) of releases without one.")]
Columns = Annotated[str, typer.Option("--map", help="Names of a record's fields: text=body,id=guid.")]
Pattern = Annotated[str | None, typer.Option("--glob", help="Files of folders to read: *.html")]
Timeout = Annotated[
    float | None, of_settings("timeout", "--timeout-per-release", about="Seconds after which a release is given up.")
]
Memory = Annotated[int | None, of_settings("memory", "--memory-per-worker", about="MB that a process may use.")]
CommitEvery = Annotated[int, typer.Option(min=1, help="Releases in one commit.")]
MaxChars = Annotated[int, typer.Option(min=1, help="Characters of a release; a longer one is an issue.")]
AnyLanguage = Annotated[bool, typer.Option(help="Extract what is not English as well.")]
RetryFailed = Annotated[bool, typer.Option(help="Extract known releases again that failed.")]
Strict = Annotated[bool, typer.Option(help="Exit 1 if there is any issue of severity error.")]
Update = Annotated[bool, typer.Option(help="Accept another text for a known id from another file.")]
Sync = Annotated[bool, typer.Option(help="Remove known releases that are absent from the input.")]
LogJson = Annotated[bool, typer.Option(help="Events as JSON, one a line, on stderr.")]
Engine = Annotated[
    Literal["local", "ray"],
    typer.Option(help="Where: here, or the cluster that RAY_ADDRESS names, else one that is started here."),
]
