"""The table of speakers says of any two what ``same_speaker`` says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.speakers import ONE, TWO, UNKNOWN, relations
from quotecheck.speech.identity import same_speaker

WORDS = [
    "Ann",
    "Anne",
    "Bo",
    "Lee",
    "Li",
    "Robert",
    "Bob",
    "A.",
    "U.N.",
    "UN",
    "United",
    "Nations",
    "Agency",
    "of",
    "the",
]
NAMES = st.one_of(
    st.none(), st.just(""), st.just("officials"), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
)
MEANING = {False: TWO, True: ONE, None: UNKNOWN}


@given(st.lists(NAMES, max_size=8))
def test_the_table_is_same_speaker_for_every_two(names: list[str | None]) -> None:
    table = relations(names)
    assert table.shape == (len(names), len(names))
    for i, one in enumerate(names):
        for j, other in enumerate(names):
            assert table[i, j] == MEANING[same_speaker(one, other)], (one, other)


def test_initials_of_two_letters_are_found() -> None:
    table = relations(["United Nations", "UN", "Ann Lee", None])
    assert table.tolist() == [
        [ONE, ONE, TWO, UNKNOWN],
        [ONE, ONE, TWO, UNKNOWN],
        [TWO, TWO, ONE, UNKNOWN],
        [UNKNOWN] * 4,
    ]
