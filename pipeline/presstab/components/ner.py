"""`press_ner`: the statistical candidates."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import catalogue  # type: ignore[import-untyped]  # what spaCy makes its own registries with
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from presstab.analysis.pool import Pool
from presstab.analysis.proposals import SOURCE, propose, title_places
from presstab.components.annotate import add_ents
from presstab.components.results import candidates_of, keep_candidates, tokens_of
from presstab.errors import InputError
from presstab.recogniser.model import PACKAGED, Recogniser
from presstab.recogniser.reading import TextReader

OWN = "presstab"
LABELS = frozenset(["ORG", "PERSON", "TECH"])
# What a general tagger calls things, as far as it agrees with our guidelines.
_LABELS = {"ORG": "ORG", "PERSON": "PERSON", "PER": "PERSON"}
_WINDOW = 2_000  # tokens that another pipeline's `ner` reads at once; its memory grows with them


# Recognisers by name, those of installed packages too (entry points `spacy_presstab_recognisers`): a function without
# arguments that returns a `TextReader`. `registry.create` would look for them under the name of thinc.
_READERS = "presstab_recognisers"
registry.presstab_recognisers = catalogue.create("spacy", _READERS, entry_points=True)  # type: ignore[attr-defined]


@Language.factory(
    "press_ner",
    assigns=["doc._.press_candidates", "doc._.press_reading", "doc._.press_titles", "doc.ents"],
    default_config={"model": OWN, "annotate_ents": True},
)
def make_press_ner(nlp: Language, name: str, model: str, annotate_ents: bool) -> Callable[[Doc], Doc]:
    """Return the component of a recogniser.

    `model` is the name of one in spaCy's registry `presstab_recognisers` (ours is `presstab`), a folder of our
    own kind (`model.onnx`, `vocab.txt`, `settings.json`), or an installed spaCy pipeline with an `ner`.
    `annotate_ents` writes `doc.ents`, where no `press_arbiter` follows.

    Raises:
        InputError: there is no such pipeline, or it has no `ner`.
        ResourceError: the folder's files are not those that its settings name.
    """
    if registry.has(_READERS, model):
        return PressReader(registry.get(_READERS, model)(), annotate_ents)
    if is_own_kind(model):
        return PressReader(Recogniser(Path(model)), annotate_ents)
    return PressTagger(model, nlp.vocab, annotate_ents)


@registry.presstab_recognisers(OWN)  # type: ignore[attr-defined, untyped-decorator]
def make_own() -> TextReader:
    """Return the packaged recogniser."""
    return Recogniser(PACKAGED)


def digest_of_registered(model: str) -> str | None:
    """Return what tells a registered recogniser from all others, None where a model is none."""
    reader: TextReader | None = registry.get(_READERS, model)() if registry.has(_READERS, model) else None
    return reader.sha256 if reader else None


def is_own_kind(model: str) -> bool:
    """Return whether a model is a folder of our own kind, no spaCy pipeline."""
    return (Path(model) / "model.onnx").is_file()


class PressReader:
    """Keeps the reading of a recogniser, the candidates that it proposes, and where it sees titles."""

    def __init__(self, reader: TextReader, annotate_ents: bool) -> None:
        self._reader, self._annotate_ents = reader, annotate_ents
        self.sha256 = reader.sha256

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        tokens = tokens_of(doc)
        reading = self._reader.read(tokens.text)
        doc._.press_reading, doc._.press_titles = reading, title_places(reading)
        keep_candidates(doc, (*candidates_of(doc), *propose(tokens, reading)))
        if self._annotate_ents:
            add_ents(doc, candidates_of(doc), LABELS)
        return doc


class PressTagger:
    """Takes organisations and people from the `ner` of another pipeline, which gives no probabilities."""

    def __init__(self, model: str, vocab: Vocab, annotate_ents: bool) -> None:
        try:
            other = spacy.load(model, vocab=vocab, exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"])
        except OSError as error:
            raise InputError(f"--model {model}: no such spaCy pipeline is installed") from error
        if "ner" not in other.pipe_names:
            raise InputError(f"--model {model}: the pipeline has no `ner`")
        self._other, self._annotate_ents = other, annotate_ents
        self.meta = other.meta

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with what the component writes."""
        tokens = tokens_of(doc)
        pool = Pool(tokens, candidates_of(doc))
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
                    first, last = start + entity.start, start + entity.end - 1
                    pool.add(tokens.starts[first], tokens.ends[last], label, SOURCE)
        keep_candidates(doc, pool.candidates())
        if self._annotate_ents:
            add_ents(doc, candidates_of(doc), LABELS)
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
