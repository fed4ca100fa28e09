"""`python -m presstab` and the command `presstab`."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> None:
    """Run the command line."""
    from presstab.cli import run

    multiprocessing.freeze_support()
    sys.exit(run())


if __name__ == "__main__":
    main()
