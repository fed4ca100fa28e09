"""`press_sentences`: sentence starts."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from presstab.components.results import tokens_of
from presstab.sentences import split_sentences


@Language.component("press_sentences", assigns=["token.is_sent_start", "doc.sents"])
def press_sentences(doc: Doc) -> Doc:
    """Set sentence starts."""
    tokens = tokens_of(doc)
    # All at once: setting one token's start makes spaCy look at every other token.
    starts = np.full(len(doc), -1, dtype=np.int64)
    for at in split_sentences(tokens.text):
        if (number := bisect_left(tokens.starts, at)) < len(doc):
            starts[number] = 1
    return doc.from_array(["SENT_START"], starts.astype(np.uint64)) if len(doc) else doc  # type: ignore[arg-type]
