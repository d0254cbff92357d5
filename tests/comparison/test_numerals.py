"""Which numbers stand together for one, and what they are worth."""

from __future__ import annotations

import pytest

from quotecheck.comparison.words import read_words


def forms(text: str) -> str:
    return " ".join(word.form for word in read_words(text).words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("in the sixties", "in the 1960s"),
        ("in the roaring twenties", "in the roaring 1920s"),
        ("in her sixties", "in her 60s"),
        ("between two and three hundred boats", "between 200 and 300 boats"),
        ("two or three hundred boats", "200 or 300 boats"),
        ("from 5 to 10 million boats", "from 5 million to 10 million boats"),
        ("$2-3 billion", "$2bn-3bn"),
        ("between $2 and $3 million", "between $2 million and $3 million"),
        ("a score of boats", "20 of boats"),
    ],
)
def test_one_number(one: str, other: str) -> None:
    assert forms(one) == forms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("between 500 and 1 million boats", "between 500 and 1000000 boats"),
        ("two and three hundred boats", "2 and 300 boats"),
        ("five boats and three hundred men", "5 boats and 300 men"),
        ("we lost two, three hundred men left", "we lost 2 300 men left"),
        ("a score of 3", "a score of 3"),
        ("two or three thouſand boats", "2 or 3000 boats"),
        ("the final score of boats", "the final score of boats"),
    ],
)
def test_numbers_by_themselves(text: str, expected: str) -> None:
    assert forms(text) == expected
