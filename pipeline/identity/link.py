"""Links all stored local entities to entities, and all stored releases to groups, in a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.identity import rows as render
from pipeline.identity.blocks import join_keys, one, people, tell_apart
from pipeline.identity.duplicates import group_releases
from pipeline.identity.entity import Group, Member
from pipeline.schema import ALIASES, IDENTIFIERS, ORGANISATIONS, PEOPLE, TECHNOLOGIES
from pipeline.store.store import Store
from pipeline.store.tables import STORED, arrow_schema

_CHUNK = 5_000  # rows that wait as Python objects
Rows = Iterable[Mapping[str, Any]]


class _Columns:
    """Rows of one table, gathered in columns."""

    def __init__(self, name: str) -> None:
        self._schema = arrow_schema(STORED[name].columns)
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


def link(store: Store, run: int) -> None:
    """Compute identity over all current releases and commit it."""
    store.commit_links(run, {**identify(store.local_entities), "groups": _groups(store)})


def identify(read: Callable[..., Rows]) -> dict[str, pa.Table]:
    """Return the rows of `links`, the entity tables, `aliases` and `identifiers`.

    `read(label, homes, links)` yields the local entities of a label in blocks: by the key that
    `homes` sends their own to, then by release; people with the `body_ids` of their offices,
    looked up in `links`.
    """
    made = {name: _Columns(name) for name in
            ("links", ORGANISATIONS.name, PEOPLE.name, TECHNOLOGIES.name, ALIASES.name, IDENTIFIERS.name)}  # fmt: skip
    for block in _blocks(read("ORG", _homes(read, "ORG"))):
        group = one("ORG", block)
        _add(made, group)
        made[ORGANISATIONS.name].add([render.organisation(group)])
        made[IDENTIFIERS.name].add(render.identifiers(group))
    taken: set[str] = set()
    for block in _blocks(read("TECH", _homes(read, "TECH"))):
        group = one("TECH", block)
        tell_apart(group, taken)
        _add(made, group)
        made[TECHNOLOGIES.name].add([render.technology(group)])
    links = made["links"].table()
    for block in _blocks(read("PERSON", None, links)):
        for group in people(block):
            _add(made, group)
            made[PEOPLE.name].add([render.person(group)])
    tables = {name: columns.table() for name, columns in made.items()}
    return tables | {TECHNOLOGIES.name: _known_parents(tables[TECHNOLOGIES.name])}


def _homes(read: Callable[..., Rows], label: str) -> dict[str, str]:
    """Return where keys go that share a listing, a registry entry or (technologies) a name with another."""
    evidence: set[tuple[str, str]] = set()
    docs: dict[str, set[str]] = {}
    for row in read(f"{label} evidence"):
        docs.setdefault(row["key"], set()).add(row["doc_id"])
        evidence |= {(identifier, row["key"]) for identifier in (row["evidence"] or "").split("\n") if identifier}
    homes = join_keys(evidence, docs)
    if label == "ORG":
        for row in read("ORG acronyms"):
            key = str(row["key"])
            homes.setdefault(str(row["short"]), homes.get(key, key))
    return homes


def _blocks(rows: Rows) -> Iterator[list[Member]]:
    for _, block in groupby(rows, key=itemgetter("block")):
        yield [Member(row) for row in block]


def _add(made: Mapping[str, _Columns], group: Group) -> None:
    made["links"].add({"doc_id": m.doc_id, "local_id": m.local_id, "entity_id": group.entity_id} for m in group.members)
    made[ALIASES.name].add(render.aliases(group))


def _known_parents(table: pa.Table) -> pa.Table:
    """Return the technologies without parents that no release names."""
    at = table.schema.get_field_index("parent_id")
    known = pc.is_in(table["parent_id"], value_set=table["technology_id"])
    return table.set_column(at, table.schema.field(at), pc.if_else(known, table["parent_id"], None))


def _groups(store: Store) -> pa.Table:
    columns = _Columns("groups")
    columns.add(group_releases(store.sketches()))
    return columns.table()
