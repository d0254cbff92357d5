"""Which words of a text are an amount."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotecheck.comparison.amounts import amounts_in
from quotecheck.comparison.words import read_words


def found(text: str) -> list[str]:
    words = read_words(text)
    return [text[words.words[one.lo].start : words.words[one.hi - 1].end] for one in amounts_in(words)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They rowed for two years.", ["two years"]),
        ("They rowed 5 miles and 3 feet.", ["5 miles and 3 feet"]),
        ("They rowed 5 miles in 3 hours.", ["5 miles", "3 hours"]),
        ("They rowed an hour and a half.", ["an hour and a half"]),
        ("They rowed half a mile.", ["half a mile"]),
        ("They rowed a quarter of an hour.", ["a quarter of an hour"]),
        ("They rowed 20 to 30 miles.", ["20 to 30 miles"]),
        ("They rowed between 20 and 30 miles.", ["20 and 30 miles"]),
        ("They rowed 20 and 30 miles.", ["30 miles"]),
        ("It did 60 miles an hour.", ["60 miles an hour"]),
        ("It did 90 km/h.", ["90 km/h"]),
        ("It was 86 degrees Fahrenheit then.", ["86 degrees Fahrenheit"]),
        ("It has 3 square miles of bog.", ["3 square miles"]),
        ("Over the past decade it sank.", ["decade"]),
        ("The decade was bad.", []),
        ("It lost 5 percent.", ["5 percent"]),
        ("It lost 5 per cent.", ["5 per cent"]),
        ("It lost 5 percentage points.", ["5 percentage points"]),
        ("Two in five boats sank.", ["Two in five"]),
        ("He won two in five days.", ["five days"]),
        ("It opens at noon.", ["noon"]),
        ("It opens at 3 p.m.", ["3 p.m."]),
        ("It opens at half past three.", ["half past three"]),
        ("It opens on 3 October.", ["3 October"]),
        ("It opens on October 3rd.", ["October 3rd"]),
        ("It opens on the 3rd of October.", ["3rd of October"]),
        ("It opens on 03/10.", ["03/10"]),
        ("It opens on 2021-10-03.", ["10-03"]),
        ("It opens in October 2021.", []),
        ("They won 3-1.", []),
        ("They counted 40 boats.", []),
        ("The 19th century was long.", ["19th century"]),
    ],
)
def test_amounts(text: str, expected: list[str]) -> None:
    assert found(text) == expected


WORDS = st.sampled_from(
    """half a an quarter of to and or between past two 3 5.5 0 1e9 3rd third noon midnight hour hours mile miles feet
    square cubic per percent cent percentage points basis degrees F celsius in out October May 03/10 2021-10-03 3:15
    24:00 p.m. a.m. o'clock 1800s century decade 19th million trillion dozen score - / . , minus -4 km/h hundreds
    tens""".split()
)


@given(st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=60))
def test_amounts_rise_without_overlap(text: str) -> None:
    words = read_words(text)
    end = 0
    for one in amounts_in(words):
        assert end <= one.lo < one.hi <= len(words.words)
        assert one.readings
        end = one.hi


def test_the_work_grows_with_the_length(steps: Callable[[Callable[[], object]], int]) -> None:
    def work(size: int) -> int:
        words = read_words(" ".join(f"{n + 2} miles and a half past" for n in range(size)))
        return steps(lambda: amounts_in(words))

    work(800)  # reads the table of units
    assert work(1600) < 3 * work(800)
