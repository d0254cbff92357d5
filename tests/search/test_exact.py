"""top_k and join against a brute force in float64, and what must never change a result."""

from __future__ import annotations

import math
import tracemalloc
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from quotecheck.errors import InputError
from quotecheck.search.exact import join, top_k
from quotecheck.search.vectors import LONGEST, lengths

Matrix = NDArray[np.float32]
Scores = NDArray[np.float64]
Oracle = Callable[[NDArray[Any], NDArray[Any]], Scores]
Forced = Callable[..., AbstractContextManager[None]]

PASSES = "float32", "codes", "leading"


def best_of(scores: Scores, k: int, threshold: float) -> tuple[list[list[float]], list[list[int]]]:
    """What top_k gives for these scores, sorted in Python."""
    values, indices = [], []
    for row in scores:
        rounded = row.astype(np.float32).tolist()
        hits = sorted((-rounded[j], j) for j, score in enumerate(row.tolist()) if score >= threshold)[:k]
        values.append([-score for score, _ in hits] + [-math.inf] * (k - len(hits)))
        indices.append([j for _, j in hits] + [-1] * (k - len(hits)))
    return values, indices


def check_top_k(found: tuple[Matrix, NDArray[np.int64]], scores: Scores, k: int, threshold: float) -> None:
    values, indices = best_of(scores, k, threshold)
    assert (found[0].dtype, found[1].dtype) == (np.float32, np.int64)
    assert found[0].shape == found[1].shape == (len(scores), k)
    assert found[1].tolist() == indices
    assert found[0].tolist() == values


def check_join(
    found: tuple[NDArray[np.int64], NDArray[np.int64], Matrix], scores: Scores, threshold: float, once: bool = False
) -> None:
    reached = scores >= threshold
    i, j = np.nonzero(np.triu(reached, 1) if once else reached)
    assert [part.dtype for part in found] == [np.int64, np.int64, np.float32]
    assert np.array_equal(found[0], i)
    assert np.array_equal(found[1], j)
    assert np.array_equal(found[2], scores[i, j].astype(np.float32))


def as_bytes(found: tuple[NDArray[Any], ...]) -> list[bytes]:
    return [part.tobytes() for part in found]


def rows(count: int, width: int, seed: int) -> Matrix:
    matrix = np.random.default_rng(seed).normal(size=(count, width))
    return (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)


# Rows that are hard to tell apart, to code, or to bound.
TWISTS = "duplicates", "neighbours", "sparse", "outlier", "scaled", "equal", "one direction", "negative", "at threshold"


@st.composite
def hard_cases(draw: st.DrawFn, scores_of: Oracle) -> tuple[Matrix, Matrix, float]:
    width = draw(st.sampled_from([1, 2, 3, 4, 5, 8, 17, 40, 130]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    sizes = draw(st.tuples(st.integers(0, 9), st.integers(0, 20)))
    if draw(st.booleans()):
        # Few different values make many ties, and sums that float32 rounds differently in another order.
        a, b = (rng.choice([0, 0, 1, -1, 0.5, 0.1, -0.3, 1e-4, 0.70710677], (size, width)) for size in sizes)
    else:
        a, b = (rng.normal(size=(size, width)) for size in sizes)
    a, b = a.astype(np.float32), b.astype(np.float32)
    for twist in draw(st.lists(st.sampled_from(TWISTS), max_size=3, unique=True)):
        for part in (a, b):
            twisted(part, twist, rng)
        if twist == "at threshold" and len(a) and len(b):
            # Each row has about the same score with one of the queries.
            for place in range(len(b)):
                score = float(a[rng.integers(len(a))].astype(np.float64) @ b[place])
                if 1e-3 < abs(score) < 1e3:
                    b[place] *= (0.7 + rng.integers(-3, 4) * 1e-8) / score
    for part in (a, b):
        # Beyond these lengths rows are refused.
        long = np.linalg.norm(part.astype(np.float64), axis=1)
        part[(long < 1e-14) | (long > 1e14)] = 1
    scores = scores_of(a, b)
    if not scores.size or draw(st.integers(0, 3)) == 0:
        return a, b, draw(st.sampled_from([-math.inf, -0.5, 0.0, 0.1, 0.7, 1.0, math.inf]))
    at = float(rng.choice(scores.ravel()))
    shifts = [
        at,
        math.nextafter(at, math.inf),
        math.nextafter(at, -math.inf),
        at + 3e-8,
        at - 3e-8,
        float(np.float32(at)),
    ]
    return a, b, draw(st.sampled_from(shifts))


def twisted(part: Matrix, twist: str, rng: np.random.Generator) -> None:
    count, width = part.shape
    if not count:
        return
    chosen = rng.random(count) < 0.5
    if twist == "duplicates":
        part[chosen] = part[rng.integers(count, size=int(chosen.sum()))]
    elif twist == "neighbours":
        part[chosen] = part[0]
        column = rng.integers(width)
        part[chosen, column] = np.nextafter(part[chosen, column], np.float32(9))
    elif twist == "sparse":
        part *= rng.random(part.shape) < 1 / width
    elif twist == "outlier":
        part[rng.integers(count), rng.integers(width)] *= np.float32(10.0 ** rng.integers(2, 10))
    elif twist == "scaled":
        part *= (10.0 ** rng.integers(-7, 8, (count, 1))).astype(np.float32)
    elif twist == "equal":
        part[:] = part[0]
    elif twist == "one direction":
        part[:] = part[0] + np.float32(1e-6) * part
    elif twist == "negative":
        part *= np.float32(-1)


SMALL = st.fixed_dictionaries(
    {
        "PIECE": st.sampled_from([1, 2, 4, 16]),
        "TILE": st.sampled_from([1, 8, 64, 1000]),
        "PENDING": st.sampled_from([0, 1, 5, 40, 1000]),
        "QUERIES": st.sampled_from([1, 3, 5, 256]),
        "CROWDED": st.sampled_from([0, 2, 8, 1000]),
        "SCATTERED": st.sampled_from([1, 3, 512]),
        "MULTIPLIED": st.sampled_from([1, 3, 8192]),
        "TRIED": st.sampled_from([(1, 1), (3, 5), (512, 1024)]),
        "SAMPLE": st.sampled_from([1, 3, 4096]),
        "LITTLE": st.sampled_from([0, 0, 1 << 25]),
    }
)


@pytest.mark.parametrize("first_pass", PASSES)
def test_hard_cases_agree_with_brute_force(first_pass: str, forced: Forced, scores_of: Oracle) -> None:
    @settings(max_examples=60)
    @given(
        hard_cases(scores_of),
        st.sampled_from([1, 2, 3, 10, 25]),
        SMALL,
        st.sampled_from([1, 2, 3, 7]),
        st.sampled_from([1, 1 << 28]),
        st.sampled_from([1, 2, 3]),
    )
    def check(
        case: tuple[Matrix, Matrix, float], k: int, small: dict[str, Any], threads: int, memory: int, width: int
    ) -> None:
        a, b, threshold = case
        if first_pass == "leading":
            small = {"WIDTHS": (width,), **small}
        limits: Any = {"threads": threads, "memory": memory}
        scores = scores_of(a, b)
        with forced(first_pass, **small):
            check_top_k(top_k(a, b, k, **limits), scores, k, -math.inf)
            check_top_k(top_k(a, b, k, threshold, **limits), scores, k, threshold)
            check_join(join(a, b, threshold, **limits), scores, threshold)
            check_join(join(b, b, threshold, **limits), scores_of(b, b), threshold, once=True)

    check()


@pytest.mark.usefixtures("each_pass")
@pytest.mark.parametrize("width", [1, 2, 3, 16, 127, 384])
def test_few_dimensions_and_more(width: int, scores_of: Oracle) -> None:
    a, b = rows(6, width, 1), rows(21, width, 2)
    b[10] = b[17] = a[3]
    scores = scores_of(a, b)
    threshold = float(np.sort(scores.ravel())[-9])
    check_top_k(top_k(a, b, 5), scores, 5, -math.inf)
    check_join(join(a, b, threshold), scores, threshold)


@pytest.mark.parametrize("first_pass", ["float32", "codes"])
def test_many_dimensions(first_pass: str, forced: Forced, scores_of: Oracle) -> None:
    a, b = rows(6, 4096, 1), rows(21, 4096, 2)
    b[10] = b[17] = a[3]
    scores = scores_of(a, b)
    threshold = float(np.sort(scores.ravel())[-9])
    with forced(first_pass, PIECE=4, TILE=32):
        check_top_k(top_k(a, b, 5), scores, 5, -math.inf)
        check_join(join(a, b, threshold), scores, threshold)


def test_ten_million_pairs_of_which_many_are_near_the_threshold(many_scores_of: Callable[..., Scores]) -> None:
    rng = np.random.default_rng(11)
    threshold, width = 0.8, 384
    centres = rows(25, width, 12).astype(np.float64)
    # Each query has 39 others beside it, and each row a score of .8 with one of them, to 1e-7 or so.
    queries = np.repeat(centres, 40, axis=0) + 3e-9 * rng.normal(size=(1000, width))
    corpus = rng.normal(size=(10_000, width))
    near = queries[rng.integers(1000, size=10_000)]
    corpus -= (corpus * near).sum(axis=1, keepdims=True) * near
    corpus *= np.sqrt(1 - threshold**2) / np.linalg.norm(corpus, axis=1, keepdims=True)
    corpus += (threshold + rng.integers(-5, 6, (10_000, 1)) * 1e-8) * near
    corpus[5000:5050] = corpus[:50]
    a, b = queries.astype(np.float32), corpus.astype(np.float32)
    # A score that is reached exactly, too.
    reached_by_one = math.fsum((a[3].astype(np.float64) * b[7]).tolist())
    scores = many_scores_of(a, b, threshold, reached_by_one)
    assert np.count_nonzero(np.abs(scores - threshold) < 1e-7) > 100_000
    for floor in (threshold, reached_by_one):
        check_join(join(a, b, floor), scores, floor)
    for floor in (-math.inf, threshold):
        reached = np.where(scores >= floor, scores.astype(np.float32), -np.inf)
        order = np.argsort(-reached, axis=1, kind="stable")[:, :20]
        best = np.take_along_axis(reached, order, axis=1)
        found, indices = top_k(a, b, 20, floor)
        assert np.array_equal(indices, np.where(np.isfinite(best), order, -1))
        assert np.array_equal(found, best)


def test_all_pairs_of_one_matrix_once(many_scores_of: Callable[..., Scores]) -> None:
    # Over four million pairs: codes at full size, of rows around few directions.
    rng = np.random.default_rng(13)
    a = rows(40, 192, 14)[rng.integers(40, size=2100)] + np.float32(0.03) * rng.normal(size=(2100, 192))
    a = (a / np.linalg.norm(a, axis=1, keepdims=True)).astype(np.float32)
    a[2000:2010] = a[:10]
    scores = many_scores_of(a, a, 0.86)
    for memory in (1, 1 << 28):
        check_join(join(a, a, 0.86, memory=memory), scores, 0.86, once=True)
    check_join(join(a, a.copy(), 0.86), scores, 0.86)


@pytest.mark.parametrize("memory", [1, 1 << 28])
def test_the_number_of_threads_changes_nothing(memory: int) -> None:
    a, b = rows(2100, 40, 8), rows(2100, 40, 9)
    expected = None
    for threads in (1, 2, 3, 7):
        found = [*top_k(a, b, 7, threads=threads, memory=memory), *join(a, b, 0.45, threads=threads, memory=memory)]
        found += join(a, a, 0.45, threads=threads, memory=memory)
        expected = expected or as_bytes(tuple(found))
        assert as_bytes(tuple(found)) == expected


@pytest.mark.usefixtures("each_pass")
def test_one_query_against_many_rows_in_parts(scores_of: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quotecheck.search.threads.LITTLE", 0)
    a, b = rows(1, 12, 3), rows(400, 12, 4)
    b[300:] = b[:100]
    for threads in (1, 2, 7):
        check_top_k(top_k(a, b, 9, threads=threads), scores_of(a, b), 9, -math.inf)
        check_join(join(a, b, 0.3, threads=threads), scores_of(a, b), 0.3)


def test_a_score_by_hand() -> None:
    a = np.array([[0.6, 0.8]], np.float32)
    b = np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32)
    scores, indices = top_k(a, b, 2)
    assert indices.tolist() == [[2, 1]]
    assert scores.tolist() == [[1.0, np.float32(0.8)]]
    i, j, found = join(a, b, 0.7)
    assert (i.tolist(), j.tolist(), found.tolist()) == ([0, 0], [1, 2], [np.float32(0.8), 1.0])


@pytest.mark.usefixtures("each_pass")
def test_a_threshold_is_compared_before_scores_are_rounded() -> None:
    # The float32 next to .7 lies under it.
    a = np.array([[1.0, 0.0]], np.float32)
    b = np.array([[0.7, 1.0], [np.nextafter(np.float32(0.7), np.float32(1)), 1.0]], np.float32)
    assert join(a, b, 0.7)[1].tolist() == [1]
    assert join(a, b, float(np.float32(0.7)))[1].tolist() == [0, 1]
    assert top_k(a, b, 2, 0.7)[1].tolist() == [[1, -1]]
    # Scores of 1 + 2**-30 and 1 both round to 1; the threshold lies between them.
    b = np.array([[1.0, 0.0], [1.0, 2.0**-30]], np.float32)
    a = np.array([[1.0, 1.0]], np.float32)
    assert [part.tolist() for part in join(a, b, 1 + 2.0**-31)] == [[0], [1], [1.0]]
    assert top_k(a, b, 2)[1].tolist() == [[0, 1]]
    assert top_k(a, b, 1)[1].tolist() == [[0]]
    assert top_k(a, b, 1, 1 + 2.0**-31)[1].tolist() == [[1]]


@pytest.mark.usefixtures("each_pass")
def test_one_row_has_the_same_score_to_the_last_bit_in_any_company() -> None:
    a, b = rows(30, 384, 3), rows(40, 384, 4)
    i, j, scores = join(a, b, -1.0)
    assert len(i) == 30 * 40
    for place in range(0, len(i), 97):
        assert join(a[i[place], None], b[j[place], None], -1.0)[2].tobytes() == scores[place, None].tobytes()
    assert join(b, a, -1.0)[2].reshape(40, 30).T.tobytes() == scores.tobytes()
    columns = np.random.default_rng(6).permutation(384)
    assert join(a[:, columns], b[:, columns], -1.0)[2].tobytes() == scores.tobytes()


@pytest.mark.usefixtures("each_pass")
def test_the_order_of_the_rows_orders_the_result_and_nothing_else() -> None:
    a, b = rows(23, 24, 5), rows(61, 24, 6)
    scores, indices = top_k(a, b, 6)
    i, j, found = join(a, b, 0.2)
    left, right = (np.random.default_rng(7).permutation(len(part)) for part in (a, b))
    other_scores, other_indices = top_k(a[left], b[right], 6)
    assert other_scores.tobytes() == scores[left].tobytes()
    assert right[other_indices].tobytes() == indices[left].tobytes()
    other_i, other_j, other_found = join(a[left], b[right], 0.2)
    triples = sorted(zip(left[other_i].tolist(), right[other_j].tolist(), other_found.tolist(), strict=True))
    assert triples == list(zip(i.tolist(), j.tolist(), found.tolist(), strict=True))


@pytest.mark.usefixtures("each_pass")
@pytest.mark.parametrize("layout", ["fortran", "strided", "backwards", "float64", "list", "swapped", "file"])
def test_any_layout_gives_the_same_bytes(layout: str, tmp_path: Path) -> None:
    a, b = rows(9, 64, 6), rows(31, 64, 7)

    def laid_out(plain: Matrix, name: str) -> ArrayLike:
        match layout:
            case "fortran":
                return np.asfortranarray(plain)
            case "strided":
                return np.repeat(np.repeat(plain, 2, axis=0), 3, axis=1)[::2, ::3]
            case "backwards":
                return plain[::-1, ::-1].copy()[::-1, ::-1]
            case "float64":
                return plain.astype(np.float64)
            case "list":
                return plain.tolist()
            case "swapped":
                return plain.astype(">f4")
        plain.tofile(tmp_path / name)
        (tmp_path / name).chmod(0o400)
        return np.memmap(tmp_path / name, np.float32, "r", shape=plain.shape)

    left, right = laid_out(a, "a"), laid_out(b, "b")
    assert as_bytes(join(left, right, 0.1)) == as_bytes(join(a, b, 0.1))
    assert as_bytes(top_k(left, right, 5)) == as_bytes(top_k(a, b, 5))
    assert as_bytes(join(right, right, 0.1)) == as_bytes(join(b, b, 0.1))


@pytest.mark.usefixtures("each_pass")
@pytest.mark.parametrize("kind", ["f2", "g", "i1", "i8", "u1", "?"])
def test_other_types_are_searched_as_the_numbers_they_hold(kind: str, scores_of: Oracle) -> None:
    rng = np.random.default_rng(8)
    a, b = (rng.normal(size=(size, 9)) * (1 if kind in "f2g" else 90) for size in (6, 25))
    a, b = (np.abs(part).astype(kind) if kind in "u1?" else part.astype(kind) for part in (a, b))
    scores = scores_of(a.astype(np.float32), b.astype(np.float32))
    threshold = float(np.median(scores))
    check_top_k(top_k(a, b, 4), scores, 4, -math.inf)
    check_join(join(a, b, threshold), scores, threshold)


@pytest.mark.usefixtures("each_pass")
def test_nothing_that_is_given_is_written_to() -> None:
    a, b = rows(7, 33, 1), rows(20, 33, 2)
    before = a.tobytes(), b.tobytes()
    for part in (a, b):
        part.setflags(write=False)
    join(a, b, 0.0)
    top_k(a, b, 3)
    assert (a.tobytes(), b.tobytes()) == before


@pytest.mark.usefixtures("each_pass")
def test_equal_rows_are_ranked_by_index() -> None:
    corpus = np.repeat(rows(1, 33, 9), 40, axis=0)
    scores, indices = top_k(corpus[:2], corpus, 6)
    assert indices.tolist() == [[0, 1, 2, 3, 4, 5]] * 2
    assert len(set(scores.ravel().tolist())) == 1
    i, j, _ = join(corpus, corpus, float(scores[0, 0]) - 1e-6)
    assert list(zip(i.tolist(), j.tolist(), strict=True)) == [(x, y) for x in range(40) for y in range(x + 1, 40)]


@pytest.mark.usefixtures("each_pass")
@pytest.mark.parametrize("angles", [np.linspace(1.5, 0.0, 100), np.linspace(0.0, 1.5, 100)], ids=["better", "worse"])
def test_a_corpus_that_gets_better_and_better_or_worse(angles: Scores) -> None:
    corpus = np.stack([np.cos(angles), np.sin(angles)], 1)
    scores, indices = top_k([[1.0, 0.0]], corpus, 3)
    assert indices.tolist() == [[99, 98, 97] if angles[0] else [0, 1, 2]]
    assert scores[0, 0] == 1.0


@pytest.mark.usefixtures("each_pass")
def test_where_there_is_none() -> None:
    scores, indices = top_k([[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0]], 2, threshold=0.5)
    assert indices.tolist() == [[0, -1], [-1, -1]]
    assert scores.tolist() == [[1.0, -math.inf], [-math.inf, -math.inf]]
    a = rows(30, 5, 1)
    assert [len(part) for part in join(a, a, 1.1)] == [0, 0, 0]
    assert [len(part) for part in join(a, a.copy(), math.inf)] == [0, 0, 0]
    assert (top_k(a, a, 3, math.inf)[1] == -1).all()
    one = a[:1]
    assert [part.tolist() for part in join(one, one, -9.0)] == [[], [], []]


@pytest.mark.usefixtures("each_pass")
@pytest.mark.parametrize(("a", "b"), [(0, 4), (4, 0), (0, 0), (0, 300), (300, 0)])
def test_no_rows(a: int, b: int) -> None:
    left, right = np.ones((a, 8), np.float32), np.ones((b, 8), np.float32)
    scores, indices = top_k(left, right, 3)
    assert scores.shape == indices.shape == (a, 3)
    assert (indices == -1).all()
    assert (scores == -math.inf).all()
    found = join(left, right, 0.0)
    assert [len(part) for part in found] == [0, 0, 0]
    assert [part.dtype for part in found] == [np.int64, np.int64, np.float32]
    assert len(join(left, left, 2.0)[0]) == a * (a - 1) // 2


@pytest.mark.usefixtures("each_pass")
def test_rows_need_not_have_unit_length() -> None:
    a = np.array([[3e6, 4e6], [3e-6, 4e-6]])
    i, j, scores = join(a, a.copy(), 1.0)
    assert list(zip(i.tolist(), j.tolist(), scores.tolist(), strict=True)) == [
        (0, 0, np.float32(25e12)),
        (0, 1, np.float32(25.0)),
        (1, 0, np.float32(25.0)),
    ]


@pytest.mark.parametrize("first_pass", ["float32", "codes"])
def test_the_longest_rows_that_are_taken(first_pass: str, forced: Forced) -> None:
    # Where most squares are rounded down, a length in float32 is short of the true one.
    width = 4096
    shares = np.linspace(0.3, 0.95, 60)
    shapes = np.repeat(np.sqrt((1 - shares**2) / width)[:, None], width, axis=1)
    shapes[:, 0] = shares
    corpus = np.concatenate([shapes * scale for scale in np.linspace(1e15, 1.00005e15, 20)]).astype(np.float32)
    taken = corpus[lengths(corpus) <= LONGEST]
    longest_taken = taken[(taken.astype(np.float64) ** 2).sum(axis=1).argmax(), None]
    score = float((longest_taken.astype(np.float64) ** 2).sum())
    both = np.concatenate([-longest_taken, longest_taken])
    with forced(first_pass):
        scores, indices = top_k(longest_taken, both, 2)
        joined = join(longest_taken, both, -math.inf)
    assert indices.tolist() == [[1, 0]]
    assert scores.tolist() == [[np.float32(score), -np.float32(score)]]
    assert joined[1].tolist() == [0, 1]


def test_rows_so_wide_that_products_of_codes_leave_32_bits(forced: Forced) -> None:
    # 113 * 63 * 320,000 is over 2**31; half of each row suffices for the second.
    wide = np.ones((1, 320_000), np.float32)
    with forced("codes"):
        assert top_k(wide, np.concatenate([0.5 * wide, wide]), 1)[1].tolist() == [[1]]


NAN, INF, HUGE = ([[0.0, 1.0], [bad, 0.0]] for bad in (float("nan"), float("inf"), 1e300))
GOOD = [[1.0, 0.0]]


@pytest.mark.usefixtures("each_pass")
@pytest.mark.parametrize(
    ("queries", "corpus", "k", "threshold", "message"),
    [
        (NAN, GOOD, 1, None, "row 1 of queries holds NaN"),
        (INF, GOOD, 1, None, "row 1 of queries holds NaN, infinity"),
        (GOOD, HUGE, 1, None, "row 1 of corpus holds"),
        ([[0.0, 0.0]], GOOD, 1, None, "row 0 of queries holds nothing but zeros"),
        (GOOD, [[1.0, 0.0], [0.0, 0.0]], 1, None, "row 1 of corpus holds nothing but zeros"),
        (GOOD, [[1.0, 0.0, 0.0]], 1, None, "rows of queries have 2 numbers and rows of corpus 3"),
        ([1.0, 0.0], GOOD, 1, None, "queries has 1 axes"),
        ([[1.0], [1.0, 2.0]], GOOD, 1, None, "queries is no matrix"),
        ([["a", "b"]], GOOD, 1, None, "queries is no matrix"),
        ([[1j, 0]], GOOD, 1, None, "queries is no matrix"),
        (GOOD, GOOD, 0, None, "k is 0"),
        (GOOD, GOOD, -1, None, "k is -1"),
        (GOOD, GOOD, 1.5, None, "k is 1.5"),
        (GOOD, GOOD, True, None, "k is True"),
        (GOOD, GOOD, None, None, "k is None"),
        (GOOD, GOOD, 1, float("nan"), "the threshold is nan"),
        (GOOD, GOOD, 1, "x", "the threshold is 'x'"),
        (GOOD, GOOD, 1, -(10**400), "the threshold is -1000"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    queries: list[list[float]], corpus: list[list[float]], k: int, threshold: float | None, message: str
) -> None:
    with pytest.raises(InputError, match=rf"\A{message}[^\n]*: [^\n]+\Z"):
        top_k(queries, corpus, k, threshold)


@pytest.mark.usefixtures("each_pass")
def test_join_refuses_what_top_k_refuses() -> None:
    with pytest.raises(InputError, match="row 1 of b holds NaN"):
        join(GOOD, NAN, 0.5)
    with pytest.raises(InputError, match="row 1 of a holds nothing but zeros"):
        join([[1.0, 0.0], [0.0, 0.0]], GOOD, 0.5)
    with pytest.raises(InputError, match=r"row 1 of [ab] holds NaN"):
        join(NAN, NAN, 0.5)
    with pytest.raises(InputError, match="the threshold is nan"):
        join(GOOD, GOOD, float("nan"))
    with pytest.raises(InputError, match="threads is 0"):
        join(GOOD, GOOD, 0.5, threads=0)
    with pytest.raises(InputError, match="threads is 0"):
        top_k(GOOD, GOOD, 1, threads=0)


@pytest.mark.usefixtures("each_pass")
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30, 0.0])
def test_every_row_is_looked_at_and_nothing_else_is_said(bad: float) -> None:
    good = rows(30, 16, 1)
    for place in (0, 13, 29):
        wrong = good.copy()
        wrong[place] = bad
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # Whatever the threshold spares.
            for threshold in (0.5, math.inf):
                with pytest.raises(InputError, match=f"row {place} of a holds"):
                    join(wrong, good, threshold)
                with pytest.raises(InputError, match=f"row {place} of b holds"):
                    join(good, wrong, threshold)
                with pytest.raises(InputError, match=f"row {place} of [ab] holds"):
                    join(wrong, wrong, threshold)
                with pytest.raises(InputError, match=f"row {place} of queries holds"):
                    top_k(wrong, good, 3, threshold)
                with pytest.raises(InputError, match=f"row {place} of corpus holds"):
                    top_k(good, wrong, 3, threshold)


def beyond_result(search: Callable[[], tuple[NDArray[Any], ...]]) -> int:
    """Bytes that were held at once, at most, beside the result."""
    tracemalloc.start()
    try:
        result = search()
        return tracemalloc.get_traced_memory()[1] - sum(part.nbytes for part in result)
    finally:
        tracemalloc.stop()


def test_a_file_is_searched_in_the_memory_that_is_given(tmp_path: Path) -> None:
    # 37 MiB as float32, of which no copy may be made; 9 MiB of codes, two slabs.
    given = np.memmap(tmp_path / "corpus", np.float16, "w+", shape=(100_000, 96))
    for part in range(0, 100_000, 10_000):
        given[part : part + 10_000] = rows(10_000, 96, part)
    given.flush()
    corpus = np.memmap(tmp_path / "corpus", np.float16, "r", shape=given.shape)
    queries, memory = np.asarray(corpus[:300]), 24 * 2**20
    top_k(queries[:30], queries, 1)
    assert beyond_result(lambda: top_k(queries, corpus, 10, threads=2, memory=memory)) < memory
    assert beyond_result(lambda: join(queries, corpus, 0.5, threads=2, memory=memory)) < memory
    assert top_k(queries, corpus, 1, threads=2, memory=memory)[1].ravel().tolist() == list(range(300))


def test_a_join_of_many_pairs_takes_no_more_than_it_is_given() -> None:
    a, memory = rows(900, 8, 1), 24 * 2**20
    top_k(a, a, 1)
    assert beyond_result(lambda: join(a, a.copy(), -2.0, threads=1, memory=memory)) < memory
