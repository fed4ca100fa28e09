"""Why a row changed: from what the store keeps of each run's inputs and each row's making."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from presstab.diff.change import Change
from presstab.diff.corrections import CORRECTION, Differing
from presstab.diff.states import LABEL_OF, States
from presstab.edits import Edits, find_edits
from presstab.run import CORRECTIONS, split_sections

TEXT = "text"
CAUSES = (TEXT, CORRECTION, "rules", "lexicon", "registry", "model", "code", "options")
_WITH_ENTRIES = ("lexicon", "registry")
_NAMING = ("text", "name", "person", "organisation", "subject", "object")  # columns that hold names
_SHOWN = 3  # entries named at most


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
        self._fate = {
            row["doc_id"]: row["fate"]
            for row in states.query(
                """SELECT coalesce(o.doc_id, n.doc_id) AS doc_id, CASE WHEN o.doc_id IS NULL THEN 'added'
                   WHEN n.doc_id IS NULL THEN 'removed' ELSE 'edited' END AS fate
                   FROM old_documents o FULL JOIN new_documents n ON o.doc_id = n.doc_id
                   WHERE o.doc_id IS NULL OR n.doc_id IS NULL OR o.text_sha256 <> n.text_sha256"""
            )
        }
        self._changed_docs = {c.doc_id for c in changes if c.doc_id}
        self._docs_of = self._documents([c for c in changes if c.table in LABEL_OF])
        self._doc_parts: dict[str, set[str]] = {}

    def _documents(self, changes: list[Change]) -> dict[str, set[str]]:
        """Return the changed releases that name each entity whose row changed."""
        docs: dict[str, set[str]] = defaultdict(set)
        ids = sorted({i for c in changes for i in (c.row_id, c.old_value, c.new_value) if i})
        for row in self._states.query(
            "SELECT DISTINCT entity_id, doc_id FROM (SELECT entity_id, doc_id FROM old_mentions UNION"
            " SELECT entity_id, doc_id FROM new_mentions) WHERE list_contains($ids, entity_id)", {"ids": ids},
        ) if ids else ():  # fmt: skip
            if row["doc_id"] in self._changed_docs:
                docs[row["entity_id"]].add(row["doc_id"])
        return docs

    def of(self, change: Change) -> tuple[set[str], str]:
        """Return the inputs that may have made a change, and the rule or entry."""
        if change.table == "documents" and change.kind in {"added", "removed", "text_changed"}:
            parts = {TEXT}
        elif change.doc_id is not None:
            parts = self._of_document(change.doc_id)
        else:
            ids = (change.row_id, change.old_value, change.new_value)
            docs = sorted({doc for i in ids if i for doc in self._docs_of.get(i, ())})
            if CORRECTION in self.differing and not self._corrected.ids.isdisjoint(ids):
                return {CORRECTION}, self._reference(change, {CORRECTION})
            parts = {part for doc in docs for part in self._of_document(doc)} or self.differing or {TEXT}
        return parts, self._reference(change, parts)

    def _of_document(self, doc_id: str) -> set[str]:
        if doc_id not in self._doc_parts:
            fate = self._fate.get(doc_id)
            inputs = set() if fate in {"added", "removed"} else self._concerning(doc_id)
            # Unedited, under the same inputs: another release changed what is known of its entities.
            self._doc_parts[doc_id] = inputs | ({TEXT} if fate or not inputs else set())
        return self._doc_parts[doc_id]

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
        return {kind: find_edits(kind, *self._contents(kind)) for kind in _WITH_ENTRIES if kind in self.differing}

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

    def _reference(self, change: Change, parts: set[str]) -> str:
        found: list[str] = []
        for kind in _WITH_ENTRIES:
            if kind in parts:
                edits = self._edits[kind]
                words = " ".join(filter(None, (change.old_value, change.new_value, *self._words(change))))
                named = list(edits.held_by(words)) or [name for name, _ in edits.entries]
                found += named[:_SHOWN]
        if CORRECTION in parts:
            found += [decision.told for decision in self._corrected.of(change)][:_SHOWN]
        if "rules" in parts:
            rules = {row["rule_id"] for row in (change.old_row, change.new_row)
                     if row and row.get("found_by") == "rule" and row.get("rule_id")}  # fmt: skip
            found.append(", ".join(sorted(rules)) or self._rule_files)
        return "; ".join(filter(None, found))

    @staticmethod
    def _words(change: Change) -> Iterator[str]:
        for row in (change.old_row, change.new_row):
            if row:
                yield from (str(row[column]) for column in _NAMING if row.get(column))
