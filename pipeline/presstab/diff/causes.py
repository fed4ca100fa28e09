"""Why a row changed: from what the store keeps of each run's inputs and each row's making."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from presstab.diff.change import Change
from presstab.diff.corrections import CORRECTION, Differing
from presstab.diff.states import LABEL_OF, States
from presstab.edits import Edits, find_edits
from presstab.resources import packaged
from presstab.run import CORRECTIONS, split_sections

TEXT = "text"
# What became of a release as a whole, and of what a user had taken out for good: causes beside the inputs of runs.
NEW_RELEASE, WITHDRAWN, RENAMED, FORGOTTEN = "new", "withdrawn", "renamed", "forgotten"
FATES = (NEW_RELEASE, WITHDRAWN, RENAMED, FORGOTTEN)
CAUSES = (*FATES, TEXT, CORRECTION, "rules", "lexicon", "registry", "model", "code", "options")
_WITH_ENTRIES = ("lexicon", "registry")
_NAMING = ("text", "name", "person", "organisation", "subject", "object")  # columns that hold names
_SHOWN = 3  # entries named at most
ENTITY_COLUMNS = ("entity_id", "issuer_id", "person_id", "organisation_id", "subject_id", "object_id")


def with_causes(states: States, changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes with their causes."""
    found = list(changes)
    causes = _Causes(states, found)
    for change in found:
        parts, reference = causes.of(change)
        cause = "+".join(part for part in CAUSES if part in parts)
        yield change._replace(cause=cause, cause_ref=reference)


class _Causes:
    """Looks up what differs between the inputs of two runs, and which of it can concern a row."""

    def __init__(self, states: States, changes: list[Change]) -> None:
        self._states = states
        old, new = states.old.inputs, states.new.inputs
        differing = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        self.differing = {CORRECTION if name == CORRECTIONS else name for name in differing}
        self._fate = dict(
            states.database.tuples(
                """SELECT coalesce(n.doc_id, o.doc_id), CASE WHEN o.doc_id IS NULL THEN 'new'
                   WHEN n.doc_id IS NULL THEN 'withdrawn' WHEN o.text_sha256 <> n.text_sha256 THEN 'text'
                   ELSE 'renamed' END FROM old_documents o FULL JOIN new_documents n ON o.doc_id = n.doc_id
                   WHERE o.doc_id IS NULL OR n.doc_id IS NULL OR o.text_sha256 <> n.text_sha256
                   OR n.doc_id IN (SELECT new_id FROM renamed)"""
            )
        )
        self._changed_docs = {c.doc_id for c in changes if c.doc_id}
        self._docs_of = self._documents(changes)
        self._doc_parts: dict[str, set[str]] = {}

    def _documents(self, changes: list[Change]) -> dict[str, set[str]]:
        """Return the releases with changes that name each entity which a change is about."""
        docs: dict[str, set[str]] = defaultdict(set)
        ids = sorted({i for change in changes for i in _entities_of(change)})
        for row in self._states.query(
            "SELECT DISTINCT entity_id, doc_id FROM (SELECT entity_id, doc_id FROM old_mentions UNION"
            " SELECT entity_id, doc_id FROM new_mentions) WHERE list_contains($ids, entity_id)", {"ids": ids},
        ) if ids else ():  # fmt: skip
            if row["doc_id"] in self._changed_docs:
                docs[row["entity_id"]].add(row["doc_id"])
        return docs

    def of(self, change: Change) -> tuple[set[str], str]:
        """Return the inputs that may have made a change, and the rule or entry."""
        if change.table == "documents" and change.kind in {"added", "removed", "text_changed", "renamed"}:
            parts = {self._fate.get(change.row_id, TEXT)}
        elif change.doc_id is not None:
            parts = self._of_document(change.doc_id) or self._elsewhere(change)
        else:
            ids = {change.row_id, change.old_value, change.new_value}
            if CORRECTION in self.differing and not self._corrected.ids.isdisjoint(ids):
                return {CORRECTION}, self._reference(change, {CORRECTION})
            docs = sorted({doc for i in _entities_of(change) for doc in self._docs_of.get(i, ())})
            parts = {part for doc in docs for part in self._of_document(doc)} or self._elsewhere(change)
        return parts, self._reference(change, parts)

    def _of_document(self, doc_id: str) -> set[str]:
        """Return what differs of a release and of its inputs; nothing where another release is the cause."""
        if doc_id not in self._doc_parts:
            fate = self._fate.get(doc_id)
            inputs = set() if fate in {NEW_RELEASE, WITHDRAWN} else self._concerning(doc_id)
            self._doc_parts[doc_id] = inputs | ({fate} if fate else set())
        return self._doc_parts[doc_id]

    def _elsewhere(self, change: Change) -> set[str]:
        """Return the causes of a change that its own release does not hold.

        Another release changed what is known of its entities: one that names them, else any; else it was forgotten.
        """
        naming = {
            self._fate[doc] for i in _entities_of(change) for doc in self._docs_of.get(i, ()) if doc in self._fate
        }
        if found := naming or set(self._fate.values()):
            return found
        return {FORGOTTEN} if self._states.forgets else self.differing or {TEXT}

    def _concerning(self, doc_id: str) -> set[str]:
        """Return the differing inputs, without decisions on others, and edited entries that its text does not hold."""
        inputs = set(self.differing)
        is_alone = len(inputs) == 1 and doc_id not in self._fate
        if CORRECTION in inputs and not is_alone and doc_id not in self._corrected.doc_ids:
            inputs.discard(CORRECTION)
        if (len(inputs) > 1 or doc_id in self._fate) and self._states.store is not None:
            text = self._text(doc_id)
            for kind in _WITH_ENTRIES:
                edits = self._edits.get(kind)
                if edits and edits.entries and next(edits.held_by(text), None) is None:
                    inputs.discard(kind)
        return inputs

    def _text(self, doc_id: str) -> str:
        rows = self._states.query("SELECT text_sha256 FROM new_documents WHERE doc_id = ?", [doc_id])
        return self._states.store.releases.text(rows[0]["text_sha256"]) if rows and self._states.store else ""

    @cached_property
    def _edits(self) -> dict[str, Edits]:
        """Return the edited entries of lexicon and registry, where the store archived both."""
        legal, differing = packaged().legal_forms, self.differing.intersection(_WITH_ENTRIES)
        return {kind: find_edits(kind, *self._contents(kind), legal) for kind in differing}

    @cached_property
    def _corrected(self) -> Differing:
        """Return the decisions that differ."""
        return Differing(self._states, *self._contents(CORRECTIONS))

    def _contents(self, kind: str) -> tuple[str, str]:
        store, old, new = self._states.store, self._states.old.inputs, self._states.new.inputs
        if store is None:
            return "", ""
        return store.runs.input_content(old.get(kind, "")), store.runs.input_content(new.get(kind, ""))

    @cached_property
    def _rule_files(self) -> str:
        """Return the names of the edited rule files."""
        before, after = map(split_sections, self._contents("rules"))
        return ", ".join(sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n)))

    @cached_property
    def _options(self) -> str:
        """Return the names of the options that were chosen otherwise."""
        before, after = (json.loads(content) if content else {} for content in self._contents("options"))
        return ", ".join(sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n)))

    def _reference(self, change: Change, parts: set[str]) -> str:
        found: list[str] = []
        for kind in _WITH_ENTRIES:
            if kind in parts:
                found += self._entries(self._edits[kind], change)[:_SHOWN]
        if CORRECTION in parts:
            found += [decision.told for decision in self._corrected.of(change)][:_SHOWN]
        if "rules" in parts:
            rules = {row["rule_id"] for row in (change.old_row, change.new_row)
                     if row and row.get("found_by") == "rule" and row.get("rule_id")}  # fmt: skip
            found.append(", ".join(sorted(rules)) or self._rule_files)
        if "options" in parts:
            found.append(self._options)
        return "; ".join(filter(None, found))

    def _entries(self, edits: Edits, change: Change) -> list[str]:
        """Return the edited entries after a change: the only one, or those that its words hold, else its release."""
        if len(edits.entries) == 1:
            return [edits.entries[0][0]]
        words = " ".join(filter(None, (change.old_value, change.new_value, *self._words(change))))
        docs = {change.doc_id} if change.doc_id else {d for i in _entities_of(change) for d in self._docs_of.get(i, ())}
        return list(edits.held_by(words)) or list(edits.held_by("\n".join(map(self._text, sorted(docs)))))

    @staticmethod
    def _words(change: Change) -> Iterator[str]:
        for row in (change.old_row, change.new_row):
            if row:
                yield from (str(row[column]) for column in _NAMING if row.get(column))


def _entities_of(change: Change) -> set[str]:
    """Return the ids of the entities that a change is about."""
    found = {change.row_id, change.old_value, change.new_value} if change.table in LABEL_OF else set()
    for row in (change.old_row, change.new_row):
        found |= {row[column] for column in ENTITY_COLUMNS if row and row.get(column)}
    return {entity_id for entity_id in found if entity_id}
