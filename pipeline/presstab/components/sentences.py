"""`press_sentences`: sentence starts."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from presstab.components.results import tokens_of
from presstab.resources import Resources, load_resources
from presstab.sentences import split_sentences


@Language.factory("press_sentences", assigns=["token.is_sent_start", "doc.sents"], default_config={"resources": None})
def press_sentences(nlp: Language, name: str, resources: str | None) -> PressSentences:
    """Return the component; `resources` is a folder whose files stand in for packaged ones.

    Raises:
        InputError: there is no such folder.
    """
    return PressSentences(load_resources(resources))


class PressSentences:
    """Finds where sentences start."""

    def __init__(self, resources: Resources) -> None:
        self._reading = resources.sentences

    def __call__(self, doc: Doc) -> Doc:
        """Return the release with its sentence starts set."""
        tokens = tokens_of(doc)
        # All at once: setting one token's start makes spaCy look at every other token.
        starts = np.full(len(doc), -1, dtype=np.int64)
        for at in split_sentences(tokens.text, self._reading):
            if (number := bisect_left(tokens.starts, at)) < len(doc):
                starts[number] = 1
        return doc.from_array(["SENT_START"], starts.astype(np.uint64)) if len(doc) else doc  # type: ignore[arg-type]
