"""Scores of single pairs against sums of fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from quotecheck.search import scoring
from quotecheck.search.scoring import score
from quotecheck.search.vectors import SHORTEST, Vectors

Matrix = NDArray[np.float32]


def as_fractions(x: Matrix, y: Matrix) -> float:
    return float(sum((Fraction(u) * Fraction(v) for u, v in zip(x.tolist(), y.tolist(), strict=True)), Fraction()))


# Products of these cancel, differ by one unit in the last place, and fall half way between two numbers of float32.
VALUES = st.sampled_from(
    [0.0, -0.0, 1.0, -1.0, 0.1, -0.3, 2.0**-12, -(2.0**-12), 2.0**-30, 4096.0, -4096.0, 1e-10, 3e7, 1 + 2.0**-23]
) | st.floats(-1e6, 1e6, width=32)


@st.composite
def pairs_to_score(draw: st.DrawFn) -> tuple[Matrix, Matrix, NDArray[np.int64], NDArray[np.int64]]:
    width = draw(st.integers(1, 9))
    a, b = (draw(hnp.arrays(np.float32, (draw(st.integers(1, 8)), width), elements=VALUES)) for _ in "ab")
    # Zeros alone, and next to them, are refused long before rows are scored.
    for rows in (a, b):
        rows[np.linalg.norm(rows.astype(np.float64), axis=1) < SHORTEST] = 1
    pairs = draw(st.lists(st.tuples(st.integers(0, len(a) - 1), st.integers(0, len(b) - 1)), max_size=30))
    i, j = np.array(pairs, np.int64).reshape(-1, 2).T
    return a, b, i, j


@settings(max_examples=200)
@given(pairs_to_score(), st.sampled_from([0, 2, 1000]), st.integers(1, 5), st.data())
def test_scores_are_those_of_fractions(
    given_pairs: tuple[Matrix, Matrix, NDArray[np.int64], NDArray[np.int64]],
    crowded: int,
    at_once: int,
    data: st.DataObject,
) -> None:
    a, b, i, j = given_pairs
    expected = [as_fractions(a[x], b[y]) for x, y in zip(i, j, strict=True)]
    threshold = data.draw(st.sampled_from([-np.inf, np.inf, 0.0, 0.5, *expected]))
    if math.isfinite(threshold):
        threshold = data.draw(
            st.sampled_from([threshold, np.nextafter(threshold, 9e99), np.nextafter(threshold, -9e99)])
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "CROWDED", crowded)
        patch.setattr(scoring, "SCATTERED", at_once)
        patch.setattr(scoring, "MULTIPLIED", at_once)
        scores, reached = score(a, Vectors(b, "b"), i, j, threshold)
    assert scores.dtype == np.float32
    assert scores.tolist() == np.array(expected).astype(np.float32).tolist()
    assert reached.tolist() == [value >= threshold for value in expected]


@pytest.mark.parametrize(
    ("rest", "rounded"),
    # 1 + 2**-24 is half way between 1 and the next number of float32, and float64 holds 52 binary places.
    [(0.0, 1.0), (2.0**-40, 1 + 2.0**-23), (-(2.0**-40), 1.0), (2.0**-80, 1.0), (-(2.0**-80), 1.0)],
)
def test_a_sum_half_way_between_two_numbers(rest: float, rounded: float) -> None:
    x = np.array([[1, 2.0**-12, 2.0**-40]], np.float32)
    y = np.array([[1, 2.0**-12, rest * 2.0**40]], np.float32)
    zero = np.zeros(1, np.int64)
    sums = 1 + 2.0**-24 + rest
    for order in ([0, 1, 2], [2, 1, 0], [1, 2, 0]):
        scores, reached = score(x[:, order], Vectors(y[:, order], "b"), zero, zero, sums)
        assert (scores.tolist(), reached.tolist()) == ([rounded], [True])
        assert score(x[:, order], Vectors(y[:, order], "b"), zero, zero, np.nextafter(sums, 2))[1].tolist() == [False]


def test_the_order_of_the_coordinates_changes_nothing() -> None:
    rng = np.random.default_rng(1)
    a, b = (rng.normal(size=(40, 200)).astype(np.float32) for _ in "ab")
    # What cancels leaves sums that depend on the order they are added up in.
    a[:, 100:], b[:, 100:] = a[:, :100] + np.float32(1e-4) * a[:, 100:], -b[:, :100]
    i, j = (part.ravel() for part in np.indices((40, 40)))
    expected = score(a, Vectors(b, "b"), i, j, 0.0)
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(200)
        found = score(a[:, order].copy(), Vectors(b[:, order], "b"), i, j, 0.0)
        assert [part.tobytes() for part in found] == [part.tobytes() for part in expected]


def test_pairs_in_any_order_and_none() -> None:
    a = np.array([[1, 2], [3, 4], [5, 6]], np.float32)
    i, j = np.array([2, 0, 2, 1, 0]), np.array([0, 2, 0, 1, 0])
    scores, reached = score(a, Vectors(a, "b"), i, j, 17.0)
    assert scores.tolist() == [17, 17, 17, 25, 5]
    assert reached.tolist() == [True, True, True, True, False]
    none = np.empty(0, np.int64)
    assert [part.tolist() for part in score(a, Vectors(a, "b"), none, none, 0.0)] == [[], []]
