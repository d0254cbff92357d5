"""The CRF's decoding, against every path written out."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.speech.tags import FORBIDDEN, TAGS, Chain, spelled


def paths(scores: np.ndarray, chain: Chain) -> dict[tuple[int, ...], float]:
    """Every legal path through (l, 7) scores and its score, summed tag by tag."""
    found = {}
    for path in itertools.product(range(len(TAGS)), repeat=len(scores)):
        if TAGS[path[0]].startswith("I") or any(FORBIDDEN[a, b] for a, b in itertools.pairwise(path)):
            continue
        total = chain.opening[path[0]] + sum(scores[at, tag] for at, tag in enumerate(path))
        found[path] = total + sum(chain.transitions[a, b] for a, b in itertools.pairwise(path))
    return found


def made(seed: int, lengths: list[int]) -> tuple[Chain, list[np.ndarray]]:
    random = np.random.default_rng(seed)
    chain = Chain(random.normal(size=(7, 7)), random.normal(size=7))
    return chain, [random.normal(scale=2, size=(length, 7)).astype(np.float32) for length in lengths]


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_the_spans_are_those_of_the_best_path_and_their_probability_is_the_share_of_all_paths(
    seed: int, lengths: list[int]
) -> None:
    chain, windows = made(seed, lengths)
    for window, found in zip(windows, chain.spans(windows), strict=True):
        every = paths(window.astype(float), chain)
        best = max(every, key=every.__getitem__)
        assert [(s.role, s.first, s.last) for s in found] == spelled(np.array(best))
        total = sum(map(math.exp, every.values()))
        for span in found:
            spelling = (span.role, span.first, span.last)
            share = sum(math.exp(score) for path, score in every.items() if spelling in spelled(np.array(path)))
            assert span.probability == pytest.approx(share / total, rel=1e-6)


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_a_window_has_the_same_spans_in_any_company(seed: int, lengths: list[int]) -> None:
    chain, windows = made(seed, lengths)
    assert chain.spans(windows) == [chain.spans([window])[0] for window in windows]


def test_no_windows_and_tags_that_say_nothing() -> None:
    chain, _ = made(1, [])
    assert chain.spans([]) == []
    quiet = np.full((5, 7), -50, np.float32)
    quiet[:, 0] = 50
    assert chain.spans([quiet]) == [[]]


def test_spans_of_one_role_may_touch() -> None:
    begin, inner = TAGS.index("B-cue"), TAGS.index("I-cue")
    path = np.array([begin, inner, begin, 0, TAGS.index("B-source")])
    assert spelled(path) == [("cue", 0, 1), ("cue", 2, 2), ("source", 4, 4)]
