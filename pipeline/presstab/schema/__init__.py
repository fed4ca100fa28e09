"""Every table, said once: its columns, key and order, how it is stored and read, and what is made of it.

The store, the Arrow tables, the files of every format, `datapackage.json`, the data dictionary, `diff`, `check`,
`explore` and the datasets of cluster runs are all made from `SCHEMA`, or from a copy of it that they are handed.
"""

from presstab.schema.derived import CO_MENTIONS, TIMELINE
from presstab.schema.doubts import DOUBTS
from presstab.schema.entities import ALIASES, IDENTIFIERS, ORGANISATIONS, PEOPLE, TECHNOLOGIES
from presstab.schema.releases import (
    DATES,
    DEFINITIONS,
    DOCUMENT_ENTITIES,
    DOCUMENTS,
    DOCUMENTS_WITH_TEXT,
    ISSUES,
    MENTIONS,
)
from presstab.schema.runs import RUN_INPUTS, RUNS
from presstab.schema.specification import ENTITY_PREFIX, ENTITY_TABLES, SCHEMA, Schema, describe
from presstab.schema.statements import QUOTATIONS, RELATIONS, ROLES
from presstab.schema.types import Browsed, Column, Kept, Reference, Stored, Table
from presstab.schema.values import (
    ACTIONS,
    ENTITY_LABELS,
    LABELS,
    MODIFIERS,
    PERSON,
    RELATION_TYPES,
    REPEATED_ZONES,
    STATUSES,
    SYMMETRIC,
    ZONES,
)
from presstab.schema.within import APART, GROUPS, LINKS, LOCAL_ENTITIES

__all__ = [
    "ACTIONS", "ALIASES", "APART", "CO_MENTIONS", "DATES", "DEFINITIONS", "DOCUMENTS", "DOCUMENTS_WITH_TEXT", "DOCUMENT_ENTITIES", "DOUBTS",
    "ENTITY_LABELS", "ENTITY_PREFIX", "ENTITY_TABLES", "GROUPS", "IDENTIFIERS", "ISSUES", "LABELS", "LINKS",
    "LOCAL_ENTITIES", "MENTIONS", "MODIFIERS",
    "ORGANISATIONS", "PEOPLE", "PERSON", "QUOTATIONS", "RELATIONS", "RELATION_TYPES", "REPEATED_ZONES", "ROLES", "RUNS", "RUN_INPUTS", "SCHEMA",
    "STATUSES", "SYMMETRIC", "TABLES", "TECHNOLOGIES", "TIMELINE", "ZONES",
    "Browsed", "Column", "Kept", "Reference", "Schema", "Stored", "Table", "describe",
]  # fmt: skip

TABLES = SCHEMA.tables
