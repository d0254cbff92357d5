"""Prices of corpus texts: who goes where, that sharing is allowed where it is usual, and what must always hold."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.assignment import QUERIES, SHARED, Wishes, numbered, prices

SOFTNESS = 0.04


def wishes(fit: npt.ArrayLike, weight: npt.ArrayLike | None = None, copies: npt.ArrayLike | None = None) -> Wishes:
    """Every query has every text for a candidate."""
    table = np.asarray(fit, dtype=np.float64)
    queries, texts = table.shape
    return Wishes(
        first=np.arange(queries + 1) * texts,
        text=np.tile(np.arange(texts), queries),
        fit=table.ravel(),
        weight=np.ones(queries) if weight is None else np.asarray(weight, dtype=np.float64),
        copies=np.ones(texts, np.int64) if copies is None else np.asarray(copies, dtype=np.int64),
    )


def answers(fit: npt.ArrayLike) -> list[int]:
    table = np.asarray(fit, dtype=np.float64)
    return (table - prices(wishes(table), SOFTNESS)).argmax(axis=1).tolist()


def test_two_that_want_one_text_part_where_one_has_another() -> None:
    """Asked alone, the second takes the first one's text."""
    assert answers([[0.58, 0.57]]) == [0]
    assert answers([[0.70, 0.50], [0.58, 0.57]]) == [0, 1]


def test_a_chain_is_told_apart_as_a_whole() -> None:
    """Each text is wanted by its own query and by the next one, which has no reason of its own to go further."""
    n = 3
    fit = np.full((n, n), 0.1)
    for at in range(n):
        fit[at, at] = 0.60
        fit[at, at - 1] = 0.61 if at else 0.1
    assert answers(fit) == list(range(n))


@pytest.mark.parametrize("queries", [2, 3, 5, 8, 60])
def test_queries_that_mean_one_text_keep_it(queries: int) -> None:
    """All render one statement in a corpus of forty: nobody is pushed to something that fits less."""
    random = np.random.default_rng(3)
    fit = random.uniform(0.2, 0.5, (queries, 40))
    fit[:, 7] = random.uniform(0.58, 0.65, queries)
    assert answers(fit) == [7] * queries


def test_where_sharing_is_usual_there_are_no_prices() -> None:
    fit = np.random.default_rng(4).uniform(0.2, 0.5, (60, 20))
    fit[np.arange(60), np.arange(60) % 3] = 0.55
    assert not prices(wishes(fit), SOFTNESS).any()


def test_a_text_that_stands_twice_goes_to_two() -> None:
    """Two queries want text 0, and text 1 is nearly as good for one of them; nobody else wants it."""
    fit = np.full((12, 12), 0.2)
    np.fill_diagonal(fit, 0.8)
    fit[1] = fit[0]
    fit[1, 1] = 0.70
    copies = np.ones(12)
    assert (fit - prices(wishes(fit, copies=copies), SOFTNESS))[:2].argmax(axis=1).tolist() == [0, 1]
    copies[0] = 2
    assert (fit - prices(wishes(fit, copies=copies), SOFTNESS))[:2].argmax(axis=1).tolist() == [0, 0]


TABLES = st.tuples(st.integers(1, 7), st.integers(1, 7), st.integers(0, 2**32 - 1))


@given(TABLES)
def test_prices_are_bounded_and_finite(shape: tuple[int, int, int]) -> None:
    queries, texts, seed = shape
    fit = np.random.default_rng(seed).uniform(0, 1, (queries, texts))
    found = prices(wishes(fit), SOFTNESS)
    most = SOFTNESS * np.log((queries + QUERIES - SHARED) / SHARED)
    assert found.shape == (texts,)
    assert np.isfinite(found).all()
    assert np.abs(found).max() <= most + 1e-12


@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_a_query_alone_is_answered_by_fit(texts: int, seed: int) -> None:
    fit = np.random.default_rng(seed).choice(np.arange(0, 1, 0.001), (1, texts), replace=False)
    assert not prices(wishes(fit), SOFTNESS).any()


@given(TABLES, st.integers(2, 4))
def test_a_query_in_other_letters_counts_once(shape: tuple[int, int, int], times: int) -> None:
    queries, texts, seed = shape
    fit = np.random.default_rng(seed).uniform(0, 1, (queries, texts))
    again = np.vstack([fit, *[fit[:1]] * (times - 1)])
    weight = np.ones(len(again))
    weight[[0, *range(queries, len(again))]] = 1 / times
    assert np.allclose(prices(wishes(fit), SOFTNESS), prices(wishes(again, weight), SOFTNESS), atol=1e-9)


@given(TABLES)
def test_order_changes_nothing(shape: tuple[int, int, int]) -> None:
    queries, texts, seed = shape
    random = np.random.default_rng(seed)
    fit = random.uniform(0, 1, (queries, texts))
    rows, columns = random.permutation(queries), random.permutation(texts)
    found = prices(wishes(fit), SOFTNESS)
    assert np.allclose(prices(wishes(fit[np.ix_(rows, columns)]), SOFTNESS), found[columns], atol=1e-9)


def test_texts_are_numbered_as_they_come() -> None:
    number, copies = numbered(["b", "a", "b", "c", "b"])
    assert number.tolist() == [0, 1, 0, 2, 0]
    assert copies.tolist() == [3, 1, 1]
