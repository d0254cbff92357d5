"""Which pairs are looked at, against a plain search through all of them."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.candidates import candidate_pairs
from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.units import Unit
from quotecheck.comparison.words import read_words

TEXTS = st.lists(st.sampled_from("harbour bridge light winter ferry crew storm the of".split()), max_size=5).map(
    " ".join
)


@given(st.lists(st.tuples(TEXTS, st.integers(0, 2)), max_size=12), st.integers(0, 9))
def test_near_or_sharing_content_stems(given: list[tuple[str, int]], seed: int) -> None:
    units = [Unit(0, 0, 0, (), text, read_words(text)) for text, _ in given]
    articles = [article for _, article in given]
    vectors = np.random.default_rng(seed).normal(size=(len(units), 6)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    stems = [{word.stem for word in unit.words.words if word.weight >= 1} for unit in units]
    expected = {}
    for i, j in combinations(range(len(units)), 2):
        cosine = float(vectors[i].astype(np.float64) @ vectors[j].astype(np.float64))
        shared = len(stems[i] & stems[j])
        sharing = shared and shared >= CONSTANTS["candidate_stems"] * min(len(stems[i]), len(stems[j]))
        if articles[i] != articles[j] and (cosine >= CONSTANTS["candidate_cosine"] or sharing):
            expected[i, j] = cosine
    left, right, cosines = candidate_pairs(units, np.array(articles, np.int64), vectors)
    assert list(zip(left.tolist(), right.tolist(), strict=True)) == sorted(expected)
    np.testing.assert_allclose(cosines, [expected[pair] for pair in sorted(expected)], atol=1e-6)
