"""The two file formats that weights travel in: read out of ONNX, written as safetensors, with NumPy alone."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensors = dict[str, NDArray[Any]]

ONNX_TYPES = {1: "<f4", 2: "u1", 3: "i1", 7: "<i8"}
"""TensorProto.DataType of what the networks' graphs hold (onnx.proto): FLOAT, UINT8, INT8, INT64."""


def float_weights(model: bytes) -> Tensors:
    """The float32 weights of the shipped encoder under upstream's names: what is int8 multiplied by its scales.

    The graph holds a matrix NAME as ``NAME.weight`` (k, n) int8, ``NAME.scale`` (n,) and ``NAME.bias`` (n,), those of
    query, key and value side by side as ``….self`` (training/export_encoder.py). The table of words has a scale a row,
    (r, 1), under its own name.
    """
    held = initializers(model)
    weights: Tensors = {}
    for name, tensor in held.items():
        stem, _, part = name.rpartition(".")
        if tensor.dtype == np.float32 and part in ("weight", "bias") and f"{stem}.scale" not in held:
            weights[name] = tensor
        elif tensor.dtype == np.int8 and f"{name}.scale" in held:
            weights[name] = tensor.astype(np.float32) * held[f"{name}.scale"]
        elif tensor.dtype == np.int8 and tensor.ndim == 2:
            matrix = (tensor.astype(np.float64) * held[f"{stem}.scale"]).T
            bias = held[f"{stem}.bias"]
            names = [f"{stem}.{kind}" for kind in ("query", "key", "value")] if stem.endswith(".self") else [stem]
            for one, rows, shift in zip(names, np.split(matrix, len(names)), np.split(bias, len(names)), strict=True):
                weights[f"{one}.weight"], weights[f"{one}.bias"] = rows.astype(np.float32), shift
    return weights


def initializers(model: bytes) -> Tensors:
    """Every initializer of an ONNX model by name. Raises ValueError for what is no such model.

    Field numbers as in onnx.proto: ModelProto.graph 7, GraphProto.initializer 5, and in TensorProto dims 1,
    data_type 2, name 8, raw_data 9.
    """
    tensors: Tensors = {}
    view = memoryview(model)
    graphs = (value for field, value in _fields(view) if field == 7)
    for tensor in (value for graph in graphs for field, value in _fields(_bytes(graph)) if field == 5):
        shape: list[int] = []
        kind, name, raw = 0, "", memoryview(b"")
        for field, value in _fields(_bytes(tensor)):
            if field == 1:
                shape += [value] if isinstance(value, int) else _varints(value)
            elif field == 2 and isinstance(value, int):
                kind = value
            elif field == 8:
                name = bytes(_bytes(value)).decode()
            elif field == 9:
                raw = _bytes(value)
        if kind not in ONNX_TYPES:
            raise ValueError(f"the tensor {name} has the type {kind}")
        tensors[name] = np.frombuffer(raw, ONNX_TYPES[kind]).reshape(shape)
    return tensors


def safetensors(tensors: Mapping[str, NDArray[Any]]) -> bytes:
    """The float32 tensors as the bytes of a .safetensors file (https://github.com/huggingface/safetensors#format)."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    start = 0
    for name in sorted(tensors):
        size = 4 * math.prod(tensors[name].shape)
        header[name] = {"dtype": "F32", "shape": list(tensors[name].shape), "data_offsets": [start, start + size]}
        start += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return b"".join(
        [struct.pack("<Q", len(text)), text, *(tensors[name].astype("<f4").tobytes() for name in sorted(tensors))]
    )


def _fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of each field of a protocol buffers message, in order (protobuf.dev, Encoding)."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        kind = key & 7
        if kind == 0:
            value, place = _varint(message, place)
            yield key >> 3, value
            continue
        size = {1: 8, 5: 4}.get(kind, 0)
        if kind == 2:
            size, place = _varint(message, place)
        if (not size and kind != 2) or place + size > len(message):
            raise ValueError("this is no protocol buffers message")
        yield key >> 3, message[place : place + size]
        place += size


def _varint(message: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if place >= len(message):
            raise ValueError("this is no protocol buffers message")
        byte = message[place]
        value |= (byte & 127) << shift
        shift += 7
        place += 1
        if byte < 128:
            return value, place


def _varints(packed: memoryview) -> list[int]:
    values, place = [], 0
    while place < len(packed):
        value, place = _varint(packed, place)
        values.append(value)
    return values


def _bytes(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise ValueError("this is no ONNX model")  # noqa: TRY004 (the bytes are wrong, not a type in the program)
    return value
