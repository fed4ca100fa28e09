"""Loads the packaged ONNX model and finds scored spans in a text, whatever its length."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from presstab.errors import ResourceError
from presstab.recogniser.decode import Floats, best_path, join_windows, spans, transitions, windows
from presstab.recogniser.encode import Encoded, encoder_of, line_starts
from presstab.recogniser.reading import PieceStates, Reading, TextSpan, Thresholds

OUTPUTS = ("probabilities", "states")  # of the model; one that was exported without states has the first alone
FILES = ("model.onnx", "vocab.txt", "settings.json")
PACKAGED = Path(__file__).parent.parent / "resources" / "recogniser"


class Recogniser:
    """Finds spans with the model of a folder: `model.onnx`, `vocab.txt`, `settings.json`.

    Raises:
        ResourceError: the folder is incomplete, or a file is not the one that was checked in.
    """

    def __init__(self, folder: Path = PACKAGED) -> None:
        try:
            settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
            weights, vocabulary = ((folder / name).read_bytes() for name in ("model.onnx", "vocab.txt"))
            self._thresholds = Thresholds(**settings["thresholds"])
            self._encoder = encoder_of(tuple(vocabulary.decode("utf-8").splitlines()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ResourceError(f"{folder}: no recogniser: {error!r}") from error
        _check(folder / "model.onnx", weights, settings.get("sha256"))
        _check(folder / "vocab.txt", vocabulary, settings.get("vocab_sha256"))
        self.weights_sha256: str = settings["sha256"]
        self.sha256 = model_digest(folder)
        self._labels: list[str] = settings["labels"]
        self.kinds = frozenset(label[2:] for label in self._labels if label.startswith("B-"))
        self._size: int = settings["window"]
        self._overlap: int = settings["overlap"]
        self._steps = transitions(self._labels)
        # For who imported onnxruntime before presstab, which forbids it to send anything.
        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        # One thread: workers share the work by release, and sums keep their order.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The model was fused when it was exported; more would be slower (see training/export.py).
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        self._outputs = [output.name for output in self._session.get_outputs() if output.name in OUTPUTS]

    def find(self, text: str) -> Sequence[TextSpan]:
        """Return the labelled spans of `text` in order; nothing is cut, however long it is."""
        return self.read(text).spans

    def read(self, text: str) -> Reading:
        """Return the labelled spans of `text` and what they were chosen from."""
        encoded = self._encoder.encode(text)
        words = encoded.words
        rows, states = self._run(encoded) if words else (np.zeros((0, len(self._labels)), np.float32), None)
        found = spans(best_path(rows, self._steps, self._labels), rows, self._labels)
        placed = [TextSpan(words[s.first][0], words[s.last][1], s.label, s.score) for s in found]
        columns = {kind: [n for n, label in enumerate(self._labels) if label[2:] == kind] for kind in self.kinds}
        of_kind = {kind: rows[:, at].sum(axis=1) for kind, at in columns.items()}
        return Reading(placed, words, of_kind, self._thresholds, tuple(sorted(self.kinds)), states)

    def _run(self, encoded: Encoded) -> tuple[Floats, PieceStates | None]:
        """Return one row of label probabilities a word, those of its first piece; and the states of all pieces."""
        n = len(encoded.piece_ids)
        ids, shapes = np.array(encoded.piece_ids), np.array(encoded.shapes)
        places = windows(n, line_starts(encoded.shapes), self._size, self._overlap)
        outputs = zip(*(self._run_window(ids[start:end], shapes[start:end]) for start, end in places), strict=True)
        joined = [
            join_windows([(*place, part) for place, part in zip(places, parts, strict=True)], n, parts[0].shape[1])
            for parts in outputs
        ]
        word_of_piece = np.array(encoded.word_of_piece)
        of_words: Floats = joined[0][np.flatnonzero(np.diff(word_of_piece, prepend=-1))]
        if len(joined) == 1:
            return of_words, None
        starts = np.array([start for start, _ in encoded.words], dtype=np.int32)[word_of_piece]
        return of_words, PieceStates(starts, joined[1].astype(np.float16), self.weights_sha256)

    def _run_window(self, ids: np.ndarray, shapes: np.ndarray) -> list[Floats]:
        """Run one window alone: the scales of 8-bit sums are those of a run, so nothing else may be in it."""
        piece_ids = np.concatenate(([self._encoder.start_id], ids, [self._encoder.end_id]))[None]
        piece_shapes = np.pad(shapes, 1)[None]
        inputs = {"piece_ids": piece_ids, "shapes": piece_shapes}
        return [output[0, 1:-1] for output in self._session.run(self._outputs, inputs)]


def _check(path: Path, content: bytes, sha256: object) -> None:
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ResourceError(
            f"{path}: checksum differs from settings.json: write the folder anew, or install presstab again"
        )


def model_digest(folder: Path) -> str:
    """Return one digest of all files of a model: weights, vocabulary, settings."""
    parts = (hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in FILES)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
