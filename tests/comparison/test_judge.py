"""The shipped judge: independent of company and order, window by window for long texts, and right on plain cases."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from quotecheck.comparison.differences import Difference, difference
from quotecheck.comparison.judge import LONGEST, MOST, NOTHING_TO_SAY, Judge, load_judge
from quotecheck.comparison.words import read_words

PLAIN = "The council will open the northern gate in May, and nobody will have to pay for it."
ALTERED = [
    "The council will open the northern gate in May, and everybody will have to pay for it.",
    "The council will not open the northern gate in May, and nobody will have to pay for it.",
    "The council will close the northern gate in May, and nobody will have to pay for it.",
    "The council may open the northern gate in May, and nobody will have to pay for it.",
]
REWORDED = [
    "The council is going to open the northern gate in May, and nobody will have to pay for it.",
    "In May the council will open the northern gate, and no one will need to pay for it.",
    "The council will open the northern gate in May; no one will have to pay for it.",
]
OTHER = "Our harvest was the worst for nine years because the rain came too late."


def laid(a: str, b: str) -> Difference:
    return difference(read_words(a), read_words(b))


def test_a_changed_sense_is_likelier_altered_than_any_rewording() -> None:
    altered = load_judge().read([laid(PLAIN, text) for text in ALTERED])
    reworded = load_judge().read([laid(PLAIN, text) for text in REWORDED])
    assert min(one.altered for one in altered) > max(one.altered for one in reworded)


def test_the_same_words_need_no_judge() -> None:
    assert load_judge().read([laid(PLAIN, PLAIN.upper())]) == [NOTHING_TO_SAY]
    assert load_judge().read([]) == []


@settings(max_examples=25)
@given(st.permutations([*ALTERED, *REWORDED, OTHER]), st.integers(1, 3))
def test_neither_company_nor_order_nor_side_matters(texts: list[str], threads: int) -> None:
    alone = {text: load_judge().read([laid(PLAIN, text)])[0] for text in texts}
    judge = Judge(threads=threads)
    assert judge.read([laid(PLAIN, text) for text in texts]) == [alone[text] for text in texts]
    assert judge.read([laid(text, PLAIN) for text in texts]) == [alone[text] for text in texts]


def test_a_change_far_into_a_long_text_is_seen() -> None:
    filling = [f"Boat number {number} came back from the island of Tarvo with its nets full." for number in range(60)]
    long = " ".join([*filling, PLAIN, *filling])
    assert len(long.split()) > 3 * LONGEST
    (harmless,) = load_judge().read([laid(long, long.replace("have to pay", "need to pay"))])
    (harmful,) = load_judge().read([laid(long, long.replace(PLAIN, ALTERED[1]))])
    assert harmful.altered > harmless.altered + 1


def test_endless_texts_take_no_more_than_so_many_windows() -> None:
    words = [f"word{number}" for number in range(20 * LONGEST)]
    other = [word + "x" * (number % 9 == 0) for number, word in enumerate(words)]
    rows = [*load_judge().rows(laid(" ".join(words), " ".join(other)))]
    assert len(rows) == MOST
    assert all(len(row.ids) <= LONGEST for row in rows)
