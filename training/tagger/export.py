"""Write a trained tagger as models/tagger: ``python -m training.tagger.export FOLDER/tagger.pt``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.networks.words import load_words
from quotecheck.speech.pieces import LONGEST
from training import marked
from training.base import tokenizer
from training.graph import WATCHED, Weights, float_dense, reaching
from training.tagger.data import cut, read_examples

HEADS = ("tags", "ends")
NOT_IN_GRAPH = ("transitions", "opening", "none", "apart")


def feeds(shared: Path, count: int = 12) -> list[dict[str, NDArray[Any]]]:
    """Windows of training articles, as the network is given them."""
    words, table = tokenizer(), load_words()
    examples = read_examples(shared / "data" / "quotes" / "train.gold.jsonl", words, count)
    return [{"words": table.rows(w.ids), "marks": w.marks} for e in examples for w in cut(e, LONGEST)]


def exported(weights: Weights, shown: Iterable[Mapping[str, NDArray[Any]]], *, exact: bool = False) -> bytes:
    """The tagger with 8-bit matrices, their far-reaching columns found on windows ``shown``; float32 if ``exact``."""
    build = partial(marked.build, weights, HEADS, "quotecheck-tagger", LONGEST)
    return build(float_dense) if exact else build(apart=reaching(build(float_dense, watched=WATCHED), shown))


def main() -> None:
    options = marked.options(__doc__, "tagger").parse_args()
    weights = marked.averaged(options.weights)
    model = exported(weights, feeds(options.shared), exact=options.float)
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
    marked.write(options.folder, model, config)


if __name__ == "__main__":
    main()
