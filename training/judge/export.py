"""Write a trained judge as models/judge: ``python -m training.judge.export FOLDER/judge.pt``."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.comparison.judge import LONGEST
from quotecheck.networks.words import load_words
from training import marked
from training.base import tokenizer
from training.graph import MATRICES, Weights, extremes, float_dense, levelled_dense
from training.judge.data import examples, lessons
from training.judge.train import Sources, add_sources, sources_of


def feeds(sources: Sources, count: int = 240) -> list[dict[str, NDArray[Any]]]:
    """Training pairs, as the network is given them."""
    table = load_words()
    given = lessons(examples(sources.texts, sources.ground, random.Random(0), 2 * count), tokenizer())
    return [{"words": table.rows(lesson.ids), "marks": lesson.marks} for lesson in islice(given, count)]


def joined(weights: Weights) -> Weights:
    """The weights with those of the heads side by side: one statement, altered, and a word piece altered."""
    parts = {
        f"scores.{part}": np.concatenate([weights[f"pair.{part}"], weights[f"places.{part}"]])
        for part in ("weight", "bias")
    }
    return {**weights, **parts}


def exported(weights: Weights, shown: Sequence[Mapping[str, NDArray[Any]]], *, exact: bool = False) -> bytes:
    """The judge with 8-bit matrices, their steps found on the pairs ``shown``; float32 if ``exact``.

    A pair is read by itself, so that a step for the whole of it may do, and its log odds need not be as exact as
    vectors are (docs/decisions/0011).
    """
    build = partial(marked.build, weights, ("scores",), "quotecheck-judge", LONGEST)
    return build(float_dense) if exact else build(levelled_dense(extremes(build(float_dense, watched=MATRICES), shown)))


def main() -> None:
    parser = marked.options(__doc__, "judge")
    add_sources(parser)
    options = parser.parse_args()
    weights = joined(marked.averaged(options.weights))
    model = exported(weights, feeds(sources_of(options)), exact=options.float)
    config = {
        "name": "quotecheck-judge-int8",
        "kind": "judge",
        "description": "Two English texts side by side: one statement or two, and which words change what is said",
        "licence": "Apache-2.0",
    }
    marked.write(options.folder, model, config)


if __name__ == "__main__":
    main()
