"""Takes a student's weights out of the 8-bit model that is packaged, to go on from them where nobody kept others."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.export import MODEL, SETTINGS
from training.runtime import Runtime
from training.student import Layers, Student


def restore(folder: Path) -> Student:
    """Return the student that `export` wrote to a folder, with what 8 bits kept of its weights."""
    said = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))["layers"]
    graph = onnx.load(folder / MODEL).graph
    values = {value.name: numpy_helper.to_array(value) for value in graph.initializer}
    state = {name: torch.from_numpy(np.array(value)) for name, value in values.items() if value.dtype == np.float32}
    for name in values:
        if name.endswith(".weight_quantized"):
            rows = values[name].astype(np.float32) - float(values[_beside(name, "zero_point")])
            state[name.removesuffix("_quantized")] = torch.from_numpy(rows * values[_beside(name, "scale")])
    for node in graph.node:
        if "MatMul" in node.op_type:  # a product ends with its bias, and that bears the layer's name
            columns = values[node.input[1]].astype(np.float32) * values[_beside(node.input[1], "scale")]
            state[node.input[-1].replace(".bias", ".weight")] = torch.from_numpy(columns.T.copy())
    return _student(state, Layers(tuple(said["places"]), said["n_whole"]))


def _beside(name: str, what: str) -> str:
    return name.removesuffix("quantized") + what


def _student(state: dict[str, Tensor], layers: Layers) -> Student:
    student = Student(layers)
    known = Runtime(student)
    known.load_state_dict({name: value for name, value in state.items() if name in known.state_dict()}, strict=False)
    embeddings = student.encoder.embeddings
    with torch.no_grad():
        embeddings.token_type_embeddings.weight.zero_()  # part of the places by now
        embeddings.position_embeddings.weight[: len(known.places)] = known.places
        for layer, joined in zip(student.encoder.encoder.layer, known.inputs, strict=True):
            attention = layer.attention.self
            parts = (attention.query, attention.key, attention.value)[-joined.out_features // joined.in_features :]
            for part, weight, bias in zip(
                parts, joined.weight.chunk(len(parts)), joined.bias.chunk(len(parts)), strict=True
            ):
                part.weight.copy_(weight)
                part.bias.copy_(bias)
    return student.eval()
