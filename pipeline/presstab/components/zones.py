"""`press_zones`: headline, dateline, lead, body, quote, boilerplate, safe harbour, contact."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.outline import find_outline
from presstab.components.annotate import set_spans
from presstab.components.results import published_on, text_of
from presstab.resources import Resources, load_resources


@Language.factory("press_zones", assigns=["doc._.press_outline", "doc.spans"], default_config={"resources": None})
def press_zones(nlp: Language, name: str, resources: str | None) -> PressZones:
    """Return the component; `resources` is a folder whose files stand in for packaged ones.

    Raises:
        InputError: there is no such folder.
    """
    return PressZones(load_resources(resources))


class PressZones:
    """Finds the parts of the release, `doc.spans["zones"]`, and the day from which its relative dates count."""

    def __init__(self, resources: Resources) -> None:
        self._rules = resources.layout

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes; `doc._.press_published_on` is the input's day, if any."""
        doc._.press_outline = find_outline(text_of(doc), published_on(doc), self._rules)
        set_spans(doc, "zones", doc._.press_outline.zones)
        return doc
