"""Words that say how far a statement goes, and what answers them in the other text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.answers import MOST, unanswered
from quotecheck.comparison.differences import difference
from quotecheck.comparison.lexicon import lexicon
from quotecheck.comparison.words import read_words


def counted(a: str, b: str, kind: str) -> int:
    one, other = read_words(a), read_words(b)
    found = unanswered(difference(one, other), kind)
    assert unanswered(difference(other, one), kind) == found
    return found


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        ("The keeper must go by noon.", "The keeper goes by noon.", 1),
        ("The keeper must go by noon.", "The keeper has to leave by noon.", 0),
        ("It may close the quay for good.", "It closes the quay for good.", 1),
        ("It may close the quay for good.", "Perhaps it closes the quay for good.", 0),
        ("The keeper may go, the mayor must stay.", "The keeper goes, the mayor stays.", 2),
        ("We heard Theresa May speak in Orrin.", "We heard her speak in Orrin.", 0),
        ("The keeper leaves.", "The keeper leaves, and he must be back by noon.", 0),  # cut
    ],
)
def test_force(a: str, b: str, count: int) -> None:
    assert counted(a, b, "force") == count


@pytest.mark.parametrize(
    ("a", "b", "count"),
    [
        ("The keeper allegedly sold the lamp.", "It was the keeper who sold the lamp.", 1),
        ("The keeper allegedly sold the lamp.", "The keeper is said to have sold the lamp.", 0),
        ("We saw all boats leave Orrin.", "We saw boats leave Orrin.", 1),
        ("We saw all boats leave Orrin.", "We saw a whole fleet of boats leave Orrin.", 0),
        ("The levy falls solely on the rich.", "The levy falls on the rich.", 1),
        ("The keeper was never seen at the quay.", "The keeper was seen at the quay.", 1),
        ("The keeper refused to open the gate.", "The keeper opened the gate.", 1),
        ("The keeper refused to open the gate.", "The keeper would not open the gate.", 0),
    ],
)
def test_reach(a: str, b: str, count: int) -> None:
    assert counted(a, b, "reach") == count


SAID = sorted({word for lines in lexicon().answers.values() for said, _ in lines for word in said})


@given(st.data())
def test_any_such_word_left_out_is_missed(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(lexicon().answers)))
    said, _ = data.draw(st.sampled_from(lexicon().answers[kind]))
    word = data.draw(st.sampled_from(sorted(said)))
    assert counted(f"boats {word} sail quay", "boats sail quay", kind) == 1
    assert counted(f"boats {word} sail quay", f"boats sail {word} quay", kind) == 0


@given(
    st.lists(st.sampled_from([*SAID, "boat", "quay"]), max_size=10),
    st.lists(st.sampled_from([*SAID, "boat", "quay"]), max_size=10),
)
def test_it_is_symmetric_and_bounded(a: list[str], b: list[str]) -> None:
    for kind in lexicon().answers:
        assert counted(" ".join(a), " ".join(b), kind) <= MOST


def test_every_word_answers_itself_and_stands_in_one_list() -> None:
    for lines in lexicon().answers.values():
        assert all(said and said < answers for said, answers in lines)
        words = [word for said, _ in lines for word in said]
        assert len(words) == len(set(words))
