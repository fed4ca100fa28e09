"""Who is named to an office in so many words: `named Jane Doe chairman and John Roe treasurer`. Rules: `ties.yml`."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from presstab.analysis.ties.scene import Laid, Scene, SceneMention, TitleWords
from presstab.rules import Rule

_REACH = 60  # characters between a name and its title, and before a name
_NEWS = frozenset(["headline", "lead", "dateline"])


class Naming(NamedTuple):
    """Who is named to an office (number in `laid.people`), and whether in the passive, which does not say by whom."""

    person: int
    passive: bool


Namings = dict[int, Naming]


def named_to(laid: Laid) -> Namings:
    """Return the naming of each title that a wording gives to the person before it."""
    people = [laid.scene.mentions[number] for number in laid.people]
    starts = [person.start for person in people]
    named: Namings = {}
    until = -1  # where the title given last ends
    for number, title in sorted(enumerate(laid.scene.titles), key=lambda one: one[1].start):
        holder = bisect_right(starts, title.start) - 1
        if holder < 0 or title.shared:
            continue
        passive = _stand_together(laid.scene.words.rules.passive, laid.scene.text, people[holder], title)
        if passive or _takes(laid.scene, people[holder], title, until):
            named[number], until = Naming(holder, passive), title.end
    return named


def _takes(scene: Scene, person: SceneMention, title: TitleWords, until: int) -> bool:
    """Return whether an active wording gives a title to the person before it, alone or after the title given last."""
    if not _stand_together(scene.words.rules.between, scene.text, person, title):
        return False
    begin, _ = scene.sentence(person.start)
    is_object = scene.words.rules.before.find(scene.text, max(begin, person.start - _REACH), person.start)
    return bool(is_object) or (until >= begin and bool(scene.words.rules.next.find(scene.text, until, person.start)))


def _stand_together(rule: Rule, text: str, person: SceneMention, title: TitleWords) -> bool:
    """Return whether what stands between a name and the title after it is as told."""
    near = person.end < title.start <= person.end + _REACH
    return near and rule.find(text, person.end, title.start) is not None


def is_news(laid: Laid, title: int, naming: Naming) -> bool:
    """Return whether somebody takes an office now: no year is told, and in the passive a full name, in the lead or by its tense.

    `Ms. Doe was named` and `In 2015 Acme named Jane Doe` tell a career.
    """
    text, words, name = laid.scene.text, laid.scene.titles[title], laid.scene.mentions[laid.people[naming.person]]
    is_recent = laid.scene.zone(words.start) in _NEWS or laid.scene.words.rules.recent.find(text, name.end) is not None
    is_full = " " in text[name.start : name.end]
    return (not naming.passive or (is_recent and is_full)) and not tells_career(laid, title)


def is_award(scene: Scene, title: int) -> bool:
    """Return whether what follows a title makes it a prize: `named chief executive of the year`."""
    return scene.words.rules.award.find(scene.text, scene.titles[title].end) is not None


def is_no_office(scene: Scene, title: int) -> bool:
    """Return whether a title says what somebody wrote, owns a part of or studies: `author`, `majority shareholder`."""
    words = scene.titles[title]
    return scene.words.rules.no_office.find(scene.text, words.start, words.end) is not None


def passed_over(laid: Laid, named: Namings) -> set[int]:
    """Return the titles between a name and the office that it is named to: `promoted Jane Doe, its treasurer, to`."""
    titles = laid.scene.titles
    spans = [
        (laid.scene.mentions[laid.people[naming.person]].end, titles[title].start) for title, naming in named.items()
    ]
    return {n for n, title in enumerate(titles) if any(start <= title.start < end for start, end in spans)}


def tells_career(laid: Laid, title: int) -> bool:
    """Return whether a sentence tells a year, as far as the next person."""
    words = laid.scene.titles[title]
    begin, end = laid.scene.sentence(words.start)
    people = (laid.scene.mentions[number].start for number in laid.people)
    end = min((start for start in people if words.end <= start < end), default=end)
    return laid.scene.words.rules.career.find(laid.scene.text, begin, end) is not None
