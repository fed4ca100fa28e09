"""Titles of offices in a release: where the recogniser or the rule sees one, and its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise

from presstab.analysis.places import Stretches
from presstab.analysis.record import Mention, Title, TitlePlaces
from presstab.analysis.shared_titles import shared_titles, singular
from presstab.analysis.title_purposes import whole
from presstab.analysis.title_rules import TitleReading, TitleRules
from presstab.patterns import TitlePatterns
from presstab.rules import Rule

Place = tuple[int, int]
Named = tuple[int, int, str]

_MAX_BETWEEN = 50  # characters between an organisation and a person
_MAX_NAMES = 12  # names looked at within one title
_AND = " and "


def find_titles(text: str, mentions: Iterable[Mention], seen: TitlePlaces | None, words: TitleReading) -> list[Title]:
    """Return the titles of the text in order, names left out of their words.

    `seen` are the recogniser's; the rule finds them where it knows none.

    >>> from presstab.resources import packaged
    >>> words = TitleReading.of(packaged())
    >>> seen, texts = TitlePlaces(((4, 10),)), ("The CEO of Acme", "The broker-owner of Acme")
    >>> [title.text for text in texts for title in find_titles(text, [], seen, words)]
    ['CEO', 'broker-owner']
    """
    names = [(m.start, m.end, m.label) for m in mentions if m.label in {"ORG", "PERSON"}]
    starts = [start for start, _, _ in names]

    def near(start: int, end: int) -> list[Named]:
        found = names[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)][:_MAX_NAMES]
        return [name for name in found if name[1] > start]

    rules = words.rules
    places = _outermost({_with_rank(text, *place, rules.rank_before) for place in _seen(text, seen, words)})
    places = _joined(text, _unbracketed(text, places), rules.one_title)
    organisations = [(start, end) for start, end, label in names if label == "ORG"]
    places = list(_parted(text, places, organisations, rules.organisation_after))
    places = _outermost(whole(text, place, near(place[0], place[1] + 120), rules) for place in places)
    before = _before_names(text, names, places, rules.before_name)
    between = _between_names(text, names, [*places, *before], words)
    found = (_title(text, start, end, near(start, end), words) for start, end in sorted([*places, *before, *between]))
    titles = [part for title in found if title for part in _split(text, _bracketed(text, title, names, rules), rules)]
    people = {start for start, _, label in names if label == "PERSON"}
    titles = [part for title in titles for part in _of_another(text, title, people, words)]
    shared = shared_titles(text, names, words)
    taken = Stretches((title.start, title.end) for title in shared)
    titles = [title for title in titles if not taken.overlap(title.start, title.end)]
    return sorted([*titles, *shared], key=lambda title: title.start)


def _seen(text: str, seen: TitlePlaces | None, words: TitleReading) -> list[Place]:
    """Return where the recogniser sees titles, or the words look like one; those of spokespeople in any case.

    What the recogniser doubts is a title all the same until the tie reader finds nobody who holds it.
    """
    if seen is None:
        return [match.span() for match in words.patterns.single.finditer(text)]
    places = [*seen.sure, *seen.doubtful]
    rules = words.rules
    told = (rules.spokesperson, rules.board, rules.boards, rules.in_roles)
    certain = (match.span() for rule in told for match in rule.find_all(text))
    return [*places, *_unless_known(certain, places)]


def _unless_known(found: Iterable[Place], places: Iterable[Place]) -> list[Place]:
    known = Stretches(places)
    return [(start, end) for start, end in found if not known.overlap(start, end)]


def _with_rank(text: str, start: int, end: int, rank_before: Rule) -> Place:
    rank = rank_before.find(text, max(0, start - 16), start)
    return (rank.start() if rank else start), end


def _outermost(places: Iterable[Place]) -> list[Place]:
    """Return the places in order but for those within another: `FVP` of `FVP Head of Cards`."""
    outer: list[Place] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not outer or end > outer[-1][1]:
            outer.append((start, end))
    return outer


def _unbracketed(text: str, places: list[Place]) -> Iterator[Place]:
    """Yield the places but for those that stand in brackets after another: Chief Medical Officer (CMO)."""
    ends = {end for _, end in places}
    yield from (
        p for p in places if not (text[p[0] - 2 : p[0]] == " (" and text[p[1] : p[1] + 1] == ")" and p[0] - 2 in ends)
    )


def _joined(text: str, places: Iterable[Place], one_title: Rule) -> list[Place]:
    """Return the places with those that make one title joined."""
    joined: list[Place] = []
    for start, end in places:
        gap = text[joined[-1][1] : start] if joined else ""
        if one_title.find(gap):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _parted(
    text: str, places: Iterable[Place], organisations: list[Place], organisation_after: Rule
) -> Iterator[Place]:
    """Yield the places, two where one office is held at an organisation before it and the other at one after.

    Former Harrow diver | and | chief medical officer for Acme.
    """
    ends, begins = [end for _, end in organisations], {start for start, _ in organisations}
    for start, end in places:
        at = bisect_left(ends, start - 1)
        before = organisations[at] if at < len(organisations) and organisations[at][1] < end else None
        if before is None:
            yield start, end
            continue
        after = organisation_after.find(text, end)
        both = text.find(_AND, before[1], end) if after and after.end() in begins else -1
        yield start, both if both > 0 else end
        if both > 0:
            yield both + len(_AND), end


def _before_names(text: str, names: list[Named], places: list[Place], before_name: Rule) -> list[Place]:
    """Return the public offices that stand before people's names and are no title yet."""
    found = []
    known = Stretches(places)
    for start, _, label in names:
        office = before_name.find(text, max(0, start - 20), start) if label == "PERSON" else None
        if office and not known.overlap(*office.span()):
            found.append(office.span())
    return found


def _between_names(text: str, names: list[Named], places: list[Place], words: TitleReading) -> list[Place]:
    """Return the offices in small letters between an organisation and a person that are no title yet.

    Odd Pebble | head coach | Jane Doe.
    """
    found = []
    known = Stretches(places)
    for (_, end, label), (start, _, other) in pairwise(names):
        if label == "ORG" and other == "PERSON" and start - end < _MAX_BETWEEN:
            office = words.rules.between_names.find(text, end, start)
            if office and not known.overlap(*office.span("office")) and _is_office(office["office"], words.patterns):
                found.append(office.span("office"))
    return found


def _title(text: str, start: int, end: int, names: list[Named], words: TitleReading) -> Title | None:
    """Return the title between two places: cut before a person, an organisation within left out of its words."""
    parts: list[str] = []
    at = start
    for name_start, name_end, label in names:
        if label == "PERSON" and name_start > at:
            end = name_start
            break
        parts.append(text[at:name_start])
        owner = words.rules.owner_mark.find(text, name_end)
        at = owner.end() if owner else name_end
    if words.rules.torn_after.find(text, end):
        end = max(start, text.rfind(" ", start, end))
    parts.append(text[at:end] if at < end else "")
    return _trimmed(text, start, end, parts, words)


def _bracketed(text: str, title: Title, names: list[Named], rules: TitleRules) -> Title:
    """Return a title with the field in brackets that it ends with: `Deputy Secretary (Policy)`."""
    if title.text.count("(") > title.text.count(")") and text.startswith(")", title.end):
        return Title(title.start, title.end + 1, f"{title.text})")
    field = rules.field_in_brackets.find(text, title.end)
    at = bisect_left(names, (title.end,))
    if field is None or (at < len(names) and names[at][0] < field.end()):
        return title
    return Title(title.start, field.end(), title.text + field[0])


def _split(text: str, title: Title, rules: TitleRules) -> Iterator[Title]:
    """Yield a title, two where the second is a former or the next one: `its treasurer, to chief executive`."""
    cut = rules.and_former.find(title.text)
    if cut is None or not text.startswith(title.text, title.start):
        yield title
        return
    yield Title(title.start, title.start + cut.start(), title.text[: cut.start()])
    yield Title(title.start + cut.end(), title.end, title.text[cut.end() :])


def _of_another(text: str, title: Title, people: Container[int], words: TitleReading) -> Iterator[Title]:
    """Yield a title, two where it is held under that of the person named right after it.

    Private secretary to | then-Prime Minister | Jane Doe.
    """
    is_beside = title.end + 1 in people and text[title.end] == " " and text.startswith(title.text, title.start)
    cut = words.rules.to_another.find(title.text) if is_beside else None
    own, other = (title.text[: cut.start()], cut["other"]) if cut else ("", "")
    if cut is None or not words.rules.serves.find(own) or not _is_office(other, words.patterns):
        yield title
        return
    yield Title(title.start, title.start + len(own), f"{own} to {other}")
    yield Title(title.start + cut.start("other"), title.end, other)


def _is_office(words: str, titles: TitlePatterns) -> bool:
    """Return whether words can be an office: no number or bracket begins it, one word alone says who one is."""
    one = words.isalpha() and not words.isupper()
    return words[0].isalpha() and titles.office.search(words.lower() if one else words) is not None


def _trimmed(text: str, start: int, end: int, parts: list[str], words: TitleReading) -> Title | None:
    joined = _cut(" ".join(word for part in parts for word in part.split()), words)
    public = words.rules.of_a_place.find(joined)
    if public and _is_place(public["place"], words.places):
        joined = public["office"]  # Uzbekistan President
    if len(joined) < 2 or words.rules.alone.find(joined) or not _is_office(joined, words.patterns):
        return None
    if words.rules.describing.find(joined) or words.rules.belongs.find(joined):
        return None
    first, last = joined.split()[0], joined.split()[-1]
    is_plural = words.patterns.shared.fullmatch(joined) or words.rules.boards.find(joined)
    joined = singular(joined) if is_plural else joined
    begins, ends = text.find(first, start, end), text.rfind(last, start, end)
    return Title(begins, ends + len(last), joined) if 0 <= begins <= ends else None


def _is_place(name: str, places: Container[str]) -> bool:
    """Return whether words name a place, or all but the `New` that the recogniser left out of a title."""
    return name.casefold() in places or f"new {name.casefold()}" in places


def _cut(title: str, words: TitleReading) -> str:
    """Return a title without what stands before and after it and is no part of it."""
    rules = words.rules
    if closed := rules.in_brackets.find(title):
        title = closed["office"] if _is_office(closed["office"], words.patterns) else title[closed.end() :]
    if role := rules.in_what_role.find(title):
        title = title[: role.start()]
    for before in (rules.degree_before, rules.leading):
        if found := before.find(title):
            title = title[found.end() :]
    address = rules.address_after.find(title)
    if address and words.patterns.single.search(title, 0, address.start()):
        title = title[: address.start()]
    trailing = rules.trailing.find(title)
    return title[: trailing.start()] if trailing else title
