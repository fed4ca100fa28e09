"""What decisions that repeat teach: rows for a registry and a lexicon of one's own, which hold for every release."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from presstab.corrections.decision import ADD, MENTION, SAME, SET, WRONG, Decision, kind_of
from presstab.corrections.union import Union
from presstab.text import UNIT_SEPARATOR, collapse

REGISTRY, LEXICON = "registry", "lexicon"
_COLUMNS = {
    REGISTRY: ("name", "aliases", "action", "kind", "country"),
    LEXICON: ("name", "aliases", "abbreviations", "category", "parent", "guard", "action"),
}
_FILE_OF = {"ORG": REGISTRY, "TECH": LEXICON}
_CELLS = {"ORG": ("kind", "country"), "TECH": ("category",)}


class Lesson(NamedTuple):
    """A row for a registry or lexicon: a name to find, to tie to another, or to ignore."""

    kind: str
    name: str
    aliases: tuple[str, ...] = ()
    action: str = "add"
    cells: tuple[tuple[str, str], ...] = ()


class Known(NamedTuple):
    """What the tables know, of now and before: the forms of an entity by id, and the label of a mention."""

    forms_of: Callable[[str], Sequence[str]]
    label_of: Callable[[str], str | None]

    def name_of(self, entity_id: str) -> str:
        """Return the fullest form of an entity, empty where the tables never had it."""
        return max(self.forms_of(entity_id), key=lambda form: (len(form), form), default="")


def learn(decisions: Iterable[Decision], known: Known, least: int = 2) -> list[Lesson]:
    """Return what decisions teach, by file and name.

    A mention that is wrong, or missing, in `least` releases is wrong or missing anywhere; what is decided of an
    entity is decided once for all.
    """
    found = list(decisions)
    return _joined([*_of_mentions(found, known, least), *_of_entities(found, known)])


def _joined(lessons: Iterable[Lesson]) -> list[Lesson]:
    """Return lessons, those of one action that share a form as one row: no form may stand in two."""
    found = sorted(set(lessons))
    one = Union()
    for lesson in found:
        for form in lesson.aliases:
            one.join(_form_key(lesson, lesson.name), _form_key(lesson, form))
    together: dict[str, list[Lesson]] = defaultdict(list)
    for lesson in found:
        together[one.of(_form_key(lesson, lesson.name))].append(lesson)
    return sorted(map(_row, together.values()))


def _form_key(lesson: Lesson, form: str) -> str:
    return UNIT_SEPARATOR.join((lesson.kind, lesson.action, form.casefold()))


def _row(several: list[Lesson]) -> Lesson:
    forms = {form for lesson in several for form in (lesson.name, *lesson.aliases)}
    name = max(forms, key=lambda form: (len(form), form))
    cells = dict(cell for lesson in several for cell in lesson.cells)
    return several[0]._replace(name=name, aliases=_others(forms, name), cells=tuple(sorted(cells.items())))


def _of_mentions(decisions: list[Decision], known: Known, least: int) -> Iterator[Lesson]:
    docs: dict[Lesson, set[str]] = defaultdict(set)
    named = (decision for decision in decisions if decision.kind == MENTION and decision.text)
    for decision, label, action in ((one, *said) for one in named for said in _said_of(one, known)):
        if label in _FILE_OF:
            docs[Lesson(_FILE_OF[label], collapse(decision.text), (), action)].add(decision.doc_id)
    yield from (lesson for lesson, of in docs.items() if len(of) >= least)


def _said_of(decision: Decision, known: Known) -> Iterator[tuple[str | None, str]]:
    """Yield the labels that words are given or denied by a decision about a mention."""
    if decision.decision == ADD or (decision.decision == SET and decision.field == "label"):
        yield decision.value, "add"
    if decision.decision == WRONG or (decision.decision == SET and decision.field == "label"):
        label = known.label_of(decision.id)
        if label != decision.value:
            yield label, "ignore"


def _of_entities(decisions: list[Decision], known: Known) -> Iterator[Lesson]:
    cells: dict[str, dict[str, str]] = defaultdict(dict)
    for decision in decisions:
        kind, name = _FILE_OF.get(decision.kind), known.name_of(decision.id)
        if kind is None or not name:
            continue
        if decision.decision == WRONG and not decision.doc_id:
            yield Lesson(kind, name, _others(known.forms_of(decision.id), name), "ignore")
        elif decision.decision == SAME and (other := known.name_of(decision.other_id)):
            longest = max(name, other, key=lambda form: (len(form), form))
            yield Lesson(kind, longest, _others((name, other), longest))
        elif decision.decision == SET and decision.field in _CELLS[decision.kind]:
            cells[decision.id][decision.field] = decision.value
    for entity_id, said in cells.items():
        yield Lesson(_FILE_OF[kind_of(entity_id)], known.name_of(entity_id), (), "add", tuple(sorted(said.items())))


def _others(forms: Iterable[str], name: str) -> tuple[str, ...]:
    return tuple(sorted({form for form in map(collapse, forms) if form.casefold() != name.casefold()}))


def render(lessons: Iterable[Lesson]) -> str:
    """Return lessons of one file as its content, with a header."""
    rows = list(lessons)
    columns = _COLUMNS[rows[0].kind] if rows else ("name", "aliases", "action")
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
    writer.writeheader()
    for lesson in rows:
        aliases = "|".join(lesson.aliases)
        writer.writerow({"name": lesson.name, "aliases": aliases, "action": lesson.action, **dict(lesson.cells)})
    return file.getvalue()
