"""How often an interval of comparison/bootstrap.py holds the true mean: python -m training.calibration.intervals SHARED

Takes the divergences and standings that `check` finds in the events of events_dev for the whole truth, draws samples
from them, and counts how often each kind of interval holds the mean. Takes some minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from quotecheck import check
from quotecheck.articles import read_articles
from quotecheck.comparison.bootstrap import expanded_tail
from quotecheck.comparison.summaries import Difference, standing

SIZES = (6, 8, 10, 15, 20, 30)
SAMPLES = 2000
RESAMPLES = 1000

Values = npt.NDArray[np.float64]


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    articles, _ = read_articles([f"{Path(sys.argv[1]) / 'data/articles/events_dev.articles.jsonl'}"], stdin=None)
    divergences, standings = found_in(check(articles).statements)
    random = np.random.default_rng(0)
    verbatim = np.where(random.random(5000) < 0.7, 0.0, random.choice(divergences, 5000))
    for name, truth in (("divergence", divergences), ("standing", standings), ("7 of 10 verbatim", verbatim)):
        print(f"{name}: {len(truth)} values, mean {truth.mean():.3f}, standard deviation {truth.std():.3f}")
        for size in SIZES:
            held = np.mean([holds(random.choice(truth, size), truth.mean(), random) for _ in range(SAMPLES)], axis=0)
            print(f"  {size:3}  expanded {held[0]:.3f}  BCa {held[1]:.3f}  percentile {held[2]:.3f}")


def found_in(statements: object) -> tuple[Values, Values]:
    """The divergences of the statements, and the standings of all articles that render them with two others."""
    divergences, standings = [], []
    for statement in statements:  # type: ignore[attr-defined]
        divergences.append(statement.divergence)
        home = {rendering.quote: rendering.article for rendering in statement.renderings}
        pairs = [
            Difference(c.divergence, {home[c.a]: frozenset(), home[c.b]: frozenset()}) for c in statement.comparisons
        ]
        standings += standing(pairs, lambda pair: pair.divergence).values()
    return np.array(divergences), np.array(standings)


def holds(sample: Values, mean: float, random: np.random.Generator) -> tuple[bool, bool, bool]:
    """Whether the expanded, the BCa and the percentile interval of a sample hold the mean."""
    means = random.choice(sample, (RESAMPLES, len(sample))).mean(axis=1)
    tail = expanded_tail(len(sample))
    tails = ((tail, 1 - tail), bca_tails(sample, means), (0.025, 0.975))
    ends = [np.quantile(means, pair) for pair in tails]
    return tuple(low - 1e-9 <= mean <= high + 1e-9 for low, high in ends)  # type: ignore[return-value]


def bca_tails(sample: Values, means: Values) -> tuple[float, float]:
    """The shares that BCa cuts off at (B. Efron, Better Bootstrap Confidence Intervals, JASA 82, 1987, 171-185)."""
    normal = NormalDist()
    below = float(np.mean(means < sample.mean()) + np.mean(means == sample.mean()) / 2)
    bias = normal.inv_cdf(min(max(below, 1e-4), 1 - 1e-4))
    apart = (sample - sample.mean()) / (len(sample) - 1)
    spread = float(np.sum(apart**2)) ** 1.5
    skew = float(np.sum(apart**3)) / (6 * spread) if spread > 0 else 0.0
    shifted = [bias + normal.inv_cdf(tail) for tail in (0.025, 0.975)]
    low, high = (normal.cdf(bias + shift / (1 - skew * shift)) for shift in shifted)
    return low, high


if __name__ == "__main__":
    main()
