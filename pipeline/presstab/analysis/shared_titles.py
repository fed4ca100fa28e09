"""Offices that a text gives several people in one word: `founders Jane Doe and John Roe`, `two of its directors`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from presstab.analysis.record import Title

Named = tuple[int, int, str]
_HEADS = (
    "co-founders|cofounders|founders|directors|managers|presidents|partners|principals|leaders|leads|chairs|co-chairs|members|executives"
    "|officers|engineers|scientists|researchers|hosts|co-hosts|owners|co-owners|advisors|advisers|analysts|professors|physicians|surgeons"
    "|attorneys|counsels|consultants|specialists|trustees|coordinators|editors|strategists|architects|developers|ambassadors|secretaries"
    "|commissioners|ministers|senators|instructors|investigators|trustees|spokespersons|treasurers|heads|chiefs|co-CEOs|chairmen"
)
# task team leaders; Senior Managing Directors; founders and managing partners; members of the Board of Directors
_WORD = r"(?:[A-Z][\w&-]*|senior|vice|executive|managing|general|deputy|joint|founding|task|team|project|program|board|track|global|regional|co)"
_OF = r"(?: of (?:the )?(?:Board(?: of Directors)?|board(?: of directors)?|[A-Z][\w&-]+(?: (?:and |& )?[A-Z][\w&-]+){0,3}))?"
_PLURAL = rf"(?:{_WORD}[ ]){{0,4}}(?i:{_HEADS})\b"
_SHARED = re.compile(rf"(?<![\w-]){_PLURAL}(?: (?:and|&) {_PLURAL})?{_OF}")
_BEFORE = re.compile(r"\s*[:,]?\s+(?:(?:include|including|are|like|such as|Drs?\.|Messrs\.|Mr\.|Ms\.)\s+)?")  # founders Jane Doe and John Roe
# Jane Doe and John Roe, the task team leaders; naming Jane Doe and John Roe as partners
_BEHIND = re.compile(r",?\s+(?:(?:both|all|the|our|its|as|are|were|is|was|also|currently|who are)\s+){0,3}")
_NEXT = re.compile(r"(?:,\s*(?:[A-Z][\w.]{1,6},\s*)?(?:and\s+|&\s*)?|\s+(?:and|&)\s+)(?:(?:Dr|Mr|Ms|Mrs|Prof)\.?\s+)?")
_IRREGULAR = {"secretaries": "secretary", "chairmen": "chairman"}
_REACH = 90


def shared_titles(text: str, names: Sequence[Named]) -> list[Title]:
    """Return the plural titles beside lists of people, in the singular, in order.

    >>> text = "It is led by founders Jane Doe and John Roe."
    >>> shared_titles(text, [(22, 30, "PERSON"), (35, 43, "PERSON")])
    [Title(start=13, end=21, text='founder', shared=True)]
    """
    found: list[Title] = []
    for people in person_lists(text, names):
        for match in _beside(text, people[0][0], people[-1][1]):
            if not found or found[-1].end <= match.start():
                found.append(Title(match.start(), match.end(), singular(match[0]), shared=True))
    return found


def person_lists(text: str, names: Sequence[Named]) -> Iterator[list[Named]]:
    """Yield the lists of at least two people: `Jane Doe, John Roe and Max Moe`."""
    people = [name for name in names if name[2] == "PERSON"]
    run: list[Named] = []
    for name in people:
        if run and not _NEXT.fullmatch(text, run[-1][1], name[0]):
            if len(run) > 1:
                yield run
            run = []
        run.append(name)
    if len(run) > 1:
        yield run


def _beside(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    for match in _SHARED.finditer(text, max(0, start - _REACH), start):
        if _BEFORE.fullmatch(text, match.end(), start):
            yield match
    gap = _BEHIND.match(text, end)
    behind = _SHARED.match(text, gap.end()) if gap else None
    if behind:
        yield behind


def singular(title: str) -> str:
    """Return a title in the singular.

    >>> singular("founders and managing partners"), singular("members of the Board of Directors")
    ('founder and managing partner', 'member of the Board of Directors')
    """
    head, of, rest = title.partition(" of ")
    parts = re.split(r"( and | & )", head)
    return "".join(part if n % 2 else _one(part) for n, part in enumerate(parts)) + of + rest


def _one(words: str) -> str:
    *first, last = words.split(" ")
    low = last.lower()
    return " ".join([*first, _IRREGULAR.get(low, last[:-1] if low.endswith("s") else last)])
