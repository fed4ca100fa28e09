"""Trains the recogniser: large teachers on annotated releases, a small student on what they say of many more, refined.

    python -m training.train --gold ../shared/gold --texts ../shared/releases/releases.jsonl.gz \
        --more ../shared/releases/more.jsonl.gz --gazetteers ../shared/gazetteers --out .venv-training/recogniser

Reads `train/` for training and `dev/` for the report alone; of third parties WikiGold (CC BY 4.0).
The pretrained encoders are all-mpnet-base-v2 and all-MiniLM-L6-v2 (Apache-2.0) as packages carry them.
`--student FOLDER` leaves teachers and student out and refines the recogniser of a folder: 45 minutes of two CPU cores.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from presstab.recogniser.model import PACKAGED
from torch import nn

from training.data import LABELS, Annotated, Example, Sources, gold_example, load_annotated, load_texts
from training.deepen import deepen
from training.export import VOCABULARY, export
from training.fit import Settings, fit, seed_all
from training.names import NameSwapper
from training.refine import REFINED, refine
from training.restore import restore
from training.runtime import Runtime
from training.score import OVERLAP, figures, line_of, predict
from training.student import Layers, Student
from training.tagger import Encoder, Tagger, encoder_of, large_folder
from training.teach import Ensemble, seen, soften, soften_third_party
from training.vocabulary import student_encoder

_TEACHER = Settings(window=220, batch=10, learning_rate=6e-5, head_rate=1e-3, average=0.99)
TEACHERS = (
    *(_TEACHER._replace(seed=seed, epochs=6) for seed in (1, 2)),
    *(_TEACHER._replace(seed=seed, epochs=10) for seed in (3, 4)),
    *(_TEACHER._replace(seed=seed, epochs=8, window=400, batch=6) for seed in (5, 6)),
)
STUDENT = Settings(epochs=14, window=190, batch=48, learning_rate=6e-4, head_rate=1e-3, average=0.999)
LAYERS = Layers(places=tuple(range(6)), n_whole=3)
N_SHOWN = 40  # unannotated releases by which layers are added to a student that has fewer
SWAPPED = 0.3  # share of the annotated releases whose names are exchanged in an epoch
# From which probabilities the student is believed (`Thresholds` says where each counts); choose them anew with others.
_THRESHOLDS = {
    "proposed": {"ORG": 0.5, "PERSON": 0.5, "TECH": 0.65, "TITLE": 0.65}, "sure_name": 0.78, "thinkable": 0.15,
    "lone_word": 0.9, "name_word": 0.3, "sure_abbreviation": 0.9, "certain": 0.98, "continued": 0.6,
    "elsewhere": 0.1,
}  # fmt: skip
_WINDOWS = {"window": STUDENT.window, "overlap": OVERLAP}
_SETTINGS = {"layers": LAYERS._asdict(), "thresholds": _THRESHOLDS, "labels": LABELS, **_WINDOWS}


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
    """Texts with the teachers' probabilities: unannotated ones, these with names exchanged, a third party's."""

    plain: list[Example]
    swapped: list[Example]
    theirs: list[Example]


def taught(sources: Sources, teacher: nn.Module, swapper: NameSwapper) -> Taught:
    """Return what the teacher says of all texts that nobody annotated, or that others did for themselves."""
    reads, pieces = encoder_of(large_folder()), student_encoder()
    texts = [*load_texts(sources.texts).values()]
    plain = soften(texts, teacher, reads, pieces)
    exchanged = [swapper.swap(text, seen(text, e))[0] for text, e in zip(texts, plain, strict=True)]
    swapped = soften(exchanged, teacher, reads, pieces)
    theirs = soften_third_party(sources.wikigold, teacher, reads, pieces)
    return Taught(*([e for e in examples if e.encoded.words] for examples in (plain, swapped)), theirs)


def distil(told: Taught, sources: Sources, report: Callable[[nn.Module], str]) -> Student:
    """Return the student: layers of the small encoder, trained on what teachers said and on annotated releases."""
    train = load_annotated(sources.gold / "train")
    pieces, swapper = student_encoder(), NameSwapper(train, sources.gazetteers)
    seed_all(STUDENT.seed)

    def examples(epoch: int) -> list[Example]:
        return [*_annotated(train, swapper, pieces), *(told.swapped if epoch % 2 else told.plain), *told.theirs]

    return fit(Student(LAYERS), examples, pieces, STUDENT, report)


def student_of(sources: Sources, n_teachers: int, report: Callable[[nn.Module], str]) -> Student:
    """Return a student that teachers trained on the annotated releases have taught."""
    train, dev = load_annotated(sources.gold / "train"), load_annotated(sources.gold / "dev")
    swapper = NameSwapper(train, sources.gazetteers)
    teacher = Ensemble([teach(settings, train, dev, swapper) for settings in TEACHERS[:n_teachers]])
    return distil(taught(sources, teacher, swapper), sources, report)


def deep(student: Student, sources: Sources) -> Student:
    """Return a student with all layers: those that it lacks are added, and say nothing yet."""
    if student.layers == LAYERS:
        return student
    texts = random.Random(1).sample([*load_texts(sources.texts).values()], N_SHOWN)
    return deepen(student, LAYERS, texts, student_encoder())


def save(student: Student, out: Path) -> None:
    """Write a student's weights, ONNX file, vocabulary and settings to a folder."""
    torch.save(student.state_dict(), out / "weights.pt")
    shutil.copy(PACKAGED / VOCABULARY, out)
    stages = {"student": STUDENT, "refined": REFINED}
    training = {name: {**s._asdict(), "habits": s.habits._asdict()} for name, s in stages.items()}
    export(Runtime(student), out, {**_SETTINGS, "training": training})


def main() -> None:
    """Train the teachers, let them label, train, refine and export the student."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gold", "texts", "more", "gazetteers", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--teachers", type=int, default=len(TEACHERS))
    parser.add_argument("--student", type=Path, help="a recogniser's folder: refine it, without teachers")
    given = parser.parse_args()
    sources = Sources(given.gold, given.texts, given.more, given.gazetteers)
    report = reporter(load_annotated(sources.gold / "dev"), student_encoder())
    given.out.mkdir(parents=True, exist_ok=True)
    student = deep(restore(given.student), sources) if given.student else student_of(sources, given.teachers, report)
    save(refine(student, sources, report, given.out / "refining.pt"), given.out)


if __name__ == "__main__":
    main()
