"""Which language a text is in. No download: the identifier brings its model."""

from __future__ import annotations

from functools import cache
from typing import Any

from presstab.text import words

_FUNCTION_WORDS = frozenset(
    ["the", "of", "and", "to", "in", "a", "for", "is", "on", "that", "by", "with", "as", "at", "from", "are", "has",
     "have", "be", "will", "this", "its", "an", "it"]
)  # fmt: skip
_SAMPLE = 20_000  # characters
_LEAST_WORDS = 20
_SURE = 0.95
UNDETERMINED = "und"
ENGLISH = "en"


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language; `und` where it is short or undetermined.

    English prose has 25 to 45% of these 24 function words, lists and headlines fewer, other
    languages below 5%. Only a text without them is put to the identifier (py3langid).
    """
    sample = text[:_SAMPLE]
    found = [word.lower() for word in words(sample)]
    if sum(word in _FUNCTION_WORDS for word in found) > 0.1 * len(found) and len(found) >= _LEAST_WORDS:
        return ENGLISH
    # Scripts without blanks have few words for their length.
    if len(found) < _LEAST_WORDS and len(sample) < 5 * _LEAST_WORDS:
        return UNDETERMINED
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _SURE else UNDETERMINED


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
