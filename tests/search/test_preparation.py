"""Which first pass is chosen, and how a corpus is made ready."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.errors import InputError
from quotecheck.search.estimates import FINE, MIDDLE, PIECE, CodedCorpus, PlainCorpus
from quotecheck.search.preparation import FEW, MUCH, Coding, coding_for_best, coding_for_join, encoded, slabs
from quotecheck.search.threads import Crew
from quotecheck.search.vectors import Vectors

ALONE = Crew(1, None)


def vectors(count: int, width: int, few: int | None = None) -> Vectors:
    """Rows of unit length, near ``few`` directions if given."""
    rng = np.random.default_rng(count + width)
    rows = rng.normal(size=(count, width))
    if few:
        rows = rng.normal(size=(count, few)) @ np.random.default_rng(1).normal(size=(few, width)) + 0.02 * rows
    return Vectors((rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), "rows")


def test_where_there_is_little_to_multiply_rows_stay_as_they_are() -> None:
    corpus = vectors(MUCH // FEW, 4)
    few, enough = vectors(FEW - 1, 4), vectors(FEW + 1, 4)
    assert coding_for_best(few, corpus) is None
    assert coding_for_join(few, corpus, 0.5) is None
    assert coding_for_best(enough, vectors(50, 4)) is None
    chosen = coding_for_best(enough, corpus)
    assert chosen is not None
    assert chosen.leading is None


def test_a_join_takes_as_few_coordinates_as_serve() -> None:
    near_few, anywhere = vectors(6000, 384, few=12), vectors(2100, 384)
    high = coding_for_join(near_few, near_few, 0.9)
    assert high is not None
    assert high.leading is not None
    # Codes of few coordinates would leave nearly all pairs to be scored.
    for other in (
        coding_for_join(near_few, vectors(6000, 384, few=12), -2.0),
        coding_for_join(anywhere, anywhere, 0.05),
    ):
        assert other is not None
        assert other.leading is None or other.leading.width >= high.leading.width
    narrow = coding_for_join(vectors(2100, 16), vectors(2100, 16), 0.9)
    assert narrow is not None
    assert narrow.leading is None


@pytest.mark.parametrize("memory", [1, 4 * 8 * PIECE, 9 * 8 * PIECE, 1 << 28])
def test_slabs_cover_the_corpus_once_within_their_memory(memory: int) -> None:
    corpus = vectors(2 * PIECE + 7, 8)
    covered = []
    for slab in slabs(corpus, Coding(None, 1 / FINE), memory, ALONE):
        assert isinstance(slab.corpus, CodedCorpus)
        assert slab.start % PIECE == 0
        assert len(slab.corpus.codes) == slab.stop - slab.start
        assert slab.corpus.codes.nbytes <= max(memory // 4, 8 * PIECE)
        numbers = slab.corpus.codes.astype(np.float64) - MIDDLE
        rows = corpus.take(slice(slab.start, slab.stop))
        assert np.abs(numbers / FINE - rows).max() <= 0.51 / FINE
        covered += range(slab.start, slab.stop)
    assert covered == list(range(len(corpus)))


def test_rows_that_stay_as_they_are_make_one_slab_and_no_rows_none() -> None:
    [slab] = slabs(vectors(5000, 3), None, 1, ALONE)
    assert (slab.start, slab.stop, type(slab.corpus)) == (0, 5000, PlainCorpus)
    assert list(slabs(Vectors(np.empty((0, 3)), "rows"), None, 1, ALONE)) == []


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 1e30])
def test_a_row_that_cannot_be_used_is_named(bad: float) -> None:
    rows: NDArray[np.float64] = np.ones((PIECE + 9, 4))
    rows[PIECE + 3] = bad
    with pytest.raises(InputError, match=f"row {PIECE + 3} of rows holds"):
        list(slabs(Vectors(rows, "rows"), Coding(None, 1 / FINE), 1 << 20, ALONE))


def test_each_piece_has_its_own_error_and_length() -> None:
    rows = np.full((3 * PIECE, 2), 0.5, np.float32)
    rows[PIECE] = [30, 40]
    rows[2 * PIECE + 1] = [0.6, 0.8]
    codes = np.empty((3 * PIECE, 2), np.uint8)
    error, longest = encoded(Vectors(rows, "rows"), slice(0, 3 * PIECE), Coding(None, 0.25), codes, ALONE)
    # 127 quarters are 31.75, 8.25 short of 40; a half is two of them, and .6 and .8 are .1 and .05 off.
    assert error == pytest.approx([0, 8.25, 0.05**0.5 / 2], abs=1e-4)
    assert longest == pytest.approx([0.5**0.5, 50, 1])
    assert codes[[0, PIECE, 2 * PIECE + 1]].tolist() == [[130, 130], [248, 255], [130, 131]]
