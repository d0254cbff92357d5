"""Estimates of many scores at once, each with a bound on how far it can be off: the first pass of an exact search.

The score of rows x and y is estimated as ``unit * t``, t an element of a product of two matrices that stand for them,
and ``|x . y - unit * t| <= slack``. Which pairs can matter is read off the product; only those are scored.

*In float32* the matrices are the rows themselves. With u = 2**-24 a product is off by at most ``g |x| |y|``,
``g = d u / (1 - d u)`` (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, 3.1).

*In 8-bit integers*, four times as fast on a CPU with VNNI, a row x is written ``x = a X + e`` with whole numbers X.
With ``y = b Y + f``

    x . y = a b X . Y + e . y + a X . f
    |x . y - a b X . Y| <= |e| |y| + (|x| + |e|) |f|        (Cauchy-Schwarz; |a X| <= |x| + |e|)

X . Y is exact, and |e| and |f| are measured, not assumed: some .012 and .015 for sentence vectors of unit length. That
is scalar quantisation; judging an inner product by the length of what quantisation left over follows Guo et al.,
Quantization based Fast Inner Product Search, 2016.

*Of leading coordinates* (``quotecheck.search.leading``), in 8-bit integers too: then ``unit * t + slack`` is still at
or over the score, but nothing bounds the score from below.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from quotecheck.search.integers import IntegerProduct
from quotecheck.search.leading import Leading
from quotecheck.search.vectors import ROUNDING, Floats, Vectors, Wide, blocks, lengths

Tile = NDArray[np.float32] | NDArray[np.int32]
Codes = NDArray[np.uint8]

MIDDLE, FINE = 128, 127
"""Codes of a corpus run from MIDDLE - FINE to MIDDLE + FINE."""

COARSE = 63
"""Codes of queries run from -63 to 63: two products of 255 and 63 fit 16 bits, where CPUs without VNNI add them up."""

PIECE = 1024
"""Rows turned into codes at a time: 1.5 MiB at 384 dimensions, which stay in the cache from step to step."""


MOST = 3e38
"""About the largest number that float32 has."""

WIDEST = 2**31 // (2 * MIDDLE * COARSE)
"""Numbers to a row whose codes can be multiplied in 32 bits."""


class Estimates(Protocol):
    """Estimates of the scores of a corpus with q queries."""

    unit: Wide
    """(q,) what 1 in a tile stands for."""

    def tile(self, start: int, stop: int) -> tuple[Tile, Wide]:
        """(stop - start, q) for the rows start .. stop, and (q,) the slack. Overwritten by the next call."""
        ...


class Corpus(Protocol):
    """Rows to be searched."""

    def estimates(self, queries: Floats, long: Wide, room: int) -> Estimates:
        """For the rows ``queries`` (q, d) of lengths ``long``, in tiles of at most ``room`` rows."""
        ...


class PlainCorpus:
    """Rows multiplied as they are, in float32."""

    def __init__(self, rows: Vectors) -> None:
        self.rows = rows

    def estimates(self, queries: Floats, long: Wide, room: int) -> Estimates:
        """See Corpus."""
        return _PlainEstimates(self.rows, queries, long, room)


class _PlainEstimates:
    def __init__(self, rows: Vectors, queries: Floats, long: Wide, room: int) -> None:
        self._rows, self._turned, self._long = rows, queries.T, long
        self._product = np.empty((room, len(queries)), np.float32)
        self.unit = np.ones(len(queries))

    def tile(self, start: int, stop: int) -> tuple[Tile, Wide]:
        longest = 0.0
        for part in blocks(start, stop, PIECE):
            rows, long = self._rows.read(part)
            np.matmul(rows, self._turned, out=self._product[part.start - start : part.stop - start])
            longest = max(longest, float(long.max()))
        # Twice the bound, for lengths that were rounded; 2**-126 for each term that underflows.
        slack = 2 * (self._rows.dimensions + 2) * (ROUNDING * longest * self._long + 2.0**-126)
        return self._product[: stop - start], slack


class CodedCorpus:
    """Rows as 8-bit codes."""

    def __init__(self, codes: Codes, unit: float, error: Wide, longest: Wide, leading: Leading | None) -> None:
        """``codes`` (n, w) of the rows, or of what ``leading`` maps them to, and for each PIECE of them the largest
        error and the greatest length.
        """
        self.codes, self.unit, self.error, self.longest, self.leading = codes, unit, error, longest, leading

    def estimates(self, queries: Floats, long: Wide, room: int) -> Estimates:
        """See Corpus. Tiles have to begin at whole pieces."""
        rounding = 0.0
        if self.leading:
            rounding = self.leading.rounding * float(long.max())
            queries, long = self.leading.of(queries, long)
        unit = np.abs(queries).max(axis=1) / np.float32(COARSE)
        if self.leading:
            # Turned, queries are alike, and with one unit and one slack a tile is compared with one number.
            unit[:], long[:] = unit.max(), long.max()
        codes = np.rint(queries / unit[:, None])
        turned = np.ascontiguousarray(codes.T, np.int8)
        codes *= unit[:, None]
        error = _error(queries, codes, long) + rounding
        if self.leading:
            error[:] = error.max()
        return _CodedEstimates(self, turned, unit.astype(np.float64) * self.unit, long + rounding, error, room)


class _CodedEstimates:
    def __init__(
        self, corpus: CodedCorpus, turned: NDArray[np.int8], unit: Wide, long: Wide, error: Wide, room: int
    ) -> None:
        self._corpus, self._long, self._error = corpus, long, error
        self._product = IntegerProduct(corpus.codes, turned, MIDDLE, room)
        self.unit = unit
        # For what rounding took off the lengths and errors.
        self._more = 1 + 8 * (len(turned) + 4) * ROUNDING

    def tile(self, start: int, stop: int) -> tuple[Tile, Wide]:
        pieces = slice(start // PIECE, -(-stop // PIECE))
        error, longest = self._corpus.error[pieces].max(), self._corpus.longest[pieces].max()
        slack = self._more * (error * self._long + (longest + error) * self._error)
        return self._product(start, stop), slack


def encode(rows: Floats, long: Wide, unit: float, codes: Codes) -> float:
    """Write the codes of ``rows`` (n, w), of lengths ``long``, and return the largest error."""
    scaled = rows * np.float32(1 / unit)
    np.rint(scaled, out=scaled)
    np.clip(scaled, -FINE, FINE, out=scaled)
    np.add(scaled, np.float32(MIDDLE), out=codes, casting="unsafe")
    scaled *= np.float32(unit)
    return float(_error(rows, scaled, long).max(initial=0))


def _error(rows: Floats, approximate: Floats, long: Wide) -> Wide:
    """(n,) at least the distance of each row from what stands for it, which is overwritten."""
    np.subtract(rows, approximate, out=approximate)
    # The product with the unit and the difference are each rounded once, by 2**-24 of the row at most; the length too.
    error: Wide = lengths(approximate) * (1 + (rows.shape[1] + 2) * ROUNDING) + 4 * ROUNDING * long
    return error


def cuts(tile: Tile, slack: Wide, unit: Wide, scores: Wide) -> Tile:
    """(q,) what an element of the tile reaches wherever the score may be ``scores`` (q,) or more; (1,) if all agree."""
    lowest = np.minimum(np.maximum((scores - slack) / unit, -MOST), MOST)
    # What this line, the one before and the last one round is less than a part in 2**22.
    lowest -= np.abs(lowest) * 2.0**-22
    if (lowest == lowest[0]).all():
        # NumPy compares with one number twice as fast as with a row of them.
        lowest = lowest[:1]
    if tile.dtype == np.int32:
        return np.minimum(np.maximum(np.floor(lowest), -(2.0**31)), 2.0**31 - 1).astype(np.int32)
    return np.nextafter(lowest.astype(np.float32), np.float32(-np.inf))
