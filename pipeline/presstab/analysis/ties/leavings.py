"""Whether words say that an office is left: `outgoing chair Jane Doe`, `Jane Doe resigned as chair`."""

from __future__ import annotations

from presstab.analysis.ties.scene import Scene, SceneMention, TitleWords

_REACH = 120  # characters before an office in which a wording stands


def says_left(scene: Scene, title: TitleWords, person: SceneMention) -> bool:
    """Return whether the title's sentence says that the person leaves the office."""
    rules, text = scene.words.rules, scene.text
    begin, end = scene.sentence(title.start)
    first, last = min(title.start, person.start), max(title.end, person.end)
    return any(
        rule.find(text, max(begin, at - _REACH), at)
        for at, rules_before in (
            (first, (rules.followed, rules.sent_away)),
            (title.start, (rules.outgoing, rules.laid_down)),
        )
        for rule in rules_before
    ) or any(rule.find(text, last, end) for rule in (rules.went, rules.goes))
