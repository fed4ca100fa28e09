"""The parts of a release, and the day from which its relative dates count."""

from __future__ import annotations

import datetime as dt

from presstab.analysis.record import Outline
from presstab.dates import find_dates
from presstab.dates.year import meant_year, said_day
from presstab.zones import Layout, LayoutRules, find_layout


def find_outline(text: str, published_on: dt.date | None, rules: LayoutRules) -> Outline:
    """Return the zones of a text and what its top says.

    The dateline's day counts before the given one; where there is neither, the day that the lead calls today, and else
    the year that the text means.
    """
    layout = find_layout(text, rules)
    day = dateline_day(text, layout, published_on)
    if day is None and published_on is None:
        day = said_day(text)
    anchor, year = day or published_on, None
    if anchor is None:
        year = meant_year(text)
        anchor = dateline_day(text, layout, None, year)
    zones = tuple((zone.start, zone.end, zone.name) for zone in layout.zones)
    return Outline(zones, layout.headline, layout.place, day, anchor, year)


def dateline_day(text: str, layout: Layout, published_on: dt.date | None, year: int | None = None) -> dt.date | None:
    """Return the day that the dateline states, if it states one; `year` is that of one without."""
    if layout.dateline_date is None:
        return None
    start, end = layout.dateline_date
    for found in find_dates(text[start:end], published_on, year):
        if found.granularity == "day":
            return found.start_on
    return None
