"""Whether a library found what quotecheck found: a library that is set up badly must not look fast.

Both sides are held to the true scores, in float64, so that rounding and ties excuse a difference and nothing else does,
and so that it shows as well where quotecheck is the one that is wrong.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Wide = NDArray[np.float64]
Indices = NDArray[np.int64]
Best = tuple[Floats, Indices]
Pairs = tuple[Indices, Indices, Floats]

TOLERANCE = 1e-5
"""How far a float32 score may be off: a dot product of two unit rows of 384 numbers is within 384 * 2^-24, some 2.3e-5
at the very worst (Higham, Accuracy and Stability of Numerical Algorithms, 3.1), and in fact within some 1e-6."""

BLOCK = 8192


def best_differ(queries: Floats, corpus: Floats, ours: Best, theirs: Best) -> str:
    """What is wrong with ``theirs``, (q, k) scores and indices like those of ``top_k``; empty where nothing is.

    Rank by rank the true scores must be the same up to the tolerance, and no row may stand twice; its own scores must
    be near the true ones.
    """
    if theirs[1].shape != ours[1].shape:
        return f"returned a matrix of {theirs[1].shape} for {ours[1].shape}"
    true_ours, true_theirs = (_ranked(queries, corpus, side[1]) for side in (ours, theirs))
    with np.errstate(invalid="ignore"):  # where both have no row, infinity less infinity is no difference
        off = np.abs(true_ours - true_theirs) > TOLERANCE
    ordered = np.sort(theirs[1], axis=1)
    twice = ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any(axis=1)
    rows = off.any(axis=1) | twice
    told = []
    if rows.any():
        better = (true_theirs > true_ours + TOLERANCE).any(axis=1)
        worse = int((rows & ~better).sum())
        if worse:
            told.append(f"other rows than the best for {worse:,} of {len(queries):,} queries")
        if better.any():
            told.append(f"BETTER rows than quotecheck's for {int(better.sum()):,} of {len(queries):,} queries")
    there = theirs[1] >= 0
    stated = np.sort(np.where(there, theirs[0], -np.inf), axis=1)[:, ::-1]
    with np.errstate(invalid="ignore"):
        wrong = np.abs(stated - true_theirs)
    if not rows.any() and (most := np.nanmax(wrong, initial=0.0)) > TOLERANCE:
        told.append(f"scores off by up to {most:.1e}")
    return "; ".join(told)


def pairs_differ(a: Floats, b: Floats, threshold: float, ours: Pairs, theirs: Pairs) -> str:
    """What is wrong with the pairs of ``theirs``; empty where both found the same but for scores at the threshold."""
    width = max(len(b), 1)
    mine, other = (np.unique(side[0] * width + side[1]) for side in (ours, theirs))
    told = []
    for code, words in (
        (np.setdiff1d(mine, other, assume_unique=True), "misses {:,} pairs"),
        (np.setdiff1d(other, mine, assume_unique=True), "adds {:,} pairs"),
    ):
        score = _scores(a, b, code // width, code % width)
        count = int((np.abs(score - np.float64(np.float32(threshold))) > TOLERANCE).sum())
        if count:
            told.append(words.format(count))
    return ", ".join(told)


def each_once(pairs: Pairs) -> Pairs:
    """The pairs of a self-join with i < j, each once, however a library returns them."""
    i, j = np.minimum(pairs[0], pairs[1]), np.maximum(pairs[0], pairs[1])
    apart = i < j
    i, j, score = i[apart], j[apart], pairs[2][apart]
    width = int(j.max(initial=0)) + 1
    first = np.unique(i * width + j, return_index=True)[1]
    return i[first], j[first], score[first]


def _ranked(queries: Floats, corpus: Floats, indices: Indices) -> Wide:
    """(q, k) the true scores of the rows that the indices name, best first; -inf for -1."""
    count, k = indices.shape
    flat = indices.ravel()
    there = (flat >= 0) & (flat < len(corpus))
    scores = np.full(flat.shape, -np.inf)
    scores[there] = _scores(queries, corpus, np.repeat(np.arange(count), k)[there], flat[there])
    ranked: Wide = -np.sort(-scores.reshape(count, k), axis=1)
    return ranked


def _scores(a: Floats, b: Floats, i: Indices, j: Indices) -> Wide:
    scores = np.empty(len(i), np.float64)
    for start in range(0, len(i), BLOCK):
        part = slice(start, start + BLOCK)
        scores[part] = np.einsum("ij,ij->i", a[i[part]], b[j[part]], dtype=np.float64)
    return scores
