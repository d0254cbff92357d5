"""Estimates: never off by more than they say, for rows of every kind, and cut where no score is lost."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotecheck.search import estimates
from quotecheck.search.estimates import COARSE, FINE, MIDDLE, PIECE, CodedCorpus, PlainCorpus, cuts, encode
from quotecheck.search.leading import leading, principal
from quotecheck.search.preparation import Coding, encoded
from quotecheck.search.threads import Crew
from quotecheck.search.vectors import Vectors, lengths

Matrix = NDArray[np.float32]
Oracle = Callable[[NDArray[Any], NDArray[Any]], NDArray[np.float64]]

KINDS = "normal", "sparse", "outlier", "scaled", "equal", "one direction", "signs", "tiny", "huge"


def rows_of(kind: str, count: int, width: int, rng: np.random.Generator) -> Matrix:
    rows = rng.normal(size=(count, width))
    if kind == "sparse":
        rows *= rng.random((count, width)) < 0.1
    elif kind == "outlier":
        rows[np.arange(count), rng.integers(width, size=count)] *= 10.0 ** rng.integers(1, 9, count)
    elif kind == "scaled":
        rows *= 10.0 ** rng.integers(-9, 9, (count, 1))
    elif kind == "equal":
        rows[:] = rows[0]
    elif kind == "one direction":
        rows = rows[:1] + 1e-4 * rows
    elif kind == "signs":
        rows = np.sign(rows)
    elif kind == "tiny":
        rows *= 1e-13
    elif kind == "huge":
        rows *= 1e12
    rows = rows.astype(np.float32)
    # Beyond these lengths rows are refused.
    long = np.linalg.norm(rows.astype(np.float64), axis=1)
    rows[(long < 1e-14) | (long > 1e14)] = 1
    return rows


MATRICES = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from(KINDS),
    st.sampled_from([1, 2, 3, 8, 33, 130, 384]),
    st.integers(0, 2**32 - 1),
)


def both(kinds: tuple[str, str, int, int]) -> tuple[Matrix, Matrix]:
    rng = np.random.default_rng(kinds[3])
    return rows_of(kinds[0], 7, kinds[2], rng), rows_of(kinds[1], 23, kinds[2], rng)


def coded(rows: Matrix, unit: float, axes: int | None) -> CodedCorpus:
    """Rows as codes; by ``axes`` principal axes of theirs if given."""
    by = leading(principal(rows), axes + 1) if axes is not None else None
    codes = np.empty((len(rows), axes + 1 if axes is not None else rows.shape[1]), np.uint8)
    coding = Coding(by, float(np.float32(unit)))
    error, longest = encoded(Vectors(rows, "corpus"), slice(0, len(rows)), coding, codes, Crew(1, None))
    return CodedCorpus(codes, coding.unit, error, longest, by)


@settings(max_examples=80)
@given(MATRICES, st.sampled_from([1, 4, 1024]))
def test_products_in_float32_are_off_by_their_slack_at_most(
    scores_of: Oracle, kinds: tuple[str, str, int, int], piece: int
) -> None:
    queries, rows = both(kinds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(estimates, "PIECE", piece)
        estimated = PlainCorpus(Vectors(rows, "corpus")).estimates(queries, lengths(queries), 20)
        for start, stop in ((0, 16), (16, 23), (4, 5)):
            tile, slack = estimated.tile(start, stop)
            assert tile.shape == (stop - start, 7)
            off = np.abs(scores_of(rows[start:stop], queries) - tile * estimated.unit)
            assert (off <= slack).all()


@settings(max_examples=80)
@given(MATRICES, st.sampled_from([1, 4, 16]), st.sampled_from([1e-3, 0.3, 1.0, 1.125, 30.0, 1e4]))
def test_codes_are_off_by_their_slack_at_most(
    scores_of: Oracle, kinds: tuple[str, str, int, int], piece: int, coarser: float
) -> None:
    queries, rows = both(kinds)
    with pytest.MonkeyPatch.context() as patch:
        for home in ("quotecheck.search.estimates.PIECE", "quotecheck.search.preparation.PIECE"):
            patch.setattr(home, piece)
        # Units so small that nearly all is clipped, and so large that nearly all becomes nought.
        corpus = coded(rows, coarser * float(np.abs(rows).max()) / FINE, None)
        estimated = corpus.estimates(queries, lengths(queries), 20)
        for start, stop in ((0, 16), (16, 23)):
            tile, slack = estimated.tile(start, stop)
            off = np.abs(scores_of(rows[start:stop], queries) - tile * estimated.unit)
            assert (off <= slack).all()


@settings(max_examples=50)
@given(MATRICES, st.sampled_from([4, 16]), st.integers(0, 40), st.sampled_from([0.3, 1.125, 30.0]))
def test_leading_coordinates_never_promise_too_little(
    scores_of: Oracle, kinds: tuple[str, str, int, int], piece: int, axes: int, coarser: float
) -> None:
    queries, rows = both(kinds)
    with pytest.MonkeyPatch.context() as patch:
        for home in ("quotecheck.search.estimates.PIECE", "quotecheck.search.preparation.PIECE"):
            patch.setattr(home, piece)
        unit = coarser * float(np.linalg.norm(rows.astype(np.float64), axis=1).max()) / FINE
        corpus = coded(rows, unit, min(axes, rows.shape[1]))
        estimated = corpus.estimates(queries, lengths(queries), 20)
        for start, stop in ((0, 16), (16, 23)):
            tile, slack = estimated.tile(start, stop)
            assert (scores_of(rows[start:stop], queries) <= tile * estimated.unit + slack).all()


def test_rows_of_unit_length_leave_little_in_doubt() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(2 * PIECE, 384))
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    queries = rows[:50]
    _, slack = PlainCorpus(Vectors(rows, "corpus")).estimates(queries, lengths(queries), PIECE).tile(0, PIECE)
    assert slack.max() < 1e-4
    _, slack = (
        coded(rows, 1.125 * float(rows.max()) / FINE, None).estimates(queries, lengths(queries), PIECE).tile(0, PIECE)
    )
    assert slack.max() < 0.05


def test_an_outlier_costs_its_own_piece_alone() -> None:
    rows = np.random.default_rng(4).normal(size=(3 * PIECE, 16)).astype(np.float32)
    unit = 1.125 * float(np.abs(rows).max()) / FINE
    rows[PIECE + 5, 3] = 1e6
    estimated = coded(rows, unit, None).estimates(rows[:2], lengths(rows[:2]), PIECE)
    slacks = [float(estimated.tile(start, start + PIECE)[1].max()) for start in range(0, 3 * PIECE, PIECE)]
    assert max(slacks[0], slacks[2]) < 1
    assert slacks[1] > 1e4


@settings(max_examples=60)
@given(MATRICES, st.sampled_from([1e-6, 0.1, 1.0, 1.125, 100.0]))
def test_a_row_is_no_farther_from_its_codes_than_measured(kinds: tuple[str, str, int, int], coarser: float) -> None:
    _, rows = both(kinds)
    unit = float(np.float32(coarser * float(np.abs(rows).max()) / FINE))
    codes = np.full((len(rows) + 2, rows.shape[1]), 7, np.uint8)
    error = encode(rows, lengths(rows), unit, codes[1:-1])
    assert (codes[[0, -1]] == 7).all()
    numbers = codes[1:-1].astype(np.int64) - MIDDLE
    assert np.abs(numbers).max() <= FINE
    assert np.linalg.norm(rows.astype(np.float64) - numbers * unit, axis=1).max() <= error
    # Codes are the nearest there are, or the next, where the last bit of a quotient decides.
    nearest = np.clip(rows.astype(np.float64) / unit, -FINE, FINE)
    assert np.abs(nearest - numbers).max() <= 0.5 + 1e-4


@pytest.mark.parametrize("width", [1, 2, 64, 384, 4096])
def test_the_largest_codes_on_both_sides(scores_of: Oracle, width: int) -> None:
    rows = np.ones((PIECE + 3, width), np.float32)
    rows[::2] = -1
    rows[1::3, ::2] *= -1
    queries = rows[:6].copy()
    estimated = coded(rows, 1 / FINE, None).estimates(queries, lengths(queries), 8)
    tile, slack = estimated.tile(0, 8)
    exact = scores_of(rows[:8], queries)
    # Ones are FINE and COARSE of their units, so each product is a whole number of both.
    assert tile.tolist() == (exact * FINE * COARSE).tolist()
    assert (np.abs(exact - tile * estimated.unit) <= slack).all()


NUMBERS = st.floats(-1e29, 1e29) | st.floats(-2, 2) | st.floats(-1e-9, 1e-9)


@settings(max_examples=300)
@given(
    st.sampled_from([np.float32, np.int32]),
    st.lists(NUMBERS, min_size=1, max_size=9),
    st.floats(0, 10) | st.floats(0, 1e28),
    st.floats(1e-9, 1.0),
    st.data(),
)
def test_cuts_cut_no_score_off(
    kind: type, numbers: list[float], slack: float, unit: float, data: st.DataObject
) -> None:
    limits = np.iinfo(np.int32)
    tile = np.clip(numbers, limits.min, limits.max).astype(kind) if kind is np.int32 else np.array(numbers, kind)
    # What the first element just reaches, and scores around that.
    most = float(tile[0]) * unit + slack
    near = [most, math.nextafter(most, math.inf), math.nextafter(most, -math.inf), 0.999999 * most, 1.000001 * most]
    score = data.draw(st.sampled_from([*near, 0.5, -math.inf, math.inf]))
    [limit] = cuts(tile[:, None], np.array([slack]), np.array([unit]), np.array([score])).tolist()
    for element in tile.tolist():
        upper = Fraction(element) * Fraction(unit) + Fraction(slack)
        if score == -math.inf or (math.isfinite(score) and upper >= Fraction(score)):
            assert element >= limit
    if math.isfinite(score):
        # And little that cannot reach it is let through.
        exact = (Fraction(score) - Fraction(slack)) / Fraction(unit)
        if abs(exact) < 2**31:
            assert exact - limit <= abs(exact) / 2**20 + (1.001 if kind is np.int32 else Fraction(1, 10**40))


def test_cuts_of_no_threshold_and_of_one_beyond_reach() -> None:
    for kind in (np.float32, np.int32):
        tile = np.array([[-5, -5], [0, 0], [5, 5]], kind)
        limit = cuts(tile, np.ones(2), np.ones(2), np.array([-np.inf, np.inf]))
        assert limit.dtype == kind
        assert (tile >= limit).tolist() == [[True, False]] * 3
