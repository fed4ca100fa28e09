"""A release while decisions are laid over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from presstab.analysis.outline import find_outline
from presstab.corpus.gold import whole_words
from presstab.corrections.decision import Decision
from presstab.resources import Resources
from presstab.rows.decided.local import Local, Locals
from presstab.rows.places import Places
from presstab.schema import PERSON
from presstab.sentences import split_sentences
from presstab.text import Occurrences, collapse, row_id

Row = dict[str, Any]
Rows = dict[str, list[Row]]


class UnfitDecision(NamedTuple):
    """A decision that does not fit, and why."""

    decision: Decision
    reason: str


class State:
    """The rows of one release, changed decision by decision; `unfit` are those that could not be laid over."""

    def __init__(self, rows: Mapping[str, Iterable[Row]], text: str, resources: Resources) -> None:
        self.text, self._resources = text, resources
        self.rows: Rows = {name: [dict(row) for row in table] for name, table in rows.items()}
        self.document = self.rows["documents"][0]
        self.doc_id: str = self.document["doc_id"]
        self.mentions = {row["mention_id"]: row for row in self.rows.get("mentions", ())}
        self.dates = {row["mention_id"]: row for row in self.rows.get("dates", ())}
        self.locals = Locals(self.rows.get("entities", ()), self.document, resources.legal_forms)
        self.renamed: dict[str, str] = {}  # mention ids that others took the place of
        self.unfit: list[UnfitDecision] = []

    @cached_property
    def places(self) -> Places:
        """Zones and sentences, found anew from the text: the same code finds the same."""
        starts = sorted({0, *split_sentences(self.text, self._resources.sentences)})
        sentences = list(zip(starts, [*starts[1:], len(self.text)], strict=True))
        return Places(
            self.text, find_outline(self.text, self.document["published_on"], self._resources.layout).zones, sentences
        )

    def refuse(self, decision: Decision, reason: str) -> None:
        """Note that a decision does not fit."""
        self.unfit.append(UnfitDecision(decision, reason))

    def mention_of(self, decision: Decision) -> Row | None:
        """Return the mention that a decision is about; where there is none, it is refused."""
        row = self.mentions.get(decision.id)
        if row is None:
            self.refuse(decision, "the release has no such mention")
        return row

    def spans_of(self, words: str) -> list[tuple[int, int]]:
        """Return where some words stand as whole words, any white space equal to any other."""
        return list(whole_words(self.text, words))

    def put(self, start: int, end: int, label: str) -> None:
        """Make some characters a mention that a person decided about; those that it overlaps give way."""
        for row in list(self.overlapping(start, end)):
            self.drop(row)
        text = self.text[start:end]
        number = Occurrences(self.text, [text]).number(start, end)
        local = self.locals.named(text, label)
        local.count(collapse(text), 1)
        mention_id = row_id("m", self.doc_id, text, number)
        self.mentions[mention_id] = {
            "mention_id": mention_id, "doc_id": self.doc_id, "label": label, "start": start, "end": end, "text": text,
            "zone": self.places.zone(start), "sentence": self.places.sentence(start), "found_by": PERSON,
            "rule_id": None, "score": None, "local_id": local.local_id,
        }  # fmt: skip

    def drop(self, row: Row) -> None:
        """Take a mention away."""
        del self.mentions[row["mention_id"]]
        self.dates.pop(row["mention_id"], None)
        if row["local_id"]:
            self.locals[row["local_id"]].count(collapse(row["text"]), -1)

    def overlapping(self, start: int, end: int) -> Iterator[Row]:
        """Yield the mentions that share a character with a place."""
        return (row for row in self.mentions.values() if row["start"] < end and start < row["end"])

    def named(self, decision: Decision, *ends: tuple[str, str]) -> list[Local] | None:
        """Return the entities that the ends of a decision name, each given as words and label.

        Words that stand in the release and that nothing marks become mentions: a person says what they are. Where
        the words of an end cannot, the decision is refused, and nothing is marked.
        """
        free = self._free({end for end in ends if not self._is_named(*end)})
        if without := next((end for end in ends if end in free and not free[end]), None):
            self.refuse(decision, self._why_not(*without))
            return None
        for (_, label), spans in free.items():
            for start, end in spans:
                self.put(start, end, label)
        return [self.locals.named(words, label) for words, label in ends]

    def _is_named(self, words: str, label: str) -> bool:
        found = self.locals.find(words, label)
        return found is not None and any(row["local_id"] == found.local_id for row in self.mentions.values())

    def _free(self, ends: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Return where words stand that nothing marks, or that bear another label by no person's decision.

        Of words that share a place the longer have it: `Doe Foundation` leaves `Doe` its other places.
        """
        found: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for words, label in sorted(ends, key=lambda end: (-len(end[0]), end)):
            taken = [span for spans in found.values() for span in spans]
            found[words, label] = [
                (start, end) for start, end in self.spans_of(words)
                if not any(start < other[1] and other[0] < end for other in taken)
                and all((row["start"], row["end"]) == (start, end) and row["found_by"] != PERSON
                        for row in self.overlapping(start, end))
            ]  # fmt: skip
        return found

    def _why_not(self, words: str, label: str) -> str:
        """Return why some words cannot become a mention, and which decision comes first."""
        spans = self.spans_of(words)
        if not spans:
            return f"{words!r} does not stand in the release"
        row = next((row for span in spans for row in self.overlapping(*span)), None)
        if row is None:
            return f"{words!r} stands only within the other words"
        is_whole = collapse(row["text"]) == collapse(words)
        change = f"label {label}" if is_whole else f"text {words!r}"
        said = (
            f"set {row['mention_id']} {change}" if is_whole or row["label"] != "DATE" else f"wrong {row['mention_id']}"
        )
        return f"{words!r} is marked there as {row['label']} {row['text']!r}: decide first `presstab correct {said}`"
