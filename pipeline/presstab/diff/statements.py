"""What changed in the tables of offices, quotations and relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from presstab.diff.change import Change
from presstab.diff.entities import Flows
from presstab.diff.rows import as_shown, differing, whole
from presstab.diff.states import NEW, OLD, States
from presstab.schema import QUOTATIONS, RELATIONS, ROLES

_Row = dict[str, Any]
_KEYS = {table.name: table.key[0] for table in (ROLES, QUOTATIONS, RELATIONS)}
_NAMES = {"person_id": "person", "organisation_id": "organisation"}  # the columns that readers know an id by


def compare_statements(states: States, flows: Flows) -> Iterator[Change]:
    """Yield what changed in offices, quotations and relations; a row of which only ids changed is the same."""
    yield from _roles(states, flows)
    yield from _quotations(states, flows)
    yield from _relations(states, flows)


def _roles(states: States, flows: Flows) -> Iterator[Change]:
    """Yield what changed in `roles`; a role of which only the ids of person and organisation changed is the same."""
    ids = {row["old_id"]: row["new_id"] for row in states.query(
        "SELECT p.* FROM pairs p JOIN old_roles r ON r.mention_id = p.old_id")}  # fmt: skip
    rest: dict[str, dict[str, list[dict[str, Any]]]] = {OLD: defaultdict(list), NEW: defaultdict(list)}
    doc_ids: dict[str, str] = {}
    for old, new in differing(states, "roles"):
        for side, row in ((OLD, old), (NEW, new)):
            if row is not None:
                mention_id = ids.get(row["mention_id"], row["mention_id"]) if side == OLD else row["mention_id"]
                rest[side][mention_id].append(row)
                doc_ids[mention_id] = row["doc_id"]
    for mention_id in sorted(doc_ids, key=lambda mention_id: (doc_ids[mention_id], mention_id)):
        yield from _changed_roles(rest[OLD][mention_id], rest[NEW][mention_id], flows)


_OFFICE = ("title", "action", "organisation_id", "person_id")
_MOST_CHANGES = 2  # of an office that is still the same


def _changed_roles(olds: list[_Row], news: list[_Row], flows: Flows) -> Iterator[Change]:
    """Yield the changes of the offices of one person's mention."""
    near = sorted(
        ((sum(not _is_same(flows, c, old, new) for c in _OFFICE), old["title"], new["title"], a, b)
         for a, old in enumerate(olds) for b, new in enumerate(news)),
        key=lambda pair: (pair[0], *sorted(pair[1:3]), pair[3:]),
    )  # fmt: skip
    left_old, left_new = dict(enumerate(olds)), dict(enumerate(news))
    for number, _, _, a, b in near:
        if a in left_old and b in left_new and number <= _MOST_CHANGES:
            old, new = left_old.pop(a), left_new.pop(b)
            columns = [c for c in (*_OFFICE, "effective") if not _is_same(flows, c, old, new)]
            yield from (_changed("roles", "PERSON", column, old, new) for column in columns)
    for old in left_old.values():
        yield whole("roles", "role_id", old, None, "title", old["doc_id"], "PERSON")
    for new in left_new.values():
        yield whole("roles", "role_id", None, new, "title", new["doc_id"], "PERSON")


def _quotations(states: States, flows: Flows) -> Iterator[Change]:
    """Yield the quotations that were added or removed, that grew or shrank, or that have another speaker."""
    for olds, news in _by_release(states, "quotations"):
        pairs, gone, come = _paired(olds, news, _has_same_id, _has_same_text, _is_within)
        for old, new in pairs:
            if old["text"] != new["text"]:
                yield _changed("quotations", "PERSON", "text", old, new)._replace(kind="boundary_changed")
            columns = [c for c in ("person_id", "organisation_id", "title") if not _is_same(flows, c, old, new)]
            yield from (_changed("quotations", "PERSON", column, old, new) for column in columns)
        yield from (whole("quotations", "quotation_id", old, None, "text", old["doc_id"], "PERSON") for old in gone)
        yield from (whole("quotations", "quotation_id", None, new, "text", new["doc_id"], "PERSON") for new in come)


def _has_same_id(old: _Row, new: _Row) -> bool:
    return bool(old["quotation_id"] == new["quotation_id"])


def _has_same_text(old: _Row, new: _Row) -> bool:
    return bool(old["text"] == new["text"])


def _is_within(old: _Row, new: _Row) -> bool:
    return old["text"] in new["text"] or new["text"] in old["text"]


def _relations(states: States, flows: Flows) -> Iterator[Change]:
    """Yield the relations that came and went, and what is said otherwise of those that stayed."""

    def is_same(old: _Row, new: _Row) -> bool:
        ends = all(flows.is_same(old[c], new[c]) for c in ("subject_id", "object_id"))
        return ends and bool(old["type"] == new["type"])

    for olds, news in _by_release(states, "relations"):
        pairs, gone, come = _paired(olds, news, is_same)
        for old, new in pairs:
            columns = [c for c in ("status", "amount", "currency", "effective") if old[c] != new[c]]
            yield from (_changed("relations", "ORG", column, old, new) for column in columns)
        yield from (whole("relations", "relation_id", old, None, "type", old["doc_id"], "ORG") for old in gone)
        yield from (whole("relations", "relation_id", None, new, "type", new["doc_id"], "ORG") for new in come)


def _by_release(states: States, table: str) -> Iterator[tuple[list[_Row], list[_Row]]]:
    """Yield, release by release, the old and the new rows of a table that differ."""
    found = [(old, new, str((old or new or {})["doc_id"])) for old, new in differing(states, table)]
    for _, pairs in groupby(sorted(found, key=lambda pair: pair[2]), key=lambda pair: pair[2]):
        of_release = list(pairs)
        yield [old for old, _, _ in of_release if old], [new for _, new, _ in of_release if new]


def _paired(
    olds: Sequence[_Row], news: Sequence[_Row], *same: Callable[[_Row, _Row], bool]
) -> tuple[list[tuple[_Row, _Row]], list[_Row], list[_Row]]:
    """Return which old row is which new one, one to one, the first test first, and what is left of either side."""
    gone, come = list(olds), list(news)
    pairs = []
    for is_same in same:
        for old in list(gone):
            new = next((new for new in come if is_same(old, new)), None)
            if new is not None:
                gone.remove(old)
                come.remove(new)
                pairs.append((old, new))
    return pairs, gone, come


def _is_same(flows: Flows, column: str, old: _Row, new: _Row) -> bool:
    return flows.is_same(old[column], new[column]) if column.endswith("_id") else bool(old[column] == new[column])


def _changed(table: str, label: str, column: str, old: _Row, new: _Row) -> Change:
    name = _NAMES.get(column, column)
    key = _KEYS[table]
    return Change(table, new[key], column, "changed", as_shown(old[name]), as_shown(new[name]), new["doc_id"], label,
                  old_row=old, new_row=new)  # fmt: skip
