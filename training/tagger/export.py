"""Write a trained tagger as models/tagger: ``python -m training.tagger.export FOLDER/tagger.pt``.

The network leaves out the table of words: it was not trained, so the encoder's is used. Its matrices are 8-bit as the
encoder's are (docs/decisions/0003); the head's are float32, as they are small and a tag hangs on little.
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

from quotecheck.speech.pieces import LONGEST
from quotecheck.speech.words import WordTable
from training.export_encoder import write_manifest
from training.graph import (
    HEAD,
    HEADS,
    WATCHED,
    WIDTH,
    Dense,
    Graph,
    Weights,
    dense_of,
    float_dense,
    integer_dense,
    layers,
    norm,
    reaching,
    written,
)
from training.tagger.data import cut, read_examples
from training.tagger.train import ROOT, tokenizer

FOLDER = ROOT / "models" / "tagger"
NOT_IN_GRAPH = ("transitions", "opening", "none", "apart")


def build(
    weights: Weights,
    dense: Dense = integer_dense,
    apart: Mapping[str, Sequence[int]] | None = None,
    watched: Sequence[str] = (),
) -> bytes:
    """``words`` (l, d) float32 and ``marks`` (l,) int64 of a window -> ``tags`` (l, 7) and ``ends`` (l, e) float32."""
    graph = Graph("marks")
    add, floats, integers = graph.add, graph.floats, graph.integers
    base = {name.removeprefix("base."): value for name, value in weights.items() if name.startswith("base.")}
    product = dense_of(graph, base, dense, apart, watched)
    length = add("Shape", "marks")
    of_heads = add("Concat", length, integers(1, 3, HEADS, HEAD), axis=0)
    kinds = add("Gather", floats("marks.table", base["embeddings.token_type_embeddings.weight"]), "marks")
    places = floats("places", base["embeddings.position_embeddings.weight"][:LONGEST])
    place = add("Slice", places, integers(0), length, integers(0))
    x = norm(graph, base, add("Add", add("Add", "words", kinds), place), "embeddings.LayerNorm")
    x = layers(graph, base, product, x, of_heads)
    for head in ("tags", "ends"):
        inputs = [
            x,
            floats(f"{head}.weight", weights[f"{head}.weight"].T),
            floats(f"{head}.bias", weights[f"{head}.bias"]),
        ]
        graph.nodes.append(helper.make_node("Gemm", inputs, [head], name=head))
    value = helper.make_tensor_value_info
    outputs = [value(head, TensorProto.FLOAT, ["length", len(weights[f"{head}.bias"])]) for head in ("tags", "ends")]
    outputs += [value(name, TensorProto.FLOAT, ["tokens", None]) for name in watched]
    inputs = [value("words", TensorProto.FLOAT, ["length", WIDTH]), value("marks", TensorProto.INT64, ["length"])]
    return written(graph, "quotecheck-tagger", inputs, outputs, "quotecheck training/tagger/export.py")


def feeds(shared: Path, count: int = 12) -> list[dict[str, NDArray[Any]]]:
    """Windows of training articles, as the network is given them."""
    words, table = tokenizer(), WordTable()
    examples = read_examples(shared / "data" / "quotes" / "train.gold.jsonl", words, count)
    return [{"words": table.rows(w.ids), "marks": w.marks} for e in examples for w in cut(e, LONGEST)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+", help="several are averaged")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--float", action="store_true", help="matrices of float32, to see what rounding costs")
    options = parser.parse_args()
    states = [torch.load(path, weights_only=True, map_location="cpu") for path in options.weights]
    weights = {name: np.mean([state[name].float().numpy() for state in states], axis=0) for name in states[0]}
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.float:
        model = build(weights, float_dense)
    else:
        model = build(weights, apart=reaching(build(weights, float_dense, watched=WATCHED), feeds(options.shared)))
    (options.folder / "model.onnx").write_bytes(model)
    config = {
        "name": "quotecheck-tagger-int8",
        "kind": "tagger",
        "description": "Who said what: contents, cues and sources of attributed speech in English news",
        "licence": "Apache-2.0",
        "confidence": {
            "attributed": {},
            "speech": {},
            "mention": {},
            "sound": {},
        },  # training/tagger/fit_confidence.py puts it in
        **{name: weights[name].astype(np.float64).round(6).tolist() for name in NOT_IN_GRAPH},
    }
    (options.folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    write_manifest(options.folder)
    sys.stdout.write((options.folder / "SHA256SUMS").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
