"""Defined terms of a release: which entity each stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from presstab.analysis.linking.draft import Evidence
from presstab.analysis.record import DefinedTerm, Entity
from presstab.text import end_of_words

_REACH = 160  # characters of a bracket between a name and its term


def find_defined_terms(evidence: Evidence, of_mention: Mapping[int, Entity]) -> Iterator[DefinedTerm]:
    """Yield what each defined term stands for: the name directly before its bracket."""
    ends = {evidence.mentions[at].end: entity for at, entity in of_mention.items()}
    seen: set[str] = set()
    for definition in evidence.brackets.definitions:
        entity = ends.get(definition.after) or _before_listing(evidence.text, definition.after, ends)
        if entity is not None and definition.term not in seen:
            seen.add(definition.term)
            yield DefinedTerm(definition.term, definition.start, definition.end, entity.local_id)


def _before_listing(text: str, after: int, ends: Mapping[int, Entity]) -> Entity | None:
    """Return the entity before a ticker bracket that ends at `after`: Acme (NYSE: ACM) (the "Company").

    `ends` holds the entities by where their mentions end.
    """
    opening = text.rfind("(", max(0, after - _REACH), after)
    if opening < 0 or text[after - 1 : after] != ")":
        return None
    return ends.get(end_of_words(text, opening))
