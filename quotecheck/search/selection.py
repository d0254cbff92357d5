"""From estimates to results: which pairs of some queries and some rows can matter, and what they score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from quotecheck.search.estimates import PIECE, Corpus, Tile, cuts
from quotecheck.search.scoring import score
from quotecheck.search.vectors import Floats, Indices, Mask, Vectors, Wide, blocks

TILE = 1 << 19
"""Pairs estimated at a time: 2 MiB, which are compared while they are in the cache (own measurement)."""

PENDING = 1 << 18
"""Estimated pairs of a task that may wait to be scored: some 10 MiB."""

GROWTH = 2
"""Waiting pairs are looked through each time the rows seen have grown so much (own measurement)."""


Score = TypeVar("Score", np.float32, np.float64)


class Pairs(NamedTuple, Generic[Score]):
    """Pairs of a query and a row with their scores (float32) or estimates of them (float64): three columns."""

    query: Indices
    row: Indices
    score: NDArray[Score]

    def where(self, mask: Mask) -> Pairs[Score]:
        """Some of them, in their order."""
        return Pairs(self.query[mask], self.row[mask], self.score[mask])


class Block(NamedTuple):
    """Queries (q, d) of lengths ``long`` (q,), and the rows start .. stop of ``corpus`` that they are compared with.

    Row r of ``corpus`` is row ``origin`` + r of ``vectors``, and pairs are given rows of ``vectors``.
    """

    queries: Floats
    long: Wide
    vectors: Vectors
    corpus: Corpus
    origin: int
    start: int
    stop: int

    def tiles(self) -> Iterator[tuple[int, Tile, Wide, Wide]]:
        """The first row of ``vectors``, the estimates, their slack (q,) and their unit (q,), tile by tile."""
        height = max(PIECE, TILE // len(self.queries) // PIECE * PIECE)
        estimates = self.corpus.estimates(self.queries, self.long, height)
        for part in blocks(self.start, self.stop, height):
            yield self.origin + part.start, *estimates.tile(part.start, part.stop), estimates.unit

    def scored(self, pairs: Pairs[np.float64], floor: float) -> Pairs[np.float32]:
        """Those of the pairs at or over ``floor``, with their scores."""
        scores, reached = score(self.queries, self.vectors, pairs.query, pairs.row, floor)
        return Pairs(pairs.query, pairs.row, scores).where(reached)


def reaching(block: Block, floor: float, after: int | None) -> Pairs[np.float32]:
    """All pairs at or over ``floor``; given ``after``, query q only with rows that follow row ``after`` + q."""
    reach = np.full(len(block.queries), floor)
    found: list[Pairs[np.float32]] = []
    waiting = [nothing(np.float64)]
    count = 0
    for row, tile, slack, unit in block.tiles():
        pairs = _over(tile, slack, unit, reach, row)
        waiting.append(pairs if after is None else pairs.where(pairs.row > pairs.query + after))
        count += len(pairs.row)
        if count > PENDING:
            found.append(block.scored(together(waiting), floor))
            waiting, count = [nothing(np.float64)], 0
    found.append(block.scored(together(waiting), floor))
    return together(found)


def best(block: Block, k: int, floor: float, reach: Wide) -> Pairs[np.float32]:
    """For each query the k rows that score highest at or over ``floor``; those under ``reach`` (q,) may be left out.

    ``reach`` rises as rows are seen: k of them are known to score that or more.
    """
    settled = nothing(np.float32)
    # The least that pairs can score, and the most.
    lower, upper = [nothing(np.float64)], [np.empty(0)]
    seen = due = count = 0
    for row, tile, slack, unit in block.tiles():
        if not seen and k < len(tile):
            highest = np.partition(tile, len(tile) - k, axis=0)[len(tile) - k]
            reach = np.maximum(reach, lowered(highest * unit - slack))
        pairs = _over(tile, slack, unit, reach, row)
        lower.append(pairs._replace(score=pairs.score - slack[pairs.query]))
        upper.append(pairs.score + slack[pairs.query])
        count += len(pairs.row)
        seen += len(tile)
        if seen >= due or count > PENDING:
            due = GROWTH * seen
            lower, upper, reach = _pruned(lower, upper, k, reach)
            count = len(upper[0])
            if count > PENDING:
                settled = highest_of(together([settled, block.scored(lower[0], floor)]), k)
                reach = np.maximum(reach, _kth(settled, k, len(reach)))
                lower, upper, count = [nothing(np.float64)], [np.empty(0)], 0
    [pairs], [most], reach = _pruned(lower, upper, k, reach)
    # First those that are among the best for certain; their scores leave less in doubt than their estimates did.
    certain = pairs.score >= reach[pairs.query]
    settled = highest_of(together([settled, block.scored(pairs.where(certain), floor)]), k)
    reach = np.maximum(reach, _kth(settled, k, len(reach)))
    doubtful = ~certain & (most >= reach[pairs.query])
    return highest_of(together([settled, block.scored(pairs.where(doubtful), floor)]), k)


def _over(tile: Tile, slack: Wide, unit: Wide, reach: Wide, row: int) -> Pairs[np.float64]:
    """The pairs of a tile that may score ``reach`` (q,) or more; ``row`` is the first row's."""
    hits = np.flatnonzero(tile >= cuts(tile, slack, unit, reach))
    rows, query = np.divmod(hits, len(unit))
    return Pairs(query, rows + row, tile.ravel()[hits] * unit[query])


def _pruned(
    lower: Sequence[Pairs[np.float64]], upper: Sequence[Wide], k: int, reach: Wide
) -> tuple[list[Pairs[np.float64]], list[Wide], Wide]:
    """Without the pairs that k others of the query surpass for certain, and what the others reach."""
    pairs, most = together(lower), np.concatenate(upper)
    reach = np.maximum(reach, _kth(pairs, k, len(reach)))
    kept = most >= reach[pairs.query]
    return [pairs.where(kept)], [most[kept]], reach


def _kth(pairs: Pairs[Score], k: int, queries: int) -> Wide:
    """(q,) the k-th highest score of each query, ``lowered``; -inf where there are fewer."""
    if not len(pairs.row):
        return np.full(queries, -np.inf)
    scores = pairs.score.astype(np.float64)
    # One sort for all the queries: each has a stretch of numbers to itself, the highest score at its beginning.
    stretch = 4 * (1 + np.abs(scores).max())
    order = np.sort(pairs.query * stretch - scores)
    ends = np.searchsorted(order, (np.arange(queries + 1) - 0.5) * stretch)
    at = np.minimum(ends[:-1] + k - 1, len(order) - 1)
    # All that float64 rounds here is less than 2**-50 of the largest number.
    found = np.arange(queries) * stretch - order[at] - queries * stretch * 2.0**-50
    return np.where(np.diff(ends) >= k, lowered(found), -np.inf)


def lowered(scores: Wide) -> Wide:
    """Scores that are less when rounded to float32 too: who is ahead is decided by rounded scores."""
    less: Wide = scores - np.abs(scores) * 2.0**-22
    return less


def highest_of(pairs: Pairs[Score], k: int) -> Pairs[Score]:
    """The k best of each query: sorted by query, then score, equal scores by row."""
    order = np.lexsort((pairs.row, -pairs.score, pairs.query))
    top = order[ranks(pairs.query[order]) < k]
    return Pairs(pairs.query[top], pairs.row[top], pairs.score[top])


def ranks(query: Indices) -> Indices:
    """The place of each of sorted queries among its equals, from 0 on."""
    return np.arange(len(query)) - np.searchsorted(query, query)


def together(parts: Sequence[Pairs[Score]]) -> Pairs[Score]:
    """All pairs of the parts, of which there is one at least, one after the other."""
    return Pairs(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def nothing(kind: type[Score]) -> Pairs[Score]:
    """No pairs."""
    return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, kind))
