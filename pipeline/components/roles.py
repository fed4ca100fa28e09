"""`press_roles`: who holds, takes or leaves which office where."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components.state import Entity, ReleaseState, Role, state_of
from pipeline.patterns import load_titles

# Between a name and the title behind it: `Doe, `; `Doe, Ph.D., `; `Doe (`; `Doe is the `;
# `Doe – `; a line break in a contact block; `Doe as its new `.
_AFTER_PERSON = re.compile(
    r"(?:,?\s*(?:Jr\.?|Sr\.?|II|III|Ph\.?\s?D\.?|M\.?D\.?|MBA|CPA|CFA|Esq\.?|P\.?Eng\.?|RN|JD))*"
    r"(?:\s*,\s*|\s*\(\s*|\s*[-–—|]\s*|\s*\n\s*|\s+(?:is|was|serves|served|who\s+is|who\s+serves|has\s+been|becomes|became)\s+(?:as\s+)?"
    r"|\s+(?:has\s+been\s+)?(?:appointed|named|promoted|elected)\s+(?:as\s+|to\s+)?|\s+(?:joins?|joined)[^.\n,]{0,60}?\s+as\s+|\s+as\s+|\s+to\s+)"
    r"(?:(?:the|an?|its|our|their|his|her|new|newly\s+appointed|current)\s+){0,2}$"
)
# Between a title and the name behind it: `CEO Jane Doe`; `president, Jane Doe`; `Director of X at Acme, Jane Doe`
_BEFORE_PERSON = re.compile(r"(?:,?\s+|:\s*)(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+|and\s+)?$")
# Between a title and the body it holds for.
_TO_BODY = re.compile(
    r"(?:\s*,\s*(?:and\s+)?|\s+(?:of|at|for|with|in)\s+|\s+[-–—|]\s+|\s*\n\s*|\s*\(\s*|,\s+(?:of|at|for)\s+|\s*@\s*)(?:the\s+|our\s+)?$"
)
_BODY_BEFORE = re.compile(r"(?:['’]s|['’])?\s+(?:new\s+|newly\s+appointed\s+|current\s+|its\s+)?$")
_APPOINTED = re.compile(
    r"\b(?:appoint(?:s|ed|ment)?|names?d?|promot(?:es?|ed|ion)|elect(?:s|ed)|joins?|joined|hires?|hired|welcomes?|will\s+become|becomes)\b"
)
_LEAVES = re.compile(
    r"\b(?:succeeds?|succeeding|replac(?:es|ing|ed)|retir(?:es|ing|ed)|steps?\s+down|stepping\s+down|resign(?:s|ed)|departs?|outgoing)\b"
)
_GAP = 90
_BODY_GAP = 30
_MAX_NAMES_IN_TITLE = 12
_NO_OFFICE = frozenset(
    {
        "member",
        "partner",
        "expert",
        "general",
        "leader",
        "associate",
        "assistant",
        "representative",
        "lead",
        "deputy",
        "developer",
        "executive",
        "host",
        "head",
        "chair",
        "author",
        "fellow",
        "owner",
        "specialist",
    }
)
# Offices of the state: their body is none of the release's, unless it is named beside them.
_PUBLIC = re.compile(
    r"(?i)^(?:u\.?s\.?\s+)?(?:president|rep\.|representative)$|\b(?:mayor|governor|senator|congress(?:wo)?man|minister|ambassador|sheriff)\b"
)
_LEADING = re.compile(r"^(?:(?:The|An?|Its|Our|His|Her|Their|And|New|Mr|Ms|Said|By|With|For|As)\s+)+")


class _Title(NamedTuple):
    start: int
    end: int


@Language.component("press_roles")
def press_roles(doc: Doc) -> Doc:
    """Tie people to their offices.

    Reads: `doc.ents`, entities and issuer of the state. Writes: roles of the state.
    """
    state = state_of(doc)
    people = [at for at, entity in sorted(state.entity_of_span.items()) if entity.label == "PERSON"]
    if not people:
        return doc
    bodies = [at for at, entity in sorted(state.entity_of_span.items()) if entity.label == "ORG"]
    scene = _Scene(doc.text, state, people, bodies)
    seen: set[tuple[str, str, str | None, str]] = set()
    for title in _find_titles(doc.text, state.mentions):
        role = _read(scene, title)
        key = (role.person, role.title.casefold(), role.organisation, role.action) if role else None
        if role and key and key not in seen:
            seen.add(key)
            state.roles.append(role)
    return doc


class _Scene:
    """A release's text with its people and bodies, to look up who stands next to a title."""

    def __init__(self, text: str, state: ReleaseState, people: list[int], bodies: list[int]) -> None:
        self.text, self.state = text, state
        self._people, self._bodies = people, bodies
        self._starts = {id(group): [state.mentions[at].start_char for at in group] for group in (people, bodies)}

    def _neighbour(self, group: list[int], at: int, step: int) -> int | None:
        """Return the mention of a group that begins next before (step -1) or behind a place."""
        number = bisect_left(self._starts[id(group)], at) + (step if step < 0 else 0)
        return group[number] if 0 <= number < len(group) else None

    def person(self, at: int, step: int) -> int | None:
        """Return the person next to a place: an index into the mentions."""
        return self._neighbour(self._people, at, step)

    def body(self, at: int, step: int) -> tuple[Span, Entity] | None:
        """Return the body next to a place."""
        found = self._neighbour(self._bodies, at, step)
        return None if found is None else (self.state.mentions[found], self.state.entity_of_span[found])


def _find_titles(text: str, mentions: tuple[Span, ...]) -> list[_Title]:
    """Return the titles of the text, those that run into a name cut before it."""
    starts = [span.start_char for span in mentions]
    found = []
    for match in load_titles().finditer(text):
        start, end = match.span()
        for span in mentions[max(0, bisect_left(starts, start) - 1) :][:_MAX_NAMES_IN_TITLE]:
            if span.start_char >= end:
                break
            if span.label_ in {"TECH", "DATE"} or span.end_char <= start:
                continue
            if span.start_char <= start:  # the match begins within a name: Acme CEO
                start = span.end_char
            else:
                end = span.start_char
                break
        title = _trim(text, start, end)
        if title:
            found.append(title)
    return found


_TAIL = re.compile(r"(?:[\s,;:|&/\-–—]+|\s+(?:of|for|and|at|[Tt]he|an?|&)\s*)+$")
_HEAD_MARKS = re.compile(r"^(?:['’]s\b|[\s,;:|&/\-–—]+|(?:and|of|the|by)\s+)+")


def _trim(text: str, start: int, end: int) -> _Title | None:
    head = _HEAD_MARKS.match(text[start:end])
    start += head.end() if head else 0
    leading = _LEADING.match(text[start:end])
    start += leading.end() if leading else 0
    tail = _TAIL.search(text[start:end])
    end -= len(tail[0]) if tail else 0
    if end - start < 2 or not load_titles().match(text[start:end]):
        return None
    return _Title(start, end)


def _read(scene: _Scene, title: _Title) -> Role | None:
    text, mentions = scene.text, scene.state.mentions
    words = text[title.start : title.end]
    body, body_end = _body_behind(scene, title)
    before = scene.person(title.start, -1)
    if before is not None and 0 <= title.start - mentions[before].end_char <= _GAP:
        gap = text[mentions[before].end_char : title.start]
        if _AFTER_PERSON.fullmatch(gap) and not _is_common(words, gap):
            return _role(scene, before, title, body or _body_for(scene, title, reach=2))
        apart = _body_between(scene, before, title)
        if apart is not None:
            return _role(scene, before, title, apart)
    behind = scene.person(title.end, +1)
    if behind is not None and mentions[behind].start_char - title.end <= _GAP:
        gap = text[body_end : mentions[behind].start_char] if body_end <= mentions[behind].start_char else "?"
        if _BEFORE_PERSON.fullmatch(gap) and "\n" not in gap and not _is_common(words, gap):
            return _role(scene, behind, title, body or _body_for(scene, title, reach=12))
    return None


def _body_for(scene: _Scene, title: _Title, reach: int) -> Entity | None:
    """Return the body before the title, else the issuer, unless the office is a public one."""
    own = _body_before(scene, title, reach)
    if own is None and not _PUBLIC.search(scene.text[title.start : title.end]):
        own = scene.state.issuer
    return own


def _is_common(words: str, gap: str) -> bool:
    """Whether the words are a plain noun here rather than an office: `partner Jane Doe` in lower case."""
    return words.lower() in _NO_OFFICE and words == words.lower() and "," not in gap


def _role(scene: _Scene, person: int, title: _Title, organisation: Entity | None) -> Role:
    return Role(
        person=scene.state.entity_of_span[person].local_id,
        span=person,
        title=" ".join(scene.text[title.start : title.end].split()),
        title_start=title.start,
        title_end=title.end,
        organisation=organisation.local_id if organisation else None,
        action=_action(scene.text, scene.state.mentions[person], title),
    )


def _action(text: str, person: Span, title: _Title) -> str:
    first, last = min(person.start_char, title.start), max(person.end_char, title.end)
    before = text[max(0, first - 60) : first].rsplit("\n", 1)[-1].rsplit(". ", 1)[-1]
    leaves, appointed = list(_LEAVES.finditer(before)), list(_APPOINTED.finditer(before + text[first:last]))
    if leaves and not _APPOINTED.search(before[leaves[-1].end() :]):
        return "leaves"
    return "appointed" if appointed else "holds"


def _body_behind(scene: _Scene, title: _Title) -> tuple[Entity | None, int]:
    """Return the body behind a title, and where it ends: `CEO of Acme`; `CEO, Acme`."""
    found = scene.body(title.end, +1)
    if found:
        span, entity = found
        gap = scene.text[title.end : span.start_char]
        if len(gap) <= _BODY_GAP and (_TO_BODY.fullmatch(gap) or not gap.strip()):
            return entity, span.end_char
    return None, title.end


def _body_before(scene: _Scene, title: _Title, reach: int) -> Entity | None:
    """Return the body directly before a title: `Acme's chief executive`."""
    found = scene.body(title.start, -1)
    if found:
        span, entity = found
        gap = scene.text[span.end_char : title.start]
        if len(gap) <= reach + 20 and _BODY_BEFORE.fullmatch(gap):
            return entity
    return None


def _body_between(scene: _Scene, person: int, title: _Title) -> Entity | None:
    """Return the body between a person and the title: `Jane Doe, Acme CEO`; `Jane Doe, Acme's CEO`."""
    found = scene.body(title.start, -1)
    end = scene.state.mentions[person].end_char
    if not found or found[0].start_char < end or _body_before(scene, title, reach=4) is None:
        return None
    return found[1] if _AFTER_PERSON.fullmatch(scene.text[end : found[0].start_char]) else None
