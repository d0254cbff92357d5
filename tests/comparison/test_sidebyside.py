"""Two texts as one row: what each word piece is told of its word, by hand."""

from __future__ import annotations

from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from quotecheck.comparison.sidebyside import ABSENT, COUNTED, HELD, KIN, NAME, NONE, SECOND, Row, row, side
from quotecheck.comparison.words import read_words
from quotecheck.networks.runtime import open_tokenizer
from quotecheck.networks.words import load_words

CLS, SEP = 101, 102


@lru_cache(maxsize=1)
def opened() -> Tokenizer:
    made = open_tokenizer(load_words().files["tokenizer.json"])
    made.no_truncation()
    return made


@pytest.fixture
def tokenizer() -> Tokenizer:
    return opened()


def laid(tokenizer: Tokenizer, a: str, b: str) -> Row:
    return row(side(tokenizer, a, read_words(a).words), side(tokenizer, b, read_words(b).words), CLS, SEP)


def told(tokenizer: Tokenizer, a: str, b: str) -> tuple[dict[str, int], dict[str, int]]:
    """The mark of the piece that each word of either text begins with."""
    made = laid(tokenizer, a, b)
    split = 1 + len(tokenizer.encode(a, add_special_tokens=False).ids)
    found: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for number, (text, part) in enumerate(((a, slice(1, split)), (b, slice(split + 1, -1)))):
        for start, end, mark in zip(made.starts[part], made.ends[part], made.marks[part], strict=True):
            found[number].setdefault(text[start:end], int(mark))
    return found


def test_each_word_is_marked_by_what_the_other_text_has_of_it(tokenizer: Tokenizer) -> None:
    a, b = "They did not sell boats in Tarvo.", "They did not, and do not, sell a boat near Ostrel."
    first, second = told(tokenizer, a, b)
    assert first["sell"] == HELD
    assert second["sell"] == HELD + SECOND
    assert first["not"] == COUNTED
    assert second["not"] == COUNTED + SECOND
    assert first["boats"] == KIN
    assert second["boat"] == KIN + SECOND
    assert second["near"] == ABSENT + SECOND
    assert first["Tar"] == ABSENT + NAME
    assert second["Os"] == ABSENT + NAME + SECOND
    assert first["."] == HELD


def test_numbers_in_words_and_digits_are_kin_at_least(tokenizer: Tokenizer) -> None:
    first, second = told(tokenizer, "We lost 12 boats.", "We lost twelve boats.")
    assert first["12"] in (HELD, KIN)
    assert second["twelve"] in (HELD + SECOND, KIN + SECOND)


def test_the_ends_stand_where_they_belong(tokenizer: Tokenizer) -> None:
    made = laid(tokenizer, "One boat.", "Two boats.")
    ends = [at for at, piece in enumerate(made.ids) if piece in (CLS, SEP)]
    assert made.ids[0] == CLS
    assert len(ends) == 3
    assert [int(made.marks[at]) for at in ends] == [NONE] * 3
    assert [int(made.starts[at]) for at in ends] == [-1] * 3


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_texts_can_be_laid_side_by_side(a: str, b: str) -> None:
    made = laid(opened(), a, b)
    assert len(made.ids) == len(made.marks) == len(made.starts) == len(made.ends)
    assert made.marks.min() >= 0
    assert made.marks.max() == NONE
    here = [(start, end) for start, end in zip(made.starts.tolist(), made.ends.tolist(), strict=True) if start >= 0]
    assert all(0 <= start <= end <= max(len(a), len(b)) for start, end in here)
