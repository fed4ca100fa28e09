"""Where the name of a person proper begins and ends within what was taken for it."""

from __future__ import annotations

from presstab.analysis.people_rules import PeopleRules


def strip_titles(name: str, rules: PeopleRules) -> tuple[int, int]:
    """Return start and end of the name proper within `name`, honorifics and degrees left out.

    >>> from presstab.analysis.people_rules import PeopleReading
    >>> from presstab.resources import packaged
    >>> rules = PeopleReading.of(packaged()).rules
    >>> [name[slice(*strip_titles(name, rules))] for name in ("Dr. Jane Doe, Ph.D.", "Dee Dee", "Jane Doe Joins Acme")]
    ['Jane Doe', 'Dee Dee', 'Jane Doe']
    """
    before = rules.twice.find(name) or rules.open_start.find(name)
    at = before.end() if before else 0
    titled = rules.titled.find(name, at)
    start = titled.end() if titled else at
    if start >= len(name):
        start = 0
    degree = rules.degree.find(name, start)
    end = degree.start() if degree and degree.start() > start else len(name)
    cuts = (rule.find(name, start, end) for rule in (rules.headline_after, rules.owner_mark, rules.open_end))
    after = next(filter(None, cuts), None)
    return start, len(name[: after.start() if after else end].rstrip(" ,"))
