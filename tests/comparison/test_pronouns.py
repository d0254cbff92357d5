"""Who did what to whom, where one of them is a pronoun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison import score_pairs
from quotecheck.comparison.differences import difference, mirrored
from quotecheck.comparison.differing import Part
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.pronouns import traded_pronouns
from quotecheck.comparison.words import read_words
from quotecheck.embedding import Encoder
from quotecheck.records import Pair

TRADED = [
    ("My lawyer told me.", "I told my lawyer."),
    ("I called the miller on Friday.", "The miller called me on Friday."),
    ("He hit her in the hall.", "She hit him in the hall."),
    ("They have never trusted us on tolls.", "We have never trusted them on tolls."),
    ("The mayor has lied to us about the toll.", "We have lied to the mayor about the toll."),
    ("We attacked them at the gate.", "We were attacked by them at the gate."),
    ("You asked me about the toll.", "I asked you about the toll."),
    ("The new keeper really warned us in May.", "We warned the new keeper in May."),
]
NOT_TRADED = [
    ("My lawyer told me.", "I was told by my lawyer."),
    ("We told them to leave.", "They were told by us to leave."),
    ("I met the miller on Friday.", "The miller met me on Friday."),
    ("I spoke with my lawyer.", "My lawyer spoke with me."),
    ("I told my lawyer.", "He told his lawyer."),
    ("She told her brother.", "She told him."),
    ("They told them to leave.", "They have told them to leave."),
    ("We trust them and they trust us.", "They trust us and we trust them."),
    ("I paid the miller, and my wife thanked him.", "My wife thanked the miller, and I paid him."),
    ("I was told, my lawyer said.", "My lawyer told me."),
    ("told", "I told"),
]


def parts(a: str, b: str) -> list[Part]:
    return traded_pronouns(difference(read_words(a), read_words(b)))


@pytest.mark.parametrize(("a", "b"), TRADED)
def test_they_traded_places(encoder: Encoder, a: str, b: str) -> None:
    assert [part.kind for part in parts(a, b)] == ["role"]
    score = score_pairs([Pair("p", a, b)], encoder, load_judge())[0]
    assert score.label == "altered"
    assert "role" in [change.kind for change in score.changes]


@pytest.mark.parametrize(("a", "b"), NOT_TRADED)
def test_they_did_not(a: str, b: str) -> None:
    assert parts(a, b) == []


def test_the_words_that_are_told() -> None:
    [part] = parts("Then my old lawyer told me to go.", "Then I told my old lawyer to go.")
    assert part == Part("role", 1, 6, 1, 6)


WORDS = st.lists(st.sampled_from("I me we us he him she her they them the my miller told paid was by , .".split()))


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_the_same_whichever_text_comes_first(a: str, b: str) -> None:
    diff = difference(read_words(a), read_words(b))
    back = [Part(part.kind, part.b0, part.b1, part.a0, part.a1) for part in traded_pronouns(mirrored(diff))]
    assert back == traded_pronouns(diff)
    for part in back:
        assert 0 <= part.a0 < part.a1 <= len(diff.b.words)
        assert 0 <= part.b0 < part.b1 <= len(diff.a.words)
