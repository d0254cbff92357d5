"""The product of 8-bit integers against NumPy's of 64 bits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from quotecheck.search.estimates import COARSE, MIDDLE
from quotecheck.search.integers import IntegerProduct


def by_numpy(left: NDArray[np.uint8], right: NDArray[np.int8], middle: int) -> list[list[int]]:
    sums: list[list[int]] = ((left.astype(np.int64) - middle) @ right.astype(np.int64)).tolist()
    return sums


@settings(max_examples=60)
@given(
    st.integers(1, 70),
    st.integers(1, 140),
    st.integers(1, 40),
    st.sampled_from([0, 1, 128, 255]),
    st.integers(0, 2**32 - 1),
    st.data(),
)
def test_any_rows_of_any_matrix(n: int, width: int, q: int, middle: int, seed: int, data: st.DataObject) -> None:
    rng = np.random.default_rng(seed)
    left = rng.integers(0, 256, (n, width), np.uint8)
    right = rng.integers(-COARSE, COARSE + 1, (width, q), np.int8)
    product = IntegerProduct(left, right, middle, n)
    for _ in range(3):
        start = data.draw(st.integers(0, n - 1))
        stop = data.draw(st.integers(start + 1, n))
        sums = product(start, stop)
        assert sums.dtype == np.int32
        assert sums.tolist() == by_numpy(left[start:stop], right, middle)


@pytest.mark.parametrize("width", [1, 2, 3, 4, 5, 63, 64, 65, 384, 4096])
@pytest.mark.parametrize("code", [0, 1, 127, 129, 254, 255])
def test_the_largest_codes_neither_saturate_nor_overflow(width: int, code: int) -> None:
    # Kernels without VNNI add two neighbouring products up in 16 bits: both have to be as large as they can be.
    left = np.full((33, width), code, np.uint8)
    left[::2, ::2] = 255
    right = np.full((width, 9), COARSE, np.int8)
    right[:, 3:6] = -COARSE
    right[1::2, 6:] = -COARSE
    for middle in (0, MIDDLE):
        assert IntegerProduct(left, right, middle, 33)(0, 33).tolist() == by_numpy(left, right, middle)


def test_the_next_call_writes_over_the_last() -> None:
    left = np.array([[1], [2], [3]], np.uint8)
    product = IntegerProduct(left, np.array([[1, 2]], np.int8), 0, 2)
    first = product(0, 2)
    assert first.tolist() == [[1, 2], [2, 4]]
    assert product(1, 3).tolist() == [[2, 4], [3, 6]]
    assert np.shares_memory(first, product(2, 3))
