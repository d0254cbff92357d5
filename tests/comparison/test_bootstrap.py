"""Intervals against exact distributions and printed tables."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.comparison.bootstrap import Observation, expanded_tail, interval, student_quantile
from quotecheck.summaries import LEAST_UNITS, Interval


def observed(*values: float, source: str = "a") -> list[Observation]:
    return [Observation(value, 1, ("article", source)) for value in values]


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(9, 2.262), (10, 2.228), (14, 2.145), (19, 2.093), (29, 2.045), (99, 1.984)]
)
def test_quantiles_of_student_s_t_as_printed_in_tables(freedom: int, quantile: float) -> None:
    assert round(student_quantile(freedom), 3) == quantile


def test_the_tail_is_thinner_for_few_and_nears_the_nominal_one() -> None:
    # normal table: sqrt(10 / 9) * 2.262 = 2.384, beyond which .0086 lie
    assert expanded_tail(10) == pytest.approx(0.0086, abs=5e-5)
    assert expanded_tail(100_000) == pytest.approx(0.025, abs=1e-5)


@pytest.mark.parametrize(("ones", "of"), [(10, 20), (5, 20), (18, 30), (30, 100)])
def test_of_two_values_the_interval_is_the_binomial_s(ones: int, of: int) -> None:
    share, tail, below, low = ones / of, expanded_tail(of), 0.0, -1
    while below < tail:
        low += 1
        below += math.comb(of, low) * share**low * (1 - share) ** (of - low)
    found = interval(observed(*[1.0] * ones, *[0.0] * (of - ones)))
    assert found is not None
    assert found.low == pytest.approx(low / of, abs=1e-9)
    assert found.low < share < found.high
    assert (found.units, found.unit) == (of, "statement")


def test_few_and_like_values_get_none() -> None:
    assert interval([]) is None
    assert interval(observed(*range(LEAST_UNITS - 1))) is None
    assert interval(observed(*range(LEAST_UNITS))) is not None
    assert interval(observed(*[0.25] * 200)) is None


def test_statements_of_one_event_are_one_witness() -> None:
    values = [0.125, 0.875, 0.25, 0.375, 0.25, 0.75, 0.0, 0.5, 0.625, 0.75]
    thrice = [Observation(v, 1, ("event", str(n))) for n, v in enumerate(values) for _ in range(3)]
    one_each = interval(observed(*values))
    assert one_each is not None
    assert interval(thrice) == Interval(one_each.low, one_each.high, 10, "event")
    by_statement = interval([Observation(v, 1, ("event", str(n % 9))) for n, v in enumerate(values * 3)])
    assert by_statement is not None
    assert (by_statement.units, by_statement.unit) == (30, "statement")
    assert by_statement.high - by_statement.low < one_each.high - one_each.low


def test_articles_stand_in_where_no_event_is_named() -> None:
    mixed = [Observation(n / 10, 1, ("event" if n else "article", str(n))) for n in range(10)]
    found = interval(mixed)
    assert found is not None
    assert (found.units, found.unit) == (10, "article")


def test_a_sum_of_several_values_weighs_as_many() -> None:
    """Ten statements, of which one has nine comparisons of 1 and the others one of 0: the mean is a half."""
    found = interval([Observation(9.0, 9, ("article", "a")), *observed(*[0.0] * 9)])
    assert found is not None
    assert found.low == 0.0
    # .9872 of the samples have it three times or fewer, .9984 four times or fewer: then it makes 36 of 42 values
    assert found.high == pytest.approx(36 / 42)


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=LEAST_UNITS, max_size=40), st.randoms(use_true_random=False))
def test_the_order_changes_nothing_and_the_ends_are_within_the_values(
    values: list[float], random: random.Random
) -> None:
    found = interval(observed(*values))
    shuffled = values[:]
    random.shuffle(shuffled)
    assert interval(observed(*shuffled)) == found
    if found is not None:
        assert min(values) <= found.low <= found.high <= max(values)
