"""From which day an office is taken or left, where the text says so."""

from __future__ import annotations

from presstab.analysis.ties.offices import TiedRole
from presstab.analysis.ties.scene import Scene

_REACH = 60  # characters between an office and a date that only a preposition ties to it
_LOOKED_BACK = 30


def effective(scene: Scene, office: TiedRole) -> tuple[int, int] | None:
    """Return the place of the date from which an office is taken or left; None for one that is held."""
    if office.action == "holds":
        return None
    title, person = scene.titles[office.title], scene.mentions[office.person]
    begin, end = scene.sentence(title.start)
    last = max(title.end, person.end if begin <= person.start < end else 0)
    for day in scene.named("DATE", begin, end):
        said = scene.words.rules.from_day.find(scene.text, max(begin, day.start - _LOOKED_BACK), day.start)
        if said and (scene.words.rules.says_so.find(said[0]) or _is_near(scene, last, day.start)):
            return day.start, day.end
    return None


def _is_near(scene: Scene, last: int, date: int) -> bool:
    """Return whether a date stands right after an office, and is not that of somebody else: `succeeding John Roe, who`."""
    others = (other.end for other in scene.named("PERSON", last, date))
    return 0 <= date - last <= _REACH and not any(
        scene.words.rules.of_another.find(scene.text, end, date) for end in others
    )
