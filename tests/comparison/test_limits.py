"""Time limits that are left out: which carry the sense of what is kept, and which are a detail."""

from __future__ import annotations

import pytest

from quotecheck.comparison import score_pairs
from quotecheck.comparison.differences import difference
from quotecheck.comparison.judge import load_judge
from quotecheck.comparison.judgement import trimming
from quotecheck.comparison.limits import REACH, limits
from quotecheck.comparison.words import read_words
from quotecheck.embedding import Encoder
from quotecheck.records import Pair

CARRIES = [
    ("We will stay until the last sailor is home.", "We will stay."),
    ("The ban stays in place until the river is clean.", "The ban stays in place."),
    ("Until the war ends, we will keep the harbour shut.", "We will keep the harbour shut."),
    ("The mill shall be shut, until it is safe.", "The mill shall be shut."),
    ("You may fish there until our wardens come back.", "You may fish there ..."),
    # What denies is limited by any time.
    ("Nobody will be paid until the audit is done.", "Nobody will be paid."),
    ("The school won't open till September.", "The school won't open."),
    ("Until the audit is done, nobody is paid.", "Nobody is paid."),
]
DETAILS = [
    ("We will stay until Monday.", "We will stay."),
    ("The bridge is closed until Monday.", "The bridge is closed."),
    ("The hall will be open until late in the evening.", "The hall will be open."),
    ("The mill will be shut until the end of the year.", "The mill will be shut."),
    ("He will stay in jail until his trial in March.", "He will stay in jail."),
    ("Polls will stay open until the last minute.", "Polls will stay open."),
    # It is over, or was so.
    ("We worked until the sun went down.", "We worked."),
    ("She was keeper of the lamp until she died.", "She was keeper of the lamp."),
    ("They put the choice on hold until such time as I have read the files.", "They put the choice on hold."),
    # The limit of something else.
    ("We will stay. They sang until the sun went down.", "We will stay."),
    ("He sold the lamp. Until the war ends, we will keep the gate shut.", "He sold the lamp."),
]


@pytest.mark.parametrize(("a", "b", "harm"), [(*p, "harmful") for p in CARRIES] + [(*p, "harmless") for p in DETAILS])
def test_a_limit_that_carries_the_sense_and_one_that_does_not(a: str, b: str, harm: str) -> None:
    assert trimming(difference(read_words(a), read_words(b))) == harm
    assert trimming(difference(read_words(b), read_words(a))) == harm


def test_the_labels(encoder: Encoder) -> None:
    pairs = [Pair(f"{place}", a, b) for place, (a, b) in enumerate(CARRIES[:2] + DETAILS[:2])]
    scores = score_pairs(pairs, encoder, load_judge())
    assert [score.label for score in scores] == ["altered", "altered", "trimmed", "trimmed"]
    assert [change.kind for score in scores for change in score.changes] == ["omission"] * 4


def test_a_limit_that_only_moved_turns_nothing(encoder: Encoder) -> None:
    a = "Until the audit is done, nobody in the yard will be paid."
    b = "Nobody in the yard will be paid until the audit is done."
    assert score_pairs([Pair("p", a, b)], encoder, load_judge())[0].label == "reworded"


@pytest.mark.parametrize("between", [0, REACH - 2, REACH])
def test_the_verb_is_looked_for_near_by(between: int) -> None:
    kept = " ".join(["They", "will", *["go"] * between])
    words = read_words(f"{kept} until it rains.")
    place = 2 + between
    assert limits(words, place, place + 3, place) is (between <= REACH - 2)
