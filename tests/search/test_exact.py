"""top_k and join against a brute force in float64, and what must never change a result."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from quotecheck.errors import InputError
from quotecheck.search import exact
from quotecheck.search.exact import join, top_k

Matrix = NDArray[np.float32]


def brute(a: Matrix, b: Matrix) -> NDArray[np.float32]:
    """Every score, summed exactly enough by NumPy in long double and rounded once."""
    scores = [[np.sum(x.astype(np.longdouble) * y.astype(np.longdouble)) for y in b] for x in a]
    return np.array(scores, np.float32).reshape(len(a), len(b))


def brute_top_k(a: Matrix, b: Matrix, k: int, threshold: float) -> tuple[list[list[float]], list[list[int]]]:
    scores, indices = [], []
    for row in brute(a, b).tolist():
        hits = sorted((-score, index) for index, score in enumerate(row) if score >= np.float32(threshold))[:k]
        scores.append([-score for score, _ in hits] + [-np.inf] * (k - len(hits)))
        indices.append([index for _, index in hits] + [-1] * (k - len(hits)))
    return scores, indices


def rows(count: int, width: int, seed: int) -> Matrix:
    matrix = np.random.default_rng(seed).normal(size=(count, width))
    return (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(params=["whole", "tiny"])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with the real blocks, and again with blocks of a few rows, so that they meet all borders."""
    if request.param == "tiny":
        for name, size in (("ROWS", 3), ("COLUMNS", 7), ("RESCORED", 5)):
            monkeypatch.setattr(exact, name, size)


# Few different values make many ties; the awkward ones make sums that float32 rounds differently in another order.
VALUES = st.sampled_from(np.array([0.0, 1.0, -1.0, 0.5, 0.1, -0.3, 1e-4, 0.70710677], np.float32).tolist())


@st.composite
def pairs_of_matrices(draw: st.DrawFn) -> tuple[Matrix, Matrix]:
    width = draw(st.integers(1, 6))
    a, b = (hnp.arrays(np.float32, st.tuples(st.integers(0, 12), st.just(width)), elements=VALUES) for _ in "ab")
    return draw(a), draw(b)


@settings(max_examples=150, deadline=None)
@given(pairs_of_matrices(), st.integers(1, 15), st.sampled_from([-np.inf, -0.5, 0.0, 0.1, 0.5, 1.0]), st.integers(1, 9))
def test_both_agree_with_brute_force(matrices: tuple[Matrix, Matrix], k: int, threshold: float, size: int) -> None:
    a, b = matrices
    with pytest.MonkeyPatch.context() as patch:
        for name in ("ROWS", "COLUMNS", "RESCORED"):
            patch.setattr(exact, name, size)
        scores, indices = top_k(a, b, k, threshold)
        i, j, joined = join(a, b, threshold)
    expected_scores, expected_indices = brute_top_k(a, b, k, threshold)
    assert indices.tolist() == np.array(expected_indices, np.int64).reshape(len(a), k).tolist()
    assert scores.tolist() == np.array(expected_scores).reshape(len(a), k).tolist()
    every = brute(a, b)
    expected_i, expected_j = np.nonzero(every >= np.float32(threshold))
    assert (i.tolist(), j.tolist()) == (expected_i.tolist(), expected_j.tolist())
    assert joined.tolist() == every[expected_i, expected_j].tolist()


@pytest.mark.usefixtures("blocks")
def test_embeddings_agree_with_brute_force() -> None:
    a, b = rows(20, 384, 1), rows(60, 384, 2)
    b[10] = b[50] = a[3]
    scores, indices = top_k(a, b, 5)
    expected_scores, expected_indices = brute_top_k(a, b, 5, -np.inf)
    assert indices.tolist() == expected_indices
    assert scores.tolist() == expected_scores
    assert indices[3, :2].tolist() == [10, 50]
    assert (scores.dtype, indices.dtype) == (np.float32, np.int64)


def test_a_score_by_hand() -> None:
    a = np.array([[0.6, 0.8]], np.float32)
    b = np.array([[1, 0], [0, 1], [0.6, 0.8]], np.float32)
    scores, indices = top_k(a, b, 2)
    assert indices.tolist() == [[2, 1]]
    assert scores.tolist() == [[1.0, np.float32(0.8)]]
    i, j, found = join(a, b, 0.7)
    assert (i.tolist(), j.tolist(), found.tolist()) == ([0, 0], [1, 2], [np.float32(0.8), 1.0])
    assert (i.dtype, j.dtype, found.dtype) == (np.int64, np.int64, np.float32)


def test_one_row_has_the_same_score_to_the_last_bit_in_any_company() -> None:
    a, b = rows(70, 384, 3), rows(90, 384, 4)
    i, j, scores = join(a, b, -1.0)
    assert len(i) == 70 * 90
    for place in range(0, len(i), 97):
        _, _, alone = join(a[i[place], None], b[j[place], None], -1.0)
        assert alone.tobytes() == scores[place, None].tobytes()
    order = np.random.default_rng(5).permutation(90)
    shuffled = join(a, b[order], -1.0)[2].reshape(70, 90)
    assert shuffled.tobytes() == scores.reshape(70, 90)[:, order].tobytes()
    assert join(b, a, -1.0)[2].reshape(90, 70).T.tobytes() == scores.tobytes()


def test_strided_and_wider_inputs_give_the_same_bytes() -> None:
    a, b = rows(9, 64, 6), rows(11, 64, 7)
    expected = [part.tobytes() for part in join(a, b, 0.0)]
    wide = np.zeros((9, 128), np.float32)
    wide[:, ::2] = a
    for other in (np.asfortranarray(a), wide[:, ::2], a.astype(np.float64), a.tolist()):
        assert [part.tobytes() for part in join(other, b, 0.0)] == expected


def test_the_number_of_threads_changes_nothing() -> None:
    code = (
        "import hashlib, numpy as np; from quotecheck.search.exact import join, top_k;"
        "x = np.random.default_rng(8).normal(size=(1500, 96)); x /= np.linalg.norm(x, axis=1, keepdims=True);"
        "print(hashlib.sha256(b''.join(p.tobytes() for p in (*top_k(x, x, 3), *join(x, x, 0.3)))).hexdigest())"
    )
    digests = set()
    for threads in ("1", "2", "7"):
        environment = {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads, "PYTHONPATH": ":".join(sys.path)}
        run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        digests.add(run.stdout)
    assert len(digests) == 1


@pytest.mark.usefixtures("blocks")
def test_equal_rows_are_ranked_by_index() -> None:
    corpus = np.repeat(rows(1, 33, 9), 40, axis=0)
    scores, indices = top_k(corpus[:2], corpus, 6)
    assert indices.tolist() == [[0, 1, 2, 3, 4, 5]] * 2
    assert len(set(scores.ravel().tolist())) == 1


@pytest.mark.usefixtures("blocks")
def test_a_corpus_that_gets_better_and_better() -> None:
    angles = np.linspace(1.5, 0.0, 100)
    corpus = np.stack([np.cos(angles), np.sin(angles)], 1)
    scores, indices = top_k([[1.0, 0.0]], corpus, 3)
    assert indices.tolist() == [[99, 98, 97]]
    assert scores[0, 0] == 1.0


def test_where_there_is_none() -> None:
    scores, indices = top_k([[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0]], 2, threshold=0.5)
    assert indices.tolist() == [[0, -1], [-1, -1]]
    assert scores.tolist() == [[1.0, -np.inf], [-np.inf, -np.inf]]


@pytest.mark.parametrize(("a", "b"), [(0, 4), (4, 0), (0, 0)])
def test_no_rows(a: int, b: int) -> None:
    left, right = np.empty((a, 8), np.float32), np.zeros((b, 8), np.float32)
    scores, indices = top_k(left, right, 3)
    assert scores.shape == indices.shape == (a, 3)
    assert (indices == -1).all()
    i, j, found = join(left, right, 0.0)
    assert (len(i), len(j), len(found)) == (0, 0, 0)
    assert (i.dtype, j.dtype, found.dtype) == (np.int64, np.int64, np.float32)


def test_rows_need_not_have_unit_length() -> None:
    a = np.array([[3e6, 4e6], [3e-6, 4e-6], [0, 0]])
    i, j, scores = join(a, a, 1.0)
    assert list(zip(i.tolist(), j.tolist(), scores.tolist(), strict=True)) == [
        (0, 0, np.float32(25e12)),
        (0, 1, np.float32(25.0)),
        (1, 0, np.float32(25.0)),
    ]


NAN, INF, HUGE = ([[0.0, 1.0], [bad, 0.0]] for bad in (float("nan"), float("inf"), 1e300))
GOOD = [[1.0, 0.0]]


@pytest.mark.parametrize(
    ("queries", "corpus", "k", "threshold", "message"),
    [
        (NAN, GOOD, 1, None, "row 1 of queries holds NaN"),
        (INF, GOOD, 1, None, "row 1 of queries holds NaN, infinity"),
        (GOOD, HUGE, 1, None, "row 1 of corpus holds"),
        (GOOD, [[1.0, 0.0, 0.0]], 1, None, "rows of queries have 2 numbers and rows of corpus 3"),
        ([1.0, 0.0], GOOD, 1, None, "queries has 1 axes"),
        ([[1.0], [1.0, 2.0]], GOOD, 1, None, "queries is no matrix"),
        ([["a", "b"]], GOOD, 1, None, "queries is no matrix"),
        ([[1j, 0]], GOOD, 1, None, "queries is no matrix"),
        (GOOD, GOOD, 0, None, "k is 0"),
        (GOOD, GOOD, -1, None, "k is -1"),
        (GOOD, GOOD, 1.5, None, "k is 1.5"),
        (GOOD, GOOD, True, None, "k is True"),
        (GOOD, GOOD, 1, float("nan"), "the threshold is nan"),
        (GOOD, GOOD, 1, "x", "the threshold is 'x'"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    queries: list[list[float]], corpus: list[list[float]], k: int, threshold: float | None, message: str
) -> None:
    with pytest.raises(InputError, match=rf"\A{message}[^\n]*: [^\n]+\Z"):
        top_k(queries, corpus, k, threshold)


def test_join_refuses_what_top_k_refuses() -> None:
    with pytest.raises(InputError, match="row 1 of b holds NaN"):
        join(GOOD, NAN, 0.5)
    with pytest.raises(InputError, match="the threshold is nan"):
        join(GOOD, GOOD, float("nan"))
