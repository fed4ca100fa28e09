"""Terms that releases use and no lexicon knows, as rows for a lexicon of one's own."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, NamedTuple

from presstab.corpus.release import Release
from presstab.lexicon import Lexicon
from presstab.text import reading

if TYPE_CHECKING:
    from spacy.language import Language

_REACH = 60  # characters of an example on either side of the term
COLUMNS = ("name", "aliases", "abbreviations", "category", "parent", "guard", "action", "n_documents", "example")


class Suggestion(NamedTuple):
    """A term with its forms, the number of releases that name it, and where one does."""

    name: str
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...]
    n_documents: int
    example: str


def suggest(nlp: Language, lexicon: Lexicon, releases: Iterable[Release], least: int) -> list[Suggestion]:
    """Return the technologies that at least `least` releases name and no lexicon holds, the commonest first."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    forms: dict[str, set[str]] = defaultdict(set)
    shorts: dict[str, set[str]] = defaultdict(set)
    examples: dict[str, str] = {}
    for release in releases:
        doc = nlp(release.text)
        for entity in doc._.press_entities.items:
            if entity.label != "TECH" or lexicon.get(entity.key) is not None:
                continue
            names[entity.key][entity.name] += 1
            shorts[entity.key] |= set(entity.acronyms)
            forms[entity.key] |= set(entity.forms)
            first = doc._.press_mentions.items[entity.mentions[0]]
            around = release.text[max(0, first.start - _REACH) : first.end + _REACH]
            examples.setdefault(entity.key, reading(around))
    found = []
    for key, counted in names.items():
        if counted.total() >= least:
            name = max(sorted(counted), key=lambda n: counted[n])
            others = {form.lower() for form in forms[key]} - {name.lower()} - {s.lower() for s in shorts[key]}
            aliases = tuple(sorted(form for form in others if form.rstrip("s") != name.lower().rstrip("s")))
            found.append(Suggestion(name, aliases, tuple(sorted(shorts[key])), counted.total(), examples[key]))
    return sorted(found, key=lambda s: (-s.n_documents, s.name))


def write_suggestions(suggestions: Iterable[Suggestion], file: IO[str]) -> None:
    """Write suggestions as a lexicon with two columns more: how many releases, and an example."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for s in suggestions:
        forms = ("|".join(s.aliases), "|".join(s.abbreviations))
        writer.writerow([s.name, *forms, "", "", "", "add", s.n_documents, s.example])
