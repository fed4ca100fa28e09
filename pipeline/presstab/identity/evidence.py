"""What joined a name to an entity, in a few words that a table can hold."""

from __future__ import annotations

from collections import Counter

from presstab.identity.entity import Group, Member
from presstab.spelling import spellings
from presstab.text import slug

ONE_RELEASE, EQUAL, SPELLED, SHORT, RARE = "one release", "equal name", "spelling", "abbreviation", "rare name"


class Joined:
    """What joined the names of an entity: made once, asked for each of them."""

    def __init__(self, group: Group) -> None:
        self._group = group
        self._is_of_one_release = len(group.docs) == 1
        borne = Counter(key for key, _ in {(member.key, member.doc_id) for member in group.members})
        self._keys = frozenset(borne)
        self._equal = {key for key, releases in borne.items() if releases > 1}

    def evidence(self, member: Member, form: str, *, is_acronym: bool) -> str:
        """Return why a form that a release gives is a name of the entity."""
        if self._is_of_one_release:
            return ONE_RELEASE
        if member.label == "PERSON":
            return _of_person(self._group, member)
        if is_acronym:
            return SHORT
        if not _are_spelled_alike(_without_legal_form(form, member), member.key):
            return ONE_RELEASE  # the release itself ties this form to the name
        if member.key in self._equal:
            return EQUAL
        if any(key != member.key and _are_spelled_alike(key, member.key) for key in self._keys):
            return SPELLED
        return _shared(self._group, member) or EQUAL


def _without_legal_form(form: str, member: Member) -> str:
    return slug(form).removesuffix(f"-{slug(member.facts.legal_form)}" if member.facts.legal_form else "")


def _are_spelled_alike(key: str, other: str) -> bool:
    return key == other or not spellings(key).isdisjoint(spellings(other))


def _of_person(group: Group, member: Member) -> str:
    """Return the organisation that ties a person's release to another, else that the name is rare."""
    others = [m for m in group.members if m.doc_id != member.doc_id]
    shared = sorted({o for m in others for o in m.organisation_ids} & set(member.organisation_ids))
    return f"shared organisation {shared[0]}" if shared else RARE


def _shared(group: Group, member: Member) -> str | None:
    """Return the listing or registry entry that a member of another key has too."""
    for other in group.members:
        if other.key == member.key:
            continue
        for ticker, exchange in member.facts.tickers:
            if (ticker, exchange) in other.facts.tickers:
                return f"shared ticker {ticker} {exchange}"
        entry = member.facts.registry
        if entry and entry == other.facts.registry:
            return f"registry {entry}"
    return None
