"""Which pairs of units are worth a closer look: near in the embedding, or sharing most of their content words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.units import Unit
from quotecheck.search.exact import join

NEIGHBOURS = 3
"""How many places of the other article tell how near a unit is to its surroundings."""

DEPTH = 64
"""How many nearest units are kept, so that NEIGHBOURS are left once others are skipped."""

MAX_HOLDERS = 200
"""A stem held by more units than this finds no candidates: it is common in the coverage, and pairs would be many."""


def candidate_pairs(
    units: Sequence[Unit], article_of: Sequence[int], vectors: npt.NDArray[np.float32]
) -> dict[tuple[int, int], float]:  # fmt: skip
    """Pairs (i, j), i < j, of units of different articles, with their cosine.

    ``vectors`` is (n, d) float32 with unit rows, one per unit; ``article_of`` numbers each unit's article.
    """
    found: dict[tuple[int, int], float] = {}
    left, right, scores = join(vectors, vectors, CONSTANTS["candidate_cosine"])
    for i, j, score in zip(left.tolist(), right.tolist(), scores.tolist(), strict=True):
        if i < j and article_of[i] != article_of[j]:
            found[i, j] = score
    lexical = [pair for pair in _sharing_stems(units, article_of) if pair not in found]
    if lexical:
        rows = np.array(lexical, dtype=np.int64)
        products = vectors[rows[:, 0]].astype(np.float64) * vectors[rows[:, 1]]
        cosines = products.sum(axis=1).astype(np.float32).tolist()
        found.update(zip(lexical, cosines, strict=True))
    return found


def _sharing_stems(units: Sequence[Unit], article_of: Sequence[int]) -> Iterable[tuple[int, int]]:
    stems = [frozenset(word.stem for word in unit.words.words if word.weight >= 1) for unit in units]
    holders: dict[str, list[int]] = defaultdict(list)
    for index, held in enumerate(stems):
        for stem in held:
            holders[stem].append(index)
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for stem in sorted(holders):
        where = holders[stem]
        if 1 < len(where) <= MAX_HOLDERS:
            for place, i in enumerate(where):
                for j in where[place + 1 :]:
                    if article_of[i] != article_of[j]:
                        counts[i, j] += 1
    need = CONSTANTS["candidate_stems"]
    return sorted(
        pair for pair, count in counts.items() if count >= need * min(len(stems[pair[0]]), len(stems[pair[1]]))
    )


class Margins:
    """How much nearer two units are to each other than either is to what else the other's article says.

    The margin of CSLS (Conneau et al., 2018) with the other article as the neighbourhood: there a statement stands
    once, so that outlets which carry it too do not count against it.
    """

    def __init__(
        self,
        units: Sequence[Unit],
        article_of: Sequence[int],
        vectors: npt.NDArray[np.float32],
        comparable: Callable[[Unit, Unit], bool],
    ) -> None:
        """``comparable`` tells whether two units can be one statement at all; others are no surroundings."""
        self._comparable = comparable
        self._units = units
        self._article_of = article_of
        self._vectors = vectors.astype(np.float64)
        self._units_of: dict[int, list[int]] = defaultdict(list)
        for index, article in enumerate(article_of):
            self._units_of[article].append(index)
        self._near: dict[tuple[int, int], tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]] = {}

    def margin(self, i: int, j: int, cosine: float) -> float:
        """The cosine of units i and j less the mean of how near each is to the other's surroundings."""
        return cosine - (self._surroundings(i, j) + self._surroundings(j, i)) / 2

    def _surroundings(self, i: int, j: int) -> float:
        """Mean cosine of unit i to the NEIGHBOURS nearest places in the article of j, none of which overlap."""
        seen = [self._units[j]]
        kept: list[float] = []
        cosines, others = self._nearest(i, self._article_of[j])
        for cosine, other in zip(cosines.tolist(), others.tolist(), strict=True):
            unit = self._units[other]
            if self._comparable(self._units[i], unit) and not any(unit.overlaps(before) for before in seen):
                seen.append(unit)
                kept.append(cosine)
                if len(kept) == NEIGHBOURS:
                    break
        kept += [CONSTANTS["align_no_neighbour"]] * (NEIGHBOURS - len(kept))
        return sum(kept) / NEIGHBOURS

    def _nearest(self, i: int, article: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
        key = (i, article)
        if key not in self._near:
            where = self._units_of[article]
            # Summed row by row, not by a matrix product, whose last digits can depend on its shape and threads.
            cosines = (self._vectors[where] * self._vectors[i]).sum(axis=1)
            order = np.lexsort((np.arange(len(where)), -cosines))[:DEPTH]
            self._near[key] = (cosines[order], np.array(where, np.int32)[order])
        return self._near[key]
