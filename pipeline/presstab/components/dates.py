"""`press_dates`: calendar expressions and their values."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.dates import place_dates
from presstab.components.annotate import add_ents
from presstab.components.results import candidates_of, keep_candidates, published_on, tokens_of


@Language.factory(
    "press_dates",
    assigns=["doc._.press_candidates", "doc._.press_dates", "doc.ents", "span._.value"],
    default_config={"annotate_ents": True},
)
def press_dates(nlp: Language, name: str, annotate_ents: bool) -> PressDates:
    """Return the component; `annotate_ents` writes `doc.ents`, where no `press_arbiter` follows."""
    return PressDates(annotate_ents)


class PressDates:
    """Finds calendar expressions, relative ones counted from the release's anchor, if zones or input give one."""

    def __init__(self, annotate_ents: bool) -> None:
        self._annotate_ents = annotate_ents

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        outline = doc._.press_outline
        anchor_on, year = (outline.anchor_on, outline.meant_year) if outline else (published_on(doc), None)
        candidates, doc._.press_dates = place_dates(tokens_of(doc), candidates_of(doc), anchor_on, year)
        keep_candidates(doc, candidates)
        if self._annotate_ents:
            add_ents(doc, candidates, {"DATE"})
        return doc
