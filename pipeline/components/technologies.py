"""`press_technologies`: lexicon terms, and long forms with their abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from pipeline.components.state import CANDIDATES, add_candidate, candidates_of, state_of
from pipeline.lexicon import Lexicon, Technology, load_lexicon
from pipeline.terms import find_abbreviations, term_key

# What names an activity or a mere trait: charging, battery-based energy.
_NEEDS_HEAD = re.compile(r"[a-z]+ing|\w+-(?:based|powered|driven)\s+[a-z]+")
_HEAD_AT_END = re.compile(
    r"\s+(?:technolog(?:y|ies)|platforms?|solutions?|systems?|software|tools?|applications?|products?)$"
)
_GENERIC_HEAD = re.compile(r"\s(?:solution|service|system)s?\b")


@Language.factory("press_technologies", default_config={"lexicon": None})
def make_press_technologies(nlp: Language, name: str, lexicon: str | None) -> PressTechnologies:
    """Return the component with the packaged lexicon, and the user's file over it where one is named.

    Raises:
        InputError: that file is none.
    """
    return PressTechnologies(nlp, load_lexicon(Path(lexicon) if lexicon else None))


class PressTechnologies:
    """Reads: text, tokens, candidates. Writes: candidates TECH; abbreviations and lexicon of the state."""

    def __init__(self, nlp: Language, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._by_lower = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._by_case = PhraseMatcher(nlp.vocab, attr="ORTH")
        for entry in (entry for entry in lexicon.entries() if not entry.guarded):
            self._by_lower.add(entry.name, [nlp.make_doc(form) for form in _forms(entry)])
            if entry.abbreviations:
                exact = [nlp.make_doc(form) for short in entry.abbreviations for form in (short, f"{short}s")]
                self._by_case.add(entry.name, exact)

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        state_of(doc).lexicon = self._lexicon
        for matcher in (self._by_lower, self._by_case):
            for key, start, end in matcher(doc):
                span = doc[start:end]
                add_candidate(doc, span.start_char, span.end_char, "TECH", f"lexicon:{doc.vocab.strings[key]}")
        _keep_generic_heads(doc)
        self._strip_generic_heads(doc)
        self._pair_abbreviations(doc)
        if self._lexicon.ignored:
            kept = [
                s for s in candidates_of(doc) if s.label_ != "TECH" or term_key(s.text) not in self._lexicon.ignored
            ]
            doc.spans[CANDIDATES] = kept
        return doc

    def _strip_generic_heads(self, doc: Doc) -> None:
        """Cut a generic head off what is a term without it: autonomous driving technology, AI software."""
        kept = []
        for span in candidates_of(doc):
            head = _HEAD_AT_END.search(span.text) if span.label_ == "TECH" and span.id_ == "model" else None
            if head and self._is_term(span.text[: head.start()]) and not self._is_term(span.text):
                end = span.start_char + head.start()
                cut = doc.char_span(span.start_char, end, label="TECH", span_id="rule:tech.head_off")
                if cut is not None:
                    cut._.score = span._.score
                    kept.append(cut)
                    continue
            kept.append(span)
        doc.spans[CANDIDATES] = kept

    def _is_term(self, text: str) -> bool:
        entry = self._lexicon.get(term_key(text))
        return entry is not None and not entry.guarded and (not text.islower() or text not in entry.abbreviations)

    @staticmethod
    def _pair_abbreviations(doc: Doc) -> None:
        """Tie a bracketed abbreviation to its long form, and give it the label that the long form has."""
        state = state_of(doc)
        ends = {(span.end_char, span.label_): span for span in candidates_of(doc)}
        text = doc.text
        for pair in find_abbreviations(text):
            short = text[pair.short_start : pair.short_end]
            for label in ("ORG", "TECH"):
                long = ends.get((pair.long_end, label))
                if long is not None:
                    state.abbreviations[short] = long.text
                    add_candidate(doc, pair.short_start, pair.short_end, label, "rule:abbreviation")
                    break


def _keep_generic_heads(doc: Doc) -> None:
    """Add the term with its generic head where it names no technology without: charging solutions."""
    text = doc.text
    for span in list(candidates_of(doc)):
        if span.label_ == "TECH" and _NEEDS_HEAD.fullmatch(span.text):
            head = _GENERIC_HEAD.match(text, span.end_char)
            if head:
                add_candidate(doc, span.start_char, head.end(), "TECH", "rule:tech.generic_head", span._.score)


def _forms(entry: Technology) -> Iterator[str]:
    """Yield the forms of an entry in singular and plural, those that are abbreviations left out."""
    for form in (entry.name, *entry.aliases):
        yield form
        yield f"{form[:-1]}ies" if form.endswith("y") and form[-2:-1] not in "aeou" else f"{form}s"
        if form.endswith(("x", "ch", "sh", "ss")):
            yield f"{form}es"
