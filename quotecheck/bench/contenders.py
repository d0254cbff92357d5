"""What takes part in a search benchmark: quotecheck, plain NumPy, and the matrix product that brute force cannot beat.

A contender is made once for a corpus; what it takes to be made (an index, packed rows) is told apart. Each operation
returns a function that turns the library's own result into quotecheck's form, so that this is not timed.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.bench.agreement import Best, Pairs
from quotecheck.bench.rounds import OURS
from quotecheck.search.exact import join, top_k
from quotecheck.search.index import Index

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

TopK = Callable[[Floats, int], Callable[[], Best]]
Join = Callable[[Floats, float], Callable[[], Pairs]]
SelfJoin = Callable[[float], Callable[[], Pairs]]

ROWS, COLUMNS = 1024, 8192
"""The block of scores that brute force holds at a time: 32 MB; NumPy and torch are at full speed from there on."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to search a corpus; an operation that it does not have is None.

    ``setting`` says how it is set up. ``checked`` is False for the bare product, which finds nothing.
    """

    name: str
    setting: str
    top_k: TopK | None = None
    join: Join | None = None
    self_join: SelfJoin | None = None
    checked: bool = True


Maker = Callable[[Floats, int], Contender]
"""Makes a contender of (corpus, threads)."""


def quotecheck(corpus: Floats, threads: int) -> Contender:
    """quotecheck.search.exact; every call starts from the bare matrices."""

    def best(queries: Floats, k: int) -> Callable[[], Best]:
        found = top_k(queries, corpus, k, threads=threads)
        return lambda: found

    def pairs(queries: Floats, threshold: float) -> Callable[[], Pairs]:
        found = join(queries, corpus, threshold, threads=threads)
        return lambda: found

    def self_pairs(threshold: float) -> Callable[[], Pairs]:
        found = join(corpus, corpus, threshold, threads=threads)
        return lambda: found

    return Contender(OURS, "top_k and join, nothing prepared", best, pairs, self_pairs)


def quotecheck_index(corpus: Floats, threads: int) -> Contender:
    """quotecheck.search.index, in a folder that goes with it; the codes of the corpus have been made."""
    folder = TemporaryDirectory(prefix="quotecheck-bench-")
    index = Index.create(Path(folder.name), corpus.shape[1], "bench")
    for part in _blocks(0, len(corpus), 16 * COLUMNS):
        index.append(corpus[part], {})

    def best(queries: Floats, k: int) -> Callable[[], Best]:
        found = index.top_k(queries, k, threads=threads)
        return lambda: found

    weakref.finalize(best, folder.cleanup)
    return Contender("quotecheck index", "vectors and codes on disk, memory-mapped", best)


def product(corpus: Floats, threads: int) -> Contender:
    """The scores of every pair, in blocks that are thrown away: what brute force in NumPy takes at the least."""
    buffer = np.empty((ROWS, COLUMNS), np.float32)

    def multiply(queries: Floats, columns_from: Callable[[int], int]) -> None:
        for rows in _blocks(0, len(queries), ROWS):
            for columns in _blocks(columns_from(rows.start), len(corpus), COLUMNS):
                out = buffer[: rows.stop - rows.start, : columns.stop - columns.start]
                np.matmul(queries[rows], corpus[columns].T, out=out)

    def best(queries: Floats, _k: int) -> Callable[[], Best]:
        multiply(queries, _from_the_start)
        return _nothing

    def pairs(queries: Floats, _threshold: float) -> Callable[[], Pairs]:
        multiply(queries, _from_the_start)
        return _nothing

    def self_pairs(_threshold: float) -> Callable[[], Pairs]:
        multiply(corpus, _from_the_diagonal)
        return _nothing

    return Contender("bare product", "NumPy, blocks, scores thrown away", best, pairs, self_pairs, checked=False)


def numpy_blocks(corpus: Floats, threads: int) -> Contender:
    """What one writes in NumPy: the product in blocks, argpartition for the best, nonzero for a threshold."""

    def best(queries: Floats, k: int) -> Callable[[], Best]:
        found = []
        for rows in _blocks(0, len(queries), ROWS):
            columns = _blocks(0, len(corpus), COLUMNS)
            found.append(best_of(((part.start, queries[rows] @ corpus[part].T) for part in columns), k))
        return lambda: filled(found, k)

    def over(queries: Floats, threshold: float, columns_from: Callable[[int], int]) -> Callable[[], Pairs]:
        found: list[Pairs] = []
        for rows in _blocks(0, len(queries), ROWS):
            for columns in _blocks(columns_from(rows.start), len(corpus), COLUMNS):
                block = queries[rows] @ corpus[columns].T
                i, j = np.nonzero(block >= np.float32(threshold))
                found.append((i + rows.start, j + columns.start, block[i, j]))
        return lambda: gathered(found)

    return Contender(
        "NumPy argpartition",
        "product in blocks; argpartition, or nonzero of what is over the threshold",
        best,
        lambda queries, threshold: over(queries, threshold, _from_the_start),
        lambda threshold: over(corpus, threshold, _from_the_diagonal),
    )


def best_of(blocks: Iterable[tuple[int, NDArray[Any]]], k: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """The k best of each row of a matrix of scores that comes in blocks with their first columns, by argpartition."""
    scores, indices = [], []
    for start, block in blocks:
        most = min(k, block.shape[1])
        top = np.argpartition(block, block.shape[1] - most, axis=1)[:, block.shape[1] - most :]
        scores.append(np.take_along_axis(block, top, axis=1))
        indices.append(top + start)
    every, where = np.concatenate(scores, axis=1), np.concatenate(indices, axis=1)
    order = np.argsort(-every, axis=1)[:, :k]
    return np.take_along_axis(every, order, axis=1), np.take_along_axis(where, order, axis=1)


def filled(found: Iterable[tuple[Any, Any]], k: int) -> Best:
    """Scores and indices of blocks of queries, each (q, at most k), in one and widened to k: -inf and -1 where a corpus
    has no more rows."""
    scores, indices = (np.concatenate(side) for side in zip(*found, strict=True))
    missing = ((0, 0), (0, k - scores.shape[1]))
    wide = np.pad(indices.astype(np.int64), missing, constant_values=-1)
    return np.pad(scores.astype(np.float32), missing, constant_values=-np.inf), wide


def gathered(found: Iterable[tuple[Any, Any, Any]]) -> Pairs:
    """The pairs of all blocks, in one."""
    empty = np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float32)
    i, j, scores = (np.concatenate(parts) for parts in zip(empty, *found, strict=True))
    return i.astype(np.int64), j.astype(np.int64), scores.astype(np.float32)


@contextmanager
def limited(threads: int) -> Iterator[None]:
    """Hold every library that is loaded to so many threads; the libraries' own switches are set where they are made."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(threads):
        yield


def _blocks(start: int, stop: int, size: int) -> Iterator[slice]:
    return (slice(at, min(at + size, stop)) for at in range(start, stop, size))


def _from_the_start(_row: int) -> int:
    return 0


def _from_the_diagonal(row: int) -> int:
    return row


def _nothing() -> Any:
    return None
