"""Links all stored local entities to entities, and all stored releases to groups, in a stream."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from presstab.corrections.decided import NOTHING, Decided
from presstab.identity import blocks
from presstab.identity import rows as render
from presstab.identity.abbreviations import meanings
from presstab.identity.blocks import join_keys, tell_apart
from presstab.identity.decided import Held, Unfit
from presstab.identity.duplicates import group_releases
from presstab.identity.entity import Group, Member
from presstab.names.shares import NameShares
from presstab.resources import Resources
from presstab.schema import (
    ALIASES,
    APART,
    ENTITY_LABELS,
    GROUPS,
    IDENTIFIERS,
    LINKS,
    ORGANISATIONS,
    PEOPLE,
    SCHEMA,
    TECHNOLOGIES,
    Table,
)
from presstab.store.store import Store
from presstab.store.tables import arrow_schema

_CHUNK = 5_000  # rows that wait as Python objects
Rows = Iterable[Mapping[str, Any]]
Tables = dict[str, pa.Table]


class _Columns:
    """Rows of one table, gathered in columns."""

    def __init__(self, name: str) -> None:
        self._schema = arrow_schema(SCHEMA.stored[name].columns)
        self._waiting: list[Mapping[str, Any]] = []
        self._batches: list[pa.RecordBatch] = []

    def add(self, rows: Rows) -> None:
        self._waiting.extend(rows)
        if len(self._waiting) >= _CHUNK:
            self._flush()

    def _flush(self) -> None:
        self._batches.append(pa.RecordBatch.from_pylist(self._waiting, schema=self._schema))
        self._waiting = []

    def table(self) -> pa.Table:
        self._flush()
        return pa.Table.from_batches(self._batches)


def link(
    store: Store, run: int, resources: Resources, decided: Decided = NOTHING, decisions: str = ""
) -> tuple[Unfit, ...]:
    """Compute identity over all current releases and commit it; return the decisions that fit no entity.

    `decisions` are those of `decided` as a file holds them.
    """
    read = store.reader
    unfit: list[Unfit] = []
    made = identify(read.entities.local, decided, unfit, resources)
    made |= {GROUPS.name: groups(read.releases.sketches()), APART.name: told_apart(decided)}
    store.commit_links(run, made, decisions)
    return tuple(unfit)


def identify(read: Callable[..., Rows], decided: Decided, unfit: list[Unfit], resources: Resources) -> Tables:
    """Return the rows of `links`, the entity tables, `aliases` and `identifiers`; note decisions that fit no entity.

    `read(label, homes, links)` yields the local entities of a label in blocks: by the key that
    `homes` sends their own to, then by release; people with the `organisation_ids` of their offices,
    looked up in `links`.
    """
    taken: set[str] = set()

    def settle(_: str, group: Group) -> None:
        if group.entity_id in taken:  # the first in order of blocks keeps it
            tell_apart(group)
        taken.add(group.entity_id)

    held = {label: Held(label, decided.of_entities(label)) for label in ENTITY_LABELS}
    words = resources.common_words
    firms = organisations(read("ORG", homes(read, "ORG", words)), held["ORG"], resources)
    terms = technologies(read("TECH", homes(read, "TECH", words)), settle, held["TECH"])
    named = TECHNOLOGIES.name
    terms[named] = with_parents(terms[named], terms[named]["technology_id"])
    persons = people(read("PERSON", None, firms[LINKS.name]), held["PERSON"], resources.name_shares)
    unfit += [found for label in ENTITY_LABELS for found in held[label].unfit]
    parts = (firms, terms, persons)
    names = {name: [part[name] for part in parts if name in part] for name in {n for part in parts for n in part}}
    return {name: pa.concat_tables(tables) for name, tables in names.items()}


def organisations(rows: Rows, held: Held, resources: Resources) -> Tables:
    """Return what `identify` does, of organisations that come in blocks; `held` settles what people decided of them."""
    return _organisation_rows(
        held.passing(group for _, block in _blocks(rows) for group in blocks.organisations(block, resources))
    )


def _organisation_rows(found: Iterable[Group]) -> Tables:
    made = _columns(ORGANISATIONS, IDENTIFIERS)
    for group in found:
        _add(made, group)
        made[ORGANISATIONS.name].add([render.organisation(group)])
        made[IDENTIFIERS.name].add(render.identifiers(group))
    return _tables(made)


def technologies(rows: Rows, settle: Callable[[str, Group], None], held: Held) -> Tables:
    """Return what `identify` does, of technologies that come in blocks; a parent may be no technology of any release.

    `settle(block, group)` sees to it that no two groups bear one id.
    """

    def found() -> Iterator[Group]:
        for key, block in _blocks(rows):
            for group in blocks.technologies(block):
                settle(key, group)
                yield group

    return _technology_rows(held.passing(found()))


def _technology_rows(found: Iterable[Group]) -> Tables:
    made = _columns(TECHNOLOGIES)
    for group in found:
        _add(made, group)
        made[TECHNOLOGIES.name].add([render.technology(group)])
    return _tables(made)


def people(rows: Rows, held: Held, shares: NameShares) -> Tables:
    """Return what `identify` does, of people that come in blocks with their `organisation_ids`."""
    return _person_rows(held.passing(group for _, block in _blocks(rows) for group in blocks.people(block, shares)))


def _person_rows(found: Iterable[Group]) -> Tables:
    made = _columns(PEOPLE)
    for group in found:
        _add(made, group)
        made[PEOPLE.name].add([render.person(group)])
    return _tables(made)


# The rows of groups of a label.
ROWS_OF: dict[str, Callable[[Iterable[Group]], Tables]] = {
    "ORG": _organisation_rows, "TECH": _technology_rows, "PERSON": _person_rows,
}  # fmt: skip


def groups(documents: Rows) -> pa.Table:
    """Return the rows of `groups` of releases that come by doc_id, with text_sha256 and sketch."""
    columns = _Columns(GROUPS.name)
    columns.add(group_releases(documents))
    return columns.table()


def told_apart(decided: Decided) -> pa.Table:
    """Return the rows of `apart`: pairs of entities that people told apart, each both ways."""
    of_labels = [decided.of_entities(label) for label in ENTITY_LABELS]
    pairs = {
        (d.id, d.other_id or blocks.apart_id(d.id, d.doc_id)) for of in of_labels for d in (*of.apart, *of.in_release)
    }
    columns = _Columns(APART.name)
    columns.add({"entity_id": one, "other_id": other} for one, other in sorted(pairs | {pair[::-1] for pair in pairs}))
    return columns.table()


def homes(read: Callable[..., Rows], label: str, words: Container[str]) -> dict[str, str]:
    """Return where keys go that share a spelling, an abbreviation, a listing or a registry entry with another.

    `words` are those of the language by which many organisations are called.
    """
    evidence: set[tuple[str, str]] = set()
    docs: dict[str, set[str]] = {}
    for row in read(f"{label} evidence"):
        docs.setdefault(row["key"], set()).add(row["doc_id"])
        evidence |= {(identifier, row["key"]) for identifier in (row["evidence"] or "").split("\n") if identifier}
    for short, key in meanings(read(f"{label} abbreviations"), words).items():
        evidence |= {(f"abbreviation {short}", short), (f"abbreviation {short}", key)}
    return join_keys(evidence, docs)


def _columns(*tables: Table) -> dict[str, _Columns]:
    return {name: _Columns(name) for name in (LINKS.name, ALIASES.name, *(table.name for table in tables))}


def _tables(made: Mapping[str, _Columns]) -> Tables:
    return {name: columns.table() for name, columns in made.items()}


def _blocks(rows: Rows) -> Iterator[tuple[str, list[Member]]]:
    for key, block in groupby(rows, key=itemgetter("block")):
        yield key, [Member(row) for row in block]


def _add(made: Mapping[str, _Columns], group: Group) -> None:
    made[LINKS.name].add(
        {"doc_id": m.doc_id, "local_id": m.local_id, "entity_id": group.entity_id} for m in group.members
    )
    made[ALIASES.name].add(render.aliases(group))


def with_parents(table: pa.Table, known: pa.Array) -> pa.Table:
    """Return technologies without parents that are not among the known ids."""
    at = table.schema.get_field_index("parent_id")
    is_known = pc.is_in(table["parent_id"], value_set=known)
    return table.set_column(at, table.schema.field(at), pc.if_else(is_known, table["parent_id"], None))
