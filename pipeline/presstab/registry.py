"""The registry of organisations: packaged listings, a user's own file, and how names are looked up in them. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick

from presstab.errors import InputError, ResourceError
from presstab.names.legal_forms import LegalForms
from presstab.names.organisations import acronyms, name_key, without_united_states
from presstab.patterns import Row
from presstab.text import collapse

ADD, IGNORE = "add", "ignore"
_OWN_COLUMNS = frozenset(["name", "aliases", "action", "kind", "country"])
Identifier = tuple[str, str, str]  # scheme, value, exchange (empty where the scheme knows none)


@dataclass(frozen=True)
class RegistryEntry:
    """An organisation: `identifiers` are (scheme, value, exchange); `is_own` where the user's file holds it."""

    name: str
    kind: str = ""
    country: str = ""
    identifiers: tuple[Identifier, ...] = ()
    is_own: bool = False

    @property
    def listings(self) -> list[tuple[str, str]]:
        """Return (ticker, exchange) of every listing."""
        return [(value, exchange) for scheme, value, exchange in self.identifiers if scheme == "ticker"]


@dataclass(frozen=True)
class Registry:
    """Entries by the user's aliases (any case), by listing, and by name key; the user's names to find and to ignore.

    `legal` are the legal forms that names are read with; `known` are well-known organisations by all their names, in
    any case.
    """

    legal: LegalForms
    by_alias: Mapping[str, RegistryEntry] = field(default_factory=dict)
    by_listing: Mapping[tuple[str, str], RegistryEntry] = field(default_factory=dict)
    by_key: Mapping[str, RegistryEntry] = field(default_factory=dict)
    known: Mapping[str, RegistryEntry] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    automaton: AhoCorasick | None = None

    def find(self, text: str) -> Iterator[tuple[int, int, RegistryEntry]]:
        """Yield where the user's names stand as whole words in `text`, the longest first at each place."""
        if self.automaton is None:
            return
        found = self.automaton.find_matches_as_indexes(text, overlapping=True)
        done = 0
        for number, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
            before, after = text[start - 1 : start], text[end : end + 1]
            is_whole = not (before.isalnum() or after.isalnum() or before in {"@", "_"} or after == "_")
            if is_whole and start >= done:
                done = end
                yield start, end, self.by_alias[fold_name(self.names[number])]

    def knows(self, name: str) -> bool:
        """Return whether an organisation bears exactly this name, legal forms aside."""
        return fold_name(name) in self.by_alias or name_key(name, self.legal) in self.by_key

    def known_as(self, forms: Iterable[str]) -> RegistryEntry | None:
        """Return the well-known organisation that goes by all of these names: `VW`, `Volkswagen AG`.

        A name of one key with a known one goes with it: `Supreme Court` beside `U.S. Supreme Court`.
        """
        known = {form: self._known_by(form) for form in forms}
        entries = [entry for entry in known.values() if entry is not None]
        if not entries or any(entry is not entries[0] for entry in entries):
            return None
        keys = {name_key(form, self.legal) for form, entry in known.items() if entry is not None}
        others = (form for form, entry in known.items() if entry is None)
        return entries[0] if all(name_key(form, self.legal) in keys for form in others) else None

    def _known_by(self, form: str) -> RegistryEntry | None:
        """Return the well-known entry of a name: as it stands, without its legal form, without its United States."""
        stem = self.legal.part(form).stem
        if entry := self.known.get(fold_name(form)) or self.known.get(fold_name(stem)):
            return entry
        entry = self.known.get(fold_name(without_united_states(form)))
        return entry if entry is not None and entry.country == "US" else None

    def lookup(self, forms: Iterable[str], listings: Iterable[tuple[str, str]]) -> RegistryEntry | None:
        """Return the entry that a release's forms and listings of one organisation name, by the surest evidence."""
        found = list(forms)
        for form in found:
            if entry := self.by_alias.get(fold_name(form)):
                return entry
        for listing in listings:
            entry = self.by_listing.get(listing)
            if entry is not None and (entry.is_own or any(_agree(form, entry.name, self.legal) for form in found)):
                return entry
        if entry := self.known_as(found):
            return entry
        for form in sorted(found, key=len, reverse=True):
            key = name_key(form, self.legal)
            # One word alone (`Target`) names nobody for certain; with its legal form it does.
            if (entry := self.by_key.get(key)) and ("-" in key or self.legal.part(form).form):
                return entry
        return None

    def of_others(self, forms: Iterable[str], listings: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
        """Yield (ticker, exchange, name) of the listings that the registry knows under another name."""
        found = list(forms)
        for listing in listings:
            entry = self.by_listing.get(listing)
            if (
                entry is not None
                and not entry.is_own
                and not any(_agree(form, entry.name, self.legal) for form in found)
            ):
                yield *listing, entry.name


def _agree(form: str, name: str, legal: LegalForms) -> bool:
    """Return whether two names may be one company's: a word is shared, or one abbreviates the other.

    A text may give a ticker to the wrong name: `Tarn Motor (NYSE: IBM)`.

    >>> name, legal = "INTERNATIONAL BUSINESS MACHINES CORP", LegalForms(["Corp"], [])
    >>> [_agree(form, name, legal) for form in ("IBM", "Business Machines", "Tarn Motor")]
    [True, True, False]
    """
    one, other = name_key(form, legal), name_key(name, legal)
    shared = {word for word in set(one.split("-")) & set(other.split("-")) if len(word) > 2}
    short_of = [{short.lower() for short in acronyms(legal.part(written).stem)} for written in (form, name)]
    return bool(shared) or one.replace("-", "") in short_of[1] or other.replace("-", "") in short_of[0]


def fold_name(name: str) -> str:
    """Return what spellings of an alias share: case and white space aside."""
    return collapse(name).casefold()


def packaged(rows: Iterable[Row], well_known: Iterable[Row], legal: LegalForms) -> Registry:
    """Return the registry of the packaged listed companies and well-known organisations.

    Raises:
        ResourceError: a name stands for two of the well-known.
    """
    by_listing: dict[tuple[str, str], RegistryEntry] = {}
    by_key: dict[str, RegistryEntry | None] = {}  # None: a name that two share
    for row in rows:
        listings = [tuple(listing.split(":")) for listing in row["listings"].split("|") if listing]
        identifiers = [("cik", row["cik"], ""), *(("ticker", ticker, exchange) for exchange, ticker in listings)]
        entry = RegistryEntry(row["name"], kind="company", country=row["country"], identifiers=tuple(identifiers))
        for listing in entry.listings:
            by_listing.setdefault(listing, entry)
        key = name_key(row["name"], legal)
        by_key[key] = None if key in by_key else entry
    unshared = {key: entry for key, entry in by_key.items() if entry is not None}
    return Registry(legal, {}, by_listing, unshared, _known(well_known, unshared, legal))


def _known(rows: Iterable[Row], by_key: Mapping[str, RegistryEntry], legal: LegalForms) -> dict[str, RegistryEntry]:
    """Return the well-known organisations by all their names."""
    known: dict[str, RegistryEntry] = {}
    for row in rows:
        # A listed one brings its identifiers.
        entry = by_key.get(name_key(row["name"], legal)) or RegistryEntry(row["name"], row["kind"], row["country"])
        for form in filter(None, (row["name"], *row["aliases"].split("|"))):
            other = known.setdefault(fold_name(form), entry)
            if other is not entry:
                raise ResourceError(f"well-known organisations: {form!r} stands for {entry.name} and for {other.name}")
    return known


def with_own(registry: Registry, rows: Iterable[Row], name: str) -> Registry:
    """Return a registry with the rows of a user's file over it: its names are found and win.

    Raises:
        InputError: a row has no name, an action is unknown, or an alias stands for two rows.
    """
    by_alias: dict[str, RegistryEntry] = {}
    line_of: dict[str, int] = {}
    ignored: set[str] = set()
    names: list[str] = []
    for line, row in enumerate(rows, 2):
        forms = _forms(row, name, line)
        if row.get("action") == IGNORE:
            ignored |= {fold_name(form) for form in forms}
            continue
        entry = _own_entry(row)
        for form in forms:
            folded = fold_name(form)
            if folded in by_alias and line_of[folded] != line:
                raise InputError(
                    f"{name}: {form!r} stands for two organisations, in line {line_of[folded]} and in line {line}"
                )
            by_alias[folded], line_of[folded] = entry, line
            names.append(form)
    listings = {listing: entry for entry in by_alias.values() for listing in entry.listings}
    return dataclasses.replace(
        registry,
        by_alias=by_alias,
        by_listing={**registry.by_listing, **listings},
        ignored=frozenset(ignored),
        names=tuple(names),
        automaton=AhoCorasick(names) if names else None,
    )


def _own_entry(row: Row) -> RegistryEntry:
    kind, country = row.get("kind") or "", row.get("country") or ""
    return RegistryEntry(row["name"], kind, country, tuple(_identifiers(row)), is_own=True)


def _forms(row: Row, path: str, line: int) -> list[str]:
    if not row.get("name") or (row.get("action") or ADD) not in {ADD, IGNORE}:
        raise InputError(f"{path}:{line}: a row needs a name, and as action {ADD} or {IGNORE}")
    return [row["name"], *(alias.strip() for alias in (row.get("aliases") or "").split("|") if alias.strip())]


def _identifiers(row: Row) -> Iterator[Identifier]:
    for scheme, value in row.items():
        if scheme and value and scheme not in _OWN_COLUMNS and scheme != "exchange":
            yield scheme, value, (row.get("exchange") or "") if scheme == "ticker" else ""
