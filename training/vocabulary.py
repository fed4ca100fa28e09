"""The word pieces that the student knows: those of the small encoder that some releases hold.

    python -m training.vocabulary ../shared

writes `vocab.txt` of the packaged recogniser anew, after which everything that reads pieces is to be trained. Other
words are parted into smaller pieces, as any word is that the vocabulary lacks.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from presstab.recogniser.encode import END, START, UNKNOWN, Encoder
from presstab.recogniser.model import PACKAGED
from torch import Tensor

from training.data import load_texts
from training.tagger import encoder_of, small_folder

LEAST = 5  # of 16,133 releases must hold a piece: 22,500 of 30,522 pieces, a sixth of the file less
_ALWAYS = ("[PAD]", UNKNOWN, START, END, "[MASK]")
_FILE = "vocab.txt"


def vocabulary() -> list[str]:
    """Return the student's pieces in the order of their numbers."""
    return (PACKAGED / _FILE).read_text(encoding="utf-8").splitlines()


def student_encoder() -> Encoder:
    """Return what cuts texts into the student's pieces."""
    return Encoder(vocabulary())


def of_student(vectors: Tensor) -> Tensor:
    """Return, of the small encoder's vectors of pieces, those of the student's pieces, in their order."""
    numbers = {piece: number for number, piece in enumerate(_whole())}
    return vectors[[numbers[piece] for piece in vocabulary()]]


def _whole() -> list[str]:
    return (small_folder() / _FILE).read_text(encoding="utf-8").splitlines()


def choose(texts: Iterable[str]) -> list[str]:
    """Return the pieces of the small encoder that enough texts hold, and all single letters and marks of these."""
    encoder = encoder_of(small_folder())
    holding = Counter(piece for text in texts for piece in set(encoder.encode(text).piece_ids))
    return [p for n, p in enumerate(_whole()) if holding[n] >= LEAST or p in _ALWAYS or _is_letter(p)]


def _is_letter(piece: str) -> bool:
    letter = piece.removeprefix("##")
    return len(letter) == 1 and letter.isascii()


def main() -> None:
    """Choose the pieces by all unannotated releases."""
    folder = Path(sys.argv[1]) / "releases"
    texts = {**load_texts(folder / "releases.jsonl.gz"), **load_texts(folder / "more.jsonl.gz")}
    (PACKAGED / _FILE).write_text("".join(f"{piece}\n" for piece in choose(texts.values())), encoding="utf-8")


if __name__ == "__main__":
    main()
