"""Trains the recogniser: large teachers on annotated releases, a small student on what they say of many more.

    python -m training.train --gold ../shared/gold --texts ../shared/releases/releases.jsonl.gz \
        --gazetteers ../shared/gazetteers --out pipeline/presstab/resources/recogniser

Reads `train/` for training and `dev/` for the report alone; of third parties WikiGold (CC BY 4.0).
The pretrained encoders are all-mpnet-base-v2 and all-MiniLM-L6-v2 (Apache-2.0) as packages carry them.
Meant for a GPU, where it takes some ten minutes; without one, `--teachers 1` takes some hours.
"""

from __future__ import annotations

import argparse
import copy
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn

from training.data import LABELS, Annotated, Example, NameSwapper, gold_example, load_annotated, load_texts
from training.decisions import around, decide, load_decisions
from training.export import export
from training.fit import Settings, fit, seed_all
from training.score import OVERLAP, figures, line_of, predict
from training.tagger import Encoder, Tagger, encoder_of, large_folder, small_folder
from training.teach import Ensemble, load_third_party, seen, soften, within_annotation

_TEACHER = Settings(window=220, batch=10, learning_rate=6e-5, head_rate=1e-3, average=0.99)
TEACHERS = (
    *(_TEACHER._replace(seed=seed, epochs=6) for seed in (1, 2)),
    *(_TEACHER._replace(seed=seed, epochs=10) for seed in (3, 4)),
    *(_TEACHER._replace(seed=seed, epochs=8, window=400, batch=6) for seed in (5, 6)),
)
STUDENT = Settings(epochs=14, window=190, batch=48, learning_rate=6e-4, head_rate=1e-3, average=0.999)
REFINED = Settings(seed=3, epochs=8, window=254, batch=16, learning_rate=2.5e-4, head_rate=5e-4, average=0.997)
STUDENT_LAYERS = (0, 2, 5)  # of the six of its encoder
SWAPPED = 0.3  # share of the annotated releases whose names are exchanged in an epoch
UNDECIDED = 250  # unannotated releases that an epoch of refining sees whole
_STAGES = {"student": STUDENT, "refined": REFINED}
# From which probabilities the student is believed (`Thresholds` says where each counts): chosen on dev with these
# stages; choose them anew with others.
_THRESHOLDS = {
    "proposed": {"ORG": 0.5, "PERSON": 0.5, "TECH": 0.79, "TITLE": 0.8}, "sure_name": 0.91, "thinkable": 0.15,
    "lone_word": 0.9, "name_word": 0.3, "sure_abbreviation": 0.9,
}  # fmt: skip
_SETTINGS = {"thresholds": _THRESHOLDS, "labels": LABELS, "window": STUDENT.window, "overlap": OVERLAP}


class Sources(NamedTuple):
    """Where the texts lie."""

    gold: Path
    texts: Path
    gazetteers: Path

    @property
    def wikigold(self) -> Path:
        """Return the third-party set that is trained on."""
        return self.gold / "thirdparty" / "wikigold.jsonl"


def reporter(dev: Sequence[Annotated], pieces: Encoder) -> Callable[[nn.Module], str]:
    """Return what prints a model's figures on dev."""
    return lambda model: line_of(figures(dev, lambda texts: predict(model.eval(), pieces, texts)))


def teach(settings: Settings, train: Sequence[Annotated], dev: Sequence[Annotated], swapper: NameSwapper) -> nn.Module:
    """Return a teacher: the large encoder, fine-tuned on annotated releases, names exchanged in a share of them."""
    seed_all(settings.seed)
    pieces = encoder_of(large_folder())

    def examples(epoch: int) -> list[Example]:
        return _annotated(train, swapper, pieces)

    return fit(Tagger(large_folder()), examples, pieces, settings, reporter(dev, pieces))


def _annotated(train: Sequence[Annotated], swapper: NameSwapper, pieces: Encoder) -> list[Example]:
    return [gold_example(*(swapper.swap(*r) if random.random() < SWAPPED else r), pieces) for r in train]


class Taught(NamedTuple):
    """Texts with the teachers' probabilities: unannotated ones, these with names exchanged, a third party's.

    `decided` are the stretches of the unannotated ones in which a reader decided something.
    """

    plain: list[Example]
    swapped: list[Example]
    theirs: list[Example]
    decided: list[Example]


def taught(sources: Sources, teacher: nn.Module, swapper: NameSwapper) -> Taught:
    """Return what the teacher says of all texts that nobody annotated, or that others did for themselves."""
    reads, pieces = encoder_of(large_folder()), encoder_of(small_folder())
    texts, decisions = load_texts(sources.texts), load_decisions()
    plain = soften(list(texts.values()), teacher, reads, pieces)
    known = {name: decide(e, decisions[name]) for name, e in zip(texts, plain, strict=True) if name in decisions}
    exchanged = [swapper.swap(text, seen(text, e))[0] for text, e in zip(texts.values(), plain, strict=True)]
    swapped = soften(exchanged, teacher, reads, pieces)
    others = list(load_third_party(sources.wikigold))
    theirs = soften([text for text, _ in others], teacher, reads, pieces)
    allowed = [within_annotation(e, mentions) for e, (_, mentions) in zip(theirs, others, strict=True)]
    kinds = (plain, swapped, allowed, [part for e in known.values() for part in around(e)])
    return Taught(*([e for e in examples if e.encoded.words] for examples in kinds))


def distil(told: Taught, sources: Sources) -> Tagger:
    """Return the student: layers of the small encoder, trained on what teachers said, half refined by decisions."""
    train, dev = load_annotated(sources.gold / "train"), load_annotated(sources.gold / "dev")
    pieces, swapper = encoder_of(small_folder()), NameSwapper(train, sources.gazetteers)
    seed_all(STUDENT.seed)

    def widely(epoch: int) -> list[Example]:
        return [*_annotated(train, swapper, pieces), *(told.swapped if epoch % 2 else told.plain), *told.theirs]

    def finely(epoch: int) -> list[Example]:
        return [*_annotated(train, swapper, pieces), *told.decided, *random.sample(told.plain, UNDECIDED)]

    student = fit(Tagger(small_folder(), STUDENT_LAYERS), widely, pieces, STUDENT, reporter(dev, pieces))
    refined = fit(copy.deepcopy(student), finely, pieces, REFINED, reporter(dev, pieces))
    return _mean(student, refined)


def _mean(one: Tagger, other: Tagger) -> Tagger:
    """Return a tagger whose weights are the mean of two that lie near each other: better than either on other sets."""
    theirs = other.state_dict()
    one.load_state_dict({name: (weight + theirs[name]) / 2 for name, weight in one.state_dict().items()})
    return one


def save(model: Tagger, out: Path) -> None:
    """Write a student's weights, ONNX file, vocabulary and settings to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out / "weights.pt")
    shutil.copy(small_folder() / "vocab.txt", out / "vocab.txt")
    training = {name: {**s._asdict(), "habits": s.habits._asdict()} for name, s in _STAGES.items()}
    export(model.cpu().eval(), out, {**_SETTINGS, "training": training})


def main() -> None:
    """Train the teachers, let them label, train and export the student."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gold", "texts", "gazetteers", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--teachers", type=int, default=len(TEACHERS))
    given = parser.parse_args()
    sources = Sources(given.gold, given.texts, given.gazetteers)
    train, dev = load_annotated(sources.gold / "train"), load_annotated(sources.gold / "dev")
    swapper = NameSwapper(train, sources.gazetteers)
    teacher = Ensemble([teach(settings, train, dev, swapper) for settings in TEACHERS[: given.teachers]])
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(teacher.state_dict(), given.out / "teachers.pt")
    save(distil(taught(sources, teacher, swapper), sources), given.out)


if __name__ == "__main__":
    main()
