"""Groups to rows of the entity tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from presstab.categories import category_around
from presstab.identity.entity import Group, Member
from presstab.identity.evidence import Joined
from presstab.schema import ENTITY_PREFIX, PERSON
from presstab.terms import singular
from presstab.text import slug

_SHARE = 0.1  # of its releases give a name that is to be the row's
_STATED = 0.05  # ... an abbreviation that is to be the row's
_SEVERAL, _AGAIN = 5, 2  # of so many releases so many give it
Row = dict[str, Any]


def _counts(group: Group) -> Row:
    days = sorted(day for m in group.members if (day := m.facts.published_on))
    seen = (
        {"first_seen_on": days[0], "last_seen_on": days[-1]} if days else {"first_seen_on": None, "last_seen_on": None}
    )
    return {"n_documents": len(group.docs), "n_mentions": sum(m.n_mentions for m in group.members), **seen}


def _decided(group: Group) -> Row:
    """Return the cells that a person set, and that one decided."""
    return {**group.cells, "found_by": PERSON if group.is_decided else None}


def _fullest(group: Group) -> Member:
    """Return the member with the longest of the names that a share of its releases give: an odd one names no row.

    Of the spellings of a name (`CoinDesk`, `Coindesk`) the one counts that most give; an abbreviation where it is all.
    """
    more = {_spelled(m.name) for m in group.members if not m.is_acronym}
    members = [m for m in group.members if _spelled(m.name) in more] or group.members
    given = Counter(m.name for m in members)
    spelled: dict[str, list[str]] = defaultdict(list)
    for name in sorted(given, key=lambda name: (-given[name], name)):
        spelled[_spelled(name)].append(name)
    times = {names[0]: sum(given[name] for name in names) for names in spelled.values()}
    least = min(max(_SHARE * len(members), _AGAIN if len(members) >= _SEVERAL else 1), max(times.values()))
    best = max((name for name in times if times[name] >= least), key=lambda name: (len(name), name))
    return next(m for m in members if m.name == best)


def _spelled(name: str) -> str:
    return slug(name).replace("-", "")


def _first_fact(group: Group, fact: str) -> str | None:
    """Return the fact that most members state; ties to the first in order."""
    stated = [said for m in group.members if (said := getattr(m.facts, fact))]
    return max(sorted(set(stated)), key=stated.count) if stated else None


def organisation(group: Group) -> Row:
    """Return the row of `organisations`."""
    listings = [listing for m in group.members for listing in m.facts.tickers]
    ticker, exchange = listings[0] if listings else (None, None)
    known = {scheme: value for scheme, value, _ in _registered(group)}
    row = {
        "organisation_id": group.entity_id, "name": _fullest(group).name,
        "legal_name": _first_fact(group, "legal_name"), "legal_form": _first_fact(group, "legal_form"),
        "kind": _first_fact(group, "kind"), "ticker": ticker, "exchange": exchange,
        "country": _first_fact(group, "country") or _dateline_country(group),
        "lei": known.get("lei"), "wikidata_id": known.get("wikidata_id"), **_counts(group),
    }  # fmt: skip
    return row | _decided(group)


def _dateline_country(group: Group) -> str | None:
    """Return the country of all datelines of an organisation's own releases, if half of those that name it are.

    Of another's release it may be taken for the issuer: that says nothing of where it is.
    """
    stated = [m.facts.dateline_country for m in group.members if m.facts.dateline_country]
    return stated[0] if len(set(stated)) == 1 and 2 * len(stated) >= len(group.docs) else None


def person(group: Group) -> Row:
    """Return the row of `people`."""
    fullest = _fullest(group)
    row = {
        "person_id": group.entity_id, "name": fullest.name, "given_name": fullest.facts.given_name,
        "family_name": fullest.facts.family_name, **_counts(group),
    }  # fmt: skip
    return row | _decided(group)


def technology(group: Group) -> Row:
    """Return the row of `technologies`; its parent may be no row of it."""
    parent = slug(_first_fact(group, "parent") or "")
    # The commonest name that is no abbreviation, where there is one.
    names = [m.name for m in group.members if m.name not in m.facts.acronyms] or [m.name for m in group.members]
    category, found_by = _category(group)
    row = {
        "technology_id": group.entity_id, "name": max(sorted(set(names)), key=names.count),
        "abbreviation": _abbreviation(group), "category": category, "category_found_by": found_by,
        "wikidata_id": None, "parent_id": ENTITY_PREFIX["TECH"] + parent if parent else None, **_counts(group),
    }  # fmt: skip
    return row | _decided(group)


def _abbreviation(group: Group) -> str | None:
    """Return the abbreviation that most releases state, if a share of all does."""
    stated = Counter(m.facts.abbreviation for m in group.members if m.facts.abbreviation)
    most = max(sorted(stated), key=lambda short: stated[short], default=None)
    return most if most and stated[most] >= _STATED * len(group.members) else None


def _category(group: Group) -> tuple[str | None, str | None]:
    """Return the category of a technology and what told it: the lexicon, the head of its name, its neighbours."""
    for fact, found_by in (("category", "lexicon"), ("category_by_head", "head")):
        if category := _first_fact(group, fact):
            return category, found_by
    around: Counter[str] = Counter()
    for member in group.members:
        around.update(member.facts.around)
    category = category_around(around)
    return category, "neighbours" if category else None


def aliases(group: Group) -> list[Row]:
    """Return its rows of `aliases`, each with what joined it and the first release that gives it."""
    counts: dict[str, int] = defaultdict(int)
    first: dict[str, Member] = {}
    acronyms: set[str] = set()
    for member in group.members:
        acronyms |= set(member.facts.acronyms)
        for form, number in member.facts.forms.items():
            counts[form] += number
            first.setdefault(form, member)
    shorts = {form for form in counts if not acronyms.isdisjoint({form, singular(form)})}  # AI and GPUs
    joined = Joined(group)
    rows = [
        {
            "entity_id": group.entity_id,
            "alias": form,
            "kind": "acronym" if form in shorts else "name",
            "n_mentions": n,
            "evidence": PERSON
            if first[form] in group.told
            else joined.evidence(first[form], form, is_acronym=form in shorts),
            "doc_id": first[form].doc_id,
        }
        for form, n in sorted(counts.items())
    ]
    bare = {"kind": "former_id", "n_mentions": 0, "evidence": None, "doc_id": None}
    former = [{"entity_id": group.entity_id, "alias": old, **bare} for old in sorted(group.former_ids - set(counts))]
    return rows + former


def _registered(group: Group) -> list[tuple[str, str, str]]:
    """Return the identifiers that the registry gives the members, each once, in order."""
    return sorted({(s, v, e) for m in group.members for s, v, e in m.facts.identifiers})


def identifiers(group: Group) -> list[Row]:
    """Return its rows of `identifiers`."""
    first: dict[str, str | None] = {}
    for member in group.members:
        for ticker, exchange in member.facts.tickers:
            first.setdefault(ticker, exchange)
    rows = {("ticker", ticker): (exchange, "release") for ticker, exchange in first.items()}
    for scheme, value, exchange in _registered(group):
        rows.setdefault((scheme, value), (exchange or None, "registry"))
    return [
        {"entity_id": group.entity_id, "scheme": scheme, "value": value, "exchange": exchange, "source": source}
        for (scheme, value), (exchange, source) in sorted(rows.items())
    ]
