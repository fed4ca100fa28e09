"""The parts of a release, and the day from which its relative dates count."""

from __future__ import annotations

import datetime as dt

from presstab.analysis.record import Outline
from presstab.dates import find_dates
from presstab.zones import Layout, find_layout


def find_outline(text: str, published_on: dt.date | None) -> Outline:
    """Return the zones of a text and what its top says; the dateline's day counts before the given one."""
    layout = find_layout(text)
    day = dateline_day(text, layout, published_on)
    zones = tuple((zone.start, zone.end, zone.name) for zone in layout.zones)
    return Outline(zones, layout.headline, layout.place, day, day or published_on)


def dateline_day(text: str, layout: Layout, published_on: dt.date | None) -> dt.date | None:
    """Return the day that the dateline states, if it states one."""
    if layout.dateline_date is None:
        return None
    start, end = layout.dateline_date
    for found in find_dates(text[start:end], published_on):
        if found.granularity == "day":
            return found.start_on
    return None
