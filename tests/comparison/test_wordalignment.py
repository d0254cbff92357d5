"""The word alignment against a plain dynamic programme written out here, and on texts too long for one table."""

from __future__ import annotations

import functools
import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.comparison import wordalignment
from quotecheck.comparison.wordalignment import GAP_EXTEND, GAP_OPEN, align_words, similarities
from quotecheck.comparison.words import Word, read_words

VOCABULARY = "the mayor will not may raise raises lower 600 4,700 taxes bridge Gadhafi Qaddafi of and".split()


def best_score(a: tuple[Word, ...], b: tuple[Word, ...]) -> float:
    """The score of the best alignment by plain recursion, with the three states of an affine gap."""
    table = similarities(a, b)

    @functools.cache
    def score(i: int, j: int, state: str) -> float:
        if i == 0 and j == 0:
            return 0.0
        ways = []
        if i and j:
            ways.append(score(i - 1, j - 1, "match") + float(table[i - 1, j - 1]))
        if i:
            ways.append(score(i - 1, j, "down") + (GAP_EXTEND if state == "down" else GAP_OPEN))
        if j:
            ways.append(score(i, j - 1, "along") + (GAP_EXTEND if state == "along" else GAP_OPEN))
        return max(ways)

    # The state says by which step the path goes on, seen from the end: a gap is opened by its last word.
    return score(len(a), len(b), "match")


def score_of(a: tuple[Word, ...], b: tuple[Word, ...], links: list[tuple[int, int]]) -> float:
    """The most that an alignment with these links can score: mismatches or gaps between them, whichever is dearer."""
    table = similarities(a, b)
    total = sum(float(table[i, j]) for i, j in links)
    edges = [(-1, -1), *links, (len(a), len(b))]
    for (i, j), (k, m) in itertools.pairwise(edges):
        down, along = k - i - 1, m - j - 1
        options = []
        for pairs in range(min(down, along) + 1):
            cost = pairs * wordalignment.MISMATCH
            for rest in (down - pairs, along - pairs):
                cost += (GAP_OPEN + (rest - 1) * GAP_EXTEND) if rest else 0.0
            options.append(cost)
        total += max(options)
    return total


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=7),
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=7),
)
def test_no_alignment_scores_better(left: list[str], right: list[str]) -> None:
    a, b = read_words(". ".join(left)).words, read_words(". ".join(right)).words
    n, m = len(a), len(b)
    links = wordalignment._gotoh(similarities(a, b))
    assert all(i < n and j < m for i, j in links)
    assert score_of(a, b, links) >= best_score(a, b) - 1e-4


def test_what_stands_for_what() -> None:
    a = read_words("I will not raise taxes on the 600 workers of this town.").words
    b = read_words("We shall not lower the taxes on 4,700 workers in the town").words
    pairs = {(a[i].form, b[j].form) for i, j in align_words(a, b)}
    assert {("will", "shall"), ("not", "not"), ("taxes", "taxes"), ("600", "4700"), ("workers", "workers")} <= pairs


def test_long_texts_are_cut_at_what_they_share() -> None:
    rng = random.Random(4)
    words = [
        f"w{chr(97 + rng.randrange(26))}{chr(97 + rng.randrange(26))}{chr(97 + rng.randrange(26))}" for _ in range(6000)
    ]
    changed = list(words)
    for place in range(50, 6000, 100):
        changed[place] = "zzzz"
    a, b = read_words(" ".join(words)).words, read_words(" ".join(changed)).words
    assert len(a) * len(b) > wordalignment.CELLS
    links = align_words(a, b)
    assert all(i == j for i, j in links)
    assert len(links) >= 5900
    assert links == sorted(set(links))
