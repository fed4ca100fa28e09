"""The student's last stage: on from its weights over all that was annotated, held to what it knew of others."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from presstab.recogniser.encode import Encoder
from torch import nn

from training.data import Annotated, Example, Sources, gold_example, load_annotated, load_texts
from training.decisions import around, decide, load_decisions
from training.fit import Settings, fit, seed_all
from training.names import NameSwapper
from training.readings import load_readings, read_example
from training.student import Student
from training.tagger import DEVICE, halved
from training.teach import soften, soften_third_party
from training.vocabulary import student_encoder

REFINED = Settings(seed=8, epochs=2, window=222, batch=24, learning_rate=4e-4, head_rate=8e-4, average=0.995)
# The releases whose ids begin so taught the student before, by way of its teachers: half of them an epoch are enough.
FORMER = "tu"
SWAPPED_NEW, SWAPPED_FORMER = 0.35, 0.5  # share of the annotated releases whose names are exchanged in an epoch
# Unannotated releases that the student reads before, not the longest ones: of those with decisions, of the others.
N_DECIDED, N_OTHERS, LONGEST = 250, 150, 12_000
N_PLAIN, N_STRETCHES = 40, 60  # of these releases, and of the stretches with decisions, in an epoch
# Share of the weights from before in those after: of 0.25, 0.475 and 0.625 the best on held stretches.
KEPT = 0.475
READ = 0.6  # share of the stretches that readers annotated whole in an epoch


def refine(student: Student, sources: Sources, report: Callable[[nn.Module], str], checkpoint: Path) -> Student:
    """Return the student after the last stage; its word embeddings stay as they are, for words that gold lacks."""
    seed_all(REFINED.seed)
    student = student.to(DEVICE)
    pieces = student_encoder()
    former = load_annotated(sources.gold / "train", lambda name: name[0] in FORMER)
    new = load_annotated(sources.gold / "train", lambda name: name[0] not in FORMER)
    swapper = NameSwapper([*new, *former], sources.gazetteers)
    plain, decided = _read_before(student, sources, pieces)
    texts = {**load_texts(sources.texts), **load_texts(sources.more)}
    read = [read_example(stretch, pieces) for stretch in load_readings(texts)]
    with halved():
        theirs = soften_third_party(sources.wikigold, student.eval(), pieces, pieces)

    def examples(epoch: int) -> list[Example]:
        return [
            *_annotated(new, SWAPPED_NEW, swapper, pieces),
            *_annotated(random.sample(former, len(former) // 2), SWAPPED_FORMER, swapper, pieces),
            *random.sample(plain, N_PLAIN),
            *random.sample(decided, N_STRETCHES),
            *random.sample(read, round(READ * len(read))),
            *theirs,
        ]

    student.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    before = {name: value.clone() for name, value in student.state_dict().items()}
    refined = fit(student, examples, pieces, REFINED, report, checkpoint)
    with torch.no_grad():
        for name, value in refined.state_dict().items():
            if value.is_floating_point():
                value.lerp_(before[name].to(value.device), KEPT)
    return refined


def _read_before(student: Student, sources: Sources, pieces: Encoder) -> tuple[list[Example], list[Example]]:
    """Return unannotated releases with the student's own probabilities, and the stretches with decisions of these."""
    decisions = load_decisions()
    known = {name: text for name, text in load_texts(sources.texts).items() if name in decisions}
    chosen = {**_some(known, N_DECIDED), **_some(load_texts(sources.more), N_OTHERS)}
    with halved():
        plain = soften(list(chosen.values()), student.eval(), pieces, pieces)
    parts = [around(decide(e, decisions[name])) for name, e in zip(chosen, plain, strict=True) if name in decisions]
    return plain, [stretch for part in parts for stretch in part]


def _some(texts: dict[str, str], n: int) -> dict[str, str]:
    return dict(random.sample([item for item in texts.items() if 0 < len(item[1]) < LONGEST], n))


def _annotated(releases: Sequence[Annotated], share: float, swapper: NameSwapper, pieces: Encoder) -> list[Example]:
    return [gold_example(*(swapper.swap(*r) if random.random() < share else r), pieces) for r in releases]
