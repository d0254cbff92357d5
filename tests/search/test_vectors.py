"""Matrices as they are given: what is taken, what is refused, and how rows are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from quotecheck.errors import InputError
from quotecheck.search.vectors import LONGEST, ROUNDING, SHORTEST, Vectors, blocks, fit, lengths

WHOLE = np.array([[3, 4], [6, 8], [5, 12]])


@pytest.mark.parametrize(
    "kind", ["f2", "f4", "f8", "g", "i1", "i2", "i4", "i8", "u1", "u8", ">f4", ">f8", ">i2"], ids=str
)
def test_every_real_type_is_read_as_float32(kind: str) -> None:
    rows, long = Vectors(WHOLE.astype(kind), "a").read(slice(1, 3))
    assert (rows.dtype, rows.dtype.isnative, rows.flags.c_contiguous) == (np.float32, True, True)
    assert (rows.tolist(), long.tolist()) == ([[6, 8], [5, 12]], [10, 13])


def test_truth_values_are_ones_and_zeros() -> None:
    assert Vectors([[True, False], [True, True]], "a").take(slice(0, 2)).tolist() == [[1, 0], [1, 1]]


def test_float16_is_read_as_it_is_and_float64_is_rounded() -> None:
    third = np.array([[1 / 3, 1]])
    assert Vectors(third.astype(np.float16), "a").take(slice(0, 1))[0, 0] == np.float16(1 / 3) != np.float32(1 / 3)
    assert Vectors(third, "a").take(slice(0, 1))[0, 0] == np.float32(1 / 3)


@pytest.mark.parametrize("layout", ["C", "F", "strided", "backwards", "list", "file"])
def test_rows_are_read_from_any_layout(layout: str, tmp_path: Path) -> None:
    plain = np.arange(1, 61, dtype=np.float32).reshape(12, 5)
    given: ArrayLike = plain
    if layout == "F":
        given = np.asfortranarray(plain)
    elif layout == "strided":
        given = np.repeat(np.repeat(plain, 2, axis=0), 3, axis=1)[::2, ::3]
    elif layout == "backwards":
        given = plain[::-1, ::-1].copy()[::-1, ::-1]
    elif layout == "list":
        given = plain.tolist()
    elif layout == "file":
        np.save(tmp_path / "rows.npy", plain)
        given = np.load(tmp_path / "rows.npy", mmap_mode="r")
    vectors = Vectors(given, "a")
    assert (len(vectors), vectors.dimensions, vectors.size) == (12, 5, 60)
    rows, long = vectors.read(slice(3, 9))
    assert (rows.tolist(), rows.flags.c_contiguous) == (plain[3:9].tolist(), True)
    assert long == pytest.approx(np.linalg.norm(plain[3:9].astype(np.float64), axis=1), rel=1e-6)
    assert vectors.take(np.array([11, 0, 0])).tolist() == plain[[11, 0, 0]].tolist()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([1.0, 2.0], "a has 1 axes: give a matrix, one row a vector"),
        (3.0, "a has 0 axes"),
        (np.ones((2, 2, 2)), "a has 3 axes"),
        ([], "a has 1 axes"),
        ([[1.0], [1.0, 2.0]], "a is no matrix of real numbers: give rows of equal length"),
        ([["x"]], "a is no matrix"),
        ([[None]], "a is no matrix"),
        ([[1j]], "a is no matrix"),
        ([[10**30]], "a is no matrix"),
        (np.array([["2020-01-01"]], "M8[D]"), "a is no matrix"),
    ],
)
def test_what_is_no_matrix(given: ArrayLike, message: str) -> None:
    with pytest.raises(InputError, match=rf"\A{message}"):
        Vectors(given, "a")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ([0, 0, 0], "nothing but zeros or tiny numbers"),
        ([0.0, -0.0, 0.0], "nothing but zeros or tiny numbers"),
        ([1, np.nan, 0], "NaN, infinity or huge numbers"),
        ([np.inf, 0, 0], "NaN, infinity or huge numbers"),
        ([1, -np.inf, np.inf], "NaN, infinity or huge numbers"),
        ([1e16, 0, 0], "NaN, infinity or huge numbers"),
        ([3e38, 3e38, 0], "NaN, infinity or huge numbers"),
        ([1e300, 0, 0], "NaN, infinity or huge numbers"),
    ],
)
def test_the_first_row_that_cannot_be_used_is_named(bad: list[float], what: str) -> None:
    rows = np.ones((9, 3))
    rows[[6, 8]] = bad
    vectors = Vectors(rows, "a")
    assert len(vectors.read(slice(2, 6))[0]) == 4
    with pytest.raises(InputError, match=rf"\Arow 6 of a holds {what}: give rows of unit length\Z"):
        vectors.read(slice(4, 9))


def test_the_shortest_and_the_longest_rows() -> None:
    longest = np.nextafter(np.float32(LONGEST), np.float32(0))
    assert len(Vectors([[longest], [-1.001 * SHORTEST]], "a").read(slice(0, 2))[0]) == 2


def test_rows_that_cannot_be_multiplied() -> None:
    two, three = Vectors(np.empty((0, 2)), "queries"), Vectors(np.ones((4, 3)), "corpus")
    with pytest.raises(InputError, match="rows of queries have 2 numbers and rows of corpus 3: encode both"):
        fit(two, three)
    fit(two, Vectors(np.ones((1, 2)), "corpus"))


@pytest.mark.parametrize("width", [1, 2, 7, 384, 4096])
def test_lengths_are_off_by_no_more_than_they_say(width: int) -> None:
    rng = np.random.default_rng(width)
    rows = rng.normal(size=(50, width)) * 10.0 ** rng.integers(-12, 12, (50, 1))
    rows[::5] = rows[::5, :1]
    rows = rows.astype(np.float32)
    true: NDArray[np.float64] = np.sqrt((rows.astype(np.float64) ** 2).sum(axis=1))
    assert (np.abs(lengths(rows) - true) <= (width + 2) * ROUNDING * true).all()


def test_blocks_cover_once() -> None:
    assert list(blocks(3, 10, 3)) == [slice(3, 6), slice(6, 9), slice(9, 10)]
    assert list(blocks(3, 3, 3)) == []
    assert list(blocks(0, 4, 9)) == [slice(0, 4)]
