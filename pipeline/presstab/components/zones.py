"""`press_zones`: headline, dateline, lead, body, quote, boilerplate, safe harbour, contact."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.outline import find_outline
from presstab.components.annotate import set_spans
from presstab.components.results import published_on, text_of


@Language.component("press_zones", assigns=["doc._.press_outline", "doc.spans"])
def press_zones(doc: Doc) -> Doc:
    """Find the parts of the release, and the day from which its relative dates count.

    Reads `doc._.press_published_on`, where the input gives a day; writes `doc.spans["zones"]` too.
    """
    doc._.press_outline = find_outline(text_of(doc), published_on(doc))
    set_spans(doc, "zones", doc._.press_outline.zones)
    return doc
