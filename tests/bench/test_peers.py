from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.bench import contenders, peers
from quotecheck.bench.agreement import best_differ, each_once, pairs_differ
from quotecheck.bench.contenders import Contender, limited

Floats = NDArray[np.float32]

NEEDS = {
    "quotecheck": "numpy",
    "numpy_blocks": "numpy",
    "faiss_flat": "faiss",
    "faiss_panorama": "faiss",
    "torch_blocks": "torch",
    "semantic_search": "sentence_transformers",
    "scikit_learn": "sklearn",
    "usearch_exact": "usearch",
    "numkong_packed": "numkong",
}


@pytest.fixture(params=NEEDS)
def make(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[[Floats], Contender]:
    """Makes a contender, with blocks so small that the corpus takes several."""
    pytest.importorskip(NEEDS[request.param])
    for module in (contenders, peers):
        monkeypatch.setattr(module, "ROWS", 16)
        monkeypatch.setattr(module, "COLUMNS", 64)
    maker = getattr(peers, request.param, None) or getattr(contenders, request.param)

    def made(corpus: Floats) -> Contender:
        try:
            contender: Contender = maker(corpus, 1)
        except ImportError as problem:
            pytest.skip(str(problem))
        return contender

    return made


def test_top_k_is_that_of_float64(rows: Floats, make: Callable[[Floats], Contender]) -> None:
    contender = make(rows)
    assert contender.top_k is not None
    for count, k in ((1, 1), (50, 10), (3, 300)):
        queries = rows[:count]
        scores = queries.astype(np.float64) @ rows.T.astype(np.float64)
        order = np.argsort(-scores, axis=1)[:, :k]
        truth = np.take_along_axis(scores, order, axis=1).astype(np.float32), order
        with limited(1):
            found = contender.top_k(queries, k)()
        assert (found[0].dtype, found[1].dtype) == (np.float32, np.int64)
        assert best_differ(queries, rows, truth, found) == ""


def test_joins_are_those_of_float64(rows: Floats, make: Callable[[Floats], Contender]) -> None:
    contender = make(rows)
    queries = rows[100:150]
    for threshold in (0.5, 0.8, 0.999):
        scores = queries.astype(np.float64) @ rows.T.astype(np.float64)
        i, j = np.nonzero(scores >= threshold)
        truth = i, j, scores[i, j].astype(np.float32)
        if contender.join is not None:
            assert pairs_differ(queries, rows, threshold, truth, contender.join(queries, threshold)()) == ""
        scores = np.triu(rows.astype(np.float64) @ rows.T.astype(np.float64), 1)
        i, j = np.nonzero(scores >= threshold)
        truth = i, j, scores[i, j].astype(np.float32)
        if contender.self_join is not None:
            found = each_once(contender.self_join(threshold)())
            assert pairs_differ(rows, rows, threshold, truth, found) == ""


def test_pairs_may_be_none_at_all(make: Callable[[Floats], Contender]) -> None:
    corpus = np.eye(24, dtype=np.float32)
    contender = make(corpus)
    if contender.self_join is not None:
        i, j, scores = each_once(contender.self_join(0.5)())
        assert len(i) == len(j) == len(scores) == 0


def test_more_asked_for_than_there_is(rows: Floats) -> None:
    scores, indices = contenders.numpy_blocks(rows[:4], 1).top_k(rows[:2], 6)()  # type: ignore[misc]
    assert (indices[:, 4:] == -1).all()
    assert np.isneginf(scores[:, 4:]).all()
    assert sorted(indices[0, :4]) == [0, 1, 2, 3]


def test_the_bare_product_finds_nothing(rows: Floats) -> None:
    product = contenders.product(rows, 1)
    assert not product.checked
    assert product.top_k is not None
    assert product.top_k(rows[:5], 3)() is None
