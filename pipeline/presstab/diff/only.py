"""Which changes are wanted: `--only label=ORG,kind=removed`."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from presstab.diff.causes import CAUSES
from presstab.diff.change import MIRROR, Change
from presstab.errors import InputError
from presstab.schema import LABELS, TABLES

# The values that each may have; any where there are none.
_KNOWN: dict[str, Collection[str]] = {
    "label": LABELS,
    "kind": MIRROR,
    "table": TABLES,
    "cause": CAUSES,
    "doc_id": (),
}


def parse_only(given: str) -> dict[str, str]:
    """Return what changes must be, by the name of the field.

    Raises:
        InputError: a part is no `name=value`, or names what there is not; the message lists what there is.
    """
    wanted = {}
    for part in filter(None, given.split(",")):
        name, _, value = part.partition("=")
        if name not in _KNOWN or not value:
            raise InputError(f"--only {part}: write NAME=VALUE with a name of {', '.join(_KNOWN)}")
        known = _KNOWN[name]
        if known and (unknown := [one for one in _parts(name, value) if one not in known]):
            raise InputError(f"--only {name}={unknown[0]}: one of {', '.join(known)}")
        wanted[name] = value
    return wanted


def is_wanted(change: Change, wanted: Mapping[str, str]) -> bool:
    """Return whether a change is all that is wanted."""
    return all(_parts(name, getattr(change, name)) == _parts(name, value) for name, value in wanted.items())


def _parts(name: str, value: str | None) -> frozenset[str]:
    """Return the causes of a change that has several, in any order; any other value alone."""
    return frozenset((value or "").split("+") if name == "cause" else [value or ""])
