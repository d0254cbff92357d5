"""The verdict on a pair: the same whichever text comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.comparison.differences import Difference, difference
from quotecheck.comparison.judge import NOTHING_TO_SAY, Judge, Opinion
from quotecheck.comparison.judgement import Verdict, count, denied_there, verdicts
from quotecheck.comparison.similarity import Evidence, evidence
from quotecheck.comparison.words import read_words

VOCABULARY = """we will may must need needs needless not never nobody can't the mayor Quandt Quandts Iran Iranian UN
    United Nations 600 six one ones 7 19 about over than raise lower rises increase fell up down agree disagree able
    unable only if unless some few all probably I think % percent $ € dollar “tolls” (now) [they] … and or by. it's
    bridge bridges repaired""".split()
PLAIN = st.lists(st.sampled_from(VOCABULARY), max_size=9)


@st.composite
def kindred(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts of which one is the other with words moved, left out or put in."""
    words = draw(PLAIN)
    kept = [word for word in draw(st.permutations(words)) if draw(st.integers(0, 3))] if draw(st.booleans()) else words
    place = draw(st.integers(0, len(kept)))
    return " ".join(words), " ".join([*kept[:place], *draw(PLAIN.filter(lambda put: len(put) < 4)), *kept[place:]])


class Silent:
    """A network that has nothing to say."""

    def read(self, diffs: Sequence[Difference]) -> list[Opinion]:
        return [NOTHING_TO_SAY for _ in diffs]


def judged(a: str, b: str) -> tuple[Evidence, Verdict]:
    diff = difference(read_words(a), read_words(b))
    found = evidence(diff, 0.7)
    (verdict,) = verdicts([count(diff, found, 0.9)], cast("Judge", Silent()))
    return found, verdict


def test_a_cut_that_one_article_says_was_denied_is_no_more_other_words() -> None:
    _, cut = judged("Her critics claim that the fund was empty.", "The fund was empty.")
    assert cut.altered >= 0.8
    assert denied_there(cut).parts == cut.parts


def same_both_ways(a: str, b: str) -> None:
    (there, verdict), (back, swapped) = judged(a, b), judged(b, a)
    assert there == back
    for name in ("same", "label", "divergence", "altered", "similarity"):
        assert getattr(verdict, name) == getattr(swapped, name)
    assert [(c.kind, c.a, c.b) for c in verdict.changes] == [(c.kind, c.b, c.a) for c in swapped.changes]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("This was needless work for the crew.", "This needs work from the crew."),
        ("Prices rise, increase and go up this winter.", "Prices fall this winter."),
        ("Ann and Bob came to the fair.", "Bob and then Ann came to the fair."),
        ("Forty % of it", "$ per cent of it"),
    ],
)
def test_one_verdict_both_ways(a: str, b: str) -> None:
    same_both_ways(a, b)


@settings(max_examples=300)
@given(kindred() | st.tuples(PLAIN.map(" ".join), PLAIN.map(" ".join)))
def test_one_verdict_both_ways_whatever_the_texts(pair: tuple[str, str]) -> None:
    same_both_ways(*pair)
