"""What leaving words out does to those that are kept."""

from __future__ import annotations

import pytest

from quotecheck.comparison.governing import LOOSE_CONDITION, governs
from quotecheck.comparison.words import read_words


@pytest.mark.parametrize("size, hangs_on", [(LOOSE_CONDITION, True), (LOOSE_CONDITION + 1, False)])
@pytest.mark.parametrize("after", ["", " Then we went home in the rain."])
def test_a_short_sentence_that_excepts_hangs_on_the_one_before(size: int, hangs_on: bool, after: str) -> None:
    kept = "Taxes rise."
    left_out = " ".join(["Unless", *["they"] * (size - 1)]) + "."
    words = read_words(f"{kept} {left_out}{after}")
    assert governs(words, 2, 2 + size) is hangs_on
