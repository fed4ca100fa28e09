"""Mentions to entities by key, and entities into one another; names that the text itself says are of one."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from presstab.analysis.linking.draft import Draft, Evidence
from presstab.analysis.record import Mention
from presstab.names.organisations import is_bracketed_form
from presstab.text import collapse

_APART = 120  # characters between two names of one


def group(mentions: Sequence[Mention], label: str, key_of: Callable[[str], str]) -> list[Draft]:
    """Return one entity for each key, in order of first mention."""
    groups: dict[str, Draft] = {}
    for at, mention in enumerate(mentions):
        if mention.label != label:
            continue
        text = collapse(mention.text)
        key = key_of(text) or text
        entity = groups.setdefault(key, Draft(label, text, key))
        entity.mentions.append(at)
        entity.forms[text] = entity.forms.get(text, 0) + 1
    return list(groups.values())


def absorb(whole: Draft, part: Draft) -> None:
    """Add the mentions, forms and acronyms of a part to the whole."""
    whole.mentions = sorted(whole.mentions + part.mentions)
    whole.forms = dict(Counter(whole.forms) + Counter(part.forms))
    whole.acronyms |= part.acronyms


class Left:
    """The entities of one label of which some have been taken into others."""

    def __init__(self, entities: Iterable[Draft]) -> None:
        self._order = {e.key: number for number, e in enumerate(sorted(entities, key=lambda e: (len(e.key), e.key)))}
        self._whole_of: dict[str, Draft] = {}

    def others(self, entity: Draft, candidates: Iterable[Draft | None]) -> list[Draft]:
        """Return what is left of some candidates, each once, the shortest key first, the entity itself not among them.

        For one that was taken into another stands that other: it bears its names now.
        """
        found = {whole.key: whole for candidate in candidates if candidate for whole in [self._whole(candidate)]}
        found.pop(entity.key, None)
        return sorted(found.values(), key=lambda other: self._order[other.key])

    def has(self, entity: Draft | None) -> bool:
        """Return whether an entity is there, and was not taken into another."""
        return entity is not None and entity.key in self._order and entity.key not in self._whole_of

    def take(self, part: Draft, whole: Draft) -> None:
        """Note that one entity was taken into another."""
        self._whole_of[part.key] = whole

    def _whole(self, entity: Draft) -> Draft:
        while entity.key in self._whole_of:
            entity = self._whole_of[entity.key]
        return entity


def merge(entities: list[Draft], target: Callable[[Draft, Left], Draft | None]) -> list[Draft]:
    """Return the entities with each one that `target` sends to another taken into it, shortest key first.

    `target` looks candidates up, and never through all: a text may name thousands.
    """
    left = Left(entities)
    for entity in sorted(entities, key=lambda e: (len(e.key), e.key)):
        whole = target(entity, left)
        if whole is not None:
            absorb(whole, entity)
            left.take(entity, whole)
    return sorted(filter(left.has, entities), key=lambda e: e.mentions[0])


def renamed(evidence: Evidence, label: str) -> tuple[list[tuple[str, str]], set[str]]:
    """Return the pairs of names that the text itself says are of one, and which names were given up."""
    text, mentions, rules = evidence.text, evidence.mentions, evidence.rules
    other_name = rules.organisation if label == "ORG" else rules.person
    pairs: list[tuple[str, str]] = []
    former: set[str] = set()
    for one, other in itertools.pairwise(mention for mention in mentions if mention.label == label):
        gap = rules.listed.pattern.sub("", text[one.end : other.start]) if other.start - one.end < _APART else ""
        names = collapse(one.text), collapse(other.text)
        in_brackets = gap.strip() == "(" and text[other.end : other.end + 1] == ")"
        is_short = rules.code.find(other.text) or is_bracketed_form(*names[::-1])
        if other_name.find(gap) or (in_brackets and label == "ORG" and is_short):
            pairs.append(names)
            former |= {names[1]} if rules.former.find(gap) else {names[0]} if rules.now.find(gap) else set()
    return pairs, former


def other_names(entities: list[Draft], pairs: list[tuple[str, str]]) -> dict[str, Draft]:
    """Return the entity that each second name is another name of, by the key of that name's entity."""
    by_form = {form: entity for entity in entities for form in entity.forms}
    return {
        by_form[other].key: by_form[one]
        for one, other in pairs
        if one in by_form and other in by_form and by_form[one] is not by_form[other]
    }


def first_in_text(entity: Draft, evidence: Evidence) -> int:
    """Return where an entity is first named outside the headline: a release gives the full name before the short."""
    end = evidence.outline.headline_end
    starts = (evidence.mentions[at].start for at in entity.mentions)
    return next((start for start in starts if start >= end), evidence.mentions[entity.mentions[0]].start)
