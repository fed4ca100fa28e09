"""Which releases an edited lexicon or registry can touch: those that hold a form of a changed entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from presstab.names.legal_forms import LegalForms
from presstab.names.organisations import name_key
from presstab.resources.rows import parse_rows
from presstab.run import split_sections
from presstab.terms import squashed
from presstab.text import slug_of_text

Touched = Callable[[str], bool]
Row = Mapping[str, str]
_FORMS = ("name", "aliases", "abbreviations")


class Edits(NamedTuple):
    """The edited entries of a lexicon or registry: by name, the keys that a text holding a form of it holds.

    `squash` turns a text into what keys are looked up in.
    """

    squash: Callable[[str], str]
    entries: tuple[tuple[str, frozenset[str]], ...]

    def held_by(self, text: str) -> Iterator[str]:
        """Yield the names of the entries that a text holds a form of."""
        squashed = self.squash(text)
        return (name for name, keys in self.entries if any(key in squashed for key in keys))


def always(text: str) -> bool:
    """Return that any text may be touched."""
    return True


def touched_by(kind: str, old: str, new: str, legal: LegalForms) -> Touched:
    """Return what tells whether a text may be touched by the edit of a lexicon or registry.

    `kind` is `lexicon` or `registry`; `old` and `new` are the inputs as a run archives them; a name is looked for with
    and without its `legal` form.
    Any text, where more was edited than entries.
    """
    before, after = split_sections(old), split_sections(new)
    edited = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if not all(name.endswith(".csv") for name in edited):
        return always
    edits = find_edits(kind, old, new, legal)
    return lambda text: next(edits.held_by(text), None) is not None


def find_edits(kind: str, old: str, new: str, legal: LegalForms) -> Edits:
    """Return the entries in which two states of a lexicon or registry differ; parameters as of `touched_by`."""
    before, after = split_sections(old), split_sections(new)
    keys_of = _term_keys if kind == "lexicon" else partial(_name_keys, legal=legal)
    keys: dict[str, set[str]] = {}
    for name in sorted(before.keys() | after.keys()):
        if name.endswith(".csv"):
            for row in _differing(before.get(name, ""), after.get(name, "")):
                keys.setdefault(row.get("name") or "", set()).update(keys_of(row))
    entries = tuple((name, frozenset(found - {""})) for name, found in sorted(keys.items()))
    return Edits(squashed if kind == "lexicon" else _joined, entries)


def _differing(was: str, now: str) -> Iterator[Row]:
    """Yield the rows that stand in one of two tables only."""
    old, new = (
        {tuple(sorted((k, v) for k, v in row.items() if k and v)): row for row in parse_rows(text)}
        for text in (was, now)
    )
    for key in sorted(old.keys() ^ new.keys(), key=str):
        yield old.get(key) or new[key]


def _forms(row: Row) -> Iterator[str]:
    for column in _FORMS:
        yield from filter(None, (part.strip() for part in (row.get(column) or "").split("|")))


def _term_keys(row: Row) -> Iterator[str]:
    """Yield the words of an entry's forms, as the words of a text that holds one are joined."""
    yield from map(squashed, _forms(row))


def _name_keys(row: Row, legal: LegalForms) -> Iterator[str]:
    for form in _forms(row):
        yield _joined(form)
        yield name_key(form, legal).replace("-", "")
    for listing in (row.get("listings") or "").split("|"):
        yield _joined(listing.rpartition(":")[2])
    yield _joined(row.get("ticker") or "")


def _joined(text: str) -> str:
    return slug_of_text(text).replace("-", "")
