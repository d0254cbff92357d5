"""What is selected from estimates: sorting, pruning, and the k-th best."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.search import selection
from quotecheck.search.estimates import PlainCorpus
from quotecheck.search.selection import Block, Pairs, best, highest_of, lowered, nothing, reaching, together
from quotecheck.search.vectors import Vectors, lengths

PAIRS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 30), st.sampled_from([-1.0, -0.0, 0.0, 0.5, 1e15, -1e-20]))
)


@given(PAIRS, st.integers(1, 8))
def test_the_highest_are_those_of_a_sort(given_pairs: list[tuple[int, int, float]], k: int) -> None:
    query, row, score = np.array(given_pairs, np.float64).reshape(-1, 3).T
    found = highest_of(Pairs(query.astype(np.int64), row.astype(np.int64), score.astype(np.float32)), k)
    expected = []
    for each in range(5):
        own = sorted((-np.float32(s), r) for q, r, s in given_pairs if q == each)[:k]
        expected += [(each, r, -s) for s, r in own]
    assert list(zip(*(column.tolist() for column in found), strict=True)) == expected


def test_together_and_nothing() -> None:
    one = Pairs(np.array([1]), np.array([2]), np.array([0.5], np.float32))
    assert [column.tolist() for column in together([nothing(np.float32), one, one])] == [[1, 1], [2, 2], [0.5, 0.5]]
    assert together([nothing(np.float64)]).score.dtype == np.float64
    assert [len(column) for column in one.where(np.array([False]))] == [0, 0, 0]


@given(st.floats(-1e30, 1e30) | st.floats(-1, 1))
def test_lowered_scores_stay_less_when_rounded(score: float) -> None:
    [less] = lowered(np.array([score]))
    assert less <= score
    if abs(score) > 1e-35:
        assert np.float32(less) < np.float32(score)
    assert score - less <= abs(score) * 1e-6


def test_lowered_is_nothing_where_there_is_nothing() -> None:
    assert lowered(np.array([-np.inf, 0.0])).tolist() == [-np.inf, 0]


def block(queries: np.ndarray, rows: np.ndarray, start: int, stop: int, origin: int) -> Block:
    """Rows ``origin`` on of a corpus, as the slab that is searched."""
    vectors = Vectors(rows, "corpus")
    slab = PlainCorpus(Vectors(rows[origin:], "corpus"))
    return Block(queries, lengths(queries), vectors, slab, origin, start, stop)


def test_a_block_gives_rows_of_the_whole_corpus() -> None:
    rows = np.eye(9, dtype=np.float32) + 0.1
    found = reaching(block(rows[:9], rows, 2, 5, 3), 1.0, None)
    assert list(zip(found.query.tolist(), found.row.tolist(), strict=True)) == [(5, 5), (6, 6), (7, 7)]
    found = reaching(block(rows[5:9], rows, 2, 5, 3), -9.0, 5)
    assert set(zip((found.query + 5).tolist(), found.row.tolist(), strict=True)) == {(5, 6), (5, 7), (6, 7)}


@pytest.mark.parametrize("pending", [0, 5, 8, 9, 100])
def test_pairs_that_fill_the_room_with_the_last_tile(pending: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "PENDING", pending)
    rows = np.eye(3, dtype=np.float32) + 1
    found = reaching(block(rows, rows, 0, 3, 0), 0.0, None)
    assert sorted(zip(found.query.tolist(), found.row.tolist(), strict=True)) == [divmod(x, 3) for x in range(9)]
    found = best(block(rows, rows, 0, 3, 0), 2, 0.0, np.zeros(3))
    assert found.row.tolist() == [0, 1, 1, 0, 2, 0]


@settings(max_examples=60)
@given(st.integers(1, 6), st.floats(-1, 1), st.integers(0, 2**32 - 1))
def test_what_need_not_be_reached_may_be_missing_and_nothing_else(k: int, reach: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.integers(-2, 3, (30, 3)).astype(np.float32)
    rows[~rows.any(axis=1)] = 1
    rows /= np.float32(4)
    queries = rows[:4]
    found = best(block(queries, rows, 0, 30, 0), k, -0.5, np.full(4, reach))
    # Quarters: sums are exact.
    scores = queries @ rows.T
    for query in range(4):
        ranked = sorted((-s, r) for r, s in enumerate(scores[query].tolist()) if s >= -0.5)[:k]
        own = found.where(found.query == query)
        got = list(zip((-own.score).tolist(), own.row.tolist(), strict=True))
        assert got == ranked[: len(got)]
        assert all(-s < reach for s, _ in ranked[len(got) :])


def test_pairs_of_many_queries_of_very_different_lengths() -> None:
    queries = np.array([[1e15, 0], [1e-15, 0], [1, 0], [0, 1e7]], np.float32)
    rows = np.array([[1e-15, 1e-15], [2e-15, 1], [1, 2e-15], [1e14, 1e14]], np.float32)
    found = best(block(queries, rows, 0, 4, 0), 2, -np.inf, np.full(4, -np.inf))
    assert found.query.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert found.row.tolist() == [3, 2] * 3 + [3, 1]
    assert found.score.tolist() == pytest.approx([1e29, 1e15, 0.1, 1e-15, 1e14, 1, 1e21, 1e7], rel=1e-6)
