"""People of a release: parts of a name and nicknames to the full name."""

from __future__ import annotations

import itertools

from presstab.components.linking.grouping import merge, other_names
from presstab.components.state import Entity
from presstab.names.people import is_part_of, part_name


def merge_people(entities: list[Entity], pairs: list[tuple[str, str]]) -> list[Entity]:
    """Return the people with parts of their names and nicknames (`pairs`) taken into the full name."""
    named = other_names(entities, pairs)

    def target(entity: Entity, others: list[Entity]) -> Entity | None:
        if named.get(entity.key) in others:
            return named[entity.key]
        full = [other for other in others if is_part_of(entity.name, other.name)]
        return min(full, key=lambda e: e.spans[0]) if full and _is_unambiguous(entity, full) else None

    return merge(entities, target)


def _is_unambiguous(entity: Entity, full: list[Entity]) -> bool:
    """A name that two people bear stays apart, unless one alone was named before, or both are forms of one name."""
    before = [other for other in full if other.spans[0] < entity.spans[0]]
    ordered = sorted(full, key=lambda e: len(e.name))
    is_one = all(is_part_of(short.name, long.name) for short, long in itertools.pairwise(ordered))
    return is_one or len(before) == 1


def finish_person(entity: Entity) -> None:
    """Give a person the fullest name and its parts."""
    entity.name = max(entity.forms, key=lambda form: (len(form.split()), not form.isupper(), len(form), form))
    parts = part_name(entity.name)
    entity.facts = {"given_name": parts.given, "family_name": parts.family}
