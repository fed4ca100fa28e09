"""Trains the recogniser: a large teacher on annotated releases, a small student on what it says of many more.

    python -m training.train --gold ../shared/gold --texts ../shared/releases/releases.jsonl.gz \
        --gazetteers ../shared/gazetteers --out pipeline/resources/recogniser

Reads `train/` for training and `dev/` for the report alone; of third parties WikiGold (CC BY 4.0).
The pretrained encoders are all-mpnet-base-v2 and all-MiniLM-L6-v2 (Apache-2.0) as packages carry them.
With `--start` the student begins with the weights of an earlier one instead of the pretrained layers.
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

from training.data import LABELS, Annotated, Example, NameSwapper, gold_example, load_annotated, load_texts
from training.export import export
from training.fit import Settings, fit, seed_all
from training.score import OVERLAP, WINDOW, figures, line_of, predict
from training.tagger import Encoder, Tagger, encoder_of, large_folder, small_folder
from training.teach import load_third_party, soften, within_annotation

TEACHER = Settings(epochs=6, window=220, batch=10, learning_rate=6e-5, head_rate=1e-3, average=0.99)
STUDENT = Settings(epochs=8, window=190, batch=16, learning_rate=4e-4, head_rate=1e-3, average=0.999)
STUDENT_LAYERS = (0, 2, 5)  # of the six of its encoder
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


def reporter(dev: Sequence[Annotated], pieces: Encoder) -> Callable[[nn.Module], str]:
    """Return what prints a model's figures on dev."""
    return lambda model: line_of(figures(dev, lambda text: predict(model.eval(), pieces, text)))


def teach(settings: Settings, train: Sequence[Annotated], dev: Sequence[Annotated], swapper: NameSwapper) -> nn.Module:
    """Return a teacher: the large encoder, fine-tuned on annotated releases, names exchanged in a share of them."""
    seed_all(settings.seed)
    pieces = encoder_of(large_folder())

    def examples(epoch: int) -> list[Example]:
        return _annotated(train, swapper, pieces)

    return fit(Tagger(large_folder()), examples, pieces, settings, reporter(dev, pieces))


def _annotated(train: Sequence[Annotated], swapper: NameSwapper, pieces: Encoder) -> list[Example]:
    return [gold_example(*(swapper.swap(*r) if random.random() < SWAPPED else r), pieces) for r in train]


def soft_examples(sources: Sources, teacher: nn.Module) -> list[Example]:
    """Return the unannotated texts with the teacher's probabilities, and the third party's within its annotation."""
    reads, pieces = encoder_of(large_folder()), encoder_of(small_folder())
    soft = [soften(text, teacher, reads, pieces) for text in load_texts(sources.texts)]
    for text, mentions in load_third_party(sources.wikigold):
        soft.append(within_annotation(soften(text, teacher, reads, pieces), mentions))
    return [example for example in soft if example.encoded.words]


def distil(soft: Sequence[Example], sources: Sources, settings: Settings, start: Path | None = None) -> nn.Module:
    """Return the student: some layers of the small encoder, trained on annotated and on softly labelled releases."""
    train, dev = load_annotated(sources.gold / "train"), load_annotated(sources.gold / "dev")
    seed_all(settings.seed)
    pieces, swapper = encoder_of(small_folder()), NameSwapper(train, sources.gazetteers)
    student = Tagger(small_folder(), STUDENT_LAYERS)
    if start is not None:
        student.load_state_dict(torch.load(start))

    def examples(epoch: int) -> list[Example]:
        return [*_annotated(train, swapper, pieces), *random.sample(list(soft), int(UNANNOTATED * len(soft)))]

    return fit(student, examples, pieces, settings, reporter(dev, pieces))


def save(model: nn.Module, out: Path, settings: Settings) -> None:
    """Write a student's weights, ONNX file, vocabulary and settings to a folder."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), out / "weights.pt")
    shutil.copy(small_folder() / "vocab.txt", out / "vocab.txt")
    training = {**settings._asdict(), "habits": settings.habits._asdict()}
    export(model.eval(), out, {**_SETTINGS, "training": training})


def main() -> None:
    """Train the teacher, let it label, train and export the student."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gold", "texts", "gazetteers", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    given = parser.parse_args()
    sources = Sources(given.gold, given.texts, given.gazetteers)
    train, dev = load_annotated(sources.gold / "train"), load_annotated(sources.gold / "dev")
    teacher = teach(TEACHER, train, dev, NameSwapper(train, sources.gazetteers))
    given.out.mkdir(parents=True, exist_ok=True)
    torch.save(teacher.state_dict(), given.out / "teacher.pt")
    save(distil(soft_examples(sources, teacher), sources, STUDENT, given.start), given.out, STUDENT)


if __name__ == "__main__":
    main()
