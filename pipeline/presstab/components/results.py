"""Where a `Doc` keeps the results of its analysis: an extension attribute each, which is stored with the `Doc`."""

from __future__ import annotations

import datetime as dt
from typing import Any
from weakref import WeakKeyDictionary

import srsly
from spacy.tokens import Doc, Span

from presstab.analysis.codec import decode, encode
from presstab.analysis.places import Tokens
from presstab.analysis.record import Candidate, Candidates, Mention
from presstab.errors import PipelineError

# Each result with the component that makes it.
_MADE_BY = {
    "press_outline": "press_zones",
    "press_reading": "press_ner",
    "press_titles": "press_ner",
    "press_candidates": "press_ner",
    "press_brackets": "press_organisations",
    "press_abbreviations": "press_technologies",
    "press_dates": "press_dates",
    "press_mentions": "press_arbiter",
    "press_entities": "press_linker",
    "press_roles": "press_roles",
    "press_quotations": "press_quotations",
    "press_relations": "press_relations",
}
# Each component asks for tokens and text, which spaCy puts together anew at every call.
_TOKENS: WeakKeyDictionary[Doc, Tokens] = WeakKeyDictionary()
PUBLISHED_ON = "press_published_on"  # ISO 8601: the day that the input gives


def needed(doc: Doc, result: str, component: str) -> Any:
    """Return a result that a component cannot do without.

    Raises:
        PipelineError: no component before it made the result.
    """
    found = doc._.get(result)
    if found is None:
        maker = _MADE_BY[result]
        raise PipelineError(f"{component} needs {maker} before it: nlp.add_pipe({maker!r}, before={component!r})")
    return found


def candidates_of(doc: Doc) -> tuple[Candidate, ...]:
    """Return the candidates that the components so far have found."""
    found: Candidates | None = doc._.press_candidates
    return found.items if found else ()


def keep_candidates(doc: Doc, candidates: tuple[Candidate, ...]) -> None:
    """Keep the candidates that a component leaves."""
    doc._.press_candidates = Candidates(candidates)


def published_on(doc: Doc) -> dt.date | None:
    """Return the day on which the release was published, as the input gives it."""
    given = doc._.get(PUBLISHED_ON)
    return dt.date.fromisoformat(given) if given else None


def tokens_of(doc: Doc) -> Tokens:
    """Return where the tokens of a text begin and end, with the text."""
    known = _TOKENS.get(doc)
    if known is None or len(known.starts) != len(doc):
        places = doc.to_array(["IDX", "LENGTH"]).astype("int64").reshape(-1, 2)
        known = Tokens(doc.text, places[:, 0].tolist(), places.sum(axis=1).tolist())
        _TOKENS[doc] = known
    return known


def text_of(doc: Doc) -> str:
    """Return the text of a release."""
    return tokens_of(doc).text


def sentences_of(doc: Doc, component: str) -> tuple[tuple[int, int], ...]:
    """Return where the sentences begin and end.

    Raises:
        PipelineError: no component before it has set any.
    """
    if len(doc) and not doc.has_annotation("SENT_START"):
        raise PipelineError(f"{component} needs sentences: nlp.add_pipe('press_sentences', first=True)")
    return tuple((sentence.start_char, sentence.end_char) for sentence in doc.sents)


def _mention_of(span: Span) -> Mention | None:
    mentions = span.doc._.press_mentions
    found: Mention | None = mentions.by_place.get((span.start_char, span.end_char)) if mentions else None
    return found


def _score(span: Span) -> float | None:
    mention = _mention_of(span)
    return mention.score if mention else None


def _value(span: Span) -> str | None:
    dates = span.doc._.press_dates
    date = dates.by_place.get((span.start_char, span.end_char)) if dates else None
    return date.value if date else None


def _register() -> None:
    """Make the extension attributes known, and how msgpack writes what they hold."""
    for name in (*_MADE_BY, PUBLISHED_ON):
        Doc.set_extension(name, default=None, force=True)
    Span.set_extension("score", getter=_score, force=True)
    Span.set_extension("value", getter=_value, force=True)
    srsly.msgpack_encoders.register("presstab.v1", func=encode)
    srsly.msgpack_decoders.register("presstab.v1", func=decode)


_register()
