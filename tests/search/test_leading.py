"""Leading coordinates against the same map in float64."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotecheck.search.leading import leading, principal
from quotecheck.search.vectors import lengths

Matrix = NDArray[np.float32]
Oracle = Callable[[NDArray[Any], NDArray[Any]], NDArray[np.float64]]


def rows_near_few_directions(count: int, width: int, few: int, noise: float, seed: int) -> Matrix:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, few)) @ rng.normal(size=(few, width)) + noise * rng.normal(size=(count, width))
    return rows.astype(np.float32)


def test_principal_axes_are_those_of_most_energy() -> None:
    rows = np.array([[3, 0, 0], [-4, 0, 0], [0, 0, 2], [0, 1, 0]], np.float32)
    assert np.abs(principal(rows)).tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]


@pytest.mark.parametrize(("count", "width"), [(3, 10), (50, 10), (1, 1), (200, 128)])
def test_principal_axes_are_orthonormal_and_in_order(count: int, width: int) -> None:
    rows = rows_near_few_directions(count, width, 2, 0.1, 1)
    axes = principal(rows)
    assert axes.T @ axes == pytest.approx(np.eye(width), abs=1e-12)
    energy = ((rows.astype(np.float64) @ axes) ** 2).sum(axis=0)
    assert (np.diff(energy) <= 1e-9 * energy[0]).all()
    # The best rank that a matrix can be approximated in: its singular values, by another routine.
    singular = np.linalg.svd(rows.astype(np.float64), compute_uv=False) ** 2
    assert energy[: len(singular)] == pytest.approx(singular, rel=1e-6, abs=1e-9 * energy[0])


@settings(max_examples=60)
@given(
    st.integers(1, 300),
    st.integers(1, 40),
    st.sampled_from([0.0, 1e-6, 1e-2, 1.0]),
    st.sampled_from([1e-12, 1e-3, 1.0, 1e9]),
    st.integers(0, 2**32 - 1),
)
def test_mapped_rows_are_as_near_the_exact_ones_as_they_say(
    dimensions: int, axes: int, noise: float, scale: float, seed: int
) -> None:
    width = min(axes, dimensions) + 1
    rows = scale * rows_near_few_directions(30, dimensions, 3, noise, seed)
    rows = rows[lengths(rows) > 1e-14]
    by = leading(principal(rows), width)
    assert by.width == width
    mapped, long = by.of(rows, lengths(rows))
    assert mapped.dtype == np.float32
    assert mapped.shape == (len(rows), width)
    wide, turned, last = (part.astype(np.float64) for part in (rows, by.turned_axes, by.last))
    # The axes are orthonormal still once they are turned, so that last stands on all of them.
    assert turned.T @ turned + np.outer(last, last) == pytest.approx(np.eye(width), abs=1e-5)
    lengths_of_rows = np.linalg.norm(wide, axis=1)
    leads = wide @ turned
    rest = np.sqrt(np.maximum(lengths_of_rows**2 - (leads**2).sum(axis=1), 0))
    used = (mapped - leads) @ last / (last @ last)
    # The part of the rest is rounded up, and the others are off by what rounding may take.
    allowed = by.rounding * lengths_of_rows
    assert (used >= rest - allowed).all()
    assert (used**2 <= rest**2 + 16 * by.rounding * lengths_of_rows**2).all()
    assert (np.linalg.norm(mapped - leads - np.outer(used, last), axis=1) <= allowed).all()
    assert (np.linalg.norm(mapped.astype(np.float64), axis=1) <= long + allowed).all()
    assert (long <= lengths_of_rows * 1.01).all()


@settings(max_examples=60)
@given(st.integers(1, 200), st.integers(1, 30), st.sampled_from([0.0, 1e-3, 1.0]), st.integers(0, 2**32 - 1))
def test_products_of_mapped_rows_are_at_or_over_the_scores(
    scores_of: Oracle, dimensions: int, axes: int, noise: float, seed: int
) -> None:
    a = rows_near_few_directions(12, dimensions, 2, noise, seed)
    b = np.concatenate([rows_near_few_directions(8, dimensions, 2, noise, seed + 1), a[:4], -a[4:8]])
    # Axes of quite other rows: the bound has to hold for any.
    by = leading(
        principal(b if seed % 2 else rows_near_few_directions(9, dimensions, 1, 1.0, 7)), min(axes, dimensions) + 1
    )
    (left, long), (right, size) = by.of(a, lengths(a)), by.of(b, lengths(b))
    spare = 3 * by.rounding * np.outer(long, size)
    assert (scores_of(a, b) <= left.astype(np.float64) @ right.T.astype(np.float64) + spare).all()


def test_the_bound_is_the_score_where_the_axes_hold_all() -> None:
    a = rows_near_few_directions(20, 64, 3, 0.0, 5)
    mapped, _ = leading(principal(a), 5).of(a, lengths(a))
    wide = a.astype(np.float64)
    bound = mapped.astype(np.float64) @ mapped.T
    assert (bound - wide @ wide.T <= 2e-3 * np.outer(lengths(a), lengths(a))).all()
