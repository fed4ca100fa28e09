"""Mentions to entities by key, and entities into one another; names that the text itself says are of one."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable

from spacy.tokens import Doc, Span

from presstab.components.state import Entity, ReleaseState, text_of
from presstab.names.organisations import is_bracketed_form
from presstab.text import collapse

# Between two names of one body or person: Acme (formerly Beta Inc.); Jane Doe (“Janie”)
_OTHER_NAME = {
    "ORG": re.compile(
        r"\s*[,(\[]\s*(?:(?:f/k/a|fka|d/b/a|dba|a/k/a|aka|doing\s+business\s+as|(?:[Ff]ormerly|[Pp]reviously)(?:\s+known)?(?:\s+as)?|"
        r"[Nn]ow\s+known\s+as|[Aa]lso\s+known\s+as)\s+)(?:the\s+)?[\"“‘']?"
    ),
    "PERSON": re.compile(r"\s*[(\[]\s*[\"“‘']|\s*,?\s+(?:also\s+)?known\s+as\s+[\"“‘']?"),
}
_FORMER, _NOW = re.compile(r"f/k/a|fka|[Ff]ormerly|[Pp]reviously"), re.compile(r"[Nn]ow\s+known")
_CODE = re.compile(r"[A-Z][A-Z0-9]{1,5}")  # Odd Pebble DAO (ODDP)
_LISTED = re.compile(r"\s*\([^()]*:[^()]*\)")  # the ticker between them


def group(spans: list[tuple[int, Span]], label: str, key_of: Callable[[str], str]) -> list[Entity]:
    """Return one entity for each key, in order of first mention."""
    groups: dict[str, Entity] = {}
    for at, span in spans:
        if span.label_ != label:
            continue
        text = collapse(span.text)
        key = key_of(text) or text
        entity = groups.setdefault(key, Entity("", label, text, key))
        entity.spans.append(at)
        entity.forms[text] = entity.forms.get(text, 0) + 1
    return list(groups.values())


def absorb(whole: Entity, part: Entity) -> None:
    """Add the mentions, forms and acronyms of a part to the whole."""
    whole.spans = sorted(whole.spans + part.spans)
    whole.forms = dict(Counter(whole.forms) + Counter(part.forms))
    whole.acronyms |= part.acronyms


class Left:
    """The entities of one label of which some have been taken into others."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._order = {e.key: number for number, e in enumerate(sorted(entities, key=lambda e: (len(e.key), e.key)))}
        self._whole_of: dict[str, Entity] = {}

    def others(self, entity: Entity, candidates: Iterable[Entity | None]) -> list[Entity]:
        """Return what is left of some candidates, each once, the shortest key first, the entity itself not among them.

        For one that was taken into another stands that other: it bears its names now.
        """
        found = {whole.key: whole for candidate in candidates if candidate for whole in [self._whole(candidate)]}
        found.pop(entity.key, None)
        return sorted(found.values(), key=lambda other: self._order[other.key])

    def has(self, entity: Entity | None) -> bool:
        """Return whether an entity is there, and was not taken into another."""
        return entity is not None and entity.key in self._order and entity.key not in self._whole_of

    def take(self, part: Entity, whole: Entity) -> None:
        """Note that one entity was taken into another."""
        self._whole_of[part.key] = whole

    def _whole(self, entity: Entity) -> Entity:
        while entity.key in self._whole_of:
            entity = self._whole_of[entity.key]
        return entity


def merge(entities: list[Entity], target: Callable[[Entity, Left], Entity | None]) -> list[Entity]:
    """Return the entities with each one that `target` sends to another taken into it, shortest key first.

    `target` looks candidates up, and never through all: a text may name thousands.
    """
    left = Left(entities)
    for entity in sorted(entities, key=lambda e: (len(e.key), e.key)):
        whole = target(entity, left)
        if whole is not None:
            absorb(whole, entity)
            left.take(entity, whole)
    return sorted(filter(left.has, entities), key=lambda e: e.spans[0])


def renamed(doc: Doc, state: ReleaseState, label: str) -> list[tuple[str, str]]:
    """Return the pairs of names that the text itself says are of one; note which of them was left behind."""
    spans = [span for span in state.mentions if span.label_ == label]
    text = text_of(doc)
    pairs = []
    for one, other in itertools.pairwise(spans):
        gap = _LISTED.sub("", text[one.end_char : other.start_char]) if other.start_char - one.end_char < 120 else ""
        names = collapse(one.text), collapse(other.text)
        in_brackets = gap.strip() == "(" and text[other.end_char : other.end_char + 1] == ")"
        is_short = _CODE.fullmatch(other.text) or is_bracketed_form(*names[::-1])
        if _OTHER_NAME[label].fullmatch(gap) or (in_brackets and label == "ORG" and is_short):
            pairs.append(names)
            state.former_names |= {names[1]} if _FORMER.search(gap) else {names[0]} if _NOW.search(gap) else set()
    return pairs


def other_names(entities: list[Entity], pairs: list[tuple[str, str]]) -> dict[str, Entity]:
    """Return the entity that each second name is another name of, by the key of that name's entity."""
    by_form = {form: entity for entity in entities for form in entity.forms}
    return {
        by_form[other].key: by_form[one]
        for one, other in pairs
        if one in by_form and other in by_form and by_form[one] is not by_form[other]
    }


def first_in_text(entity: Entity, state: ReleaseState) -> int:
    """Return where an entity is first named outside the headline: a release gives the full name before the short."""
    end = headline_end(state)
    starts = (state.mentions[at].start_char for at in entity.spans)
    return next((start for start in starts if start >= end), state.mentions[entity.spans[0]].start_char)


def headline_end(state: ReleaseState) -> int:
    """Return where the headline ends, with which a text begins; 0 where it has none."""
    return next((end for _, end, zone in state.zones[:1] if zone == "headline"), 0)
