"""Gold of what a release states: offices, quotations, relations between organisations.

An annotation names a quotation by its first and last words and a relation by the words that
state it; building finds them in the text, and lists every problem instead of guessing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from presstab.schema import ACTIONS, RELATION_TYPES, STATUSES

_AMOUNT = re.compile(r"\d+(?:\.\d+)? [A-Z]{3,5}")  # 25000000 USD; 25000 BTC
_MAX_EVIDENCE = 160  # characters


@dataclass(frozen=True)
class GoldRole:
    """An office that the text gives a person; `on` is when it is taken or left, as a date's value."""

    person: str
    title: str
    organisation: str | None
    action: str = "holds"
    on: str | None = None


@dataclass(frozen=True)
class GoldQuotation:
    """A run of quoted words: the characters inside its marks, who speaks, and for which organisation."""

    start: int
    end: int
    speaker: str | None
    organisation: str | None


@dataclass(frozen=True)
class GoldRelation:
    """What the characters `start` to `end` state of two organisations."""

    type: str
    subject: str
    object: str
    status: str
    start: int
    end: int
    amount: str | None = None
    on: str | None = None


def read_roles(record: Mapping[str, Any]) -> Iterator[GoldRole]:
    """Yield the offices of a gold record."""
    for person in record.get("people", ()):
        for role in person.get("roles", ()):
            action = role.get("action", "holds")
            yield GoldRole(person["name"], role["title"], role.get("organisation"), action, role.get("on"))


def read_quotations(record: Mapping[str, Any]) -> Iterator[GoldQuotation]:
    """Yield the quotations of a gold record."""
    for quote in record.get("quotes", ()):
        yield GoldQuotation(quote["start"], quote["end"], quote["speaker"], quote["organisation"])


def read_relations(record: Mapping[str, Any]) -> Iterator[GoldRelation]:
    """Yield the relations of a gold record."""
    fields = ("type", "subject", "object", "status", "start", "end")
    for relation in record.get("relations", ()):
        given = {field: relation[field] for field in fields}
        yield GoldRelation(**given, amount=relation.get("amount"), on=relation.get("on"))


def role_problems(annotation: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the annotated offices."""
    organisations = _names(annotation, "organisations")
    for role in read_roles(annotation):
        where = f"office {role.title!r} of {role.person!r}"
        yield from _unknown(where, "action", role.action, ACTIONS)
        yield from _unlisted(where, "organisation", role.organisation, organisations)


def build_quotations(annotation: Mapping[str, Any], text: str, problems: list[str]) -> list[dict[str, Any]]:
    """Return the annotated quotations with the characters that they take, in the order of the text."""
    people, organisations = _names(annotation, "people"), _names(annotation, "organisations")
    built = []
    for quote in annotation.get("quotes", ()):
        where = f"quotation {quote['begins']!r}"
        problems += _unlisted(where, "speaker", quote.get("speaker"), people)
        problems += _unlisted(where, "organisation", quote.get("organisation"), organisations)
        begun = _places(text, quote["begins"])
        ended = [end for _, end in _places(text, quote["ends"]) if begun and end >= begun[0][1]]
        if len(begun) != 1 or not ended:
            found = f"begins at {len(begun)} places" if len(begun) != 1 else f"does not end with {quote['ends']!r}"
            problems.append(f"{where}: {found}")
            continue
        built.append({"start": begun[0][0], "end": ended[0], "speaker": quote.get("speaker"),
                      "organisation": quote.get("organisation")})  # fmt: skip
    return sorted(built, key=lambda quote: (quote["start"], quote["end"]))


def build_relations(annotation: Mapping[str, Any], text: str, problems: list[str]) -> list[dict[str, Any]]:
    """Return the annotated relations with where the text states them."""
    organisations = _names(annotation, "organisations")
    built = []
    for relation in annotation.get("relations", ()):
        evidence = relation["evidence"]
        where = f"relation {evidence!r}"
        problems += _unknown(where, "type", relation["type"], RELATION_TYPES)
        problems += _unknown(where, "status", relation["status"], STATUSES)
        for end in ("subject", "object"):
            problems += _unlisted(where, end, relation[end], organisations)
        amount = relation.get("amount")
        if amount is not None and not _AMOUNT.fullmatch(amount):
            problems.append(f"{where}: amount {amount!r} is no number with a currency, such as 25000000 USD")
        if len(evidence) > _MAX_EVIDENCE:
            problems.append(f"{where}: longer than {_MAX_EVIDENCE} characters")
        places = _places(text, evidence)
        if not places:
            problems.append(f"{where}: does not occur")
            continue
        built.append({**relation, "start": places[0][0], "end": places[0][1]})
    return built


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Return where some words stand, any white space equal to any other."""
    pattern = r"\s+".join(map(re.escape, words.split()))  # `We expect that` may be broken over lines
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []


def _names(annotation: Mapping[str, Any], group: str) -> set[str]:
    return {entity["name"] for entity in annotation.get(group, ())}


def _unlisted(where: str, what: str, name: str | None, listed: set[str]) -> Iterator[str]:
    if name is not None and name not in listed:
        yield f"{where}: {what} {name!r} is no row"


def _unknown(where: str, what: str, value: str, known: Iterable[str]) -> Iterator[str]:
    if value not in known:
        yield f"{where}: {what} {value!r} is none of {', '.join(known)}"
