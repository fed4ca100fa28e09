"""`press_people`: names without honorifics and degrees, later mentions by the family name alone."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.people import find_people
from presstab.analysis.people_rules import PeopleReading
from presstab.components.annotate import add_ents
from presstab.components.results import candidates_of, keep_candidates, tokens_of
from presstab.resources import Resources, load_resources


@Language.factory(
    "press_people",
    assigns=["doc._.press_candidates", "doc.ents"],
    default_config={"resources": None, "annotate_ents": True},
)
def press_people(nlp: Language, name: str, resources: str | None, annotate_ents: bool) -> PressPeople:
    """Return the component.

    `resources` is a folder whose files stand in for packaged ones; `annotate_ents` writes `doc.ents`, where no
    `press_arbiter` follows.

    Raises:
        InputError: there is no such folder.
    """
    return PressPeople(load_resources(resources), annotate_ents)


class PressPeople:
    """Finds people by honorific and family name, and judges those that `press_ner` has found, if it stands before."""

    def __init__(self, resources: Resources, annotate_ents: bool) -> None:
        self._words, self._annotate_ents = PeopleReading.of(resources), annotate_ents

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        candidates = find_people(tokens_of(doc), candidates_of(doc), doc._.press_reading, self._words)
        keep_candidates(doc, candidates)
        if self._annotate_ents:
            add_ents(doc, candidates, {"PERSON"})
        return doc
