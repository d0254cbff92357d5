"""What a search does before it multiplies: it chooses a first pass and makes the corpus ready for it, slab by slab."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from quotecheck.search.estimates import FINE, PIECE, WIDEST, CodedCorpus, Codes, Corpus, PlainCorpus, encode
from quotecheck.search.leading import WIDTHS, Leading, leading, principal
from quotecheck.search.threads import Crew
from quotecheck.search.vectors import SHORTEST, Floats, Vectors, Wide, blocks, lengths, sample

FEW = 24
"""With fewer queries, turning the corpus into codes costs more than a product in float32 (own measurement)."""

MUCH = 1 << 22
"""Pairs from which on codes pay: 4 million (own measurement)."""

SAMPLE = 4096
"""Rows that axes and units are taken from: ten times the encoder's dimensions."""

TRIED = 512, 1024
"""Rows of either side whose pairs tell how many a bound would leave over."""

SLACK = 0.03
"""What 8-bit codes of rows of unit length leave open, about."""

PRODUCT, SELECTION, SCORING = 0.0057, 0.25, 700.0
"""Nanoseconds: a pair's product for each coordinate, its comparison, and its scoring (own measurement). They only
weigh the widths against each other."""

AXES = 0.3
"""Nanoseconds for each of d**3, that principal axes of d dimensions take (own measurement)."""


class Slab(NamedTuple):
    """Consecutive rows of a corpus, ready to be searched: row r of ``corpus`` is row start + r of the whole."""

    start: int
    stop: int
    corpus: Corpus


class Coding(NamedTuple):
    """How rows become codes: of themselves, or of what ``leading`` maps them to, ``unit`` for one step of a code."""

    leading: Leading | None
    unit: float


def _enough(queries: Vectors, corpus: Vectors) -> bool:
    """Whether codes pay, and can be multiplied."""
    return len(queries) >= FEW and len(queries) * len(corpus) >= MUCH and corpus.dimensions <= WIDEST


def coding_for_best(queries: Vectors, corpus: Vectors) -> Coding | None:
    """The first pass for the k best; None for float32."""
    if not _enough(queries, corpus):
        return None
    return Coding(None, unit_of(sample(corpus, SAMPLE)))


def coding_for_join(a: Vectors, b: Vectors, threshold: float) -> Coding | None:
    """The first pass for the pairs at or over ``threshold``, the one that promises to be quickest; None for float32.

    How many pairs each width leaves to be scored is counted on a sample.
    """
    if not _enough(a, b):
        return None
    rows = sample(b, SAMPLE)
    left, right = sample(a, TRIED[0], 1 / 3), sample(b, TRIED[1])
    share = float(np.mean(left @ right.T >= threshold - SLACK))
    costs: list[tuple[float, int | None]] = [(PRODUCT * a.dimensions + SELECTION + SCORING * share, None)]
    axes, turning = np.empty((0, 0)), AXES * a.dimensions**3 / (len(a) * len(b))
    widths = [width for width in WIDTHS if 2 * width <= a.dimensions]
    if widths and turning < costs[0][0]:
        axes = principal(rows)
        near = axes[:, : widths[-1]].astype(np.float32)
        p, q = left @ near, right @ near
        long, other = lengths(left), lengths(right)
        for width in widths:
            r = np.sqrt(np.maximum(long**2 - lengths(p[:, : width - 1]) ** 2, 0))
            s = np.sqrt(np.maximum(other**2 - lengths(q[:, : width - 1]) ** 2, 0))
            bounds = p[:, : width - 1] @ q[:, : width - 1].T + np.outer(r, s)
            share = float(np.mean(bounds >= threshold - SLACK))
            costs.append((PRODUCT * width + SELECTION + SCORING * share + turning, width))
    _, best = min(costs, key=lambda cost: cost[0])
    if best is None:
        return Coding(None, unit_of(rows))
    by = leading(axes, best)
    return Coding(by, unit_of(by.of(rows, lengths(rows))[0]))


def slabs(corpus: Vectors, coding: Coding | None, memory: int, crew: Crew) -> Iterator[Slab]:
    """The corpus in slabs whose codes take a quarter of ``memory`` bytes at most.

    Raises InputError for a row that cannot be used; where there are no codes, the search meets it.
    """
    if coding is None:
        if len(corpus):
            yield Slab(0, len(corpus), PlainCorpus(corpus))
        return
    width = coding.leading.width if coding.leading else corpus.dimensions
    size = max(1, memory // (4 * width * PIECE)) * PIECE
    room = np.empty((min(size, len(corpus)), width), np.uint8)
    for slab in blocks(0, len(corpus), size):
        codes = room[: slab.stop - slab.start]
        # A slab's codes overwrite those of the slab before, which has been searched.
        error, longest = encoded(corpus, slab, coding, codes, crew)
        yield Slab(slab.start, slab.stop, CodedCorpus(codes, coding.unit, error, longest, coding.leading))


def encoded(corpus: Vectors, rows: slice, coding: Coding, codes: Codes, crew: Crew) -> tuple[Wide, Wide]:
    """Write the codes of the rows; returns for each PIECE of them the largest error and the greatest length."""
    leading = coding.leading

    def of_piece(part: slice) -> tuple[float, float]:
        piece, long = corpus.read(part)
        spare = 0.0
        if leading:
            piece, long = leading.of(piece, long)
            spare = leading.rounding * float(long.max())
        error = encode(piece, long, coding.unit, codes[part.start - rows.start : part.stop - rows.start])
        return error + spare, float(long.max()) + spare

    measured = np.array(crew(of_piece, blocks(rows.start, rows.stop, PIECE)))
    return measured[:, 0], measured[:, 1]


def unit_of(rows: Floats) -> float:
    """What one step of a code stands for, so that codes reach an eighth beyond the largest number of a sample.

    A number beyond that gets the largest code; the error is large then, but only for the piece it is in.
    """
    return float(np.float32(1.125 * max(float(np.abs(rows).max(initial=0)), SHORTEST) / FINE))
