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
_OWN = re.compile(r"(?i:\b(?:our|its|their|the\s+company['’]s)\s+(?:new\s+)?)$")
_APPOINTED = re.compile(
    r"\b(?:appoint(?:s|ed|ment)?|names?d?|promot(?:es?|ed|ion)|elect(?:s|ed)|joins?|joined|hires?|hired|welcomes?|will\s+become|becomes)\b"
)
_LEAVES = re.compile(
    r"\b(?:succeeds?|succeeding|replac(?:es|ing|ed)|retir(?:es|ing|ed)|steps?\s+down|stepping\s+down|resign(?:s|ed)|departs?|outgoing)\b"
)
_GAP = 90
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
_PUBLIC = re.compile(r"^(?:U\.?S\.?\s+)?(?:President|Mayor|Governor|Senator|Gov\.|Sen\.|Prime Minister|Rep\.)$")
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
    titles = _find_titles(doc)
    seen: set[tuple[str, str, str | None, str]] = set()
    for title in titles:
        for role in _read(doc, state, people, title):
            key = (role.person, role.title.casefold(), role.organisation, role.action)
            if key not in seen:
                seen.add(key)
                state.roles.append(role)
    return doc


def _find_titles(doc: Doc) -> list[_Title]:
    """Return the titles of the text, those that run into a name cut before it."""
    starts = [span.start_char for span in doc.ents]
    found = []
    for match in load_titles().finditer(doc.text):
        start, end = match.span()
        for span in doc.ents[max(0, bisect_left(starts, start) - 1) :]:
            if span.start_char >= end:
                break
            if span.label_ in {"TECH", "DATE"} or span.end_char <= start:
                continue
            if span.start_char <= start:  # the match begins within a name: Acme CEO
                start = span.end_char
            else:
                end = span.start_char
                break
        title = _trim(doc.text, start, end)
        if title:
            found.append(title)
    return found


_TAIL = re.compile(r"(?:[\s,;:|&/\-–—]+|\s+(?:of|for|and|at|the|&)\s*)+$")
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


def _read(doc: Doc, state: ReleaseState, people: list[int], title: _Title) -> list[Role]:
    text = doc.text
    words = text[title.start : title.end]
    before = next((at for at in reversed(people) if doc.ents[at].end_char <= title.start), None)
    behind = next((at for at in people if doc.ents[at].start_char >= title.end), None)
    body, body_end = _body_behind(doc, state, title)
    if before is not None and title.start - doc.ents[before].end_char <= _GAP:
        gap = text[doc.ents[before].end_char : title.start]
        if _AFTER_PERSON.fullmatch(gap) and not _is_common(words, gap):
            own = body or _body_before(doc, state, title, reach=2) or _own(text, state, title)
            own = own or (None if _PUBLIC.match(words) else state.issuer)
            return [_role(doc, state, before, title, own)]
        apart = _body_between(doc, state, before, title)
        if apart is not None:
            return [_role(doc, state, before, title, apart)]
    if behind is not None and doc.ents[behind].start_char - title.end <= _GAP:
        gap_start = body_end if body is not None else title.end
        gap = text[gap_start : doc.ents[behind].start_char] if gap_start <= doc.ents[behind].start_char else "?"
        if _BEFORE_PERSON.fullmatch(gap) and "\n" not in gap and not _is_common(words, gap):
            own = body or _body_before(doc, state, title, reach=12) or _own(text, state, title)
            own = own or (None if _PUBLIC.match(words) else state.issuer)
            return [_role(doc, state, behind, title, own)]
    return []


def _is_common(words: str, gap: str) -> bool:
    """Whether the words are a plain noun here rather than an office: `partner Jane Doe` in lower case."""
    return words.lower() in _NO_OFFICE and words == words.lower() and "," not in gap


def _role(doc: Doc, state: ReleaseState, person: int, title: _Title, organisation: Entity | None) -> Role:
    words = " ".join(doc.text[title.start : title.end].split())
    return Role(
        person=state.entity_of_span[person].local_id,
        span=person,
        title=words,
        title_start=title.start,
        title_end=title.end,
        organisation=organisation.local_id if organisation else None,
        action=_action(doc, doc.ents[person], title),
    )


def _action(doc: Doc, person: Span, title: _Title) -> str:
    first, last = min(person.start_char, title.start), max(person.end_char, title.end)
    before = doc.text[max(0, first - 60) : first].rsplit("\n", 1)[-1].rsplit(". ", 1)[-1]
    between = doc.text[first:last]
    leaves, appointed = list(_LEAVES.finditer(before)), list(_APPOINTED.finditer(before + between))
    if leaves and not _APPOINTED.search(before[leaves[-1].end() :]):
        return "leaves"
    return "appointed" if appointed else "holds"


def _bodies(doc: Doc, state: ReleaseState) -> list[tuple[Span, Entity]]:
    return [(doc.ents[at], e) for at, e in sorted(state.entity_of_span.items()) if e.label == "ORG"]


def _body_behind(doc: Doc, state: ReleaseState, title: _Title) -> tuple[Entity | None, int]:
    for span, entity in _bodies(doc, state):
        if span.start_char >= title.end:
            gap = doc.text[title.end : span.start_char]
            if len(gap) <= 30 and (_TO_BODY.fullmatch(gap) or gap.strip() == ""):
                return entity, span.end_char
            return None, title.end
    return None, title.end


def _body_before(doc: Doc, state: ReleaseState, title: _Title, reach: int) -> Entity | None:
    last = None
    for span, entity in _bodies(doc, state):
        if span.end_char > title.start:
            break
        last = (span, entity)
    if (
        last
        and title.start - last[0].end_char <= reach + 20
        and _BODY_BEFORE.fullmatch(doc.text[last[0].end_char : title.start])
    ):
        return last[1]
    return None


def _body_between(doc: Doc, state: ReleaseState, person: int, title: _Title) -> Entity | None:
    """Return the body between a person and the title: `Jane Doe, Acme CEO`; `Jane Doe, Acme's CEO`."""
    entity = _body_before(doc, state, title, reach=4)
    if entity is None:
        return None
    end = doc.ents[person].end_char
    between = [s for s, e in _bodies(doc, state) if e is entity and end <= s.start_char and s.end_char <= title.start]
    gap = doc.text[end : between[-1].start_char] if between else "?"
    return entity if _AFTER_PERSON.fullmatch(gap) else None


def _own(text: str, state: ReleaseState, title: _Title) -> Entity | None:
    return state.issuer if _OWN.search(text[max(0, title.start - 30) : title.start]) else None
