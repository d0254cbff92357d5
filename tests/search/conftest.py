"""What the tests of the search share: scores by other means, and constants so small that every path is taken."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.search import estimates, exact, preparation, scoring, selection, threads

Oracle = Callable[[NDArray[Any], NDArray[Any]], NDArray[np.float64]]
Forced = Callable[..., AbstractContextManager[None]]

HOMES = {
    "PIECE": (estimates, exact, preparation, selection),
    "TILE": (selection,),
    "PENDING": (exact, selection),
    "QUERIES": (exact,),
    "CROWDED": (scoring,),
    "SCATTERED": (scoring,),
    "MULTIPLIED": (scoring,),
    "FEW": (preparation,),
    "MUCH": (preparation,),
    "SAMPLE": (preparation,),
    "TRIED": (preparation,),
    "WIDTHS": (preparation,),
    "SCORING": (preparation,),
    "LITTLE": (threads,),
}
"""The modules that use each constant."""

PASSES: dict[str, dict[str, object]] = {
    "float32": {"MUCH": 1 << 62},
    "codes": {"FEW": 1, "MUCH": 1, "WIDTHS": ()},
    # Where scoring costs nothing, the fewest coordinates are quickest.
    "leading": {"FEW": 1, "MUCH": 1, "WIDTHS": (2, 3, 5), "SCORING": 0.0},
}
"""What makes a search take each first pass, however small it is."""


@pytest.fixture(scope="session")
def forced() -> Forced:
    """A context in which searches take the first pass named, with other constants changed too."""

    @contextmanager
    def force(first_pass: str, **constants: object) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in (PASSES[first_pass] | constants).items():
                for module in HOMES[name]:
                    patch.setattr(module, name, value)
            yield

    return force


@pytest.fixture(params=list(PASSES))
def each_pass(request: pytest.FixtureRequest, forced: Forced) -> Iterator[None]:
    """Runs a test once with each first pass, all blocks being tiny."""
    tiny: dict[str, object] = {"PIECE": 4, "TILE": 32, "PENDING": 20, "QUERIES": 5, "SCATTERED": 3, "MULTIPLIED": 7}
    with forced(request.param, **tiny):
        yield


@pytest.fixture(scope="session")
def scores_of() -> Oracle:
    """(n, m) the scores of all pairs of two matrices, rounded once to float64: products are exact there."""

    def scores(a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.float64]:
        left, right = (np.asarray(rows, np.float32).astype(np.float64) for rows in (a, b))
        sums = [[math.fsum((x * y).tolist()) for y in right] for x in left]
        return np.array(sums, np.float64).reshape(len(left), len(right))

    return scores


@pytest.fixture(scope="session")
def many_scores_of() -> Callable[..., NDArray[np.float64]]:
    """``scores_of`` for rows of about unit length and very many pairs: summed anew where rounding decides.

    That is how a score rounds to float32, and on which side of each of the thresholds it lies.
    """

    def scores(a: NDArray[Any], b: NDArray[Any], *thresholds: float) -> NDArray[np.float64]:
        left, right = (np.asarray(rows, np.float32).astype(np.float64) for rows in (a, b))
        sums = left @ right.T
        doubt = (sums - 1e-12).astype(np.float32) != (sums + 1e-12).astype(np.float32)
        for threshold in thresholds:
            doubt |= np.abs(sums - threshold) < 1e-12
        for i, j in np.argwhere(doubt).tolist():
            sums[i, j] = math.fsum((left[i] * right[j]).tolist())
        return sums

    return scores
