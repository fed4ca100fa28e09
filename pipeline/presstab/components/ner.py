"""`press_ner`: the statistical candidates, with scores."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from presstab.components.state import add_candidate, state_of, text_of
from presstab.errors import InputError
from presstab.recogniser.model import Recogniser

OWN = "presstab"
# What a general tagger calls things, as far as it agrees with our guidelines.
_LABELS = {"ORG": "ORG", "PERSON": "PERSON", "PER": "PERSON"}
# Below these probabilities a candidate is wrong more often than it helps (chosen by cross-validation).
# Organisations and people are judged again by the components that know more of them. Dates are left
# to `press_dates`: an expression without a value is no row.
_MIN_SCORE = {"ORG": 0.5, "PERSON": 0.5, "TECH": 0.74}
TITLE = "TITLE"  # the words of an office: no mention, but what roles are made of
_MIN_TITLE_SCORE = 0.65
_BREAK = re.compile(r"\s*\n\s*\n\s*")
_WINDOW = 2_000  # tokens that another pipeline's `ner` reads at once; its memory grows with them


@Language.factory("press_ner", default_config={"model": OWN})
def make_press_ner(nlp: Language, name: str, model: str) -> Callable[[Doc], Doc]:
    """Return the component: our own recogniser, or the `ner` of an installed spaCy pipeline.

    Raises:
        InputError: there is no such pipeline, or it has no `ner`.
    """
    return OwnRecogniser() if model == OWN else OtherRecogniser(model, nlp.vocab)


class OwnRecogniser:
    """Reads: text. Writes: candidates ORG, PERSON and TECH with scores; reading and titles of the state."""

    def __init__(self) -> None:
        self._recogniser = Recogniser()
        self.sha256 = self._recogniser.sha256

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        text = text_of(doc)
        state = state_of(doc)
        state.has_titles = TITLE in self._recogniser.kinds
        state.reading = self._recogniser.read(text)
        for found in state.reading.spans:
            if found.label == TITLE:
                known = state.titles if found.score >= _MIN_TITLE_SCORE else state.doubtful_titles
                known.append((found.start, found.end))
            elif found.score >= _MIN_SCORE.get(found.label, 1.1):
                for start, end in _lines(text, found.start, found.end):
                    add_candidate(doc, start, end, found.label, "model", found.score)
        return doc


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a span between blank lines, no name runs across one, without a mark behind."""
    end = start + len(text[start:end].rstrip(",;:"))
    at = start
    for gap in _BREAK.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end


class OtherRecogniser:
    """Reads: tokens. Writes: candidates ORG and PERSON, without scores."""

    def __init__(self, model: str, vocab: Vocab) -> None:
        try:
            other = spacy.load(model, vocab=vocab, exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"])
        except OSError as error:
            raise InputError(f"--model {model}: no such spaCy pipeline is installed") from error
        if "ner" not in other.pipe_names:
            raise InputError(f"--model {model}: the pipeline has no `ner`")
        self._other = other
        self.meta = other.meta

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        sentences = [sentence.start for sentence in doc.sents] if doc.has_annotation("SENT_START") else [0]
        for start, end in _token_windows(sentences, len(doc)):
            part = Doc(
                doc.vocab, words=[t.text for t in doc[start:end]], spaces=[bool(t.whitespace_) for t in doc[start:end]]
            )
            for _, component in self._other.pipeline:
                part = component(part)
            for entity in part.ents:
                label = _LABELS.get(entity.label_)
                if label:
                    span = doc[start + entity.start : start + entity.end]
                    add_candidate(doc, span.start_char, span.end_char, label, "model")
        return doc


def _token_windows(sentence_starts: list[int], n_tokens: int) -> list[tuple[int, int]]:
    """Return windows of whole sentences, each of at most about `_WINDOW` tokens."""
    cuts = [0]
    for start in sentence_starts:
        if start - cuts[-1] >= _WINDOW:
            cuts.append(start)
    bounds = [*cuts, n_tokens]
    whole = [(a, b) for a, b in itertools.pairwise(bounds) if b > a]
    return [(at, min(at + 2 * _WINDOW, end)) for start, end in whole for at in range(start, end, 2 * _WINDOW)]
