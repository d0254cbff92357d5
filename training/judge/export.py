"""Write a trained judge as models/judge: ``python -m training.judge.export FOLDER/judge.pt``."""

from __future__ import annotations

import argparse
import json
import random
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.comparison.judge import LONGEST
from quotecheck.networks.words import WordTable
from training.export_encoder import write_manifest
from training.judge.data import examples, ground_of, lessons, read_texts
from training.judge.train import SETS
from training.judge.wordnet import WordNet
from training.marked import averaged, exported
from training.tagger.train import ROOT, tokenizer

FOLDER = ROOT / "models" / "judge"


def feeds(shared: Path, wordnet: Path, count: int = 60) -> list[dict[str, NDArray[Any]]]:
    """Training pairs, as the network is given them."""
    table = WordTable()
    texts = read_texts(shared, SETS)
    given = lessons(examples(texts, ground_of(texts, WordNet(wordnet)), random.Random(0), 2 * count), tokenizer())
    return [{"words": table.rows(lesson.ids), "marks": lesson.marks} for lesson in islice(given, count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+", help="several are averaged")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--float", action="store_true", help="matrices of float32, to see what rounding costs")
    options = parser.parse_args()
    weights = averaged(options.weights)
    weights["scores.weight"] = np.concatenate([weights["pair.weight"], weights["places.weight"]])
    weights["scores.bias"] = np.concatenate([weights["pair.bias"], weights["places.bias"]])
    shown = feeds(options.shared, options.wordnet)
    model = exported(weights, ("scores",), "quotecheck-judge", LONGEST, shown, exact=options.float)
    options.folder.mkdir(parents=True, exist_ok=True)
    (options.folder / "model.onnx").write_bytes(model)
    config = {
        "name": "quotecheck-judge-int8",
        "kind": "judge",
        "description": "Two English texts side by side: one statement or two, and which words change what is said",
        "licence": "Apache-2.0",
    }
    (options.folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    write_manifest(options.folder)
    sys.stdout.write((options.folder / "SHA256SUMS").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
