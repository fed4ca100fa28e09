"""Which body an office is held in: named behind it, before it, around its person, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from presstab.analysis.record import Entity, Mention, Title
from presstab.analysis.roles import words
from presstab.analysis.roles.scene import Scene
from presstab.patterns import load_places

REACH = 160  # characters between a person and a title of one sentence
Held = tuple[Title, Entity]  # an office of a person with the body that is named with it


class OfficeOrganisations:
    """Finds the body of an office in a release."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def behind(self, title: Title) -> tuple[list[Entity], int]:
        """Return the bodies behind a title and where they end: `CEO of Acme and its parent Beta`."""
        found: list[Entity] = []
        end = title.end
        places: list[int] = []
        while behind := self._scene.organisations.behind(end):
            number, span = behind
            gap = self._scene.gap(end, span.start)
            is_over_field = not found and words.OVER_FIELD.fullmatch(gap) and not self._names_person(end, span.start)
            if not is_over_field and (
                not (words.TO_NEXT_BODY if found else words.TO_BODY).fullmatch(gap) or (found and "\n" in gap)
            ):
                break
            part = self._scene.organisations.behind(span.end)
            if part and words.TO_PART.fullmatch(self._scene.gap(span.end, part[1].start)):
                number, span = part
            found.append(self._scene.entity(number))
            places.append(end)
            end = span.end
        if len(found) > 1 and not words.AND.search(self._scene.text[places[1] : end]):
            return found[:1], places[1]  # CEO of Acme, Beta: no coordination
        return found, end

    def within(self, title: Title) -> list[Entity]:
        """Return the body that stands among a title's words and is none of them: `head of Acme's retail practice`."""
        found = self._scene.organisations.behind(title.start)
        if found is None or found[1].end > title.end or found[1].text in title.text:
            return []
        return [self._scene.entity(found[0])]

    def before(self, title: Title) -> list[Entity]:
        """Return the body before a title: `Acme's chief executive`; `joined Acme in 2020 as director`."""
        before = self._scene.organisations.before(title.start)
        if before is None:
            return []
        gap = self._scene.gap(before[1].end, title.start)
        is_held_there = any(p.fullmatch(gap) for p in (words.BODY_BEFORE, words.BODY_AS, words.BODY_WHERE))
        return [self._scene.entity(before[0])] if is_held_there else []

    def of_person(self, person: int, title: Title) -> list[Entity]:
        """Return the body behind a person whom the title precedes: `General Manager Jane Doe at Acme`."""
        span = self._scene.mentions[person]
        behind = self._scene.organisations.behind(span.end)
        if behind is None or span.start < title.end:
            return []
        gap = self._scene.gap(span.end, behind[1].start)
        return [self._scene.entity(behind[0])] if words.PERSON_AT.fullmatch(gap) else []

    def unnamed(self, title: Title, person: int, held: Sequence[Held]) -> Entity | None:
        """Return the body of an office that names none: of its block, of another office of theirs, else the issuer."""
        span = self._scene.mentions[person]
        above = self._scene.organisations.before(span.start)
        gap = self._scene.gap(above[1].end, span.start) if above else "?"
        is_public = words.PUBLIC.search(title.text) is not None
        if above and any(pattern.fullmatch(gap) for pattern in words.BODY_ABOVE[: 1 if is_public else None]):
            return self._scene.entity(above[0])
        if is_public or self._is_elsewhere(title):
            return None
        if words.TAKEN.search(self._scene.gap(span.end, title.start)):
            return self._appointer(span, title) or self._scene.issuer
        # A later office may be a former one, if it is not the same: `Jane Doe, Chief Executive ... as CEO of Acme`.
        same = words.initials(title.text)
        own = (body for other, body in held if other.start < title.start or words.initials(other.text) == same)
        return (
            next(own, None)
            or self._spoken_for(min(span.start, title.start), max(span.end, title.end))
            or self._of_section(title.start)
            or self._scene.issuer
        )

    def _names_person(self, start: int, end: int) -> bool:
        person = self._scene.people.behind(start)
        return person is not None and person[1].start < end

    def _spoken_for(self, start: int, end: int) -> Entity | None:
        """Return whom a quotation beside a speaker and his title is for: `“At Acme, we believe`."""
        for quoted in words.SPEAKS_AT.finditer(self._scene.text, max(0, start - 4 * REACH), end + REACH):
            named = self._scene.organisations.behind(quoted.end())
            if named and named[1].start == quoted.end() and words.SPEAKS_AS.match(self._scene.text, named[1].end):
                return self._scene.entity(named[0])
        return None

    def _is_elsewhere(self, title: Title) -> bool:
        """Return whether an office is of something named that is no body of the release; a region is only its field."""
        other = words.OTHER_HOLDER.match(self._scene.text, title.end)
        return other is not None and (other["name"] or "").casefold() not in load_places()

    def _of_section(self, at: int) -> Entity | None:
        """Return the body that the section around a place is about: `About Acme: Led by its founder Jane Doe`."""
        start = next((start for start, end in self._scene.abouts if start <= at < end), None)
        named = self._scene.organisations.behind(start) if start is not None else None
        if start is None or named is None or not words.ABOUT.fullmatch(self._scene.gap(start, named[1].start)):
            return None
        return self._scene.entity(named[0])

    def _appointer(self, person: Mention, title: Title) -> Entity | None:
        """Return the body that takes somebody on: `Acme welcomes Jane Doe, CFO of Beta, as its new chief executive`."""
        taker = self._scene.organisations.before(person.start)
        if taker is None or self._scene.sentences.index(taker[1].start) != self._scene.sentences.index(title.start):
            return None
        takes = words.APPOINTED.search(self._scene.gap(taker[1].end, person.start))
        return self._scene.entity(taker[0]) if takes else None
