from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotecheck.bench.agreement import TOLERANCE, best_differ, each_once, pairs_differ

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]


def exact(queries: Floats, corpus: Floats) -> NDArray[np.float64]:
    return queries.astype(np.float64) @ corpus.T.astype(np.float64)


def best(queries: Floats, corpus: Floats, k: int) -> tuple[Floats, Indices]:
    scores = exact(queries, corpus)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(scores, order, axis=1).astype(np.float32), order


def over(queries: Floats, corpus: Floats, threshold: float) -> tuple[Indices, Indices, Floats]:
    scores = exact(queries, corpus)
    i, j = np.nonzero(scores >= threshold)
    return i, j, scores[i, j].astype(np.float32)


def test_the_same_agrees(rows: Floats) -> None:
    truth = best(rows[:30], rows, 7)
    assert best_differ(rows[:30], rows, truth, truth) == ""
    pairs = over(rows[:30], rows, 0.6)
    assert pairs_differ(rows[:30], rows, 0.6, pairs, pairs) == ""


def test_a_tie_may_be_broken_either_way(rows: Floats) -> None:
    corpus = np.concatenate([rows, rows])
    scores, indices = best(rows[:30], corpus, 5)
    other = (indices + len(rows)) % len(corpus)
    assert (indices != other).all()
    assert best_differ(rows[:30], corpus, (scores, indices), (scores, other)) == ""


def test_the_second_best_for_the_best_is_caught(rows: Floats) -> None:
    scores, indices = best(rows[:30], rows, 6)
    ours = scores[:, :5], indices[:, :5]
    theirs = scores[:, 1:], indices[:, 1:]
    assert "other rows than the best for 30 of 30 queries" in best_differ(rows[:30], rows, ours, theirs)
    # and the other way round it is quotecheck that is wrong
    assert "BETTER rows than quotecheck's" in best_differ(rows[:30], rows, theirs, ours)


def test_a_row_that_stands_twice_is_caught() -> None:
    corpus = np.eye(4, dtype=np.float32)[[0, 0, 1, 2]]
    scores = np.ones((1, 2), np.float32)
    ours = scores, np.array([[0, 1]])
    assert best_differ(corpus[:1], corpus, ours, (scores, np.array([[1, 0]]))) == ""
    assert "other rows than the best for 1 of 1" in best_differ(corpus[:1], corpus, ours, (scores, np.array([[0, 0]])))


def test_missing_rows_and_wrong_scores_are_caught(rows: Floats) -> None:
    scores, indices = best(rows[:10], rows, 4)
    fewer = indices.copy()
    fewer[3, 3] = -1
    assert "for 1 of 10 queries" in best_differ(rows[:10], rows, (scores, indices), (scores, fewer))
    assert "scores off by up to 1.0e-02" in best_differ(rows[:10], rows, (scores, indices), (scores + 0.01, indices))
    assert "returned a matrix" in best_differ(rows[:10], rows, (scores, indices), (scores[:, :2], indices[:, :2]))


def test_nothing_found_on_both_sides_agrees(rows: Floats) -> None:
    none = np.full((5, 2), -np.inf, np.float32), np.full((5, 2), -1)
    assert best_differ(rows[:5], rows, none, none) == ""


def test_pairs_that_are_missing_or_too_many_are_counted(rows: Floats) -> None:
    i, j, scores = over(rows[:30], rows, 0.6)
    clear = np.flatnonzero(scores > 0.6 + 2 * TOLERANCE)
    cut = np.delete(np.arange(len(i)), clear[:3])
    assert pairs_differ(rows[:30], rows, 0.6, (i, j, scores), (i[cut], j[cut], scores[cut])) == "misses 3 pairs"
    more = over(rows[:30], rows, 0.5)
    count = int((exact(rows[:30], rows)[more[0], more[1]] < 0.6 - TOLERANCE).sum())
    assert count > 0
    assert pairs_differ(rows[:30], rows, 0.6, (i, j, scores), more) == f"adds {count:,} pairs"


def test_a_pair_at_the_threshold_may_fall_on_either_side(rows: Floats) -> None:
    i, j, scores = over(rows[:30], rows, 0.6)
    weakest = int(np.argmin(scores))
    threshold = float(scores[weakest])
    rest = np.arange(len(i)) != weakest
    assert pairs_differ(rows[:30], rows, threshold, (i, j, scores), (i[rest], j[rest], scores[rest])) == ""


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30))
def test_each_pair_of_a_self_join_counts_once(given_pairs: list[tuple[int, int]]) -> None:
    i = np.array([pair[0] for pair in given_pairs], np.int64)
    j = np.array([pair[1] for pair in given_pairs], np.int64)
    a, b, scores = each_once((i, j, np.zeros(len(i), np.float32)))
    assert set(zip(a.tolist(), b.tolist(), strict=True)) == {(min(p), max(p)) for p in given_pairs if p[0] != p[1]}
    assert len(a) == len(b) == len(scores) == len({(min(p), max(p)) for p in given_pairs if p[0] != p[1]})
