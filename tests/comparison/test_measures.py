"""What units are worth, and when two amounts are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.measures import Reading, agree, exactly, measures_of, share


def read(number: float, stem: str, system: str = "") -> Reading:
    (found,) = (one for one in measures_of(stem)[:1] if not system or one.system == system)
    return found.reading(number, number)


@pytest.mark.parametrize(
    ("number", "stem", "dimension", "worth"),
    [
        # NIST Special Publication 811, appendix B.8; an acre is 43,560 square feet
        (1, "mile", "length", 1609.344),
        (1, "foot", "length", 0.3048),
        (1, "acre", "area", 43560 * 0.3048**2),
        (1, "pound", "mass", 0.4535924),
        (1, "gallon", "volume", 3.785412),
        (1, "barrel", "volume", 158.9873),
        (1, "knot", "speed", 1.852),
        (212, "fahrenheit", "temperature", 373.15),
        (0, "celsius", "temperature", 273.15),
        # a year of the Gregorian calendar has 146,097 days in 400 years
        (400, "year", "time", 146097),
        (4800, "month", "time", 146097),
        (40, "decad", "time", 146097),
        (1, "fortnight", "time", 14),
        (86400, "second", "time", 1),
    ],
)
def test_what_units_are_worth(number: float, stem: str, dimension: str, worth: float) -> None:
    found = read(number, stem)
    assert found.dimension == dimension
    assert found.low == found.high == pytest.approx(worth, rel=1e-6)


@pytest.mark.parametrize(
    ("number", "reach"), [(5, 0.5), (12, 0.5), (300, 50), (3500, 50), (3.5, 0.05), (0.25, 0.005), (0, 0), (1e6, 5e5)]
)
def test_a_figure_is_as_exact_as_its_last_digit_that_is_no_zero(number: float, reach: float) -> None:
    assert read(number, "meter").reach == pytest.approx(reach)


def test_no_temperature_is_a_round_number() -> None:
    assert read(30, "celsius").reach == 0.5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (read(5, "mile"), read(8, "kilometer"), True),
        (read(12, "mile"), read(19, "kilometer"), True),
        (read(2, "mile"), read(3, "kilometer"), True),
        (read(5, "mile"), read(5, "kilometer"), False),
        (read(100, "mile"), read(200, "kilometer"), False),
        (read(6, "foot"), read(1.83, "meter"), True),
        (read(6, "foot"), read(1.93, "meter"), False),
        (read(10, "mile"), read(11, "mile"), False),
        (read(30, "day"), read(1, "month"), True),
        (read(28, "day"), read(1, "month"), False),
        (read(0.5, "century"), read(49, "year"), False),
        (read(86, "fahrenheit"), read(30, "celsius"), True),
        (read(86, "fahrenheit"), read(31, "celsius"), False),
        (share(2 / 3, "part"), share(0.66, "percent"), True),
        (share(2 / 3, "part"), share(0.67, "percent"), True),
        (share(1 / 4, "part"), share(0.33, "percent"), False),
        (share(0.01, "part"), share(0.012, "percent"), False),
        (exactly("hour", 12), exactly("hour", 14), False),
        (exactly("hour", 12), exactly("date", 12), False),
    ],
)
def test_what_is_one_amount(one: Reading, other: Reading, same: bool) -> None:
    assert agree(one, other) is agree(other, one) is same


UNITS = st.sampled_from("mile kilometer foot meter yard inch hectar acre gram pound ounc day week year".split())
NUMBERS = st.integers(1, 5000) | st.floats(0.1, 500).map(lambda value: round(value, 1))


@given(NUMBERS, UNITS, NUMBERS, UNITS)
def test_no_more_than_both_roundings_apart(x: float, one: str, y: float, other: str) -> None:
    for mine in measures_of(one):
        for theirs in measures_of(other):
            left, right = mine.reading(x, x), theirs.reading(y, y)
            if agree(left, right):
                assert left.dimension == right.dimension
                # Each may be off by 4 percent of itself.
                assert min(left.low, right.low) * 1.04 >= max(left.low, right.low) * 0.96 * (1 - 1e-6)
            assert agree(left, right) == agree(right, left)


@given(NUMBERS)
def test_exact_conversions_agree(x: float) -> None:
    assert agree(read(x, "year"), read(12 * x, "month"))
    assert agree(read(x, "kilometer"), read(1000 * x, "meter"))
    assert agree(read(x, "mile"), read(5280 * x, "foot"))


def test_other_words_measure_nothing() -> None:
    assert measures_of("boat") == measures_of("dollar") == ()
