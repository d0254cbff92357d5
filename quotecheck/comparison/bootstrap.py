"""How sure a mean over few statements is: a bootstrap interval, or none where there is too little to tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
import numpy.typing as npt

from quotecheck.summaries import LEAST_UNITS, Interval

RESAMPLES = 2000
"""The simulated ends waver by about 3% of the interval's half width; the seed is fixed, so results do not."""

CONFIDENCE = 0.95
SEED = 0

_AT_ONCE = 1_000_000


Source = tuple[Literal["article", "event"], str]
"""What statements have in common that were written together: the event, or the article where no event is named."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Observation:
    """What one statement adds to a mean, the sum of ``count`` values; ``source`` tells whose or of what it is."""

    total: float
    count: int
    source: Source


def interval(observed: Sequence[Observation]) -> Interval | None:
    """A 95% interval of the mean of all values; None under LEAST_UNITS statements, or where all are alike.

    Statements of one source (an event, or an article where no event is named) are no independent witnesses: with
    LEAST_UNITS sources or more, sources are drawn, each with all its statements, and the interval speaks of further
    ones. With fewer, statements are drawn, and it speaks of these sources alone. Where all values are alike, drawing
    says nothing of how they spread.

    The method is the expanded percentile interval (T. Hesterberg, What Teachers Should Know About the Bootstrap, The
    American Statistician 69, 2015, 371-386): percentiles farther out, by as much as a t interval is wider than a normal
    one. Drawing 10 divergences, it holds the true mean in .95 of samples, and 10 standings in .90, where the plain
    percentile interval does in .91 and .85, and BCa in .94 and .82 (training/calibration/intervals.py). It is the same
    whatever the order of the observations.
    """
    if len(observed) < LEAST_UNITS:
        return None
    drawn = [(one.total, one.count) for one in observed]
    unit: Literal["statement", "article", "event"] = "statement"
    groups: dict[Source, list[Observation]] = {}
    for one in observed:
        groups.setdefault(one.source, []).append(one)
    if len(groups) >= LEAST_UNITS:
        unit = "event" if all(kind == "event" for kind, _ in groups) else "article"
        drawn = [(math.fsum(one.total for one in g), sum(one.count for one in g)) for g in groups.values()]
    # Sorted, so that equal coverage gives equal draws; a mean takes no notice of the order.
    totals, counts = np.array(sorted(drawn), np.float64).T
    means = totals / counts
    if means.max() - means.min() < 1e-9:
        return None
    tail = expanded_tail(len(drawn))
    low, high = np.quantile(_resampled(totals, counts), [tail, 1.0 - tail])
    return Interval(float(low), float(high), len(drawn), unit)


def _resampled(totals: Values, counts: Values) -> Values:
    """The means of RESAMPLES draws with replacement: (RESAMPLES,) float64."""
    # NumPy promises the stream of RandomState for good, and that of its newer generators not (NEP 19).
    random = np.random.RandomState(SEED)
    size = len(totals)
    rows = max(1, _AT_ONCE // size)
    means = []
    for start in range(0, RESAMPLES, rows):
        uniform = random.random_sample((min(rows, RESAMPLES - start), size))
        index = np.minimum((uniform * size).astype(np.int64), size - 1)
        means.append(totals[index].sum(axis=1) / counts[index].sum(axis=1))
    return np.concatenate(means)


def expanded_tail(size: int) -> float:
    """The share beyond each end of the interval: under 2.5%, and nearing it as ``size`` grows."""
    return float(NormalDist().cdf(-math.sqrt(size / (size - 1)) * student_quantile(size - 1)))


def student_quantile(freedom: int) -> float:
    """The .975 quantile of Student's t, from 9 degrees of freedom on right to three places.

    By the expansion in Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5.
    """
    z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + math.fsum(term / float(freedom) ** power for power, term in enumerate(terms, start=1))
