"""Leading coordinates: a bound on a score from a part of the coordinates, so that most pairs cost a part of a product.

Sentence vectors lie close to a few directions. Let the m columns of V be orthonormal, ``p = V' x`` the leading
coordinates of x and ``r = |x - V p|`` the length of the rest. Then

    x . y = p . q + (x - V p) . (y - V q) <= p . q + r s        (Cauchy-Schwarz)

which is the dot product of (p, r) and (q, s), rows of m + 1 numbers. The directions taken are those of most energy, the
principal axes about the origin. (Such bounds in search: Teflioudi and Gemulla, Exact and Approximate Maximum Inner
Product Search with LEMP, 2016; Li et al., FEXIPRO, 2017.)

(p, r) is turned by a rotation H of m + 1 coordinates, which leaves dot products as they are and spreads the energy
evenly, as codes of 8 bits with one unit for all of them need it. With W = V H[:m] and h = H[m] that is ``x W + r h``,
and r follows from the length of x W, which is that of p.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from quotecheck.search.vectors import ROUNDING, Floats, Wide, lengths

WIDTHS = 64, 96, 128, 192
"""Numbers of coordinates m + 1 to choose from; a product of less has little left to save (own measurement)."""


@dataclass(frozen=True, slots=True)
class Leading:
    """The map of rows (n, d) to rows (n, m + 1)."""

    turned_axes: Floats
    """(d, m + 1): W."""
    last: Floats
    """(m + 1,): h."""

    @property
    def width(self) -> int:
        """m + 1."""
        return len(self.last)

    @property
    def rounding(self) -> float:
        """How far a mapped row can be from the exact one, as a part of the row's length.

        Each number of x W is off by (d + 1) u |x| at most, h and the sum add 4 u |x|.
        """
        d, width = self.turned_axes.shape
        return float(np.sqrt(width) * (d + 2) + 8) * ROUNDING

    def of(self, rows: Floats, long: Wide) -> tuple[Floats, Wide]:
        """The mapped ``rows`` (n, m + 1) and what their lengths are at most; r is rounded up, which keeps the bound."""
        mapped = rows @ self.turned_axes
        spare = 2 * (self.rounding + sum(self.turned_axes.shape) * ROUNDING) * long**2
        rest = np.sqrt(np.maximum(long**2 - lengths(mapped) ** 2, 0) + spare)
        mapped += rest[:, None].astype(np.float32) * self.last
        return mapped, np.sqrt(long**2 + 2 * spare)


def principal(rows: Floats) -> Wide:
    """(d, d) the principal axes of ``rows`` (n, d) about the origin as columns, those of most energy first."""
    # Any orthonormal axes serve, so the moments may be rounded; the axes themselves are float64.
    _, axes = np.linalg.eigh((rows.T @ rows).astype(np.float64))
    return axes[:, ::-1]


def leading(axes: Wide, width: int) -> Leading:
    """The map to the first ``width - 1`` of the axes and the length of the rest."""
    # Any rotation serves: results do not depend on it.
    turn, _ = np.linalg.qr(np.random.default_rng(width).standard_normal((width, width)))
    return Leading((axes[:, : width - 1] @ turn[:-1]).astype(np.float32), turn[-1].astype(np.float32))
