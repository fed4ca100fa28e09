"""`python -m presstab` and the command `presstab`."""

from __future__ import annotations

import multiprocessing
import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line."""
    from presstab.cli import run

    multiprocessing.freeze_support()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows a question mark
    sys.exit(run())


if __name__ == "__main__":
    main()
