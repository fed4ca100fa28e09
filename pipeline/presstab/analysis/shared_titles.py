"""Offices that a text gives several people in one word: `founders Jane Doe and John Roe`, `two of its directors`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from presstab.analysis.record import Title
from presstab.analysis.title_rules import TitleReading
from presstab.rules import Rule

Named = tuple[int, int, str]
_REACH = 90


def shared_titles(text: str, names: Sequence[Named], words: TitleReading) -> list[Title]:
    """Return the plural titles beside lists of people, in the singular, in order.

    >>> from presstab.resources import packaged
    >>> text = "It is led by founders Jane Doe and John Roe."
    >>> shared_titles(text, [(22, 30, "PERSON"), (35, 43, "PERSON")], TitleReading.of(packaged()))
    [Title(start=13, end=21, text='founder', shared=True)]
    """
    found: list[Title] = []
    for people in person_lists(text, names, words.rules.next_person):
        for match in _beside(text, people[0][0], people[-1][1], words):
            title = _without_organisation(match[0], match.start(), names)
            if title and (not found or found[-1].end <= match.start()):
                found.append(Title(match.start(), match.start() + len(title), singular(title), shared=True))
    return found


def _without_organisation(title: str, start: int, names: Sequence[Named]) -> str:
    """Return a title up to the organisation that it names: `directors` of `directors of Acme Corp.`."""
    first = min((at for at, end, _ in names if at < start + len(title) and end > start), default=start + len(title))
    return re.sub(r"(?:\s+of(?:\s+the)?)?\s*$", "", title[: max(0, first - start)])


def person_lists(text: str, names: Sequence[Named], next_person: Rule) -> Iterator[list[Named]]:
    """Yield the lists of at least two people: `Jane Doe, John Roe and Max Moe`."""
    run: list[Named] = []
    for name in (name for name in names if name[2] == "PERSON"):
        if run and not next_person.find(text, run[-1][1], name[0]):
            if len(run) > 1:
                yield run
            run = []
        run.append(name)
    if len(run) > 1:
        yield run


def _beside(text: str, start: int, end: int, words: TitleReading) -> Iterator[re.Match[str]]:
    for match in words.patterns.shared.finditer(text, max(0, start - _REACH), start):
        if words.rules.list_after.find(text, match.end(), start):
            yield match
    gap = words.rules.list_before.find(text, end)
    after = words.patterns.shared.match(text, gap.end()) if gap else None
    if after:
        yield after


def singular(title: str) -> str:
    """Return a title in the singular.

    >>> [singular(title) for title in ("founders and managing partners", "members of the Board", "Deputy Secretaries")]
    ['founder and managing partner', 'member of the Board', 'Deputy Secretary']
    """
    head, of, rest = title.partition(" of ")
    parts = re.split(r"( and | & )", head)
    return "".join(part if n % 2 else _one(part) for n, part in enumerate(parts)) + of + rest


def _one(words: str) -> str:
    *first, last = words.split(" ")
    one = re.sub(r"men$", "man", last)
    return " ".join([*first, re.sub(r"(?<=[^aeo])ies$", "y", one) if one.endswith("ies") else one.removesuffix("s")])
