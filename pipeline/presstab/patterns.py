"""Rules and lists, as their files hold them, to what reads a text by them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from presstab.names.descriptions import DescriptionRules, Descriptions, escaped
from presstab.names.legal_forms import LegalForms
from presstab.names.shares import NameShares
from presstab.rules import Rule, joined
from presstab.terms import singular
from presstab.text import CAPITALS, collapse, slug

Row = Mapping[str, str]


def legal_forms(lists: Mapping[str, Any]) -> LegalForms:
    """Return the legal forms of `legal_forms.yml`."""
    entries, before = lists["suffixes"], [entry["form"] for entry in lists["prefixes"]]
    countries = {e["form"]: e["in"].split() for e in entries}
    plain = [e["form"] for e in entries if e.get("plain")]
    return LegalForms(list(countries), plain, countries, before, lists["short"], lists["others"])


_SMALL = r"(?:of|and|for|the|de|du|di|der|&)"
# A full stop belongs to a short word only: `St. Jude`, not `Civitas. The`. No word is longer than 60 characters; a run
# such as A-A-A-… would be read to its end from each of its letters.
_WORD = rf"(?:[{CAPITALS}0-9][\w&'’+\-]{{0,60}}|[A-Z][a-z]{{0,2}}\.|(?:[A-Z]\.)+)"
# One to six capitalised words, small words only between two of them; on one line.
_NAME = rf"{_WORD}(?:[ ](?:{_SMALL}[ ])?{_WORD}){{0,5}}"


class Honorifics(NamedTuple):
    """What stands before names of people, case folded, and the pattern of one with the blank after it."""

    words: frozenset[str]
    pattern: str

    @classmethod
    def of(cls, words: Sequence[str]) -> Honorifics:
        """Return the words of `honorifics.yml`."""
        written = "|".join(re.escape(word).replace("\\ ", r"\s+") for word in words)
        return cls(frozenset(map(str.casefold, words)), rf"(?:(?i:{written})\b\.?\s+)")


def words_of_rules(
    legal: LegalForms, ends: OrganisationEnds, exchanges: Iterable[str], honorifics: Honorifics
) -> dict[str, str | list[str]]:
    """Return what rules of all stages call `{name}`, `{form}`, `{prefix}`, `{upper}`, `{head}`, `{company_end}` and so on.

    `{form}` is a legal form, `{prefix}` one before a name, `{upper}` any capital within `[]`, `{honorific}` an honorific with
    the blank after it, `{exchange}` the name of a stock exchange; the last are the words that end names of organisations,
    by their use.
    """
    used = {"head": "rule", "company_end": "company", "any_end": "any", "last_end": "last"}
    words: dict[str, str | list[str]] = {name: list(map(re.escape, ends.used(use))) for name, use in used.items()}
    words["exchange"] = escaped(exchanges)
    return {
        "name": _NAME, "form": legal.pattern, "prefix": legal.prefix, "upper": CAPITALS, "honorific": honorifics.pattern,
        **words,
    }  # fmt: skip


def organisation_rules(rules: Iterable[Rule]) -> re.Pattern[str]:
    """Return the rules of `rules/organisations.yml` as one pattern."""
    return joined(rules, r"(?<![\w@.])", r"(?!\w)")


class TitlePatterns(NamedTuple):
    """How the title of an office looks: in the singular, in the plural, and what every one has."""

    single: re.Pattern[str]
    shared: re.Pattern[str]
    office: re.Pattern[str]

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> TitlePatterns:
        """Return the patterns of the words of `titles.yml`."""
        return cls(_single_title(words), _shared_title(words), _office_word(words))


def _single_title(words: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of an office's title: modifiers, a head, coordinated heads, what it is for."""
    head = rf"(?i:(?:{'|'.join(map(re.escape, sorted(words['heads'], key=len, reverse=True)))}))\b"
    modifier = rf"(?:(?i:{'|'.join(map(re.escape, sorted(set(words['modifiers']), key=len, reverse=True)))})\b|[A-Z][\w&]*(?:[/\-][a-z0-9][\w&]*)*)"
    # Senior Vice President; Head – Revenue; Vice President, Sales; E-commerce Director. A capital after a hyphen begins a
    # modifier of its own: were it both that and of the word before, A-A-A-… would be parted in all ways.
    title = rf"(?:{modifier}[ \-/]){{0,8}}{head}"
    # CEO and co-founder; President & CEO; Founder, President and CEO; Chairman/CEO
    joined = rf"{title}(?:(?:,?[ ](?:and|&)[ ]|,[ ]|/|[ ]?\|[ ])(?:{title})){{0,3}}"
    # of research and development; of North America; for Life Care Solutions
    purpose = r"(?:[ ](?:of|for)[ ](?:the[ ])?(?:[\w&'’\-]+(?:,?[ ](?:and|&|of)[ ]|,[ ]|[ ])){0,6}?[\w&'’\-]+(?=$|[\s]*[.,;:)\n\"”“]|[ ](?:at|for|with|and|of|who|said|says)\b))?"
    return re.compile(rf"(?<![\w\-@./])(?:{joined}){purpose}")


def _office_word(words: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of what a title has: a capital, or a word for who or what one is (`trader`, not `business`)."""
    heads = "|".join(map(re.escape, [*words["heads"], *words["office_words"]]))
    return re.compile(rf"[A-Z]|(?:{heads}|er|or|ist|ian|ant|ent|man|men)s?\b")


def _shared_title(words: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of an office in the plural: `founders and managing partners`, `members of the Board`."""
    head = "|".join(sorted(map(_plural, map(re.escape, words["heads"])), key=len, reverse=True))
    modifier = "|".join(sorted({*words["modifiers"], *words["shared_modifiers"]}, key=len, reverse=True))
    title = rf"(?:(?:(?:{modifier})\b|[A-Z][\w&-]*)[ -]){{0,4}}(?i:{head})\b"
    purpose = r"(?: of (?:the )?(?:[Bb]oard(?: of [Dd]irectors)?|[A-Z][\w&-]+(?: (?:and |& )?[A-Z][\w&-]+){0,3}))?"
    return re.compile(rf"(?<![\w-]){title}(?: (?:and|&) {title})?{purpose}")


def _plural(head: str) -> str:
    if head.endswith("man"):
        return f"{head[:-2]}en"
    return f"{head[:-1]}ies" if head.endswith("y") and not head.endswith("ey") else f"{head}s"


class Kinds(NamedTuple):
    """The kinds of organisations with the patterns of their names, in the order in which they count."""

    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    company_office: re.Pattern[str]

    def shows_company(self, title: str) -> bool:
        """Return whether hardly anything but a company has an office of that title."""
        return self.company_office.search(title) is not None

    def of(self, name: str) -> str | None:
        """Return the kind that a name's own words show: education, government, nonprofit, media; else None."""
        return next((kind for kind, pattern in self.patterns if pattern.search(name)), None)


class PlaceNames(NamedTuple):
    """Names of places and nationalities, each with its kind, its country and what it is used for: `places.csv`."""

    rows: Sequence[Row]

    def used(self, use: str) -> dict[str, str]:
        """Return the names of a use with their countries (ISO 3166-1 alpha-2), empty where none is given."""
        return {row["name"]: row["country"] for row in self.rows if use in row["uses"].split()}

    def states(self) -> list[str]:
        """Return the names of states and provinces, and their abbreviations."""
        return [row["name"] for row in self.rows if row["kind"] == "region" and "seat" in row["uses"].split()]


def words_of_descriptions(kinds: Mapping[str, Iterable[str]], places: PlaceNames) -> dict[str, list[str]]:
    """Return what rules call `{kind}`, what an organisation is; `{seat}`, where it may be based; `{nation}` and `{state}`."""
    nouns = (noun for nouns in kinds.values() for noun in nouns)
    seats, nations = places.used("seat"), places.used("nation")
    return {
        "kind": escaped(nouns), "seat": escaped(seats), "nation": escaped(nations), "state": escaped(places.states()),
    }  # fmt: skip


def descriptions(rules: DescriptionRules, kinds: Mapping[str, Iterable[str]], places: PlaceNames) -> Descriptions:
    """Return what reads an organisation's kind and country from the words around its name."""
    uses = [places.used(use) for use in ("seat", "nation", "within", "unsure")]
    return Descriptions(rules, kinds, *uses)


class CommonNames(NamedTuple):
    """Names that many organisations bear: supreme-court, ministry-of-transport, with what some of them begin with."""

    keys: frozenset[str]
    beginnings: tuple[str, ...] = ()
    places: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str], beginnings: Iterable[str] = (), places: Iterable[str] = ()) -> CommonNames:
        """Return the names of `common_organisations.yml`; those with a place in them are no common ones."""
        begin = tuple(f"{slug(words)}-" for words in beginnings)
        return cls(frozenset(_folded(slug(name)) for name in names), begin, frozenset(map(slug, places)))

    def hold(self, key: str) -> bool:
        """Return whether many organisations are called by the name of a key.

        >>> names = CommonNames.of(["chamber of commerce"], ["ministry of"], ["Kenya"])
        >>> [names.hold(key) for key in ("chambers-of-commerce", "acme", "ministry-of-water", "ministry-of-water-kenya")]
        [True, False, True, False]
        """
        if key.startswith(self.beginnings):
            return not any(f"-{place}-" in f"-{key}-" for place in self.places)
        return _folded(key) in self.keys


def _folded(key: str) -> str:
    return "-".join(singular(word) for word in key.split("-"))


def name_shares(common: Iterable[Row], short: Iterable[Row]) -> NameShares:
    """Return how common names of people are, and short forms of given names: `name_shares.csv`, `short_names.csv`."""
    shares: dict[str, dict[str, float]] = {"given": {}, "family": {}}
    for row in common:
        shares[row["part"]][row["name"]] = float(row["share"])
    return NameShares(shares["given"], shares["family"], [(row["short"], row["name"]) for row in short])


@dataclass(frozen=True)
class OrganisationEnds:
    """The words that end names of organisations, each with what it is used for: `organisation_ends.csv`."""

    rows: Sequence[Row]

    @cached_property
    def apart(self) -> frozenset[str]:
        """Return, in lower case, the last words of daughters and units, not of the company itself.

        A longer name that ends so is an organisation of its own beside the shorter one: Honda and Honda Research
        Institute. A bank, a club or a university is what its short name means: Acme and Acme Bank.
        """
        return frozenset(map(str.lower, self.used("apart")))

    @cached_property
    def same(self) -> frozenset[str]:
        """Return, in lower case, the words that any company's name may end with or not: Acme and Acme Group."""
        return frozenset(map(str.lower, self.used("same")))

    def used(self, *uses: str) -> tuple[str, ...]:
        """Return the words for any of these uses, the longest first."""
        words = (row["word"] for row in self.rows if not set(uses).isdisjoint(row["uses"].split()))
        return tuple(sorted(words, key=lambda word: (-len(word), word)))


class NotTechnologies(NamedTuple):
    """The words that name no technology alone, case folded, and the pattern of what never does."""

    words: frozenset[str]
    pattern: re.Pattern[str]

    @classmethod
    def of(cls, lists: Mapping[str, Any]) -> NotTechnologies:
        """Return what `not_technologies.yml` holds."""
        words = frozenset(str(word).casefold() for word in lists["words"])
        return cls(words, re.compile("|".join(f"(?:{pattern})" for pattern in lists["patterns"]), re.IGNORECASE))

    def hold(self, text: str) -> bool:
        """Return whether a string is never a technology by itself.

        >>> no = NotTechnologies.of({"words": ["device"], "patterns": ["[0-9]+MW"]})
        >>> [no.hold(text) for text in ("Devices", "500MW", "digital twin")]
        [True, True, False]
        """
        folded = collapse(text).casefold()
        return (
            folded in self.words or folded.removesuffix("s") in self.words or self.pattern.fullmatch(folded) is not None
        )


_OWNER_MARK = re.compile(r"['’]s$")


class NotOrganisations(NamedTuple):
    """Places and words that are no organisation, case folded, the last words of what is none, and what a country's name adds."""

    places: frozenset[str]
    generic: frozenset[str]
    last_words: frozenset[str]
    state: re.Pattern[str]

    @classmethod
    def of(cls, lists: Mapping[str, Any], places: frozenset[str]) -> NotOrganisations:
        """Return what `not_organisations.yml` holds, beside places."""
        generic, last_words = frozenset(map(str.casefold, lists["generic"])), frozenset(lists["last_words"])
        return cls(places, generic, last_words, re.compile(lists["state"], re.VERBOSE))

    def hold(self, name: str) -> bool:
        """Return whether a string is never an organisation by itself, or ends like a place, an event or a product.

        >>> lists = {"generic": ["ceo"], "last_words": ["Coin"], "state": "kingdom[ ]of[ ](?P<place>.+)"}
        >>> no = NotOrganisations.of(lists, frozenset(["norway"]))
        >>> [no.hold(name) for name in ("CEO", "Acme Coin", "Kingdom of Norway", "Coin", "Park Hotels")]
        [True, True, True, False, False]
        """
        before, _, last = name.rpartition(" ")
        folded = _OWNER_MARK.sub("", name.casefold())
        state = self.state.fullmatch(folded)
        return (
            folded in self.places
            or folded in self.generic
            or bool(before and last in self.last_words)
            or bool(state and state["place"] in self.places)
        )
