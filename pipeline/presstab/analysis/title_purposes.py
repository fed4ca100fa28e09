"""What an office is for, where the recogniser stops before it: `Director`, of `Public Relations`."""

from __future__ import annotations

from presstab.analysis.title_rules import TitleRules

Place = tuple[int, int]
Named = tuple[int, int, str]

_MAX_FIELD = 70  # characters between an office and its organisation


def whole(text: str, place: Place, names: list[Named], rules: TitleRules) -> Place:
    """Return a title's place with what the office is for, where the recogniser stopped before it."""
    start, end = place
    compound = rules.compound.find(text, end)
    start, end = place = (start, compound.end()) if compound else place
    end -= len(text[start:end]) - len(text[start:end].removesuffix(" of"))
    served = rules.to_whom.find(text, end) if rules.serves.find(text[start:end]) else None
    if served:
        return start, served.end()
    organisation = next((n for n in names if n[2] == "ORG" and n[0] >= end), None)
    if organisation and rules.of_organisation.find(text, end, organisation[0]):
        rest = rules.rest_of_purpose.find(text, organisation[1])
        return (start, rest.end()) if rest else place
    field = (
        rules.field.find(text, end, organisation[0]) if organisation and organisation[0] - end < _MAX_FIELD else None
    )
    if field:
        return start, field.end("field")
    if not rules.with_purpose.find(text[start:end]):
        return place
    purpose = rules.purpose.find(text, end) or rules.small_purpose.find(text, end)
    if purpose is None or any(n[0] < purpose.end() and n[1] > end for n in names):
        return place
    return start, purpose.end()
