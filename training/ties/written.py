"""Sentences written to teach: what releases that were annotated or read are too few to show.

`written/relations.txt` and `written/offices.txt` hold a fictional text a line, its marks, and what it tells:

    [O1 Acme] is to buy [O2 Beta AG], a unit of [I Gamma]. || acquisition O1 O2 agreed; ownership I O2 exists
    [P1 Jane Doe] is [T1 chair] of [O1 Acme]; [P2 John Roe] left as [T2 head]. || T1 P1 O1 holds; T2 P2 ? leaves

`O`, `P` and `T` are organisations, people and offices by number, `I` is the issuer, also where it is `we` or goes
without saying, `D` a date, `T` among relations a technology. ` / ` ends a line of the text. What is not told is not so;
`none`: nothing is, or nobody who is named holds the office. An office may be held in no organisation (`-`) or in one
without a mark (`?`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from presstab.analysis.ties.scene import Scene, SceneMention, TitleWords
from presstab.analysis.ties.words import TieWords
from presstab.resources import packaged
from presstab.sentences import split_sentences

from training.ties.read import Read, Row

FOLDER = Path(__file__).parent / "written"
RELATIONS, OFFICES = FOLDER / "relations.txt", FOLDER / "offices.txt"
ISSUER, NONE = "I", "none"
_MARK = re.compile(r"\[(?P<id>[A-Z]\d*) (?P<words>[^\[\]]+)\]")
_OFFICE = re.compile(r"T\d+")
_PLACES = {ISSUER: "issuer", "-": "", "?": "?"}
_LABELS = {"O": "ORG", "I": "ORG", "P": "PERSON", "D": "DATE", "T": "TECH"}


class _Marked(NamedTuple):
    text: str
    marks: list[tuple[int, int, str]]  # start, end, id


def written_releases() -> Iterator[Read]:
    """Yield each written text as a release that somebody has read."""
    words = TieWords.of(packaged())
    for path in (RELATIONS, OFFICES):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield read_line(line, words)


def read_line(line: str, words: TieWords) -> Read:
    """Return a line as a release and what is told of it."""
    marked, _, told = line.partition(" || ")
    text, marks = _unmarked(marked.replace(" / ", "\n"))
    mentions = [
        SceneMention(start, end, _LABELS[id_[0]], id_ if id_[0] in "OIP" else None)
        for start, end, id_ in marks if not _OFFICE.fullmatch(id_)
    ]  # fmt: skip
    offices = {id_: (start, end) for start, end, id_ in marks if _OFFICE.fullmatch(id_)}
    titles = [TitleWords(start, end, text[start:end]) for start, end in offices.values()]
    scene = Scene(
        text, mentions, titles, split_sentences(text, packaged().sentences), [(0, len(text), "body")], words, ISSUER
    )
    names = {m.entity: text[m.start : m.end] for m in mentions if m.entity} | {ISSUER: text}
    parts = [part.split() for part in told.split("; ") if part != NONE]
    return Read(scene, names, list(_offices(parts, offices, scene) if offices else _relations(parts, scene)))


def _unmarked(marked: str) -> _Marked:
    text, marks, end = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[end : mark.start()]
        marks.append((len(text), len(text) + len(mark["words"]), mark["id"]))
        text, end = text + mark["words"], mark.end()
    return _Marked(text + marked[end:], marks)


def _offices(parts: Sequence[Sequence[str]], offices: Mapping[str, tuple[int, int]], scene: Scene) -> Iterator[Row]:
    """Yield what is told of each office in the form of `read.csv`."""
    for title, *said in parts:
        start, end = offices[title]
        who, where, action = said if said != [NONE] else ("", "-", "")
        row = {"layer": "role", "start": str(start), "end": str(end), "answer": action}
        yield row | {"one": _place(scene, who), "other": _place(scene, where)}


def _relations(parts: Sequence[Sequence[str]], scene: Scene) -> Iterator[Row]:
    """Yield what each sentence tells in the form of `read.csv`, or that it tells nothing."""
    for start, end in pairwise([*scene.sentences, len(scene.text)]):
        here = {m.entity for m in scene.mentions if start <= m.start < end} | {ISSUER}
        sentence = {"layer": "relation", "start": str(start), "end": str(end)}
        for kind, subject, object_, status in [p for p in parts if {p[1], p[2]} <= here] or [("", "", "", "")]:
            ends = {"one": _place(scene, subject), "other": _place(scene, object_)}
            yield sentence | ends | {"answer": kind, "status": status}


def _place(scene: Scene, entity: str) -> str:
    """Return where an entity is named first, as `read.csv` says it."""
    return _PLACES.get(entity) or str(next((m.start for m in scene.mentions if m.entity == entity), ""))
