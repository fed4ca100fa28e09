"""People of a release: parts of a name and nicknames to the full name."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from presstab.analysis.linking.draft import Draft, Evidence
from presstab.analysis.linking.grouping import Left, merge, other_names
from presstab.names.people import in_order, is_part_of, part_name, person_key
from presstab.text import slug


def merge_people(entities: list[Draft], pairs: list[tuple[str, str]]) -> list[Draft]:
    """Return the people with parts of their names and nicknames (`pairs`) taken into the full name."""
    named = other_names(entities, pairs)
    names = _Names(entities)

    def target(entity: Draft, left: Left) -> Draft | None:
        other = named.get(entity.key)
        if other is not entity and left.has(other):
            return other
        full = left.others(entity, filter(left.has, names.longer(entity)))
        return min(full, key=lambda e: e.mentions[0]) if full and _is_unambiguous(entity, full) else None

    return merge(entities, target)


class _Names:
    """Looks people up by the words of their names."""

    def __init__(self, entities: Iterable[Draft]) -> None:
        # Of all its forms: what Edward (Eddy) Salas is called, Edward Salas is too.
        self._words = {
            entity.key: {word for form in entity.forms for word in slug(form).split("-")} for entity in entities
        }
        self._bearers: dict[str, list[Draft]] = defaultdict(list)
        for entity in entities:
            for word in self._words[entity.key]:
                self._bearers[word].append(entity)

    def longer(self, entity: Draft) -> list[Draft]:
        """Return those whose names hold all words of a person's name, and others."""
        words = self._words[entity.key]
        rarest = min((self._bearers[word] for word in words), key=len)
        return [
            other for other in rarest
            if words < self._words[other.key]
        ]  # fmt: skip


def _is_unambiguous(entity: Draft, full: list[Draft]) -> bool:
    """A name that two people bear stays apart, unless one alone was named before, or both are forms of one name."""
    before = [other for other in full if other.mentions[0] < entity.mentions[0]]
    ordered = sorted(full, key=lambda e: len(e.name))
    is_one = all(is_part_of(short.name, long.name) for short, long in itertools.pairwise(ordered))
    return is_one or len(before) == 1


def name_couples(people: Sequence[Draft], evidence: Evidence) -> None:
    """Give who is named by a given name alone the family name of who stands beside: `Adam and Megan Schmidt`.

    Nobody who stands beside two families, or whose name another bears already.
    """
    lone = [entity for entity in people if all(" " not in form for form in entity.forms)]
    known = {entity.key for entity in people}
    for entity in lone:
        given = entity.name
        if not evidence.resources.name_shares.is_given(given.casefold()):
            continue
        families = {family for at in entity.mentions if (family := _family_beside(at, evidence))}
        if len(families) == 1 and (key := person_key(name := f"{given} {min(families)}")) not in known:
            entity.name, entity.key = name, key
            entity.facts = {"given_name": given, "family_name": min(families)}
            known.add(key)


def _family_beside(at: int, evidence: Evidence) -> str:
    """Return the family name of the person right after a mention and `and`; empty where there is none."""
    one, other = evidence.mentions[at], evidence.mentions[at + 1] if at + 1 < len(evidence.mentions) else None
    is_beside = other and evidence.rules.couple.find(evidence.text, one.end, other.start)
    return part_name(other.text).family if other and is_beside and other.label == "PERSON" and " " in other.text else ""


def finish_person(entity: Draft, former_names: set[str]) -> None:
    """Give a person the fullest name that she bears now, its given name first, and its parts."""
    borne = [form for form in entity.forms if form not in former_names] or list(entity.forms)
    fullest = max(borne, key=lambda form: (len(form.split()), not form.isupper(), len(form), form))
    entity.name = in_order(fullest)
    parts = part_name(entity.name)
    entity.facts = {"given_name": parts.given, "family_name": parts.family}
