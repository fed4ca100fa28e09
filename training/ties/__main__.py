"""`python -m training.ties`: figures by cross-validation, then the weights of all annotated releases.

python -m training.ties ../shared            writes resources/ties
python -m training.ties ../shared --folds    five folds by issuer; writes nothing

The folder holds annotated releases (`gold/train`), and those of which readers told offices and relations (`releases`,
see `read.py`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from presstab.analysis.ties.actions import ACTIONS
from presstab.analysis.ties.ends import pairs
from presstab.analysis.ties.model import Weights
from presstab.analysis.ties.network import Networks
from presstab.analysis.ties.offices import read_offices
from presstab.analysis.ties.relations import read_relations
from presstab.analysis.ties.scene import lay_out
from presstab.evaluate import PredictedRelation, PredictedRole, Prediction, evaluate
from presstab.recogniser.encode import encoder_of
from presstab.recogniser.model import Recogniser
from presstab.resources import packaged
from presstab.resources.files import FOLDER
from presstab.resources.weights import NETWORKS, SETTINGS, WEIGHTS

from training.ties import gold, offices, read, relations
from training.ties.fit import Answers, Choices, fit_answers, fit_choices
from training.ties.network import Arrays, fit_networks
from training.ties.read import Read, read_releases
from training.ties.releases import N_FOLDS, Annotated, read_annotated
from training.ties.told import Lesson
from training.ties.written import written_releases

_RARE = {ACTIONS.index("appointed"): 1.5, ACTIONS.index("leaves"): 3.0}
_LARGE = 10_000  # numbers of an array
_PIECES, _RECOGNISER = encoder_of(packaged().word_pieces), Recogniser()


class Taught(NamedTuple):
    """What one release teaches."""

    offices: offices.Lessons | None
    relations: list[Lesson]


class Reader(NamedTuple):
    """What reads offices, and the arrays of the two networks that read relations."""

    offices: Weights
    relations: tuple[Arrays, Arrays]


def taught_by(release: Annotated | Read) -> Taught:
    """Return the examples that a release gives."""
    laid = lay_out(release.scene)
    found = pairs(laid)
    said = read.told_relations(release, found) if isinstance(release, Read) else gold.told_relations(release, found)
    lessons = relations.lessons(release.scene, found, said, _PIECES)
    if not (laid.people and release.scene.titles):
        return Taught(None, lessons)
    told = read.told_offices(laid, release) if isinstance(release, Read) else gold.told_offices(laid, release)
    return Taught(offices.lessons(laid, told), lessons)


def fit(taught: Sequence[Taught]) -> Reader:
    """Return the weights of every question."""
    roles = [one.offices for one in taught if one.offices]
    weights = Weights(
        {
            "holder": fit_choices(Choices.of(one.holder for one in roles), rate=0.03),
            "body": fit_choices(Choices.of(one.organisation for one in roles if one.organisation)),
            "action": fit_answers(Answers.of(one.action for one in roles if one.action), len(ACTIONS), heavy=_RARE),
        }
    )
    return Reader(weights, fit_networks([lesson for one in taught for lesson in one.relations], _PIECES))


def predict(release: Annotated, reader: Reader) -> Prediction:
    """Return what is found in a release, in the form that is scored."""
    scene, names = release.scene, release.names
    roles = [
        PredictedRole(
            names[scene.mentions[o.person].entity or ""], scene.titles[o.title].text,
            names[o.organisation] if o.organisation else None, o.action,
        )
        for o in read_offices(scene, reader.offices)
    ]  # fmt: skip
    found = read_relations(scene, Networks(*reader.relations, _RECOGNISER.weights_sha256, _PIECES))
    ties = [PredictedRelation(t.type, t.subject, t.object, t.status) for t in found]
    return Prediction(release.mentions, names, roles, relations=ties)


def cross_validate(releases: Sequence[Annotated], others: Sequence[Read] = ()) -> dict[str, Prediction]:
    """Return a prediction of each annotated release by weights that no release of its issuer taught.

    What was written to teach is of no issuer.
    """
    taught = [(release.fold(), taught_by(release)) for release in (*releases, *others)]
    written = [taught_by(text) for text in _written()]
    found = {}
    for fold in range(N_FOLDS):
        reader = fit([*(one for other, one in taught if other != fold), *written])
        found |= {r.gold.doc_id: predict(r, reader) for r in releases if r.fold() == fold}
    return found


def _written() -> Iterator[Read]:
    """Yield what was written to teach, with the recogniser's states."""
    for written in written_releases():
        yield written._replace(scene=replace(written.scene, states=_RECOGNISER.read(written.scene.text).states))


def save(reader: Reader, folder: Path) -> None:
    """Write tables in 8 bits, what is small in 16, and the settings with their checksums."""
    files = {
        WEIGHTS: {k: v for question, table in reader.offices.of.items() for k, v in _in_8_bits(question, table, None)},
        **{name: dict(_small(network)) for name, network in zip(NETWORKS, reader.relations, strict=True)},
    }
    checksums = {}
    for name, arrays in files.items():
        np.savez_compressed(folder / name, **arrays)
        checksums[name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    settings = {"sha256": checksums, "recogniser": _RECOGNISER.weights_sha256}
    (folder / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def _small(network: Arrays) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the arrays of a network: large ones in 8 bits, vectors by rows and layers by columns, others in 16."""
    for name, array in network.items():
        if array.size < _LARGE:
            yield name, array.astype(np.float16)
        else:
            yield from _in_8_bits(name, array, 1 if name == "pieces" else 0)


def _in_8_bits(name: str, table: np.ndarray, axis: int | None) -> Iterator[tuple[str, np.ndarray]]:
    """Yield a table as whole numbers, and its scale: one, or one along an axis."""
    scale = np.abs(table).max(axis=axis, keepdims=axis is not None) / 127
    yield name, np.round(table / scale).astype(np.int8)
    yield f"{name}_scale", np.asarray(scale, dtype=np.float32)


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
        releases, others = pickle.loads(options.cache.read_bytes())
    else:
        releases = list(read_annotated(options.folder / "gold" / "train"))
        others = list(read_releases(options.folder / "releases"))
        if options.cache:
            options.cache.write_bytes(pickle.dumps((releases, others)))
    if options.folds:
        predictions = cross_validate(releases, others)
        show(releases, predictions)
        show([r for r in releases if r.gold.doc_id[0] in "yzqg"], predictions)
    else:
        save(fit([taught_by(release) for release in (*releases, *others, *_written())]), FOLDER / "ties")


if __name__ == "__main__":
    main()
