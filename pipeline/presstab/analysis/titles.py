"""Titles of offices in a release: where the recogniser or the rule sees one, and its words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from presstab.analysis.places import Stretches
from presstab.analysis.record import Mention, Title, TitlePlaces
from presstab.analysis.shared_titles import shared_titles, singular
from presstab.analysis.title_purposes import MAX_FIELD, whole
from presstab.patterns import TitlePatterns
from presstab.resources import Resources

Place = tuple[int, int]
Named = tuple[int, int, str]

_MAX_NAMES = 12  # names looked at within one title
_LEADING = re.compile(
    r"^(?:['’]s\b|[\s,;:|&/\-–—]+|(?:[Tt]he|[Aa]n?|[Ii]ts|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Aa]nd|[Tt]o|[Nn]ew|Mr|Ms|Said|[Bb]y|With|For|[Aa]s|of|[Ff]ormer(?:ly)?|[Pp]revious(?:ly)?|(?:[Ii]mmediate\s+)?[Pp]ast|[Oo]utgoing|[Rr]etiring|[Dd]eparting|current|longtime|long-time|visionary|seasoned|talented)\b\s*)+"
)
_TRAILING = re.compile(r"(?:[\s,;:|&/\-–—]+|\s+(?:of|for|and|at|to|[Tt]he|an?|&)\s*)+$")
# CEODate, PresidentCall us, Officerpress@: what a conversion glued to a title
_GLUED_AFTER = re.compile(
    r"\b(?:C[EFTOMIPSRA]O|President|Director|Chairman|Manager|Founder|Partner)(?P<after>[A-Z][a-z]+.*)$"
    r"|\bOfficer(?P<after2>[A-Za-z]+.*)$"
)
_POSSESSIVE = re.compile(r"['’]s?\s+")
# Between two offices that are one title: `CEO and co-founder`, `Vice President, General Manager`.
_ONE_TITLE = re.compile(r"\s+(?:and|&)\s+|[ \t]*[,/|–-][ \t]*(?:and[ \t]+)?")
_OF_ORGANISATION_AFTER = re.compile(r"[ ](?:of|for|at)[ ](?:the[ ])?")
# CEO Captain Jane Doe: how she is addressed is no part of the office
_ADDRESS_AFTER = re.compile(r"[ ](?:Captain|Capt|Colonel|Col|Major|Admiral|Dr|Prof|Sir|Dame|Mr|Mrs|Ms)\.?$")
_IN_WHAT_ROLE = re.compile(r",?[ ]as[ ](?:an?|the|its|our)[ ].*")  # welcomes Jane Doe, CFO of Acme, as a speaker
_AND = " and "
# Deputy Secretary (Policy), Permanent Secretary (Finance) (Performance): not an abbreviation (CEO) nor a listing
_FIELD_IN_BRACKETS = re.compile(r"(?:[ ]\((?=[A-Z][a-z])[\w ,&-]{3,40}\)){1,2}")
_AND_FORMER = re.compile(r"(?:,?\s+and|,)\s+(?:an?\s+|the\s+)?[Ff]ormer(?:ly)?\s+|,\s+to\s+(?=[a-zA-Z])")
_FORMER = re.compile(r"\b[Ff]ormer(?:ly)?[ ]$")
_BLANKS = re.compile(r"[ \t]+")  # between two parts of one title: `Head of | U.S. Group Benefits`
_NO_TITLE = frozenset(
    [
        "former",
        "co",
        "first",
        "current",
        "new",
        "senior",
        "vice",
        "cfa",
        "cpa",
        "mba",
        "md",
        "phd",
        "esq.",
        "jr",
        "sr",
        "deputy",
        "interim",
        "acting",
        "global",
        "regional",
        "mr",
        "ms",
        "mrs",
        "dr",
    ]
)
# Offices that stand before a name like an honorific, which the recogniser may leave out.
_BEFORE_NAME = re.compile(
    r"(?:President|Prime Minister|Senator|Governor|Mayor|Congressman|Congresswoman|Chancellor|Minister|Ambassador)(?=\s$)"
)


# A word that names this office and nothing else, whoever holds it.
_SPOKESPERSON = re.compile(r"\b(?:[Cc]ompany |[Cc]hief )?[Ss]pokes(?:man|woman|person)\b")
# `FVP Head of PMO`, `Sr. Manager Regulated Scheduling`: a rank before the office
_RANK_BEFORE = re.compile(r"\b(?:[A-Z]?VP|MD|GM|(?:Sr|Asst)\.?(?:[ ](?:Manager|Director|Advisor))?)[ ]$")


def find_titles(text: str, mentions: Iterable[Mention], seen: TitlePlaces | None, resources: Resources) -> list[Title]:
    """Return the titles of the text in order, names left out of their words.

    `seen` are the recogniser's; the rule finds them where it knows none.

    >>> from presstab.resources import packaged
    >>> seen, texts = TitlePlaces(((4, 10),)), ("The CEO of Acme", "The broker-owner of Acme")
    >>> [title.text for text in texts for title in find_titles(text, [], seen, packaged())]
    ['CEO', 'broker-owner']
    """
    names = [(m.start, m.end, m.label) for m in mentions if m.label in {"ORG", "PERSON"}]
    starts = [start for start, _, _ in names]

    def near(start: int, end: int) -> list[Named]:
        found = names[max(0, bisect_right(starts, start) - 1) : bisect_left(starts, end)][:_MAX_NAMES]
        return [name for name in found if name[1] > start]

    # What the recogniser doubts is a title all the same until the tie reader finds nobody who holds it.
    places = [*seen.sure, *seen.doubtful] if seen else [m.span() for m in resources.titles.single.finditer(text)]
    if seen:
        places += _unless_known((m.span() for m in _SPOKESPERSON.finditer(text)), places)
    places = _outermost({(_with_rank(text, start), end) for start, end in places})
    organisations = [(start, end) for start, end, label in names if label == "ORG"]
    places = list(_parted(text, _joined(text, _unbracketed(text, places)), organisations))
    places = [whole(text, place, near(place[0], place[1] + 120)) for place in places]
    places = [*places, *_before_names(text, names, places), *_glued_to_names(text, names, places, resources.titles)]
    found = (_title(text, start, end, near(start, end), resources) for start, end in sorted(places))
    titles = [part for title in found if title for part in _split(text, _bracketed(text, title, names))]
    shared = shared_titles(text, names, resources.titles.shared)
    taken = Stretches((title.start, title.end) for title in shared)
    titles = [title for title in titles if not taken.overlap(title.start, title.end)]
    return sorted([*titles, *shared], key=lambda title: title.start)


def _unless_known(found: Iterable[Place], places: Iterable[Place]) -> list[Place]:
    known = Stretches(places)
    return [(start, end) for start, end in found if not known.overlap(start, end)]


def _with_rank(text: str, start: int) -> int:
    rank = _RANK_BEFORE.search(text, max(0, start - 16), start)
    return rank.start() if rank else start


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


def _joined(text: str, places: Iterable[Place]) -> list[Place]:
    """Return the places with those that make one title joined."""
    joined: list[Place] = []
    for start, end in places:
        gap = text[joined[-1][1] : start] if joined else ""
        if _ONE_TITLE.fullmatch(gap) or _BLANKS.fullmatch(gap):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _parted(text: str, places: Iterable[Place], organisations: list[Place]) -> Iterator[Place]:
    """Yield the places, two where one office is held at an organisation before it and the other at one after.

    `former` stays with the organisation before: former Harrow diver and chief medical officer for Acme.
    """
    ends, begins = [end for _, end in organisations], {start for start, _ in organisations}
    for start, end in places:
        at = bisect_left(ends, start - 1)
        before = organisations[at] if at < len(organisations) and organisations[at][1] < end else None
        if before is None:
            yield start, end
            continue
        former = _FORMER.search(text, max(0, before[0] - 12), before[0])
        start = former.start() if former else start
        after = _OF_ORGANISATION_AFTER.match(text, end)
        both = text.find(_AND, before[1], end) if after and after.end() in begins else -1
        yield start, both if both > 0 else end
        if both > 0:
            yield both + len(_AND), end


def _before_names(text: str, names: list[Named], places: list[Place]) -> list[Place]:
    """Return the public offices that stand before people's names and are no title yet."""
    found = []
    known = Stretches(places)
    for start, _, label in names:
        office = _BEFORE_NAME.search(text, max(0, start - 20), start) if label == "PERSON" else None
        if office and not known.overlap(*office.span()):
            found.append(office.span())
    return found


def _glued_to_names(text: str, names: list[Named], places: list[Place], titles: TitlePatterns) -> list[Place]:
    """Return the titles that a conversion glued to a name, and that are no title yet: `Jane DoeChief Executive`."""
    found = []
    known = Stretches(places)
    for _, end, label in names:
        if label == "PERSON" and text[end : end + 1].isupper() and not known.overlap(end, end + 1):
            office = titles.single.match(text[end : end + MAX_FIELD])
            if office:
                found.append((end, end + office.end()))
    return found


def _title(text: str, start: int, end: int, names: list[Named], resources: Resources) -> Title | None:
    """Return the title between two places: cut before a person, an organisation within left out of its words."""
    words: list[str] = []
    at = start
    for name_start, name_end, label in names:
        if label == "PERSON" and name_start > at:
            end = name_start
            break
        words.append(text[at:name_start])
        owner = _POSSESSIVE.match(text, name_end)
        at = owner.end() if owner else name_end
    words.append(text[at:end] if at < end else "")
    return _trimmed(text, start, end, words, resources)


def _bracketed(text: str, title: Title, names: list[Named]) -> Title:
    """Return a title with the field in brackets that it ends with: `Deputy Secretary (Policy)`."""
    if title.text.count("(") > title.text.count(")") and text.startswith(")", title.end):
        return Title(title.start, title.end + 1, f"{title.text})")
    field = _FIELD_IN_BRACKETS.match(text, title.end)
    at = bisect_left(names, (title.end,))
    if field is None or (at < len(names) and names[at][0] < field.end()):
        return title
    return Title(title.start, field.end(), title.text + field[0])


def _split(text: str, title: Title) -> Iterator[Title]:
    """Yield a title, two where the second is a former or the next one: `its treasurer, to chief executive`."""
    cut = _AND_FORMER.search(title.text)
    if cut is None or not text.startswith(title.text, title.start):
        yield title
        return
    yield Title(title.start, title.start + cut.start(), title.text[: cut.start()])
    yield Title(title.start + cut.end(), title.end, title.text[cut.end() :])


def _is_office(words: str, titles: TitlePatterns) -> bool:
    """Return whether words can be an office: no number or bracket begins it, one word alone says who one is."""
    one = words.isalpha() and not words.isupper()
    return words[0].isalpha() and titles.office.search(words.lower() if one else words) is not None


def _trimmed(text: str, start: int, end: int, words: list[str], resources: Resources) -> Title | None:
    joined = " ".join(word for part in words for word in part.split())
    joined = _IN_WHAT_ROLE.sub("", joined)
    leading = _LEADING.match(joined)
    joined = joined[leading.end() :] if leading else joined
    glued = _GLUED_AFTER.search(joined)
    joined = joined[: glued.start(glued.lastgroup or 0)] if glued else joined
    address = _ADDRESS_AFTER.search(joined)
    if address and resources.titles.single.search(joined, 0, address.start()):
        joined = joined[: address.start()]
    trailing = _TRAILING.search(joined)
    joined = joined[: trailing.start()] if trailing else joined
    office, of, place = joined.rpartition(" of ")
    if of and place.removeprefix("the ").casefold() in resources.places:
        joined = office  # President of Uzbekistan
    if len(joined) < 2 or joined.casefold() in _NO_TITLE or not _is_office(joined, resources.titles):
        return None
    joined = singular(joined) if resources.titles.shared.fullmatch(joined) else joined
    first, last = joined.split()[0], joined.split()[-1]
    begins, ends = text.find(first, start, end), text.rfind(last, start, end)
    return Title(begins, ends + len(last), joined) if 0 <= begins <= ends else None
