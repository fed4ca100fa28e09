"""`press_organisations`: legal forms, last words of names, tickers, defined terms, the user's registry."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from presstab.analysis.brackets import BracketReading, read_brackets
from presstab.analysis.organisation_words import NamePatterns
from presstab.analysis.organisations import find_organisations
from presstab.components.annotate import add_ents
from presstab.components.results import candidates_of, keep_candidates, tokens_of
from presstab.resources import Resources, load_resources


@Language.factory(
    "press_organisations",
    assigns=["doc._.press_candidates", "doc._.press_brackets", "doc.ents"],
    default_config={"registry": None, "resources": None, "annotate_ents": True},
)
def make_press_organisations(
    nlp: Language, name: str, registry: str | None, resources: str | None, annotate_ents: bool
) -> PressOrganisations:
    """Return the component with the packaged registry, and the user's file over it where one is named.

    `resources` is a folder whose files stand in for packaged ones; `annotate_ents` writes `doc.ents`, where no
    `press_arbiter` follows.

    Raises:
        InputError: that file or folder is none.
    """
    return PressOrganisations(load_resources(resources), registry, annotate_ents)


class PressOrganisations:
    """Finds organisations by the build of their names, listings and the registry; judges what `press_ner` has found."""

    def __init__(self, resources: Resources, registry: str | None, annotate_ents: bool) -> None:
        self._patterns, self._brackets = NamePatterns.of(resources), BracketReading.of(resources)
        self._registry, self._annotate_ents = resources.registry(registry), annotate_ents

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        tokens = tokens_of(doc)
        found = find_organisations(tokens, candidates_of(doc), doc._.press_reading, self._registry, self._patterns)
        organisations = (c for c in found if c.label == "ORG" and c.refused_by is None)
        doc._.press_brackets = read_brackets(tokens.text, organisations, self._brackets)
        keep_candidates(doc, found)
        if self._annotate_ents:
            add_ents(doc, found, {"ORG"})
        return doc
