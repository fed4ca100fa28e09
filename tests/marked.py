"""Texts of the tests with marks: `[Jane Doe](PERSON)`, `[chief pilot](TITLE)` of `[Acme](ORG)`; ¶ breaks a line."""

from __future__ import annotations

import re
from typing import NamedTuple

from presstab.analysis.quotations import NamedEntity, QuotationRules, Setting

_MENTION = re.compile(r"\[(?P<name>[^\]]+)\]\((?P<label>PERSON|ORG|TECH|TITLE|DATE)\)")


class Marked(NamedTuple):
    """A text without its marks, and what they said; an entity is called by its name."""

    text: str
    people: list[NamedEntity]
    organisations: list[NamedEntity]
    technologies: list[NamedEntity]
    titles: list[tuple[int, int]]
    dates: list[tuple[int, int]]


def read_marked(marked: str) -> Marked:
    """Return a marked text."""
    text, at = "", 0
    named: dict[str, list[NamedEntity]] = {"PERSON": [], "ORG": [], "TECH": [], "TITLE": [], "DATE": []}
    marked = marked.replace(" ¶", "\n").replace("¶", "\n").replace("\n ", "\n")
    for match in _MENTION.finditer(marked):
        text += marked[at : match.start()] + match["name"]
        named[match["label"]].append(NamedEntity(len(text) - len(match["name"]), len(text), match["name"]))
        at = match.end()
    titles, dates = ([(found.start, found.end) for found in named[label]] for label in ("TITLE", "DATE"))
    return Marked(text + marked[at:], named["PERSON"], named["ORG"], named["TECH"], titles, dates)


def setting_of(marked: str, rules: QuotationRules) -> Setting:
    """Return what quotations are read from; the release's issuer is called Issuer."""
    found = read_marked(marked)
    return Setting(found.text, rules, found.people, found.organisations, (), "Issuer")
