"""`press_technologies`: lexicon terms, and long forms with their abbreviations."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from presstab.analysis.places import Tokens
from presstab.analysis.technologies import TermRules, find_technologies, forms_of
from presstab.components.annotate import add_ents
from presstab.components.results import candidates_of, keep_candidates, tokens_of
from presstab.resources import Resources, load_resources


@Language.factory(
    "press_technologies",
    assigns=["doc._.press_candidates", "doc._.press_abbreviations", "doc.ents"],
    default_config={"lexicon": None, "resources": None, "annotate_ents": True},
)
def make_press_technologies(
    nlp: Language, name: str, lexicon: str | None, resources: str | None, annotate_ents: bool
) -> PressTechnologies:
    """Return the component with the packaged lexicon, and the user's file over it where one is named.

    `resources` is a folder whose files stand in for packaged ones; `annotate_ents` writes `doc.ents`, where no
    `press_arbiter` follows.

    Raises:
        InputError: that file or folder is none.
    """
    return PressTechnologies(nlp, load_resources(resources), lexicon, annotate_ents)


class PressTechnologies:
    """Finds the lexicon's terms, and cuts to the term proper what `press_ner` has found, if it stands before."""

    def __init__(self, nlp: Language, resources: Resources, lexicon: str | None, annotate_ents: bool) -> None:
        self._lexicon, self._annotate_ents = resources.lexicon(lexicon), annotate_ents
        self._rules = resources.rules_as(TermRules, "technologies")
        self._by_lower = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._by_case = PhraseMatcher(nlp.vocab, attr="ORTH")
        for entry in (entry for entry in self._lexicon.entries() if not entry.guarded):
            self._by_lower.add(entry.name, [nlp.make_doc(form) for form in forms_of(entry)])
            if entry.abbreviations:
                exact = [nlp.make_doc(form) for short in entry.abbreviations for form in (short, f"{short}s")]
                self._by_case.add(entry.name, exact)

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        tokens = tokens_of(doc)
        candidates, doc._.press_abbreviations = find_technologies(
            tokens, candidates_of(doc), doc._.press_reading, self._lexicon, self._terms(doc, tokens), self._rules
        )
        keep_candidates(doc, candidates)
        if self._annotate_ents:
            add_ents(doc, candidates, {"TECH"})
        return doc

    def _terms(self, doc: Doc, tokens: Tokens) -> Iterator[tuple[int, int, str]]:
        for matcher in (self._by_lower, self._by_case):
            for key, start, end in matcher(doc):
                yield tokens.starts[start], tokens.ends[end - 1], doc.vocab.strings[key]
