"""Local entities, and the groups of them that are one entity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from presstab.store.facts import Facts

_ACRONYM = 6  # letters


class Member:
    """A local entity of one release."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.doc_id: str = row["doc_id"]
        self.local_id: str = row["local_id"]
        self.label: str = row["label"]
        self.name: str = row["name"]
        self.n_mentions: int = row["n_mentions"]
        self.facts = Facts.decode(row["facts"])
        self.key: str = self.facts.key
        self.organisation_ids: list[str] = row.get("organisation_ids") or []

    @property
    def is_acronym(self) -> bool:
        """Whether it is named by an abbreviation alone."""
        short = self.name.removesuffix("s")  # DSOs
        return self.name in self.facts.acronyms or (short.isupper() and len(short) <= _ACRONYM)

    @property
    def is_full_name(self) -> bool:
        """Whether a person's key has two parts: a surname alone joins nobody across releases."""
        return "-" in self.key


class Group:
    """The members that are one entity.

    `is_decided` where a person decided about it: `told` are members that a person joined to the others, `cells`
    values of its row that a person set.
    """

    def __init__(self, members: Iterable[Member]) -> None:
        self.members = sorted(members, key=lambda m: (m.doc_id, m.local_id))
        self.entity_id = ""
        self.former_ids: set[str] = set()
        self.is_decided = False
        self.told: set[Member] = set()
        self.cells: dict[str, str | None] = {}

    @property
    def docs(self) -> set[str]:
        """The releases that mention it."""
        return {member.doc_id for member in self.members}
