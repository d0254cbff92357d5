"""How near a unit is to what an article says around the place it may answer to: what a cosine is held against.

The margin of CSLS (Conneau et al., 2018) with the other article as the neighbourhood: there a statement stands once,
so that outlets which carry it too do not count against it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.speakers import TWO
from quotecheck.comparison.units import Unit

Ints = npt.NDArray[np.int64]
Wide = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NEIGHBOURS = 3
"""How many places of the other article tell how near a unit is to its surroundings."""

DEPTH = 64
"""How many nearest units are kept, so that NEIGHBOURS are left once others are skipped."""

_GRID = 2.0**26
"""Vectors are rounded to multiples of 2⁻²⁶. Then every product and every partial sum is a whole number of 2⁻⁵² below 2
(by Cauchy-Schwarz, rows being of length 1), which float64 holds exactly: a matrix product is the same to the last bit
whatever its shape and the number of threads. A cosine of 384 numbers moves by less than 3e-7."""

_CELLS = 1 << 20
"""Cosines that are held at once, and nearest units of all pairs at hand: 8 MB each."""


class Surroundings:
    """The units of a coverage by their articles, asked for many pairs at once."""

    def __init__(
        self,
        units: Sequence[Unit],
        article_of: Ints,
        speaker_of: Ints,
        relation: npt.NDArray[np.int8],
        vectors: npt.NDArray[np.float32],
    ) -> None:
        """``article_of`` (n,) must not fall: units stand article by article. ``relation`` is that of speakers.py."""
        self._article_of = article_of
        self._speaker_of = speaker_of
        self._relation = relation
        self._vectors = np.rint(vectors.astype(np.float64) * _GRID) / _GRID
        self._quote, self._first, self._last = (
            np.array([getattr(unit, name) for unit in units], np.int64) for name in ("quote", "first", "last")
        )
        articles = np.arange(int(article_of.max(initial=-1)) + 1)
        self._begin = np.searchsorted(article_of, articles)
        self._size = np.searchsorted(article_of, articles, side="right") - self._begin

    def nearness(self, left: Ints, right: Ints) -> Wide:
        """For each pair the mean cosine of either unit to the places nearest to it in the article of the other.

        These are the NEIGHBOURS nearest units that overlap neither with the other unit nor with each other, and that
        are not known to be another speaker's words. Returns (p,) float64. Time and memory for a pair are bounded.
        """
        return (self._one_way(left, right) + self._one_way(right, left)) / 2

    def _one_way(self, units: Ints, others: Ints) -> Wide:
        found = np.empty(len(units))
        order = np.lexsort((others, units))
        asked = units[order]
        step = max(1, _CELLS // max(DEPTH, int(self._size.max(initial=1))))
        rows = max(1, _CELLS // max(1, len(self._vectors)))
        at = 0
        while at < len(order):
            end = min(at + step, int(np.searchsorted(asked, asked[at] + rows)))
            some = order[at:end]
            found[some] = self._mean_of_nearest(units[some], others[some])
            at = end
        return found

    def _mean_of_nearest(self, units: Ints, others: Ints) -> Wide:
        near, cosines = self._ranked(units, self._article_of[others])
        free = np.isfinite(cosines) & ~self._overlap(near, others[:, None])
        free &= self._relation[self._speaker_of[units][:, None], self._speaker_of[near]] != TWO
        total = np.zeros(len(units))
        pairs = np.arange(len(units))
        for _ in range(NEIGHBOURS):
            place = free.argmax(axis=1)
            there = free[pairs, place]
            total += np.where(there, cosines[pairs, place], CONSTANTS["align_no_neighbour"])
            free &= ~self._overlap(near, near[pairs, place][:, None])
        return total / NEIGHBOURS

    def _ranked(self, units: Ints, articles: Ints) -> tuple[Ints, Wide]:
        """For each unit the DEPTH nearest units of the article beside it, nearest first, and their cosines.

        Both (p, DEPTH or as many as the longest article has); a cosine is -inf where an article has no more units.
        """
        begin, end = self._begin[articles.min()], (self._begin + self._size)[articles.max()]
        rows, row = np.unique(units, return_inverse=True)
        cosines = self._vectors[rows] @ self._vectors[begin:end].T
        keys, key = np.unique(row * len(self._size) + articles, return_inverse=True)
        row, articles = np.divmod(keys, len(self._size))
        column = np.arange(self._size[articles].max())
        places = self._begin[articles][:, None] + np.minimum(column, self._size[articles][:, None] - 1)
        known = np.where(column < self._size[articles][:, None], cosines[row[:, None], places - begin], -np.inf)
        order = np.argsort(-known, axis=1, kind="stable")[:, :DEPTH]
        return np.take_along_axis(places, order, 1)[key], np.take_along_axis(known, order, 1)[key]

    def _overlap(self, units: Ints, others: Ints) -> Flags:
        """Whether the units share a clause with the others."""
        both: Flags = self._quote[units] == self._quote[others]
        both &= (self._first[units] <= self._last[others]) & (self._first[others] <= self._last[units])
        return both
