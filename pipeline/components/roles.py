"""`press_roles`: who holds, takes or leaves which office where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.components import office_words as words
from pipeline.components.state import Entity, Intervals, ReleaseState, Role, Title, state_of, text_of
from pipeline.components.titles import find_titles
from pipeline.patterns import load_places

_REACH = 160  # characters between a person and a title of one sentence


@Language.component("press_roles")
def press_roles(doc: Doc) -> Doc:
    """Tie people to their offices.

    Reads: `doc.ents`, titles, entities, zones and issuer of the state. Writes: roles of the state.
    """
    state = state_of(doc)
    if not any(entity.label == "PERSON" for entity in state.entities):
        return doc
    scene = _Scene(doc, state)
    seen: set[tuple[str, str, str | None, str]] = set()
    held = [office for title in find_titles(text_of(doc), state) for office in scene.read(title)]
    for role in map(scene.role, held):
        key = (role.person, role.title.casefold(), role.organisation, role.action)
        if key not in seen:
            seen.add(key)
            state.roles.append(role)
    return doc


class _Held(NamedTuple):
    """An office, the number of the mention of who holds it, and the body that is named with it, if one is."""

    title: Title
    person: int
    body: Entity | None


class _Named:
    """The mentions of one label in order, to look up the neighbours of a place."""

    def __init__(self, spans: Sequence[Span], numbers: Sequence[int]) -> None:
        self.numbers = list(numbers)
        self._spans = [spans[n] for n in numbers]
        self._starts = [span.start_char for span in self._spans]
        self._ends = [span.end_char for span in self._spans]

    def before(self, at: int) -> tuple[int, Span] | None:
        """Return number and span of the last mention that ends at or before a place."""
        found = bisect_right(self._ends, at) - 1
        return (self.numbers[found], self._spans[found]) if found >= 0 else None

    def behind(self, at: int) -> tuple[int, Span] | None:
        """Return number and span of the first mention that begins at or behind a place."""
        found = bisect_left(self._starts, at)
        return (self.numbers[found], self._spans[found]) if found < len(self._spans) else None


class _Scene:
    """A release's people and bodies, read from its first office to its last."""

    def __init__(self, doc: Doc, state: ReleaseState) -> None:
        self._text, self._state = text_of(doc), state
        labels = {at: entity.label for at, entity in state.entity_of_span.items()}
        self._people = _Named(state.mentions, sorted(at for at, label in labels.items() if label == "PERSON"))
        self._bodies: _Named = _Named(state.mentions, sorted(at for at, label in labels.items() if label == "ORG"))
        self._sentences = Intervals((s.start_char, s.end_char) for s in doc.sents)
        self._starts = [s.start_char for s in doc.sents]
        self._abouts = [(start, end) for start, end, name in state.zones if name == "boilerplate"]
        self._held: dict[str, list[tuple[Title, Entity]]] = {}  # a person's offices with the body that each names
        self._last: tuple[int, int] | None = None  # person of the last office, and where it ended
        self._last_body: Entity | None = None
        self._is_list = False  # whether the last office stood before its person

    def read(self, title: Title) -> Iterator[_Held]:
        """Yield who holds an office: once a body that it is held in, once where none is named."""
        bodies, end = self._bodies_behind(title)
        person = self._person(title, end)
        if person is None:
            return
        named = (
            self._seat(title)
            or bodies
            or self._body_within(title)
            or self._body_before(title)
            or self._body_of_person(person, title)
            or self._same_body(title)
        )
        if named:
            self._held.setdefault(self._entity(person).local_id, []).append((title, named[0]))
            self._last_body = named[0]
        self._last = (person, end)
        self._is_list = self._state.mentions[person].start_char > title.end
        first, second = self._shared(title, person)
        bodies_or_none: list[Entity | None] = [*named] or [None]
        for body in bodies_or_none:
            yield first._replace(body=body)
            if second:
                yield second._replace(body=body)

    def role(self, held: _Held) -> Role:
        """Return the role of an office; where no body is named with it, all others have been read before."""
        return self._role(held.title, held.person, held.body or self._body_unnamed(held.title, held.person))

    def _shared(self, title: Title, person: int) -> tuple[_Held, _Held | None]:
        """Return one office, or two of two people: `Jane Doe and Joe Bloggs, President and CFO of Acme`."""
        span = self._state.mentions[person]
        other = self._people.before(span.start_char)
        cut = words.PAIR.fullmatch(title.text) if len(title.text) == title.end - title.start else None
        is_pair = other is not None and self._gap(other[1].end_char, span.start_char) == " and "
        if cut is None or other is None or not is_pair or span.end_char > title.start:
            return _Held(title, person, None), None
        middle = title.start + len(cut[1])
        first = Title(title.start, middle, cut[1])
        second = Title(title.end - len(cut[2]), title.end, cut[2])
        return _Held(first, other[0], None), _Held(second, person, None)

    def _entity(self, number: int) -> Entity:
        return self._state.entity_of_span[number]

    def _gap(self, start: int, end: int) -> str:
        return self._text[start:end] if start <= end else "?"

    def _person(self, title: Title, end: int) -> int | None:
        """Return the person whose office it is: next to it, of the office before, or of the sentence."""
        before, behind = self._people.before(title.start), self._people.behind(title.end)
        gap_behind = self._gap(title.end, behind[1].start_char) if behind else "?"
        if behind and words.DIRECT_TO_PERSON.fullmatch(gap_behind):
            return behind[0]
        if behind and before and words.TO_PERSON.fullmatch(gap_behind):
            gap = self._gap(before[1].end_char, title.start)
            if words.OF_ANOTHER.fullmatch(gap) or (
                self._is_list and (words.NEXT_IN_LIST.fullmatch(gap) or words.IN_APPOSITION.fullmatch(gap))
            ):
                return behind[0]
        if before:
            gap = self._gap(before[1].end_char, title.start)
            # `stated Jane Doe Chief Technology Officer at Acme`; a contact block whose lines are lost
            if (
                words.IN_APPOSITION.fullmatch(gap)
                or words.AFTER_PERSON.fullmatch(gap)
                or (words.NOTHING.fullmatch(gap) and title.text[0].isupper())
            ):
                return before[0]
        between = self._bodies.before(title.start)
        if before and between and between[1].start_char >= before[1].end_char and self._body_before(title):
            gap = self._gap(before[1].end_char, between[1].start_char)
            if words.AFTER_PERSON.fullmatch(gap):  # Jane Doe, Acme's chief executive
                return before[0]
        if behind and (
            words.TO_PERSON.fullmatch(gap_behind) or words.TO_PERSON.fullmatch(self._gap(end, behind[1].start_char))
        ):
            return behind[0]
        if self._last and words.TO_NEXT_TITLE.fullmatch(self._gap(self._last[1], title.start)):
            return self._last[0]
        return self._person_of_sentence(title, before)

    def _person_of_sentence(self, title: Title, before: tuple[int, Span] | None) -> int | None:
        """Return the last person named before a title in words that give somebody an office."""
        number = self._sentences.index(title.start)
        if before is None or number is None or words.UNNAMED.search(self._text, max(0, title.start - 40), title.start):
            return None
        start = self._starts[number]
        if before[1].start_char >= start:
            gap = self._gap(before[1].end_char, title.start)
            return before[0] if len(gap) <= _REACH and words.HOLDING.search(gap) else None
        ahead = self._text[start : title.start]
        behind = self._text[title.end : title.end + _REACH].split(". ")[0]
        if words.FRONTED.fullmatch(ahead):  # As director of sales, he led; Currently serving as director, Doe has
            named = self._people.behind(title.end)
            if (
                named
                and named[1].start_char - title.end < len(behind)
                and not words.PRONOUN.search(self._text[title.end : named[1].start_char])
            ):
                return named[0]
            return before[0] if words.PRONOUN.search(behind) else None
        if (
            words.PRONOUN.search(ahead)
            and words.HOLDING.search(ahead)
            and title.start - before[1].end_char <= 6 * _REACH
        ):
            return before[0]
        return None

    def _bodies_behind(self, title: Title) -> tuple[list[Entity], int]:
        """Return the bodies behind a title and where they end: `CEO of Acme and its parent Beta`."""
        found: list[Entity] = []
        end = title.end
        places: list[int] = []
        while behind := self._bodies.behind(end):
            number, span = behind
            gap = self._gap(end, span.start_char)
            is_over_field = (
                not found and words.OVER_FIELD.fullmatch(gap) and not self._names_person(end, span.start_char)
            )
            if not is_over_field and (
                not (words.TO_NEXT_BODY if found else words.TO_BODY).fullmatch(gap) or (found and "\n" in gap)
            ):
                break
            part = self._bodies.behind(span.end_char)
            if part and words.TO_PART.fullmatch(self._gap(span.end_char, part[1].start_char)):
                number, span = part
            found.append(self._entity(number))
            places.append(end)
            end = span.end_char
        if len(found) > 1 and not words.AND.search(self._text[places[1] : end]):
            return found[:1], places[1]  # CEO of Acme, Beta: no coordination
        return found, end

    def _names_person(self, start: int, end: int) -> bool:
        person = self._people.behind(start)
        return person is not None and person[1].start_char < end

    def _body_within(self, title: Title) -> list[Entity]:
        """Return the body that stands among a title's words and is none of them: `head of Acme's retail practice`."""
        found = self._bodies.behind(title.start)
        if found is None or found[1].end_char > title.end or found[1].text in title.text:
            return []
        return [self._entity(found[0])]

    def _body_before(self, title: Title) -> list[Entity]:
        """Return the body before a title: `Acme's chief executive`; `joined Acme in 2020 as director`."""
        before = self._bodies.before(title.start)
        if before is None:
            return []
        gap = self._gap(before[1].end_char, title.start)
        is_held_there = any(p.fullmatch(gap) for p in (words.BODY_BEFORE, words.BODY_AS, words.BODY_WHERE))
        return [self._entity(before[0])] if is_held_there else []

    def _body_of_person(self, person: int, title: Title) -> list[Entity]:
        """Return the body behind a person whom the title precedes: `General Manager Jane Doe at Acme`."""
        span = self._state.mentions[person]
        behind = self._bodies.behind(span.end_char)
        if behind is None or span.start_char < title.end:
            return []
        gap = self._gap(span.end_char, behind[1].start_char)
        return [self._entity(behind[0])] if words.PERSON_AT.fullmatch(gap) else []

    def _same_body(self, title: Title) -> list[Entity]:
        """Return the body of the office before where a sentence goes on with `the company`."""
        if self._last is None or self._last_body is None:
            return []
        start = self._last[1]
        between = self._text[start : title.start]
        same = 0 < title.start - start <= _REACH and ". " not in between and words.SAME_BODY.search(between)
        return [self._last_body] if same else []

    def _body_unnamed(self, title: Title, person: int) -> Entity | None:
        """Return the body of an office that names none: of its block, of the person before, else the issuer."""
        span = self._state.mentions[person]
        above = self._bodies.before(span.start_char)
        gap = self._gap(above[1].end_char, span.start_char) if above else "?"
        if above and any(pattern.fullmatch(gap) for pattern in words.BODY_ABOVE):
            return self._entity(above[0])
        if words.NAMED_LAST.match(self._text, title.end):
            last = self._bodies.before(min(span.start_char, title.start))
            return self._entity(last[0]) if last else None
        if words.PUBLIC.search(title.text) or self._is_elsewhere(title):
            return None
        if words.TAKEN.search(self._gap(span.end_char, title.start)):
            return self._appointer(span, title) or self._state.issuer
        held = self._held.get(self._entity(person).local_id, [])
        # A later office may be a former one, if it is not the same: `Elon Musk, Chief Executive ... as CEO of Tesla`.
        same = words.initials(title.text)
        own = (body for other, body in held if other.start < title.start or words.initials(other.text) == same)
        return (
            next(own, None)
            or self._body_spoken_for(min(span.start_char, title.start), max(span.end_char, title.end))
            or self._body_of_section(title.start)
            or self._state.issuer
        )

    def _body_spoken_for(self, start: int, end: int) -> Entity | None:
        """Return whom a quotation beside a speaker and his title is for: `“At Acme, we believe`."""
        for quoted in words.SPEAKS_AT.finditer(self._text, max(0, start - 4 * _REACH), end + _REACH):
            named = self._bodies.behind(quoted.end())
            if named and named[1].start_char == quoted.end() and words.SPEAKS_AS.match(self._text, named[1].end_char):
                return self._entity(named[0])
        return None

    def _is_elsewhere(self, title: Title) -> bool:
        """Return whether an office is of something named that is no body of the release; a region is only its field."""
        other = words.OTHER_HOLDER.match(self._text, title.end)
        return other is not None and (other["name"] or "").casefold() not in load_places()

    def _seat(self, title: Title) -> list[Entity]:
        """Return the city or county that a public office belongs to: `Springfield Mayor`, with City of Springfield."""
        if not words.PUBLIC.search(title.text):
            return []
        around = self._text[max(0, title.start - 40) : title.start] + self._text[title.end : title.end + 40]
        seats = ((words.SEAT.fullmatch(e.name), e) for e in self._state.entities if e.label == "ORG")
        return [entity for named, entity in seats if named and named["place"] in around][:1]

    def _body_of_section(self, at: int) -> Entity | None:
        """Return the body that the section around a place is about: `About Acme: Led by its founder Jane Doe`."""
        start = next((start for start, end in self._abouts if start <= at < end), None)
        named = self._bodies.behind(start) if start is not None else None
        if start is None or named is None or not words.ABOUT.fullmatch(self._gap(start, named[1].start_char)):
            return None
        return self._entity(named[0])

    def _appointer(self, person: Span, title: Title) -> Entity | None:
        """Return the body that takes somebody on: `Acme welcomes Jane Doe, CFO of Beta, as its new chief executive`."""
        taker = self._bodies.before(person.start_char)
        if taker is None or self._sentences.index(taker[1].start_char) != self._sentences.index(title.start):
            return None
        takes = words.APPOINTED.search(self._gap(taker[1].end_char, person.start_char))
        return self._entity(taker[0]) if takes else None

    def _role(self, title: Title, person: int, organisation: Entity | None) -> Role:
        span = self._state.mentions[person]
        return Role(
            person=self._entity(person).local_id,
            span=person,
            title=title.text,
            title_start=title.start,
            title_end=title.end,
            organisation=organisation.local_id if organisation else None,
            action=words.action(self._text, (span.start_char, span.end_char), (title.start, title.end)),
        )
