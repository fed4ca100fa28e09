"""Annotated releases as the tie reader will see them: with the pipeline's own mentions, titles and entities."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from presstab.analysis.ties.scene import Scene
from presstab.analysis.ties.words import TieWords
from presstab.analysis.title_rules import TitleReading
from presstab.analysis.titles import find_titles
from presstab.components.results import PUBLISHED_ON
from presstab.components.scene import scene_of
from presstab.corpus.gold import GoldRelease, load_gold
from presstab.evaluate import PredictedMention as Predicted
from presstab.nlp import load
from presstab.resources import packaged
from presstab.text import slug

N_FOLDS = 5


class Annotated(NamedTuple):
    """A release: its gold, its scene, each entity's name, its dates' values by place, its spans to be scored with."""

    gold: GoldRelease
    scene: Scene
    names: dict[str, str]
    dates: dict[tuple[int, int], str | None]
    mentions: list[Predicted]

    def fold(self) -> int:
        """Return the fold of cross-validation."""
        return fold_of(self.scene, self.names)


def fold_of(scene: Scene, names: dict[str, str]) -> int:
    """Return the fold of cross-validation of a release: those of one issuer are in one."""
    return crc32((slug(names[scene.issuer]) if scene.issuer else slug(scene.text[:25])).encode()) % N_FOLDS


class Pipeline:
    """Our pipeline but for what is to be learnt."""

    def __init__(self) -> None:
        self._nlp = load()
        self._words, self._titles = TieWords.of(packaged()), TitleReading.of(packaged())
        learnt = ("press_roles", "press_relations", "press_quotations")
        self._nlp.select_pipes(disable=[name for name in learnt if name in self._nlp.pipe_names])

    def run(self, text: str, published: str | None) -> tuple[Scene, dict[str, str], dict[tuple[int, int], str | None]]:
        """Return the scene of a text, each entity's name, its dates' values by place."""
        doc = self._nlp.make_doc(text)
        doc._.set(PUBLISHED_ON, published or None)
        doc = self._nlp(doc)
        titles = find_titles(doc.text, doc._.press_mentions.items, doc._.press_titles, self._titles)
        scene = scene_of(doc, "the tie reader's training", self._words, titles)
        names = {entity.local_id: entity.name for entity in doc._.press_entities.items}
        return scene, names, {place: date.value for place, date in doc._.press_dates.by_place.items()}


def read_annotated(folder: Path) -> Iterator[Annotated]:
    """Yield the annotated releases of a folder, run through the pipeline."""
    pipeline = Pipeline()
    golds = {gold.doc_id: gold for gold in load_gold(folder / "gold.jsonl")}
    for line in (folder / "releases.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        scene, names, dates = pipeline.run(record["text"], record.get("published"))
        mentions = [Predicted(m.start, m.end, m.label, scene.text[m.start : m.end], m.entity) for m in scene.mentions]
        yield Annotated(golds[record["id"]], scene, names, dates, mentions)
