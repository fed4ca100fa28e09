"""A diff as one self-contained page for people: a summary, then what became of which release, folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from presstab.diff.change import Change
from presstab.diff.marked import Mark, Part, changed_lines
from presstab.diff.render import worth_telling
from presstab.diff.states import LABEL_OF, NEW, OLD, States
from presstab.diff.words import NOTHING, Line, line_of, lines_of, words_of_cause
from presstab.pages import policy, render_page, style_of
from presstab.text import visible

_TEXTS = 300  # releases whose text is shown; the page of more would open slowly
_NAMED = 12  # entities of a new release that are named
_LISTED = ("added", "removed")  # entities to which this happened are listed by name
_FOLLOWING = {"category_found_by"}  # columns that change with the one that they are about
# What became of releases, in the order of the page: the heading, and the words after a number.
_FATES = {
    "edited": ("Edited releases", "edited"),
    "other": ("Releases that are read otherwise", "read otherwise"),
    "new": ("New releases", "new"),
    "withdrawn": ("Withdrawn releases", "withdrawn"),
    "renamed": ("Renamed releases", "renamed"),
}
_WHOLE = ("new", "withdrawn", "renamed")  # of which no more is told than what they are
_KIND_OF_FATE = {"added": "new", "removed": "withdrawn", "renamed": "renamed", "text_changed": "edited"}


class ChangedRelease(NamedTuple):
    """A release of the page: title, origin, whom it names, why it changed, what did in words, and in its text."""

    title: str
    facts: str
    named: str
    why: str
    lines: list[Line]
    text: list[list[Part]]


class EntityGroup(NamedTuple):
    """Entities to which the same happened for the same reason: what, the table that they are in, why, each in words."""

    kind: str
    what: str
    why: str
    lines: list[Line]


def as_html(states: States, changes: list[Change]) -> str:
    """Return the page: no script, nothing from outside."""
    told = worth_telling(changes)
    names = _names(states)
    releases = _releases(states, changes, told, names)
    entities = [change for change in told if change.table in LABEL_OF and change.column not in _FOLLOWING]
    return render_page(
        "diff/page.html",
        policy=policy(),
        style=style_of("diff/style.css"),
        old=states.old,
        new=states.new,
        headings=_FATES,
        whole=_WHOLE,
        releases=releases,
        entities=_entities(entities, names),
        n_entities=sorted(Counter(line_of(change, names).kind for change in entities).items()),
        listed=_LISTED,
        nothing=NOTHING,
        causes=Counter(words_of_cause(change.cause, change.cause_ref) for change in _one_each(told)).most_common(),
    )


def _one_each(changes: Iterable[Change]) -> Iterable[Change]:
    """Return the changes without repetition: a release that is edited is one, however many rows it has."""
    return {(c.doc_id or c.row_id, c.cause, c.cause_ref): c for c in changes}.values()


def _releases(
    states: States, changes: list[Change], told: list[Change], names: Mapping[str, str]
) -> dict[str, list[ChangedRelease]]:
    """Return the releases with changes, by what became of them, each kind by title."""
    found: dict[str, list[ChangedRelease]] = {fate: [] for fate in _FATES}
    ordered = sorted((c for c in told if c.doc_id), key=lambda change: str(change.doc_id))
    of_release = {doc_id: list(group) for doc_id, group in groupby(ordered, key=lambda change: str(change.doc_id))}
    whole = {c.doc_id: c for c in changes if c.table == "documents" and c.kind in _KIND_OF_FATE}
    held = _held(changes)
    for number, (doc_id, rows) in enumerate(of_release.items()):
        fate = _KIND_OF_FATE[whole[doc_id].kind] if doc_id in whole else "other"
        side = OLD if fate == "withdrawn" else NEW
        lines = [] if fate in {"new", "withdrawn"} else lines_of(_plain(rows), names)
        causes = {line.why for line in lines}
        why = causes.pop() if len(causes) == 1 else ""
        text = _text(states, doc_id, rows, names) if fate in {"edited", "other"} and number < _TEXTS else []
        title, facts = _heading(states, side, doc_id, whole.get(doc_id))
        shown = [line._replace(why="") for line in lines] if why else lines
        named = held.get(doc_id, "") if fate in {"new", "withdrawn"} else ""
        found[fate].append(ChangedRelease(title, facts, named, why if fate == "other" else "", shown, text))
    return {fate: sorted(rows, key=lambda row: row.title) for fate, rows in found.items() if rows}


def _plain(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that a line is written of: that a text was edited is seen in the text."""
    return [c for c in changes if not (c.table == "documents" and c.kind in {"text_changed", "renamed"})]


def _held(changes: Iterable[Change]) -> dict[str | None, str]:
    """Return whom releases that came or went name first, by doc_id."""
    names: dict[str | None, dict[str, None]] = {}
    for change in changes:
        if change.table == "mentions" and change.kind in {"added", "removed"} and change.label in {"ORG", "PERSON"}:
            names.setdefault(change.doc_id, {})[visible(change.new_value or change.old_value or "")] = None
    return {doc_id: ", ".join(list(found)[:_NAMED]) + (" …" if len(found) > _NAMED else "")
            for doc_id, found in names.items()}  # fmt: skip


def _heading(states: States, side: str, doc_id: str, whole: Change | None) -> tuple[str, str]:
    rows = states.query(f"SELECT title, published_on, source FROM {side}_documents WHERE doc_id = ?", [doc_id])
    row: Mapping[str, Any] = rows[0] if rows else {}
    was = f"was {whole.old_value}" if whole and whole.kind == "renamed" else ""
    title, source = row.get("title") or doc_id, row.get("source")
    facts = (row.get("published_on"), doc_id if doc_id != title else "", was, source if source != doc_id else "")
    return visible(title), visible(" · ".join(str(fact) for fact in facts if fact))


def _names(states: States) -> dict[str, str]:
    """Return the names of the entities of both states, by id; the new ones first."""
    found: dict[str, str] = {}
    for table in LABEL_OF:
        for side in (OLD, NEW):
            key = states.compared[table][0]
            found |= {r["id"]: r["name"] for r in states.query(f"SELECT {key} AS id, name FROM {side}_{table}")}
    return found


def _entities(changes: list[Change], names: Mapping[str, str]) -> list[EntityGroup]:
    """Return the changed entities by what happened to them, what they are, and why."""
    found: dict[tuple[str, str, str], list[Line]] = {}
    for change in changes:
        line = line_of(change, names)
        row = change.new_row or change.old_row or {}
        name = visible(str(row.get("name") or "")) if line.kind in _LISTED else ""
        found.setdefault((line.kind, change.table, line.why), []).append(
            line._replace(about=name or line.about, why="")
        )
    groups = sorted(found.items(), key=lambda item: (item[0][:2], -len(item[1])))
    return [
        EntityGroup(*what, sorted(lines, key=lambda line: (line.about.lower(), line.was))) for what, lines in groups
    ]


def _text(states: States, doc_id: str, changes: list[Change], names: Mapping[str, str]) -> list[list[Part]]:
    """Return the lines of a release's text in which words or marks changed."""
    old, new = (_stored_text(states, side, doc_id) for side in (OLD, NEW))
    if old is None or new is None:
        return []
    olds: list[Mark] = []
    news: list[Mark] = []
    for change in changes:
        if change.table == "mentions":
            row = change.new_row or change.old_row or {}
            line = line_of(change, names)
            said = " → ".join(filter(None, (line.was, line.now)))
            title = f"{line.kind}: {line.about}" + (f": {said}" if said else "")
            look = line.kind if line.kind in {"added", "removed"} else "other"
            (news if change.new_row else olds).append(Mark(row["start"], row["end"], look, title))
    old, new = (visible(text, keep="\n\t") for text in (old, new))
    return changed_lines(old, new, olds, news)


def _stored_text(states: States, side: str, doc_id: str) -> str | None:
    rows = states.query(f"SELECT text_sha256 FROM {side}_documents WHERE doc_id = ?", [doc_id])
    return states.store.releases.text(rows[0]["text_sha256"]) if rows and states.store else None
