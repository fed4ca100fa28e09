"""Texts that went through the wars: whatever is in them, they are extracted, and every offset names its text."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from typing import Any

import pytest
from presstab.corpus.decode import clean
from presstab.corpus.read import read_texts
from presstab.corpus.release import Release
from presstab.extraction import Extraction, extract_release

from tests.conftest import ROOT

_NOISE = [
    "́",
    "\u200b",
    "\u200d",
    "\u202e",
    "\u2066",
    "\ufeff",
    "�",
    "\x1b",
    "\x0b",
    "\x0c",
    "\x85",
    "\u2028",
    "\xa0",
    "\u3000",
    "🏭",
    "\U000e0041",
    "ß",
    "ﬁ",
    "İ",
    "ı",
    "ǆ",
    "Ⅷ",
    "٣",
    "½",
    "²",
    "日本",
    "“",
    "”",
    "„",
    "«",
    "»",
    "‘",
    "’",
    "`",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "&",
    "&amp;",
    "$",
    "£",
    "€",
    "%",
    "°",
    "™",
    "®",
    "…",
    "–",
    "—",
    "-",
    "_",
    "=",
    "+",
    "/",
    "\\",
    "|",
    "~",
    "^",
    "*",
    "#",
    "@",
    "!",
    "?",
    ".",
    ",",
    ";",
    ":",
    "\t",
    "\r\n",
    "\n",
    "\n\n",
]
_WINDOW = 1_500  # characters of a release that are mutated: so many texts take minutes, not hours
_SOAK = int(os.environ.get("PRESSTAB_SOAK_TEXTS", "5000"))
Mutation = Callable[[str, random.Random], str]


def _cut(text: str, rng: random.Random, most: int = 80) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.randrange(1, most))


def _swap(text: str, rng: random.Random) -> str:
    letters = list(text)
    for _ in range(rng.randrange(1, 40)):
        a, b = rng.randrange(len(letters)), rng.randrange(len(letters))
        letters[a], letters[b] = letters[b], letters[a]
    return "".join(letters)


def _repeat(text: str, rng: random.Random) -> str:
    start, end = _cut(text, rng)
    return text[:end] + text[start:end] * rng.randrange(1, 30) + text[end:]


def _drop(text: str, rng: random.Random) -> str:
    start, end = _cut(text, rng)
    return text[:start] + text[end:]


def _insert(text: str, rng: random.Random) -> str:
    for _ in range(rng.randrange(1, 20)):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(_NOISE) * rng.randrange(1, 4) + text[at:]
    return text


def _replace(text: str, rng: random.Random) -> str:
    old, new = rng.choice([" ", ".", ",", "\n", "\n\n", "’", "“", "(", ")", "-", "e", "1"]), rng.choice([*_NOISE, ""])
    return text.replace(old, new, rng.choice([1, 5, -1]))


def _case(text: str, rng: random.Random) -> str:
    start, end = _cut(text, rng, 600)
    turned = rng.choice([str.upper, str.lower, str.title, str.swapcase])(text[start:end])
    return text[:start] + turned + text[end:]


def _move(text: str, rng: random.Random) -> str:
    start, end = _cut(text, rng, 300)
    rest = text[:start] + text[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + text[start:end] + rest[at:]


_MUTATIONS: tuple[Mutation, ...] = (_swap, _repeat, _drop, _insert, _replace, _case, _move)


def mutated(texts: list[str], seed: int) -> str:
    """Return one of some texts after one to six mutations."""
    rng = random.Random(seed)
    text = rng.choice(texts)
    start = rng.randrange(max(1, len(text) - _WINDOW))
    text = text[start : start + _WINDOW] if rng.random() < 0.7 else text[:_WINDOW]
    for _ in range(rng.randrange(1, 7)):
        text = rng.choice(_MUTATIONS)(text, rng) or "x"
    return clean(text)


def faults(text: str, made: Extraction) -> list[str]:
    """Return what is wrong with the rows of a text."""
    found = [f"{row['code']}: {row['message']}" for row in made.rows["issues"] if row["code"] == "extraction_failed"]
    if made.failed:
        return found + ([] if not text.strip() else [f"failed: {made.rows['issues']}"])
    for row in made.rows["mentions"]:
        if text[row["start"] : row["end"]] != row["text"]:
            found.append(f"{row['text']!r} does not stand at {row['start']}-{row['end']}")
    for table, names in (("roles", ("title_start", "title_end")), ("definitions", ("start", "end"))):
        found += [f"{table}: {row}" for row in made.rows[table] if not 0 <= row[names[0]] < row[names[1]] <= len(text)]
    mentions = {row["mention_id"] for row in made.rows["mentions"]}
    if len(mentions) < len(made.rows["mentions"]):
        found.append("two mentions have one id")
    found += [f"no mention: {row}" for table in ("dates", "roles") for row in made.rows[table]
              if row["mention_id"] not in mentions]  # fmt: skip
    return found


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [release.text for release in read_texts([ROOT / "corpus" / "releases"])]


def _faults_of(nlp: Any, texts: list[str], seeds: range) -> dict[int, list[str]]:
    wrong = {}
    for begin in seeds[::100]:
        with nlp.memory_zone():
            for seed in range(begin, min(begin + 100, seeds.stop)):
                text = mutated(texts, seed)
                made = extract_release(nlp, Release("doc", text, "made", "made"), any_language=True)
                if found := faults(text, made):
                    wrong[seed] = found
    return wrong


def test_mutated_texts_are_extracted(nlp: Any, texts: list[str]) -> None:
    assert _faults_of(nlp, texts, range(40)) == {}


@pytest.mark.soak
def test_thousands_of_mutated_texts_are_extracted(nlp: Any, texts: list[str]) -> None:
    assert _faults_of(nlp, texts, range(1_000, 1_000 + _SOAK)) == {}
