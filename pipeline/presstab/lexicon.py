"""The technology lexicon: packaged entries, a user's own, and the checks that both pass. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from presstab.errors import InputError, ResourceError
from presstab.patterns import Row
from presstab.terms import singular, term_key

COLUMNS = ("name", "aliases", "abbreviations", "category", "parent", "guard")
ADD, IGNORE = "add", "ignore"


@dataclass(frozen=True)
class Technology:
    """An entry. `guarded`: counts only where the recogniser or a definition agrees."""

    name: str
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...]
    category: str
    parent: str
    guarded: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """Return every string that names it, in singular."""
        return (self.name, *self.aliases, *self.abbreviations)


@dataclass(frozen=True)
class Lexicon:
    """Entries by the key of each of their forms; `ignored` keys are never technologies, `own` keys are the user's."""

    by_key: Mapping[str, Technology]
    ignored: frozenset[str] = field(default_factory=frozenset)
    own: frozenset[str] = field(default_factory=frozenset)

    def get(self, key: str) -> Technology | None:
        """Return the entry that a key is a form of."""
        return self.by_key.get(key)

    def entries(self) -> list[Technology]:
        """Return every entry once, in order of name."""
        return sorted({entry.name: entry for entry in self.by_key.values()}.values(), key=lambda e: e.name)


def packaged(rows: Iterable[Row], name: str) -> Lexicon:
    """Return the lexicon that the rows of the packaged file `name` make.

    Raises:
        ResourceError: a form stands for two entries.
    """
    by_key, problems = _index(map(_entry, rows))
    if problems:
        raise ResourceError(f"{name}: {problems[0]}")
    return Lexicon(by_key)


def with_own(lexicon: Lexicon, rows: Sequence[Row], name: str) -> Lexicon:
    """Return a lexicon with the rows of a user's file over it: its entries win, what it ignores is left out.

    Raises:
        InputError: a row has no name, an action is unknown, or a form stands for two entries.
    """
    for line, row in enumerate(rows, 2):
        if not row.get("name") or (row.get("action") or ADD) not in {ADD, IGNORE}:
            raise InputError(f"{name}:{line}: a row needs a name, and as action {ADD} or {IGNORE}")
    ignored = frozenset(term_key(form) for row in rows if row.get("action") == IGNORE for form in _row_forms(row))
    added, problems = _index([_entry(row) for row in rows if row.get("action") != IGNORE])
    if problems:
        raise InputError(f"{name}: {problems[0]}")
    kept = {key: entry for key, entry in {**lexicon.by_key, **added}.items() if key not in ignored}
    return Lexicon(kept, ignored, frozenset(added))


def _row_forms(row: Row) -> tuple[str, ...]:
    return (row["name"], *_split(row.get("aliases")), *_split(row.get("abbreviations")))


def _entry(row: Row) -> Technology:
    return Technology(
        row["name"], _split(row.get("aliases")), _split(row.get("abbreviations")), row.get("category") or "",
        row.get("parent") or "", row.get("guard") == "yes",
    )  # fmt: skip


def _split(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _index(entries: Iterable[Technology]) -> tuple[dict[str, Technology], list[str]]:
    """Return the entries by key, and a sentence for every form that stands for two."""
    by_key: dict[str, Technology] = {}
    problems = []
    for entry in entries:
        for form in entry.forms:
            other = by_key.setdefault(term_key(form), entry)
            if other is not entry:
                problems.append(f"{form!r} stands for both {other.name!r} and {entry.name!r}")
    return by_key, problems


def lint(
    rows: Iterable[Row], categories: Container[str], plain: Container[str], parents: Iterable[str] = ()
) -> Iterator[str]:
    """Yield what is wrong with the entries of a lexicon: shared forms, unguarded plain words, plurals, unknown names.

    `categories` are the ids of those that there are, `plain` words of English in lower case that need a guard;
    `parents` are entries elsewhere that one of these may be a part of.
    """
    entries = [_entry(row) for row in rows if row.get("action") != IGNORE]
    names = {entry.name for entry in entries} | set(parents)
    yield from _index(entries)[1]
    for entry in entries:
        last = entry.name.split()[-1]
        if singular(last) != last and " of " not in entry.name and not entry.name[0].isupper():
            yield f"{entry.name!r} is no singular"
        if entry.category and entry.category not in categories:
            yield f"{entry.name!r}: category {entry.category!r} is unknown"
        if entry.parent and entry.parent not in names:
            yield f"{entry.name!r}: its parent {entry.parent!r} is no entry"
        if not entry.guarded:
            yield from (f"{form!r} is a plain word and has no guard" for form in entry.forms if form.lower() in plain)
