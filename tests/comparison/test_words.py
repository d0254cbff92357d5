"""The normal forms: what verbatim lets differ is gone, and what it does not is still there."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.words import read_words


def forms(text: str) -> list[str]:
    return [word.form for word in read_words(text).words]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Defence Minister, he said", "the defense minister he said!"),
        ("They organised a colourful programme", "They organized a colorful program"),
        ("We travelled to the centre", "we traveled to the center"),
        ("a state-funded trip", "a state funded trip"),
        ("It cost 4,700 crowns", "It cost 4700 crowns"),
        ("two hundred and five men", "200 and five men"),
        ("twenty-five per 100", "25 per one hundred"),
        ("[T]he mayor pass[ed] it", "The mayor passed it"),
        ("U.S. troops", "US troops"),
        ("Łódź café", "Łódź cafe"),
        ("40 %", "40 percent"),
        ("won't", "will not"),
        ("it’s", "it is"),
    ],
)
def test_same_forms(one: str, other: str) -> None:
    assert forms(one) == forms(other)


@pytest.mark.parametrize(
    ("one", "other"), [("he can", "he can't"), ("500 men", "600 men"), ("3.5", "35"), ("8:7", "7:8"), ("for", "four")]
)
def test_different_forms(one: str, other: str) -> None:
    assert forms(one) != forms(other)


@pytest.mark.parametrize(
    ("text", "value"),
    [("600", 600), ("716 billion", 716e9), ("two hundred thousand", 200_000), ("3,2", 3.2), ("1.250.000", 1_250_000)],
)
def test_values(text: str, value: float) -> None:
    assert [word.value for word in read_words(text).words] == [value]


def test_inner_marks_need_both_ends_and_something_outside() -> None:
    inner = [word.form for word in read_words("He calls it ‘the long road’ and laughs").words if word.inner]
    assert inner == ["the", "long", "road"]
    assert not any(word.inner for word in read_words("“All of this is quoted”").words)
    assert not any(word.inner for word in read_words("The voters’ will and the mayor's word").words)


@given(st.text(max_size=200))
def test_words_slice_back_in_order(text: str) -> None:
    words = read_words(text).words
    assert all(0 <= word.start < word.end <= len(text) for word in words)
    assert all(one.end <= other.start for one, other in itertools.pairwise(words))


@pytest.mark.parametrize("text", ["“", "[", "a’", "1,", "‘a’ "])
def test_hostile_text_takes_linear_work(text: str, steps: Callable[[Callable[[], object]], int]) -> None:
    assert steps(lambda: read_words(text * 20_000)) < 5 * steps(lambda: read_words(text * 5_000)) + 1000
