"""What readers say of offices and relations of unannotated releases: `read.csv`.

It names places in releases of `../shared/releases` and what is told there; it holds no text, which belongs to others.

| column | role | relation |
|---|---|---|
| doc_id | the release | the release |
| layer | `role` | `relation` |
| start, end | the words of a title, in characters, end exclusive | the sentence that was read |
| one | where a mention of who holds it begins; empty: nobody that is named | where the subject begins, or `issuer` |
| other | where a mention of the organisation begins, `issuer`, empty: none, `?`: one that is not marked | the object |
| answer | the action | the type; empty: nothing is told |
| status | | the status |

A title or sentence of which the file says nothing was not read, and teaches nothing.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from presstab.analysis.ties.ends import Pair
from presstab.analysis.ties.holders import holders
from presstab.analysis.ties.scene import Laid, Scene
from presstab.recogniser.reading import PieceStates

from training.ties.releases import Pipeline, fold_of
from training.ties.told import NOTHING, ToldOffice, ToldPair, told_pairs

PACKAGED = Path(__file__).parent / "read.csv"
FILES = ("releases.jsonl.gz", "more.jsonl.gz")
_NEAR = 40  # items by which another mention of a person may be farther from the title than the nearest and still teach

Row = dict[str, str]


class Read(NamedTuple):
    """A release that somebody has read: its scene, each entity's name, what is said of it."""

    scene: Scene
    names: dict[str, str]
    rows: list[Row]

    def fold(self) -> int:
        """Return the fold of cross-validation."""
        return fold_of(self.scene, self.names)


def read_releases(folder: Path, path: Path = PACKAGED) -> Iterator[Read]:
    """Yield the releases of a folder of which a file tells something, run through the pipeline."""
    told: dict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            told[row["doc_id"]].append(row)
    pipeline = Pipeline()
    for name in FILES:
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["id"] in told:
                    scene, names, _ = pipeline.run(record["text"], record.get("published"))
                    rows = told[record["id"]]
                    yield Read(replace(scene, states=_states_read(scene, rows)), names, rows)


def _states_read(scene: Scene, rows: Sequence[Row]) -> PieceStates | None:
    """Return the states of the sentences that were read alone: those of all releases would fill the memory."""
    if scene.states is None:
        return None
    starts = scene.states.starts
    kept = np.zeros(len(starts), dtype=bool)
    for row in rows:
        if row["layer"] == "relation":
            kept |= (starts >= int(row["start"])) & (starts < int(row["end"]))
    return replace(scene.states, starts=starts[kept], rows=scene.states.rows[kept])


def told_offices(laid: Laid, release: Read) -> list[ToldOffice]:
    """Return what is said of the titles that were read; one whose holder stands nowhere near it is left out."""
    entities = _entities(release.scene)
    numbers = {(title.start, title.end): number for number, title in enumerate(release.scene.titles)}
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in release.rows:
        number = numbers.get((int(row["start"]), int(row["end"])))
        if row["layer"] == "role" and number is not None:
            rows[number].append(row)
    near = _near(laid) if rows else {}
    found = [_told(laid, release.scene, title, said, near.get(title, []), entities) for title, said in rows.items()]
    return [office for office in found if office]


def _told(
    laid: Laid, scene: Scene, title: int, rows: Sequence[Row], near: Sequence[int], entities: dict[int, str]
) -> ToldOffice | None:
    """Return what rows say of a title: of its people the one that stands nearest decides where and what."""
    said = [row for row in rows if row["answer"]]
    if not said:
        return ToldOffice(title, frozenset())
    who = [entities.get(int(row["one"])) for row in said]
    at = int(laid.title_at[title])
    far = {person: abs(int(laid.person_at[person]) - at) for person in near if laid.entity(laid.people[person]) in who}
    if not far:
        return None
    people = frozenset(person for person in far if far[person] <= min(far.values()) + _NEAR)
    holder = laid.entity(laid.people[min(people, key=lambda person: far[person])])
    own = [row for row, entity in zip(said, who, strict=True) if entity == holder]
    organisations = {place for row in own for place in _organisation(scene, row["other"], entities)}
    actions = {row["answer"] for row in own}
    return ToldOffice(title, people, frozenset(organisations), actions.pop() if len(actions) == 1 else None)


def _organisation(scene: Scene, place: str, entities: dict[int, str]) -> Iterator[str | None]:
    """Yield where an office is held: None outside the organisations, nothing where that is not known."""
    entity = _entity(scene, place, entities)
    if entity or not place:
        yield entity


def told_relations(release: Read, found: Sequence[Pair]) -> dict[int, ToldPair]:
    """Return what is said of each pair of the sentences that were read: nothing, where they name it in no row."""
    entities = _entities(release.scene)
    told: dict[int, dict[tuple[str, str], ToldPair]] = defaultdict(dict)
    for row in release.rows:
        if row["layer"] != "relation":
            continue
        sentence = told[int(row["start"])]
        subject, object_ = (_entity(release.scene, row[end], entities) for end in ("one", "other"))
        if subject and object_:
            sentence |= told_pairs(row["answer"], subject, object_, row["status"])
    starts = [release.scene.sentence(pair.second.start)[0] for pair in found]
    return {
        number: told[start].get((pair.first.entity, pair.second.entity), NOTHING)
        for number, (pair, start) in enumerate(zip(found, starts, strict=True)) if start in told
    }  # fmt: skip


def _near(laid: Laid) -> dict[int, list[int]]:
    """Return the people among each title's candidates."""
    groups = holders(laid)
    found, start = {}, 0
    for title, size in enumerate(groups.sizes):
        found[title] = [choice for choice in groups.choices[start : start + size] if choice >= 0]
        start += size
    return found


def _entities(scene: Scene) -> dict[int, str]:
    return {mention.start: mention.entity for mention in scene.mentions if mention.entity}


def _entity(scene: Scene, place: str, entities: dict[int, str]) -> str | None:
    """Return the entity that a column names: by where a mention of it begins, or as the issuer."""
    if place == "issuer":
        return scene.issuer
    return entities.get(int(place)) if place.isdigit() else None
