"""Loads and checks the rules and lexicons of `resources/`."""

from __future__ import annotations

import csv
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from presstab.categories import Heads
from presstab.errors import ResourceError
from presstab.names.descriptions import Descriptions
from presstab.names.organisations import LegalForms
from presstab.names.shares import NameShares
from presstab.terms import singular
from presstab.text import CAPITALS, collapse, slug

RESOURCES = Path(__file__).parent / "resources"
OVERLAY = "PRESSTAB_RESOURCES"  # a folder whose files stand in for packaged ones: to try an edit before it is made


def resource(name: str) -> Path:
    """Return where a packaged file is, or what stands in for it."""
    over = Path(os.environ.get(OVERLAY) or RESOURCES) / name
    return over if over.exists() else RESOURCES / name


@cache
def load_resource(name: str) -> Any:
    """Return the content of `resources/<name>.yml`.

    Raises:
        ResourceError: it is missing or no YAML.
    """
    path = resource(f"{name}.yml")
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ResourceError(f"{path.name}: {error}") from error


@cache
def load_legal_forms() -> LegalForms:
    """Return the packaged legal forms."""
    lists = load_resource("legal_forms")
    entries, before = lists["suffixes"], [entry["form"] for entry in lists["prefixes"]]
    countries = {e["form"]: e["in"].split() for e in entries}
    return LegalForms(list(countries), [e["form"] for e in entries if e.get("plain")], countries, before)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV lexicon with a header line; lines that begin with `#` are comments."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(line for line in file if not line.startswith("#")))
    except OSError as error:
        raise ResourceError(f"{path}: {error}") from error


_SMALL = r"(?:of|and|for|the|de|du|di|der|&)"
# A full stop belongs to a short word only: `St. Jude`, not `Civitas. The`. No word is longer than 60 characters; a run
# such as A-A-A-… would be read to its end from each of its letters.
_WORD = rf"(?:[{CAPITALS}0-9][\w&'’+\-]{{0,60}}|[A-Z][a-z]{{0,2}}\.|(?:[A-Z]\.)+)"
# One to six capitalised words, small words only between two of them; on one line.
_NAME = rf"{_WORD}(?:[ ](?:{_SMALL}[ ])?{_WORD}){{0,5}}"


@cache
def load_organisation_rules() -> re.Pattern[str]:
    """Return the rules of `organisation_rules.yml` as one pattern; a group is a rule's id.

    Group names write `__` for the full stop of an id.

    Raises:
        ResourceError: a rule is no regular expression.
    """
    rules = load_resource("organisation_rules")["rules"]
    stand_for = {"{name}": _NAME, "{form}": load_legal_forms().pattern, "{head}": "|".join(organisation_ends("rule"))}
    parts = []
    for entry in rules:
        pattern = entry["pattern"]
        for word, meant in stand_for.items():
            pattern = pattern.replace(word, meant)
        parts.append(f"(?P<{entry['id'].replace('.', '__')}>{pattern})")
    try:
        return re.compile(r"(?<![\w@.])(?:" + "|".join(parts) + r")(?!\w)")
    except re.error as error:
        raise ResourceError(f"organisation_rules.yml: {error}") from error


@cache
def load_exchanges() -> dict[str, str]:
    """Return the ISO 10383 code of every exchange by its name, case folded."""
    return {name.casefold(): code for name, code in load_resource("exchanges")["exchanges"].items()}


@cache
def load_titles() -> re.Pattern[str]:
    """Return the pattern of an office's title: modifiers, a head, coordinated heads, what it is for."""
    words = load_resource("titles")
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


@cache
def load_office_words() -> re.Pattern[str]:
    """Return the pattern of what a title has: a capital, or a word for who or what one is (`trader`, not `business`)."""
    words = load_resource("titles")
    heads = "|".join(map(re.escape, [*words["heads"], *words["office_words"]]))
    return re.compile(rf"[A-Z]|(?:{heads}|er|or|ist|ian|ant|ent|man|men)s?\b")


@cache
def load_shared_titles() -> re.Pattern[str]:
    """Return the pattern of an office in the plural: `founders and managing partners`, `members of the Board`."""
    words = load_resource("titles")
    head = "|".join(sorted(map(_plural, map(re.escape, words["heads"])), key=len, reverse=True))
    modifier = "|".join(sorted({*words["modifiers"], *words["shared_modifiers"]}, key=len, reverse=True))
    title = rf"(?:(?:(?:{modifier})\b|[A-Z][\w&-]*)[ -]){{0,4}}(?i:{head})\b"
    purpose = r"(?: of (?:the )?(?:[Bb]oard(?: of [Dd]irectors)?|[A-Z][\w&-]+(?: (?:and |& )?[A-Z][\w&-]+){0,3}))?"
    return re.compile(rf"(?<![\w-]){title}(?: (?:and|&) {title})?{purpose}")


def _plural(head: str) -> str:
    if head.endswith("man"):
        return f"{head[:-2]}en"
    return f"{head[:-1]}ies" if head.endswith("y") and not head.endswith("ey") else f"{head}s"


@cache
def load_kinds() -> list[tuple[str, re.Pattern[str]]]:
    """Return the kinds of organisations with the patterns of their names, in the order in which they count."""
    return [(entry["kind"], re.compile(entry["pattern"])) for entry in load_resource("organisation_kinds")["kinds"]]


def kind_of(name: str) -> str | None:
    """Return the kind of organisation that a name's own words show: education, government, nonprofit, media; else None."""
    return next((kind for kind, pattern in load_kinds() if pattern.search(name)), None)


@cache
def load_descriptions() -> Descriptions:
    """Return what reads an organisation's kind and country from the words after its name."""
    lists = load_resource("descriptions")
    places = {code: [*entry["names"], *lists["regions"].get(code, ())] for code, entry in lists["countries"].items()}
    adjectives = {code: entry.get("adjective", ()) for code, entry in lists["countries"].items()}
    return Descriptions(lists["kinds"], places, adjectives)


@cache
def _common_names() -> frozenset[str]:
    return frozenset(_folded(slug(name)) for name in load_resource("common_organisations")["names"])


def _folded(key: str) -> str:
    return "-".join(singular(word) for word in key.split("-"))


def is_common_name(key: str) -> bool:
    """Return whether many organisations are called by the name of a key: supreme-court, chamber-of-commerce."""
    return _folded(key) in _common_names()


@cache
def load_technology_heads() -> Heads:
    """Return what tells a technology's category from the words of its name."""
    lists = load_resource("technology_heads")
    return Heads(lists["heads"], lists["words"])


@cache
def load_name_shares() -> NameShares:
    """Return how common names of people are, and short forms of given names."""
    shares: dict[str, dict[str, float]] = {"given": {}, "family": {}}
    for row in read_rows(resource("name_shares.csv")):
        shares[row["part"]][row["name"]] = float(row["share"])
    short = [(row["short"], row["name"]) for row in read_rows(resource("short_names.csv"))]
    return NameShares(shares["given"], shares["family"], short)


@cache
def organisation_ends(*uses: str) -> tuple[str, ...]:
    """Return the words of `organisation_ends.csv` that end names of organisations for any of these uses, the longest first."""
    rows = read_rows(resource("organisation_ends.csv"))
    words = (row["word"] for row in rows if not set(uses).isdisjoint(row["uses"].split()))
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def load_places() -> frozenset[str]:
    """Return the places of `places.csv`, case folded."""
    return frozenset(row["name"].casefold() for row in read_rows(resource("places.csv")))


@cache
def load_not_technologies() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the words that name no technology alone, case folded, and the pattern of what never does."""
    lists = load_resource("not_technologies")
    words = frozenset(str(word).casefold() for word in lists["words"])
    return words, re.compile("|".join(f"(?:{pattern})" for pattern in lists["patterns"]), re.IGNORECASE)


def is_no_technology(text: str) -> bool:
    """Return whether a string is never a technology by itself.

    >>> [is_no_technology(text) for text in ("Devices", "500MW", "digital twin")]
    [True, True, False]
    """
    words, pattern = load_not_technologies()
    folded = collapse(text).casefold()
    return folded in words or folded.removesuffix("s") in words or pattern.fullmatch(folded) is not None


_OWNER_MARK = re.compile(r"['’]s$")
# People's Republic of China: a country by its full name
_STATE = re.compile(
    r"(?:(?:people['’]s|democratic|socialist|federal|federative|islamic|arab|oriental|free) )*"
    r"(?:republic|kingdom|commonwealth|sultanate|principality|state|emirate) of (?:the )?(?P<place>.+)"
)


@cache
def _load_not_organisations() -> tuple[frozenset[str], frozenset[str]]:
    lists = load_resource("not_organisations")
    return load_places().union(entry.casefold() for entry in lists["generic"]), frozenset(lists["last_words"])


def is_no_organisation(name: str) -> bool:
    """Return whether a string is never an organisation by itself, or ends like a place, an event or a product.

    >>> [is_no_organisation(name) for name in ("CEO", "Acme Coin", "Kingdom of Norway", "Coin", "Park Hotels")]
    [True, True, True, False, False]
    """
    strings, last_words = _load_not_organisations()
    before, _, last = name.rpartition(" ")
    folded = _OWNER_MARK.sub("", name.casefold())
    state = _STATE.fullmatch(folded)
    return folded in strings or bool(before and last in last_words) or bool(state and state["place"] in load_places())
