"""Exact search over vectors: the k best of a corpus for each query, and all pairs at or over a threshold.

Brute force spends its time on scores that cannot matter. Here a first pass only estimates them, with a proven bound on
the error (quotecheck.search.estimates): by a product of 8-bit integers where there is much to multiply, and for a
join by one of leading coordinates alone where those suffice (quotecheck.search.leading). What may matter is then
scored by itself (quotecheck.search.scoring). So a result is the same, to the last bit, whatever the first pass, the
blocks, the number of threads or the order of the rows.

The score of a pair is its dot product, the cosine where rows have unit length, as float64 has it. A threshold is
compared with that; it is returned rounded once to float32, and results are in the order of what is returned.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from quotecheck.errors import InputError
from quotecheck.search.estimates import PIECE
from quotecheck.search.preparation import Slab, coding_for_best, coding_for_join, slabs
from quotecheck.search.selection import PENDING, Block, Pairs, best, highest_of, lowered, ranks, reaching, together
from quotecheck.search.threads import Crew, crew_for
from quotecheck.search.vectors import Floats, Indices, Vectors, blocks, fit

MEMORY = 256 * 2**20
"""Bytes that a search may take beyond its inputs and its result: a quarter of it for codes, 20 MB or so a thread."""

QUERIES = 256
"""Queries of a task, at most."""


def top_k(
    queries: ArrayLike,
    corpus: ArrayLike,
    k: int,
    threshold: float | None = None,
    *,
    threads: int | None = None,
    memory: int = MEMORY,
) -> tuple[Floats, Indices]:
    """The ``k`` rows of ``corpus`` (n, d) with the highest scores for each row of ``queries`` (q, d).

    Returns scores (q, k) float32 and indices (q, k) int64, best first, equal scores by lower index. Where the corpus
    has fewer than k rows, or fewer at or over ``threshold``, the index is -1 and the score -inf. Either matrix may be
    memory-mapped and of any real type; rows are multiplied as float32. ``threads`` is one a core unless given;
    ``memory``, in bytes, bounds what is taken beyond the inputs and the result, where it leaves some 40 MB for each
    thread. Raises InputError for matrices that do not fit each other, for rows of zeros or with NaN or infinity, for k
    under 1 and for a threshold that is no number.
    """
    asked, searched = Vectors(queries, "queries"), Vectors(corpus, "corpus")
    fit(asked, searched)
    k, floor = checked_count(k), checked_threshold(threshold)
    coding = coding_for_best(asked, searched)
    with crew_for(len(asked) * searched.size, threads) as crew:
        return best_of_slabs(asked, searched, slabs(searched, coding, checked_memory(memory), crew), k, floor, crew)


def join(
    a: ArrayLike, b: ArrayLike, threshold: float, *, threads: int | None = None, memory: int = MEMORY
) -> tuple[Indices, Indices, Floats]:
    """Every pair of a row of ``a`` (n, d) and a row of ``b`` (m, d) whose score is at or over ``threshold``.

    Returns i int64, j int64 and scores float32, sorted by i, then j. Where ``b`` is ``a`` itself, the same object,
    each pair of two rows is found once, with i < j, and no row is paired with itself. ``threads``, ``memory`` (beyond
    twice the result here) and what raises InputError are as in ``top_k``.
    """
    left, right, once = Vectors(a, "a"), Vectors(b, "b"), b is a
    fit(left, right)
    floor = checked_threshold(threshold)
    coding = coding_for_join(left, right, floor)
    found: dict[int, list[Pairs[np.float32]]] = {}
    with crew_for(len(left) * right.size, threads) as crew:
        for slab in slabs(right, coding, checked_memory(memory), crew):

            def pairs_of(task: _Task, slab: Slab = slab) -> Pairs[np.float32]:
                return reaching(_block(left, right, slab, task), floor, task.queries.start if once else None)

            tasks = _tasks(len(left), slab, crew.threads, QUERIES)
            tasks = _later(tasks, slab) if once else tasks
            for task, pairs in zip(tasks, crew(pairs_of, tasks), strict=True):
                found.setdefault(task.queries.start, []).append(pairs)
    count = sum(len(pairs.row) for parts in found.values() for pairs in parts)
    i, j, scores = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.float32)
    stop = 0
    for first in sorted(found):
        pairs = together(found.pop(first))
        order = np.lexsort((pairs.row, pairs.query))
        place = slice(stop, stop := stop + len(order))
        i[place], j[place], scores[place] = pairs.query[order] + first, pairs.row[order], pairs.score[order]
    return i, j, scores


def best_of_slabs(
    queries: Vectors, corpus: Vectors, parts: Iterable[Slab], k: int, floor: float, crew: Crew
) -> tuple[Floats, Indices]:
    """``top_k`` in a corpus that has been made ready."""
    scores = np.full((len(queries), k), -np.inf, np.float32)
    indices = np.full((len(queries), k), -1, np.int64)
    most = min(k, len(corpus))
    for slab in parts:
        tasks = _tasks(len(queries), slab, crew.threads, max(1, min(QUERIES, PENDING // (4 * most))))

        def pairs_of(task: _Task, slab: Slab = slab) -> Pairs[np.float32]:
            reach = np.maximum(lowered(scores[task.queries, most - 1].astype(np.float64)), floor)
            return best(_block(queries, corpus, slab, task), most, floor, reach)

        for task, pairs in zip(tasks, crew(pairs_of, tasks), strict=True):
            held = np.nonzero(indices[task.queries] >= 0)
            before = Pairs(held[0], indices[task.queries][held], scores[task.queries][held])
            query, row, score = highest_of(together([before, pairs]), most)
            place = task.queries.start + query, ranks(query)
            scores[place], indices[place] = score, row
    return scores, indices


class _Task(NamedTuple):
    """Some queries against some rows of a slab."""

    queries: slice
    rows: slice


def _tasks(queries: int, slab: Slab, threads: int, most: int) -> list[_Task]:
    """Tasks of at most ``most`` queries, all of like size, and enough of them for the threads to end together."""
    length = slab.stop - slab.start
    groups = min(queries, -(-queries // (most * threads)) * threads)
    parts = -(-4 * threads // max(1, groups))
    height = -(-length // (parts * PIECE)) * PIECE
    return [
        _Task(some, rows)
        for some in blocks(0, queries, max(1, -(-queries // max(1, groups))))
        for rows in blocks(0, length, height)
    ]


def _later(tasks: list[_Task], slab: Slab) -> list[_Task]:
    """The tasks without rows that come before all of their queries, to whole pieces."""
    later = []
    for queries, rows in tasks:
        first = max(rows.start, (queries.start - slab.start) // PIECE * PIECE)
        if first < rows.stop:
            later.append(_Task(queries, slice(first, rows.stop)))
    return later


def _block(queries: Vectors, corpus: Vectors, slab: Slab, task: _Task) -> Block:
    rows, long = queries.read(task.queries)
    return Block(rows, long, corpus, slab.corpus, slab.start, task.rows.start, task.rows.stop)


def checked_count(k: int) -> int:
    """``k``; raises InputError where it is no whole number from 1 on."""
    if isinstance(k, bool) or not isinstance(k, int | np.integer) or not 1 <= k < 2**40:
        raise InputError(f"k is {k!r}", "give a whole number from 1 on")
    return int(k)


def checked_memory(memory: int) -> int:
    """``memory``; raises InputError where it is no number of bytes."""
    if isinstance(memory, bool) or not isinstance(memory, int | np.integer) or memory < 1:
        raise InputError(f"memory is {memory!r}", "give a number of bytes")
    return int(memory)


def checked_threshold(threshold: float | None) -> float:
    """``threshold``, minus infinity for None; raises InputError where it is no number."""
    try:
        number = -math.inf if threshold is None else float(threshold)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if math.isnan(number):
        raise InputError(f"the threshold is {threshold!r}", "give a number")
    return number
