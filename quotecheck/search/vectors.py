"""Matrices of vectors as they are given: checked, named in errors, and read as float32 some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from quotecheck.errors import InputError

Floats = NDArray[np.float32]
Wide = NDArray[np.float64]
Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

ROUNDING = 2.0**-24
"""The largest relative error of one operation in float32."""

SHORTEST, LONGEST = 1e-15, 1e15
"""Lengths of rows that are taken: under 1e-19 a float32 product of two rows underflows, over 1e19 it overflows."""


class Vectors:
    """A matrix (n, d) of real numbers that stays where it is: in memory or in a file, contiguous or not."""

    def __init__(self, values: ArrayLike, name: str) -> None:
        """Raises InputError where ``values`` is no matrix of real numbers; ``name`` is what errors call it."""
        try:
            given = values if isinstance(values, np.ndarray) else np.asarray(values)
            if given.dtype.kind not in "fiub":
                raise TypeError
        except (TypeError, ValueError):
            raise InputError(f"{name} is no matrix of real numbers", "give rows of equal length") from None
        if given.ndim != 2:
            raise InputError(f"{name} has {given.ndim} axes", "give a matrix, one row a vector")
        self._given = given
        self.name = name
        self.dimensions = int(given.shape[1])
        self.size = int(given.size)

    def __len__(self) -> int:
        return len(self._given)

    def take(self, rows: slice | Indices) -> Floats:
        """The rows, float32 and contiguous, unchecked."""
        with np.errstate(over="ignore"):
            return np.ascontiguousarray(self._given[rows], np.float32)

    def read(self, part: slice) -> tuple[Floats, Wide]:
        """The rows of ``part``, float32 and contiguous, and their lengths.

        Raises InputError for the first of them that holds NaN, infinity, huge numbers, or nothing beside zeros.
        """
        rows = self.take(part)
        with np.errstate(over="ignore", invalid="ignore", under="ignore"):
            long = lengths(rows)
            bad = np.flatnonzero(~_usable(long))
        if len(bad):
            what = "nothing but zeros or tiny numbers" if long[bad[0]] < SHORTEST else "NaN, infinity or huge numbers"
            wrong = f"row {part.start + bad[0]} of {self.name} holds {what}"
            raise InputError(wrong, "give rows of unit length")
        return rows, long


def sample(vectors: Vectors, count: int, phase: float = 0.0) -> Floats:
    """At most ``count`` of the rows, evenly spaced; another phase gives other ones. Raises InputError like ``read``."""
    length = len(vectors)
    rows = vectors.take(np.unique(((np.arange(count) + phase) * length / count).astype(np.int64)))
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        usable = _usable(lengths(rows)).all()
    if not usable:
        # The error is to name the first row that cannot be used, whether it is in the sample or not.
        for part in blocks(0, length, count):
            vectors.read(part)
    return rows


def _usable(long: Wide) -> Mask:
    # NaN fails both comparisons.
    return (long >= SHORTEST) & (long <= LONGEST)


def fit(left: Vectors, right: Vectors) -> None:
    """Raises InputError where rows of the one cannot be multiplied with rows of the other."""
    if left.dimensions != right.dimensions:
        wrong = f"rows of {left.name} have {left.dimensions} numbers and rows of {right.name} {right.dimensions}"
        raise InputError(wrong, "encode both with one model")


def lengths(rows: Floats) -> Wide:
    """(n,) the lengths of the rows, each off by at most (d + 2) * 2**-24 of itself."""
    long: Wide = np.sqrt(np.vecdot(rows, rows).astype(np.float64))
    return long


def blocks(start: int, stop: int, size: int) -> Iterator[slice]:
    """start .. stop in slices of ``size``, the last one shorter."""
    return (slice(first, min(first + size, stop)) for first in range(start, stop, size))
