"""The command line: the only package that prints. One module a command, under its name."""

from __future__ import annotations

from typing import Annotated

import typer

from presstab.cli import (
    check,
    correct,
    dates,
    describe,
    diff,
    evaluate,
    explain,
    explore,
    export,
    extract,
    forget,
    gold,
    lexicon,
    prune,
    report,
    runs,
    suggest,
    try_file,
)
from presstab.cli.app import BAD_INPUT, DONE, INTERRUPTED, app, console, errors
from presstab.errors import PresstabError
from presstab.text import collapse
from presstab.version import __version__

# Every command registers itself where its module is loaded.
COMMANDS = (extract, export, report, explore, diff, runs, explain, try_file, correct, suggest, check, describe, dates,
            evaluate, gold, lexicon, forget, prune)  # fmt: skip
__all__ = ["COMMANDS", "app", "run"]


def run() -> int:
    """Run the command line and return the exit code: 0 done, 1 a finding, 2 bad input, 130 interrupted."""
    code = _run()
    if code == INTERRUPTED:
        errors.print("presstab: interrupted; what was committed stays, run the same command again to go on")
    return code


def _run() -> int:
    try:
        # Typer returns the code of an Exit, and 130 where it was interrupted.
        result = app(prog_name="presstab", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    except PresstabError as error:
        _complain(str(error))
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except Exception as error:
        # Typer's usage errors carry their own exit code; everything else is a bug and keeps its trace.
        code = getattr(error, "exit_code", None)
        if code is None or not hasattr(error, "format_message"):
            raise
        _complain(error.format_message())
        return int(code)


def _complain(message: str) -> None:
    errors.print(f"presstab: {collapse(message)}")


def _version(value: bool) -> None:
    if value:
        console.print(f"presstab {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Press releases to normalised tables."""
