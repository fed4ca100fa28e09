"""Writes a trained tagger as ONNX with 8-bit weights, its settings and its checksum."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.tagger import Probabilities, Tagger

MODEL = "model.onnx"
VOCABULARY = "vocab.txt"
SETTINGS = "settings.json"


def export(model: Tagger, out: Path, settings: dict[str, Any]) -> None:
    """Write `model.onnx` (inputs piece_ids and shapes of one window; output probabilities) and `settings.json`.

    `vocab.txt` stands in the folder already; the settings hold the digests of both.
    """
    out.mkdir(parents=True, exist_ok=True)
    whole = out / "float.onnx"
    example = tuple(torch.ones(2, 16, dtype=torch.long) for _ in range(2))
    axes = {name: {0: "windows", 1: "pieces"} for name in ("piece_ids", "shapes", "probabilities")}
    torch.onnx.export(
        Probabilities(model).eval(), example, str(whole), input_names=["piece_ids", "shapes"],
        output_names=["probabilities"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(whole, out / MODEL, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    whole.unlink()
    sha256, vocab_sha256 = (hashlib.sha256((out / name).read_bytes()).hexdigest() for name in (MODEL, VOCABULARY))
    content = {"sha256": sha256, "vocab_sha256": vocab_sha256, **settings}
    (out / SETTINGS).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
