"""The entities that a page names, with what the tables know of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from presstab.export.copied import Copied
from presstab.resources import packaged
from presstab.schema import ALIASES, DOUBTS, ENTITY_LABELS, ENTITY_TABLES, IDENTIFIERS
from presstab.text import visible

# Shown as they stand, in words, where they are known.
_FACTS = {
    "legal_name": "legal name", "kind": "kind", "country": "country", "ticker": "ticker", "exchange": "exchange",
    "lei": "LEI", "wikidata_id": "Wikidata", "abbreviation": "abbreviation", "category": "category",
    "parent_id": "kind of",
}  # fmt: skip
TABLES = (*ENTITY_TABLES.values(), ALIASES, IDENTIFIERS, DOUBTS)
_DOUBT = ("kind", "label", "entity_id", "name", "other_id", "other_name", "evidence_for", "evidence_against", "settle",
          "n_mentions", "doc_id")  # fmt: skip


class Numbered:
    """Numbers entities in the order in which they are first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, entity_id: str) -> int:
        """Return the number of an entity."""
        return self._numbers.setdefault(entity_id, len(self._numbers))

    @property
    def ids(self) -> list[str]:
        """The entities, in order."""
        return list(self._numbers)


def entity_data(copy: Copied, ids: list[str]) -> list[dict[str, Any]]:
    """Return some entities, in their order: label, name, facts, aliases, identifiers; counts over all releases.

    `wire` says that it sends out the releases of others.
    """
    known = {}
    for label, table in ENTITY_TABLES.items():
        for row in copy.rows_where(table, table.key[0], ids):
            known[row[table.key[0]]] = (label, row)
    aliases = _grouped(copy.rows_where(ALIASES, "entity_id", ids))
    identifiers = _grouped(copy.rows_where(IDENTIFIERS, "entity_id", ids))
    return [_entity(i, *known[i], aliases.get(i, ()), identifiers.get(i, ())) for i in ids]


def doubt_data(copy: Copied, ids: list[str]) -> list[dict[str, Any]]:
    """Return the rows of `doubts` about some entities, the most useful first."""
    return [{name: _shown(row[name]) for name in _DOUBT} for row in copy.rows_where(DOUBTS, "entity_id", ids)]


def _is_wire(name: str) -> bool:
    """Return whether a name is that of a service that sends releases out."""
    return packaged().layout.head.dateline.wire.pattern.fullmatch(name) is not None


def _entity(
    entity_id: str, label: str, row: Mapping[str, Any], aliases: Iterable[Mapping[str, Any]],
    identifiers: Iterable[Mapping[str, Any]],
) -> dict[str, Any]:  # fmt: skip
    facts = [[words, _shown(row[name])] for name, words in _FACTS.items() if row.get(name)]
    told = {value for _, value in facts}
    facts += [[i["scheme"], _shown(i["value"])] for i in identifiers if _shown(i["value"]) not in told]
    by_number = sorted(aliases, key=lambda alias: (-alias["n_mentions"], alias["alias"]))
    return {
        "id": entity_id, "label": ENTITY_LABELS.index(label), "name": visible(row["name"]), "facts": facts,
        "kind": row.get("kind") or row.get("category") or "", "wire": _is_wire(row["name"]),
        "found_by": row["found_by"] or "",
        "releases": row["n_documents"], "mentions": row["n_mentions"],
        "aliases": [[_shown(a[name]) for name in ("alias", "kind", "n_mentions", "evidence", "doc_id")]
                    for a in by_number],
    }  # fmt: skip


def _grouped(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    rows.sort(key=itemgetter("entity_id"))
    return {entity_id: list(found) for entity_id, found in groupby(rows, key=itemgetter("entity_id"))}


def _shown(value: Any) -> Any:
    return visible(value) if isinstance(value, str) else "" if value is None else value
