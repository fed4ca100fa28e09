"""presstab: press releases to normalised tables.

    import pipeline

    nlp = pipeline.load()
    tables = pipeline.extract([{"id": "a", "text": "...", "published": "2024-08-01"}])
    dates = pipeline.find_dates("by the end of 2027", anchor=None)

The public names are loaded on first use: importing spaCy costs seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.batch.extract import extract as extract
    from pipeline.dates import find_dates as find_dates
    from pipeline.nlp import load as load

from pipeline.version import __version__

__all__ = ["__version__", "extract", "find_dates", "load"]

_HOME = {"load": "pipeline.nlp", "extract": "pipeline.batch.extract", "find_dates": "pipeline.dates"}


def __getattr__(name: str) -> Any:
    if name in _HOME:
        import importlib

        return getattr(importlib.import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
