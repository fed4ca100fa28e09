"""What a release itself says that an abbreviation is short for, where that is no name of the entity. Pure.

`CALA (Coaches Against Late Aid)` is not the CALA that others name alone, and `Name, Image and Likeness (NIL)` is no
organisation.
"""

from __future__ import annotations

from collections.abc import Iterable

from presstab.abbreviation_pairs import find_abbreviations, find_reversed

_REACH = 120  # characters before and after an abbreviation in which its long form stands
_LONGEST = 8  # letters


def is_abbreviation(form: str) -> bool:
    """Return whether a form is written as an abbreviation: NIL, EVs, AI/ML."""
    return 1 < len(form) <= _LONGEST and form[0].isalpha() and form.removesuffix("s").isupper()


def explained(text: str, spans: Iterable[tuple[int, int]]) -> str | None:
    """Return the long form of an abbreviation that stands at some places of a text, None where no bracket gives it.

    >>> text = "The rights to Name, Image and Likeness (NIL) of CALA (Coaches Against Late Aid)."
    >>> [explained(text, [(text.index(short), text.index(short) + len(short))]) for short in ("NIL", "CALA", "rights")]
    ['Name, Image and Likeness', 'Coaches Against Late Aid', None]
    """
    for start, end in spans:
        before, after = text[max(0, start - 2) : start], text[end : end + 3]
        if "(" not in before and "(" not in after:
            continue
        first = max(0, start - _REACH)
        window = text[first : end + _REACH]
        for pair in (*find_abbreviations(window), *find_reversed(window)):
            if pair.short_start <= start - first < pair.short_end:
                return window[pair.long_start : pair.long_end].strip()
    return None
