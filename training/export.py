"""Writes a trained tagger as ONNX with 8-bit weights, its settings and its checksum."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from presstab.recogniser.model import OUTPUTS

from training.runtime import Runtime

MODEL = "model.onnx"
VOCABULARY = "vocab.txt"
SETTINGS = "settings.json"
# On the CPU, ONNX Runtime's sum and normalisation in one is slower than both by themselves (1.32: a tenth of all).
_SLOWER = ["SkipLayerNormFusion"]


def export(network: Runtime, out: Path, settings: dict[str, Any]) -> None:
    """Write `model.onnx` (of one window: piece_ids and shapes in, probabilities and states out) and `settings.json`.

    What ONNX Runtime would fuse at each start is fused here, once. `vocab.txt` stands in the folder already; the
    settings hold the digests of both.
    """
    out.mkdir(parents=True, exist_ok=True)
    whole, small = out / "float.onnx", out / "small.onnx"
    example = tuple(torch.ones(1, 16, dtype=torch.long) for _ in range(2))
    axes = {name: {1: "pieces"} for name in ("piece_ids", "shapes", *OUTPUTS)}
    torch.onnx.export(
        network.cpu().eval(), example, str(whole), input_names=["piece_ids", "shapes"],
        output_names=[*OUTPUTS], dynamic_axes=axes, opset_version=17, dynamo=False,
        custom_opsets={"com.microsoft": 1},
    )  # fmt: skip
    quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(out / MODEL)
    onnxruntime.InferenceSession(small, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER)
    whole.unlink()
    small.unlink()
    sha256, vocab_sha256 = (hashlib.sha256((out / name).read_bytes()).hexdigest() for name in (MODEL, VOCABULARY))
    content = {"sha256": sha256, "vocab_sha256": vocab_sha256, **settings}
    (out / SETTINGS).write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
