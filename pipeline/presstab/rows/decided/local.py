"""The local entities of a release while decisions are laid over them."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from presstab.analysis.linking.draft import Draft
from presstab.analysis.linking.organisations import finish_organisation
from presstab.analysis.linking.people import finish_person
from presstab.names.legal_forms import LegalForms
from presstab.names.organisations import clean_name, name_key
from presstab.names.people import person_key
from presstab.rows.entities import evidence_of
from presstab.rows.weight import NamedAt, weigh
from presstab.store.facts import Facts
from presstab.terms import canonical, term_key
from presstab.text import collapse

Row = dict[str, Any]


class Local:
    """One local entity: its row, and the facts in it."""

    def __init__(self, row: Row, legal: LegalForms) -> None:
        self.row, self._legal = row, legal
        self.facts = Facts.decode(row["facts"])

    @property
    def local_id(self) -> str:
        """The id by which other rows of the release name it."""
        return str(self.row["local_id"])

    @property
    def forms(self) -> set[str]:
        """Every string by which the release names it."""
        return {collapse(self.row["name"]), *self.facts.forms}

    def count(self, form: str, change: int) -> None:
        """Count a mention more or less of a form; the name follows the forms that are left."""
        number = self.facts.forms.get(form, 0) + change
        forms = {**self.facts.forms, form: number}
        left = {name: n for name, n in forms.items() if n > 0}
        kept = tuple(short for short in self.facts.acronyms if short != form or number > 0)
        self.facts = dataclasses.replace(self.facts, forms=left, acronyms=kept)
        names = {clean_name(name) for name in left} | set(left)
        is_longer = change > 0 and len(form) > len(self.row["name"])
        if left and (is_longer or self.row["name"] not in names) and self.row["label"] != "TECH":
            self._rename()

    def _rename(self) -> None:
        draft = Draft(self.row["label"], "", self.row["key"], forms=dict(self.facts.forms))
        if draft.label == "ORG":
            finish_organisation(draft, set(), self._legal)
        else:
            finish_person(draft, set())
        self.row["name"] = draft.name
        self.facts = dataclasses.replace(self.facts, **draft.facts)

    def finished(self, mentions: list[Row], most: int, length: int, organisations: Iterable[str]) -> Row:
        """Return its row: counts and places by its mentions, a person's `organisations` as given."""
        facts = self.facts
        if self.row["label"] == "PERSON":
            facts = dataclasses.replace(facts, organisations=tuple(sorted(organisations)))
        named = [NamedAt(m["start"], m["zone"], m["sentence"]) for m in mentions]
        made = {**self.row, **weigh(named, most, length)}
        if facts != Facts.decode(self.row["facts"]):  # else as it was, to the byte
            evidence = "\n".join(evidence_of(made["label"], made["key"], made["name"], facts)) or None
            made |= {"facts": facts.encode(), "evidence": evidence}
        return made


class Locals:
    """The local entities of a release; new ones come into being where no other is named by some words.

    Organisations are the same whose names differ in nothing but `legal` forms.
    """

    def __init__(self, rows: Iterable[Row], document: Row, legal: LegalForms) -> None:
        self._document, self._legal = document, legal
        self._known = {row["local_id"]: Local(dict(row), legal) for row in rows}

    def __getitem__(self, local_id: str) -> Local:
        return self._known[local_id]

    def find(self, words: str, label: str) -> Local | None:
        """Return the entity of a label that the release names by some words; of several that named first by id."""
        of_label = [local for _, local in sorted(self._known.items()) if local.row["label"] == label]
        form = collapse(words)
        exact = next((local for local in of_label if form in local.forms), None)
        if exact is not None:
            return exact
        key = self._key(form, label)
        alike = next((local for local in of_label if local.row["key"] == key), None)
        return alike or (_of_surname(form, of_label) if label == "PERSON" else None)

    def named(self, words: str, label: str) -> Local:
        """Return the entity of a label that the release names by some words, a new one where it names none so."""
        found = self.find(words, label)
        if found is None:
            found = self._new(collapse(words), label)
            self._known[found.local_id] = found
        return found

    def id_of(self, words: str, label: str) -> str:
        """Return the id of the entity of a label that some words name, or would once they are a mention."""
        found = self.find(words, label)
        return found.local_id if found else self._local_id(collapse(words), label)

    def _new(self, name: str, label: str) -> Local:
        key, issuer = self._key(name, label), self._document["issuer"]
        facts = Facts(
            key=key, published_on=self._document["published_on"], issuer=issuer if label != "PERSON" else None
        )
        shown = canonical(name) if label == "TECH" else name
        return Local({
            "doc_id": self._document["doc_id"], "local_id": self._local_id(name, label), "label": label, "name": shown,
            "key": key, "facts": facts.encode(), "evidence": "\n".join(evidence_of(label, key, shown, facts)) or None,
        }, self._legal)  # fmt: skip

    def _local_id(self, name: str, label: str) -> str:
        return f"{label.lower()}:{self._key(name, label)}"

    def _key(self, name: str, label: str) -> str:
        if label == "ORG":
            return name_key(name, self._legal)
        return person_key(name) if label == "PERSON" else term_key(name)

    def rows(self, mentions: Iterable[Row], roles: Iterable[Row], issuer: str | None, length: int) -> list[Row]:
        """Return the rows of those that some mentions name, which come in order; `length` is the text's."""
        of: dict[str, list[Row]] = defaultdict(list)
        for mention in mentions:
            if mention["local_id"]:
                of[mention["local_id"]].append(mention)
        holds: dict[str, set[str]] = defaultdict(set)
        for role in roles:
            if role["organisation_local"]:
                holds[role["person_local"]].add(role["organisation_local"])
        most: dict[str, int] = defaultdict(int)
        for local_id, named in of.items():
            label = self[local_id].row["label"]
            most[label] = max(most[label], len(named))
        return [
            self[local_id].finished(named, most[self[local_id].row["label"]], length,
                                    filter(None, {*holds[local_id], issuer}))
            for local_id, named in of.items()
        ]  # fmt: skip


def _of_surname(form: str, people: list[Local]) -> Local | None:
    """Return the only person whose family name is a form of one word."""
    borne = [person for person in people if person.facts.family_name == form]
    return borne[0] if len(borne) == 1 and " " not in form else None
