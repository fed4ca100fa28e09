"""Which organisation an office is held in: the organisations around title and holder, the issuer, or none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from presstab.analysis.ties.employers import Employers
from presstab.analysis.ties.features import facts, looks, with_facet
from presstab.analysis.ties.groups import Groups, hashed, nearest
from presstab.analysis.ties.holders import title_words
from presstab.analysis.ties.scene import Laid

NO_ORGANISATION, ISSUER = -1, -2
_OF_TITLE, _OF_PERSON, _REACH = 4, 2, 150
_LISTED = 2_000  # characters after a title in which a list of organisations stands
_SLOT = 3000
_OFTEN = 3  # sentences that name two together are counted up to here
_SMALL = frozenset(["of", "the", "and", "for"])


def organisations(laid: Laid, offices: Sequence[tuple[int, int]]) -> Groups:
    """Return the candidates of each office (title and person): no organisation, the issuer, the organisations around it.

    An organisation is the number of its mention in `laid.organisations`.
    """
    found = [_near(laid, title, person) for title, person in offices]
    sizes = [len(near) + 2 for near in found]
    choices = [choice for near in found for choice in (NO_ORGANISATION, ISSUER, *near)]
    of_office = np.repeat(np.arange(len(offices)), sizes)
    return Groups(sizes, choices, _rows(laid, [offices[n] for n in of_office.tolist()], choices))


def entity_of(laid: Laid, choice: int) -> str | None:
    """Return the organisation that a candidate stands for."""
    if choice == NO_ORGANISATION:
        return None
    return laid.scene.issuer if choice == ISSUER else laid.entity(laid.organisations[choice])


def may_hold(laid: Laid, title: int, choice: int) -> bool:
    """Return whether an office can be held there: an office of the state only where the organisation stands beside it."""
    if choice == NO_ORGANISATION or not laid.scene.words.rules.public.find(laid.scene.titles[title].text):
        return True
    after = choice >= 0 and int(laid.organisation_at[choice]) > int(laid.title_at[title])
    return choice != ISSUER and gap_kind(laid, title, choice, after) in _BESIDE


def is_where(laid: Laid, title: int, choice: int) -> bool:
    """Return whether a relative clause names an organisation as the place of an office: `Acme, where she was a director`."""
    return (
        choice >= 0
        and gap_kind(laid, title, choice, int(laid.organisation_at[choice]) > int(laid.title_at[title])) == "where"
    )


def sharing(laid: Laid, title: int, organisation: str) -> list[str]:
    """Return the organisations that share an office with the one right after its title, that one first.

    `director of Acme and of Beta`; `senior roles at Acme, Beta and Gamma`.
    """
    rules, end = laid.scene.words.rules, laid.scene.titles[title].end
    after = [mention for mention in laid.scene.named("ORG", end, end + _LISTED) if mention.entity]
    first = next((n for n, mention in enumerate(after) if mention.entity == organisation), len(after))
    if first == len(after) or not rules.to_organisation.find(laid.scene.text, end, after[first].start):
        return []
    found = [organisation]
    for n, (one, other) in enumerate(pairwise(after[first:])):
        gap = laid.scene.text[one.end : other.start]
        if not (rules.list_next.find(gap) or (n == 0 and rules.and_organisation.find(gap))):
            break
        found.append(other.entity or "")
    is_two = len(found) == 2 and rules.and_organisation.find(laid.scene.text, after[first].end, after[first + 1].start)
    return [*dict.fromkeys(found)] if is_two or len(found) > 2 else []


def ministry(laid: Laid, title: int) -> str | None:
    """Return the ministry that an office of the state names: the Department of Defense of its `Defense Secretary`."""
    rules, words = laid.scene.words.rules, laid.scene.titles[title].text
    if not rules.minister.find(words):
        return None
    own = _content(words)
    for number in laid.organisations:
        mention = laid.scene.mentions[number]
        field = rules.ministry.find(laid.scene.text[mention.start : mention.end])
        if field and _content(field[field.lastgroup or 0]) <= own:
            return mention.entity
    return None


def _content(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", words.casefold())) - _SMALL


def _near(laid: Laid, title: int, person: int) -> list[int]:
    at = int(laid.title_at[title])
    of_title = nearest(laid.organisation_at, at, _OF_TITLE, _OF_TITLE, _REACH)
    of_person = nearest(laid.organisation_at, int(laid.person_at[person]), _OF_PERSON, _OF_PERSON, _REACH)
    return sorted({*of_title, *of_person})


def _rows(laid: Laid, offices: Sequence[tuple[int, int]], choices: Sequence[int]) -> np.ndarray:
    title = laid.title_at[np.array([t for t, _ in offices], dtype=np.int64)]
    person = laid.person_at[np.array([p for _, p in offices], dtype=np.int64)]
    named = np.array(choices) >= 0
    organisation = np.where(named, _places(laid, choices), title)
    after_title, after_person = (organisation > title) + 1, (organisation > person) + 1
    of_title = with_facet(
        looks(laid.items, np.minimum(organisation, title), np.maximum(organisation, title)), after_title
    )
    of_person = with_facet(
        looks(laid.items, np.minimum(organisation, person), np.maximum(organisation, person)),
        7 + 3 * after_person + after_title,
    )
    kinds = np.array([_kind(laid, choice) for choice in choices])
    between = with_facet(looks(laid.items, np.minimum(title, person), np.maximum(title, person)), 20 + kinds)
    shown = named[:, None]
    about = facts(_facts(laid, offices, choices), _SLOT)
    return np.concatenate([of_title * shown, of_person * shown, between, about], axis=1)


def _places(laid: Laid, choices: Sequence[int]) -> np.ndarray:
    return np.array([laid.organisation_at[c] if c >= 0 else 0 for c in choices], dtype=np.int64)


def _kind(laid: Laid, choice: int) -> int:
    """Return whether a candidate is none, the issuer unnamed, another organisation or the issuer where it is named."""
    if choice == NO_ORGANISATION:
        return 0
    if choice == ISSUER:
        return 1 if laid.scene.issuer else 2
    return 4 if entity_of(laid, choice) == laid.scene.issuer else 3


_BESIDE = frozenset(["of", "comma", "within", "owner", "blank"])


def gap_kind(laid: Laid, title: int, choice: int, after: bool) -> str:
    """Return what kind of words stand between a title and an organisation: `of`, a comma, `Acme's chief executive`; else `far`."""
    if choice < 0:
        return ""
    words, organisation = laid.scene.titles[title], laid.scene.mentions[laid.organisations[choice]]
    if words.start <= organisation.start < words.end:
        return "within"
    places = (words.end, organisation.start) if after else (organisation.end, words.start)
    rules = laid.scene.words.rules
    found = (rules.to_organisation if after else rules.to_title).find(laid.scene.text, *places)
    return (found.lastgroup or "") if found else "far"


def _facts(laid: Laid, offices: Sequence[tuple[int, int]], choices: Sequence[int]) -> list[list[int]]:
    often = Counter(laid.entity(number) for number in laid.organisations)
    words = [title_words(title.text) for title in laid.scene.titles]
    here = np.searchsorted(laid.organisation_at, laid.title_at).tolist()
    elsewhere = _elsewhere(laid)
    columns: list[list[int]] = []
    for (title, person), choice in zip(offices, choices, strict=True):
        kind, entity = _kind(laid, choice), entity_of(laid, choice) or ""
        at, who = int(laid.title_at[title]), int(laid.person_at[person])
        place = int(laid.organisation_at[choice]) if choice >= 0 else -1
        rank = (choice - here[title] if place > at else here[title] - 1 - choice) if choice >= 0 else -1
        where = (place > at, rank, min(at, who) < place < max(at, who)) if choice >= 0 else ()
        what = laid.scene.kinds.get(entity, "")
        first, last, both, look = words[title]
        zone = int(laid.items.zones[at])
        public = laid.scene.words.rules.public.find(laid.scene.titles[title].text) is not None
        gap = gap_kind(laid, title, choice, place > at)
        columns.append([
            kind, hashed(kind, where), hashed(kind, first), hashed(kind, last), hashed(kind, both), hashed(kind, look),
            hashed(kind, min(5, often[entity])), hashed(kind, zone), hashed(where, who > at, kind), hashed(what, kind > 2),
            hashed(what, last), hashed(where, zone), hashed(public, kind, gap), hashed(public, what), hashed(gap, kind), hashed(gap, where),
            *elsewhere(title, person, choice, gap),
        ])  # fmt: skip
    return list(map(list, zip(*columns, strict=True)))


def _elsewhere(laid: Laid) -> Callable[[int, int, int, str], tuple[int, ...]]:
    """Return what gives the facts of a candidate that stand elsewhere in the release: addresses, sentences, sections."""
    employers, scene = Employers(laid), laid.scene
    abouts = [scene.issuer_at(title.start) for title in scene.titles]

    def facts_of(title: int, person: int, choice: int, gap: str) -> tuple[int, ...]:
        kind, entity, who = _kind(laid, choice), entity_of(laid, choice) or "", laid.entity(laid.people[person])
        address = employers.address(who, entity)
        sentence = int(laid.items.sentences[laid.title_at[title]])
        together = min(_OFTEN, employers.together(who, entity, sentence))
        # Whether the section around is about the candidate; None where it is about none but the issuer.
        of_section = (abouts[title] == entity) if abouts[title] != scene.issuer else None
        return hashed(address, kind), hashed(together, kind), hashed(together, gap), hashed(of_section, kind)

    return facts_of
