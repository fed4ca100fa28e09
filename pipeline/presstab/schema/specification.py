"""All tables together, and what follows from them taken together."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter

from presstab.schema.derived import CO_MENTIONS, TIMELINE
from presstab.schema.doubts import DOUBTS
from presstab.schema.entities import ALIASES, IDENTIFIERS, ORGANISATIONS, PEOPLE, TECHNOLOGIES
from presstab.schema.releases import DATES, DEFINITIONS, DOCUMENT_ENTITIES, DOCUMENTS, ISSUES, MENTIONS
from presstab.schema.runs import RUN_INPUTS, RUNS
from presstab.schema.statements import QUOTATIONS, RELATIONS, ROLES
from presstab.schema.types import Stored, Table
from presstab.schema.within import APART, COUNTS, GROUPS, LINKS, LOCAL_ENTITIES

_COUNTED = "counts"
_LIVE = re.compile(r"\blive_(\w+)")


@dataclass(frozen=True)
class Schema:
    """The public tables, in file order, and the stored ones that none of them shows as it is."""

    listed: tuple[Table, ...]
    within: tuple[Stored, ...]

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The public tables by name."""
        return {table.name: table for table in self.listed}

    @cached_property
    def stored(self) -> Mapping[str, Stored]:
        """The tables of the store that have history, by name."""
        kept = (table.stored for table in self.listed)
        return {stored.name: stored for stored in (*filter(None, kept), *self.within)}

    @cached_property
    def compared(self) -> Mapping[str, tuple[str, ...]]:
        """The columns by which two states are compared, by table, the key first."""
        return {table.name: table.compared for table in self.listed if table.compared}

    @cached_property
    def nested(self) -> Mapping[str, Table]:
        """The tables that a release in JSON lines holds, by the name that they have there."""
        return {table.nested: table for table in self.listed if table.nested}

    @cached_property
    def narrowed(self) -> Mapping[str, str]:
        """What a narrowed view leaves of each stored table, and `counts`, each after those that its query reads."""
        queries = {name: stored.narrowed for name, stored in self.stored.items()} | {_COUNTED: COUNTS}
        needs = {name: _LIVE.findall(query) for name, query in queries.items()}
        return {name: queries[name] for name in TopologicalSorter(needs).static_order()}

    def with_tables(self, *more: Table) -> Schema:
        """Return a copy with further tables at its end."""
        return dataclasses.replace(self, listed=(*self.listed, *more))


def describe(tables: Iterable[Table], *, markdown: bool = False) -> str:
    """Return the data dictionary of some tables: every column with its type, meaning and, in Markdown, an example."""
    return "\n".join("\n".join([*_described(table, markdown=markdown), ""]) for table in tables)


def _described(table: Table, *, markdown: bool) -> list[str]:
    lines = [f"{'### ' if markdown else ''}{table.name}", "", table.description, ""]
    if markdown:
        lines += ["| column | type | meaning | example |", "|---|---|---|---|"]
    for column in table.columns:
        mark = ("*" if column.name in table.key else "") + ("?" if column.nullable else "")
        values = f" One of: {', '.join(column.values)}." if column.values else ""
        cells = (column.name + mark, column.type, column.description + values, column.example)
        row = "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"
        lines.append(row if markdown else f"  {cells[0]:18} {cells[1]:9} {cells[2]}")
    return lines


SCHEMA = Schema(
    (
        DOCUMENTS, DOCUMENT_ENTITIES, MENTIONS, ORGANISATIONS, PEOPLE, TECHNOLOGIES, DATES,
        ROLES, QUOTATIONS, RELATIONS, ALIASES, DEFINITIONS, IDENTIFIERS, ISSUES, RUNS, RUN_INPUTS, TIMELINE,
        CO_MENTIONS, DOUBTS,
    ),
    (LOCAL_ENTITIES, GROUPS, LINKS, APART),
)  # fmt: skip

# The table of each label's entities; its first column is their id, which begins with the prefix.
ENTITY_TABLES: dict[str, Table] = {"ORG": ORGANISATIONS, "PERSON": PEOPLE, "TECH": TECHNOLOGIES}
ENTITY_PREFIX = {"ORG": "org_", "PERSON": "per_", "TECH": "tech_"}
