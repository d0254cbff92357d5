"""The libraries that people would search with instead, each set up as its documentation recommends.

Each function loads its library, so that one that is not installed raises ImportError where it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from quotecheck.bench.agreement import Best, Pairs
from quotecheck.bench.contenders import COLUMNS, ROWS, Contender, Maker, best_of, filled, gathered

Floats = NDArray[np.float32]

PANORAMA_LEVELS = 8
"""Parts that the 384 coordinates are taken in; the fastest of 4, 8, 16 and 32 on 50,000 sentences (own measurement)."""


def faiss_flat(corpus: Floats, threads: int) -> Contender:
    """IndexFlatIP (github.com/facebookresearch/faiss/wiki/Faiss-indexes)."""
    import faiss

    faiss.omp_set_num_threads(threads)
    index = faiss.IndexFlatIP(corpus.shape[1])
    index.add(corpus)
    return _faiss("faiss IndexFlatIP", "the vectors added once", index, lambda queries: queries, corpus)


def faiss_panorama(corpus: Floats, threads: int) -> Contender:
    """IndexFlatIPPanorama over rows turned to their principal axes, which it needs to leave out the later coordinates.

    After the paper "Panorama: Fast-Track Nearest Neighbors". Raises ImportError where the build does not have it.
    """
    import faiss

    if not hasattr(faiss, "IndexFlatIPPanorama"):
        raise ImportError("this build of faiss has no IndexFlatIPPanorama")
    faiss.omp_set_num_threads(threads)
    moments = sum(part.T.astype(np.float64) @ part for part in np.array_split(corpus, max(1, len(corpus) // COLUMNS)))
    axes = np.ascontiguousarray(np.linalg.eigh(moments)[1][:, ::-1], dtype=np.float32)
    index = faiss.IndexFlatIPPanorama(corpus.shape[1], PANORAMA_LEVELS)
    for start in range(0, len(corpus), COLUMNS):
        index.add(corpus[start : start + COLUMNS] @ axes)
    setting = f"{PANORAMA_LEVELS} levels, turned to the principal axes"
    return _faiss("faiss IndexFlatIPPanorama", setting, index, lambda queries: queries @ axes, corpus)


def torch_blocks(corpus: Floats, threads: int) -> Contender:
    """The product in blocks, torch.topk of each and of their union, or nonzero of what is over a threshold."""
    import torch

    torch.set_num_threads(threads)
    rows_of = torch.from_numpy(corpus)

    def best(queries: Floats, k: int) -> Callable[[], Best]:
        asked = torch.from_numpy(queries)
        scores, indices = [], []
        with torch.inference_mode():
            for start in range(0, len(queries), ROWS):
                block = asked[start : start + ROWS]
                score, index = [], []
                for column in range(0, len(corpus), 4 * COLUMNS):
                    product = block @ rows_of[column : column + 4 * COLUMNS].T
                    values, places = product.topk(min(k, product.shape[1]), dim=1)
                    score.append(values)
                    index.append(places + column)
                every, where = torch.cat(score, 1), torch.cat(index, 1)
                values, places = every.topk(min(k, every.shape[1]), dim=1)
                scores.append(values)
                indices.append(where.gather(1, places))
        return lambda: filled([(torch.cat(scores).numpy(), torch.cat(indices).numpy())], k)

    def over(asked: Any, threshold: float, diagonal: bool) -> Callable[[], Pairs]:
        found = []
        with torch.inference_mode():
            for start in range(0, len(asked), ROWS):
                block = asked[start : start + ROWS]
                for column in range(start if diagonal else 0, len(corpus), COLUMNS):
                    product = block @ rows_of[column : column + COLUMNS].T
                    i, j = (product >= threshold).nonzero(as_tuple=True)
                    found.append((i + start, j + column, product[i, j]))
        return lambda: gathered((i.numpy(), j.numpy(), score.numpy()) for i, j, score in found)

    return Contender(
        "torch blocks",
        "product in blocks; topk, or nonzero of what is over the threshold",
        best,
        lambda queries, threshold: over(torch.from_numpy(queries), threshold, False),
        lambda threshold: over(rows_of, threshold, True),
    )


def semantic_search(corpus: Floats, threads: int) -> Contender:
    """sentence_transformers.util: semantic_search with dot_score for normalised rows, and paraphrase_mining.

    As sbert.net/examples/sentence_transformer/applications/semantic-search says. paraphrase_mining looks at the nearest
    100 rows of each only, and keeps half a million pairs, unless told otherwise; so it is left.
    """
    import torch
    from sentence_transformers import util

    torch.set_num_threads(threads)
    rows_of = torch.from_numpy(corpus)

    def best(queries: Floats, k: int) -> Callable[[], Best]:
        hits = util.semantic_search(torch.from_numpy(queries), rows_of, top_k=k, score_function=util.dot_score)
        return lambda: filled(
            (
                (np.array([[hit["score"] for hit in row]]), np.array([[hit["corpus_id"] for hit in row]]))
                for row in hits
            ),
            k,
        )

    def self_pairs(threshold: float) -> Callable[[], Pairs]:
        found = util.paraphrase_mining_embeddings(rows_of, score_function=util.dot_score)
        kept = [(int(i), int(j), float(score)) for score, i, j in found if score >= threshold]
        return lambda: gathered([_columns(kept)] if kept else [])

    return Contender(
        "sentence-transformers util",
        "semantic_search with dot_score; paraphrase_mining_embeddings as it comes",
        best,
        self_join=self_pairs,
    )


def scikit_learn(corpus: Floats, threads: int) -> Contender:
    """NearestNeighbors, brute force, cosine distance."""
    from sklearn.neighbors import NearestNeighbors

    index = NearestNeighbors(algorithm="brute", metric="cosine", n_jobs=threads).fit(corpus)

    def best(queries: Floats, k: int) -> Callable[[], Best]:
        distance, indices = index.kneighbors(queries, n_neighbors=min(k, len(corpus)))
        return lambda: filled([(1 - distance, indices)], k)

    def pairs(queries: Floats, threshold: float) -> Callable[[], Pairs]:
        distance, indices = index.radius_neighbors(queries, radius=1 - threshold)

        def read() -> Pairs:
            counts = [len(row) for row in indices]
            i = np.repeat(np.arange(len(queries)), counts)
            return gathered([(i, np.concatenate(indices), 1 - np.concatenate(distance))])

        return read

    return Contender(
        "scikit-learn", "NearestNeighbors, brute, cosine", best, pairs, lambda threshold: pairs(corpus, threshold)
    )


def usearch_exact(corpus: Floats, threads: int) -> Contender:
    """usearch.index.search with exact=True (unum-cloud.github.io/USearch/python, Exact Search)."""
    from usearch.index import MetricKind, search

    def best(queries: Floats, k: int) -> Callable[[], Best]:
        # one query comes back as a row of its own; k rows at the most
        found = search(corpus, queries, min(k, len(corpus)), MetricKind.IP, exact=True, threads=threads)
        shape = len(queries), min(k, len(corpus))
        return lambda: filled([(1 - found.distances.reshape(shape), found.keys.reshape(shape))], k)

    return Contender("usearch exact", "exact=True, MetricKind.IP", best)


def numkong_packed(corpus: Floats, threads: int) -> Contender:
    """numkong.dots_packed over rows packed once, in float32, and NumPy's selection.

    It accumulates float32 in float64 (its README, "Packed Matrix Kernels"), so it is exact to the last digit but one.
    """
    import numkong

    parts = list(_packed(numkong, corpus))

    def scores(queries: Floats, packed: Any) -> NDArray[Any]:
        return np.asarray(numkong.dots_packed(queries, packed, threads=threads))

    def best(queries: Floats, k: int) -> Callable[[], Best]:
        found = []
        for start in range(0, len(queries), ROWS):
            block = queries[start : start + ROWS]
            found.append(best_of(((column, scores(block, packed)) for column, packed in parts), k))
        return lambda: filled(found, k)

    def over(queries: Floats, threshold: float, diagonal: bool) -> Callable[[], Pairs]:
        found = []
        for start in range(0, len(queries), ROWS):
            for column, packed in parts:
                if diagonal and column + COLUMNS <= start:
                    continue
                block = scores(queries[start : start + ROWS], packed)
                i, j = np.nonzero(block >= threshold)
                found.append((i + start, j + column, block[i, j]))
        return lambda: gathered(found)

    return Contender(
        "numkong",
        "rows packed once, dots_packed, NumPy's argpartition or nonzero",
        best,
        lambda queries, threshold: over(queries, threshold, False),
        lambda threshold: over(corpus, threshold, True),
    )


PEERS: dict[str, Maker] = {
    "faiss-cpu": faiss_flat,
    "faiss-cpu with IndexFlatIPPanorama": faiss_panorama,
    "torch": torch_blocks,
    "sentence-transformers": semantic_search,
    "scikit-learn": scikit_learn,
    "usearch": usearch_exact,
    "numkong": numkong_packed,
}
"""By the package that each needs."""


def _columns(rows: list[tuple[int, int, float]]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    i, j, scores = (np.array(column) for column in zip(*rows, strict=True))
    return i, j, scores


def _packed(numkong: Any, corpus: Floats) -> Iterator[tuple[int, Any]]:
    for column in range(0, len(corpus), COLUMNS):
        yield column, numkong.dots_pack(corpus[column : column + COLUMNS], dtype="float32")


def _faiss(name: str, setting: str, index: Any, turned: Callable[[Floats], Floats], corpus: Floats) -> Contender:
    def best(queries: Floats, k: int) -> Callable[[], Best]:
        scores, indices = index.search(turned(queries), k)
        return lambda: (np.where(indices < 0, np.float32(-np.inf), scores), indices)

    def pairs(queries: Floats, threshold: float) -> Callable[[], Pairs]:
        limits, scores, j = index.range_search(turned(queries), threshold)
        return lambda: (np.repeat(np.arange(len(queries)), np.diff(limits.astype(np.int64))), j, scores)

    return Contender(name, setting, best, pairs, lambda threshold: pairs(corpus, threshold))
