"""What is near a unit in another article: against a plain greedy search, and in any company."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from quotecheck.comparison import surroundings
from quotecheck.comparison.constants import CONSTANTS
from quotecheck.comparison.speakers import TWO
from quotecheck.comparison.surroundings import NEIGHBOURS, Surroundings
from quotecheck.comparison.units import Unit
from quotecheck.comparison.words import read_words

Coverage = tuple[list[Unit], NDArray[np.int64], NDArray[np.int64], NDArray[np.int8], NDArray[np.float32]]


def coverage(seed: int, articles: int) -> Coverage:
    """Articles of one to nine quotes, each of up to four clauses and the sentence they make; some vectors twice."""
    random = np.random.default_rng(seed)
    words = read_words("")
    units, article_of = [], []
    quote = 0
    for article in range(articles):
        for _ in range(random.integers(1, 10)):
            clauses = int(random.integers(1, 5))
            parts = [(place, place) for place in range(clauses)] + [(0, clauses - 1)] * (clauses > 1)
            units += [Unit(quote, first, last, (), "", words) for first, last in parts]
            article_of += [article] * len(parts)
            quote += 1
    vectors = random.normal(size=(len(units), 8)).astype(np.float32)
    vectors[random.integers(len(units), size=5)] = vectors[random.integers(len(units), size=5)]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    relation = random.integers(0, 3, size=(4, 4)).astype(np.int8)
    speaker_of = random.integers(0, 4, size=len(units))
    return units, np.array(article_of), speaker_of, np.maximum(relation, relation.T), vectors


def pairs(article_of: NDArray[np.int64], seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    left, right = random.integers(len(article_of), size=(2, 300))
    across = article_of[left] != article_of[right]
    return left[across], right[across]


def greedy(of: Coverage, i: int, j: int) -> float:
    units, article_of, speaker_of, relation, vectors = of
    there = [place for place in range(len(units)) if article_of[place] == article_of[j]]
    cosines = {place: float(vectors[i].astype(np.float64) @ vectors[place].astype(np.float64)) for place in there}
    taken = [units[j]]
    kept: list[float] = []
    for place in sorted(there, key=lambda place: -cosines[place]):
        known_apart = relation[speaker_of[i], speaker_of[place]] == TWO
        if len(kept) < NEIGHBOURS and not known_apart and not any(units[place].overlaps(one) for one in taken):
            taken.append(units[place])
            kept.append(cosines[place])
    return (sum(kept) + CONSTANTS["align_no_neighbour"] * (NEIGHBOURS - len(kept))) / NEIGHBOURS


@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_a_plain_search_finds(seed: int) -> None:
    of = coverage(seed, 5)
    left, right = pairs(of[1], seed)
    expected = [(greedy(of, i, j) + greedy(of, j, i)) / 2 for i, j in zip(left, right, strict=True)]
    np.testing.assert_allclose(Surroundings(*of).nearness(left, right), expected, rtol=0, atol=1e-6)


def test_a_pair_has_the_same_bits_in_any_company(monkeypatch: pytest.MonkeyPatch) -> None:
    of = coverage(7, 12)
    left, right = pairs(of[1], 7)
    asked = Surroundings(*of)
    together = asked.nearness(left, right)
    alone = [asked.nearness(left[at : at + 1], right[at : at + 1])[0] for at in range(len(left))]
    assert together.tolist() == alone
    assert together.tolist() == asked.nearness(left[::-1], right[::-1])[::-1].tolist()
    assert together.tolist() == asked.nearness(right, left).tolist()
    monkeypatch.setattr(surroundings, "_CELLS", 500)
    assert together.tolist() == asked.nearness(left, right).tolist()


def test_no_pairs_are_nothing() -> None:
    none = np.empty(0, np.int64)
    assert Surroundings(*coverage(1, 2)).nearness(none, none).shape == (0,)
