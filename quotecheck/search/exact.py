"""Exact search over vectors: the k best of a corpus for each query, and all pairs at or over a threshold.

The matrix product of NumPy rounds a score differently with the shape of the block it stands in. It is therefore used
only to find candidates, with a margin that covers its rounding; every candidate is then scored anew by itself, in
float64. So a pair has one score, to the last bit, whatever the blocks, the number of threads or the order of the rows.

Scores are dot products: cosines, where the rows have unit length.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quotecheck.errors import InputError

Floats = NDArray[np.float32]
Wide = NDArray[np.float64]
Indices = NDArray[np.int64]

ROWS = 1024
COLUMNS = 4096
"""Shape of a block of scores: 16 MiB, enough for NumPy's product to run at full speed (own measurement)."""

RESCORED = 8192
"""Pairs scored anew at a time: 25 MB of float64 at 384 dimensions."""

LONGEST = 1e15
"""Longest row that is taken: beyond some 1e19 a float32 product of two rows overflows."""


def top_k(queries: ArrayLike, corpus: ArrayLike, k: int, threshold: float | None = None) -> tuple[Floats, Indices]:
    """The ``k`` rows of ``corpus`` (n, d) with the highest scores for each row of ``queries`` (q, d).

    Returns scores (q, k) float32 and indices (q, k) int64, best first, equal scores by lower index. Where the corpus
    has fewer than k rows, or fewer at or over ``threshold``, the index is -1 and the score -inf. Raises InputError for
    matrices that do not fit each other or hold NaN or infinity, for k under 1 and for a threshold that is no number.
    """
    left, right = _matrices(queries, corpus, "queries", "corpus")
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or k < 1:
        raise InputError(f"k is {k!r}", "give a whole number from 1 on")
    floor = np.float32(-np.inf) if threshold is None else _number(threshold)
    scores = np.full((len(left), k), -np.inf, np.float32)
    indices = np.full((len(left), k), -1, np.int64)
    most = min(int(k), len(right))
    for rows in _blocks(len(left), ROWS):
        scores[rows, :most], indices[rows, :most] = _best(left[rows], right, most, floor)
    return scores, indices


def join(a: ArrayLike, b: ArrayLike, threshold: float) -> tuple[Indices, Indices, Floats]:
    """Every pair of a row of ``a`` (n, d) and a row of ``b`` (m, d) whose score is at or over ``threshold``.

    Returns i int64, j int64 and scores float32, sorted by i, then j. A score is compared as it is returned, so
    ``scores >= numpy.float32(threshold)`` holds for every pair. Raises InputError like ``top_k``.
    """
    left, right = _matrices(a, b, "a", "b")
    floor = _number(threshold)
    found: list[tuple[Indices, Indices, Floats]] = []
    for rows in _blocks(len(left), ROWS):
        margin = _margin(left[rows], right)
        for columns in _blocks(len(right), COLUMNS):
            # NumPy goes through the block row by row, so that pairs come sorted within it.
            i, j = np.nonzero(_product(left[rows], right[columns]) >= floor - margin)
            i, j = i + rows.start, j + columns.start
            scores = _scores(left, right, i, j)
            kept = scores >= floor
            found.append((i[kept], j[kept], scores[kept]))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
    i, j, scores = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.argsort(i, kind="stable")
    return i[order], j[order], scores[order]


def _best(queries: Floats, corpus: Floats, k: int, floor: np.float32) -> tuple[Floats, Indices]:
    """``top_k`` of one block of queries. ``cut`` rises with each block: a candidate under it cannot be among the k."""
    margin = _margin(queries, corpus)
    best = np.full((len(queries), k), -np.inf, np.float32), np.full((len(queries), k), -1, np.int64)
    cut = floor - margin
    for columns in _blocks(len(corpus), COLUMNS):
        product = _product(queries, corpus[columns])
        candidate = product >= cut
        crowded = np.flatnonzero(candidate.sum(axis=1) > 2 * k)
        if len(crowded):
            # k rows score at least the k-th highest product less the margin, so whatever is among the best k does too.
            bar = np.partition(product[crowded], -k, axis=1)[:, -k, None] - 2 * margin[crowded]
            cut[crowded] = np.maximum(cut[crowded], bar)
            candidate[crowded] = product[crowded] >= cut[crowded]
        i, j = np.nonzero(candidate)
        j += columns.start
        score = _scores(queries, corpus, i, j)
        kept = score >= floor
        best = _merge(best, (i[kept], j[kept], score[kept]))
        cut = np.maximum(cut, best[0][:, -1:] - margin)
    return best


def _merge(best: tuple[Floats, Indices], new: tuple[Indices, Indices, Floats]) -> tuple[Floats, Indices]:
    """The best k of each row out of the (q, k) scores and indices it has and the new rows i, indices j and scores."""
    count, k = best[0].shape
    row = np.concatenate((np.repeat(np.arange(count), k), new[0]))
    index = np.concatenate((best[1].ravel(), new[1]))
    score = np.concatenate((best[0].ravel(), new[2]))
    order = np.lexsort((index, -score, row))
    row = row[order]
    rank = np.arange(len(row)) - np.searchsorted(row, row)
    top = order[rank < k]
    return score[top].reshape(count, k), index[top].reshape(count, k)


def _scores(left: Floats, right: Floats, i: Indices, j: Indices) -> Floats:
    """The score of each pair ``left[i], right[j]``: products exact in float64, summed along the row, rounded once."""
    scores = np.empty(len(i), np.float32)
    for part in _blocks(len(i), RESCORED):
        products = left[i[part]].astype(np.float64)
        products *= right[j[part]]
        scores[part] = products.sum(axis=1)
    return scores


def _product(left: Floats, right: Floats) -> Floats:
    return left @ right.T


def _margin(left: Floats, right: Floats) -> Wide:
    """(q, 1): how far a product in float32 and a score rounded to float32 can be apart for each row of ``left``.

    The error of a dot product of length d is at most d u / (1 - d u) times the product of the lengths, in any order of
    summation, u = 2^-24 (Higham, Accuracy and Stability of Numerical Algorithms, 3.1); twice that covers the rounding
    of the score, and 2^-126 for each term what underflows.
    """
    terms = left.shape[1] + 4
    reach = _lengths(left)[:, None] * _lengths(right).max(initial=0.0)
    margin: Wide = 2 * terms * (reach * 2.0**-24 + 2.0**-126)
    return margin


def _lengths(rows: Floats) -> Wide:
    lengths: Wide = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
    return lengths


def _blocks(length: int, size: int) -> Iterator[slice]:
    return (slice(start, min(start + size, length)) for start in range(0, length, size))


def _matrices(a: ArrayLike, b: ArrayLike, name_a: str, name_b: str) -> tuple[Floats, Floats]:
    left, right = _matrix(a, name_a), _matrix(b, name_b)
    if left.shape[1] != right.shape[1]:
        wrong = f"rows of {name_a} have {left.shape[1]} numbers and rows of {name_b} {right.shape[1]}"
        raise InputError(wrong, "encode both with one model")
    return left, right


def _matrix(values: ArrayLike, name: str) -> Floats:
    try:
        given = np.asarray(values)
        if given.dtype.kind not in "fiub":
            raise TypeError
        with np.errstate(over="ignore"):
            matrix = np.ascontiguousarray(given, np.float32)
    except (TypeError, ValueError):
        raise InputError(f"{name} is no matrix of real numbers", "give rows of equal length") from None
    if given.ndim != 2:
        raise InputError(f"{name} has {given.ndim} axes", "give a matrix, one row a vector")
    # NaN fails the comparison too, and infinity is over any length.
    with np.errstate(over="ignore", invalid="ignore"):
        bad = np.flatnonzero(~(_lengths(matrix) <= LONGEST))
    if len(bad):
        raise InputError(f"row {bad[0]} of {name} holds NaN, infinity or huge numbers", "give rows of unit length")
    return matrix


def _number(threshold: float) -> np.float32:
    try:
        number = float(threshold)
    except (TypeError, ValueError):
        number = math.nan
    if math.isnan(number):
        raise InputError(f"the threshold is {threshold!r}", "give a number")
    return np.float32(number)
