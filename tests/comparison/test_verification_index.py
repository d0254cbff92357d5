"""Passages by their words: rare ones first, compounds in either spelling, order and nearness."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.verification_index import LONG, LONGEST, WordIndex, held, passages_of
from quotecheck.records import Line

TEXTS = [
    "We will build the tunnel.",
    "The tunnel is long, and the tunnel is dark.",
    "Childcare is free in the valley.",
    "Don't sell the ferry.",
    "We will sell the mill in the valley.",
]


def index_of(texts: list[str]) -> WordIndex:
    lines = [Line(str(number), text) for number, text in enumerate(texts)]
    return WordIndex(lines, passages_of(lines))


def best(index: WordIndex, text: str) -> int:
    asked = index.asked(text)
    found = index.candidates(asked, 8, np.zeros(index.size)).tolist()
    return max(found, key=lambda place: held(asked, index.window(place, place)))


def test_weights_are_of_rarity() -> None:
    index = index_of(TEXTS)
    asked = index.asked("the ferry, unheard")
    # "the" stands in all five, "ferry" in one; an unknown word weighs as one that stands in one
    assert np.allclose(asked.weights, [math.log1p(5 / 5), math.log1p(5 / 1), math.log1p(5 / 1)])
    assert asked.words[2] == -1
    assert math.isclose(asked.weight, sum(asked.weights))


def test_words_find_their_passage() -> None:
    index = index_of(TEXTS)
    assert best(index, "tunnels that are dark") == 1
    assert best(index, "do not sell the ferry") == 3
    assert best(index, "free child care") == 2
    assert index.candidates(index.asked("zebra"), 8, np.zeros(5)).tolist() == []


def test_compounds_are_one_word_in_either_spelling() -> None:
    together, apart = index_of(["Free childcare for all."]), index_of(["Free child care for all.", "A child. Care."])
    for index in (together, apart):
        for text in ("free childcare for all", "free child care for all"):
            assert held(index.asked(text), index.window(0, 0)) == 1.0
    assert len(apart.window(1, 1)) == 3


def test_order_and_nearness_count() -> None:
    index = index_of(["a red boat and a blue mill", "blue red mill boat"])
    asked = index.asked("red boat and a blue mill")
    assert held(asked, index.window(0, 0)) == 1.0
    assert 0 < held(asked, index.window(1, 1)) < 0.6
    assert held(asked, index.window(0, 0)[:0]) == 0.0


def test_long_lines_are_cut_and_nothing_is_lost() -> None:
    long = "One boat came in. " * (LONG // 10)
    endless = "x" * (LONGEST + 50) + " " + "word " * LONGEST
    lines = [Line("0", "Short."), Line("1", long), Line("2", endless)]
    passages = passages_of(lines)
    assert passages[0] == (passages[0].__class__)(0, 0, 6)
    for place, line in enumerate(lines):
        spans = [(one.start, one.end) for one in passages if one.line == place]
        assert all(end - start <= LONGEST for start, end in spans)
        kept = "".join(line.text[start:end] for start, end in spans)
        assert "".join(kept.split()) == "".join(line.text.split())


@given(
    st.lists(
        st.lists(st.sampled_from("boat mill red the of child care childcare can't".split()), max_size=8), min_size=1
    )
)
def test_a_passage_holds_all_of_itself(rows: list[list[str]]) -> None:
    index = index_of([" ".join(row) for row in rows])
    for place, row in enumerate(rows):
        if row:
            asked = index.asked(" ".join(row))
            assert held(asked, index.window(place, place)) > 0.999
            assert place in index.candidates(asked, index.size, np.zeros(index.size)).tolist()
