"""The network that reads marked word pieces, in ONNX: what the exports of the tagger and of the judge have in common.

It leaves out the table of words: that was not trained, so the encoder's is used. Its matrices are 8-bit, the tagger's
as the encoder's are (docs/decisions/0003); the heads' are float32, as they are small and much hangs on little.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from training.base import ROOT
from training.export_encoder import write_manifest
from training.graph import (
    HEAD,
    HEADS,
    WIDTH,
    Dense,
    Graph,
    Weights,
    dense_of,
    integer_dense,
    layers,
    norm,
    written,
)


def build(
    weights: Weights,
    heads: Sequence[str],
    name: str,
    longest: int,
    dense: Dense = integer_dense,
    apart: Mapping[str, Sequence[int]] | None = None,
    watched: Sequence[str] = (),
) -> bytes:
    """``words`` (l, d) float32 and ``marks`` (l,) int64 of a row -> each of ``heads`` (l, its columns) float32.

    ``longest`` is how many word pieces a row has at most.
    """
    graph = Graph("marks")
    add, floats, integers = graph.add, graph.floats, graph.integers
    base = {name.removeprefix("base."): value for name, value in weights.items() if name.startswith("base.")}
    product = dense_of(graph, base, dense, apart, watched)
    length = add("Shape", "marks")
    of_heads = add("Concat", length, integers(1, 3, HEADS, HEAD), axis=0)
    kinds = add("Gather", floats("marks.table", base["embeddings.token_type_embeddings.weight"]), "marks")
    places = floats("places", base["embeddings.position_embeddings.weight"][:longest])
    place = add("Slice", places, integers(0), length, integers(0))
    x = norm(graph, base, add("Add", add("Add", "words", kinds), place), "embeddings.LayerNorm")
    x = layers(graph, base, product, x, of_heads)
    for head in heads:
        inputs = [
            x,
            floats(f"{head}.weight", weights[f"{head}.weight"].T),
            floats(f"{head}.bias", weights[f"{head}.bias"]),
        ]
        graph.nodes.append(helper.make_node("Gemm", inputs, [head], name=head))
    value = helper.make_tensor_value_info
    outputs = [value(head, TensorProto.FLOAT, ["length", len(weights[f"{head}.bias"])]) for head in heads]
    outputs += [value(name, TensorProto.FLOAT, ["tokens", None]) for name in watched]
    inputs = [value("words", TensorProto.FLOAT, ["length", WIDTH]), value("marks", TensorProto.INT64, ["length"])]
    return written(graph, name, inputs, outputs, "quotecheck training/marked.py")


def averaged(paths: Sequence[Path]) -> dict[str, NDArray[np.float32]]:
    """The mean of several trained networks' weights."""
    states = [torch.load(path, weights_only=True, map_location="cpu") for path in paths]
    return {name: np.mean([state[name].float().numpy() for state in states], axis=0) for name in states[0]}


def options(description: str | None, name: str) -> argparse.ArgumentParser:
    """What the exports are told on the command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("weights", type=Path, nargs="+", help="several are averaged")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--folder", type=Path, default=ROOT / "models" / name)
    parser.add_argument("--float", action="store_true", help="matrices of float32, to see what rounding costs")
    return parser


def write(folder: Path, model: bytes, config: Mapping[str, Any]) -> None:
    """The files of a model, and the digests of all that lies beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    write_manifest(folder)
    sys.stdout.write((folder / "SHA256SUMS").read_text(encoding="utf-8"))
