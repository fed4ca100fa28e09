"""The figures that may not fall unseen, and rise only in writing: `tests/floors.json`.

    python -m benchmarks.floors                    says what differs from the file
    python -m benchmarks.floors --write            writes the figures of our own gold
    python -m benchmarks.floors --write --train    those of `../shared/gold/train` too (minutes)

Each gold is read by our recogniser (`model`) and with the names that it holds (`given`, see `benchmarks.given`):
the first says what users get, the second what linking, offices, quotations and relations make of right names. Of the
training gold offices and relations are read by five folds too (`folds`), by weights that no release of the issuer
taught: run it for them in the environment of training, which has torch (`make folds`).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from presstab.corpus.gold import load_gold
from presstab.corpus.read import read_texts
from presstab.evaluate import Evaluation, evaluate, prediction_of
from presstab.extraction import extract_release
from presstab.nlp import load

from benchmarks.given import register
from training.ties.read import read_releases
from training.ties.releases import read_annotated

ROOT = Path(__file__).parent.parent
FLOORS = ROOT / "tests" / "floors.json"
GOLD = {
    "own": ROOT / "corpus" / "gold" / "gold.jsonl",
    "train": ROOT.parent / "shared" / "gold" / "train" / "gold.jsonl",
}
READERS = {"own": ("given", "model"), "train": ("given", "model", "folds")}
# How far a figure may lie beside the file: another kind of CPU may decide one name otherwise, but no rule.
SLACK = {"given": 0.0, "model": 0.005, "folds": 0.005}

Figures = dict[str, float]  # F1 by score and label: {"exact ORG": 0.931}


def measure(gold: str, reader: str) -> Figures:
    """Return the figures of one of `GOLD` with one of `READERS`; columns that this gold does not hold are left out."""
    if reader == "folds":
        return _of_folds(GOLD[gold].parent)
    known = {release.doc_id: release for release in load_gold(GOLD[gold])}
    texts = {release.doc_id: release for release in read_texts([GOLD[gold].with_name("releases.jsonl")])}
    given = {texts[doc_id].text: release for doc_id, release in known.items()}
    nlp = load(register(f"given-{gold}", given)) if reader == "given" else load()
    predictions = {doc_id: prediction_of(extract_release(nlp, texts[doc_id])) for doc_id in known}
    return _figures(evaluate(list(known.values()), predictions), "")


def _of_folds(folder: Path) -> Figures:
    from training.ties.__main__ import cross_validate  # asks for torch

    releases, others = list(read_annotated(folder)), list(read_releases(folder.parent.parent / "releases"))
    predictions = cross_validate(releases, others)
    return _figures(evaluate([release.gold for release in releases], predictions), ("role", "relation"))


def _figures(evaluation: Evaluation, scores: str | tuple[str, ...]) -> Figures:
    rows = [row for row in evaluation.table() if row["tp"] + row["fn"] and row["score"].startswith(scores)]
    return {f"{row['score']} {row['label']}": round(row["f1"], 3) for row in rows}


def differences(measured: Mapping[str, float], floors: Mapping[str, float], slack: float = 0.0) -> list[str]:
    """Return a sentence for each figure that fell, rose, came or went; within `slack` it is the same."""
    found = []
    for name in sorted({*measured, *floors}):
        now, floor = measured.get(name), floors.get(name)
        if now is None or floor is None:
            found.append(f"{name}: {'not measured any more' if now is None else f'{now:.3f} is new'}")
        elif abs(now - floor) > slack + 1e-9:
            found.append(f"{name}: {now:.3f} {'fell below' if now < floor else 'rose above'} {floor:.3f}")
    return found


def read_floors() -> dict[str, dict[str, Figures]]:
    """Return what is written down: by gold, reader, and column."""
    floors: dict[str, dict[str, Figures]] = json.loads(FLOORS.read_text(encoding="utf-8"))
    return floors


def main() -> int:
    """Print what differs, or write it down; 1 where figures differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the figures down")
    parser.add_argument("--train", action="store_true", help="those of ../shared/gold/train too")
    options = parser.parse_args()
    floors = read_floors() if FLOORS.exists() else {}
    changed = False
    for gold in ("own", "train") if options.train else ("own",):
        for reader in READERS[gold]:
            if reader == "folds" and not find_spec("torch"):
                print("The five folds are left out: torch is missing (`make folds` has it).")
                continue
            figures = measure(gold, reader)
            for line in differences(figures, floors.get(gold, {}).get(reader, {}), SLACK[reader]):
                changed = True
                print(f"{gold}, {reader}: {line}")
            floors.setdefault(gold, {})[reader] = figures
    if options.write:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return int(changed and not options.write)


if __name__ == "__main__":
    sys.exit(main())
