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
        ("two hundred and five men", "205 men"),
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
    ("one", "other"),
    [
        ("he can", "he can't"),
        ("500 men", "600 men"),
        ("3.5", "35"),
        ("8:7", "7:8"),
        ("for", "four"),
        ("the B+ list", "the B- list"),
        ("the ten", "the tenth"),
        ("the 1990s", "the 1990"),
    ],
)
def test_different_forms(one: str, other: str) -> None:
    assert forms(one) != forms(other)


@pytest.mark.parametrize(
    ("text", "value"),
    [("600", 600), ("716 billion", 716e9), ("two hundred thousand", 200_000), ("3,2", 3.2), ("1.250.000", 1_250_000)],
)
def test_values(text: str, value: float) -> None:
    assert [word.value for word in read_words(text).words] == [value]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("All three may resign", "3"), ("Thousands may be dead", "2000–9999"), ("We may one day know", "one"),
        ("In round 32 May lost", "32"),
    ],
)  # fmt: skip
def test_may_behind_a_number_that_is_no_day_is_no_month(text: str, number: str) -> None:
    assert number in forms(text)
    assert "may" in forms(text)


@pytest.mark.parametrize("text", ["on 3 May", "on the 3rd of May", "in may", "May 3", "on may 3"])
def test_may_beside_a_day_is_a_month(text: str) -> None:
    assert "may" not in forms(text)


@pytest.mark.parametrize(
    "text",
    [f"{word} reform came late" for word in (
        "Without Despite Since Among Towards Amid Whether Whereas Whatever Yeah Activists Online Pandemic Firefighters "
        "Unless Allegedly New"
    ).split()],
)  # fmt: skip
def test_a_word_that_opens_a_sentence_is_no_name(text: str) -> None:
    assert not any(word.name for word in read_words(text).words)


def test_a_name_that_opens_a_sentence_is_one() -> None:
    assert [read_words(text).words[0].name for text in ("Orrin fell", "NATO left", "Norway won")] == [True] * 3


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("between one hundred and fifty", [100, 50]), ("the first hundred days", [1, 100]), ("9/11", [9, 11]),
        ("on 1/2/2020", [1, 2, 2020]), ("pages 5-10", [5, 10]), ("minus two", [-2]), ("in her 90s", [90]),
        ("four hundred and five thousand", [405_000]), ("2½ million", [2_500_000]), ("a third man", [3]),
        ("two million and a half", [2_500_000]), ("five minus three", [5, 3]),
    ],
)  # fmt: skip
def test_which_numbers_are_one(text: str, values: list[float]) -> None:
    assert [word.value for word in read_words(text).words if word.value is not None] == values


def test_ellipses_stand_before_words_as_they_are_joined() -> None:
    words = read_words("Two hundred million … men and … women …")
    assert [word.form for word in words.words] == ["200000000", "men", "and", "women"]
    assert words.ellipses == (1, 3, 4)


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
