"""`press_zones`: headline, dateline, lead, body, quote, boilerplate, safe harbour, contact."""

from __future__ import annotations

import datetime as dt

from spacy.language import Language
from spacy.tokens import Doc

from presstab.components.state import state_of, text_of
from presstab.dates import find_dates
from presstab.dates.year import meant_year, said_day
from presstab.zones import Layout, find_layout


@Language.component("press_zones")
def press_zones(doc: Doc) -> Doc:
    """Find the parts of the release, and the day from which its relative dates count.

    Reads: text, the publication date. Writes: `doc.spans["zones"]` (those that tokens
    bound), zones, headline, dateline place and anchor of the release's state.
    """
    state = state_of(doc)
    layout = find_layout(text_of(doc))
    state.zones = [(zone.start, zone.end, zone.name) for zone in layout.zones]
    state.headline, state.dateline_place = layout.headline, layout.place
    state.dateline_day = dateline_day(text_of(doc), layout, state.published_on)
    if state.dateline_day is None and state.published_on is None:
        state.dateline_day = said_day(text_of(doc))
    state.anchor_on = state.dateline_day or state.published_on
    if state.anchor_on is None:
        state.meant_year = meant_year(text_of(doc))
        state.anchor_on = dateline_day(text_of(doc), layout, None, state.meant_year)
    spans = (doc.char_span(z.start, z.end, label=z.name, alignment_mode="contract") for z in layout.zones)
    doc.spans["zones"] = [span for span in spans if span is not None]
    return doc


def dateline_day(text: str, layout: Layout, published_on: dt.date | None, year: int | None = None) -> dt.date | None:
    """Return the day that the dateline states, if it states one; `year` is that of one without."""
    if layout.dateline_date is None:
        return None
    start, end = layout.dateline_date
    for found in find_dates(text[start:end], published_on, year):
        if found.granularity == "day":
            return found.start_on
    return None
