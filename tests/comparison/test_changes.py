"""What changed, of which kind and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.changes import find_changes, turns
from quotecheck.comparison.differences import difference
from quotecheck.comparison.words import read_words
from quotecheck.records import Change


def changes(a: str, b: str) -> list[tuple[str, str, str]]:
    return [(c.kind, c.a_text, c.b_text) for c in find_changes(difference(read_words(a), read_words(b)))]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("We lost 600 jobs here.", "We lost 4,700 jobs here.", ("number", "600", "4,700")),
        ("We lost six jobs here.", "We lost nine jobs here.", ("number", "six", "nine")),
        ("We will sell the harbour.", "We will not sell the harbour.", ("negation", "", "not")),
        ("The tunnel will flood.", "The tunnel may flood.", ("modality", "will", "may")),
        ("It will probably rain in Orrin.", "It will rain in Orrin.", ("certainty", "probably", "")),
        ("He met Ilse Quandt today.", "He met Tamsin Pell today.", ("entity", "Ilse Quandt", "Tamsin Pell")),
        ("They want to raise the duty.", "They want to lower the duty.", ("antonym", "raise", "lower")),
        ("I agree with the plan.", "I disagree with the plan.", ("antonym", "agree", "disagree")),
        ("The miller paid the baker.", "The baker paid the miller.", ("role", "miller", "baker")),
        ("The old ferry sank slowly.", "The ferry sank slowly.", ("omission", "old", "")),
        ("It was a brave effort.", "It was a courageous effort.", ("wording", "brave", "courageous")),
    ],
)  # fmt: skip
def test_kinds(a: str, b: str, expected: tuple[str, str, str]) -> None:
    if expected[0] == "entity":  # each name is a change of its own, or both are one
        found = changes(a, b)
        assert {kind for kind, _, _ in found} == {"entity"}
        assert " ".join(left for _, left, _ in found) == expected[1]
        assert " ".join(right for _, _, right in found) == expected[2]
    else:
        assert expected in changes(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("We need two hundred men", "We need 200 men."),
        ("“The Labour vote”", "the labor vote"),
        ("He [the mayor] will come", "He will come"),
        ("[Mayor Quandt] will come", "She will come"),
        ("a work force of many", "a workforce of many"),
    ],
)
def test_no_change(a: str, b: str) -> None:
    assert changes(a, b) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("about 600 people came", "more than 590 people came"),
        ("in March 20 boats sank", "20 boats went down in March"),
        ("They could not save it.", "They failed to save it."),
        ("Mr. Gadhafi left", "Mr. Qaddafi left"),
    ],
)
def test_other_words_that_turn_nothing(a: str, b: str) -> None:
    found = turns(difference(read_words(a), read_words(b)))
    assert (found.number, found.number_lost, found.negation, found.entity) == (0, 0, 0, 0)


def mirrored(change: Change) -> Change:
    return Change(change.kind, change.b, change.a, change.b_text, change.a_text)


TEXTS = st.lists(
    st.sampled_from("we will not may the mayor Quandt 600 six raise lower taxes, and. ‘bridge’ [now] … it's I".split()),
    max_size=14,
).map(" ".join)


@given(TEXTS | st.text(max_size=60), TEXTS | st.text(max_size=60))
def test_spans_slice_and_swapping_mirrors(a: str, b: str) -> None:
    there = find_changes(difference(read_words(a), read_words(b)))
    back = find_changes(difference(read_words(b), read_words(a)))
    assert all(a[c.a.start : c.a.end] == c.a_text and b[c.b.start : c.b.end] == c.b_text for c in there)
    assert tuple(mirrored(change) for change in back) == there


@given(TEXTS | st.text(max_size=80))
def test_a_text_against_itself(text: str) -> None:
    assert find_changes(difference(read_words(text), read_words(text))) == ()
