"""Scores names on stretches of unannotated releases that readers annotated whole and that nothing learnt from.

    python -m benchmarks.stretches [MODEL ...]

`training/held_readings.csv` names their places in `../shared/releases` and what stands there, in the form of
`training/readings.csv`; MODEL is a folder of a recogniser (the packaged one if none is given). `random` are two
stretches at random and two doubtful ones of each of 127 releases; `doubtful` those of 958 others where the recogniser
was least sure. What a reader was unsure of counts neither way. Each release is read whole; equal span, and label.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from presstab.corpus.gold import GoldMention, GoldRelease
from presstab.evaluate import PredictedMention, Prediction, evaluate
from presstab.nlp import load
from spacy.language import Language

ROOT = Path(__file__).parent.parent
HELD = ROOT / "training" / "held_readings.csv"
RELEASES = [ROOT.parent / "shared" / "releases" / name for name in ("releases.jsonl.gz", "more.jsonl.gz")]
LABELS = ("ORG", "PERSON", "TECH")

Place = tuple[int, int, str]  # a stretch that was read, or what stands in one


def read_held() -> dict[str, dict[str, list[Place]]]:
    """Return the places of each release of each set."""
    found: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    with HELD.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["set"]][row["release"]].append((int(row["start"]), int(row["end"]), row["label"]))
    return found


def _texts(wanted: set[str]) -> Iterator[tuple[str, str]]:
    """Yield id and text of the releases that are wanted, as their files have it: places are of that text."""
    for path in RELEASES:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            records = (json.loads(line) for line in lines)
            yield from ((record["id"], record["text"]) for record in records if record["id"] in wanted)


def _gold(doc_id: str, text: str, places: list[Place]) -> GoldRelease:
    release = GoldRelease(doc_id, None)
    for start, end, label in places:
        kinds = LABELS if label == "UNSURE" else (label,) if label in LABELS else ()
        release.mentions += [
            GoldMention(start, end, text[start:end], kind, optional=label == "UNSURE") for kind in kinds
        ]
    return release


def _found(text: str, nlp: Language, places: list[Place]) -> Iterator[PredictedMention]:
    read = [(start, end) for start, end, label in places if label == "READ"]
    for e in nlp(text).ents:
        if e.label_ in LABELS and any(start <= e.start_char and e.end_char <= end for start, end in read):
            yield PredictedMention(e.start_char, e.end_char, e.label_)


def main() -> None:
    """Print precision, recall and F1 of each set, model and label."""
    held = read_held()
    wanted = {doc_id for releases in held.values() for doc_id in releases}
    texts = dict(_texts(wanted))
    for model in sys.argv[1:] or [None]:
        nlp = load(model) if model else load()
        for name, releases in held.items():
            golds = [_gold(doc_id, texts[doc_id], places) for doc_id, places in releases.items()]
            predictions = {d: Prediction(list(_found(texts[d], nlp, places))) for d, places in releases.items()}
            for row in evaluate(golds, predictions).table():
                if row["score"] == "exact" and row["label"] in LABELS:
                    figures = " ".join(f"{row[key]:.3f}" for key in ("precision", "recall", "f1"))
                    print(name, model or "packaged", row["label"], figures)


if __name__ == "__main__":
    main()
