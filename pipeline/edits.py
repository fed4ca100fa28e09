"""Which releases an edited lexicon or registry can touch: those that hold a form of a changed entry."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from pipeline.names.organisations import name_key
from pipeline.patterns import load_legal_forms
from pipeline.run import split_sections
from pipeline.terms import term_key
from pipeline.text import slug

Touched = Callable[[str], bool]
_FORMS = ("name", "aliases", "abbreviations")


def always(text: str) -> bool:
    """Return that any text may be touched."""
    return True


def touched_by(kind: str, old: str, new: str) -> Touched:
    """Return what tells whether a text may be touched by the edit of a lexicon or registry.

    `kind` is `lexicon` or `registry`; `old` and `new` are the inputs as a run archives them.
    Any text, where more was edited than entries.
    """
    before, after = split_sections(old), split_sections(new)
    changed: list[Mapping[str, str]] = []
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, ""), after.get(name, "")
        if was != now:
            if not name.endswith(".csv"):
                return always
            changed += _differing(was, now)
    find = _holds_term if kind == "lexicon" else _holds_name
    return find(changed)


def edited_entries(kind: str, old: str, new: str) -> list[tuple[str, Touched]]:
    """Return the name of each entry that was edited, with what tells whether a text holds a form of it."""
    before, after = split_sections(old), split_sections(new)
    hold = _holds_term if kind == "lexicon" else _holds_name
    rows: dict[str, list[Mapping[str, str]]] = {}
    for name in sorted(before.keys() | after.keys()):
        if name.endswith(".csv"):
            for row in _differing(before.get(name, ""), after.get(name, "")):
                rows.setdefault(row.get("name") or "", []).append(row)
    return [(name, hold(found)) for name, found in sorted(rows.items())]


def _differing(was: str, now: str) -> Iterator[dict[str, str]]:
    """Yield the rows that stand in one of two tables only."""
    old, new = (
        {tuple(sorted((k, v) for k, v in row.items() if k and v)): row for row in csv.DictReader(io.StringIO(text))}
        for text in (was, now)
    )
    for key in sorted(old.keys() ^ new.keys(), key=str):
        yield old.get(key) or new[key]


def _forms(rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    for row in rows:
        for column in _FORMS:
            yield from filter(None, (part.strip() for part in (row.get(column) or "").split("|")))


def _holds_term(rows: Iterable[Mapping[str, str]]) -> Touched:
    """Terms are found by their keys, which a text's words, each in singular, hold joined."""
    keys = sorted({term_key(form) for form in _forms(rows)} - {""})

    def touched(text: str) -> bool:
        squashed = term_key(text)
        return any(key in squashed for key in keys)

    return touched


def _holds_name(rows: Iterable[Mapping[str, str]]) -> Touched:
    rows, legal = list(rows), load_legal_forms()
    keys = {slug(form) for form in _forms(rows)} | {name_key(form, legal) for form in _forms(rows)}
    tickers = {listing.rpartition(":")[2] for row in rows for listing in (row.get("listings") or "").split("|")}
    keys |= {slug(ticker) for ticker in tickers | {row.get("ticker") or "" for row in rows}}
    squashed_keys = sorted({key.replace("-", "") for key in keys} - {""})

    def touched(text: str) -> bool:
        squashed = slug(text).replace("-", "")
        return any(key in squashed for key in squashed_keys)

    return touched
