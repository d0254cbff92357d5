"""Write a trained judge as models/judge: ``python -m training.judge.export FOLDER/judge.pt``."""

from __future__ import annotations

import random
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.comparison.judge import LONGEST
from quotecheck.networks.words import load_words
from training import marked
from training.base import tokenizer
from training.judge.data import examples, lessons
from training.judge.train import Sources, add_sources, sources_of


def feeds(sources: Sources, count: int = 60) -> list[dict[str, NDArray[Any]]]:
    """Training pairs, as the network is given them."""
    table = load_words()
    given = lessons(examples(sources.texts, sources.ground, random.Random(0), 2 * count), tokenizer())
    return [{"words": table.rows(lesson.ids), "marks": lesson.marks} for lesson in islice(given, count)]


def main() -> None:
    parser = marked.options(__doc__, "judge")
    add_sources(parser)
    options = parser.parse_args()
    weights = marked.averaged(options.weights)
    weights["scores.weight"] = np.concatenate([weights["pair.weight"], weights["places.weight"]])
    weights["scores.bias"] = np.concatenate([weights["pair.bias"], weights["places.bias"]])
    shown = feeds(sources_of(options))
    model = marked.exported(weights, ("scores",), "quotecheck-judge", LONGEST, shown, exact=options.float)
    config = {
        "name": "quotecheck-judge-int8",
        "kind": "judge",
        "description": "Two English texts side by side: one statement or two, and which words change what is said",
        "licence": "Apache-2.0",
    }
    marked.write(options.folder, model, config)


if __name__ == "__main__":
    main()
