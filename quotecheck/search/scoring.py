"""The score of a pair: its dot product, so computed that it is one number whatever else is computed beside it.

A product of two float32 numbers is exact in float64, and a float64 sum of d of them is off by at most
``d u / (1 - d u)`` times the product of the rows' lengths, in any order of summation, ``u = 2**-53`` (Higham, Accuracy
and Stability of Numerical Algorithms, 2nd edition, 3.1). For all but about one pair in a million that settles how the
sum rounds to float32 and on which side of a threshold it lies. Those few are summed anew without any error
(``math.fsum``). So the score does not depend on how it is summed, and each place can use what is quickest there.
"""

from __future__ import annotations

import math

import numpy as np

from quotecheck.search.vectors import Floats, Indices, Mask, Vectors, blocks, lengths

CROWDED = 8
"""From so many pairs a row on, the product of the rows with everything on the left is quicker (own measurement)."""

SCATTERED, MULTIPLIED = 512, 8192
"""Pairs scored at a time, one by one or by a product; the rows of 512 stay in the cache (own measurement)."""


def score(left: Floats, right: Vectors, i: Indices, j: Indices, threshold: float) -> tuple[Floats, Mask]:
    """The scores of the pairs ``left[i], right[j]`` as float32, and whether each is at or over ``threshold``.

    The threshold is compared with the score before it is rounded to float32.
    """
    wide = left.astype(np.float64)
    sums, size = np.empty(len(i)), lengths(left)[i]
    order = np.argsort(j, kind="stable")
    crowded = len(i) >= CROWDED * np.count_nonzero(np.diff(j[order], prepend=-1))
    for part in blocks(0, len(i), MULTIPLIED if crowded else SCATTERED):
        pairs = order[part]
        if crowded:
            rows, place = np.unique(j[pairs], return_inverse=True)
            near = right.take(rows)
            sums[pairs] = (near.astype(np.float64) @ wide.T)[place, i[pairs]]
            size[pairs] *= lengths(near)[place]
        else:
            near = right.take(j[pairs])
            sums[pairs] = np.vecdot(near.astype(np.float64), wide[i[pairs]])
            size[pairs] *= lengths(near)
    # Twice the bound, for lengths that were rounded; 2**-1022 for what underflows.
    slack = 2 * (left.shape[1] + 2) * (2.0**-53 * size + 2.0**-1022)
    low, high = sums - slack, sums + slack
    doubt = (low.astype(np.float32) != high.astype(np.float32)) | ((low < threshold) & (high >= threshold))
    open_pairs = np.flatnonzero(doubt)
    for part in blocks(0, len(open_pairs), SCATTERED):
        pairs = open_pairs[part]
        products = wide[i[pairs]] * right.take(j[pairs])
        # A sum of one number, as sparse rows have them, is exact as it is.
        sums[pairs] = products.sum(axis=1)
        for at in np.flatnonzero(np.count_nonzero(products, axis=1) > 1):
            sums[pairs[at]] = math.fsum(products[at].tolist())
    return sums.astype(np.float32), sums >= threshold
