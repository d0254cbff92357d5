"""How alike two texts are: the features that `same` is computed from, and the probability itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.differences import KIN_WEIGHT, Difference, shared_weight

Number = TypeVar("Number", float, npt.NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for two texts being one statement.

    ``semantic``: cosine of the embeddings. ``containment``: share of the shorter text's words that the other has in
    the same order. ``clause``: how fully the best rendered sentence of either text is found in the other, growing
    with its length. ``overlap``: shared words over all words. ``shared``: weight of the shared words.
    """

    semantic: float
    containment: float
    clause: float
    overlap: float
    shared: float


def evidence(diff: Difference, cosine: float) -> Evidence:
    """Measure one pair of texts; symmetric in the two."""
    a, b = diff.a.words, diff.b.words
    # A phrase that one text quotes and the other says is talk about the statement, not the statement.
    mentioned = sum(min(a[i].weight, b[j].weight) for i, j in diff.equal if a[i].inner != b[j].inner)
    shared = max(0.0, shared_weight(diff) - mentioned)
    weight_a, weight_b = diff.a.weight, diff.b.weight
    smaller = min(weight_a, weight_b)
    union = weight_a + weight_b - shared
    return Evidence(
        semantic=cosine,
        containment=min(1.0, shared / smaller) if smaller > 0 else 0.0,
        clause=_best_sentence(diff),
        overlap=min(1.0, shared / union) if union > 0 else 0.0,
        shared=shared,
    )


def _best_sentence(diff: Difference) -> float:
    a, b = diff.a.words, diff.b.words
    found_a = [0.0] * len(a)
    found_b = [0.0] * len(b)
    for i, j in diff.links:
        if a[i].inner == b[j].inner:
            found_a[i] = found_b[j] = 1.0 if a[i].form == b[j].form else KIN_WEIGHT
    best = 0.0
    for words, found in ((a, found_a), (b, found_b)):
        weight: dict[int, float] = {}
        hit: dict[int, float] = {}
        for word, share in zip(words, found, strict=True):
            weight[word.sentence] = weight.get(word.sentence, 0.0) + word.weight
            hit[word.sentence] = hit.get(word.sentence, 0.0) + word.weight * share
        for sentence, total in weight.items():
            best = max(best, (hit[sentence] / total) ** 2 * math.log1p(total))
    return best


def same_logit(found: Evidence) -> float:
    """Log odds that two texts, of which nothing else is known, render one statement."""
    return (
        CONSTANTS["same_intercept"]
        + CONSTANTS["same_semantic"] * found.semantic
        + CONSTANTS["same_containment"] * found.containment
        + CONSTANTS["same_clause"] * found.clause
    )


def aligned_logit(semantic: Number, containment: Number, clause: Number, margin: Number) -> Number:
    """Log odds that two units of a coverage render one statement, of one pair or of many.

    The first three are those of Evidence; ``margin`` is in cosine.
    """
    return (
        CONSTANTS["align_intercept"]
        + CONSTANTS["align_semantic"] * semantic
        + CONSTANTS["align_containment"] * containment
        + CONSTANTS["align_clause"] * clause
        + CONSTANTS["align_margin"] * margin
    )


def probability(logit: float) -> float:
    """The logistic function, safe at both ends."""
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-min(logit, 700.0)))
    odds = math.exp(max(logit, -700.0))
    return odds / (1.0 + odds)
