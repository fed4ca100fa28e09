"""A decision: one row of `corrections.csv`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from presstab.schema import ACTIONS, ENTITY_LABELS, ENTITY_PREFIX, MODIFIERS, ORGANISATIONS, RELATION_TYPES, STATUSES

WRONG, SET, ADD, SAME, APART = "wrong", "set", "add", "same", "apart"
DECISIONS = (WRONG, SET, ADD, SAME, APART)
MENTION, ROLE, QUOTATION, RELATION = "mention", "role", "quotation", "relation"
_OF_ENTITIES = {prefix: label for label, prefix in ENTITY_PREFIX.items()}
KINDS = {"rel_": RELATION, "r_": ROLE, "q_": QUOTATION, "m_": MENTION, **_OF_ENTITIES}
ADDED = (MENTION, ROLE, RELATION)
SEPARATOR = "|"  # between the words that name a role or relation

# What `set` may change of each kind of row; with the values that a field is closed to.
FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    MENTION: {"label": ENTITY_LABELS, "text": (), "value": (), "modifier": ("", *MODIFIERS)},
    ROLE: {"action": ACTIONS, "effective": (), "organisation": ()},
    QUOTATION: {"person": (), "organisation": (), "title": ()},
    RELATION: {"type": RELATION_TYPES, "status": STATUSES, "amount": (), "currency": (), "effective": ()},
    "ORG": {
        "name": (), "legal_name": (), "country": (), "ticker": (), "exchange": (),
        "kind": ("", *next(column.values for column in ORGANISATIONS.columns if column.name == "kind")),
    },
    "PERSON": {"name": (), "given_name": (), "family_name": ()},
    "TECH": {"name": (), "abbreviation": (), "category": ()},
}  # fmt: skip
NEVER_EMPTY = frozenset(["name", "text"])
# Of `add`: what `value` says of each kind of row, and how many words, joined by SEPARATOR, name it.
VALUES = {MENTION: ENTITY_LABELS, ROLE: ACTIONS, RELATION: STATUSES}
N_WORDS = {MENTION: 1, ROLE: 3, RELATION: 3}


class DecisionPlace(NamedTuple):
    """Where a decision stands: its file and line, 0 where it stands in none."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Decision(NamedTuple):
    """What a person decided. The fields are the columns of the file, in its order; `place` is where it stands."""

    decision: str
    id: str = ""
    other_id: str = ""
    field: str = ""
    value: str = ""
    doc_id: str = ""
    text: str = ""
    who: str = ""
    when: str = ""
    why: str = ""
    place: DecisionPlace = DecisionPlace()

    @property
    def meaning(self) -> tuple[str, ...]:
        """What it decides, without who, when and why: equal ones are one."""
        return self[:7]

    @property
    def kind(self) -> str:
        """What it is about: mention, role, quotation, relation, or the label of an entity."""
        return self.field if self.decision == ADD else kind_of(self.id)

    @property
    def subject(self) -> tuple[str, ...]:
        """What it decides about: two decisions of one subject may contradict each other."""
        if self.kind in {ROLE, RELATION}:  # their ids follow from those of their entities; the words stay
            return (self.kind, self.doc_id, *self.words)
        if self.decision == ADD:
            return (self.kind, self.doc_id, self.text)
        return (self.kind, self.doc_id, self.id)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that name a role (person, title, organisation) or relation (type, subject, object)."""
        return tuple(map(as_words, self.text.split(SEPARATOR)))

    @property
    def is_of_release(self) -> bool:
        """Whether it concerns the rows of one release, and no identity across releases."""
        return self.kind in {MENTION, ROLE, QUOTATION, RELATION}

    @property
    def told(self) -> str:
        """The decision with who made it, when and why, to be read."""
        by = " ".join(filter(None, (f"by {self.who}" if self.who else "", self.when)))
        return ", ".join(filter(None, (str(self), by, self.why)))

    def __str__(self) -> str:
        shown = (self.decision, self.id, self.other_id, self.field, self.value, self.doc_id, self.text)
        return " ".join(part for part in shown if part)


COLUMNS = Decision._fields[:-1]


def as_words(cell: str | None) -> str:
    """Return a cell as the words of a decision name it: on one line, without what separates them from others.

    >>> as_words("chairman |  Europe")
    'chairman Europe'
    """
    return " ".join((cell or "").replace(SEPARATOR, " ").split())


def joined_words(cells: Iterable[str | None]) -> str:
    """Return cells as `text` of a decision names a role or relation by them."""
    return f" {SEPARATOR} ".join(map(as_words, cells)).strip()


def kind_of(row_id: str) -> str:
    """Return what an id is of, empty where it is none of ours.

    >>> kind_of("rel_0b6a5d0f7c1e2d3a"), kind_of("org_acme"), kind_of("acme")
    ('relation', 'ORG', '')
    """
    return next((kind for prefix, kind in KINDS.items() if row_id.startswith(prefix)), "")
