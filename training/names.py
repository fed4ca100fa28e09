"""Exchanges the names of annotated releases: the recogniser learns kinds of names, not the names themselves."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from presstab.corpus.gold import GoldMention

from training.data import Annotated

# A word of a name that tells it from others: capitalised, three letters at least.
_DISTINCTIVE = re.compile(r"\b[A-Z][\w’'-]{2,}\b")
# A legal form as a release may write it: letters of the Latin script, no enumeration of several (`S.A. de C.V.`).
_FORM = re.compile(r"[A-Z][A-Za-z.& À-ž]{1,24}")
_FORM_WORDS = 3
# How often a new word of a name is odd, a legal form becomes another, a place stands before it, an organisation is a
# firm of surnames: more often than in releases, where each is rare and read wrongly.
ODD_WORD, OTHER_FORM, PLACE, SURNAMES = 0.1, 0.5, 0.15, 0.04


class NameSwapper:
    """Exchanges the distinctive words of names, the same way throughout a release, and the kinds of names.

    Words that stand in lower case anywhere in the texts (`Health`, `Energy`) are kept: they
    say what a name is. New ones are drawn from open lists and from the other releases.
    """

    def __init__(self, releases: Sequence[Annotated], gazetteers: Path) -> None:
        self._plain = {word for text, _ in releases for word in re.findall(r"\b[a-z]{3,}\b", text)}
        self._pools = {"ORG": _company_words(gazetteers), "PERSON": _person_words(gazetteers)}
        self._surnames = self._pools["PERSON"][: len(self._pools["PERSON"]) // 2]
        self._forms, self._places = _legal_forms(gazetteers)
        self._known_forms = {form.casefold() for form in self._forms}
        for _, mentions in releases:
            for mention in mentions:
                if mention.label in self._pools:
                    self._pools[mention.label] += self._words(mention.text)

    def swap(self, text: str, mentions: Sequence[GoldMention]) -> Annotated:
        """Return the release with other names; offsets fit the new text."""
        words = self._new_words(mentions)
        names: dict[tuple[str, str], str] = {}
        parts: list[str] = []
        moved: list[GoldMention] = []
        at = length = 0
        for mention in sorted(mentions, key=lambda m: m.start):
            if mention.start < at:
                continue
            key = (mention.label, mention.text)
            if key not in names:
                names[key] = self._new_name(mention, words)
            parts += [text[at : mention.start], names[key]]
            start = length + mention.start - at
            length = start + len(names[key])
            at = mention.end
            moved.append(replace(mention, start=start, end=length, text=names[key]))
        return "".join([*parts, text[at:]]), moved

    def _new_words(self, mentions: Sequence[GoldMention]) -> dict[str, str]:
        """Return another word for each distinctive word of the organisations and people."""
        new: dict[str, str] = {}
        for mention in mentions:
            for word in self._words(mention.text) if mention.label in self._pools else ():
                other = random.choice(self._pools[mention.label])
                is_odd = mention.label == "ORG" and random.random() < ODD_WORD
                new.setdefault(word, _odd(other) if is_odd else other)
        return new

    def _new_name(self, mention: GoldMention, words: dict[str, str]) -> str:
        name = _DISTINCTIVE.sub(lambda m: words.get(m[0], m[0]), mention.text)
        if mention.label != "ORG":
            return name
        if mention.text in words and random.random() < SURNAMES:
            return "{}, {} & {}".format(*random.sample(self._surnames, 3))
        stem, form = self._without_form(name)
        if not form:
            return name
        if random.random() < PLACE:
            stem = f"{stem} ({random.choice(self._places)})"
        return f"{stem} {random.choice(self._forms) if random.random() < OTHER_FORM else form}"

    def _without_form(self, name: str) -> tuple[str, str]:
        """Return a name without the legal form at its end, and that; the form is empty where there is none."""
        words = name.split(" ")
        for at in range(max(1, len(words) - _FORM_WORDS), len(words)):
            form = " ".join(words[at:])
            if form.casefold() in self._known_forms:
                return " ".join(words[:at]), form
        return name, ""

    def _words(self, name: str) -> list[str]:
        return [word for word in _DISTINCTIVE.findall(name) if word.lower() not in self._plain]


def _odd(word: str) -> str:
    """Return a word as names seldom are: a digit or a small letter first, a digit last, capitals within."""
    digit = random.randrange(2, 100)
    half = max(2, len(word) // 2)
    odd = (
        f"{digit}{word}",
        f"{word}{digit}",
        word.lower(),
        f"{word[:half].lower()}{word[half:].title()}",
        word.upper(),
    )
    return random.choice(odd)


def _company_words(gazetteers: Path) -> list[str]:
    with (gazetteers / "sec_company_tickers.csv").open(encoding="utf-8") as lines:
        firsts = [row["name"].split()[0] for row in csv.DictReader(lines) if row["name"].strip()]
    return [w if random.random() < 0.2 else w.title() for w in firsts if w.isalpha() and len(w) > 2]


def _person_words(gazetteers: Path) -> list[str]:
    files = ("dist.all.last", "dist.female.first", "dist.male.first")
    return [
        line.split()[0].title()
        for name in files
        for line in (gazetteers / name).read_text(encoding="ascii").splitlines()[:20_000]
    ]


def _legal_forms(gazetteers: Path) -> tuple[list[str], list[str]]:
    """Return the abbreviated legal forms of all countries (ISO 20275), as often as they are listed; the countries."""
    with (gazetteers / "iso20275_legal_forms.csv").open(encoding="utf-8-sig") as lines:
        rows = [row for row in csv.DictReader(lines) if row["ELF Status ACTV/INAC"] == "ACTV"]
    forms = [form for row in rows for form in _abbreviations(row) if _FORM.fullmatch(form)]
    return forms, sorted({row["Country of formation"] for row in rows})


def _abbreviations(row: dict[str, str]) -> Iterator[str]:
    for form in row["Abbreviations Local language"].split(";"):
        yield form.strip()
