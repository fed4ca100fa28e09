"""`press_sentences`: sentence starts."""

from __future__ import annotations

from bisect import bisect_left

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.sentences import split_sentences


@Language.component("press_sentences", assigns=["token.is_sent_start", "doc.sents"])
def press_sentences(doc: Doc) -> Doc:
    """Set sentence starts.

    Reads: text. Writes: `token.is_sent_start`.
    """
    offsets = [token.idx for token in doc]
    starts = {bisect_left(offsets, at) for at in split_sentences(doc.text)}
    for token in doc:
        token.is_sent_start = token.i in starts or token.i == 0
    return doc
