"""Who holds, takes or leaves which office where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from presstab.analysis.record import Entity, Mention, Role, Title, TitlePlaces
from presstab.analysis.roles import words
from presstab.analysis.roles.organisations import REACH, Held, OfficeOrganisations
from presstab.analysis.roles.scene import Scene
from presstab.analysis.roles.titles import find_titles

_MAX_AHEAD = 2_000  # characters of a sentence before an office that are looked at


def find_roles(scene: Scene, places: TitlePlaces | None) -> tuple[Role, ...]:
    """Return who holds, takes or leaves which office where, each once; `places` are the recogniser's titles."""
    if not scene.people.numbers:
        return ()
    reader = _Reader(scene)
    titles = find_titles(scene.text, scene.mentions, places)
    held = [office for title in titles for office in reader.read(title)]
    roles: dict[tuple[str, str, str | None, str], Role] = {}
    for role in map(reader.role, held):
        roles.setdefault((role.person, role.title.casefold(), role.organisation, role.action), role)
    return tuple(roles.values())


class _Office(NamedTuple):
    """An office, the number of the mention of who holds it, and the body that is named with it, if one is."""

    title: Title
    person: int
    body: Entity | None


class _Reader:
    """Reads who holds which office where, from a release's first office to its last."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self._offices = scene, OfficeOrganisations(scene)
        self._held: dict[str, list[Held]] = {}  # a person's offices with the body that each names
        self._last: tuple[int, int] | None = None  # person of the last office, and where it ended
        self._last_body: Entity | None = None
        self._is_list = False  # whether the last office stood before its person

    def read(self, title: Title) -> Iterator[_Office]:
        """Yield who holds an office: once a body that it is held in, once where none is named."""
        bodies, end = self._offices.behind(title)
        person = self._person(title, end)
        if person is None:
            return
        named = (
            bodies
            or self._offices.within(title)
            or self._offices.before(title)
            or self._offices.of_person(person, title)
            or self._same_body(title)
        )
        if named:
            self._held.setdefault(self._scene.entity(person).local_id, []).append((title, named[0]))
            self._last_body = named[0]
        self._last = (person, end)
        self._is_list = self._scene.mentions[person].start > title.end
        first, second = self._shared(title, person)
        bodies_or_none: list[Entity | None] = [*named] or [None]
        for body in bodies_or_none:
            yield first._replace(body=body)
            if second:
                yield second._replace(body=body)

    def role(self, held: _Office) -> Role:
        """Return the role of an office; where no body is named with it, all others have been read before."""
        others = self._held.get(self._scene.entity(held.person).local_id, [])
        return self._role(held.title, held.person, held.body or self._offices.unnamed(held.title, held.person, others))

    def _shared(self, title: Title, person: int) -> tuple[_Office, _Office | None]:
        """Return one office, or two of two people: `Jane Doe and Joe Bloggs, President and CFO of Acme`."""
        span = self._scene.mentions[person]
        other = self._scene.people.before(span.start)
        cut = words.PAIR.fullmatch(title.text) if len(title.text) == title.end - title.start else None
        is_pair = other is not None and self._scene.gap(other[1].end, span.start) == " and "
        if cut is None or other is None or not is_pair or span.end > title.start:
            return _Office(title, person, None), None
        middle = title.start + len(cut[1])
        first = Title(title.start, middle, cut[1])
        second = Title(title.end - len(cut[2]), title.end, cut[2])
        return _Office(first, other[0], None), _Office(second, person, None)

    def _person(self, title: Title, end: int) -> int | None:
        """Return the person whose office it is: next to it, of the office before, or of the sentence."""
        before, behind = self._scene.people.before(title.start), self._scene.people.behind(title.end)
        gap_behind = self._scene.gap(title.end, behind[1].start) if behind else "?"
        if behind and words.DIRECT_TO_PERSON.fullmatch(gap_behind):
            return behind[0]
        if behind and before and words.TO_PERSON.fullmatch(gap_behind):
            gap = self._scene.gap(before[1].end, title.start)
            if words.OF_ANOTHER.fullmatch(gap) or (
                self._is_list and (words.NEXT_IN_LIST.fullmatch(gap) or words.IN_APPOSITION.fullmatch(gap))
            ):
                return behind[0]
        if before:
            gap = self._scene.gap(before[1].end, title.start)
            # `stated Jane Doe Chief Technology Officer at Acme`; a contact block whose lines are lost
            if (
                words.IN_APPOSITION.fullmatch(gap)
                or words.AFTER_PERSON.fullmatch(gap)
                or (words.NOTHING.fullmatch(gap) and title.text[0].isupper())
            ):
                return before[0]
        between = self._scene.organisations.before(title.start)
        if before and between and between[1].start >= before[1].end and self._offices.before(title):
            gap = self._scene.gap(before[1].end, between[1].start)
            if words.AFTER_PERSON.fullmatch(gap):  # Jane Doe, Acme's chief executive
                return before[0]
        if behind and (
            words.TO_PERSON.fullmatch(gap_behind) or words.TO_PERSON.fullmatch(self._scene.gap(end, behind[1].start))
        ):
            return behind[0]
        if self._last and words.TO_NEXT_TITLE.fullmatch(self._scene.gap(self._last[1], title.start)):
            return self._last[0]
        return self._person_of_sentence(title, before)

    def _person_of_sentence(self, title: Title, before: tuple[int, Mention] | None) -> int | None:
        """Return the last person named before a title in words that give somebody an office."""
        number = self._scene.sentences.index(title.start)
        if (
            before is None
            or number is None
            or words.UNNAMED.search(self._scene.text, max(0, title.start - 40), title.start)
        ):
            return None
        start = self._scene.sentence_starts[number]
        if before[1].start >= start:
            gap = self._scene.gap(before[1].end, title.start)
            return before[0] if len(gap) <= REACH and words.HOLDING.search(gap) else None
        ahead = self._scene.text[max(start, title.start - _MAX_AHEAD) : title.start]
        behind = self._scene.text[title.end : title.end + REACH].split(". ")[0]
        if words.FRONTED.fullmatch(ahead):  # As director of sales, he led; Currently serving as director, Doe has
            named = self._scene.people.behind(title.end)
            if (
                named
                and named[1].start - title.end < len(behind)
                and not words.PRONOUN.search(self._scene.text[title.end : named[1].start])
            ):
                return named[0]
            return before[0] if words.PRONOUN.search(behind) else None
        if words.PRONOUN.search(ahead) and words.HOLDING.search(ahead) and title.start - before[1].end <= 6 * REACH:
            return before[0]
        return None

    def _same_body(self, title: Title) -> list[Entity]:
        """Return the body of the office before where a sentence goes on with `the company`."""
        if self._last is None or self._last_body is None:
            return []
        start = self._last[1]
        between = self._scene.gap(start, title.start)
        same = 0 < title.start - start <= REACH and ". " not in between and words.SAME_BODY.search(between)
        return [self._last_body] if same else []

    def _role(self, title: Title, person: int, organisation: Entity | None) -> Role:
        span = self._scene.mentions[person]
        return Role(
            person=self._scene.entity(person).local_id,
            mention=person,
            title=title.text,
            title_start=title.start,
            title_end=title.end,
            organisation=organisation.local_id if organisation else None,
            action=words.action(self._scene.text, (span.start, span.end), (title.start, title.end)),
        )
