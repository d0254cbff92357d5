"""The encoder's network written out operator by operator in ONNX, its matrices 8-bit: what every export is made of."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD = WIDTH // HEADS
OPSETS = {"": 20, "com.microsoft": 1}  # 20 is the first with Gelu; ONNX Runtime knows it since 1.17
MICROSOFT = {"domain": "com.microsoft"}
EPSILON = 1e-12  # layer_norm_eps of upstream's config.json
GELU_LEAST = -0.17  # GELU's minimum is -0.16997
APART = {"attention.self": 12, "intermediate.dense": 12, "output.dense": 4}  # columns, by what they are multiplied by
WATCHED = [f"encoder.layer.{layer}.{part}" for layer in range(LAYERS) for part in APART]
MATRICES = [*WATCHED, *(f"encoder.layer.{layer}.attention.output.dense" for layer in range(LAYERS))]
EVENNESS = 0.85
"""How much of their unevenness the columns lose to the matrix: 1 all, 0 none (docs/decisions/0011)."""
MARGIN = 1.1
"""How much farther than was seen values may reach before they are cut."""

Floats = NDArray[np.floating[Any]]
Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """The nodes and initializers of one ONNX graph, in the order in which they were added."""

    def __init__(self, tokens: str = "input_ids") -> None:
        """``tokens`` is an input of the graph with one number a token."""
        self.tokens = tokens
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


class Product(Protocol):
    """``x`` times the matrices ``names`` side by side, which go under ``name`` together."""

    def __call__(self, x: str, names: Sequence[str], name: str, least: float = -math.inf) -> str: ...


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
    rows = add("Reshape", add("Size", graph.tokens), graph.integers(1))
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


@dataclass(frozen=True, slots=True)
class Reach:
    """The least and the greatest value seen in each column of what a matrix is multiplied by, (k,) float32 both."""

    least: Floats
    most: Floats


def levelled_dense(reach: Mapping[str, Reach]) -> Dense:
    """Integers of 8 bits on both sides, with one step for a whole matrix, found beforehand; what is beyond is cut.

    Columns that reach far are divided and their row of the matrix multiplied by as much (SmoothQuant, Xiao et al.
    2023), so that none makes the step coarse for the others. ``reach`` is by the name of the matrix.
    """

    def dense(
        graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, *, apart: Sequence[int], least: float
    ) -> str:
        lowest, highest = (side.astype(np.float64) * MARGIN for side in (reach[name].least, reach[name].most))
        if least > -math.inf:
            lowest = np.full(len(matrix), least)
        tiny = np.finfo(np.float32).tiny
        far = np.maximum(np.maximum(-lowest, highest), tiny)
        level = far**EVENNESS / np.maximum(np.abs(matrix).max(axis=1), tiny) ** (1 - EVENNESS)
        low, high = (lowest / level).min(), max((highest / level).max(), 0)
        if least > -math.inf:  # all 256 levels where there are values
            step = (high - low) / 255
            zero = math.ceil(-low / step)
        else:
            step = max(-low, high) / 127
            zero = 128
        level *= step
        rounded, scale = quantise_pairs((matrix * level[:, None]).astype(np.float32))
        one, middle = graph.floats("one", 1), graph.constant(f"zero.{zero}", np.array(zero, np.uint8))
        even = graph.add("Mul", x, graph.floats(f"{name}.levels", 1 / level))
        integers = graph.add("QuantizeLinear", even, one, middle)
        held = [graph.constant(f"{name}.weight", rounded), one, graph.floats(f"{name}.scale", scale)]
        points = [middle, graph.constant("zero", np.array(0, np.int8)), graph.floats(f"{name}.bias", bias)]
        return graph.add("MatMulIntegerToFloat", integers, *held, *points, **MICROSOFT)

    return dense


def float_dense(graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, **_: Any) -> str:
    """Arithmetic in float32."""
    product = graph.add("MatMul", x, graph.floats(f"{name}.weight", matrix))
    return graph.add("Add", product, graph.floats(f"{name}.bias", bias))


def rounded_lookup(graph: Graph, name: str, ids: str, table: NDArray[np.float32]) -> str:
    """A table stored in int8, of which only the rows looked up are turned into float32."""
    integers, scale = quantise(table)
    rows = graph.add("Cast", graph.add("Gather", graph.constant(name, integers), ids), to=TensorProto.FLOAT)
    return graph.add("Mul", rows, graph.add("Gather", graph.constant(f"{name}.scale", scale), ids))


def dense_of(
    graph: Graph,
    weights: Weights,
    dense: Dense = integer_dense,
    apart: Mapping[str, Sequence[int]] | None = None,
    watched: Sequence[str] = (),
) -> Product:
    """How ``x`` is multiplied by matrices side by side, by the name they go under together (see ``layers``)."""

    def product(x: str, names: Sequence[str], name: str, least: float = -math.inf) -> str:
        if name in watched:
            graph.nodes.append(helper.make_node("Identity", [x], [name], name=f"watch {name}"))
        matrix = np.concatenate([weights[f"{part}.weight"].T for part in names], axis=1)
        bias = np.concatenate([weights[f"{part}.bias"] for part in names])
        return dense(graph, name, x, matrix, bias, apart=(apart or {}).get(name, ()), least=least)

    return product


def norm(graph: Graph, weights: Weights, x: str, name: str) -> str:
    parts = [graph.floats(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")]
    return graph.add("LayerNormalization", x, *parts, epsilon=EPSILON)


def layers(graph: Graph, weights: Weights, product: Product, x: str, of_heads: str) -> str:
    """The layers upon ``x`` (tokens, WIDTH), whose rows are all first tokens of the texts before all second ones.

    So the heads need not be put together before they are multiplied. ``of_heads`` is the shape (length, texts, 3,
    HEADS, HEAD). A matrix NAME is held as ``NAME.weight`` (k, n) int8, ``NAME.scale`` (n,) and ``NAME.bias`` (n,),
    those of query, key and value side by side.
    """
    add, integers = graph.add, graph.integers
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
        x = norm(graph, weights, add("Add", product(mixed, [output], output), x), f"{attention}.output.LayerNorm")
        inner, output = f"{name}.intermediate.dense", f"{name}.output.dense"
        wide = add("Gelu", product(x, [inner], inner))
        x = norm(graph, weights, add("Add", product(wide, [output], output, GELU_LEAST), x), f"{name}.output.LayerNorm")
    return x


def reaching(model: bytes, feeds: Iterable[Mapping[str, NDArray[Any]]]) -> dict[str, list[int]]:
    """By the name of a matrix the columns that reach farthest of what it is multiplied by.

    ``model`` watches the matrices ``WATCHED``. The same few columns reach far on any text, random word pieces too.
    """
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    reach = {name: np.zeros(1, np.float32) for name in WATCHED}
    for feed in feeds:
        for name, values in zip(WATCHED, session.run(WATCHED, dict(feed)), strict=True):
            reach[name] = np.maximum(reach[name], np.abs(values).max(axis=0))
    counts = [APART[name.split(".", 3)[3]] for name in WATCHED]
    return {
        name: sorted(np.argsort(-reach[name], kind="stable")[:count].tolist())
        for name, count in zip(WATCHED, counts, strict=True)
    }


def extremes(model: bytes, feeds: Iterable[Mapping[str, NDArray[Any]]]) -> dict[str, Reach]:
    """By the name of a matrix what it is multiplied by; ``model`` watches all ``MATRICES``."""
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    least = {name: np.full(1, np.inf, np.float32) for name in MATRICES}
    most = {name: np.full(1, -np.inf, np.float32) for name in MATRICES}
    for feed in feeds:
        for name, values in zip(MATRICES, session.run(MATRICES, dict(feed)), strict=True):
            least[name] = np.minimum(least[name], values.min(axis=0))
            most[name] = np.maximum(most[name], values.max(axis=0))
    return {name: Reach(least[name], most[name]) for name in MATRICES}


def written(graph: Graph, name: str, inputs: Sequence[Any], outputs: Sequence[Any], producer: str) -> bytes:
    """The checked model as bytes, the same for the same graph."""
    domains = {node.domain for node in graph.nodes}
    model = helper.make_model(
        helper.make_graph(graph.nodes, name, inputs, outputs, list(graph.initializers.values())),
        opset_imports=[helper.make_opsetid(domain, OPSETS[domain]) for domain in sorted(domains)],
        ir_version=9,  # the one that came with opset 20
        producer_name=producer,
    )
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))
