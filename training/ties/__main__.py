"""`python -m training.ties`: figures by cross-validation, then the weights of all annotated releases.

python -m training.ties ../shared/gold/train            writes resources/ties
python -m training.ties ../shared/gold/train --folds    five folds by issuer; writes nothing
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from presstab.analysis.ties.actions import ACTIONS
from presstab.analysis.ties.model import Weights
from presstab.analysis.ties.offices import read_offices
from presstab.analysis.ties.relations import ANSWERS, read_relations
from presstab.evaluate import PredictedRelation, PredictedRole, Prediction, evaluate
from presstab.resources import FOLDER
from presstab.resources.weights import SETTINGS, WEIGHTS
from presstab.schema import STATUSES

from training.ties import offices, relations
from training.ties.fit import Answers, Choices, fit_answers, fit_choices
from training.ties.releases import N_FOLDS, Annotated, read_annotated

_TOLD = dict.fromkeys(range(1, len(ANSWERS)), 1.5)  # most pairs of organisations have nothing to do with each other
_RARE = {ACTIONS.index("appointed"): 1.5, ACTIONS.index("leaves"): 3.0}


class Taught(NamedTuple):
    """What one release teaches."""

    offices: offices.Lessons | None
    relations: relations.Lessons | None


def taught_by(release: Annotated) -> Taught:
    """Return the examples that a release gives."""
    return Taught(offices.lessons(release), relations.lessons(release))


def fit(taught: Sequence[Taught]) -> Weights:
    """Return the weights of every question."""
    roles = [one.offices for one in taught if one.offices]
    ties = [one.relations for one in taught if one.relations]
    return Weights(
        {
            "holder": fit_choices(Choices.of(one.holder for one in roles), rate=0.03),
            "body": fit_choices(Choices.of(one.organisation for one in roles if one.organisation)),
            "action": fit_answers(Answers.of(one.action for one in roles if one.action), len(ACTIONS), heavy=_RARE),
            "relation": fit_answers(
                Answers.of(one.relation for one in ties), len(ANSWERS), epochs=15, rate=0.02, heavy=_TOLD
            ),
            "status": fit_answers(Answers.of(one.status for one in ties if one.status), len(STATUSES)),
        }
    )


def predict(release: Annotated, weights: Weights) -> Prediction:
    """Return what the reader finds in a release, in the form that is scored."""
    scene, names = release.scene, release.names
    roles = [
        PredictedRole(
            names[scene.mentions[o.person].entity or ""], scene.titles[o.title].text,
            names[o.organisation] if o.organisation else None, o.action,
        )
        for o in read_offices(scene, weights)
    ]  # fmt: skip
    ties = [PredictedRelation(t.type, t.subject, t.object, t.status) for t in read_relations(scene, weights)]
    return Prediction(release.mentions, names, roles, relations=ties)


def cross_validate(releases: Sequence[Annotated]) -> dict[str, Prediction]:
    """Return a prediction of each release by weights that no release of its issuer taught."""
    taught = [(release.fold(), taught_by(release)) for release in releases]
    found = {}
    for fold in range(N_FOLDS):
        weights = fit([one for other, one in taught if other != fold])
        found |= {r.gold.doc_id: predict(r, weights) for r in releases if r.fold() == fold}
    return found


def save(weights: Weights, folder: Path) -> None:
    """Write weights in 8 bits, and the settings with their checksum."""
    stored: dict[str, np.ndarray] = {}
    for question, table in weights.of.items():
        scale = np.abs(table).max() / 127
        stored[question] = np.round(table / scale).astype(np.int8)
        stored[f"{question}_scale"] = np.float32(scale)
    np.savez_compressed(folder / WEIGHTS, **stored)
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    (folder / SETTINGS).write_text(json.dumps({"sha256": digest}, indent=1) + "\n", encoding="utf-8")


def show(releases: Sequence[Annotated], predictions: dict[str, Prediction]) -> None:
    """Print the scores of roles and relations."""
    for row in evaluate([release.gold for release in releases], predictions).table():
        if row["score"].startswith(("role", "relation")):
            print(*(f"{row[k]:.3f}" if isinstance(row[k], float) else row[k]
                    for k in ("score", "label", "precision", "recall", "f1", "tp", "fp", "fn")))  # fmt: skip


def main() -> None:
    """Read the annotated releases, then cross-validate or write the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--cache", type=Path, help="where the pipeline's readings are kept between runs")
    options = parser.parse_args()
    if options.cache and options.cache.exists():
        releases = pickle.loads(options.cache.read_bytes())
    else:
        releases = list(read_annotated(options.folder))
        if options.cache:
            options.cache.write_bytes(pickle.dumps(releases))
    if options.folds:
        predictions = cross_validate(releases)
        show(releases, predictions)
        show([r for r in releases if r.gold.doc_id[0] in "yzqg"], predictions)
    else:
        save(fit([taught_by(release) for release in releases]), FOLDER / "ties")


if __name__ == "__main__":
    main()
