"""`press_technologies`: lexicon terms, and long forms with their abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from pathlib import Path

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from presstab.components.state import CANDIDATES, add_candidate, candidates_of, make_span, state_of, text_of
from presstab.lexicon import Lexicon, Technology, load_lexicon
from presstab.terms import Pair, find_abbreviations, term_key

# What names an activity or a mere trait: charging, battery-based energy, voice-activated, supersonic.
_NEEDS_HEAD = re.compile(r"[a-z]+ing|\w+-(?:based|powered|driven)\s+[a-z]+")
_TRAIT = re.compile(r"(?i)(?:[\w-]+\s)*[\w-]+(?:ated|ized|sonic|ical|ative|less)")
_HEAD_AT_END = re.compile(
    r"\s+(?:technolog(?:y|ies)|platforms?|solutions?|systems?|software|tools?|applications?|products?)$"
)
_DRIVEN = re.compile(
    r"(?i)(?P<base>\w+(?:\s\w+)*)-(?:driven|powered|based|enabled)"
    r"(?:\s+(?:solutions?|platforms?|insights?|products?|approach(?:es)?|systems?|services?))?"
)
_GENERIC_HEAD = re.compile(r"\s(?:solution|service|system)s?\b")
_ANY_HEAD = re.compile(
    r"(?i)\s(?:(?:solution|system|platform|application|device|tool|function)s?|technolog(?:y|ies)|software)\b"
)
_MANAGEMENT = re.compile(r"(?i)\smanagement\b")


# Capitalised words without a comma, the last of which names no event, index or place.
_BODY_NAME = re.compile(
    r"[A-Z][\w'’\-]*(?: (?:of|for|and|the|on|in|&|[A-Z][\w'’\-]*))*"
    r" (?!(?:Summit|Exhibition|Expo|Conference|Week|Index|Zone|Services?|Program|Project|Worth)\b)[A-Z][\w'’\-]*"
)
_SURE_BODY = 0.9


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
        self._trim(doc)
        self._pair_abbreviations(doc)
        if self._lexicon.ignored:
            kept = [
                s for s in candidates_of(doc) if s.label_ != "TECH" or term_key(s.text) not in self._lexicon.ignored
            ]
            doc.spans[CANDIDATES] = kept
        return doc

    def _trim(self, doc: Doc) -> None:
        """Cut candidates of the recogniser to the term proper."""
        named = {label: {s.text for s in candidates_of(doc) if s.label_ == label} for label in ("ORG", "TECH")}
        owners = {name for name in named["ORG"] - named["TECH"] if not name.isupper()}
        kept = []
        for span in candidates_of(doc):
            cut = None
            if span.label_ == "TECH" and span.id_ == "model":
                start, end = self._term_within(span.text, owners)
                if (start, end) != (0, len(span.text)):
                    at = span.start_char
                    cut = make_span(doc, at + start, at + end, "TECH", "rule:tech.trimmed", span._.score)
            kept.append(span if cut is None else cut)
        doc.spans[CANDIDATES] = kept

    def _term_within(self, text: str, owners: Set[str]) -> tuple[int, int]:
        """Return where the term proper begins and ends.

        No owner: Acme's `data analytics` in `Acme data analytics`. No generic head that it does without:
        `autonomous driving` technology; `AI` of AI-driven solutions, which are no technology.
        """
        first, _, rest = text.partition(" ")
        start = len(first) + 1 if rest[:1].islower() and " " in rest and first in owners else 0
        head = _HEAD_AT_END.search(text, start)
        if head and self._is_term(text[start : head.start()]) and not self._is_term(text[start:]):
            return start, head.start()
        driven = _DRIVEN.fullmatch(text, start)
        if driven and self._is_term(driven["base"]):
            return driven.span("base")
        return start, len(text)

    def _is_term(self, text: str) -> bool:
        entry = self._lexicon.get(term_key(text))
        return entry is not None and not entry.guarded and (not text.islower() or text not in entry.abbreviations)

    @staticmethod
    def _pair_abbreviations(doc: Doc) -> None:
        """Tie a bracketed abbreviation to its long form, and give it the label that the long form has."""
        state = state_of(doc)
        ends = {(span.end_char, span.label_): span for span in candidates_of(doc)}
        bodies = {span.text: span for span in candidates_of(doc) if span.label_ == "ORG"}
        text = text_of(doc)
        for pair in find_abbreviations(text):
            short = text[pair.short_start : pair.short_end]
            for label in ("ORG", "TECH"):
                long = ends.get((pair.long_end, label))
                if long is not None:
                    state.abbreviations[short] = long.text
                    add_candidate(doc, pair.short_start, pair.short_end, label, "rule:abbreviation")
                    break
            else:
                _name_long_form(doc, pair, bodies.get(short))


def _name_long_form(doc: Doc, pair: Pair, short: Span | None) -> None:
    """Take a long form for a body where its abbreviation surely is one: Hands On Bay Area (HOBA)."""
    text = text_of(doc)
    long = text[pair.long_start : pair.long_end]
    if short is None or (short._.score or 0) < _SURE_BODY or not _BODY_NAME.fullmatch(long):
        return
    clash = (
        s
        for s in candidates_of(doc)
        if s.text == long or (s.start_char < pair.long_end and pair.long_start < s.end_char)
    )
    if next(clash, None) is None:
        state_of(doc).abbreviations[short.text] = long
        add_candidate(doc, pair.long_start, pair.long_end, "ORG", "rule:abbreviation", short._.score)


def _keep_generic_heads(doc: Doc) -> None:
    """Add the term with its generic head where it names no technology without: charging solutions."""
    text = text_of(doc)
    for span in list(candidates_of(doc)):
        if span.label_ == "TECH":
            head = _MANAGEMENT.match(text, span.end_char)
            if head is None and _NEEDS_HEAD.fullmatch(span.text):
                head = _GENERIC_HEAD.match(text, span.end_char)
            elif head is None and _TRAIT.fullmatch(span.text):
                head = _ANY_HEAD.match(text, span.end_char)
            if head:
                add_candidate(doc, span.start_char, head.end(), "TECH", "rule:tech.generic_head", span._.score)


def _forms(entry: Technology) -> Iterator[str]:
    """Yield the forms of an entry in singular and plural, those that are abbreviations left out."""
    for form in (entry.name, *entry.aliases):
        yield form
        yield f"{form[:-1]}ies" if form.endswith("y") and form[-2:-1] not in "aeou" else f"{form}s"
        if form.endswith(("x", "ch", "sh", "ss")):
            yield f"{form}es"
