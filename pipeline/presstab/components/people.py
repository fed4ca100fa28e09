"""`press_people`: names without honorifics and degrees, later mentions by the family name alone."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.people import find_people
from presstab.components.annotate import add_ents
from presstab.components.results import candidates_of, keep_candidates, tokens_of


@Language.factory(
    "press_people", assigns=["doc._.press_candidates", "doc.ents"], default_config={"annotate_ents": True}
)
def press_people(nlp: Language, name: str, annotate_ents: bool) -> PressPeople:
    """Return the component; `annotate_ents` writes `doc.ents`, where no `press_arbiter` follows."""
    return PressPeople(annotate_ents)


class PressPeople:
    """Finds people by honorific and family name, and judges those that `press_ner` has found, if it stands before."""

    def __init__(self, annotate_ents: bool) -> None:
        self._annotate_ents = annotate_ents

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        candidates = find_people(tokens_of(doc), candidates_of(doc), doc._.press_reading)
        keep_candidates(doc, candidates)
        if self._annotate_ents:
            add_ents(doc, candidates, {"PERSON"})
        return doc
