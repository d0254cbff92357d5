"""Which pairs of units are worth a closer look: near in the embedding, or sharing most of their content words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.units import Unit
from quotecheck.search.exact import join

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

MAX_HOLDERS = 200
"""A stem held by more units than this finds no candidates: it is common in the coverage, and pairs would be many."""

_AT_ONCE = 8192
"""Cosines taken at a time: 25 MB of float64 at 384 dimensions."""


def candidate_pairs(units: Sequence[Unit], article_of: Ints, vectors: Floats) -> tuple[Ints, Ints, Floats]:
    """Pairs i < j of units of different articles, with their cosine: three columns, sorted by i, then j.

    ``vectors`` is (n, d) float32 with unit rows, one per unit; ``article_of`` (n,) numbers each unit's article.
    """
    left, right, cosines = join(vectors, vectors, CONSTANTS["candidate_cosine"])
    across = (left < right) & (article_of[left] != article_of[right])
    near = left[across] * len(units) + right[across]
    lexical = np.setdiff1d(_sharing_stems(units, article_of), near, assume_unique=True)
    pairs = np.concatenate((near, lexical))
    scores = np.concatenate((cosines[across], _cosines(vectors, *np.divmod(lexical, len(units)))))
    order = np.argsort(pairs)
    return (*np.divmod(pairs[order], len(units)), scores[order])


def _cosines(vectors: Floats, left: Ints, right: Ints) -> Floats:
    cosines = np.empty(len(left), np.float32)
    for first in range(0, len(left), _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        cosines[some] = (vectors[left[some]].astype(np.float64) * vectors[right[some]]).sum(axis=1)
    return cosines


def _sharing_stems(units: Sequence[Unit], article_of: Ints) -> Ints:
    """The pairs i < j, each as i * n + j, of which the one with fewer content stems shares enough of them."""
    stems = [frozenset(word.stem for word in unit.words.words if word.weight >= 1) for unit in units]
    sizes = np.array([len(held) for held in stems])
    held_by: dict[str, list[int]] = defaultdict(list)
    for unit, held in enumerate(stems):
        for stem in held:
            held_by[stem].append(unit)
    holders = {stem: np.array(where) for stem, where in held_by.items() if 1 < len(where) <= MAX_HOLDERS}
    found = [np.empty(0, np.int64)]
    for unit, held in enumerate(stems):
        where = [holders[stem] for stem in held if stem in holders]
        if where:
            others, shared = np.unique(np.concatenate(where), return_counts=True)
            enough = shared >= CONSTANTS["candidate_stems"] * np.minimum(sizes[unit], sizes[others])
            enough &= (others > unit) & (article_of[others] != article_of[unit])
            found.append(unit * len(units) + others[enough])
    return np.concatenate(found)
