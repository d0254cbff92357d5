"""Write a trained tagger as models/tagger: ``python -m training.tagger.export FOLDER/tagger.pt``.

The network leaves out the table of words: it was not trained, so the encoder's is used. Its matrices are 8-bit as the
encoder's are (docs/decisions/0003); the head's are float32, as they are small and a tag hangs on little.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.networks.words import WordTable
from quotecheck.speech.pieces import LONGEST
from training.export_encoder import write_manifest
from training.marked import averaged, exported
from training.tagger.data import cut, read_examples
from training.tagger.train import ROOT, tokenizer

FOLDER = ROOT / "models" / "tagger"
HEADS = ("tags", "ends")
NOT_IN_GRAPH = ("transitions", "opening", "none", "apart")


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
    weights = averaged(options.weights)
    options.folder.mkdir(parents=True, exist_ok=True)
    model = exported(weights, HEADS, "quotecheck-tagger", LONGEST, feeds(options.shared), exact=options.float)
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
