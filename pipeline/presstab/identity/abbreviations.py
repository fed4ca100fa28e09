"""Which name an abbreviation that stands alone is short for: what releases that define it agree on. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_SURE = 3  # letters: of a longer abbreviation two issuers who define it are enough
_LONG = 5  # letters: one release that defines it is enough; of a government's abbreviation one letter less
_FEW, _MORE = 2, 3  # releases that must define one of more letters, and one of fewer


Uses = Iterable[Mapping[str, Any]]


@dataclass
class _Uses:
    """The releases that use one abbreviation: who defines it, by the key of the long form, and who names it alone."""

    definitions: dict[str, list[Mapping[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    alone: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def defining(self) -> list[Mapping[str, Any]]:
        """Every definition, whatever the long form."""
        return [use for uses in self.definitions.values() for use in uses]


def meanings(rows: Iterable[Mapping[str, Any]], words: Container[str] = ()) -> dict[str, str]:
    """Return the key of the long form of each abbreviation that means one thing wherever it stands alone.

    `words` are those of the language that organisations like to make their abbreviation (`spark`).

    A row is a use: `short` (lower case), `name` as written, `doc_id`, `key` of the long form (None where it stands
    alone), the `kind` of the organisation, `issuer` and `people` of the release, and `is_apart` where a release names
    both and ties them not.
    """
    uses: dict[str, _Uses] = defaultdict(_Uses)
    for row in rows:
        of_short = uses[row["short"]]
        (of_short.alone if row["key"] is None else of_short.definitions[row["key"]]).append(row)
    found = {short: _meaning(short, of_short, is_word=short in words) for short, of_short in sorted(uses.items())}
    return {short: key for short, key in found.items() if key}


def _meaning(short: str, uses: _Uses, *, is_word: bool) -> str | None:
    if not uses.alone or any(use["is_apart"] for use in uses.alone):
        return None
    core = _core(short, uses.definitions)
    if core is None or not _is_written_so(short, uses):
        return None
    own = uses.definitions[core]
    if _is_common(short, own) or (not is_word and _is_long(short, own)) or _is_known_there(own, uses.alone):
        return core
    return None


def _core(short: str, keys: Iterable[str]) -> str | None:
    """Return the long form that all others only cut at the start or go on after, None where two differ.

    `ethernet` is cut of `power-over-ethernet`; `acme-labs-drone-team` goes on after `acme-labs`.
    """
    whole = [key for key in keys if key[0] == short[0]]
    core = min(whole, key=lambda key: (len(key), key), default=None)
    return core if core and all(core in key or core.endswith(key) for key in keys) else None


def _is_written_so(short: str, uses: _Uses) -> bool:
    """Return whether what stands alone is written as an abbreviation: `AV`, `PoE`, not `A/V`, `Dex`."""
    written = {use["name"] for use in uses.defining} | {short.upper()}
    return all(
        use["name"] in written or use["name"].removesuffix("s") in written or _is_mixed(use["name"])
        for use in uses.alone
    )


def _is_mixed(name: str) -> bool:
    """Return whether a long abbreviation has capitals within, however it is written otherwise: GenAi of GenAI."""
    return len(name) >= _LONG and name.isalnum() and any(letter.isupper() for letter in name[1:])


def _is_common(short: str, defining: Uses) -> bool:
    """Return whether everyone may use an abbreviation so: several issuers define it, or it is a government's.

    A company's abbreviation is another company's name elsewhere (BMW), so it joins nobody by being defined.
    """
    docs, issuers = {use["doc_id"] for use in defining}, {use["issuer"] for use in defining}
    kinds = {use["kind"] for use in defining}
    if kinds == {"government"} and len(docs) >= _FEW:
        return True
    least = _FEW if len(short) > _SURE else _MORE
    return "company" not in kinds and len(issuers) > 1 and len(docs) >= least


def _is_long(short: str, defining: Uses) -> bool:
    """Return whether an abbreviation is so long that one release tells what it means: hardly two share it."""
    kinds = {use["kind"] for use in defining}
    return "company" not in kinds and len(short) >= (_LONG - 1 if kinds == {"government"} else _LONG)


def _is_known_there(defining: Uses, alone: Uses) -> bool:
    """Return whether every release that uses it alone has an issuer or a person of one that defines it."""
    known = {name for use in defining for name in _around(use)}
    return all(not known.isdisjoint(_around(use)) for use in alone)


def _around(use: Mapping[str, Any]) -> Iterator[str]:
    if use["issuer"]:
        yield use["issuer"]
    yield from use["people"] or ()
