"""presstab: press releases to normalised tables.

    import presstab

    nlp = presstab.load()
    tables = presstab.extract([{"id": "a", "text": "...", "published": "2024-08-01"}])
    dates = presstab.find_dates("by the end of 2027", anchor=None)

The public names are loaded on first use: importing spaCy costs seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from presstab.batch.extract import extract as extract
    from presstab.dates import find_dates as find_dates
    from presstab.nlp import load as load

from presstab.offline import go_offline
from presstab.version import __version__

# Every path imports this module before any library that would send something.
go_offline()

__all__ = ["__version__", "extract", "find_dates", "load"]

_HOME = {"load": "presstab.nlp", "extract": "presstab.batch.extract", "find_dates": "presstab.dates"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        import importlib

        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
