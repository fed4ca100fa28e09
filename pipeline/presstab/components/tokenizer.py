"""`press_tokenizer.v1`: spaCy's English tokens, cut also where wires glue words together."""

from __future__ import annotations

import re
from collections.abc import Callable

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

from presstab.glued import glued_at

# Where a mention may begin or end inside what English tokens leave whole: AI/ML, 2024–2026,
# Acme-led, industry.The, 2021.A, (NYSE:HMC), --Acme, #Acme
_INFIXES = (
    r"[/\\|+–—:;(){}\[\]®™©•“”…]",
    r"(?<=\w)-(?=\w)",
    r"(?<=[a-z0-9)])[.?!](?=[A-Z])",
    r"(?<=\w),(?=\w)",
)
_DASHES = r"-{2,}"  # asked before English infixes, of which one takes the first of two after a figure: 2024--Acme
_PREFIXES = (r"-", r"–", r"/", r"@", r"~", r"\+", r"●", r"®")
_SUFFIXES = (r"(?<=[a-z-][A-Z])\.",)  # the full stop after GmbH, SpaceX, Tri-X
# English tokens cost time quadratic in the length of a run without blanks; none is a word.
_LONG_RUN = re.compile(r"\S{1000,}")
_LOST_LETTER = re.compile("(?<=\\w)\ufffd+|\ufffd+(?=\\w)")  # Mu\ufffdoz: a letter was there


@registry.tokenizers("press_tokenizer.v1")  # type: ignore[untyped-decorator]
def make_press_tokenizer() -> Callable[[Language], Callable[[str], Doc]]:
    """Return the factory that spaCy's configuration asks for."""

    def make(nlp: Language) -> PressTokenizer:
        return PressTokenizer(nlp)

    return make


class PressTokenizer:
    """Text to tokens; runs of 1,000 characters without a blank become tokens of their own."""

    def __init__(self, nlp: Language) -> None:
        defaults = nlp.Defaults
        self._vocab = nlp.vocab
        self._tokenizer = Tokenizer(
            nlp.vocab,
            rules=defaults.tokenizer_exceptions,
            prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), *_PREFIXES]).search,
            suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), *_PREFIXES[3:], *_SUFFIXES]).search,
            infix_finditer=compile_infix_regex([_DASHES, *(defaults.infixes or ()), *_INFIXES]).finditer,
            token_match=defaults.token_match,
            url_match=None,
        )

    def __call__(self, text: str) -> Doc:
        """Return the tokens of `text`."""
        if _LOST_LETTER.search(text):
            whole = self(_LOST_LETTER.sub(lambda match: "x" * len(match[0]), text))
            given = [text[token.idx : token.idx + len(token)] for token in whole]
            return Doc(self._vocab, words=given, spaces=[bool(token.whitespace_) for token in whole])
        cuts = [(at, at) for at in glued_at(text)]
        runs = sorted([*cuts, *(run.span() for run in _LONG_RUN.finditer(text))])
        if not runs:
            doc: Doc = self._tokenizer(text)
            return doc
        words: list[str] = []
        at = 0
        for start, end in runs:
            if start < at:
                continue  # within a long run
            words += [token.text_with_ws for token in self._tokenizer(text[at:start])]
            words += [text[start:end]] if end > start else []
            at = end
        words += [token.text_with_ws for token in self._tokenizer(text[at:])]
        blanks = [word.endswith(" ") and len(word) > 1 for word in words]
        plain = [word[:-1] if blank else word for word, blank in zip(words, blanks, strict=True)]
        return Doc(self._vocab, words=plain, spaces=blanks)

    def to_bytes(self, **_: object) -> bytes:
        """Return nothing: the tokenizer is made from the configuration alone."""
        return b""

    def from_bytes(self, _: bytes, **__: object) -> PressTokenizer:
        """Return the tokenizer itself."""
        return self

    def to_disk(self, path: object, **_: object) -> None:
        """Write nothing: the tokenizer is made from the configuration alone."""

    def from_disk(self, path: object, **_: object) -> PressTokenizer:
        """Return the tokenizer itself."""
        return self
