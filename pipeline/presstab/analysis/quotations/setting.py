"""What quotations are read from: a text, the people and organisations that it names, and their offices."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from presstab.analysis.quotations.rules import QuotationRules


class NamedEntity(NamedTuple):
    """A mention of a person or organisation, `entity` its local id."""

    start: int
    end: int
    entity: str


class SpeakerRole(NamedTuple):
    """An office of a person, at the character `start`; `is_held` is false for an earlier one."""

    person: str
    organisation: str | None
    title: str
    start: int
    is_held: bool = True


class Voice(NamedTuple):
    """Who says something: a person, an organisation, or neither by name.

    `start` to `end` are the words that say so; `is_beside` is true where they adjoin the quotation.
    """

    person: str | None
    organisation: str | None
    start: int
    end: int
    is_beside: bool = True


class Setting:
    """A release's text with the mentions of its people and organisations in order, their offices, and its issuer.

    `rules` are those by which it is read.
    """

    def __init__(
        self, text: str, rules: QuotationRules, people: Iterable[NamedEntity], organisations: Iterable[NamedEntity],
        offices: Iterable[SpeakerRole] = (), issuer: str | None = None,
    ) -> None:  # fmt: skip
        self.text, self.rules, self.issuer = text, rules, issuer
        self.people, self.organisations = sorted(people), sorted(organisations)
        self._offices: dict[str, list[SpeakerRole]] = {}
        for office in offices:
            self._offices.setdefault(office.person, []).append(office)

    def people_in(self, start: int, end: int) -> list[NamedEntity]:
        """Return the people named between two places, in order."""
        return _within(self.people, start, end)

    def organisations_in(self, start: int, end: int) -> list[NamedEntity]:
        """Return the organisations named between two places, in order."""
        return _within(self.organisations, start, end)

    def person_before(self, at: int) -> NamedEntity | None:
        """Return the last mention of a person that ends before a place."""
        found = bisect_right(self.people, (at,)) - 1
        while found >= 0 and self.people[found].end > at:
            found -= 1
        return self.people[found] if found >= 0 else None

    def office(self, voice: Voice) -> SpeakerRole | None:
        """Return the office in which somebody speaks: one named beside the quotation, else the first that is held."""
        own = self._offices.get(voice.person or "", ())
        beside = [o for o in own if voice.start <= o.start <= voice.end]
        held = [o for o in own if o.is_held]
        return next(iter([*beside, *held]), None)

    def organisation_beside(self, voice: Voice) -> str | None:
        """Return the only organisation in the words that name a person who speaks: `said Jane Doe of Acme`."""
        named = (
            {organisation.entity for organisation in self.organisations_in(voice.start, voice.end)}
            if voice.person
            else set()
        )
        return named.pop() if len(named) == 1 else None


def _within(mentions: list[NamedEntity], start: int, end: int) -> list[NamedEntity]:
    first = bisect_left(mentions, (start,))
    last = bisect_left(mentions, (end,))
    return [named for named in mentions[first:last] if named.end <= end]
